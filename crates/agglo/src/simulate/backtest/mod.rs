//! How forecasts like this one did on origins of the past, beside simple rivals.
//!
//! At each origin everything is learned again from the years up to it. Rivals get the better of two
//! spreads: the line's own past changes, or past errors of their own.

mod record;
mod score;
mod summary;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::year::Year;
use crate::simulate::Baseline;

pub use score::{Scored, score_origin};
pub use summary::summarise;

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
}
