//! How forecasts like this one did on origins of the past, beside simple rivals.
//!
//! At each origin everything is learned again from the years up to it. Rivals get the better of two
//! spreads: the line's own past changes, or past errors of their own.

use std::collections::BTreeMap;

use agglo_stats::distribution::normal::{self, Z90};
use agglo_stats::float;
use agglo_stats::score::{crps, wilson};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::error::Error;
use crate::base::estimate::{Estimate, Figure, Interval, IntervalKind, Provenance, Withheld};
use crate::base::id::IndustryId;
use crate::base::year::Year;
use crate::panel::Jobs;
use crate::simulate::fit::{self, Fitted};
use crate::simulate::path::{Baselines, Shocks};
use crate::simulate::shock::Source;
use crate::simulate::track::{Grid, TOTAL};
use crate::simulate::{Baseline, OriginRecord, TrackRecord};

/// The rivals, simplest first.
pub const RIVALS: [Baseline; 4] = [
    Baseline::Persistence,
    Baseline::NationalGrowth,
    Baseline::Trend,
    Baseline::HalfNationalQuarterTrend,
];
/// Name of the rows of all jobs.
pub const ALL_JOBS: &str = "total";
/// Name of the rows of all sectors together.
pub const SECTORS: &str = "sectors";
/// Quantiles that stand for a rival's distribution.
const ENSEMBLE: u32 = 99;
/// Least standard deviation of a yearly change, log points.
const LEAST: f64 = 0.002;

/// How wide a rival's distribution is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Spread {
    /// Standard deviation of the line's own yearly changes times the root of the horizon.
    OwnChanges,
    /// Its past errors, by size and own changes.
    PastErrors,
}

/// Areas by the number of their jobs at the origin.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum SizeClass {
    /// All areas.
    All,
    /// Fewer than 5,000 jobs.
    Under5000,
    /// 5,000 to 25,000 jobs.
    To25000,
    /// More than 25,000 jobs.
    Over25000,
}

impl SizeClass {
    /// The class of an area with so many jobs.
    pub fn of(jobs: f64) -> Self {
        if jobs < 5_000.0 {
            Self::Under5000
        } else if jobs <= 25_000.0 {
            Self::To25000
        } else {
            Self::Over25000
        }
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::All => "all areas",
            Self::Under5000 => "areas with fewer than 5,000 jobs",
            Self::To25000 => "areas with 5,000 to 25,000 jobs",
            Self::Over25000 => "areas with more than 25,000 jobs",
        }
    }
}

/// Scores of all origins.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Backtest {
    /// Method and version.
    pub method: String,
    /// Dataset that was read.
    pub source: String,
    /// Draws of each forecast.
    pub draws: u32,
    /// Seed.
    pub seed: u64,
    /// Scores of what is shipped, by what was forecast, horizon and class.
    pub rows: Vec<Row>,
    /// Scores of a trial in which every line was forecast our own way: they decide which lines follow
    /// a rival.
    pub trial: Vec<Row>,
}

/// Scores of one kind of forecast at one horizon.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Row {
    /// `total`, `sectors`, or a line.
    pub what: String,
    /// Years ahead.
    pub horizon: u16,
    /// Areas that are counted.
    pub class: SizeClass,
    /// Different areas.
    pub areas: u32,
    /// Mean score of log jobs.
    pub crps: f64,
    /// Each rival in the better of its two spreads.
    pub rivals: Vec<RivalScore>,
    /// 90 % interval of the best rival's score less ours, over areas.
    pub advantage: [f64; 2],
    /// Origin by origin.
    pub origins: Vec<OriginScore>,
}

/// A rival's mean score.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RivalScore {
    /// The rival.
    pub by: Baseline,
    /// Its better spread.
    pub spread: Spread,
    /// Mean score of log jobs.
    pub crps: f64,
}

/// Scores of one origin.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OriginScore {
    /// Last year that was known.
    pub origin: Year,
    /// Forecasts that were scored.
    pub n: u32,
    /// Mean score of log jobs.
    pub crps: f64,
    /// Mean score of the best rival.
    pub rival: f64,
    /// Outcomes inside the 50 % interval.
    pub covered_50: u32,
    /// Outcomes inside the 90 % interval.
    pub covered_90: u32,
}

/// One scored forecast.
#[derive(Clone, Copy, Debug)]
pub struct Scored {
    origin: Year,
    line: usize,
    horizon: u16,
    area: usize,
    class: SizeClass,
    crps: f64,
    /// Each rival in each spread.
    rivals: [f64; 2 * RIVALS.len()],
    covered_50: bool,
    covered_90: bool,
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

/// Sums scored forecasts up: totals and sectors by class, each line over all areas.
///
/// `lines` are the lines of the fit in order; `about` gives method, source, draws and seed.
pub fn summarise(scored: &[Scored], lines: &[&str], about: Backtest) -> Backtest {
    let mut groups: BTreeMap<(u8, usize, u16, SizeClass), Vec<&Scored>> = BTreeMap::new();
    for one in scored {
        let kind = u8::from(one.line != TOTAL);
        for class in [SizeClass::All, one.class] {
            groups.entry((kind, 0, one.horizon, class)).or_default().push(one);
        }
        if one.line != TOTAL {
            groups.entry((2, one.line, one.horizon, SizeClass::All)).or_default().push(one);
        }
    }
    let rows = groups.into_iter().map(|((kind, line, horizon, class), scored)| {
        let what = match kind {
            0 => ALL_JOBS,
            1 => SECTORS,
            _ => lines.get(line).copied().unwrap_or(""),
        };
        row(what, horizon, class, &scored)
    });
    Backtest { rows: rows.collect(), ..about }
}

fn row(what: &str, horizon: u16, class: SizeClass, scored: &[&Scored]) -> Row {
    let n = scored.len() as f64;
    let mean = |get: &dyn Fn(&Scored) -> f64| float::sum(scored.iter().map(|s| get(s))) / n;
    let rival = |index: usize| mean(&|s| s.rivals[index]);
    let mut rivals: Vec<(usize, RivalScore)> = RIVALS
        .iter()
        .enumerate()
        .map(|(index, &by)| {
            let (own, past) = (rival(index), rival(RIVALS.len() + index));
            if own < past {
                (index, RivalScore { by, spread: Spread::OwnChanges, crps: own })
            } else {
                (RIVALS.len() + index, RivalScore { by, spread: Spread::PastErrors, crps: past })
            }
        })
        .collect();
    rivals.sort_by(|a, b| a.1.crps.total_cmp(&b.1.crps));
    let best = rivals[0].0;
    let mut areas: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
    for one in scored {
        areas.entry(one.area).or_default().push(one.rivals[best] - one.crps);
    }
    let by_area: Vec<f64> = areas.values().filter_map(|all| float::mean(all)).collect();
    Row {
        what: what.to_owned(),
        horizon,
        class,
        areas: u32::try_from(areas.len()).unwrap_or(u32::MAX),
        crps: mean(&|s| s.crps),
        rivals: rivals.into_iter().map(|(_, score)| score).collect(),
        advantage: interval_of_mean(&by_area),
        origins: origins(scored, best),
    }
}

/// 90 % interval of a mean over areas.
fn interval_of_mean(values: &[f64]) -> [f64; 2] {
    let n = values.len() as f64;
    let mean = float::mean(values).unwrap_or(0.0);
    let squares = float::sum(values.iter().map(|v| (v - mean) * (v - mean)));
    let half = if n > 1.0 { Z90 * (squares / (n - 1.0) / n).sqrt() } else { 0.0 };
    [mean - half, mean + half]
}

fn origins(scored: &[&Scored], best: usize) -> Vec<OriginScore> {
    let mut by_origin: BTreeMap<Year, Vec<&Scored>> = BTreeMap::new();
    for one in scored {
        by_origin.entry(one.origin).or_default().push(one);
    }
    let count = |all: &[&Scored], hit: fn(&Scored) -> bool| {
        u32::try_from(all.iter().filter(|s| hit(s)).count()).unwrap_or(u32::MAX)
    };
    let score = |(origin, all): (Year, Vec<&Scored>)| OriginScore {
        origin,
        n: u32::try_from(all.len()).unwrap_or(u32::MAX),
        crps: float::sum(all.iter().map(|s| s.crps)) / all.len() as f64,
        rival: float::sum(all.iter().map(|s| s.rivals[best])) / all.len() as f64,
        covered_50: count(&all, |s| s.covered_50),
        covered_90: count(&all, |s| s.covered_90),
    };
    by_origin.into_iter().map(score).collect()
}

impl Row {
    /// Whether ours beats the best rival, the interval of the difference above zero.
    pub fn beats_rivals(&self) -> bool {
        self.advantage[0] > 0.0
    }

    fn n(&self) -> u32 {
        self.origins.iter().map(|origin| origin.n).sum()
    }
}

impl Backtest {
    /// The row of what, horizon and class.
    pub fn row(&self, what: &str, horizon: u16, class: SizeClass) -> Option<&Row> {
        self.rows.iter().find(|r| r.what == what && r.horizon == horizon && r.class == class)
    }

    /// How the middle of a line is to be forecast: ours where it beat the best rival in the trial at the
    /// longest horizon, else that rival.
    pub fn choice(&self, what: &str) -> Baseline {
        let trial = self.trial.iter().filter(|row| row.what == what && row.class == SizeClass::All);
        match trial.max_by_key(|row| row.horizon) {
            Some(row) if !row.beats_rivals() => {
                row.rivals.first().map_or(Baseline::NationPlusRegion, |rival| rival.by)
            }
            _ => Baseline::NationPlusRegion,
        }
    }

    /// These scores as the trial of what is to be shipped.
    #[must_use]
    pub fn as_trial(self) -> Self {
        let longest = self.longest();
        let mut trial = self.rows;
        trial.retain(|row| row.horizon == longest && row.class == SizeClass::All);
        Self { trial, rows: Vec::new(), ..self }
    }

    /// Longest horizon that was scored; 0 without scores.
    pub fn longest(&self) -> u16 {
        self.rows.iter().map(|row| row.horizon).max().unwrap_or(0)
    }

    /// Scores of all jobs and of single sectors in areas with so many jobs.
    pub(crate) fn of_class(&self, jobs: f64, provenance: &Provenance) -> Vec<TrackRecord> {
        let class = SizeClass::of(jobs);
        let provenance = Provenance { seed: Some(self.seed), ..provenance.clone() };
        let own = self.rows.iter().filter(|row| row.class == class);
        own.map(|row| {
            let what = if row.what == ALL_JOBS { "all jobs" } else { "single sectors" };
            record(row, what, by_origin(row, &provenance), &provenance)
        })
        .collect()
    }

    /// Scores of one line over all areas.
    pub(crate) fn of_line(
        &self,
        line: &str,
        title: &str,
        provenance: &Provenance,
    ) -> Vec<TrackRecord> {
        let provenance = Provenance { seed: Some(self.seed), ..provenance.clone() };
        let own = self.rows.iter().filter(|row| row.what == line);
        own.map(|row| record(row, title, Vec::new(), &provenance)).collect()
    }
}

fn by_origin(row: &Row, provenance: &Provenance) -> Vec<OriginRecord> {
    let exact = |value: f64| Figure::from(Estimate::exact(value, provenance.clone()));
    let share = |covered: u32, n: u32| coverage(covered, n, row.areas, provenance);
    let origin = |origin: &OriginScore| OriginRecord {
        origin: origin.origin,
        n: origin.n,
        crps: exact(origin.crps),
        rival_crps: exact(origin.rival),
        coverage_50: share(origin.covered_50, origin.n),
        coverage_90: share(origin.covered_90, origin.n),
    };
    row.origins.iter().map(origin).collect()
}

fn record(
    row: &Row,
    what: &str,
    by_origin: Vec<OriginRecord>,
    provenance: &Provenance,
) -> TrackRecord {
    let exact = |value: f64| Figure::from(Estimate::exact(value, provenance.clone()));
    let sum = |get: fn(&OriginScore) -> u32| row.origins.iter().map(get).sum::<u32>();
    let share = |covered: u32, n: u32| coverage(covered, n, row.areas, provenance);
    let best = row.rivals.first();
    let year = |origin: Option<&OriginScore>| origin.map_or(Year(0), |origin| origin.origin);
    TrackRecord {
        what: what.to_owned(),
        class: row.class.words().to_owned(),
        horizon: row.horizon,
        crps: exact(row.crps),
        rival_crps: best.map_or_else(
            || Figure::Withheld(Withheld::missing("no rival was scored")),
            |rival| exact(rival.crps),
        ),
        rival: best.map_or(Baseline::Persistence, |rival| rival.by),
        beats_rivals: row.beats_rivals(),
        coverage_50: share(sum(|origin| origin.covered_50), row.n()),
        coverage_90: share(sum(|origin| origin.covered_90), row.n()),
        n: row.n(),
        areas: row.areas,
        origins: (year(row.origins.first()), year(row.origins.last())),
        by_origin,
    }
}

/// Share covered, with Wilson's interval that counts each area once: its forecasts hang together.
fn coverage(covered: u32, n: u32, areas: u32, provenance: &Provenance) -> Figure {
    let share = f64::from(covered) / f64::from(n.max(1));
    let independent = f64::from(areas.min(n));
    let interval = wilson(share * independent, independent, Z90)
        .and_then(|(low, high)| Interval::new(low, high, 0.9, IntervalKind::Confidence));
    match interval {
        Some(interval) => Estimate::new(share, interval, provenance.clone()).into(),
        None => Figure::Withheld(Withheld::too_thin("no forecast was scored")),
    }
}
