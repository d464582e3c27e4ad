//! A dense matrix of finite numbers in rows, its shape checked once.

use crate::error::Error;
use crate::parallel::lines;

/// A matrix of finite numbers, stored row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    rows: usize,
    columns: usize,
    values: Vec<f64>,
}

/// Rows and columns of a tile that is turned at once.
const TILE: usize = 16;

/// Numbers that are looked at together.
const TOGETHER: usize = 1024;

/// Error where one is not a finite number. Which one is only asked then: to ask of each costs more than to look at
/// all.
pub(crate) fn finite(values: &[f64]) -> Result<(), Error> {
    let wrong = values.iter().fold(0_u64, |wrong, value| wrong | u64::from(!value.is_finite()));
    match values.iter().find(|value| wrong > 0 && !value.is_finite()) {
        Some(&value) => Err(Error::Range { what: "an entry of a matrix", value, range: "finite" }),
        None => Ok(()),
    }
}

/// Copies the lower half of a square table, row by row, to its upper half.
pub fn mirror_lower<T: Copy>(values: &mut [T], size: usize) {
    for first_row in (0..size).step_by(TILE) {
        for first in (0..=first_row).step_by(TILE) {
            for row in first_row..(first_row + TILE).min(size) {
                for column in first..(first + TILE).min(row) {
                    values[column * size + row] = values[row * size + column];
                }
            }
        }
    }
}

impl Matrix {
    /// A matrix from its values row by row.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] when there are not `rows * columns` values, [`Error::Range`] when one of them is
    /// not finite.
    pub fn new(rows: usize, columns: usize, values: Vec<f64>) -> Result<Self, Error> {
        if values.len() != rows * columns {
            let (expected, got) = (rows * columns, values.len());
            return Err(Error::Shape { what: "the values of a matrix", expected, got });
        }
        values.chunks(TOGETHER).try_for_each(finite)?;
        Ok(Self { rows, columns, values })
    }

    /// A matrix whose rows are written over zeros, shared by `threads`; what is written is looked at while it is
    /// near. `write` must depend on the row alone.
    ///
    /// # Errors
    ///
    /// [`Error::Range`] when a value is not finite.
    pub fn written(
        rows: usize,
        columns: usize,
        threads: u16,
        write: impl Fn(usize, &mut [f64]) + Sync,
    ) -> Result<Self, Error> {
        let mut values = vec![0.0; rows * columns];
        lines(&mut values, columns, threads, |row, line| {
            write(row, line);
            finite(line)
        })?;
        Ok(Self { rows, columns, values })
    }

    /// A matrix of values that have been looked at.
    pub(crate) fn of_finite(rows: usize, columns: usize, values: Vec<f64>) -> Self {
        debug_assert!(values.len() == rows * columns && finite(&values).is_ok());
        Self { rows, columns, values }
    }

    /// A matrix from rows of one length.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] when a row is longer or shorter than the first; as [`Matrix::new`] otherwise.
    pub fn from_rows(rows: &[Vec<f64>]) -> Result<Self, Error> {
        let expected = rows.first().map_or(0, Vec::len);
        if let Some(row) = rows.iter().find(|row| row.len() != expected) {
            return Err(Error::Shape { what: "a row of a matrix", expected, got: row.len() });
        }
        Self::new(rows.len(), expected, rows.concat())
    }

    /// A matrix from a function of row and column.
    ///
    /// # Errors
    ///
    /// [`Error::Range`] when a value is not finite.
    pub fn from_fn(
        rows: usize,
        columns: usize,
        value: impl Fn(usize, usize) -> f64,
    ) -> Result<Self, Error> {
        let mut values = Vec::with_capacity(rows * columns);
        for row in 0..rows {
            values.extend((0..columns).map(|column| value(row, column)));
        }
        Self::new(rows, columns, values)
    }

    /// Ones on the diagonal.
    pub fn identity(size: usize) -> Self {
        let values = (0..size * size).map(|at| f64::from(u8::from(at % (size + 1) == 0))).collect();
        Self { rows: size, columns: size, values }
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Number of columns.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// The entry at a row and a column that lie inside.
    pub fn at(&self, row: usize, column: usize) -> f64 {
        self.values[row * self.columns + column]
    }

    /// One row that lies inside.
    pub fn row(&self, row: usize) -> &[f64] {
        &self.values[row * self.columns..(row + 1) * self.columns]
    }

    /// One column that lies inside, from the first row on.
    pub fn column(&self, column: usize) -> impl Iterator<Item = f64> + '_ {
        (0..self.rows).map(move |row| self.at(row, column))
    }

    /// The entries row by row.
    pub fn into_values(self) -> Vec<f64> {
        self.values
    }

    /// Rows become columns.
    #[must_use]
    pub fn transposed(&self) -> Self {
        let mut values = vec![0.0; self.values.len()];
        // By tiles: a column of a large matrix touches another line of the cache with every entry.
        for first_row in (0..self.rows).step_by(TILE) {
            for first in (0..self.columns).step_by(TILE) {
                for row in first_row..(first_row + TILE).min(self.rows) {
                    for column in first..(first + TILE).min(self.columns) {
                        values[column * self.rows + row] = self.values[row * self.columns + column];
                    }
                }
            }
        }
        Self { rows: self.columns, columns: self.rows, values }
    }

    /// `self + by * other`, entry by entry.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] when the shapes differ, [`Error::Range`] on overflow.
    pub fn plus(&self, by: f64, other: &Self) -> Result<Self, Error> {
        if (self.rows, self.columns) != (other.rows, other.columns) {
            let (expected, got) = (self.values.len(), other.values.len());
            return Err(Error::Shape { what: "the second matrix of a sum", expected, got });
        }
        let values = self.values.iter().zip(&other.values).map(|(a, b)| a + by * b).collect();
        Self::new(self.rows, self.columns, values)
    }

    /// `self * other`.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] when `other` has not as many rows as this has columns, [`Error::Range`] on
    /// overflow.
    pub fn times(&self, other: &Self) -> Result<Self, Error> {
        if self.columns != other.rows {
            let what = "the rows of the second matrix of a product";
            return Err(Error::Shape { what, expected: self.columns, got: other.rows });
        }
        let mut values = vec![0.0; self.rows * other.columns];
        for (row, line) in values.chunks_exact_mut(other.columns.max(1)).enumerate() {
            for (inner, &left) in self.row(row).iter().enumerate() {
                for (value, right) in line.iter_mut().zip(other.row(inner)) {
                    *value += left * right;
                }
            }
        }
        Self::new(self.rows, other.columns, values)
    }

    /// `self * x`, each sum in the order of the columns; `x` has a value for each column.
    pub fn apply(&self, x: &[f64]) -> Vec<f64> {
        (0..self.rows).map(|row| self.row(row).iter().zip(x).map(|(a, x)| a * x).sum()).collect()
    }

    /// Error unless rows and columns are equally many.
    pub(super) fn square(&self, what: &'static str) -> Result<usize, Error> {
        if self.rows == self.columns {
            Ok(self.rows)
        } else {
            Err(Error::Shape { what, expected: self.rows, got: self.columns })
        }
    }

    pub(super) fn to_faer(&self) -> faer::Mat<f64> {
        faer::Mat::from_fn(self.rows, self.columns, |row, column| self.at(row, column))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_by_hand_and_its_transpose() {
        let a = Matrix::from_rows(&[vec![1.0, 2.0, 0.0], vec![0.0, 1.0, 3.0]]).unwrap();
        let b = Matrix::from_fn(3, 1, |row, _| row as f64).unwrap();
        assert_eq!(a.times(&b).unwrap(), Matrix::new(2, 1, vec![2.0, 7.0]).unwrap());
        assert_eq!(a.apply(&[0.0, 1.0, 2.0]), [2.0, 7.0]);
        let turned = b.transposed().times(&a.transposed()).unwrap();
        assert_eq!(turned, a.times(&b).unwrap().transposed());
        assert_eq!(a.column(1).collect::<Vec<f64>>(), [2.0, 1.0]);
    }

    #[test]
    fn law_tiles_do_not_show() {
        let table = Matrix::from_fn(37, 21, |row, column| (row * 100 + column) as f64).unwrap();
        let turned = table.transposed();
        let same = |row, column| (turned.at(column, row) - table.at(row, column)).abs() < 1e-300;
        assert!((0..37).all(|row| (0..21).all(|column| same(row, column))));
        let mut square: Vec<usize> = (0..35 * 35).collect();
        mirror_lower(&mut square, 35);
        let lower = |row: usize, column: usize| row.max(column) * 35 + row.min(column);
        assert!((0..35 * 35).all(|at| square[at] == lower(at / 35, at % 35)));
    }

    #[test]
    fn edge_shapes_that_do_not_fit_and_empty_ones() {
        let a = Matrix::from_rows(&[vec![1.0, 2.0]]).unwrap();
        assert!(a.times(&a).is_err());
        let none = Matrix::new(0, 0, vec![]).unwrap();
        assert_eq!(none.times(&none).unwrap(), none);
    }
}
