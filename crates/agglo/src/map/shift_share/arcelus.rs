//! Shift-share of Arcelus: eight parts, the regional one split by the region's own growth.
//!
//! Rates: national `G`, mix `g_i - G`, regional growth `g_r - G`, regional mix `(g_ir - g_r) - (g_i - G)`. Each
//! acts on the jobs that the region would have with the reference's mix, `h = e_r0 E_i0 / E_0`, and on its
//! departure from them, `e_ir0 - h`.

use agglo_stats::float;

use crate::map::shift_share::esteban_marquillas::homothetic;
use crate::map::shift_share::industry::{Known, growth};
use crate::map::shift_share::{Industry, Totals};

/// One rate on the expected jobs and on the region's departure from them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// With the reference's mix.
    pub expected: f64,
    /// What the region's own mix adds.
    pub differential: f64,
}

/// Parts of a region's change; all nine numbers sum to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arcelus {
    /// Growth of all jobs in the reference area.
    pub national: Effect,
    /// Growth of the industries there beyond that.
    pub mix: Effect,
    /// Growth of the whole region beyond the reference area's.
    pub regional_growth: Effect,
    /// Growth of the industries in the region beyond both; `None` where one arrived, since it has no rate.
    pub regional_mix: Option<Effect>,
    /// Jobs of industries new to the reference area.
    pub new: f64,
}

/// Shift-share of Arcelus over the industries whose counts are known.
///
/// # Returns
///
/// `None` where the region or the reference area holds nothing at the start.
///
/// # Source
///
/// Arcelus 1984, Growth and Change 15(1).
pub fn arcelus(industries: &[Industry], totals: &Totals) -> Option<Arcelus> {
    let (all, region) = (growth(totals.reference)?, growth(totals.region)?);
    let known: Vec<Known> = industries.iter().filter_map(Known::of).collect();
    let old: Vec<(Known, f64)> =
        known.iter().filter_map(|known| Some((*known, known.reference_growth()?))).collect();
    let effect = |rates: &[f64]| {
        let on = |jobs: &dyn Fn(&Known) -> f64| {
            float::sum(old.iter().zip(rates).map(|((known, _), rate)| jobs(known) * rate))
        };
        Effect {
            expected: on(&|known| homothetic(known, totals)),
            differential: on(&|known| known.e[0] - homothetic(known, totals)),
        }
    };
    let rates = |rate: &dyn Fn(f64) -> f64| old.iter().map(|(_, there)| rate(*there)).collect();
    let own: Option<Vec<f64>> = old
        .iter()
        .map(|(known, there)| Some(known.own_growth()? - region - (there - all)))
        .collect();
    let arrived = known.iter().filter(|known| known.reference_growth().is_none());
    let (national, mix, regional): (Vec<f64>, Vec<f64>, Vec<f64>) =
        (rates(&|_| all), rates(&|there| there - all), rates(&|_| region - all));
    Some(Arcelus {
        national: effect(&national),
        mix: effect(&mix),
        regional_growth: effect(&regional),
        regional_mix: own.map(|rates| effect(&rates)),
        new: float::sum(arrived.map(|known| known.e[1] - known.e[0])),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(industries: &[Industry]) -> Arcelus {
        arcelus(industries, &Totals::of(industries).unwrap()).unwrap()
    }

    fn industries() -> [Industry; 3] {
        [
            Industry::published([100.0, 130.0], [1000.0, 1100.0]),
            Industry::published([100.0, 90.0], [3000.0, 3100.0]),
            Industry::published([7.0, 9.0], [800.0, 700.0]),
        ]
    }

    #[test]
    fn law_all_parts_sum_to_the_change() {
        let new = Industry::published([0.0, 4.0], [0.0, 60.0]);
        let list: Vec<Industry> = industries().into_iter().chain([new]).collect();
        let found = run(&list);
        let effects =
            [found.national, found.mix, found.regional_growth, found.regional_mix.unwrap()];
        let sum: f64 = effects.iter().map(|effect| effect.expected + effect.differential).sum();
        assert!((sum + found.new - 26.0).abs() < 1e-9);
    }

    #[test]
    fn law_departures_from_the_mix_cancel_in_what_is_common_to_all() {
        let found = run(&industries());
        assert!(found.national.differential.abs() < 1e-12);
        assert!(found.regional_growth.differential.abs() < 1e-12);
        assert!(found.mix.expected.abs() < 1e-12, "at the reference's mix there is no mix effect");
    }

    #[test]
    fn edge_an_arrival_has_no_regional_mix() {
        let [first, second, _] = industries();
        let arrival = Industry::published([0.0, 4.0], [50.0, 60.0]);
        assert_eq!(run(&[first, second, arrival]).regional_mix, None);
        let nothing = Totals { region: [0.0, 1.0], reference: [1.0, 1.0] };
        assert_eq!(arcelus(&[arrival], &nothing), None);
    }
}
