//! Sigma convergence: whether regions lie closer together at the end than at the start.

use agglo_stats::distribution::fisher;
use agglo_stats::float;

/// Spread of the logarithms at two dates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sigma {
    /// Standard deviation of the logarithms at the start, over all regions.
    pub start: f64,
    /// At the end.
    pub end: f64,
    /// Variance at the start over variance at the end; above 1 where they came closer. `None` where they
    /// are alike at the end, or there are fewer than two.
    pub ratio: Option<f64>,
    /// Two-sided probability of such a ratio, with one degree of freedom less than regions at each date.
    pub p: Option<f64>,
}

/// Sigma convergence of values of regions at two dates.
///
/// # Returns
///
/// `None` of no regions, where the lengths differ, or where a value is not above 0. The probability takes the
/// dates as independent samples of normal logarithms, which the same regions are not: it is cautious where
/// they keep their order.
///
/// # Source
///
/// Sala-i-Martin 1996, The Economic Journal 106(437).
pub fn sigma_convergence(start: &[f64], end: &[f64]) -> Option<Sigma> {
    let positive = |value: &f64| value.is_finite() && *value > 0.0;
    if start.len() != end.len() || !start.iter().chain(end).all(positive) {
        return None;
    }
    let squares = |values: &[f64]| -> Option<f64> {
        let logs: Vec<f64> = values.iter().map(|value| float::ln(*value)).collect();
        let mean = float::mean(&logs)?;
        Some(float::sum(logs.iter().map(|log| (log - mean) * (log - mean))))
    };
    let (before, after) = (squares(start)?, squares(end)?);
    let (n, degrees) = (start.len() as f64, start.len() as f64 - 1.0);
    // Below this the logarithms differ by rounding alone.
    let ratio = (degrees > 0.0 && after > 1e-24 * n).then(|| before / after);
    Some(Sigma {
        start: (before / n).sqrt(),
        end: (after / n).sqrt(),
        ratio,
        p: ratio.and_then(|ratio| fisher::two_sided(ratio, degrees, degrees)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_three_regions_by_hand() {
        // Logarithms -1, 0, 1 of e shrink to a half: deviations sqrt(2/3) and half of it, ratio 4; with two
        // and two degrees the upper tail is 1 / (1 + 4).
        let at = |by: f64| [float::exp(-by), 1.0, float::exp(by)];
        let found = sigma_convergence(&at(1.0), &at(0.5)).unwrap();
        assert!((found.start - (2.0_f64 / 3.0).sqrt()).abs() < 1e-12);
        assert!((found.ratio.unwrap() - 4.0).abs() < 1e-12);
        assert!((found.p.unwrap() - 0.4).abs() < 1e-12);
    }

    #[test]
    fn law_growth_common_to_all_changes_nothing() {
        let start = [3.0, 9.0, 1.0, 40.0];
        let found = sigma_convergence(&start, &start.map(|y| 1.7 * y)).unwrap();
        assert!((found.start - found.end).abs() < 1e-12 && (found.p.unwrap() - 1.0).abs() < 1e-9);
    }

    #[test]
    fn edge_alike_at_the_end_one_region_and_nothing() {
        assert_eq!(sigma_convergence(&[1.0, 2.0], &[5.0, 5.0]).unwrap().ratio, None);
        assert_eq!(sigma_convergence(&[1.0], &[5.0]).unwrap().p, None);
        assert_eq!(sigma_convergence(&[], &[]), None);
        assert_eq!(sigma_convergence(&[1.0, 0.0], &[5.0, 5.0]), None);
    }
}
