//! The community: areas of engagement, what was heard, asked, answered and done together.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::engage::event::common::Reference;

/// How far people take part, from being told to deciding.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Depth {
    /// They are told.
    Inform,
    /// They are asked.
    Consult,
    /// They work on it.
    Involve,
    /// They decide with others.
    Collaborate,
    /// They decide.
    Empower,
}

/// People of one group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// The group: `underserved` for people of underserved places, `other`, `unknown`, or any other name.
    pub name: String,
    /// How many.
    pub n: u32,
}

/// An area of engagement is opened, or described anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// Who holds it.
    pub holder: String,
    /// Since when.
    #[schemars(with = "String")]
    pub since: Date,
    /// Its places.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<String>,
    /// Whom it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The partner that leads it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<String>,
    /// How deep people were promised to take part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub depth: Option<Depth>,
}

/// A session of listening. Each thing heard becomes an input with a number of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Listening {
    /// The area of engagement.
    pub area: String,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// How many people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<u32>,
    /// Of which groups.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group>,
    /// In which language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What was heard.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub heard: Vec<String>,
}

/// An ask that wants an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// The ask.
    pub text: String,
    /// The session in which it was heard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listening: Option<Reference>,
    /// The input that it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input: Option<Reference>,
    /// The area of engagement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
}

/// What became of an ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// It was done.
    Done {
        /// On this day.
        #[schemars(with = "String")]
        on: Date,
    },
    /// It is being done.
    DoingBy {
        /// Until this day.
        #[schemars(with = "String")]
        by: Date,
    },
    /// It will not be done.
    Wont {
        /// And why not.
        because: String,
    },
}

/// An answer to an ask, an input or a promise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// What is answered.
    pub to: Reference,
    /// The answer.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// Something done together in an area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Engagement {
    /// The area of engagement.
    pub area: String,
    /// How far people took part.
    pub depth: Depth,
    /// How many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<u32>,
    /// Of which groups.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group>,
    /// The decision that it moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub influenced: Option<String>,
}

impl Depth {
    /// All of them, the shallowest first.
    pub const ALL: [Self; 5] =
        [Self::Inform, Self::Consult, Self::Involve, Self::Collaborate, Self::Empower];

    /// Its word: `involve`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Inform => "inform",
            Self::Consult => "consult",
            Self::Involve => "involve",
            Self::Collaborate => "collaborate",
            Self::Empower => "empower",
        }
    }
}

impl Engagement {
    /// The depth that was reached: to collaborate and more, a decision must have moved.
    pub fn reached(&self) -> Depth {
        match (&self.influenced, self.depth) {
            (None, Depth::Collaborate | Depth::Empower) => Depth::Involve,
            (_, depth) => depth,
        }
    }
}
