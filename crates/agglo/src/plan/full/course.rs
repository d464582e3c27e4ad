//! The plan in time: first steps, calendar, and what to learn before more is spent.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::estimate::Figure;

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
    /// The pilots, the most useful first.
    pub pilots: Vec<Pilot>,
    /// Money that the pilots take.
    pub cost: Figure,
    /// What the two stages are worth, as an aggregate.
    pub two_stage: Figure,
    /// What the plan in one stage is worth under the same beliefs.
    pub one_stage: Figure,
    /// The difference; never below 0, because the one stage stays open.
    pub gain: Figure,
    /// Whether the two stages are advised.
    pub is_advised: bool,
}

/// One pilot and its rule.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Pilot {
    /// The initiative that it is a small form of.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// Money of the pilot.
    pub cost: Figure,
    /// The day on which it is read, ISO.
    pub read_on: String,
    /// Effect at full size that the pilot measures, as a rise of a level, and its standard error.
    pub measures: String,
    /// Belief before, as a share of the stated effect.
    pub believed: Figure,
    /// From this measured share of the stated effect on it is scaled, below it stopped.
    pub scale_from: Figure,
    /// The rule in one sentence.
    pub rule: String,
    /// Probability that it is scaled, seen from today.
    pub probability_scaled: Figure,
    /// Expected value of what the sample tells, as an aggregate.
    pub worth: Figure,
}
