//! Fisher's F distribution, by the incomplete beta function.

use crate::distribution::beta;

/// Probabilities that F with `above` and `below` degrees of freedom is at most and at least `f`.
///
/// `None` unless the degrees are positive and `f` is finite and not negative. Both keep their digits in
/// their tail.
///
/// # Source
///
/// DLMF 8.17; Snedecor 1934.
pub fn tails(f: f64, above: f64, below: f64) -> Option<(f64, f64)> {
    if !(f.is_finite() && f >= 0.0) {
        return None;
    }
    let whole = above * f + below;
    let lower = beta::below(above * f / whole, 0.5 * above, 0.5 * below)?;
    Some((lower, beta::below(below / whole, 0.5 * below, 0.5 * above)?))
}

/// Probability of a ratio of two variances at least as far from 1 as `f`, on either side: twice the smaller
/// tail. `None` as [`tails`].
pub fn two_sided(f: f64, above: f64, below: f64) -> Option<f64> {
    tails(f, above, below).map(|(lower, upper)| (2.0 * lower.min(upper)).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distribution::student;

    #[test]
    fn reference_closed_form_of_two_and_two_degrees() {
        // F / (1 + F).
        let (lower, upper) = tails(3.0, 2.0, 2.0).unwrap();
        assert!((lower - 0.75).abs() < 1e-13 && (upper - 0.25).abs() < 1e-13);
    }

    #[test]
    fn law_the_square_of_t_is_f_with_one_degree_and_inverses_mirror() {
        let t = student::two_sided(2.3, 9.0).unwrap();
        assert!((tails(2.3 * 2.3, 1.0, 9.0).unwrap().1 - t).abs() < 1e-13);
        let (one, other) =
            (two_sided(1.7, 6.0, 11.0).unwrap(), two_sided(1.0 / 1.7, 11.0, 6.0).unwrap());
        assert!((one - other).abs() < 1e-13);
    }

    #[test]
    fn edge_zero_lies_at_the_end_and_no_degrees_have_none() {
        assert_eq!(tails(0.0, 3.0, 4.0), Some((0.0, 1.0)));
        assert_eq!(two_sided(f64::NAN, 3.0, 4.0), None);
        assert_eq!(two_sided(1.0, 0.0, 4.0), None);
    }
}
