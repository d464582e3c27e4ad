//! Partners in a region, and what both sides say of each other.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::engage::event::common::{Cents, PersonKey};

/// Whom a partner reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reached {
    /// Residents.
    Residents,
    /// Firms.
    Firms,
}

/// A partner in a region, or the same described anew.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Partner {
    /// Its name.
    pub name: String,
    /// What it is: `college`, `transport`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// How many it reached here in twelve months.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reach: Option<u32>,
    /// Of whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reach_of: Option<Reached>,
    /// Programmes with staff or money here, active in the last twelve months.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub programmes: Option<u32>,
    /// Areas of engagement in which it works.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<String>,
    /// What working with it costs a year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Cents>,
    /// Days of its staff a year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff_days: Option<f64>,
    /// A red line that it crosses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub red_line: Option<String>,
}

/// Who rates whom.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Residents rate the partner.
    Community,
    /// The partner's people rate the programme.
    Partner,
    /// The programme rates the partner: shown, and enters no gate.
    Programme,
}

/// An item of the form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub enum Item {
    /// Trust: it keeps its word.
    Reliability,
    /// Trust: it is open to discussion.
    Openness,
    /// Trust: it shares the mission.
    MissionCongruence,
    /// Value: its power and influence.
    PowerInfluence,
    /// Value: how far it is involved.
    LevelOfInvolvement,
    /// Value: what it brings.
    ResourceContribution,
    /// A question of the mission form, by its number.
    Mission(u8),
}

impl Item {
    const WORDS: [(Self, &'static str); 6] = [
        (Self::Reliability, "reliability"),
        (Self::Openness, "openness"),
        (Self::MissionCongruence, "mission_congruence"),
        (Self::PowerInfluence, "power_influence"),
        (Self::LevelOfInvolvement, "level_of_involvement"),
        (Self::ResourceContribution, "resource_contribution"),
    ];

    /// Whether trust reads it.
    pub fn is_trust(&self) -> bool {
        matches!(self, Self::Reliability | Self::Openness | Self::MissionCongruence)
    }
}

impl FromStr for Item {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some((item, _)) = Self::WORDS.into_iter().find(|(_, word)| *word == text) {
            return Ok(item);
        }
        let mission = text.strip_prefix("mission_").and_then(|number| number.parse::<u8>().ok());
        mission.filter(|number| *number > 0).map(Self::Mission).ok_or_else(|| {
            let words = Self::WORDS.map(|(_, word)| word).join(", ");
            format!("`{text}` is no item: {words}, mission_1, mission_2, …")
        })
    }
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mission(number) => write!(f, "mission_{number}"),
            other => {
                let word = Self::WORDS.iter().find(|(item, _)| item == other);
                f.pad(word.map_or("", |(_, word)| word))
            }
        }
    }
}

impl TryFrom<String> for Item {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Item> for String {
    fn from(item: Item) -> Self {
        item.to_string()
    }
}

/// One rater's score of one item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rating {
    /// The partner whose relation is rated.
    pub partner: String,
    /// Who rates.
    pub side: Side,
    /// The rater's key.
    pub rater: PersonKey,
    /// The area of engagement that the rater belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// The item.
    pub item: Item,
    /// 1 to 4; from 3 on it is in favour.
    pub score: u8,
    /// Whether the rater agreed that it is kept.
    pub consent: bool,
    /// Whether the rater works for the partner: a resident who does is left out.
    #[serde(default)]
    pub staff: bool,
}
