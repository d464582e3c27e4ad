//! What to expect of a line without a published number: hidden today, never shown, or truly zero.

use agglo_stats::float;
use agglo_stats::regression::ridge::Moments;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::simulate::fit::LONGEST;
use crate::simulate::spread::{self, Shape};
use crate::simulate::track::{Grid, TOTAL, Track};

/// Largest change that enters the bridge, log points.
const CLIP: f64 = 1.0;
/// Fewest areas with a published line for a curve of its own.
const ENOUGH: usize = 30;
/// Standard deviation of log jobs where nothing better is known.
const WIDE: f64 = 1.5;

/// What the panel teaches about lines without a published number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Absent {
    /// Change of a line since its last published year: coefficients of the nation's change in the
    /// line, and of the change of all jobs of the region over the nation's.
    pub bridge: [f64; 2],
    /// For each sector: log location quotient as a line in log jobs of the region (constant, slope),
    /// and the standard deviation around it.
    pub by_size: Vec<[f64; 3]>,
    /// Jobs after each horizon of lines that had none: quantiles at the knots of the shapes.
    pub from_zero: Vec<Shape>,
}

/// A belief about log jobs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Belief {
    pub(crate) mean: f64,
    pub(crate) sd: f64,
}

pub(crate) fn learn(grid: &Grid) -> Absent {
    Absent {
        bridge: bridge(grid),
        by_size: (1..grid.lines.len()).map(|line| by_size(grid, line)).collect(),
        from_zero: (1..=LONGEST).map(|horizon| from_zero(grid, horizon)).collect(),
    }
}

/// Least squares of changes over 1 to 10 years, all sectors and areas together.
fn bridge(grid: &Grid) -> [f64; 2] {
    let mut moments = Moments::<2>::default();
    for track in &grid.tracks {
        for line in 1..grid.lines.len() {
            for year in 1..=grid.last() {
                for gap in 1..=LONGEST.min(year) {
                    if let Some((x, y)) = change(track, &grid.nation, line, (year - gap, year)) {
                        moments.add(&x, y.clamp(-CLIP, CLIP));
                    }
                }
            }
        }
    }
    moments.solve(0.0).unwrap_or([1.0, 0.0])
}

/// The two known changes, and the change of the line itself.
fn change(
    track: &Track,
    nation: &Track,
    line: usize,
    (from, to): (usize, usize),
) -> Option<([f64; 2], f64)> {
    let own = track.log(line, to)? - track.log(line, from)?;
    Some((known_changes(track, nation, line, (from, to))?, own))
}

/// Change of the nation's line, and of all jobs of the region over the nation's.
fn known_changes(
    track: &Track,
    nation: &Track,
    line: usize,
    (from, to): (usize, usize),
) -> Option<[f64; 2]> {
    let total = track.log(TOTAL, to)? - track.log(TOTAL, from)?;
    let national = nation.log(TOTAL, to)? - nation.log(TOTAL, from)?;
    Some([nation.log(line, to)? - nation.log(line, from)?, total - national])
}

fn by_size(grid: &Grid, line: usize) -> [f64; 3] {
    let year = grid.last();
    let points: Vec<(f64, f64)> = grid
        .tracks
        .iter()
        .filter_map(|track| {
            let size = track.log(TOTAL, year)?;
            let national = grid.nation.log(line, year)? - grid.nation.log(TOTAL, year)?;
            Some((size, track.log(line, year)? - size - national))
        })
        .collect();
    let n = points.len() as f64;
    if points.len() < ENOUGH {
        return [0.0, 0.0, WIDE];
    }
    let mean_x = float::sum(points.iter().map(|p| p.0)) / n;
    let mean_y = float::sum(points.iter().map(|p| p.1)) / n;
    let xx = float::sum(points.iter().map(|p| (p.0 - mean_x) * (p.0 - mean_x)));
    let xy = float::sum(points.iter().map(|p| (p.0 - mean_x) * (p.1 - mean_y)));
    let slope = if xx > 1e-12 { xy / xx } else { 0.0 };
    let constant = mean_y - slope * mean_x;
    let square = |p: &(f64, f64)| {
        let rest = p.1 - constant - slope * p.0;
        rest * rest
    };
    [constant, slope, (float::sum(points.iter().map(square)) / n).sqrt()]
}

fn from_zero(grid: &Grid, horizon: usize) -> Shape {
    let mut later: Vec<f64> = Vec::new();
    for track in &grid.tracks {
        for line in 1..grid.lines.len() {
            for year in 0..=grid.last().saturating_sub(horizon) {
                let then = year + horizon;
                let none = track.jobs(line, year).is_some_and(|jobs| jobs <= 0.0);
                if none && then <= grid.last() {
                    later.extend(track.jobs(line, then));
                }
            }
        }
    }
    later.sort_by(f64::total_cmp);
    let at = |g: f64| float::quantile_sorted(&later, agglo_stats::distribution::normal::below(g));
    Shape(spread::knots().map(|g| at(g).unwrap_or(0.0)).collect())
}

impl Absent {
    /// What to expect of a hidden line: carried on from its last published year, or, where it was
    /// never shown, from the size of the region.
    ///
    /// `spread` gives the standard deviation of log jobs over a gap of years, at log jobs.
    pub(crate) fn belief(
        &self,
        (track, nation): (&Track, &Track),
        (line, year): (usize, usize),
        spread: impl Fn(f64, usize) -> f64,
    ) -> Belief {
        let last = (0..year).rev().find_map(|y| Some((y, track.log(line, y)?)));
        if let Some((from, log)) = last
            && let Some(known) = known_changes(track, nation, line, (from, year))
        {
            let moved = known[0] * self.bridge[0] + known[1] * self.bridge[1];
            return Belief { mean: log + moved, sd: spread(log, year - from) };
        }
        let [constant, slope, sd] = self.by_size.get(line - 1).copied().unwrap_or([0.0, 0.0, WIDE]);
        let size = track.log(TOTAL, year).unwrap_or(0.0);
        let share = |line: usize| nation.log(line, year).unwrap_or(0.0);
        let mean = size + share(line) - share(TOTAL) + constant + slope * size;
        Belief { mean, sd }
    }
}
