//! Symmetric location quotient: the quotient folded into -1 to 1.
//!
//! `(LQ - 1) / (LQ + 1)`: 0 is the reference's share, and twice and half of it are equally far from it.

/// Symmetric form of a location quotient.
///
/// # Returns
///
/// A number in `[-1, 1)`, -1 where the region has none; `None` of a negative or infinite quotient.
///
/// # Source
///
/// Dalum, Laursen and Villumsen 1998, International Review of Applied Economics 12(3).
pub fn symmetric_quotient(quotient: f64) -> Option<f64> {
    (quotient.is_finite() && quotient >= 0.0).then(|| (quotient - 1.0) / (quotient + 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_and_edges_by_hand() {
        assert_eq!([0.0, 1.0, 3.0].map(symmetric_quotient), [Some(-1.0), Some(0.0), Some(0.5)]);
        assert_eq!([-1.0, f64::INFINITY, f64::NAN].map(symmetric_quotient), [None; 3]);
    }

    #[test]
    fn law_a_quotient_and_its_inverse_are_mirror_images() {
        for quotient in [0.1, 0.5, 2.0, 37.0] {
            let sum =
                symmetric_quotient(quotient).unwrap() + symmetric_quotient(1.0 / quotient).unwrap();
            assert!(sum.abs() < 1e-15);
        }
    }
}
