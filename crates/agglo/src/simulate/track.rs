//! Log jobs of every area, line and year, as far as they are published: what fit and forecast read.

use agglo_stats::float;

use crate::base::error::Error;
use crate::base::id::{IndustryId, RegionId};
use crate::base::year::Year;
use crate::panel::{Cell, Jobs};

/// The line of all jobs comes first on the axis of a track.
pub(crate) const TOTAL: usize = 0;

/// Jobs of one area and their logs.
///
/// Inside, jobs are negative and logs are not a number where nothing is published; neither leaves this
/// type: readers get an `Option`.
#[derive(Clone, Debug)]
pub(crate) struct Track {
    years: usize,
    jobs: Vec<f64>,
    log: Vec<f64>,
}

impl Track {
    /// `cell` gives the jobs of a line in a year, both as positions.
    pub(crate) fn new(lines: usize, years: usize, cell: impl Fn(usize, usize) -> Cell) -> Self {
        let jobs: Vec<f64> = (0..lines * years)
            .map(|at| cell(at / years, at % years).point().unwrap_or(-1.0))
            .collect();
        let log = jobs.iter().map(|&jobs| if jobs > 0.0 { float::ln(jobs) } else { f64::NAN });
        Self { years, log: log.collect(), jobs }
    }

    /// Jobs, where they are published.
    pub(crate) fn jobs(&self, line: usize, year: usize) -> Option<f64> {
        let jobs = self.jobs[line * self.years + year];
        (jobs >= 0.0).then_some(jobs)
    }

    /// Log jobs, where they are published and not zero.
    pub(crate) fn log(&self, line: usize, year: usize) -> Option<f64> {
        let log = self.log[line * self.years + year];
        log.is_finite().then_some(log)
    }

    /// Change of log jobs over the year that ends in `year`: both ends must be published.
    pub(crate) fn change(&self, line: usize, year: usize) -> Option<f64> {
        let before = self.log(line, year.checked_sub(1)?)?;
        Some(self.log(line, year)? - before)
    }
}

/// Tracks of all areas of a panel up to an origin, and the nation's.
#[derive(Clone, Debug)]
pub(crate) struct Grid {
    /// The total, then the sectors in the publisher's order.
    pub(crate) lines: Vec<IndustryId>,
    /// Years up to the origin.
    pub(crate) years: Vec<Year>,
    /// Areas, sorted.
    pub(crate) areas: Vec<RegionId>,
    /// Their tracks.
    pub(crate) tracks: Vec<Track>,
    /// The nation's track; complete.
    pub(crate) nation: Track,
}

impl Grid {
    /// Everything published up to `origin`, and nothing later.
    ///
    /// # Errors
    ///
    /// `E0101` for a line or an area that is not on the panel's axes, `E0202` where the nation lacks a
    /// number, `E0301` for an origin that is not a year of the panel.
    pub(crate) fn until(jobs: &Jobs, origin: Year) -> Result<Self, Error> {
        let lines = lines(jobs);
        let columns = columns(jobs, &lines)?;
        let last = origin_position(jobs, origin)?;
        let years = jobs.panel.axes().years[..=last].to_vec();
        let track = |row: usize| {
            Track::new(lines.len(), years.len(), |line, year| {
                jobs.panel.cell([year, row, columns[line]])
            })
        };
        let mut areas: Vec<RegionId> = jobs.area_of.values().cloned().collect();
        areas.sort();
        areas.dedup();
        let rows = areas.iter().map(|area| row(jobs, area)).collect::<Result<Vec<_>, _>>()?;
        let tracks = rows.into_iter().map(track).collect();
        let nation = Self::nation(jobs, &lines, origin)?;
        Ok(Self { lines, years, areas, tracks, nation })
    }

    /// The nation's track up to `origin`: every line of every year.
    ///
    /// # Errors
    ///
    /// As [`Grid::until`].
    pub(crate) fn nation(jobs: &Jobs, lines: &[IndustryId], origin: Year) -> Result<Track, Error> {
        let columns = columns(jobs, lines)?;
        let last = origin_position(jobs, origin)?;
        let row = row(jobs, &RegionId::from(RegionId::NATION))?;
        let nation = Track::new(lines.len(), last + 1, |line, year| {
            jobs.panel.cell([year, row, columns[line]])
        });
        let complete = (0..lines.len()).all(|l| (0..=last).all(|y| nation.log(l, y).is_some()));
        if complete {
            Ok(nation)
        } else {
            Err(Error::new("E0202", "the nation lacks jobs of some line and year").at(jobs
                .panel
                .axes()
                .source
                .as_str()))
        }
    }

    /// Position of the last year.
    pub(crate) fn last(&self) -> usize {
        self.years.len() - 1
    }
}

/// The total, then the sectors in the publisher's order.
pub(crate) fn lines(jobs: &Jobs) -> Vec<IndustryId> {
    std::iter::once(&jobs.total).chain(&jobs.sectors).cloned().collect()
}

/// Positions of lines on the panel's axis.
pub(crate) fn columns(jobs: &Jobs, lines: &[IndustryId]) -> Result<Vec<usize>, Error> {
    let column = |line: &IndustryId| {
        jobs.panel.industry(line.as_str()).ok_or_else(|| {
            Error::new("E0101", format!("line `{line}` is not in the table")).at(jobs
                .panel
                .axes()
                .source
                .as_str())
        })
    };
    lines.iter().map(column).collect()
}

/// Position of an area on the panel's axis.
pub(crate) fn row(jobs: &Jobs, area: &RegionId) -> Result<usize, Error> {
    jobs.panel.region(area.as_str()).ok_or_else(|| {
        Error::new("E0101", format!("area `{area}` is not in the table")).at(jobs
            .panel
            .axes()
            .source
            .as_str())
    })
}

/// Position of the origin on the panel's axis.
pub(crate) fn origin_position(jobs: &Jobs, origin: Year) -> Result<usize, Error> {
    jobs.panel.year(origin).ok_or_else(|| {
        Error::new("E0301", format!("{origin} is not a year of the table")).at(jobs
            .panel
            .axes()
            .source
            .as_str())
    })
}
