//! Atkinson index: the share of the whole that could be given up, were the rest shared equally.
//!
//! `1 - (mean (y / mu)^(1 - epsilon))^(1 / (1 - epsilon))`, with the geometric mean at `epsilon = 1`; from 0
//! (all equal) to 1. The larger `epsilon`, the more the poorest count.
//!
//! Source: Atkinson 1970, Journal of Economic Theory 2(3).

use crate::float;
use crate::inequality::shares;

/// Atkinson index of values with aversion `epsilon`.
///
/// # Returns
///
/// A number in `[0, 1]`: 0 at `epsilon = 0`, and 1 where a value is 0 and `epsilon` at least 1. `None` as
/// [`shares`], and where `epsilon` is negative or not finite.
pub fn atkinson(values: &[f64], epsilon: f64) -> Option<f64> {
    let shares = shares(values)?;
    if !(epsilon.is_finite() && epsilon >= 0.0) {
        return None;
    }
    let n = shares.len() as f64;
    if epsilon >= 1.0 && shares.iter().any(|share| *share <= 0.0) {
        return Some(1.0);
    }
    let relative = shares.iter().map(|share| share * n);
    let power = 1.0 - epsilon;
    let equal = if power.abs() < f64::EPSILON {
        float::exp(float::sum(relative.map(float::ln)) / n)
    } else {
        float::powf(float::sum(relative.map(|y| float::powf(y, power))) / n, 1.0 / power)
    };
    Some((1.0 - equal).clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_two_values_by_hand() {
        // Around the mean 2: roots for 1/2, the geometric mean for 1, the harmonic mean 3/2 for 2.
        let half =
            1.0 - (0.5_f64.sqrt() + 1.5_f64.sqrt()) * (0.5_f64.sqrt() + 1.5_f64.sqrt()) / 4.0;
        for (epsilon, want) in [(0.5, half), (1.0, 1.0 - 3.0_f64.sqrt() / 2.0), (2.0, 0.25)] {
            assert!((atkinson(&[1.0, 3.0], epsilon).unwrap() - want).abs() < 1e-14, "{epsilon}");
        }
    }

    #[test]
    fn law_it_grows_with_aversion() {
        let values = [3.0, 9.0, 1.0, 40.0];
        let found: Vec<f64> =
            [0.0, 0.2, 0.9, 1.0, 1.1, 3.0].map(|e| atkinson(&values, e).unwrap()).to_vec();
        assert!(found.windows(2).all(|pair| pair[0] < pair[1]), "{found:?}");
    }

    #[test]
    fn edge_nothing_for_one_unit_and_no_aversion() {
        assert_eq!(atkinson(&[0.0, 5.0], 1.0), Some(1.0));
        assert!(atkinson(&[0.0, 5.0], 0.5).unwrap() < 1.0);
        assert_eq!(atkinson(&[1.0, 5.0], 0.0), Some(0.0));
        assert_eq!(atkinson(&[1.0, 5.0], -1.0), None);
        assert_eq!(atkinson(&[0.0], 1.0), None);
    }
}
