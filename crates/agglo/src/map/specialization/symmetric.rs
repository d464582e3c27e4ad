//! Symmetric location quotient: the quotient folded into -1 to 1.
//!
//! `(LQ - 1) / (LQ + 1)`: 0 is the reference's share, and twice and half of it are equally far from it.

use crate::base::estimate::{Answer, Estimate, Figure, Interval, Provenance, Withheld};

/// Symmetric form of a location quotient with what is known of it.
///
/// # Returns
///
/// A number in `[-1, 1)`; it rises with the quotient, so that its ends come from the quotient's ends.
///
/// # Withheld when
///
/// The quotient is, with bounds where it has them.
///
/// # Source
///
/// Dalum, Laursen and Villumsen 1998, International Review of Applied Economics 12(3).
pub fn symmetric_quotient_of(quotient: &Figure) -> Answer {
    let ends = quotient
        .range()
        .and_then(|(low, high)| symmetric_quotient(low).zip(symmetric_quotient(high)));
    let bounds = ends.and_then(|(low, high)| Interval::bounds(low, high));
    let quotient = quotient.answer().map_err(|why| Withheld { bounds, ..why })?;
    let value = symmetric_quotient(quotient.value())
        .ok_or_else(|| Withheld::undefined("a quotient is not negative"))?;
    let sources = quotient.provenance().sources.iter().cloned();
    let provenance = Provenance::new("symmetric_quotient/1", sources);
    match bounds.filter(|interval| interval.width() > 0.0) {
        Some(interval) => Estimate::new(value, interval, provenance),
        None => Estimate::exact(value, provenance),
    }
}

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
    fn edge_a_hidden_quotient_keeps_its_bounds() {
        let hidden = Withheld::suppressed("hidden", Interval::bounds(0.0, 3.0));
        let bounds = symmetric_quotient_of(&Figure::Withheld(hidden)).unwrap_err().bounds.unwrap();
        assert_eq!((bounds.lower(), bounds.upper()), (-1.0, 0.5));
        let three = Estimate::exact(3.0, Provenance::new("test", []));
        let value = symmetric_quotient_of(&three.into()).unwrap().value();
        assert!((value - 0.5).abs() < 1e-15);
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
