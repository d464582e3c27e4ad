//! Rotemberg weights: on which industries a shift-share estimate rests.
//!
//! With shares `Z_k`, growth `g_k` and centred `x`: `a_k = g_k Z_k'x / sum_j g_j Z_j'x`; the estimate is
//! `sum_k a_k b_k` of the estimates `b_k = Z_k'y / Z_k'x` that one share gives as the instrument.

use agglo_stats::float;
use agglo_stats::matrix::Matrix;

use crate::base::error::Error;

/// Weights and the estimates they weigh.
#[derive(Clone, Debug, PartialEq)]
pub struct Rotemberg {
    /// Weight of each industry; they sum to 1 and may be negative.
    pub weights: Vec<f64>,
    /// Estimate with the industry's share alone as the instrument; `None` where it does not move `x`.
    pub estimates: Vec<Option<f64>>,
    /// Estimate with all shares together.
    pub estimate: f64,
}

/// Rotemberg weights of the estimate of `y` on `x` with the instrument `shares * growth`.
///
/// # Inputs
///
/// `shares`: regions by industries; `growth`: one an industry; `x`, `y`: one a region. A constant is
/// partialled out; with other controls hand over the residuals of `x` and `y` on them.
///
/// # Returns
///
/// `None` where the instrument does not move `x`.
///
/// # Errors
///
/// `E0301` where lengths differ.
///
/// # How to read it
///
/// If five industries carry the weight, five industries need the argument. Negative weights mean that the
/// estimate is no average of the industries' own.
///
/// # Source
///
/// Goldsmith-Pinkham, Sorkin and Swift 2020, American Economic Review 110(8).
pub fn rotemberg(
    shares: &Matrix,
    growth: &[f64],
    x: &[f64],
    y: &[f64],
) -> Result<Option<Rotemberg>, Error> {
    let regions = shares.rows();
    if growth.len() != shares.columns() || x.len() != regions || y.len() != regions {
        let what = "a growth for each industry, and an `x` and a `y` for each region";
        return Err(Error::new("E0301", what));
    }
    let moved = |outcome: &[f64]| -> Vec<f64> {
        let mean = float::mean(outcome).unwrap_or(0.0);
        (0..shares.columns())
            .map(|k| float::sum((0..regions).map(|at| shares.at(at, k) * (outcome[at] - mean))))
            .collect()
    };
    let (to_x, to_y) = (moved(x), moved(y));
    let weighed = |moved: &[f64]| -> Vec<f64> {
        growth.iter().zip(moved).map(|(growth, moved)| growth * moved).collect()
    };
    let (by_x, by_y) = (weighed(&to_x), weighed(&to_y));
    let total = float::sum(by_x.iter().copied());
    let size = float::sum(by_x.iter().map(|term| term.abs()));
    if total.abs() <= NOTHING * size || !total.is_finite() {
        return Ok(None);
    }
    let largest = to_x.iter().fold(0.0_f64, |most, moved| most.max(moved.abs()));
    let alone = |(y, x): (&f64, &f64)| (x.abs() > NOTHING * largest).then(|| y / x);
    Ok(Some(Rotemberg {
        weights: by_x.iter().map(|term| term / total).collect(),
        estimates: to_y.iter().zip(&to_x).map(alone).collect(),
        estimate: float::sum(by_y) / total,
    }))
}

/// Sums this small against their terms are rounding.
const NOTHING: f64 = 1e-13;

#[cfg(test)]
mod tests {
    use super::*;

    fn shares() -> Matrix {
        let rows = [[0.5, 0.2, 0.3], [0.1, 0.6, 0.3], [0.3, 0.3, 0.4], [0.8, 0.1, 0.1]];
        Matrix::from_rows(&rows.map(|row| row.to_vec())).unwrap()
    }

    const GROWTH: [f64; 3] = [0.05, -0.02, 0.01];
    const X: [f64; 4] = [0.03, -0.01, 0.0, 0.05];

    #[test]
    fn law_weights_sum_to_one_and_the_estimate_is_the_weighted_sum() {
        let y = [0.01, 0.02, -0.01, 0.04];
        let found = rotemberg(&shares(), &GROWTH, &X, &y).unwrap().unwrap();
        assert!((found.weights.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        let pairs = found.weights.iter().zip(&found.estimates);
        let sum: f64 = pairs.map(|(weight, estimate)| weight * estimate.unwrap()).sum();
        assert!((sum - found.estimate).abs() < 1e-12);
    }

    #[test]
    fn reference_an_outcome_that_is_a_line_in_x_gives_its_slope() {
        let y = X.map(|x| 7.0 - 3.0 * x);
        let found = rotemberg(&shares(), &GROWTH, &X, &y).unwrap().unwrap();
        assert!((found.estimate + 3.0).abs() < 1e-12);
        assert!(found.estimates.iter().all(|slope| (slope.unwrap() + 3.0).abs() < 1e-9));
    }

    #[test]
    fn edge_a_constant_x_moves_nothing_and_lengths_must_agree() {
        assert_eq!(rotemberg(&shares(), &GROWTH, &[0.25; 4], &X), Ok(None));
        assert_eq!(rotemberg(&shares(), &[0.0; 3], &X, &X), Ok(None));
        assert!(rotemberg(&shares(), &GROWTH[..2], &X, &X).is_err());
    }
}
