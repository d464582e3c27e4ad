//! Shift-share of regions over the publisher's sectors: the change in jobs and its three parts.

use crate::base::error::Error;
use crate::base::estimate::{Answer, Caveat, Estimate, Figure, Provenance, Withheld};
use crate::base::id::{IndustryId, RegionId};
use crate::base::region::Region;
use crate::base::year::Year;
use crate::map::history::{Area, areas, every_member_has_an_area};
use crate::map::nationwide::{Beside, Row};
use crate::map::place::Place;
use crate::map::shift_share::{Components, Industry, Parts, classic, from_totals};
use crate::panel::{Cell, Jobs};

/// Rows of the regions given: the regional part, with the change, the national part and the mix beside it, in `unit`.
///
/// # Errors
///
/// `E0103` where a year is not in the table, or the first is not before the last.
pub(super) fn rows(
    (jobs, unit): (&Jobs, &str),
    regions: &[&Region],
    years: Option<[Year; 2]>,
) -> Result<([Year; 2], Vec<Row>), Error> {
    let (span, at) = span(jobs, years)?;
    let nation = RegionId::from(RegionId::NATION);
    let there = Place::unit(&nation);
    let both = |place: Place<'_>, line: &str| at.map(|year| place.cell(&jobs.panel, year, line));
    let reference: Vec<[Cell; 2]> =
        jobs.sectors.iter().map(|line| both(there, line.as_str())).collect();
    let all = both(there, jobs.total.as_str());
    let provenance = Provenance::new("shift_share/1", [jobs.panel.axes().source.clone()]);
    let row = |region: &&Region| {
        let place = Place::new(region);
        let areas = areas(jobs, place);
        let ids: Vec<RegionId> = areas.iter().map(|area| area.id.clone()).collect();
        let here = Place::of(&ids);
        let starts: Vec<Cell> = (jobs.sectors.iter())
            .map(|line| here.cell(&jobs.panel, at[0], line.as_str()))
            .collect();
        let totals = both(here, jobs.total.as_str());
        let parts = if every_member_has_an_area(jobs, place) {
            from_totals(&starts, &reference, totals, all, &provenance)
        } else {
            nowhere()
        };
        let figure = |answer: Answer| -> Figure { shared(answer, &areas).into() };
        let beside = [("change", parts.change), ("national", parts.national), ("mix", parts.mix)];
        let beside = beside.into_iter().map(|(name, part)| Beside::new(name, unit, figure(part)));
        Row::of_region(region, figure(parts.regional), beside.collect())
    };
    Ok((span, regions.iter().map(row).collect()))
}

/// The change of one sector of a region and its parts.
#[derive(Clone, Debug, PartialEq)]
pub struct SectorShift {
    /// The publisher's line.
    pub line: IndustryId,
    /// Its title.
    pub title: String,
    /// Jobs at the end less jobs at the start.
    pub change: Figure,
    /// What the growth of all jobs in the nation would have given.
    pub national: Figure,
    /// What the sector's own growth there gives beyond that.
    pub mix: Figure,
    /// What the place gives beyond its sectors.
    pub regional: Figure,
}

/// Shift-share of one region sector by sector, in the publisher's order, and the years that were read.
///
/// A sector is withheld where its jobs are hidden at one of the two dates.
///
/// # Errors
///
/// As [`rows`].
pub fn sector_shifts(
    jobs: &Jobs,
    region: &Region,
    years: Option<[Year; 2]>,
) -> Result<([Year; 2], Vec<SectorShift>), Error> {
    let (span, at) = span(jobs, years)?;
    let nation = RegionId::from(RegionId::NATION);
    let areas = areas(jobs, Place::new(region));
    let ids: Vec<RegionId> = areas.iter().map(|area| area.id.clone()).collect();
    let both = |place: Place<'_>, line: &str| at.map(|year| place.cell(&jobs.panel, year, line));
    let there = Place::unit(&nation);
    let all = both(there, jobs.total.as_str()).map(|cell| cell.point().ok());
    let provenance = Provenance::new("shift_share/1", [jobs.panel.axes().source.clone()]);
    let parts = |line: &IndustryId| -> Answer<Components> {
        let region = both(Place::of(&ids), line.as_str());
        let reference = both(there, line.as_str());
        let hidden = region.iter().chain(&reference).find_map(|cell| cell.point().err());
        let whole = all[0]
            .zip(all[1])
            .and_then(|(from, to)| classic(&[Industry { region, reference }], [from, to]));
        match hidden {
            Some(why) => Err(why),
            None => whole
                .map(|found| found.total)
                .ok_or_else(|| Withheld::undefined("growth from nothing")),
        }
    };
    let shift = |line: &IndustryId| {
        let parts = parts(line);
        let figure = |of: fn(&Components) -> f64| -> Figure {
            let answer =
                parts.clone().and_then(|parts| Estimate::exact(of(&parts), provenance.clone()));
            shared(answer, &areas).into()
        };
        SectorShift {
            line: line.clone(),
            title: jobs.titles.get(line).cloned().unwrap_or_else(|| line.to_string()),
            change: figure(|parts| parts.change),
            national: figure(|parts| parts.national),
            mix: figure(|parts| parts.mix),
            regional: figure(|parts| parts.regional + parts.new),
        }
    };
    Ok((span, jobs.sectors.iter().map(shift).collect()))
}

fn nowhere() -> Parts {
    let [change, national, mix, regional] =
        [(); 4].map(|()| Err(Withheld::missing("a member has no row in this table")));
    Parts { change, national, mix, regional }
}

/// Says so where the publisher counts the region together with others.
fn shared(answer: Answer, areas: &[Area]) -> Answer {
    let names: Vec<&str> = areas
        .iter()
        .filter(|area| !area.also.is_empty())
        .filter_map(|a| a.name.as_deref())
        .collect();
    let estimate = answer?;
    if names.is_empty() {
        return Ok(estimate);
    }
    let text =
        format!("Its publisher counts it as part of {}: all of that is counted.", names.join(", "));
    Ok(estimate.caveat(Caveat::new("combined-area", text)))
}

/// First and last year and their positions.
fn span(jobs: &Jobs, years: Option<[Year; 2]>) -> Result<([Year; 2], [usize; 2]), Error> {
    let axis = &jobs.panel.axes().years;
    let (Some(&first), Some(&last)) = (axis.first(), axis.last()) else {
        return Err(Error::new("E0203", "the table of jobs holds no year"));
    };
    let [from, to] = years.unwrap_or([first, last]);
    let refuse = |what: String| {
        Error::new("E0103", what).hint(format!("years: {first} to {last}, the earlier one first"))
    };
    if from >= to {
        return Err(refuse(format!("{from} is not before {to}")));
    }
    let at = |year: Year| {
        jobs.panel.year(year).ok_or_else(|| refuse(format!("there are no jobs of {year}")))
    };
    Ok(([from, to], [at(from)?, at(to)?]))
}
