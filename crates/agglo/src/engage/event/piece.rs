//! Foundational pieces, who vouches for them, and agreements between them and with partners.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::engage::event::common::Reference;

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PieceKind {
    /// Something that a community holds to be true.
    CommunityTruth,
    /// An organisation.
    Organisation,
    /// An agency of government.
    Agency,
}

/// A shock that a piece survived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Shock {
    /// Its name.
    pub name: String,
    /// When it struck.
    #[schemars(with = "String")]
    pub on: Date,
    /// What shows that the piece survived it.
    pub evidence: String,
}

/// A fact of a piece.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// Its name: `km_public_beach`.
    pub name: String,
    /// Its value.
    pub value: f64,
}

/// A foundational piece, or the same described anew.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Piece {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: PieceKind,
    /// Who speaks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<String>,
    /// The element of the blueprint that it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub element: Option<String>,
    /// Since when it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub since: Option<Date>,
    /// Shocks that it survived.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shocks: Vec<Shock>,
    /// Its facts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<Fact>,
    /// Sessions in which residents named it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub named_in: Vec<Reference>,
}

/// Who vouches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum VouchedBy {
    /// Residents.
    Residents,
    /// Who holds the piece: counts for nothing.
    Holder,
}

/// People were asked of a piece.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Vouch {
    /// The piece.
    pub piece: String,
    /// Who was asked.
    pub by: VouchedBy,
    /// How many endorse it.
    pub n: u32,
    /// How many reject it.
    #[serde(default)]
    pub reject: u32,
    /// The session in which they did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listening: Option<Reference>,
}

/// What an agreement is about. The five marks of collective impact are among them.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// They coordinate.
    Coordinates,
    /// They refer people to each other.
    Referral,
    /// They keep one calendar.
    Calendar,
    /// They measure alike.
    Measures,
    /// They deliver together.
    Delivery,
    /// One is the other's backbone: coordinating is its job.
    Backbone,
}

/// Which parties said that an agreement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Confirmed {
    /// The first.
    A,
    /// The second.
    B,
    /// Both.
    Both,
}

/// An agreement between two pieces or partners.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// The first party.
    pub a: String,
    /// The second party.
    pub b: String,
    /// What it is about.
    pub kind: LinkKind,
    /// From this day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub start: Option<Date>,
    /// Until before this day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub end: Option<Date>,
    /// When something was last done under it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub active: Option<Date>,
    /// Who said so.
    pub confirmed: Confirmed,
}

impl LinkKind {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Coordinates,
        Self::Referral,
        Self::Calendar,
        Self::Measures,
        Self::Delivery,
        Self::Backbone,
    ];

    /// Its word: `referral`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Coordinates => "coordinates",
            Self::Referral => "referral",
            Self::Calendar => "calendar",
            Self::Measures => "measures",
            Self::Delivery => "delivery",
            Self::Backbone => "backbone",
        }
    }
}
