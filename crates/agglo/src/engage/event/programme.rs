//! The programme itself: its goal, initiatives, plan locks, outcomes, promises, meetings.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::engage::event::common::{Cents, Reference};

/// Where a measure stood.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// Its value.
    pub value: f64,
    /// In this year.
    pub year: u16,
}

/// A change that is aimed at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Aim {
    /// The measure.
    pub measure: String,
    /// The change.
    pub change: f64,
    /// Its unit: `pt` (points), `%` (of the baseline), or the measure's own.
    pub unit: String,
    /// Until the end of this year.
    pub year: u16,
    /// Where it stood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Baseline>,
}

/// The goal: one sentence and what it means in the economy and for people.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Goal {
    /// The mission.
    pub mission: String,
    /// Aims of the economy.
    #[serde(default)]
    pub economy: Vec<Aim>,
    /// Aims for people.
    #[serde(default)]
    pub people: Vec<Aim>,
}

/// The cost of one year of an initiative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct YearlyCost {
    /// Years after it starts, from 0.
    pub year: u16,
    /// The cost.
    pub amount: Cents,
}

/// What an initiative is expected to do to an element at full take-up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Effect {
    /// The element.
    pub element: String,
    /// The change of its level.
    pub level: f64,
}

/// Something that the programme may do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Initiative {
    /// Its name.
    pub name: String,
    /// Its kind in the catalogue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archetype: Option<String>,
    /// The element that it serves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub element: Option<String>,
    /// Its costs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub costs: Vec<YearlyCost>,
    /// Its effects.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub effects: Vec<Effect>,
    /// Inputs, ideas and pieces that it rests on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cites: Vec<Reference>,
    /// Partners that can carry it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub carriers: Vec<String>,
    /// How many of them it needs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needs: Option<u32>,
    /// What it asks of a carrier's capacity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub load: Option<f64>,
    /// Initiatives that must come first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<String>,
    /// Initiatives that it excludes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub excludes: Vec<String>,
    /// When its funding ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub ends: Option<Date>,
    /// Who owns it then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_after: Option<String>,
    /// What it lives on then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revenue_after: Option<String>,
    /// Resident jobs that it brings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub benefit: Option<f64>,
    /// Share of them that reaches underserved places.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share_underserved: Option<f64>,
}

/// A plan was locked: what is done is held against it from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    /// The plan's digest.
    pub plan: String,
    /// The digest of the design of its evaluation; none where only the plan was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub design: Option<String>,
    /// The lock's own digest, of the plan, the design and what it amends; none where only the plan was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lock: Option<String>,
    /// The lock that this one amends, by its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Why it was amended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
}

impl Lock {
    /// What later locks and people call it: its own digest, or the plan's where it has none.
    pub fn name(&self) -> &str {
        self.lock.as_deref().unwrap_or(&self.plan)
    }
}

/// What came of a venture, an initiative, or in a region.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Achieved {
    /// What is measured: `jobs`.
    pub measure: String,
    /// Its value.
    pub value: f64,
    /// Its unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Of what.
    pub subject: String,
    /// Whether who said it agreed that it is used.
    pub consent: bool,
}

/// A promise was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Promise {
    /// What was promised.
    pub text: String,
    /// To whom: an area, a partner, a group.
    pub to: String,
    /// Until when.
    #[schemars(with = "String")]
    pub due: Date,
}

/// A meeting took place or will.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Meeting {
    /// About what.
    pub text: String,
    /// With which partners.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<String>,
    /// When.
    #[schemars(with = "String")]
    pub on: Date,
}
