//! How unequally a whole is shared: indices over values, over shares, and between groups.
//!
//! Values are never negative; of nothing, of a total of nothing and of a negative value there is no index.

mod atkinson;
mod entropy;
mod generalised_entropy;
mod gini;
mod herfindahl;
mod hoover;
mod lorenz;
mod ratio;
mod theil;
mod theil_permutation;

pub use atkinson::atkinson;
pub use entropy::entropy_bits;
pub use generalised_entropy::generalised_entropy;
pub use gini::{gini, gini_sample, gini_weighted};
pub use herfindahl::herfindahl;
pub use hoover::{hoover, share_distance};
pub use lorenz::Lorenz;
pub use ratio::{palma, percentile_ratio};
pub use theil::{Decomposition, theil_decomposed, theil_l, theil_t, theil_t_against};
pub use theil_permutation::{Regrouped, theil_permuted};

use crate::float;

/// Each value's share of their sum; `None` of nothing, of a total of nothing, and where a value is negative or
/// not finite.
pub fn shares(values: &[f64]) -> Option<Vec<f64>> {
    let usable = values.iter().all(|value| value.is_finite() && *value >= 0.0);
    let total = float::sum(values.iter().copied());
    (usable && total > 0.0 && total.is_finite())
        .then(|| values.iter().map(|value| value / total).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_sum_to_one_and_are_refused_where_there_is_nothing_to_share() {
        assert_eq!(shares(&[1.0, 3.0]), Some(vec![0.25, 0.75]));
        for values in [&[][..], &[0.0, 0.0], &[1.0, -1.0, 3.0], &[f64::NAN], &[f64::INFINITY]] {
            assert_eq!(shares(values), None);
        }
    }
}
