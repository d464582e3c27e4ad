//! Herfindahl index: the chance that two draws hit the same part.
//!
//! `sum s^2` of shares, from `1/n` (all equal) to 1 (one holds all).
//!
//! Source: Hirschman 1945; Herfindahl 1950.

use crate::float;
use crate::inequality::shares;

/// Sum of the squared shares of values. `None` as [`shares`].
pub fn herfindahl(values: &[f64]) -> Option<f64> {
    shares(values).map(|shares| float::sum(shares.iter().map(|share| share * share)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_and_edges_by_hand() {
        assert!((herfindahl(&[1.0, 3.0]).unwrap() - 0.625).abs() < 1e-15);
        assert_eq!(herfindahl(&[12.0]), Some(1.0));
        assert_eq!(herfindahl(&[0.0]), None);
    }

    #[test]
    fn law_equal_parts_count_themselves() {
        for n in 1..20 {
            assert!((herfindahl(&vec![3.0; n]).unwrap() - 1.0 / n as f64).abs() < 1e-15);
        }
    }
}
