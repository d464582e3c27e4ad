//! Measures: by what an element is counted, as data.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::id::{IndustryId, RegionId};
use crate::base::year::Year;

/// By what an element is counted.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "by")]
pub enum Measure {
    /// A count over industries.
    Industries(Industries),
    /// Jobs of the lowest month over jobs of the highest month, a ratio in `[0, 1]`.
    Season {
        /// Industry codes, added.
        codes: Vec<IndustryId>,
    },
    /// A fact about the place.
    Fact {
        /// Name of the fact: `shore_open_km`.
        fact: String,
        /// Year that the fact must describe, where the blueprint says so.
        year: Option<Year>,
        /// Which way is better.
        better: Better,
        /// What the region is set against.
        benchmark: Benchmark,
    },
    /// Nobody has recorded it: a slot.
    Unrecorded,
    /// A figure that a programme keeps itself, of its own region alone.
    Recorded(Recorded),
    /// Partners that pass all gates: counted by the programme's records, never a score.
    PassingPartners,
}

/// A figure that no table holds and a programme records of its own region.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Recorded {
    /// Its name: `minutes_to_interstate`.
    pub fact: String,
    /// The region that it is recorded of: its members; no other region has a value.
    pub members: Vec<RegionId>,
    /// What is recorded; none until somebody does.
    pub value: Option<f64>,
    /// The value that is level 1, as the programme states it; without one the level stays unknown.
    pub full_at: Option<f64>,
    /// Which way is better.
    pub better: Better,
}

/// A count over industries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Industries {
    /// Codes or prefixes of codes, added.
    pub codes: Vec<IndustryId>,
    /// Codes taken out again.
    pub without: Vec<IndustryId>,
    /// What is counted.
    pub field: Field,
    /// What the count is divided by.
    pub per: Per,
}

/// What is counted in an industry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// Jobs, mean of twelve months.
    Employment,
    /// Establishments, published in every cell.
    #[default]
    Establishments,
    /// Wages of the year in dollars.
    #[serde(alias = "pay")]
    Payroll,
}

impl Field {
    /// As printed after a number.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Employment => "jobs",
            Self::Establishments => "establishments",
            Self::Payroll => "dollars of wages",
        }
    }
}

/// What a count is divided by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Per {
    /// Thousands of residents.
    #[default]
    #[serde(rename = "1000 residents")]
    ThousandResidents,
    /// Nothing.
    #[serde(rename = "region")]
    Region,
}

/// Which way of a measure is the better one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// More restaurants, more shore.
    #[default]
    More,
    /// Fewer minutes to an airport.
    Less,
}

/// What a region's fact is set against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Benchmark {
    /// The exemplars of the region.
    #[default]
    Exemplars,
    /// The median of the whole pool, the same for every region.
    PoolMedian,
}

impl Measure {
    /// Industry codes that it reads, with those taken out.
    pub fn codes(&self) -> Vec<&IndustryId> {
        match self {
            Self::Industries(industries) => {
                industries.codes.iter().chain(&industries.without).collect()
            }
            Self::Season { codes } => codes.iter().collect(),
            Self::Fact { .. } | Self::Unrecorded | Self::Recorded(_) | Self::PassingPartners => {
                Vec::new()
            }
        }
    }

    /// Which way of it is better.
    pub fn better(&self) -> Better {
        match self {
            Self::Fact { better, .. } => *better,
            Self::Recorded(own) => own.better,
            _ => Better::More,
        }
    }
}
