//! Standard errors of coefficients: by the model, by its residuals, and by groups that may hang together.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::matrix::Matrix;

/// What errors of a fit are made from.
#[derive(Clone, Debug, PartialEq)]
pub struct Sandwich {
    /// Inverse of the information: the covariance of the coefficients if the model is right.
    pub bread: Matrix,
    /// What each row adds to the gradient, one column a coefficient.
    pub scores: Matrix,
}

impl Sandwich {
    /// Errors that trust the model.
    pub fn classical(&self) -> Vec<f64> {
        roots(&self.bread)
    }

    /// Errors that hold whatever the variance of each row is (HC0).
    ///
    /// # Errors
    ///
    /// [`Error::Range`] on overflow.
    ///
    /// # Source
    ///
    /// White 1980, Econometrica 48(4); Huber 1967, Fifth Berkeley Symposium.
    pub fn robust(&self) -> Result<Vec<f64>, Error> {
        let lines: Vec<Vec<f64>> =
            (0..self.scores.rows()).map(|row| self.scores.row(row).to_vec()).collect();
        self.filled(&lines, 1.0)
    }

    /// As [`Sandwich::robust`], times `n / (n - k)` (HC1); `None` with as many coefficients as rows.
    ///
    /// # Errors
    ///
    /// [`Error::Range`] on overflow.
    pub fn robust_in_small_samples(&self) -> Result<Option<Vec<f64>>, Error> {
        let (n, k) = (self.scores.rows() as f64, self.scores.columns() as f64);
        let root = (n / (n - k)).sqrt();
        let errors = self.robust()?;
        Ok((n > k).then(|| errors.into_iter().map(|error| error * root).collect()))
    }

    /// Errors that hold whatever happens inside groups, times `G / (G - 1) (n - 1) / (n - k)` for `G`
    /// groups, `n` rows and `k` coefficients; `None` with fewer than two groups or as many coefficients as
    /// rows.
    ///
    /// # Inputs
    ///
    /// `groups`: the group of each row.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] where there is not one group a row, [`Error::Range`] on overflow.
    ///
    /// # Source
    ///
    /// Liang and Zeger 1986, Biometrika 73(1).
    pub fn clustered<T: Ord>(&self, groups: &[T]) -> Result<Option<Vec<f64>>, Error> {
        self.clustered_beside(groups, 0)
    }

    /// As [`Sandwich::clustered`], where `others` more coefficients were estimated that have no column
    /// here: `k` counts them.
    pub(super) fn clustered_beside<T: Ord>(
        &self,
        groups: &[T],
        others: usize,
    ) -> Result<Option<Vec<f64>>, Error> {
        let (rows, columns) = (self.scores.rows(), self.scores.columns());
        if groups.len() != rows {
            return Err(Error::Shape {
                what: "the groups of rows",
                expected: rows,
                got: groups.len(),
            });
        }
        let mut sums: BTreeMap<&T, Vec<f64>> = BTreeMap::new();
        for (row, group) in groups.iter().enumerate() {
            let sum = sums.entry(group).or_insert_with(|| vec![0.0; columns]);
            for (sum, score) in sum.iter_mut().zip(self.scores.row(row)) {
                *sum += score;
            }
        }
        if sums.len() < 2 || rows <= columns + others {
            return Ok(None);
        }
        let (g, n, k) = (sums.len() as f64, rows as f64, (columns + others) as f64);
        let lines: Vec<Vec<f64>> = sums.into_values().collect();
        self.filled(&lines, g / (g - 1.0) * (n - 1.0) / (n - k)).map(Some)
    }

    /// Errors with the sum of squares of these lines between the bread.
    fn filled(&self, lines: &[Vec<f64>], factor: f64) -> Result<Vec<f64>, Error> {
        let size = self.bread.rows();
        let mut meat = vec![0.0; size * size];
        for line in lines {
            for (a, left) in line.iter().enumerate() {
                for (b, right) in line.iter().enumerate() {
                    meat[a * size + b] += factor * left * right;
                }
            }
        }
        let meat = Matrix::new(size, size, meat)?;
        Ok(roots(&self.bread.times(&meat)?.times(&self.bread)?))
    }
}

fn roots(covariance: &Matrix) -> Vec<f64> {
    (0..covariance.rows()).map(|at| covariance.at(at, at).max(0.0).sqrt()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A mean of 1, 2 and 6: residuals -2, -1, 3; bread 1/3.
    fn mean() -> Sandwich {
        let bread = Matrix::new(1, 1, vec![1.0 / 3.0]).unwrap();
        Sandwich { bread, scores: Matrix::new(3, 1, vec![-2.0, -1.0, 3.0]).unwrap() }
    }

    #[test]
    fn reference_a_mean_by_hand() {
        let robust = mean().robust().unwrap()[0];
        assert!((robust * robust - 14.0 / 9.0).abs() < 1e-12);
        let small = mean().robust_in_small_samples().unwrap().unwrap()[0];
        assert!((small * small - 14.0 / 9.0 * 1.5).abs() < 1e-12);
        let grouped = mean().clustered(&["a", "a", "b"]).unwrap().unwrap()[0];
        assert!((grouped * grouped - 2.0 * 18.0 / 9.0).abs() < 1e-12);
    }

    #[test]
    fn law_groups_of_one_are_the_robust_errors_but_for_the_factor() {
        let each = mean().clustered(&[1, 2, 3]).unwrap().unwrap()[0];
        let robust = mean().robust().unwrap()[0];
        assert!((each * each - robust * robust * 1.5).abs() < 1e-12);
    }

    #[test]
    fn edge_one_group_has_no_errors_and_groups_are_counted() {
        assert_eq!(mean().clustered(&[1, 1, 1]).unwrap(), None);
        assert!(mean().clustered(&[1]).is_err());
    }
}
