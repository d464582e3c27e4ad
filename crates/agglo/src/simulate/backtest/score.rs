//! Forecasts from one origin of the past, scored against what happened and beside the rivals.

use agglo_stats::distribution::normal;
use agglo_stats::float;
use agglo_stats::score::crps;

use crate::base::error::Error;
use crate::base::id::IndustryId;
use crate::base::year::Year;
use crate::panel::Jobs;
use crate::simulate::Baseline;
use crate::simulate::backtest::{RIVALS, SizeClass};
use crate::simulate::fit::{self, Fitted};
use crate::simulate::path::{Baselines, Shocks};
use crate::simulate::shock::Source;
use crate::simulate::track::{Grid, TOTAL};

/// Quantiles that stand for a rival's distribution.
const ENSEMBLE: u32 = 99;
/// Least standard deviation of a yearly change, log points.
const LEAST: f64 = 0.002;

/// One scored forecast.
#[derive(Clone, Copy, Debug)]
pub struct Scored {
    pub(super) origin: Year,
    pub(super) line: usize,
    pub(super) horizon: u16,
    pub(super) area: usize,
    pub(super) class: SizeClass,
    pub(super) crps: f64,
    /// Each rival in each spread.
    pub(super) rivals: [f64; 2 * RIVALS.len()],
    pub(super) covered_50: bool,
    pub(super) covered_90: bool,
}

/// Forecasts from one origin, scored against what happened.
///
/// `by` says how the middle of each line is forecast. Lines without published jobs at the origin or
/// at the horizon, and lines with none, are left out.
///
/// # Errors
///
/// As [`fit::fit`].
pub fn score_origin(
    jobs: &Jobs,
    origin: Year,
    horizons: &[u16],
    (draws, seed): (u32, u64),
    by: &dyn Fn(&IndustryId) -> Baseline,
) -> Result<Vec<Scored>, Error> {
    let last = jobs.panel.axes().years.last().copied().unwrap_or(origin);
    let truth = Grid::until(jobs, last)?;
    let known = Grid::until(jobs, origin)?;
    let simple = RIVALS.map(|rival| move |_: &IndustryId| rival);
    let mut ways = vec![by];
    ways.extend(simple.iter().map(|way| way as &dyn Fn(&IndustryId) -> Baseline));
    let mut rivals = fit::fit_each(&known, origin, &ways)?;
    let fitted = rivals.remove(0);
    let mut scored = Vec::new();
    let at = known.last();
    let usable: Vec<u16> =
        horizons.iter().copied().filter(|&h| at + usize::from(h) <= truth.last()).collect();
    let Some(years) = usable.iter().max().map(|&h| usize::from(h)) else { return Ok(scored) };
    let sources = (0..draws).map(|draw| Source { seed, draw });
    let shocks: Vec<(Source, Shocks)> =
        sources.map(|source| (source, Shocks::new(&fitted, years, source))).collect();
    let normals: Vec<f64> = (0..ENSEMBLE)
        .filter_map(|i| normal::quantile((f64::from(i) + 0.5) / f64::from(ENSEMBLE)))
        .collect();
    for area in 0..known.areas.len() {
        let tracks = (&known.tracks[area], &known.nation);
        let Some(total) = tracks.0.log(TOTAL, at).map(float::exp) else { continue };
        let all = |_| (0.0, total);
        let Some(baselines) = Baselines::new(&fitted, tracks, at, years, all) else { continue };
        let simple: Vec<Baselines<'_>> = rivals
            .iter()
            .filter_map(|rival| Baselines::new(rival, tracks, at, years, all))
            .collect();
        let drawn = ensemble(&baselines, &fitted, &usable, &shocks);
        for (line, drawn) in drawn.iter().enumerate() {
            for (&horizon, mine) in usable.iter().zip(drawn) {
                let h = usize::from(horizon);
                let start = tracks.0.log(line, at);
                let outcome = truth.tracks[area].log(line, at + h);
                let (Some(start), Some(outcome)) = (start, outcome) else { continue };
                let (covered_50, covered_90) = covered(mine, outcome);
                scored.push(Scored {
                    origin,
                    line,
                    horizon,
                    area,
                    class: SizeClass::of(total),
                    crps: crps::fair(mine, outcome).unwrap_or(0.0),
                    rivals: rival_scores(&simple, (line, h), (start, outcome), &normals),
                    covered_50,
                    covered_90,
                });
            }
        }
    }
    Ok(scored)
}

/// Log jobs, `[line][horizon][draw]`.
fn ensemble(
    baselines: &Baselines<'_>,
    fitted: &Fitted,
    horizons: &[u16],
    shocks: &[(Source, Shocks)],
) -> Vec<Vec<Vec<f64>>> {
    let mut logs = vec![vec![Vec::with_capacity(shocks.len()); horizons.len()]; fitted.lines.len()];
    // A line can shrink to nothing in a draw; half a job keeps its log finite.
    let log = |jobs: f64| float::ln(jobs.max(0.5));
    for (source, shocks) in shocks {
        let drawn = baselines.draw(*source, shocks);
        for (line, jobs) in std::iter::once(&drawn.total).chain(&drawn.sectors).enumerate() {
            for (logs, &horizon) in logs[line].iter_mut().zip(horizons) {
                logs.push(log(jobs[usize::from(horizon)]));
            }
        }
    }
    logs
}

fn covered(draws: &[f64], outcome: f64) -> (bool, bool) {
    let mut sorted = draws.to_vec();
    sorted.sort_by(f64::total_cmp);
    let inside = |low: f64, high: f64| {
        let ends = (float::quantile_sorted(&sorted, low), float::quantile_sorted(&sorted, high));
        matches!(ends, (Some(low), Some(high)) if low <= outcome && outcome <= high)
    };
    (inside(0.25, 0.75), inside(0.05, 0.95))
}

/// Own changes of each rival first, then past errors.
fn rival_scores(
    rivals: &[Baselines<'_>],
    (line, horizon): (usize, usize),
    (start, outcome): (f64, f64),
    normals: &[f64],
) -> [f64; 2 * RIVALS.len()] {
    let mut scores = [0.0; 2 * RIVALS.len()];
    for (index, rival) in rivals.iter().enumerate() {
        let middle = start + rival.drift(line, horizon);
        let sd = rival.own_sd(line, start).max(LEAST) * (horizon as f64).sqrt();
        scores[index] = crps::gaussian(middle, sd, outcome).unwrap_or(0.0);
        let errors = rival.errors(line, horizon, start, normals);
        let draws: Vec<f64> = errors.iter().map(|error| middle + error).collect();
        scores[RIVALS.len() + index] = crps::plain(&draws, outcome).unwrap_or(0.0);
    }
    scores
}
