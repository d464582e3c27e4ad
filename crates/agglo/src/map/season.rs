//! Season: how far jobs swing between the lowest and the highest month of a year.

use schemars::JsonSchema;
use serde::Serialize;

use crate::base::classification::Classification;
use crate::base::estimate::{Figure, Provenance};
use crate::base::id::{IndustryId, RegionId};
use crate::base::year::Year;
use crate::map::place::{Place, answer, ratio};
use crate::panel::Structure;

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
    /// The nation's swing of the same industry.
    pub nation: Figure,
}

/// The swing of all private jobs and of each sector that the region has.
///
/// Missing where a month is withheld, and for a region of several members: the extreme months of a sum are
/// not the sums of its members' extreme months.
pub fn seasons(
    structure: &Structure,
    classification: &Classification,
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
            }
        })
        .collect()
}

/// Lowest and highest month; missing for more than one member.
fn extremes(
    structure: &Structure,
    place: Place<'_>,
    industry: &str,
) -> (crate::panel::Cell, crate::panel::Cell) {
    if place.members().len() > 1 {
        return (crate::panel::Cell::MISSING, crate::panel::Cell::MISSING);
    }
    let cell = |panel| place.cell(panel, 0, industry);
    (cell(&structure.lowest_month), cell(&structure.highest_month))
}
