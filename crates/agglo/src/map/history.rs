//! Jobs of an area year by year, the self-employed included, beside the nation's.

use schemars::JsonSchema;
use serde::Serialize;

use crate::base::estimate::{Answer, Estimate, Figure, Provenance, Withheld};
use crate::base::id::{IndustryId, RegionId, SourceId};
use crate::base::terms::Terms;
use crate::base::year::Year;
use crate::map::place::{Place, answer};
use crate::panel::Jobs;

/// The long history of a region's jobs.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct History {
    /// Areas of the publisher that the region is made of.
    pub areas: Vec<Area>,
    /// Dataset.
    pub source: SourceId,
    /// What is counted under `jobs`, where the country's tables count something else: `gross value added,
    /// million GBP`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counts: Option<String>,
    /// All jobs, year by year.
    pub years: Vec<YearJobs>,
    /// Growth over spans that end in the last year.
    pub growth: Vec<Growth>,
    /// Each sector at both ends of the whole span.
    pub sectors: Vec<SectorJobs>,
}

/// An area of the publisher: a base unit, or a combination of several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Area {
    /// Code.
    pub id: RegionId,
    /// Name, where it is a combination.
    pub name: Option<String>,
    /// Base units in it that are not part of the region: their jobs are counted too.
    pub also: Vec<RegionId>,
}

/// Jobs of one year.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct YearJobs {
    /// The year.
    pub year: Year,
    /// Of the region.
    pub jobs: Figure,
    /// Of the nation.
    pub nation: Figure,
}

/// Growth of all jobs over a span of years, percent a year, compounded.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Growth {
    /// First year.
    pub from: Year,
    /// Last year.
    pub to: Year,
    /// Of the region.
    pub region: Figure,
    /// Of the nation.
    pub nation: Figure,
}

/// Jobs of one sector at both ends of the span.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SectorJobs {
    /// The publisher's line.
    pub line: IndustryId,
    /// Its title.
    pub title: String,
    /// First year.
    pub from: Year,
    /// Last year.
    pub to: Year,
    /// Jobs in the first year.
    pub first: Figure,
    /// Jobs in the last year.
    pub last: Figure,
    /// Growth of the region, percent a year.
    pub region: Figure,
    /// Growth of the nation, percent a year.
    pub nation: Figure,
}

/// History of a place, `None` where the panel is empty.
///
/// A member inside a combination brings the combination's jobs: they are not split.
pub fn history(jobs: &Jobs, terms: &Terms, place: Place<'_>) -> Option<History> {
    let axes = jobs.panel.axes();
    let (&first, &last) = (axes.years.first()?, axes.years.last()?);
    let areas = areas(jobs, place);
    let ids: Vec<RegionId> = areas.iter().map(|area| area.id.clone()).collect();
    let nation = RegionId::from(RegionId::NATION);
    let (here, there) = (Place::of(&ids), Place::unit(&nation));
    let reader = Reader { jobs, complete: every_member_has_an_area(jobs, place) };
    let years = axes.years.iter().enumerate().map(|(at, &year)| YearJobs {
        year,
        jobs: reader.figure(here, at, &jobs.total),
        nation: reader.figure(there, at, &jobs.total),
    });
    let mut spans = vec![first, Year(last.0.saturating_sub(10)), Year(last.0.saturating_sub(5))];
    spans.retain(|&from| first <= from && from < last);
    spans.dedup();
    let growth = spans.into_iter().map(|from| Growth {
        from,
        to: last,
        region: reader.growth(here, &jobs.total, from, last).into(),
        nation: reader.growth(there, &jobs.total, from, last).into(),
    });
    let sectors = jobs.sectors.iter().map(|line| SectorJobs {
        line: line.clone(),
        title: jobs.titles.get(line).cloned().unwrap_or_else(|| line.to_string()),
        from: first,
        to: last,
        first: reader.figure(here, 0, line),
        last: reader.figure(here, axes.years.len() - 1, line),
        region: reader.growth(here, line, first, last).into(),
        nation: reader.growth(there, line, first, last).into(),
    });
    Some(History {
        source: axes.source.clone(),
        counts: counts(terms),
        years: years.collect(),
        growth: growth.collect(),
        sectors: sectors.collect(),
        areas,
    })
}

/// What the history counts, where that is not jobs.
fn counts(terms: &Terms) -> Option<String> {
    let counted = &terms.counted;
    (!counted.has_establishments).then(|| format!("{}, {}", counted.noun, counted.unit))
}

struct Reader<'a> {
    jobs: &'a Jobs,
    complete: bool,
}

impl Reader<'_> {
    fn answer(&self, place: Place<'_>, year: usize, line: &IndustryId) -> Answer {
        if !self.complete {
            return Err(Withheld::missing("a member has no row in this table"));
        }
        let provenance = Provenance::new("history/1", [self.jobs.panel.axes().source.clone()]);
        answer(place.cell(&self.jobs.panel, year, line.as_str()), provenance)
    }

    fn figure(&self, place: Place<'_>, year: usize, line: &IndustryId) -> Figure {
        self.answer(place, year, line).into()
    }

    /// Percent a year between two years, compounded.
    fn growth(&self, place: Place<'_>, line: &IndustryId, from: Year, to: Year) -> Answer {
        let at = |year| {
            self.jobs.panel.year(year).ok_or_else(|| Withheld::missing("not a year of this table"))
        };
        let start = self.answer(place, at(from)?, line)?.value();
        let end = self.answer(place, at(to)?, line)?.value();
        if start <= 0.0 || end <= 0.0 {
            return Err(Withheld::undefined("growth from or to nothing"));
        }
        let years = f64::from(to.0.saturating_sub(from.0));
        let rate = agglo_stats::float::powf(end / start, 1.0 / years) - 1.0;
        let source = self.jobs.panel.axes().source.clone();
        Estimate::exact(100.0 * rate, Provenance::new("history/1", [source]))
    }
}

/// Whether the table has a row for each member.
pub(super) fn every_member_has_an_area(jobs: &Jobs, place: Place<'_>) -> bool {
    place.members().iter().all(|member| jobs.area_of.contains_key(member))
}

/// Areas of the publisher that a place is made of, by code.
pub(super) fn areas(jobs: &Jobs, place: Place<'_>) -> Vec<Area> {
    let mut ids: Vec<&RegionId> =
        place.members().iter().filter_map(|member| jobs.area_of.get(member)).collect();
    ids.sort();
    ids.dedup();
    let also = |id: &RegionId| {
        let inside = jobs.area_of.iter().filter(|(_, area)| *area == id).map(|(unit, _)| unit);
        inside.filter(|unit| !place.members().contains(unit)).cloned().collect()
    };
    ids.into_iter()
        .map(|id| Area { id: id.clone(), name: jobs.combinations.get(id).cloned(), also: also(id) })
        .collect()
}
