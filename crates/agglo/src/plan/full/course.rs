//! The plan in time: first steps, calendar, and what to learn before more is spent.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::estimate::{Caveat, Figure};

/// A step of the first ninety days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Step {
    /// Until when, ISO.
    pub by: String,
    /// Days after the day of the plan.
    pub day: u16,
    /// What to do.
    pub what: String,
    /// Who, as a role or a partner.
    pub who: String,
    /// Why, in one sentence.
    pub because: String,
}

/// Something with a date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Entry {
    /// The day, ISO.
    pub date: String,
    /// The day on which it ends, where it lasts.
    pub until: Option<String>,
    /// What kind of thing it is.
    pub kind: EntryKind,
    /// What it is.
    pub what: String,
    /// The initiative, where it is about one.
    pub initiative: Option<String>,
}

/// Kinds of dates.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// A step of the first ninety days.
    Step,
    /// An initiative starts.
    Start,
    /// The first year in which something should be seen.
    FirstEffect,
    /// A pilot is read: scale or stop.
    Decision,
    /// The last day on which the plan pays for an initiative.
    LastPayment,
    /// The money of a fund ends.
    FundEnds,
    /// The plan is looked at again.
    Review,
}

/// Small pilots first, then scale or stop by a rule that is written down beforehand.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct LearnFirst {
    /// What it is, in sentences.
    pub text: String,
    /// The pilots that were tried, each alone, the most useful first; only the first is advised.
    pub pilots: Vec<Pilot>,
    /// Money that the first of them takes.
    pub cost: Figure,
    /// What the plan in two stages with the first pilot is worth, as an aggregate.
    pub two_stage: Figure,
    /// What the plan in one stage is worth in the same draws.
    pub one_stage: Figure,
    /// The first less the second; below 0 where money and wait cost more than the pilot tells. The interval is what the
    /// number of draws leaves open.
    pub gain: Figure,
    /// Monte Carlo standard error of that difference, the same draws in both.
    pub standard_error: Figure,
    /// Whether the two stages are advised: the difference is above 0 by more than the draws leave open.
    pub is_advised: bool,
    /// Initiatives that rest on default priors and cannot be piloted, each with why.
    pub without_pilot: Vec<String>,
    /// Rules that stand in for knowledge.
    pub assumptions: Vec<Caveat>,
}

/// One pilot and its rule.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Pilot {
    /// The initiative that it is a small form of.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// Its size as a share of the whole initiative.
    pub share: f64,
    /// Money of the pilot.
    pub cost: Figure,
    /// Years that it takes.
    pub years: u16,
    /// The day on which it is read, ISO.
    pub read_on: String,
    /// Units that it serves; as many stand beside for comparison.
    pub units: u32,
    /// What is measured, and how well.
    pub measures: String,
    /// Standard error of the measured share of the stated effect.
    pub standard_error: f64,
    /// Belief before, as a share of the stated effect.
    pub believed: Figure,
    /// From this measured share of the stated effect on it is scaled, below it stopped; withheld where no figure would
    /// change the decision.
    pub scale_from: Figure,
    /// The rule in one sentence.
    pub rule: String,
    /// What starts where it is scaled, with years.
    pub scaled: Vec<(String, u16)>,
    /// What starts where it is stopped, with years.
    pub stopped: Vec<(String, u16)>,
    /// Probability that it is scaled, seen from today.
    pub probability_scaled: Figure,
    /// Expected value of what the sample tells, as an aggregate: the rule beside the better of always and never scaling.
    pub worth: Figure,
    /// What the two stages with it gain over the plan in one: that less its money and the wait.
    pub net: Figure,
}
