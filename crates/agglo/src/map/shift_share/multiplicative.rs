//! Shift-share of Gerfin: growth against the reference area's as structure times location.
//!
//! `structure = (sum_i e_i0 E_i1 / E_i0 / e_0) / (E_1 / E_0)`,
//! `location = (e_1 / e_0) / (sum_i e_i0 E_i1 / E_i0 / e_0)`, `net = structure * location`: ratios around 1.

use agglo_stats::float;

use crate::map::shift_share::industry::Known;
use crate::map::shift_share::{Industry, Totals};

/// Factors of a region's growth against that of the reference area.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Multiplicative {
    /// What the industries' growth elsewhere gives.
    pub structure: f64,
    /// What the place gives.
    pub location: f64,
    /// Both: the region's growth factor over the reference area's.
    pub net: f64,
}

/// Shift-share of Gerfin.
///
/// # Returns
///
/// `None` where a total is nothing, all of the region's industries end elsewhere, or one of them is withheld:
/// a factor cannot leave out a part.
///
/// # Source
///
/// Gerfin 1964, Kyklos 17(4).
pub fn multiplicative(industries: &[Industry], totals: &Totals) -> Option<Multiplicative> {
    let ([e0, e1], [n0, n1]) = (totals.region, totals.reference);
    let known: Option<Vec<Known>> = industries.iter().map(Known::of).collect();
    // An industry that the region does not have at the start is not expected to grow here.
    let held = known?.into_iter().filter(|known| known.e[0] > 0.0);
    let terms: Option<Vec<f64>> =
        held.map(|known| Some(known.e[0] * (1.0 + known.reference_growth()?))).collect();
    let expected = float::sum(terms?);
    let whole = e0 > 0.0 && n0 > 0.0 && n1 > 0.0 && expected > 0.0;
    whole.then(|| {
        let (structure, location) = (expected / e0 / (n1 / n0), e1 / expected);
        Multiplicative { structure, location, net: structure * location }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panel::Cell;

    fn run(industries: &[Industry]) -> Option<Multiplicative> {
        multiplicative(industries, &Totals::of(industries)?)
    }

    #[test]
    fn reference_two_industries_by_hand() {
        // Expected 110 and 100: 210 of 200; the reference area grows from 4000 to 4100; the region to 220.
        let found = run(&[
            Industry::published([100.0, 130.0], [1000.0, 1100.0]),
            Industry::published([100.0, 90.0], [3000.0, 3000.0]),
        ]);
        let found = found.unwrap();
        assert!((found.structure - 1.05 / 1.025).abs() < 1e-12);
        assert!((found.location - 220.0 / 210.0).abs() < 1e-12);
        assert!((found.net - 1.1 / 1.025).abs() < 1e-12);
    }

    #[test]
    fn law_the_reference_itself_has_ones() {
        let whole = [
            Industry::published([70.0, 90.0], [70.0, 90.0]),
            Industry::published([20.0, 10.0], [20.0, 10.0]),
        ];
        let found = run(&whole).unwrap();
        assert!((found.structure - 1.0).abs() < 1e-12 && (found.location - 1.0).abs() < 1e-12);
    }

    #[test]
    fn edge_an_arrival_belongs_to_the_place_and_nothing_has_no_factor() {
        let old = Industry::published([100.0, 110.0], [1000.0, 1100.0]);
        let arrival = Industry::published([0.0, 11.0], [500.0, 500.0]);
        assert!((run(&[old, arrival]).unwrap().location - 1.1).abs() < 1e-12);
        assert_eq!(run(&[arrival]), None);
        let hidden = Industry { region: [Cell::MISSING; 2], ..old };
        let totals = Totals { region: [9.0, 9.0], reference: [9.0, 9.0] };
        assert_eq!(multiplicative(&[hidden], &totals), None);
    }
}
