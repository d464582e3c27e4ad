//! The columns of a regression, scaled to one length so that units do not cost digits.

use crate::error::Error;
use crate::matrix::{Matrix, symmetric_eigen};

/// Smallest eigenvalue of the columns' correlations, over the largest, at which they count as independent.
const RANK: f64 = 1e-13;

/// Columns of length 1 and the lengths that they had.
pub(super) struct Design {
    x: Matrix,
    lengths: Vec<f64>,
}

impl Design {
    /// # Errors
    ///
    /// [`Error::Shape`] with fewer rows than columns or no column, [`Error::Singular`] where a column is a
    /// combination of others.
    pub(super) fn new(x: &Matrix) -> Result<Self, Error> {
        let (rows, columns) = (x.rows(), x.columns());
        if columns == 0 || rows < columns {
            return Err(Error::Shape {
                what: "the rows of a regression",
                expected: columns.max(1),
                got: rows,
            });
        }
        let lengths: Vec<f64> = (0..columns)
            .map(|column| x.column(column).map(|value| value * value).sum::<f64>().sqrt())
            .collect();
        let dependent =
            Error::Singular { what: "a column of the regression is a combination of others" };
        if lengths.iter().any(|length| *length <= 0.0) {
            return Err(dependent);
        }
        let x = Matrix::from_fn(rows, columns, |row, column| x.at(row, column) / lengths[column])?;
        let design = Self { x, lengths };
        let spectrum = symmetric_eigen(&design.gram(&vec![1.0; rows])?)?.values;
        if spectrum[columns - 1] <= RANK * spectrum[0] {
            return Err(dependent);
        }
        Ok(design)
    }

    pub(super) fn rows(&self) -> usize {
        self.x.rows()
    }

    pub(super) fn columns(&self) -> usize {
        self.x.columns()
    }

    pub(super) fn row(&self, row: usize) -> &[f64] {
        self.x.row(row)
    }

    /// `X' diag(weights) X`.
    pub(super) fn gram(&self, weights: &[f64]) -> Result<Matrix, Error> {
        let size = self.columns();
        let mut values = vec![0.0; size * size];
        for (row, weight) in weights.iter().enumerate() {
            let line = self.x.row(row);
            for (a, left) in line.iter().enumerate() {
                for (b, right) in line.iter().enumerate() {
                    values[a * size + b] += weight * left * right;
                }
            }
        }
        Matrix::new(size, size, values)
    }

    /// `X' values`.
    pub(super) fn against(&self, values: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.columns()];
        for (row, value) in values.iter().enumerate() {
            for (sum, x) in sums.iter_mut().zip(self.x.row(row)) {
                *sum += value * x;
            }
        }
        sums
    }

    /// `X coefficients`.
    pub(super) fn predict(&self, coefficients: &[f64]) -> Vec<f64> {
        self.x.apply(coefficients)
    }

    /// Coefficients in the columns' own units.
    pub(super) fn in_units(&self, coefficients: &[f64]) -> Vec<f64> {
        coefficients.iter().zip(&self.lengths).map(|(value, length)| value / length).collect()
    }

    /// An inverse of `X' W X` in the columns' own units.
    pub(super) fn inverse_in_units(&self, inverse: &Matrix) -> Result<Matrix, Error> {
        Matrix::from_fn(self.columns(), self.columns(), |a, b| {
            inverse.at(a, b) / (self.lengths[a] * self.lengths[b])
        })
    }

    /// Each row times its residual, in the columns' own units.
    pub(super) fn scores(&self, residuals: &[f64]) -> Result<Matrix, Error> {
        Matrix::from_fn(self.rows(), self.columns(), |row, column| {
            residuals[row] * self.x.at(row, column) * self.lengths[column]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edge_dependent_columns_too_few_rows_and_a_column_of_zeros_are_refused() {
        let twins = Matrix::from_fn(5, 2, |row, column| (row * (column + 1)) as f64).unwrap();
        assert!(matches!(Design::new(&twins), Err(Error::Singular { .. })));
        let few = Matrix::from_fn(1, 2, |_, column| column as f64).unwrap();
        assert!(matches!(Design::new(&few), Err(Error::Shape { .. })));
        let zeros = Matrix::from_fn(3, 1, |_, _| 0.0).unwrap();
        assert!(matches!(Design::new(&zeros), Err(Error::Singular { .. })));
    }

    #[test]
    fn law_units_of_columns_that_differ_by_far_are_still_independent() {
        let x = Matrix::from_fn(
            4,
            2,
            |row, column| {
                if column == 0 { 1.0 } else { 1e9 * (row * row) as f64 }
            },
        );
        assert!(Design::new(&x.unwrap()).is_ok());
    }
}
