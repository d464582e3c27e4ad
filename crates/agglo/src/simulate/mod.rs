//! What may happen to a region's jobs, with a plan, without it, and when the money stops.
//!
//! Yearly jobs by sector. The forecast says beside itself how often forecasts like it were right.

mod absent;
mod area;
pub mod backtest;
mod centre;
pub mod effect;
pub mod fit;
pub mod forecast;
pub mod from_plan;
pub mod funding_stop;
mod gain;
mod initiative;
mod path;
mod reached;
mod shock;
mod spread;
mod start;
mod track;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::estimate::{Caveat, Figure, Provenance};
use crate::base::id::{IndustryId, RegionId};
use crate::base::year::Year;
use crate::panel::Status;

pub use absent::Absent;
pub use backtest::Backtest;
pub use effect::{Basis, Effect, Share, Size};
pub use fit::{Fitted, fit};
pub use forecast::{Model, forecast};
pub use from_plan::{Reached, effects};
pub use funding_stop::{FundingStop, Remains, Sustainability};
pub use reached::{Sectors, reached};
pub use spread::{Curve, Shape};

/// The probabilities of every fan.
pub const PROBABILITIES: [f64; 7] = [0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95];

/// What a forecast is asked for.
#[derive(Clone, Debug)]
pub struct Options {
    /// Draws; default 2,000.
    pub draws: u32,
    /// Years after the last year of the panel; default 10.
    pub horizon: u16,
    /// Seed of every random number; default 1.
    pub seed: u64,
    /// Last year with money for all initiatives, if money stops before the plan says; default none.
    pub stop_funding: Option<Year>,
    /// How covered jobs become jobs of the panel; needed where an effect is in covered jobs.
    pub ratio: Option<Ratio>,
}

impl Default for Options {
    fn default() -> Self {
        Self { draws: 2_000, horizon: 10, seed: 1, stop_funding: None, ratio: None }
    }
}

/// Jobs of the panel for each covered job of the region.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Ratio {
    /// Wage and salary jobs of the panel over covered jobs of all owners, same year.
    pub value: Figure,
    /// The year of both counts.
    pub year: Year,
    /// `own counts`, or where the number comes from if they are withheld.
    pub from: String,
}

/// Jobs of a region and its sectors over the coming years.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Forecast {
    /// What is simulated: the region itself, or what its publisher shows in its place.
    pub area: Area,
    /// Last year of the panel; the first forecast year follows it.
    pub from: Year,
    /// Forecast years.
    pub years: Vec<Year>,
    /// Probabilities of the quantiles of every fan.
    pub probabilities: Vec<f64>,
    /// Number of draws.
    pub draws: u32,
    /// All jobs.
    pub total: Series,
    /// Each sector, in the publisher's order.
    pub sectors: Vec<Series>,
    /// What the plan adds; none without initiatives.
    pub gain: Option<Gain>,
    /// How forecasts of all jobs and of single sectors did in the past in areas of this size.
    pub track_record: Vec<TrackRecord>,
    /// What a reader must know before using it.
    pub caveats: Vec<Caveat>,
    /// Method, sources and seed.
    pub provenance: Provenance,
}

/// The area that a forecast is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Area {
    /// The region that was asked for.
    pub asked: RegionId,
    /// The publisher's areas that are simulated for it, sorted.
    pub areas: Vec<RegionId>,
    /// Names of those areas that are wider than the region's own units.
    pub combinations: Vec<String>,
    /// Units inside those areas that were not asked for.
    pub also_inside: Vec<RegionId>,
}

/// Jobs of one line: what was, what may come.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Series {
    /// The publisher's line.
    pub line: IndustryId,
    /// Its title.
    pub title: String,
    /// The years behind.
    pub past: Vec<Past>,
    /// The way in which its baseline is forecast.
    pub baseline_by: Baseline,
    /// Jobs without the plan.
    pub baseline: Fan,
    /// Jobs with the plan; none where the plan does not reach it.
    pub plan: Option<PlanFans>,
    /// How forecasts of this sector did in the past, over all areas; empty for the total.
    pub track_record: Vec<TrackRecord>,
}

/// One past year of a line.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Past {
    /// The year.
    pub year: Year,
    /// Jobs, where they are published.
    pub jobs: Option<f64>,
    /// Published, zero, withheld with bounds, or missing.
    pub status: Status,
}

/// How a line's baseline is forecast: the best of the rivals in the backtest.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Baseline {
    /// National growth of the sector and the region's own shrunken residual.
    NationPlusRegion,
    /// The last value.
    Persistence,
    /// National growth of the past years.
    NationalGrowth,
    /// The line's own mean growth of the past five years.
    Trend,
    /// Half of the national growth and a quarter of the line's own trend.
    HalfNationalQuarterTrend,
}

/// Quantiles over the forecast years.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Fan {
    /// `[year][probability]`, jobs; rows follow the forecast's years, columns its probabilities.
    pub quantiles: Vec<Vec<f64>>,
    /// Mean of the draws in each year, jobs.
    pub mean: Vec<f64>,
}

/// The arms with a plan, drawn with the same random numbers as the baseline.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PlanFans {
    /// Jobs while money flows to the last year.
    pub funded: Fan,
    /// Jobs when the money stops.
    pub money_stops: Fan,
    /// With the plan less without, draw by draw, while money flows.
    pub gain: Fan,
    /// The same when the money stops.
    pub gain_money_stops: Fan,
}

/// What a plan adds to all jobs.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Gain {
    /// The last year with money, in which the gain is read.
    pub year: Year,
    /// Jobs added in that year, net of displacement.
    pub net: Figure,
    /// The same before displacement.
    pub gross: Figure,
    /// Probability that the net gain is positive in that year.
    pub likely: Figure,
    /// Share of the expected gain that does not rest on an evaluation.
    pub assumed_share: Figure,
    /// Each initiative's own part, in the order of the effects.
    pub parts: Vec<Part>,
    /// The funding-stop test.
    pub stop: FundingStop,
    /// The ratio by which covered jobs entered, where an effect was in covered jobs.
    pub ratio: Option<Ratio>,
}

/// One initiative's part of the gain in the last year with money.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Part {
    /// The effect as it was given.
    pub effect: Effect,
    /// Jobs of the panel, net of displacement.
    pub net: Figure,
    /// The same before displacement.
    pub gross: Figure,
}

/// How forecasts of one kind did at one horizon, over past origins.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TrackRecord {
    /// What was forecast, in words: `all jobs`, `single sectors`, or a sector's title.
    pub what: String,
    /// The areas that are counted, in words.
    pub class: String,
    /// Years ahead.
    pub horizon: u16,
    /// Mean continuous ranked probability score of log jobs.
    pub crps: Figure,
    /// The best rival's score.
    pub rival_crps: Figure,
    /// The best rival.
    pub rival: Baseline,
    /// Whether ours is better, the interval of the difference over areas above zero.
    pub beats_rivals: bool,
    /// Share of outcomes inside the 50 % interval; its own interval counts each area once.
    pub coverage_50: Figure,
    /// Share of outcomes inside the 90 % interval; its own interval counts each area once.
    pub coverage_90: Figure,
    /// Forecasts that were scored.
    pub n: u32,
    /// Different areas among them.
    pub areas: u32,
    /// First and last origin.
    pub origins: (Year, Year),
    /// Origin by origin; empty for single lines.
    pub by_origin: Vec<OriginRecord>,
}

/// How forecasts from one origin did.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct OriginRecord {
    /// Last year that was known.
    pub origin: Year,
    /// Forecasts that were scored.
    pub n: u32,
    /// Mean continuous ranked probability score of log jobs.
    pub crps: Figure,
    /// The best rival's score.
    pub rival_crps: Figure,
    /// Share of outcomes inside the 50 % interval.
    pub coverage_50: Figure,
    /// Share of outcomes inside the 90 % interval.
    pub coverage_90: Figure,
}
