//! Edges: what reinforces or crowds out what, and by what evidence.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::blueprint::measure::Measure;
use crate::base::id::ElementId;

/// A directed, signed edge with its evidence.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Edge {
    /// Where it starts: an element or a member of a nest.
    pub from: ElementId,
    /// Where it ends: an element or an outcome.
    pub to: ElementId,
    /// Reinforces or crowds out.
    pub sign: Sign,
    /// By what mechanism.
    pub kind: EdgeKind,
    /// Strength in `[0, 1]`.
    pub strength: f64,
    /// How good the evidence is, as the file states it.
    pub grade: Grade,
    /// Statistic, sample, or who said it.
    pub source: String,
    /// The statistic that a grade C edge rests on, recomputed from the data at hand.
    pub statistic: Option<Statistic>,
}

/// Two measures whose partial rank correlation over the evidence sample supports an edge.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Statistic {
    /// One side.
    pub left: Measure,
    /// The other side.
    pub right: Measure,
}

/// Direction of an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Sign {
    /// The more of one, the more of the other.
    #[serde(rename = "+")]
    Plus,
    /// The more of one, the less of the other.
    #[serde(rename = "-")]
    Minus,
}

/// Mechanism of an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EdgeKind {
    /// Sells to.
    Supplies,
    /// Brings customers to.
    DrawsCustomers,
    /// Works with the same people.
    SharesLabour,
    /// Makes possible.
    Enables,
    /// Keeps together.
    Coordinates,
    /// Takes room from.
    CrowdsOut,
    /// Must be there first: a ring of these is refused.
    Requires,
}

/// How good the evidence for an edge is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub enum Grade {
    /// A causal study.
    A,
    /// An association in a panel.
    B,
    /// An input-output or co-location statistic.
    C,
    /// Stated by a community, for its own region alone.
    D,
    /// Assumed: drawn dashed, never counted.
    E,
}

impl Grade {
    /// Whether an edge of this grade counts in a verdict.
    pub fn counts(self) -> bool {
        self != Self::E
    }
}
