//! Mean and standard deviation, and values measured by them.

use crate::float;

/// What the sum of squares is divided by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Divisor {
    /// The number of values: they are all there is.
    Population,
    /// One less: they stand for more.
    Sample,
}

/// Mean and standard deviation; `None` of too few values, and of equal ones, which have no spread to measure
/// by.
pub fn mean_and_deviation(values: &[f64], divisor: Divisor) -> Option<(f64, f64)> {
    let lost = match divisor {
        Divisor::Population => 0,
        Divisor::Sample => 1,
    };
    let by = values.len().checked_sub(lost).filter(|&by| by > 0)?;
    let mean = float::mean(values)?;
    let squares = float::sum(values.iter().map(|value| (value - mean) * (value - mean)));
    let deviation = (squares / by as f64).sqrt();
    let largest = values.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
    // Equal values leave rounding behind, which is no spread.
    (deviation > 1e-14 * largest).then_some((mean, deviation))
}

/// Values less their mean, over their standard deviation; `None` as [`mean_and_deviation`].
pub fn z_scores(values: &[f64], divisor: Divisor) -> Option<Vec<f64>> {
    let (mean, deviation) = mean_and_deviation(values, divisor)?;
    Some(values.iter().map(|value| (value - mean) / deviation).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_by_hand() {
        let values = [2.0, 4.0, 6.0];
        let (mean, deviation) = mean_and_deviation(&values, Divisor::Sample).unwrap();
        assert!((mean - 4.0).abs() < 1e-15 && (deviation - 2.0).abs() < 1e-15);
        let (_, deviation) = mean_and_deviation(&values, Divisor::Population).unwrap();
        assert!((deviation * deviation - 8.0 / 3.0).abs() < 1e-14);
    }

    #[test]
    fn law_scores_have_mean_zero_and_spread_one_whatever_the_unit() {
        let values = [3.0, -1.0, 4.0, 1.0, 5.0];
        let scores = z_scores(&values, Divisor::Population).unwrap();
        let (mean, deviation) = mean_and_deviation(&scores, Divisor::Population).unwrap();
        assert!(mean.abs() < 1e-15 && (deviation - 1.0).abs() < 1e-14);
        let scaled = values.map(|value| 7.0 * value + 100.0);
        let again = z_scores(&scaled, Divisor::Population).unwrap();
        assert!(scores.iter().zip(&again).all(|(a, b)| (a - b).abs() < 1e-12));
    }

    #[test]
    fn edge_equal_or_too_few_values_have_no_scores() {
        assert_eq!(z_scores(&[0.1; 7], Divisor::Population), None);
        assert_eq!(z_scores(&[], Divisor::Population), None);
        assert_eq!(z_scores(&[1.0], Divisor::Sample), None);
    }
}
