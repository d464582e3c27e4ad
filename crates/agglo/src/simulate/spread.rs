//! How wide a forecast is: the line's own past changes, shrunk towards what its size suggests.
//!
//! The yearly standard deviation of an area is pooled from its own changes and a curve
//! `ln variance = a + b ln jobs`; past errors of the same horizon give the shape and the reach.

use agglo_stats::float;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::simulate::track::Track;

/// Years of evidence that the curve of sizes is worth.
const PRIOR_YEARS: f64 = 6.0;
/// Largest yearly change over the nation's that enters a variance, log points.
const CLIP: f64 = 0.5;
/// Changes that an area needs to help draw the curve.
const ENOUGH: u32 = 2;

/// Variance of a yearly change by size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Curve {
    /// Log variance of a line of one job.
    pub a: f64,
    /// Its change with the log of jobs; expected negative: large lines vary less.
    pub b: f64,
}

/// An area's own yearly changes over the nation's: their mean square and their number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Own {
    pub(crate) mean_square: f64,
    pub(crate) n: u32,
}

impl Own {
    /// From pairs of consecutive published years up to `year`.
    pub(crate) fn of(track: &Track, nation: &Track, line: usize, year: usize) -> Self {
        let (mut sum, mut n) = (0.0, 0_u32);
        for y in 1..=year {
            if let (Some(own), Some(national)) = (track.change(line, y), nation.change(line, y)) {
                let change = (own - national).clamp(-CLIP, CLIP);
                sum += change * change;
                n += 1;
            }
        }
        Self { mean_square: if n > 0 { sum / f64::from(n) } else { 0.0 }, n }
    }
}

impl Curve {
    /// Least squares of the log mean square on log jobs, moved so that the mean variance is kept.
    ///
    /// A flat curve through the mean where sizes do not differ; the default curve of nothing.
    pub(crate) fn fit(areas: &[(f64, Own)]) -> Self {
        let usable = |own: &Own| own.n >= ENOUGH && own.mean_square > 0.0;
        let points: Vec<(f64, f64)> = areas
            .iter()
            .filter(|(_, own)| usable(own))
            .map(|(size, own)| (*size, own.mean_square))
            .collect();
        let n = points.len() as f64;
        if points.is_empty() {
            return Self::default();
        }
        let mean_x = float::sum(points.iter().map(|p| p.0)) / n;
        let mean_y = float::sum(points.iter().map(|p| float::ln(p.1))) / n;
        let xx = float::sum(points.iter().map(|p| (p.0 - mean_x) * (p.0 - mean_x)));
        let xy = float::sum(points.iter().map(|p| (p.0 - mean_x) * (float::ln(p.1) - mean_y)));
        let b = if xx > 1e-12 { xy / xx } else { 0.0 };
        let fitted = float::sum(points.iter().map(|p| float::exp(b * p.0)));
        let observed = float::sum(points.iter().map(|p| p.1));
        Self { a: float::ln(observed / fitted), b }
    }

    /// Standard deviation of a yearly change of an area with its own past and log jobs `size`.
    pub(crate) fn sd(&self, own: Own, size: f64) -> f64 {
        let by_size = float::exp(self.a + self.b * size);
        let n = f64::from(own.n);
        ((PRIOR_YEARS * by_size + n * own.mean_square) / (PRIOR_YEARS + n)).sqrt()
    }
}

/// Steps of [`Shape`] in standard normal units, from -3 to 3.
pub(crate) const STEP: f64 = 0.15;
/// Points of [`Shape`].
pub(crate) const POINTS: usize = 41;
const FIRST: f64 = -3.0;

/// Standard normal values at which a shape is known.
pub(crate) fn knots() -> impl Iterator<Item = f64> {
    (0..POINTS).map(|i| FIRST + STEP * i as f64)
}

/// Shape of past errors: their quantiles at standard normal values, in units of their 90 % reach.
///
/// A normal number `g` becomes `shape.at(g)`; beyond the last knots the tails are cut, so that the
/// mean of jobs exists.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Shape(pub Vec<f64>);

impl Shape {
    /// The error at a standard normal value, linear between knots.
    pub fn at(&self, g: f64) -> f64 {
        let last = (POINTS - 1) as f64;
        let place = ((g - FIRST) / STEP).clamp(0.0, last);
        let below = place.floor();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in 0..POINTS")]
        let index = below as usize;
        let get = |i: usize| self.0.get(i).or(self.0.last()).copied().unwrap_or(0.0);
        let (low, high) = (get(index), get(index + 1));
        low + (high - low) * (place - below)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_a_curve_keeps_the_mean_variance_and_large_lines_vary_less() {
        let own = |v: f64| Own { mean_square: v, n: 10 };
        let areas = [(3.0, own(0.09)), (6.0, own(0.01)), (9.0, own(0.002))];
        let curve = Curve::fit(&areas);
        assert!(curve.b < 0.0);
        let silent = Own { mean_square: 0.0, n: 0 };
        let sd = |size| curve.sd(silent, size);
        let mean = areas.iter().map(|a| sd(a.0) * sd(a.0)).sum::<f64>() / 3.0;
        assert!((mean - 0.102 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn law_an_area_with_a_long_past_is_judged_by_it() {
        let curve = Curve { a: float::ln(0.04), b: 0.0 };
        let calm = curve.sd(Own { mean_square: 0.0001, n: 20 }, 5.0);
        let unknown = curve.sd(Own { mean_square: 0.0, n: 0 }, 5.0);
        assert!(calm < 0.11 && (unknown - 0.2).abs() < 1e-12);
    }

    #[test]
    fn edge_no_area_gives_the_default_and_equal_sizes_a_flat_curve() {
        assert_eq!(Curve::fit(&[]), Curve::default());
        let own = Own { mean_square: 0.01, n: 5 };
        assert!(Curve::fit(&[(4.0, own), (4.0, own)]).b.abs() < 1e-12);
    }

    #[test]
    fn a_shape_is_linear_between_knots_and_cut_beyond_them() {
        let shape = Shape(knots().collect());
        for g in [-2.9, -0.07, 0.0, 1.234] {
            assert!((shape.at(g) - g).abs() < 1e-12);
        }
        assert!((shape.at(9.0) - 3.0).abs() < 1e-12 && (shape.at(-9.0) + 3.0).abs() < 1e-12);
    }
}
