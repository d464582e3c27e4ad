//! Williamson index: how unequal regions are in income per head, weighted by the people who live there.
//!
//! `sqrt(sum_r p_r (y_r - mean)^2) / mean` with `p` the regions' shares of people and the mean weighted alike.

use agglo_stats::float;
use agglo_stats::inequality::shares;

/// Williamson index of incomes per head, held by so many people each.
///
/// # Returns
///
/// A ratio, 0 where all regions are alike; `None` where the lengths differ, nobody lives anywhere, an income
/// is negative or not finite, or the mean is 0.
///
/// # Source
///
/// Williamson 1965, Economic Development and Cultural Change 13(4).
pub fn williamson(income: &[f64], people: &[f64]) -> Option<f64> {
    let p = shares(people).filter(|p| p.len() == income.len())?;
    if income.iter().any(|income| !(income.is_finite() && *income >= 0.0)) {
        return None;
    }
    let mean = float::sum(income.iter().zip(&p).map(|(y, p)| p * y));
    let spread = float::sum(income.iter().zip(&p).map(|(y, p)| p * (y - mean) * (y - mean)));
    (mean > 0.0).then(|| spread.sqrt() / mean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_two_regions_by_hand() {
        // Three of four people at 20, one at 40: mean 25, variance 75.
        let found = williamson(&[20.0, 40.0], &[3.0, 1.0]).unwrap();
        assert!((found - 75.0_f64.sqrt() / 25.0).abs() < 1e-15);
    }

    #[test]
    fn law_units_do_not_matter() {
        let (income, people) = ([3.0, 9.0, 1.0], [20.0, 5.0, 7.0]);
        let scaled = williamson(&income.map(|y| 1e3 * y), &people.map(|p| 7.0 * p)).unwrap();
        assert!((scaled - williamson(&income, &people).unwrap()).abs() < 1e-12);
    }

    #[test]
    fn edge_equal_regions_and_nobody() {
        assert_eq!(williamson(&[7.0, 7.0], &[1.0, 3.0]), Some(0.0));
        assert_eq!(williamson(&[7.0], &[0.0]), None);
        assert_eq!(williamson(&[0.0], &[1.0]), None);
        assert_eq!(williamson(&[1.0, 2.0], &[1.0]), None);
    }
}
