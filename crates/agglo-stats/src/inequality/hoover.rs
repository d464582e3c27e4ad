//! Hoover index: the share that would have to change hands for everyone to hold the same.
//!
//! `0.5 sum |s - x|` with `s` the shares of the whole and `x` the shares of the base, from 0 to 1.
//!
//! Source: Hoover 1936, Review of Economics and Statistics 18(4).

use crate::float;
use crate::inequality::shares;

/// Hoover (Robin Hood) index of values, every unit counted alike. `None` as [`shares`].
pub fn hoover(values: &[f64]) -> Option<f64> {
    share_distance(values, &vec![1.0; values.len()]).map(|distance| 0.5 * distance)
}

/// Sum of the absolute differences between the shares of two lists, from 0 (alike) to 2 (nothing shared);
/// half of it is the Hoover index of one over the other.
///
/// # Returns
///
/// `None` as [`shares`] of either, and where the lengths differ.
pub fn share_distance(parts: &[f64], base: &[f64]) -> Option<f64> {
    let (s, x) = (shares(parts)?, shares(base)?);
    (s.len() == x.len()).then(|| float::sum(s.iter().zip(&x).map(|(s, x)| (s - x).abs())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_two_values_by_hand() {
        assert!((hoover(&[1.0, 3.0]).unwrap() - 0.25).abs() < 1e-15);
        assert!((share_distance(&[1.0, 0.0], &[0.0, 9.0]).unwrap() - 2.0).abs() < 1e-15);
    }

    #[test]
    fn law_scale_of_either_list_does_not_matter() {
        let (a, b) = ([3.0, 9.0, 1.0], [20.0, 5.0, 7.0]);
        let scaled = share_distance(&a.map(|x| x * 7.0), &b.map(|x| x * 0.3)).unwrap();
        assert!((scaled - share_distance(&a, &b).unwrap()).abs() < 1e-15);
    }

    #[test]
    fn edge_equal_values_need_no_change_and_nothing_has_no_index() {
        assert_eq!(hoover(&[7.0; 10]), Some(0.0));
        assert_eq!(hoover(&[]), None);
        assert_eq!(share_distance(&[1.0], &[1.0, 1.0]), None);
        assert_eq!(share_distance(&[1.0, 1.0], &[0.0, 0.0]), None);
    }
}
