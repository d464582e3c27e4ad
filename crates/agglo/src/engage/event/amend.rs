//! Events about events: corrections, retractions, persons and their erasure.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::engage::event::common::PersonKey;
use crate::engage::event::kind::Body;

/// An event was wrong: this is what it should have said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Correct {
    /// The event that was wrong.
    pub event: u64,
    /// All that it should have said, of the same kind.
    pub instead: Box<Body>,
    /// When it really happened, if that was wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub happened_on: Option<Date>,
    /// What was changed.
    pub fields: Vec<String>,
    /// Why.
    pub because: String,
}

/// An event should never have been entered, or no longer holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Retract {
    /// The event.
    pub event: u64,
    /// Why.
    pub because: String,
}

/// A person is known by a key; name and contact are sealed under a key of their own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The person's key.
    pub person: PersonKey,
    /// Name and contact, encrypted; unreadable once the person's key is destroyed.
    pub sealed: String,
}

/// A person's key was destroyed: what was sealed under it can no longer be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Erase {
    /// The person's key.
    pub person: PersonKey,
    /// Why.
    pub because: String,
}
