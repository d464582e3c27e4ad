//! How sure a plan is: alternatives, prices, the frontier, what stays, what to find out, what it rests on.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::estimate::Figure;

/// Another plan that differs in substance.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Alternative {
    /// What it is: `without a kitchen`.
    pub title: String,
    /// What it starts, with years.
    pub chosen: Vec<(String, u16)>,
    /// Titles of those.
    pub titles: Vec<String>,
    /// Aggregate that it is worth.
    pub value: Figure,
    /// What it is worth less than the plan.
    pub lost: Figure,
    /// Money of all years.
    pub cost: Figure,
    /// Share of the benefit that reaches underserved places.
    pub share_underserved: Figure,
    /// When a board would take it, in one sentence.
    pub because: String,
}

/// What one constraint costs.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PriceTag {
    /// What is changed.
    pub of: PriceOf,
    /// The change in words, with its step.
    pub change: String,
    /// Rise of the aggregate that it brings; withheld where no plan was found.
    pub gain: Figure,
    /// What would be started beside.
    pub enters: Vec<String>,
    /// What would fall out.
    pub leaves: Vec<String>,
    /// Whether both plans are proved.
    pub is_proved: bool,
}

/// Kinds of constraints that have a price.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum PriceOf {
    /// More money.
    Money,
    /// A further partner passes its four tests.
    Partner,
    /// A point less for underserved places.
    Equity,
    /// A rule given up: exclusion, prerequisite, duty, forced choice, floor.
    Rule,
}

/// A point of the frontier.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PointOfFrontier {
    /// Least share for underserved places.
    pub phi: f64,
    /// Money of all years.
    pub budget: f64,
    /// Aggregate that the plan is worth.
    pub value: f64,
    /// Money that it takes.
    pub cost: f64,
    /// Share of the benefit that reaches underserved places; none without a benefit that is known.
    pub share_underserved: Option<f64>,
    /// What starts, with years.
    pub chosen: Vec<(String, u16)>,
    /// What enters beside the point before.
    pub enters: Vec<String>,
    /// What leaves beside the point before.
    pub leaves: Vec<String>,
    /// Whether no better plan exists.
    pub is_proved: bool,
    /// Distance to the bound, relative to the value.
    pub gap: f64,
}

/// How often the choices stay where a scenario is known beforehand.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Robustness {
    /// Scenarios that were solved.
    pub scenarios: usize,
    /// Share of them in which the whole set is the same.
    pub same_set: Figure,
    /// What varies between them, in words.
    pub text: String,
}

/// Something to find out, and what it could change.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Information {
    /// The question.
    pub ask: String,
    /// Who can answer it, as a role.
    pub of: String,
    /// What would be decided otherwise, and after which answer.
    pub would_change: String,
    /// Expected rise of the aggregate by choosing after the answer; withheld where it has no number.
    pub worth: Figure,
    /// Whether an answer would change what is started.
    pub is_decisive: bool,
}

/// The same choice where elements add up.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TwinPlan {
    /// What is assumed, and what the blueprint's card says of it.
    pub text: String,
    /// Whether both readings start the same.
    pub is_same: bool,
    /// What is started where elements add up, with years.
    pub chosen: Vec<(String, u16)>,
    /// Titles of what only the plan starts.
    pub only_own: Vec<String>,
    /// Titles of what only the twin starts.
    pub only_additive: Vec<String>,
    /// What the plan loses where elements in truth add up, as the additive aggregate.
    pub lost_if_additive: Figure,
}

/// What part of a plan rests on what.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct RestsOn {
    /// Share of the expected gain on default priors and on statements without a source.
    pub gain_on_defaults: Figure,
    /// Share of the expected gain on what the programme states with a source.
    pub gain_on_statements: Figure,
    /// Share of the expected gain on pooled studies.
    pub gain_on_studies: Figure,
    /// Share of the gain from firms that the money itself opens: counted, with assumed shares of the count.
    pub gain_on_counts: Figure,
    /// Share of the placed money on assumed sizes and on amounts without a source.
    pub money_on_assumptions: Figure,
}

/// Why no plan fits.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Contradiction {
    /// In sentences.
    pub text: String,
    /// Constraints that cannot hold together; any one less and a plan fits.
    pub constraints: Vec<Relaxed>,
    /// Whether every step of the proof was made; else the set may be larger than it need be.
    pub is_proved: bool,
}

/// One constraint of a contradiction.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Relaxed {
    /// Its name: `budget:2027`.
    pub name: String,
    /// The same in words.
    pub words: String,
    /// The least change of it alone that lets a plan fit, in words; none where none is enough.
    pub relaxation: Option<String>,
}

/// How the choice was proved.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FullProof {
    /// In words.
    pub text: String,
    /// Whether no better plan exists among the candidates.
    pub is_optimal: bool,
    /// Plans or nodes that were looked at.
    pub looked_at: u64,
    /// Nodes after which the search stops.
    pub node_limit: u64,
    /// No plan is worth more than this aggregate.
    pub bound: Figure,
    /// Distance to the bound, relative to the value.
    pub gap: f64,
    /// Scenarios that the choice was made over.
    pub scenarios: usize,
    /// Scenarios that the chosen plan was then looked at in.
    pub scenarios_after: usize,
}
