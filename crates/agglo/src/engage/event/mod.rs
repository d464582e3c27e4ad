//! What a programme records: one event each time somebody says, decides, does or finds something.
//!
//! Events are only ever added. A mistake is mended by an event that corrects another; what stands today is
//! a fold over all of them ([`crate::engage::record`]). Persons stand here as keys and never by name.

mod amend;
mod chain;
mod common;
mod community;
mod finance;
mod kind;
mod partner;
mod piece;
mod programme;
mod venture;

use jiff::Timestamp;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use amend::{Correct, Erase, Person, Retract};
pub use chain::{Envelope, START};
pub use common::{Cents, Counted, PersonKey, Quarter, Reference, slug};
pub use community::{Answer, Area, Depth, Engagement, Group, Listening, Outcome, Said};
pub use finance::{Award, AwardReport, Budget, Money, Spend};
pub use kind::{Body, Kind};
pub use partner::{Item, Partner, Rating, Reached, Side};
pub use piece::{Confirmed, Fact, Link, LinkKind, Piece, PieceKind, Shock, Vouch, VouchedBy};
pub use programme::{
    Achieved, Aim, Baseline, Effect, Goal, Initiative, Lock, Meeting, Promise, YearlyCost,
};
pub use venture::{Idea, Innovation, NewTo, Origin, Stage, State, Venture};

/// One event with its place in the chain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Event {
    /// Its place in the programme's chain, from 1.
    pub sequence: u64,
    /// When it was entered, by the clock of who entered it; never before the event that precedes it.
    #[schemars(with = "String")]
    pub entered: Timestamp,
    /// What was entered.
    #[serde(flatten)]
    pub entry: Entry,
}

/// What somebody enters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Entry {
    /// The region of the programme.
    pub region: String,
    /// When it happened.
    #[schemars(with = "String")]
    pub happened: Date,
    /// Who said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said_by: Option<PersonKey>,
    /// Where it can be looked up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Anything else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The id of a named record: a slug.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Whether it may leave the programme.
    #[serde(default, rename = "public")]
    pub is_public: bool,
    /// What happened.
    #[serde(flatten)]
    pub body: Body,
}

impl Entry {
    /// An entry of a day in a region, with nothing said about its origin.
    pub fn new(region: &str, happened: Date, body: Body) -> Self {
        Self {
            region: region.to_owned(),
            happened,
            said_by: None,
            source: None,
            note: None,
            id: None,
            is_public: false,
            body,
        }
    }

    /// The same under an id.
    #[must_use]
    pub fn named(mut self, id: &str) -> Self {
        self.id = Some(id.to_owned());
        self
    }

    /// The same with where it can be looked up.
    #[must_use]
    pub fn from_source(mut self, source: &str) -> Self {
        self.source = Some(source.to_owned());
        self
    }
}
