//! Student's t distribution, by the incomplete beta function.

use crate::distribution::beta;

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

#[cfg(test)]
mod tests {
    use super::*;

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
