//! Poisson pseudo-maximum likelihood: amounts that grow by factors, zeros among them.
//!
//! `E[y] = exp(x' beta)`; right whatever the distribution of `y` if the mean is.

use crate::error::Error;
use crate::float;
use crate::matrix::{Matrix, inverse, solve};
use crate::regression::design::Design;
use crate::regression::sandwich::Sandwich;

/// Rounds at most.
const ROUNDS: usize = 100;
/// Largest move of a coefficient, over one plus the largest coefficient, at which rounds end.
const TOLERANCE: f64 = 1e-11;

/// A Poisson regression.
#[derive(Clone, Debug, PartialEq)]
pub struct Poisson {
    /// One coefficient a column: the rise of the log of the mean with a unit of it; an elasticity where the
    /// column is a log.
    pub coefficients: Vec<f64>,
    /// What its standard errors are made from; take the robust ones.
    pub errors: Sandwich,
    /// Rounds done.
    pub rounds: usize,
}

impl Poisson {
    /// Fits a regression.
    ///
    /// # Inputs
    ///
    /// `x`: one row an observation, the constant among its columns; `y`: amounts of at least 0, one a row,
    /// not all 0.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] where lengths differ, [`Error::Range`] for an amount below 0,
    /// [`Error::Infeasible`] where all are 0, [`Error::Singular`] where columns depend on each other,
    /// [`Error::NotConverged`] where no finite coefficients are best: a column tells zeros apart for certain.
    ///
    /// # Source
    ///
    /// Gourieroux, Monfort and Trognon 1984, Econometrica 52(3); Santos Silva and Tenreyro 2006, Review of
    /// Economics and Statistics 88(4).
    pub fn fit(x: &Matrix, y: &[f64]) -> Result<Self, Error> {
        if y.len() != x.rows() {
            return Err(Error::Shape { what: "the outcomes", expected: x.rows(), got: y.len() });
        }
        if let Some(&value) = y.iter().find(|value| !(**value >= 0.0 && value.is_finite())) {
            return Err(Error::Range { what: "an amount", value, range: "at least 0" });
        }
        if y.iter().all(|value| *value <= 0.0) {
            return Err(Error::Infeasible { what: "a regression of amounts that are all 0" });
        }
        let design = Design::new(x)?;
        let (beta, rounds) = maximum(&design, y)?;
        let mean = means(&design.predict(&beta));
        let bread = inverse(&design.gram(&mean)?)?;
        let residuals: Vec<f64> = y.iter().zip(&mean).map(|(y, mean)| y - mean).collect();
        Ok(Self {
            coefficients: design.in_units(&beta),
            errors: Sandwich {
                bread: design.inverse_in_units(&bread)?,
                scores: design.scores(&residuals)?,
            },
            rounds,
        })
    }
}

fn maximum(design: &Design, y: &[f64]) -> Result<(Vec<f64>, usize), Error> {
    let failed = || Error::NotConverged { what: "the Poisson regression", steps: ROUNDS };
    let largest = |values: &[f64]| values.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
    let mut beta = start(design, y)?;
    let mut reached = quasi_likelihood(y, &design.predict(&beta));
    for round in 1..=ROUNDS {
        let mean = means(&design.predict(&beta));
        let residuals: Vec<f64> = y.iter().zip(&mean).map(|(y, mean)| y - mean).collect();
        let step =
            solve(&design.gram(&mean)?, &design.against(&residuals)).map_err(|_| failed())?;
        let mut by = 1.0;
        let next = loop {
            let next: Vec<f64> =
                beta.iter().zip(&step).map(|(beta, step)| beta + by * step).collect();
            let found = quasi_likelihood(y, &design.predict(&next));
            if found >= reached - 1e-10 * reached.abs() {
                reached = found;
                break next;
            }
            by /= 2.0;
            if by < 1e-12 {
                return Err(failed());
            }
        };
        beta = next;
        if largest(&step) <= TOLERANCE * (1.0 + largest(&beta)) {
            return Ok((beta, round));
        }
    }
    Err(failed())
}

/// Weighted least squares on the log of each amount pulled halfway to the mean.
fn start(design: &Design, y: &[f64]) -> Result<Vec<f64>, Error> {
    let average = float::mean(y).unwrap_or(1.0);
    let mean: Vec<f64> = y.iter().map(|y| f64::midpoint(*y, average)).collect();
    let working: Vec<f64> = y
        .iter()
        .zip(&mean)
        .map(|(y, mean)| mean * (float::ln(*mean) + (y - mean) / mean))
        .collect();
    solve(&design.gram(&mean)?, &design.against(&working))
}

fn means(logs: &[f64]) -> Vec<f64> {
    logs.iter().map(|&log| float::exp(log)).collect()
}

/// Log-likelihood but for what does not depend on the coefficients; below every number on overflow.
fn quasi_likelihood(y: &[f64], logs: &[f64]) -> f64 {
    let value = float::sum(y.iter().zip(logs).map(|(y, log)| y * log - float::exp(*log)));
    if value.is_finite() { value } else { f64::NEG_INFINITY }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(values: &[f64]) -> Matrix {
        let cell = |row: usize, column: usize| if column == 0 { 1.0 } else { values[row] };
        Matrix::from_fn(values.len(), 2, cell).unwrap()
    }

    /// Two groups: logs of their means; the robust variance of the first is `sum (y - m)^2 / (sum y)^2`.
    #[test]
    fn reference_two_groups_by_hand() {
        let found = Poisson::fit(&columns(&[0.0, 0.0, 1.0, 1.0]), &[0.0, 4.0, 5.0, 7.0]).unwrap();
        assert!((found.coefficients[0] - float::ln(2.0)).abs() < 1e-10);
        assert!((found.coefficients[1] - float::ln(3.0)).abs() < 1e-10);
        let error = found.errors.robust().unwrap()[0];
        assert!((error * error - 8.0 / 16.0).abs() < 1e-10);
    }

    #[test]
    fn law_residuals_sum_to_zero_over_the_constant() {
        let values: Vec<f64> = (0..40).map(|at| f64::from(at * 13 % 40) / 10.0).collect();
        let y: Vec<f64> = (0..40).map(|at| f64::from(at * 7 % 11)).collect();
        let found = Poisson::fit(&columns(&values), &y).unwrap();
        for column in 0..2 {
            assert!(float::sum(found.errors.scores.column(column)).abs() < 1e-6);
        }
    }

    #[test]
    fn edge_amounts_below_zero_all_zero_and_columns_that_tell_zeros_apart_are_refused() {
        let x = columns(&[0.0, 0.0, 1.0, 1.0]);
        assert!(matches!(Poisson::fit(&x, &[-1.0, 1.0, 1.0, 1.0]), Err(Error::Range { .. })));
        assert!(matches!(Poisson::fit(&x, &[0.0; 4]), Err(Error::Infeasible { .. })));
        let apart = Poisson::fit(&x, &[3.0, 4.0, 0.0, 0.0]);
        assert!(matches!(apart, Err(Error::NotConverged { .. })), "{apart:?}");
    }
}
