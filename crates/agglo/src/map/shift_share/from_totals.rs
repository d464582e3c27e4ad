//! Shift-share of a region from its totals: what hidden industries leave open is bounded, not left out.
//!
//! As [`super::classic`], with the regional part as what remains: `change - national - mix`. Only the industries'
//! counts at the start enter, each times `g - G`, so a hidden count moves the mix between two ends.

use agglo_stats::float;

use crate::base::estimate::{Answer, Estimate, Interval, Provenance, Withheld};
use crate::map::shift_share::industry::growth;
use crate::panel::Cell;

/// A change and its parts; mix and regional part may lie between bounds.
#[derive(Clone, Debug, PartialEq)]
pub struct Parts {
    /// Jobs at the end less jobs at the start.
    pub change: Answer,
    /// What the growth of all jobs in the reference area would have given.
    pub national: Answer,
    /// What the industries' own growth there gives beyond that.
    pub mix: Answer,
    /// What the place gives beyond its industries.
    pub regional: Answer,
}

/// Parts of a region's change from its published totals.
///
/// # Inputs
///
/// `starts`: the region's jobs at the start by industry, which add up to its total; `reference`: those of the
/// reference area at both dates, in the same order; `totals`: all jobs of the region at both dates; `all`: of
/// the reference area.
///
/// # Withheld when
///
/// A total is not published, the reference area held nothing, or an industry's count at the start is hidden
/// (then with bounds, where its growth in the reference area is known).
///
/// # Source
///
/// Dunn 1960, Papers of the Regional Science Association 6.
pub fn from_totals(
    starts: &[Cell],
    reference: &[[Cell; 2]],
    totals: [Cell; 2],
    all: [Cell; 2],
    provenance: &Provenance,
) -> Parts {
    let exact = |value: f64| Estimate::exact(value, provenance.clone());
    let known = || -> Answer<(f64, f64, f64)> {
        let (start, end) = (totals[0].point()?, totals[1].point()?);
        let whole = growth([all[0].point()?, all[1].point()?]);
        let whole = whole.ok_or_else(|| Withheld::undefined("growth from nothing"))?;
        Ok((end - start, start * whole, whole))
    };
    let (change, national, whole) = match known() {
        Ok(known) => known,
        Err(why) => {
            let [change, national, mix, regional] = [(); 4].map(|()| Err(why.clone()));
            return Parts { change, national, mix, regional };
        }
    };
    let mix = mix(starts, reference, whole);
    Parts {
        change: exact(change),
        national: exact(national),
        mix: mix.clone().and_then(exact),
        regional: match mix {
            Ok(mix) => exact(change - national - mix),
            Err(why) => Err(Withheld {
                bounds: why.bounds.and_then(|mix| {
                    let rest = change - national;
                    Interval::bounds(rest - mix.upper(), rest - mix.lower())
                }),
                ..why
            }),
        },
    }
}

/// `sum_i e_i (g_i - G)`, or the ends between which hidden counts leave it.
fn mix(starts: &[Cell], reference: &[[Cell; 2]], whole: f64) -> Answer<f64> {
    let (mut values, mut lows, mut highs) = (Vec::new(), Vec::new(), Vec::new());
    let mut hidden: Option<Withheld> = None;
    for (start, [before, after]) in starts.iter().zip(reference) {
        let own = growth([before.point()?, after.point()?]);
        let by = own.ok_or_else(|| Withheld::undefined("growth from nothing"))? - whole;
        match start.point() {
            Ok(value) => values.push(value * by),
            Err(why) => {
                let (low, high) = start.range().ok_or_else(|| why.clone())?;
                lows.push((low * by).min(high * by));
                highs.push((low * by).max(high * by));
                hidden.get_or_insert(why);
            }
        }
    }
    let known = float::sum(values);
    match hidden {
        None => Ok(known),
        Some(why) => {
            let ends = (known + float::sum(lows), known + float::sum(highs));
            Err(Withheld { bounds: Interval::bounds(ends.0, ends.1), ..why })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::shift_share::{Industry, Totals, classic};

    fn jobs(count: f64) -> Cell {
        Cell::disclosed(count).unwrap()
    }

    fn parts(starts: [Cell; 2]) -> Parts {
        let reference = [[1000.0, 1100.0].map(jobs), [3000.0, 3060.0].map(jobs)];
        let (totals, all) = ([300.0, 330.0].map(jobs), [4000.0, 4160.0].map(jobs));
        from_totals(&starts, &reference, totals, all, &Provenance::new("shift_share/1", []))
    }

    #[test]
    fn law_all_known_is_the_classic_form() {
        let industries = [
            Industry::published([100.0, 130.0], [1000.0, 1100.0]),
            Industry::published([200.0, 200.0], [3000.0, 3060.0]),
        ];
        let totals = Totals::of(&industries).unwrap();
        let classic = classic(&industries, totals.reference).unwrap().total;
        let found = parts([100.0, 200.0].map(jobs));
        for (one, other) in [
            (found.change, classic.change),
            (found.national, classic.national),
            (found.mix, classic.mix),
            (found.regional, classic.regional),
        ] {
            assert!((one.unwrap().value() - other).abs() < 1e-9);
        }
    }

    #[test]
    fn edge_a_hidden_industry_bounds_mix_and_regional_part_and_nothing_else() {
        let found = parts([Cell::withheld(50.0, 150.0).unwrap(), jobs(200.0)]);
        assert!(found.change.is_ok() && found.national.is_ok());
        let known = parts([100.0, 200.0].map(jobs));
        let (mix, regional) = (found.mix.unwrap_err(), found.regional.unwrap_err());
        assert!(mix.bounds.unwrap().contains(known.mix.unwrap().value()));
        assert!(regional.bounds.unwrap().contains(known.regional.unwrap().value()));
        assert!((mix.bounds.unwrap().width() - regional.bounds.unwrap().width()).abs() < 1e-9);
    }

    #[test]
    fn edge_a_total_that_is_missing_leaves_nothing() {
        let made = Provenance::new("shift_share/1", []);
        let found = from_totals(&[], &[], [Cell::MISSING, jobs(1.0)], [jobs(1.0); 2], &made);
        assert!(found.change.is_err() && found.regional.is_err());
    }
}
