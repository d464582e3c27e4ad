//! Elements: what a cluster needs, measured or recorded.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::blueprint::measure::Measure;
use crate::base::id::ElementId;

/// What kind of thing an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// A set of industries, measured.
    Industry,
    /// A beach, an airport, a college: measured or recorded.
    Piece,
    /// Entrepreneurship or partnership.
    Keystone,
    /// Substitutes that join to one level.
    Nest,
}

/// One thing that a cluster needs.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Element {
    /// Slug: `lodging`.
    pub id: ElementId,
    /// Name in plain words.
    pub title: String,
    /// What kind of thing it is.
    pub form: Form,
    /// Share in the aggregate; 0 for a gate.
    pub weight: f64,
    /// Whether it enters the aggregate.
    pub required: bool,
    /// Scored, but never offered as the gap: nobody builds a shore.
    pub immutable: bool,
    /// How its level comes about.
    pub body: Body,
    /// Other defensible ways to measure it, tried one at a time for the stability of the gap.
    pub alternatives: Vec<Body>,
    /// The element with which it shares industry codes, counting another field.
    pub overlap_with: Option<ElementId>,
}

/// How the level of an element comes about.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// One measure.
    Single(Measure),
    /// Substitutes.
    Nest(Nest),
}

/// Substitutes that join to one level.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Nest {
    /// How they join.
    pub join: Join,
    /// The substitutes.
    pub members: Vec<Member>,
    /// Whether the weighted mean of the members stands beside, as a labelled sensitivity.
    pub show_mean: bool,
}

/// How the members of a nest become one level. A weighted mean is not offered: with one complete
/// substitute and the rest absent it would stay below 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Join {
    /// `min(1, sum s l)`: halves add up to a whole.
    #[default]
    CappedSum,
    /// `max s l`: the best member counts alone.
    BestOf,
    /// Quantities in a common unit are added before the region is set against its exemplars.
    Pool,
}

/// One substitute in a nest.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Member {
    /// Slug: `hotels`.
    pub id: ElementId,
    /// Name in plain words.
    pub title: String,
    /// Rate of substitution in `(0, 1]`; 1 is perfect.
    pub rate: f64,
    /// What it is measured by.
    pub measure: Measure,
    /// Enters only once it is recorded; until then it is listed as unknown.
    pub optional: bool,
}

impl Element {
    /// Whether it enters the aggregate.
    pub fn is_scored(&self) -> bool {
        self.required && self.weight > 0.0
    }

    /// Members of a nest; none of any other element.
    pub fn members(&self) -> &[Member] {
        self.body.members()
    }
}

impl Body {
    /// Members of a nest; none of a single measure.
    pub fn members(&self) -> &[Member] {
        match self {
            Self::Single(_) => &[],
            Self::Nest(nest) => &nest.members,
        }
    }

    /// Every measure in it.
    pub fn measures(&self) -> Vec<&Measure> {
        match self {
            Self::Single(measure) => vec![measure],
            Self::Nest(nest) => nest.members.iter().map(|member| &member.measure).collect(),
        }
    }
}
