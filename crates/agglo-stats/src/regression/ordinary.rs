//! Least squares on several columns, with the errors of its coefficients.

use crate::error::Error;
use crate::matrix::{Matrix, inverse, solve};
use crate::regression::design::Design;
use crate::regression::sandwich::Sandwich;

/// A fit by least squares.
#[derive(Clone, Debug, PartialEq)]
pub struct Ordinary {
    /// One coefficient a column.
    pub coefficients: Vec<f64>,
    /// Sum of squared residuals.
    pub squared_error: f64,
    residuals: Vec<f64>,
}

impl Ordinary {
    /// Fits an outcome to columns; a constant is a column like any other.
    ///
    /// # Inputs
    ///
    /// `x`: one row an observation; `y`: one outcome a row.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] where lengths differ or rows are fewer than columns, [`Error::Singular`] where
    /// columns depend on each other.
    ///
    /// # Source
    ///
    /// Normal equations on columns of one length.
    pub fn fit(x: &Matrix, y: &[f64]) -> Result<Self, Error> {
        if y.len() != x.rows() {
            return Err(Error::Shape { what: "the outcomes", expected: x.rows(), got: y.len() });
        }
        let design = Design::new(x)?;
        let scaled = solve(&design.gram(&vec![1.0; x.rows()])?, &design.against(y))?;
        let residuals: Vec<f64> =
            y.iter().zip(design.predict(&scaled)).map(|(y, fitted)| y - fitted).collect();
        let squared_error = residuals.iter().map(|residual| residual * residual).sum();
        Ok(Self { coefficients: design.in_units(&scaled), squared_error, residuals })
    }

    /// Standard errors under equal variance, with as many degrees of freedom as rows less columns; `None`
    /// where there are none.
    ///
    /// # Errors
    ///
    /// As [`Ordinary::fit`] on the same columns.
    pub fn classical(&self, x: &Matrix) -> Result<Option<Vec<f64>>, Error> {
        let degrees = x.rows() as f64 - x.columns() as f64;
        if degrees <= 0.0 {
            return Ok(None);
        }
        let root = (self.squared_error / degrees).sqrt();
        let errors = self.sandwich(x)?.classical();
        Ok(Some(errors.into_iter().map(|error| error * root).collect()))
    }

    /// What errors that hold whatever happens inside groups are made from: [`Sandwich::clustered`].
    ///
    /// # Errors
    ///
    /// As [`Ordinary::fit`] on the same columns.
    pub fn sandwich(&self, x: &Matrix) -> Result<Sandwich, Error> {
        let design = Design::new(x)?;
        let bread = inverse(&design.gram(&vec![1.0; x.rows()])?)?;
        Ok(Sandwich {
            bread: design.inverse_in_units(&bread)?,
            scores: design.scores(&self.residuals)?,
        })
    }

    /// What it says of a row of the same columns.
    pub fn predict(&self, row: &[f64]) -> f64 {
        self.coefficients.iter().zip(row).map(|(by, value)| by * value).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regression::line::line;

    const X: [f64; 5] = [1.0, 2.0, 4.0, 5.0, 9.0];
    const Y: [f64; 5] = [2.0, 1.0, 5.0, 4.0, 7.0];

    fn with_constant() -> Matrix {
        Matrix::from_fn(5, 2, |row, column| if column == 0 { 1.0 } else { X[row] }).unwrap()
    }

    #[test]
    fn law_a_constant_and_one_column_are_the_straight_line() {
        let x = with_constant();
        let found = Ordinary::fit(&x, &Y).unwrap();
        let straight = line(&X, &Y).unwrap();
        assert!((found.coefficients[0] - straight.intercept).abs() < 1e-12);
        assert!((found.coefficients[1] - straight.slope).abs() < 1e-12);
        let error = found.classical(&x).unwrap().unwrap()[1];
        assert!((error - straight.slope_error.unwrap()).abs() < 1e-12);
        assert!(
            (found.predict(&[1.0, 3.0]) - straight.intercept - 3.0 * straight.slope).abs() < 1e-12
        );
    }

    #[test]
    fn edge_as_many_columns_as_rows_leave_nothing_to_err_by() {
        let x = Matrix::from_fn(2, 2, |row, column| if column == 0 { 1.0 } else { X[row] });
        let x = x.unwrap();
        let found = Ordinary::fit(&x, &Y[..2]).unwrap();
        assert!(found.squared_error < 1e-20);
        assert_eq!(found.classical(&x), Ok(None));
        assert!(matches!(Ordinary::fit(&x, &Y), Err(Error::Shape { .. })));
        let twice = Matrix::from_fn(5, 2, |row, _| X[row]).unwrap();
        assert!(matches!(Ordinary::fit(&twice, &Y), Err(Error::Singular { .. })));
    }
}
