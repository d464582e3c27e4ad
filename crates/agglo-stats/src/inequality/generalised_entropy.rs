//! Generalised entropy: one family of indices of inequality, with a number that says where differences count.
//!
//! `GE(a) = (mean (y / mu)^a - 1) / (a (a - 1))`, with Theil L at `a = 0` and Theil T at `a = 1`; from 0 where all
//! are equal. The larger `a`, the more differences among the richest count.
//!
//! Source: Shorrocks 1980, Econometrica 48(3).

use crate::float;
use crate::inequality::{shares, theil_l, theil_t};

/// Generalised entropy of values with parameter `a`.
///
/// # Returns
///
/// At least 0. `None` as [`shares`], where `a` is not finite, where a value is 0 and `a` is not above 0, and where
/// the powers leave the numbers.
pub fn generalised_entropy(values: &[f64], a: f64) -> Option<f64> {
    if !a.is_finite() {
        return None;
    }
    // Near the two limits the ratio is 0 over 0, and the limit is closer than the ratio's digits.
    if a.abs() < 1e-6 {
        return theil_l(values);
    }
    if (a - 1.0).abs() < 1e-6 {
        return theil_t(values);
    }
    let shares = shares(values)?;
    if a < 0.0 && shares.iter().any(|share| *share <= 0.0) {
        return None;
    }
    let n = shares.len() as f64;
    let powers = float::sum(shares.iter().map(|share| float::powf(share * n, a)));
    let found = (powers / n - 1.0) / (a * (a - 1.0));
    found.is_finite().then_some(found.max(0.0))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reference_half_the_squared_coefficient_of_variation_at_two() {
        // Mean 2, population variance 1 of 1 and 3.
        assert!((generalised_entropy(&[1.0, 3.0], 2.0).unwrap() - 0.125).abs() < 1e-15);
        // By hand: (1/2 (2 + 2/3) - 1) / 2 at minus one.
        let found = generalised_entropy(&[1.0, 3.0], -1.0).unwrap();
        assert!((found - (4.0 / 3.0 - 1.0) / 2.0).abs() < 1e-15);
    }

    #[test]
    fn edge_zeros_need_a_positive_parameter_and_equal_values_have_none() {
        assert_eq!(generalised_entropy(&[0.0, 1.0], -1.0), None);
        assert_eq!(generalised_entropy(&[0.0, 1.0], 0.0), None);
        assert!(generalised_entropy(&[0.0, 1.0], 0.5).is_some());
        assert_eq!(generalised_entropy(&[4.0; 5], 3.0), Some(0.0));
        assert_eq!(generalised_entropy(&[], 2.0), None);
        assert_eq!(generalised_entropy(&[1.0, 2.0], f64::NAN), None);
        assert_eq!(generalised_entropy(&[1e-200, 1.0], -9.0), None, "beyond the numbers");
    }

    proptest! {
        #[test]
        fn law_it_is_continuous_where_it_becomes_theils(
            values in prop::collection::vec(0.1_f64..1e3, 2..12), at in 0_u8..2
        ) {
            let limit = generalised_entropy(&values, f64::from(at)).unwrap();
            for near in [-1e-4, 1e-4] {
                let found = generalised_entropy(&values, f64::from(at) + near).unwrap();
                prop_assert!((found - limit).abs() < 5e-3 * limit.max(1e-3));
            }
        }
    }
}
