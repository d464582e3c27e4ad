//! From an idea to a business: ideas, their stages, ventures, and what was new in them.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::engage::event::common::{PersonKey, Reference};

/// Where an idea comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The community.
    Community,
    /// The programme.
    Programme,
    /// Elsewhere.
    Outside,
}

/// How far an idea or a venture has come.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Somebody had it.
    Raised,
    /// It is put aside.
    Parked,
    /// It has taken shape.
    Shaped,
    /// It was tried.
    Tested,
    /// It has begun.
    Launched,
    /// It trades after a year.
    #[serde(rename = "trading_1y")]
    Trading1,
    /// It trades after three years.
    #[serde(rename = "trading_3y")]
    Trading3,
    /// It trades after five years.
    #[serde(rename = "trading_5y")]
    Trading5,
    /// It has closed.
    Closed,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Raised,
        Self::Parked,
        Self::Shaped,
        Self::Tested,
        Self::Launched,
        Self::Trading1,
        Self::Trading3,
        Self::Trading5,
        Self::Closed,
    ];

    /// Its word: `trading_1y`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Raised => "raised",
            Self::Parked => "parked",
            Self::Shaped => "shaped",
            Self::Tested => "tested",
            Self::Launched => "launched",
            Self::Trading1 => "trading_1y",
            Self::Trading3 => "trading_3y",
            Self::Trading5 => "trading_5y",
            Self::Closed => "closed",
        }
    }

    /// Whether it has taken shape and is alive.
    pub fn is_live(self) -> bool {
        matches!(
            self,
            Self::Shaped
                | Self::Tested
                | Self::Launched
                | Self::Trading1
                | Self::Trading3
                | Self::Trading5
        )
    }
}

/// Somebody had an idea.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Idea {
    /// The idea.
    pub text: String,
    /// Where it comes from.
    pub origin: Origin,
    /// The area of engagement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// The input that it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input: Option<Reference>,
    /// The element of the blueprint that it serves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub element: Option<String>,
    /// Who owns it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<PersonKey>,
    /// The group of its owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_group: Option<String>,
    /// How far it has come on this day; raised if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<State>,
}

/// An idea or a venture has come further, or has ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// The idea or the venture.
    pub of: Reference,
    /// How far it has come.
    pub state: State,
}

/// A venture was founded, or is described anew.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Venture {
    /// Its name.
    pub name: String,
    /// The idea that it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idea: Option<Reference>,
    /// When it was founded.
    #[schemars(with = "String")]
    pub founded: Date,
    /// Its industry, a code of the programme's classification.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub industry: Option<String>,
    /// Jobs in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jobs: Option<f64>,
    /// The group of its owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_group: Option<String>,
}

/// To whom something is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NewTo {
    /// To the region.
    Region,
    /// To the field.
    Field,
}

/// Something new was found to solve a problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Innovation {
    /// What it is.
    pub text: String,
    /// The problem that it solves.
    pub problem: String,
    /// The venture that carries it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub venture: Option<String>,
    /// To whom it is new.
    pub new_to: NewTo,
    /// Who uses it; without them it is claimed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub users: Option<u32>,
    /// Another region that took it up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adopted_in: Option<String>,
}
