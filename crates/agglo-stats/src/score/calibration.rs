//! Calibration: whether events forecast at 30 % happen three times in ten.

use crate::float;

/// Forecasts of about one probability, and what came of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bin {
    /// Mean probability.
    pub forecast: f64,
    /// Share of the events that happened.
    pub happened: f64,
    /// Number of forecasts.
    pub count: usize,
}

/// Forecasts in ascending order, cut into bins of equal numbers (up to one), at most as many as there are
/// forecasts; ten are deciles. Forecasts of one probability keep their order.
///
/// # Source
///
/// Hosmer and Lemeshow 1980, Communications in Statistics 9(10), for deciles of risk.
pub fn calibration(forecasts: &[(f64, bool)], bins: usize) -> Vec<Bin> {
    let mut sorted = forecasts.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (n, bins) = (sorted.len(), bins.min(sorted.len()));
    let bin = |at: usize| {
        let inside = &sorted[at * n / bins..(at + 1) * n / bins];
        let count = inside.len();
        let hits = inside.iter().filter(|(_, happened)| *happened).count();
        Bin {
            forecast: float::sum(inside.iter().map(|(p, _)| *p)) / count as f64,
            happened: hits as f64 / count as f64,
            count,
        }
    };
    (0..bins).map(bin).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_four_forecasts_in_two_bins() {
        let found = calibration(&[(0.8, true), (0.2, false), (0.4, true), (0.6, false)], 2);
        assert!((found[0].forecast - 0.3).abs() < 1e-15 && (found[0].happened - 0.5).abs() < 1e-15);
        assert!((found[1].forecast - 0.7).abs() < 1e-15 && found[1].count == 2);
    }

    #[test]
    fn law_bins_hold_every_forecast_once_and_rise() {
        let forecasts: Vec<(f64, bool)> =
            (0..57).map(|at| (f64::from(at * 23 % 57) / 57.0, at % 3 == 0)).collect();
        let found = calibration(&forecasts, 10);
        assert_eq!(found.iter().map(|bin| bin.count).sum::<usize>(), 57);
        assert!(found.windows(2).all(|pair| pair[0].forecast < pair[1].forecast));
    }

    #[test]
    fn edge_fewer_forecasts_than_bins_and_none() {
        assert_eq!(calibration(&[(0.5, true)], 10).len(), 1);
        assert!(calibration(&[], 10).is_empty() && calibration(&[(0.5, true)], 0).is_empty());
    }
}
