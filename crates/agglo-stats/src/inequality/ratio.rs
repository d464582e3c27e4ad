//! Ratios of the top to the bottom: Palma's of shares, and of percentiles.
//!
//! Source: Palma 2011, Development and Change 42(1).

use crate::float;
use crate::inequality::Lorenz;

/// Share of the top 10 % over the share of the bottom 40 %, on a Lorenz curve that is linear between units.
///
/// # Returns
///
/// A ratio, 0.25 where all are equal; `None` as [`Lorenz::new`] and where the bottom 40 % hold nothing.
pub fn palma(values: &[f64]) -> Option<f64> {
    let curve = Lorenz::new(values, &vec![1.0; values.len()])?;
    let bottom = curve.at(0.4);
    (bottom > 0.0).then(|| (1.0 - curve.at(0.9)) / bottom)
}

/// One percentile over another, both of type 7: `(0.9, 0.1)` is the 90/10 ratio.
///
/// # Returns
///
/// A ratio; `None` of nothing, of values that are not finite, and where the lower percentile is not above 0.
pub fn percentile_ratio(values: &[f64], high: f64, low: f64) -> Option<f64> {
    let finite = values.iter().all(|value| value.is_finite());
    let (top, bottom) = (float::quantile(values, high)?, float::quantile(values, low)?);
    (finite && bottom > 0.0).then(|| top / bottom)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_ten_people_by_hand() {
        // Bottom four of 1..10 hold 10 of 55, the top one 10 of 55.
        let values: Vec<f64> = (1..=10).map(f64::from).collect();
        assert!((palma(&values).unwrap() - 1.0).abs() < 1e-12);
        // Type 7: 9.1 over 1.9.
        assert!((percentile_ratio(&values, 0.9, 0.1).unwrap() - 9.1 / 1.9).abs() < 1e-12);
    }

    #[test]
    fn law_units_do_not_matter() {
        let values = [3.0, 8.0, 1.0, 40.0, 12.0, 7.0];
        let scaled = palma(&values.map(|value| value * 13.0)).unwrap();
        assert!((scaled - palma(&values).unwrap()).abs() < 1e-12);
    }

    #[test]
    fn edge_equal_values_and_a_bottom_of_nothing() {
        assert!((palma(&[7.0; 10]).unwrap() - 0.25).abs() < 1e-12);
        assert!((palma(&[7.0]).unwrap() - 0.25).abs() < 1e-12);
        assert_eq!(palma(&[0.0, 0.0, 5.0]), None);
        assert_eq!(percentile_ratio(&[0.0, 1.0], 0.9, 0.0), None);
        assert_eq!(percentile_ratio(&[], 0.9, 0.1), None);
    }
}
