//! Shift-share of Esteban-Marquillas: the regional part freed of how specialised the region is.
//!
//! With homothetic jobs `h = e_r0 E_i0 / E_0` (what the region would have with the reference's mix) and `g`
//! the growth of the industry here and there: competitive `h (g_ir - g_i)`, allocation
//! `(e_ir0 - h)(g_ir - g_i)`; together they are the regional part of [`super::classic`].

use agglo_stats::float;
use schemars::JsonSchema;
use serde::Serialize;

use crate::map::shift_share::classic::{components, sum};
use crate::map::shift_share::industry::{Known, growth};
use crate::map::shift_share::{Components, Industry, Totals};

/// Whether a region has much of an industry, and whether it does better there than elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// More than the reference's share, and growing faster than there.
    SpecialisedWithAdvantage,
    /// More than the reference's share, not growing faster.
    SpecialisedWithoutAdvantage,
    /// No more than the reference's share, and growing faster.
    UnspecialisedWithAdvantage,
    /// No more than the reference's share, not growing faster.
    UnspecialisedWithoutAdvantage,
}

/// The regional part of one industry.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Split {
    /// What faster growth gives at the reference's mix.
    pub competitive: f64,
    /// What it gives for being specialised, or costs.
    pub allocation: f64,
    /// Which of the four kinds it is; `None` for an industry new to the reference area.
    pub kind: Option<Kind>,
}

/// Parts of a region's change.
#[derive(Clone, Debug, PartialEq)]
pub struct EstebanMarquillas {
    /// Classic parts.
    pub classic: Components,
    /// Sum of the competitive parts; `None` where an industry has none.
    pub competitive: Option<f64>,
    /// Sum of the allocation parts; `None` where an industry has none.
    pub allocation: Option<f64>,
    /// By industry; `None` where it arrived (no growth rate), or is withheld.
    pub by_industry: Vec<Option<Split>>,
}

/// Shift-share of Esteban-Marquillas.
///
/// # Returns
///
/// `None` where the region or the reference area holds nothing at the start. Withheld industries are left
/// out of all sums; an arrival leaves the two sums undefined, since its growth is.
///
/// # Source
///
/// Esteban-Marquillas 1972, Regional and Urban Economics 2(3).
pub fn esteban_marquillas(industries: &[Industry], totals: &Totals) -> Option<EstebanMarquillas> {
    let all = growth(totals.reference)?;
    growth(totals.region)?;
    let known: Vec<Option<Known>> = industries.iter().map(Known::of).collect();
    let parts: Vec<Components> =
        known.iter().flatten().map(|known| components(known, all)).collect();
    let by_industry: Vec<Option<Split>> =
        known.iter().map(|known| split(&(*known)?, totals)).collect();
    let assigned = || known.iter().zip(&by_industry).filter(|(known, _)| known.is_some());
    let total = |of: fn(&Split) -> f64| -> Option<f64> {
        let parts: Option<Vec<f64>> = assigned().map(|(_, split)| split.as_ref().map(of)).collect();
        Some(float::sum(parts?))
    };
    Some(EstebanMarquillas {
        classic: sum(&parts),
        competitive: total(|split| split.competitive),
        allocation: total(|split| split.allocation),
        by_industry,
    })
}

fn split(known: &Known, totals: &Totals) -> Option<Split> {
    let Some(there) = known.reference_growth() else {
        return Some(Split { competitive: 0.0, allocation: 0.0, kind: None });
    };
    let lead = known.own_growth()? - there;
    let h = homothetic(known, totals);
    let kind = match (known.e[0] > h, lead > 0.0) {
        (true, true) => Kind::SpecialisedWithAdvantage,
        (true, false) => Kind::SpecialisedWithoutAdvantage,
        (false, true) => Kind::UnspecialisedWithAdvantage,
        (false, false) => Kind::UnspecialisedWithoutAdvantage,
    };
    Some(Split { competitive: h * lead, allocation: (known.e[0] - h) * lead, kind: Some(kind) })
}

/// Jobs that the region would have at the start with the reference's mix.
pub(super) fn homothetic(known: &Known, totals: &Totals) -> f64 {
    totals.region[0] * known.n[0] / totals.reference[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn industries() -> [Industry; 2] {
        [
            Industry::published([100.0, 130.0], [1000.0, 1100.0]),
            Industry::published([100.0, 90.0], [3000.0, 3100.0]),
        ]
    }

    fn run(industries: &[Industry]) -> EstebanMarquillas {
        esteban_marquillas(industries, &Totals::of(industries).unwrap()).unwrap()
    }

    #[test]
    fn reference_two_industries_by_hand() {
        // Homothetic 50 and 150; leads 0.3 - 0.1 and -0.1 - 1/30.
        let found = run(&industries());
        let lead = -0.1 - 1.0 / 30.0;
        assert!((found.competitive.unwrap() - (50.0 * 0.2 + 150.0 * lead)).abs() < 1e-12);
        assert!((found.allocation.unwrap() - (50.0 * 0.2 - 50.0 * lead)).abs() < 1e-12);
        let kinds: Vec<Option<Kind>> =
            found.by_industry.iter().flatten().map(|split| split.kind).collect();
        assert_eq!(kinds[0], Some(Kind::SpecialisedWithAdvantage));
        assert_eq!(kinds[1], Some(Kind::UnspecialisedWithoutAdvantage));
    }

    #[test]
    fn law_the_two_parts_are_the_regional_part() {
        let found = run(&industries());
        let both = found.competitive.unwrap() + found.allocation.unwrap();
        assert!((both - found.classic.regional).abs() < 1e-12);
    }

    #[test]
    fn edge_an_arrival_has_no_split_and_a_new_industry_nothing_to_split() {
        let [first, _] = industries();
        let arrival = Industry::published([0.0, 5.0], [10.0, 20.0]);
        let found = run(&[first, arrival]);
        assert_eq!((found.competitive, found.allocation), (None, None));
        assert!(found.by_industry[0].is_some() && found.by_industry[1].is_none());
        let new = run(&[first, Industry::published([0.0, 5.0], [0.0, 20.0])]);
        assert!(new.competitive.is_some() && (new.classic.new - 5.0).abs() < 1e-12);
        let nothing = Totals { region: [0.0, 5.0], reference: [9.0, 9.0] };
        assert_eq!(esteban_marquillas(&[arrival], &nothing), None);
    }
}
