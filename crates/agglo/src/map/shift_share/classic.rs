//! Shift-share: a region's change in jobs as the nation's growth, its industries' growth, and its own.
//!
//! With `e` the region's and `E` the reference area's jobs of an industry, `g` its growth there and `G` that of
//! all jobs there: national `e_0 G`, mix `e_0 (g - G)`, regional `e_1 - e_0 E_1 / E_0`. The last is in levels,
//! so an industry that arrives in the region needs no growth rate: its jobs are regional.

use agglo_stats::float;

use crate::map::shift_share::Industry;
use crate::map::shift_share::industry::{Known, growth};

/// A change in jobs and its parts, which sum to it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Components {
    /// Jobs at the end less jobs at the start.
    pub change: f64,
    /// What the growth of all jobs in the reference area would have given.
    pub national: f64,
    /// What the industries' own growth there gives beyond that.
    pub mix: f64,
    /// What the place gives beyond its industries.
    pub regional: f64,
    /// Jobs of industries that the reference area did not have at the start: no growth to compare with.
    pub new: f64,
}

impl Components {
    /// What sets the region apart from the reference area: mix and regional part together.
    pub fn net_shift(&self) -> f64 {
        self.mix + self.regional
    }
}

/// Shift-share of a region over its industries.
#[derive(Clone, Debug, PartialEq)]
pub struct ShiftShare {
    /// Sums over the industries that are assigned.
    pub total: Components,
    /// By industry, in the order given; `None` where a count is withheld or missing.
    pub by_industry: Vec<Option<Components>>,
    /// The region's jobs at the start in the industries that are assigned.
    pub assigned: f64,
}

impl ShiftShare {
    /// Share of the region's jobs at the start that is assigned; `None` of a total of nothing.
    pub fn assigned_share(&self, region_total: f64) -> Option<f64> {
        (region_total > 0.0).then(|| self.assigned / region_total)
    }
}

/// Classic shift-share; `reference` are all jobs of the reference area at both dates, as published.
///
/// # Returns
///
/// `None` where the reference area holds nothing at the start. An industry withheld at either date is left
/// out of the sums: print the assigned share beside them.
///
/// # How to read it
///
/// A positive regional part says that the industries grew faster here than elsewhere. It does not say why,
/// and it changes with the base year and with how finely industries are cut.
///
/// # Source
///
/// Dunn 1960, Papers of the Regional Science Association 6.
pub fn classic(industries: &[Industry], reference: [f64; 2]) -> Option<ShiftShare> {
    let all = growth(reference)?;
    let known: Vec<Option<Known>> = industries.iter().map(Known::of).collect();
    let by_industry: Vec<Option<Components>> =
        known.iter().map(|known| Some(components(&(*known)?, all))).collect();
    let assigned = float::sum(known.iter().flatten().map(|known| known.e[0]));
    let parts: Vec<Components> = by_industry.iter().flatten().copied().collect();
    Some(ShiftShare { total: sum(&parts), by_industry, assigned })
}

/// The parts of one industry's change when all jobs of the reference area grow by `all`.
pub(super) fn components(known: &Known, all: f64) -> Components {
    let Known { e, n } = known;
    let change = e[1] - e[0];
    match known.reference_growth() {
        None => Components { change, new: change, ..Components::default() },
        Some(own) => Components {
            change,
            national: e[0] * all,
            mix: e[0] * (own - all),
            regional: e[1] - e[0] * n[1] / n[0],
            new: 0.0,
        },
    }
}

/// Sums of parts, in the order given.
pub(super) fn sum(parts: &[Components]) -> Components {
    let of = |of: fn(&Components) -> f64| float::sum(parts.iter().map(of));
    Components {
        change: of(|parts| parts.change),
        national: of(|parts| parts.national),
        mix: of(|parts| parts.mix),
        regional: of(|parts| parts.regional),
        new: of(|parts| parts.new),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::shift_share::Totals;
    use crate::panel::Cell;
    use proptest::prelude::*;

    #[test]
    fn reference_one_industry_by_hand() {
        // 100 jobs become 130; the industry grows by 10 %, all jobs by 5 %.
        let industry = Industry::published([100.0, 130.0], [1000.0, 1100.0]);
        let found = classic(&[industry], [4000.0, 4200.0]).unwrap().total;
        let close = |a: f64, b: f64| (a - b).abs() < 1e-12;
        assert!(close(found.national, 5.0) && close(found.mix, 5.0) && close(found.regional, 20.0));
        assert!(close(found.net_shift(), 25.0));
    }

    #[test]
    fn edge_an_arrival_is_regional_and_a_new_industry_is_new() {
        let arrival = Industry::published([0.0, 79.0], [3000.0, 3488.0]);
        let new = Industry::published([0.0, 12.0], [0.0, 40.0]);
        let found = classic(&[arrival, new], [9000.0, 9900.0]).unwrap();
        let parts: Vec<Components> = found.by_industry.into_iter().flatten().collect();
        assert_eq!(parts[0], Components { change: 79.0, regional: 79.0, ..Components::default() });
        assert_eq!(parts[1], Components { change: 12.0, new: 12.0, ..Components::default() });
    }

    #[test]
    fn edge_a_withheld_industry_is_left_out_and_said() {
        let known = Industry::published([60.0, 70.0], [500.0, 550.0]);
        let hidden = Industry { region: [Cell::withheld(20.0, 99.0).unwrap(); 2], ..known };
        let found = classic(&[known, hidden], [9000.0, 9900.0]).unwrap();
        assert_eq!(found.by_industry[1], None);
        assert_eq!((found.assigned_share(100.0), found.assigned_share(0.0)), (Some(0.6), None));
        assert_eq!(classic(&[known], [0.0, 10.0]), None);
    }

    proptest! {
        #[test]
        fn law_the_parts_sum_to_the_change(
            counts in prop::collection::vec([0_u32..5000, 0_u32..5000, 0_u32..90_000, 0_u32..90_000], 1..20),
        ) {
            let industries: Vec<Industry> = counts
                .iter()
                .map(|[e0, e1, n0, n1]| {
                    let (e0, e1) = (f64::from(*e0), f64::from(*e1));
                    Industry::published([e0, e1], [e0 + f64::from(*n0), e1 + f64::from(*n1)])
                })
                .collect();
            let totals = Totals::of(&industries).unwrap();
            prop_assume!(totals.reference[0] > 0.0);
            let found = classic(&industries, totals.reference).unwrap();
            for parts in found.by_industry.iter().flatten().chain([&found.total]) {
                let sum = parts.national + parts.mix + parts.regional + parts.new;
                prop_assert!((sum - parts.change).abs() < 1e-7);
            }
            prop_assert!((found.total.change - (totals.region[1] - totals.region[0])).abs() < 1e-9);
        }
    }
}
