//! Student's t distribution, by the incomplete beta function.

use crate::distribution::beta;

/// Halvings of the search for a quantile: more than the digits of a double.
const HALVINGS: u32 = 200;

/// Probability that Student's t with `degrees` of freedom is at least `t` away from 0, on either side.
///
/// `None` unless the degrees are positive and `t` is finite. Keeps its digits in the far tail.
///
/// # Source
///
/// Student 1908, Biometrika 6(1); DLMF 8.17.
pub fn two_sided(t: f64, degrees: f64) -> Option<f64> {
    if !t.is_finite() {
        return None;
    }
    beta::below(degrees / (degrees + t * t), 0.5 * degrees, 0.5)
}

/// The value below which Student's t with `degrees` of freedom falls with probability `p`.
///
/// `None` unless the degrees are positive and `p` is in `(0, 1)`.
pub fn quantile(p: f64, degrees: f64) -> Option<f64> {
    if !(p > 0.0 && p < 1.0) {
        return None;
    }
    let tail = 2.0 * p.min(1.0 - p);
    let mut high = 1.0;
    while two_sided(high, degrees)? > tail && high < f64::MAX / 4.0 {
        high *= 2.0;
    }
    let mut low = 0.0;
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if two_sided(middle, degrees)? > tail { low = middle } else { high = middle }
    }
    let away = f64::midpoint(low, high);
    Some(if p < 0.5 { -away } else { away })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tables of Student's t: 2.015048 at 0.95 with five degrees; a Cauchy's quartile is 1.
    #[test]
    fn reference_quantiles_and_their_mirror_images() {
        assert!((quantile(0.95, 5.0).unwrap() - 2.015_048_372_669_157).abs() < 1e-9);
        assert!((quantile(0.25, 1.0).unwrap() + 1.0).abs() < 1e-9);
        assert!(quantile(0.5, 3.0).unwrap().abs() < 1e-9);
        assert_eq!([quantile(0.0, 5.0), quantile(0.9, 0.0)], [None, None]);
    }

    #[test]
    fn reference_closed_forms_of_one_and_two_degrees() {
        // One degree: 1 - 2 atan(t) / pi; two: 1 - t / sqrt(2 + t^2).
        assert!((two_sided(1.0, 1.0).unwrap() - 0.5).abs() < 1e-13);
        let two = 1.0 - 3.0 / 11.0_f64.sqrt();
        assert!((two_sided(-3.0, 2.0).unwrap() - two).abs() < 1e-13);
    }

    #[test]
    fn law_many_degrees_are_the_normal_distribution() {
        let normal = 2.0 * crate::distribution::normal::above(1.96);
        assert!((two_sided(1.96, 1e7).unwrap() - normal).abs() < 1e-7);
    }

    #[test]
    fn edge_nothing_away_is_certain_and_no_degrees_have_none() {
        assert_eq!(two_sided(0.0, 5.0), Some(1.0));
        assert_eq!([two_sided(1.0, 0.0), two_sided(f64::NAN, 3.0)], [None, None]);
    }
}
