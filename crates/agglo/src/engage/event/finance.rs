//! Money: earned and granted by quarter, budgets, spending, awards.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::engage::event::common::{Cents, Quarter};

/// What a venture or an initiative took in, in one quarter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// The venture or the initiative.
    pub subject: String,
    /// The quarter.
    pub quarter: Quarter,
    /// What customers paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earned: Option<Cents>,
    /// What was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub granted: Option<Cents>,
}

/// Money that may be spent in a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Budget {
    /// The year.
    pub year: u16,
    /// How much.
    pub amount: Cents,
    /// Whose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fund: Option<String>,
    /// When the fund ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub ends: Option<Date>,
}

/// Money was spent on an initiative.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Spend {
    /// The initiative.
    pub initiative: String,
    /// How much.
    pub amount: Cents,
    /// Whose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fund: Option<String>,
    /// On what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
}

/// A report that an award asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AwardReport {
    /// Which: `ed916`.
    pub report: String,
    /// How often: `annual`, `semiannual`, `quarterly`.
    pub every: String,
}

/// A grant was won.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Award {
    /// Who gives it.
    pub funder: String,
    /// The funder's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// How much.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Cents>,
    /// From this day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub start: Option<Date>,
    /// Until this day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub end: Option<Date>,
    /// What must be reported.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reports: Vec<AwardReport>,
}
