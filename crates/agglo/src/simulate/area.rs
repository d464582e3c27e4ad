//! The publisher's area that stands for a region: itself, a sum, or a combination made to protect.

use std::collections::BTreeSet;

use crate::base::error::Error;
use crate::base::estimate::Withheld;
use crate::base::id::{IndustryId, RegionId};
use crate::base::region::Region;
use crate::base::year::Year;
use crate::panel::{Cell, Jobs};
use crate::simulate::track::{self, Track};
use crate::simulate::{Area, Past};

/// A region's jobs, line by line and year by year, up to an origin.
pub(crate) struct History {
    pub(crate) area: Area,
    pub(crate) years: Vec<Year>,
    /// `[line][year]`, the total first.
    cells: Vec<Vec<Cell>>,
    pub(crate) track: Track,
}

impl History {
    /// The areas that stand for a region, summed; `lines` are the total and the sectors.
    ///
    /// Withheld inside where a member of the region is in no area of the panel.
    pub(crate) fn of(
        jobs: &Jobs,
        lines: &[IndustryId],
        region: &Region,
        origin: Year,
    ) -> Result<Result<Self, Withheld>, Error> {
        let area = match area(jobs, region) {
            Ok(area) => area,
            Err(withheld) => return Ok(Err(withheld)),
        };
        let columns = track::columns(jobs, lines)?;
        let last = track::origin_position(jobs, origin)?;
        let rows =
            area.areas.iter().map(|id| track::row(jobs, id)).collect::<Result<Vec<_>, _>>()?;
        let cell = |line: usize, year: usize| {
            Cell::sum(rows.iter().map(|&row| jobs.panel.cell([year, row, columns[line]])))
        };
        let cells: Vec<Vec<Cell>> = (0..lines.len())
            .map(|line| (0..=last).map(|year| cell(line, year)).collect())
            .collect();
        let track = Track::new(lines.len(), last + 1, |line, year| cells[line][year]);
        let years = jobs.panel.axes().years[..=last].to_vec();
        Ok(Ok(Self { area, years, cells, track }))
    }

    /// Position of the last year.
    pub(crate) fn last(&self) -> usize {
        self.years.len() - 1
    }

    /// Least and most jobs of a line in the last year: what its publisher's totals leave.
    pub(crate) fn bounds(&self, line: usize) -> (f64, f64) {
        let last = self.last();
        let all = self.cells[track::TOTAL][last].range().map_or(0.0, |(_, high)| high);
        let (low, high) = self.cells[line][last].range().unwrap_or((0.0, all));
        (low.clamp(0.0, all), high.clamp(0.0, all))
    }

    /// Whether a line is withheld or missing in the last year.
    pub(crate) fn is_hidden(&self, line: usize) -> bool {
        self.cells[line][self.last()].point().is_err()
    }

    /// The years behind, as they were published.
    pub(crate) fn past(&self, line: usize) -> Vec<Past> {
        let past = |(&year, cell): (&Year, &Cell)| Past {
            year,
            jobs: cell.point().ok(),
            status: cell.status(),
        };
        self.years.iter().zip(&self.cells[line]).map(past).collect()
    }
}

/// The areas that hold a region's members.
fn area(jobs: &Jobs, region: &Region) -> Result<Area, Withheld> {
    let members: BTreeSet<&RegionId> = region.members.iter().collect();
    let mut areas = BTreeSet::new();
    for member in &members {
        let Some(area) = jobs.area_of.get(*member) else {
            return Err(Withheld::missing(format!("no jobs by sector are published for {member}")));
        };
        areas.insert(area.clone());
    }
    let also_inside = jobs
        .area_of
        .iter()
        .filter(|(unit, area)| areas.contains(*area) && !members.contains(unit))
        .map(|(unit, _)| unit.clone())
        .collect();
    let combinations = areas.iter().filter_map(|area| jobs.combinations.get(area).cloned());
    Ok(Area {
        asked: region.id.clone(),
        combinations: combinations.collect(),
        areas: areas.into_iter().collect(),
        also_inside,
    })
}
