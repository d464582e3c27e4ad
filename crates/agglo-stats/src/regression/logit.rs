//! Logistic regression by maximum likelihood; by a penalised one where the data have no largest.
//!
//! `ln(p / (1 - p)) = x' beta` for the probability `p` of a yes.

use crate::error::Error;
use crate::float;
use crate::matrix::{Matrix, inverse, solve, symmetric_eigen};
use crate::regression::design::Design;
use crate::regression::sandwich::Sandwich;

/// Rounds after which a likelihood that still rises has no maximum: each one moves a separating column by
/// about one, and regular data end within fifteen.
const ROUNDS: usize = 40;
/// Rounds of the penalised likelihood at most.
const PENALISED_ROUNDS: usize = 500;
/// Largest move of a coefficient, over one plus the largest coefficient, at which rounds end.
const TOLERANCE: f64 = 1e-11;
/// Largest move in one round of the penalised likelihood.
const STRIDE: f64 = 5.0;

/// Which likelihood the coefficients maximise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likelihood {
    /// The plain one.
    Maximum,
    /// The one with Jeffreys' prior: columns separate yes from no, and the plain one has no maximum.
    Penalised,
}

/// A logistic regression.
#[derive(Clone, Debug, PartialEq)]
pub struct Logit {
    /// One coefficient a column: the rise of the log-odds with a unit of it.
    pub coefficients: Vec<f64>,
    /// What its standard errors are made from.
    pub errors: Sandwich,
    /// Log-likelihood, without the penalty.
    pub log_likelihood: f64,
    /// Which likelihood was maximised.
    pub likelihood: Likelihood,
    /// Rounds done.
    pub rounds: usize,
}

impl Logit {
    /// Fits a regression.
    ///
    /// # Inputs
    ///
    /// `x`: one row an observation, the constant among its columns; `y`: yes or no, one a row.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] where lengths differ, [`Error::Singular`] where columns depend on each other,
    /// [`Error::Infeasible`] where all outcomes are the same, [`Error::NotConverged`] where even the
    /// penalised likelihood has no end.
    ///
    /// # Source
    ///
    /// Nelder and Wedderburn 1972, Journal of the Royal Statistical Society A 135(3); Firth 1993, Biometrika
    /// 80(1), and Heinze and Schemper 2002, Statistics in Medicine 21(16), for separated data.
    pub fn fit(x: &Matrix, y: &[bool]) -> Result<Self, Error> {
        if y.len() != x.rows() {
            return Err(Error::Shape { what: "the outcomes", expected: x.rows(), got: y.len() });
        }
        let yes = y.iter().filter(|&&yes| yes).count();
        if yes == 0 || yes == y.len() {
            return Err(Error::Infeasible {
                what: "a regression of outcomes that are all the same",
            });
        }
        let design = Design::new(x)?;
        let y: Vec<f64> = y.iter().map(|&yes| f64::from(u8::from(yes))).collect();
        if let Some((beta, rounds)) = maximum(&design, &y) {
            return Self::at(&design, &y, &beta, Likelihood::Maximum, rounds);
        }
        let (beta, rounds) = penalised(&design, &y)?;
        Self::at(&design, &y, &beta, Likelihood::Penalised, rounds)
    }

    /// Probability of a yes for one row of columns.
    pub fn probability(&self, row: &[f64]) -> f64 {
        logistic(row.iter().zip(&self.coefficients).map(|(x, beta)| x * beta).sum())
    }

    fn at(
        design: &Design,
        y: &[f64],
        beta: &[f64],
        likelihood: Likelihood,
        rounds: usize,
    ) -> Result<Self, Error> {
        let odds = design.predict(beta);
        let p: Vec<f64> = odds.iter().map(|&odds| logistic(odds)).collect();
        let bread = inverse(&design.gram(&weights(&p))?)?;
        let residuals = match likelihood {
            Likelihood::Maximum => y.iter().zip(&p).map(|(y, p)| y - p).collect(),
            Likelihood::Penalised => adjusted(design, y, &p, &bread),
        };
        Ok(Self {
            coefficients: design.in_units(beta),
            errors: Sandwich {
                bread: design.inverse_in_units(&bread)?,
                scores: design.scores(&residuals)?,
            },
            log_likelihood: log_likelihood(y, &odds),
            likelihood,
            rounds,
        })
    }
}

/// The maximum of the plain likelihood by Newton's rounds; `None` where they do not end.
fn maximum(design: &Design, y: &[f64]) -> Option<(Vec<f64>, usize)> {
    let mut beta = vec![0.0; design.columns()];
    let mut reached = log_likelihood(y, &design.predict(&beta));
    for round in 1..=ROUNDS {
        let p: Vec<f64> = design.predict(&beta).into_iter().map(logistic).collect();
        let residuals: Vec<f64> = y.iter().zip(&p).map(|(y, p)| y - p).collect();
        let step = solve(&design.gram(&weights(&p)).ok()?, &design.against(&residuals)).ok()?;
        let rise = |beta: &[f64]| Some(log_likelihood(y, &design.predict(beta)));
        (beta, reached) = climbed(&beta, &step, reached, rise)?;
        if settled(&step, &beta) {
            return Some((beta, round));
        }
    }
    None
}

/// The maximum of the penalised likelihood.
fn penalised(design: &Design, y: &[f64]) -> Result<(Vec<f64>, usize), Error> {
    let failed = Error::NotConverged { what: "the penalised regression", steps: PENALISED_ROUNDS };
    let value = |beta: &[f64]| {
        let odds = design.predict(beta);
        let p: Vec<f64> = odds.iter().map(|&odds| logistic(odds)).collect();
        let spectrum = symmetric_eigen(&design.gram(&weights(&p)).ok()?).ok()?;
        let positive = spectrum.values.iter().all(|&value| value > 0.0);
        let determinant: f64 = spectrum.values.iter().map(|&value| float::ln(value)).sum();
        positive.then(|| log_likelihood(y, &odds) + 0.5 * determinant)
    };
    let mut beta = vec![0.0; design.columns()];
    let mut reached = value(&beta).ok_or_else(|| failed.clone())?;
    for round in 1..=PENALISED_ROUNDS {
        let p: Vec<f64> = design.predict(&beta).into_iter().map(logistic).collect();
        let bread = inverse(&design.gram(&weights(&p))?)?;
        let mut step = bread.apply(&design.against(&adjusted(design, y, &p, &bread)));
        // In scaled columns one unit of the log-odds is a coefficient of about the root of the rows.
        let stride = STRIDE * (design.rows() as f64).sqrt();
        let longest = step.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
        if longest > stride {
            for value in &mut step {
                *value *= stride / longest;
            }
        }
        (beta, reached) = climbed(&beta, &step, reached, value).ok_or_else(|| failed.clone())?;
        if settled(&step, &beta) {
            return Ok((beta, round));
        }
    }
    Err(failed)
}

/// Residuals `y - p + h (1/2 - p)`, with `h` the leverage of each row.
fn adjusted(design: &Design, y: &[f64], p: &[f64], bread: &Matrix) -> Vec<f64> {
    let of = |row: usize| {
        let x = design.row(row);
        let spread: f64 = bread.apply(x).iter().zip(x).map(|(a, x)| a * x).sum();
        let leverage = p[row] * (1.0 - p[row]) * spread;
        y[row] - p[row] + leverage * (0.5 - p[row])
    };
    (0..y.len()).map(of).collect()
}

/// `beta` plus the step, halved until the value does not fall, and the value there.
fn climbed(
    beta: &[f64],
    step: &[f64],
    reached: f64,
    value: impl Fn(&[f64]) -> Option<f64>,
) -> Option<(Vec<f64>, f64)> {
    let mut by = 1.0;
    for _ in 0..40 {
        let next: Vec<f64> = beta.iter().zip(step).map(|(beta, step)| beta + by * step).collect();
        if let Some(found) = value(&next).filter(|found| *found >= reached - 1e-10 * reached.abs())
        {
            return Some((next, found));
        }
        by /= 2.0;
    }
    None
}

fn settled(step: &[f64], beta: &[f64]) -> bool {
    let largest = |values: &[f64]| values.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
    largest(step) <= TOLERANCE * (1.0 + largest(beta))
}

fn weights(p: &[f64]) -> Vec<f64> {
    p.iter().map(|p| p * (1.0 - p)).collect()
}

fn logistic(odds: f64) -> f64 {
    if odds >= 0.0 {
        1.0 / (1.0 + float::exp(-odds))
    } else {
        float::exp(odds) / (1.0 + float::exp(odds))
    }
}

fn log_likelihood(y: &[f64], odds: &[f64]) -> f64 {
    let term =
        |(y, odds): (&f64, &f64)| y * odds - odds.max(0.0) - float::ln_1p(float::exp(-odds.abs()));
    float::sum(y.iter().zip(odds).map(term))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(values: &[f64]) -> Matrix {
        let cell = |row: usize, column: usize| if column == 0 { 1.0 } else { values[row] };
        Matrix::from_fn(values.len(), 2, cell).unwrap()
    }

    /// Two groups: the coefficient is the difference of their log-odds, its variance the sum of one over
    /// each count.
    #[test]
    fn reference_two_groups_by_hand() {
        let group: Vec<f64> = (0..20).map(|at| f64::from(u8::from(at < 10))).collect();
        let y: Vec<bool> = (0..20).map(|at| at < 7 || (10..12).contains(&at)).collect();
        let found = Logit::fit(&columns(&group), &y).unwrap();
        let odds = |yes: f64| float::ln(yes / (10.0 - yes));
        assert!((found.coefficients[0] - odds(2.0)).abs() < 1e-10);
        assert!((found.coefficients[1] - (odds(7.0) - odds(2.0))).abs() < 1e-10);
        let variance: f64 = [7.0, 3.0, 2.0, 8.0].map(|n: f64| 1.0 / n).iter().sum();
        assert!((found.errors.classical()[1] - variance.sqrt()).abs() < 1e-10);
        assert_eq!(found.likelihood, Likelihood::Maximum);
        assert!((found.probability(&[1.0, 1.0]) - 0.7).abs() < 1e-12);
    }

    #[test]
    fn law_the_unit_of_a_column_scales_its_coefficient_and_error() {
        let values: Vec<f64> = (0..30).map(|at| f64::from(at * 7 % 30)).collect();
        let y: Vec<bool> = (0..30).map(|at| (at * 11 % 7) < 3).collect();
        let plain = Logit::fit(&columns(&values), &y).unwrap();
        let scaled: Vec<f64> = values.iter().map(|value| value * 1e6).collect();
        let large = Logit::fit(&columns(&scaled), &y).unwrap();
        assert!((plain.coefficients[1] - large.coefficients[1] * 1e6).abs() < 1e-9);
        let (a, b) = (plain.errors.robust().unwrap()[1], large.errors.robust().unwrap()[1]);
        assert!((a - b * 1e6).abs() < 1e-9);
    }

    /// One column that separates: the penalised coefficient of two groups adds half a count to each cell.
    #[test]
    fn reference_a_separated_group_gets_half_a_count_in_each_cell() {
        let group: Vec<f64> = (0..20).map(|at| f64::from(u8::from(at < 10))).collect();
        let y: Vec<bool> = (0..20).map(|at| at < 10 || at == 12).collect();
        let found = Logit::fit(&columns(&group), &y).unwrap();
        assert_eq!(found.likelihood, Likelihood::Penalised);
        let odds = |yes: f64| float::ln((yes + 0.5) / (10.0 - yes + 0.5));
        assert!((found.coefficients[0] - odds(1.0)).abs() < 1e-8, "{:?}", found.coefficients);
        assert!((found.coefficients[1] - (odds(10.0) - odds(1.0))).abs() < 1e-8);
    }

    #[test]
    fn edge_one_outcome_only_dependent_columns_and_lengths_are_refused() {
        let values = columns(&[1.0, 2.0, 3.0]);
        assert!(matches!(Logit::fit(&values, &[true; 3]), Err(Error::Infeasible { .. })));
        assert!(matches!(Logit::fit(&values, &[true]), Err(Error::Shape { .. })));
        let twins = columns(&[1.0; 3]);
        assert!(matches!(Logit::fit(&twins, &[true, false, true]), Err(Error::Singular { .. })));
    }

    #[test]
    fn full_separation_by_a_number_ends() {
        let values: Vec<f64> = (0..12).map(f64::from).collect();
        let y: Vec<bool> = (0..12).map(|at| at >= 6).collect();
        let found = Logit::fit(&columns(&values), &y).unwrap();
        assert_eq!(found.likelihood, Likelihood::Penalised);
        assert!(found.coefficients[1] > 0.0 && found.coefficients[1] < 10.0);
    }
}
