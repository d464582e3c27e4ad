//! Measures of a region's whole mix of industries: alone, or against the nation's published one.

use agglo_stats::float;

use crate::base::estimate::{Answer, Estimate, Figure, Interval, Provenance, Withheld};
use crate::map::diversity::{entropy, hachman, herfindahl, related_variety};
use crate::map::nationwide::{Beside, Grid, Measured, Row};
use crate::map::specialization::krugman_specialization;
use crate::map::unevenness::{Basis, Unevenness, range};
use crate::panel::Cell;

/// Values of one region: the measure, then those beside it as name, unit, value.
type Read = Option<(f64, Vec<(&'static str, &'static str, Option<f64>)>)>;

/// Rows of the regions asked for. `group[i]` is the sector of industry `i`.
///
/// Withheld where a cell of the region is, with the range that the published total leaves where it can be
/// found; undefined for a region of nothing.
pub(super) fn rows(
    grid: &Grid<'_>,
    measure: Measured,
    regions: &[usize],
    group: &[usize],
) -> Vec<Row> {
    // What the nation's table does not publish cannot be compared with it.
    let nation: Vec<Option<f64>> = grid.nation().iter().map(|cell| cell.point().ok()).collect();
    let reference: Vec<f64> = nation.iter().flatten().copied().collect();
    let compared = |points: &[f64]| -> Vec<f64> {
        points.iter().zip(&nation).filter(|(_, all)| all.is_some()).map(|(x, _)| *x).collect()
    };
    let read = |points: &[f64]| -> Read {
        match measure {
            Measured::Entropy => {
                entropy(points).map(|e| (e.bits, vec![("effective", COUNT, Some(e.effective))]))
            }
            Measured::Herfindahl => herfindahl(points).map(|h| {
                let (effective, normalised) = (Some(h.effective), h.normalised);
                (
                    h.index,
                    vec![("effective", COUNT, effective), ("normalised", "ratio", normalised)],
                )
            }),
            Measured::RelatedVariety => related_variety(points, group).map(|v| {
                let (unrelated, all) = (Some(v.unrelated), Some(v.entropy));
                (v.related, vec![("unrelated", "bits", unrelated), ("entropy", "bits", all)])
            }),
            Measured::Hachman => {
                hachman(&compared(points), &reference).map(|value| (value, Vec::new()))
            }
            _ => krugman_specialization(&compared(points), &reference)
                .map(|value| (value, vec![("would_move", "share", Some(value / 2.0))])),
        }
    };
    let uneven = unevenness(measure, &nation);
    regions
        .iter()
        .map(|&region| {
            let (value, beside) = figures(grid, (measure, uneven.as_ref()), region, &read);
            Row::of_region(grid.regions[region], value, beside)
        })
        .collect()
}

/// Unit of a number of industries.
const COUNT: &str = "industries";

fn figures(
    grid: &Grid<'_>,
    (measure, uneven): (Measured, Option<&Uneven>),
    region: usize,
    read: &impl Fn(&[f64]) -> Read,
) -> (Figure, Vec<Beside>) {
    let found = grid.points(region).and_then(|points| {
        let is_something = float::sum(points.iter().copied()) > 0.0;
        let nothing = || Withheld::undefined("a share of nothing");
        read(&points).filter(|_| is_something).ok_or_else(nothing)
    });
    let method = format!("{}/1", measure.name());
    let figure = |value: Option<f64>| -> Answer {
        let value = value.ok_or_else(|| Withheld::undefined("a share of nothing"))?;
        Estimate::exact(value, Provenance::new(&method, [grid.source.clone()]))
    };
    match found {
        Ok((value, beside)) => {
            let beside = beside
                .into_iter()
                .map(|(name, unit, value)| Beside::new(name, unit, figure(value)));
            (figure(Some(value)).into(), beside.collect())
        }
        Err(mut why) => {
            if let Some((bounds, drawn)) = uneven.and_then(|uneven| uneven.bounds(grid, region)) {
                why.bounds = Some(bounds);
                why.text.push_str(if drawn { SIMULATED } else { "" });
            }
            let names = beside_names(measure).iter();
            let alone = Withheld { bounds: None, ..why.clone() };
            let beside = names.map(|(name, unit)| Beside::new(name, unit, Err(alone.clone())));
            let beside = beside.collect();
            (Figure::Withheld(why), beside)
        }
    }
}

/// Draws of counts for ends that no formula gives, and their seed.
const DRAWS: u32 = 200;
const SEED: u64 = 1;
/// What a reader must know of such ends.
const SIMULATED: &str = "; simulated bounds, which are too narrow";

/// A measure whose range over hidden counts can be found.
enum Uneven {
    Herfindahl,
    Entropy,
    /// Against the nation's counts; `None` of an industry that it does not publish.
    Krugman(Vec<Option<f64>>),
}

fn unevenness(measure: Measured, nation: &[Option<f64>]) -> Option<Uneven> {
    match measure {
        Measured::Herfindahl => Some(Uneven::Herfindahl),
        Measured::Entropy => Some(Uneven::Entropy),
        Measured::KrugmanSpecialization => Some(Uneven::Krugman(nation.to_vec())),
        _ => None,
    }
}

impl Uneven {
    /// The range over all counts that have the region's published total, and whether an end is drawn.
    fn bounds(&self, grid: &Grid<'_>, region: usize) -> Option<(Interval, bool)> {
        let total = grid.total(region).point().ok()?;
        let reference: Vec<f64> = match self {
            Self::Krugman(nation) => {
                let unknown = nation.iter().zip(grid.row(region)).filter(|(all, _)| all.is_none());
                let is_there = |cell: &Cell| cell.range().is_none_or(|(_, high)| high > 0.0);
                if unknown.into_iter().any(|(_, cell)| is_there(cell)) {
                    return None;
                }
                nation.iter().map(|count| count.unwrap_or(0.0)).collect()
            }
            _ => Vec::new(),
        };
        let measure = match self {
            Self::Herfindahl => Unevenness::Herfindahl,
            Self::Entropy => Unevenness::Entropy,
            Self::Krugman(_) => Unevenness::Krugman(&reference),
        };
        let range = range(grid.row(region), total, measure, DRAWS, SEED).ok()??;
        let drawn = [range.low, range.high].iter().any(|end| end.basis == Basis::Simulated);
        Some((Interval::bounds(range.low.value, range.high.value)?, drawn))
    }
}

/// What stands beside each measure, for rows without a value.
fn beside_names(measure: Measured) -> &'static [(&'static str, &'static str)] {
    match measure {
        Measured::Entropy => &[("effective", COUNT)],
        Measured::Herfindahl => &[("effective", COUNT), ("normalised", "ratio")],
        Measured::RelatedVariety => &[("unrelated", "bits"), ("entropy", "bits")],
        Measured::Hachman => &[],
        _ => &[("would_move", "share")],
    }
}
