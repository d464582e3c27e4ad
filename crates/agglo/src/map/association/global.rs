//! One number for all base units together: Moran's I or Geary's C, with its moments and its probability.

use agglo_stats::Error as Numbers;
use agglo_stats::spatial::geary::geary;
use agglo_stats::spatial::moran::Moran;
use agglo_stats::spatial::{Basis, Permuted, Weights, geary, moran};
use schemars::JsonSchema;
use serde::Serialize;

use crate::base::estimate::Figure;
use crate::map::association::Options;

/// A statistic of all linked units.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Global {
    /// The statistic.
    pub value: Figure,
    /// Its mean where place does not matter.
    pub expected: Option<f64>,
    /// Its variance if values are normal.
    pub variance_normal: Option<f64>,
    /// Its variance over orders of the same values.
    pub variance_randomised: Option<f64>,
    /// Distance from the mean in standard deviations over orders of the same values.
    pub z: Option<f64>,
    /// Probability, by permutation, of one at least as far out on the side that it lies on; where it is
    /// simulated, never below one over the permutations plus one.
    pub p_one_sided: Option<f64>,
    /// Twice that, at most 1.
    pub p_two_sided: Option<f64>,
    /// Whether the probability counts all orders or draws.
    pub p_basis: Option<Basis>,
}

/// What the statistics say, before a figure is made of them.
pub(super) struct Raw {
    pub(super) value: Option<f64>,
    pub(super) expected: Option<f64>,
    pub(super) variance_normal: Option<f64>,
    pub(super) variance_randomised: Option<f64>,
    pub(super) permuted: Option<Permuted>,
}

impl Raw {
    pub(super) fn moran(values: &[f64], weights: &Weights, by: Options) -> Result<Self, Numbers> {
        let found = Moran::of(values, weights)?;
        let permuted = moran::permuted(values, weights, by.permutations, by.seed, by.threads)?;
        Ok(Self {
            value: found.value,
            expected: found.expected,
            variance_normal: found.variance_normal,
            variance_randomised: found.variance_randomised,
            permuted,
        })
    }

    pub(super) fn geary(values: &[f64], weights: &Weights, by: Options) -> Result<Self, Numbers> {
        let found = geary(values, weights)?;
        let permuted = geary::permuted(values, weights, by.permutations, by.seed, by.threads)?;
        Ok(Self {
            value: found.map(|geary| geary.value),
            expected: Some(1.0),
            variance_normal: found.map(|geary| geary.variance_normal),
            variance_randomised: found.and_then(|geary| geary.variance_randomised),
            permuted,
        })
    }

    pub(super) fn with(self, value: Figure) -> Global {
        let spread = self.variance_randomised.filter(|variance| *variance > 0.0);
        let away = self.value.zip(self.expected).map(|(value, expected)| value - expected);
        Global {
            value,
            expected: self.expected,
            variance_normal: self.variance_normal,
            variance_randomised: self.variance_randomised,
            z: away.zip(spread).map(|(away, variance)| away / variance.sqrt()),
            p_one_sided: self.permuted.map(|permuted| permuted.p),
            p_two_sided: self.permuted.map(Permuted::two_sided),
            p_basis: self.permuted.map(|permuted| permuted.basis),
        }
    }
}
