//! Krugman specialisation: how much of a region's mix would have to move to become the reference's.
//!
//! `sum_i |s_i - y_i|` of shares, from 0 (the same mix) to 2 (nothing in common); half of it is Hoover's
//! coefficient of specialisation, the share of jobs that would have to change industry.

use agglo_stats::inequality::share_distance;

/// Krugman's index of a region's counts against a reference's, industry by industry.
///
/// The reference is the caller's choice and part of the answer: the nation with the region in it, the
/// nation without it, or another region.
///
/// # Returns
///
/// A number in `[0, 2]`; `None` where either holds nothing, a count is negative, or the lengths differ.
///
/// # How to read it
///
/// 0.6 means that 30 % of the jobs stand in other industries than the reference's would. Finer industries
/// raise it: compare only what was cut alike.
///
/// # Source
///
/// Krugman 1991, Geography and Trade; halved: Hoover 1936, Review of Economics and Statistics 18(4).
pub fn krugman_specialization(region: &[f64], reference: &[f64]) -> Option<f64> {
    share_distance(region, reference)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_two_regions_by_hand() {
        let value = krugman_specialization(&[200.0, 800.0], &[500.0, 9500.0]).unwrap();
        assert!((value - 0.3).abs() < 1e-12);
    }

    #[test]
    fn law_two_regions_are_as_far_from_each_other_either_way() {
        let (a, b) = ([3.0, 9.0, 1.0], [20.0, 5.0, 7.0]);
        let (there, back) = (krugman_specialization(&a, &b), krugman_specialization(&b, &a));
        assert!((there.unwrap() - back.unwrap()).abs() < 1e-15);
    }

    #[test]
    fn edge_nothing_shared_is_two_and_nothing_at_all_has_none() {
        assert_eq!(krugman_specialization(&[1.0, 0.0], &[0.0, 1.0]), Some(2.0));
        assert_eq!(krugman_specialization(&[0.0, 0.0], &[0.0, 1.0]), None);
    }
}
