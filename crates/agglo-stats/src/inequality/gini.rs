//! Gini index: the mean difference between two units drawn at random, over twice the mean.
//!
//! `sum_i sum_j |y_i - y_j| / (2 n^2 mean)`, from 0 (all equal) to `1 - 1/n` (one holds all).
//!
//! Source: Gini 1912, Variabilità e mutabilità.

use crate::float;
use crate::inequality::{Lorenz, shares};

/// Gini index of values, every unit counted alike; 0 of a single one. `None` as [`shares`].
pub fn gini(values: &[f64]) -> Option<f64> {
    let mut sorted = shares(values)?;
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let terms = sorted.iter().enumerate().map(|(at, share)| (2.0 * at as f64 + 1.0 - n) * share);
    Some((float::sum(terms) / n).max(0.0))
}

/// As [`gini`], times `n / (n - 1)`: 1 where one unit holds all. `None` of fewer than two values.
pub fn gini_sample(values: &[f64]) -> Option<f64> {
    let n = values.len() as f64;
    (values.len() > 1).then(|| gini(values))?.map(|index| index * n / (n - 1.0))
}

/// Gini index of values per head where each is held by a weight of people, by trapezia under the Lorenz
/// curve. `None` as [`Lorenz::new`].
pub fn gini_weighted(values: &[f64], weights: &[f64]) -> Option<f64> {
    Lorenz::new(values, weights).map(|curve| curve.gini())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reference_one_to_four_by_hand() {
        // Differences of 1, 2, 3, 4 sum to 20 over both orders; 20 / (2 * 16 * 2.5).
        assert!((gini(&[4.0, 1.0, 3.0, 2.0]).unwrap() - 0.25).abs() < 1e-15);
        assert!((gini_sample(&[4.0, 1.0, 3.0, 2.0]).unwrap() - 1.0 / 3.0).abs() < 1e-15);
        assert!((gini_sample(&[0.0, 0.0, 9.0]).unwrap() - 1.0).abs() < 1e-15);
    }

    #[test]
    fn edge_equal_values_have_none_and_nothing_has_no_index() {
        assert_eq!(gini(&[7.0; 10]), Some(0.0));
        assert_eq!(gini(&[3.0]), Some(0.0));
        assert_eq!(gini_sample(&[3.0]), None);
        assert_eq!(gini(&[]), None);
        assert_eq!(gini(&[0.0, 0.0]), None);
        assert_eq!(gini_weighted(&[1.0], &[1.0, 2.0]), None);
    }

    proptest! {
        #[test]
        fn law_it_is_the_mean_difference_and_equal_weights_change_nothing(
            values in prop::collection::vec(0.0_f64..1e6, 1..30), scale in 0.01_f64..100.0,
        ) {
            let total: f64 = values.iter().sum();
            prop_assume!(total > 1.0);
            let n = values.len() as f64;
            let pairs: f64 = values.iter().flat_map(|a| values.iter().map(move |b| (a - b).abs())).sum();
            let index = gini(&values).unwrap();
            prop_assert!((index - pairs / (2.0 * n * total)).abs() < 1e-12);
            let weighted = gini_weighted(&values, &vec![scale; values.len()]).unwrap();
            prop_assert!((index - weighted).abs() < 1e-12);
            prop_assert!((0.0..1.0).contains(&index));
        }
    }
}
