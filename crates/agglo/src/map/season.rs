//! Season: how far jobs swing between the lowest and the highest month of a year.

use std::collections::BTreeMap;

use agglo_stats::float;
use schemars::JsonSchema;
use serde::Serialize;

use crate::base::classification::Classification;
use crate::base::estimate::{Caveat, Estimate, Figure, Provenance, Withheld};
use crate::base::id::{IndustryId, RegionId};
use crate::base::year::Year;
use crate::map::place::{Place, answer, ratio};
use crate::panel::{Cell, Structure};

/// The swing of one industry.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Season {
    /// Code; `10` is all private jobs.
    pub industry: IndustryId,
    /// Official title.
    pub title: String,
    /// The year.
    pub year: Option<Year>,
    /// Jobs of the lowest month.
    pub lowest: Figure,
    /// Jobs of the highest month.
    pub highest: Figure,
    /// Highest over lowest; 1 is no season at all.
    pub swing: Figure,
    /// The nation's swing of the same industry; missing where the table has no national months.
    pub nation: Figure,
    /// Median swing of the base units whose months are published.
    pub median: Figure,
}

/// The swing of all private jobs and of each sector that the region has.
///
/// Missing where a month is withheld, and for a region of several members: the extreme months of a sum are
/// not the sums of its members' extreme months.
pub fn seasons(
    structure: &Structure,
    classification: &Classification,
    medians: &Medians,
    place: Place<'_>,
) -> Vec<Season> {
    let axes = structure.lowest_month.axes();
    let industries = axes.industries.iter().filter_map(|id| classification.get(id.as_str()));
    industries
        .filter(|industry| matches!(industry.level, 0 | 2))
        .filter(|industry| {
            let here = place.cell(&structure.establishments, 0, industry.id.as_str());
            here.range().is_some_and(|(_, high)| high > 0.0)
        })
        .map(|industry| {
            let nation = RegionId::from(RegionId::NATION);
            let (lowest, highest) = extremes(structure, place, industry.id.as_str());
            let (least, most) = extremes(structure, Place::unit(&nation), industry.id.as_str());
            let provenance = || Provenance::new("season/1", [axes.source.clone()]);
            Season {
                industry: industry.id.clone(),
                title: industry.title.clone(),
                year: axes.years.first().copied(),
                lowest: answer(lowest, provenance()).into(),
                highest: answer(highest, provenance()).into(),
                swing: ratio(highest, lowest, provenance()).into(),
                nation: ratio(most, least, provenance()).into(),
                median: medians.get(&industry.id),
            }
        })
        .collect()
}

/// Median swing of each sector over all base units, computed once.
#[derive(Clone, Debug, Default)]
pub struct Medians(BTreeMap<IndustryId, Figure>);

impl Medians {
    /// Over the base units in which both months are published and the lowest holds a job.
    pub fn of(structure: &Structure, classification: &Classification) -> Self {
        let (lowest, highest) = (&structure.lowest_month, &structure.highest_month);
        let axes = lowest.axes();
        let units: Vec<usize> = (0..axes.regions.len())
            .filter(|&at| axes.regions[at].as_str() != RegionId::NATION)
            .collect();
        let swing = |unit: usize, industry: usize| {
            let low = lowest.cell([0, unit, industry]).point().ok()?;
            let high = highest.cell([0, unit, industry]).point().ok()?;
            (low > 0.0).then(|| high / low)
        };
        let listed = axes.industries.iter().enumerate().filter(|(_, id)| {
            let industry = classification.get(id.as_str());
            industry.is_some_and(|industry| matches!(industry.level, 0 | 2))
        });
        let medians = listed.map(|(at, id)| {
            let swings: Vec<f64> = units.iter().filter_map(|&unit| swing(unit, at)).collect();
            let provenance = Provenance::new("season/1", [axes.source.clone()]);
            let none = || Withheld::missing("no base unit has its months published");
            let text = format!("Median of {} base units whose months are published.", swings.len());
            let answer = float::median(&swings)
                .ok_or_else(none)
                .and_then(|median| Estimate::exact(median, provenance))
                .map(|estimate| estimate.caveat(Caveat::new("published-months", text)));
            (id.clone(), answer.into())
        });
        Self(medians.collect())
    }

    fn get(&self, industry: &IndustryId) -> Figure {
        let missing = || Err(Withheld::missing("no base unit has its months published")).into();
        self.0.get(industry).cloned().unwrap_or_else(missing)
    }
}

/// Lowest and highest month; missing for more than one member.
fn extremes(structure: &Structure, place: Place<'_>, industry: &str) -> (Cell, Cell) {
    if place.members().len() > 1 {
        return (Cell::MISSING, Cell::MISSING);
    }
    let cell = |panel| place.cell(panel, 0, industry);
    (cell(&structure.lowest_month), cell(&structure.highest_month))
}
