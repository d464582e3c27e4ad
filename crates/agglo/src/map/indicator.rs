//! One measure of a region with the nation's beside it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::base::estimate::Figure;
use crate::base::year::Year;

/// A measure of a region, and the same measure of the nation.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Indicator {
    /// Name in JSON and on the command line: `poverty_percent`.
    pub name: String,
    /// What it is, as a person says it: `Residents in poverty`.
    pub title: String,
    /// Unit: `jobs`, `dollars`, `percent`, `ratio`.
    pub unit: String,
    /// The year that it describes, the last one where it describes several.
    pub year: Option<Year>,
    /// Which way is better for the people who live there.
    pub better: Better,
    /// The region's.
    pub value: Figure,
    /// The nation's.
    pub nation: Figure,
}

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// More is better.
    More,
    /// Less is better.
    Less,
    /// Neither: it describes.
    Neither,
}
