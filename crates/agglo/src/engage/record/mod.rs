//! The record: what stands of all that was entered, as of a day.

mod admit;
mod admit_dates;
mod admit_lock;
mod asks;
mod fold;
mod names;

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::engage::event;
use crate::engage::event::{Counted, Kind, PersonKey, Reference};

pub use admit::{Ground, admit, admit_among};
pub use asks::{Ask, AskOf};
pub use fold::{Cut, fold};
pub use names::Names;

/// Something that was told and still stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Told<T> {
    /// The event's place in the chain.
    pub event: u64,
    /// Its number among its kind, from 1; for a session of listening that of the session.
    pub number: u32,
    /// The id, where it has one.
    pub id: Option<String>,
    /// The region of the programme.
    pub region: String,
    /// When it happened.
    pub happened: Date,
    /// When it was entered.
    pub entered: Timestamp,
    /// Who said it.
    pub said_by: Option<PersonKey>,
    /// Where it can be looked up.
    pub source: Option<String>,
    /// Anything else.
    pub note: Option<String>,
    /// Whether it may leave the programme.
    pub is_public: bool,
    /// Whether a later event corrected it.
    pub is_corrected: bool,
    /// What was told.
    pub what: T,
}

/// One thing that was heard in a session of listening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Its number, from 1.
    pub number: u32,
    /// The session's event.
    pub event: u64,
    /// The session's number.
    pub listening: u32,
    /// The session's id, where it has one.
    pub id: Option<String>,
    /// The region of the programme.
    pub region: String,
    /// The area of engagement.
    pub area: String,
    /// When it was heard.
    pub heard: Date,
    /// When it was entered.
    pub entered: Date,
    /// The words.
    pub text: String,
}

/// An event that was entered long after the day that it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Late {
    /// The event.
    pub event: u64,
    /// The word of its kind.
    pub kind: &'static str,
    /// The region.
    pub region: String,
    /// The day that it is about.
    #[schemars(with = "String")]
    pub happened: Date,
    /// The day on which it was entered, in UTC.
    #[schemars(with = "String")]
    pub entered: Date,
    /// Days between.
    pub days: i32,
}

/// What stands, by kind, in the order in which it was entered.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// Goals; the last of a region counts.
    pub goals: Vec<Told<event::Goal>>,
    /// Areas of engagement; the last of an id counts.
    pub areas: Vec<Told<event::Area>>,
    /// Sessions of listening.
    pub listenings: Vec<Told<event::Listening>>,
    /// What was heard in them.
    pub inputs: Vec<Input>,
    /// Asks.
    pub saids: Vec<Told<event::Said>>,
    /// Answers.
    pub answers: Vec<Told<event::Answer>>,
    /// Things done together.
    pub engagements: Vec<Told<event::Engagement>>,
    /// Pieces; the last of an id counts.
    pub pieces: Vec<Told<event::Piece>>,
    /// What people said of pieces.
    pub vouches: Vec<Told<event::Vouch>>,
    /// Agreements; the last of a pair and a kind counts.
    pub links: Vec<Told<event::Link>>,
    /// Partners; the last of an id and a region counts.
    pub partners: Vec<Told<event::Partner>>,
    /// Ratings.
    pub ratings: Vec<Told<event::Rating>>,
    /// Ideas.
    pub ideas: Vec<Told<event::Idea>>,
    /// Stages.
    pub stages: Vec<Told<event::Stage>>,
    /// Ventures; the last of an id counts.
    pub ventures: Vec<Told<event::Venture>>,
    /// Money by quarter; the last of a subject and a quarter counts.
    pub money: Vec<Told<event::Money>>,
    /// Initiatives; the last of an id counts.
    pub initiatives: Vec<Told<event::Initiative>>,
    /// Budgets.
    pub budgets: Vec<Told<event::Budget>>,
    /// Spending.
    pub spending: Vec<Told<event::Spend>>,
    /// Outcomes.
    pub outcomes: Vec<Told<event::Achieved>>,
    /// Innovations.
    pub innovations: Vec<Told<event::Innovation>>,
    /// Promises.
    pub promises: Vec<Told<event::Promise>>,
    /// Meetings.
    pub meetings: Vec<Told<event::Meeting>>,
    /// Awards; the last of an id counts.
    pub awards: Vec<Told<event::Award>>,
    /// Locks of plans.
    pub locks: Vec<Told<event::Lock>>,
    /// Persons, by their sealed names.
    pub persons: Vec<Told<event::Person>>,
    /// Erasures.
    pub erasures: Vec<Told<event::Erase>>,
    /// Every event that was read: its kind, and whether it was retracted.
    pub events: Vec<(u64, Kind, Standing)>,
    /// Gatherings of which the number of people moved by one to four since it was told before, so that both together
    /// would tell of so few ([`crate::engage::leaving`]).
    pub recounted: BTreeSet<u64>,
    /// What was entered more than thirty days after its day.
    pub late: Vec<Late>,
    /// Events of days after the one asked for.
    pub later: u32,
    /// Events that were entered after the time asked for.
    pub not_yet_known: u32,
}

/// What became of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It stands as it was entered.
    Stands,
    /// It was corrected.
    Corrected,
    /// It was retracted.
    Retracted,
}

/// Those of a region.
pub fn of_region<'a, T>(
    told: &'a [Told<T>],
    region: &'a str,
) -> impl Iterator<Item = &'a Told<T>> + 'a {
    told.iter().filter(move |told| told.region == region)
}

/// The last word on each named record of a region, by id.
pub fn latest<'a, T>(told: &'a [Told<T>], region: &str) -> Vec<(&'a str, &'a Told<T>)> {
    let mut last: std::collections::BTreeMap<&str, &Told<T>> = std::collections::BTreeMap::new();
    for own in told.iter().filter(|own| own.region == region) {
        let Some(id) = own.id.as_deref() else { continue };
        let held = last.entry(id).or_insert(own);
        if (held.happened, held.event) <= (own.happened, own.event) {
            *held = own;
        }
    }
    last.into_iter().collect()
}

impl Record {
    /// The idea of a reference.
    pub fn idea(&self, of: &Reference) -> Option<&Told<event::Idea>> {
        match of {
            Reference::Number(Counted::Idea, number) => {
                self.ideas.iter().find(|idea| idea.number == *number)
            }
            Reference::Number(..) => None,
            Reference::Named(id) => self.ideas.iter().find(|idea| idea.id.as_deref() == Some(id)),
        }
    }

    /// The session of listening of a reference.
    pub fn listening(&self, of: &Reference) -> Option<&Told<event::Listening>> {
        match of {
            Reference::Number(Counted::Listening, number) => {
                self.listenings.iter().find(|own| own.number == *number)
            }
            Reference::Number(..) => None,
            Reference::Named(id) => {
                self.listenings.iter().find(|own| own.id.as_deref() == Some(id))
            }
        }
    }

    /// The input of a reference; by the id of its session where that heard one thing.
    pub fn input(&self, of: &Reference) -> Option<&Input> {
        match of {
            Reference::Number(Counted::Input, number) => {
                let at = self.inputs.binary_search_by_key(number, |input| input.number).ok()?;
                self.inputs.get(at)
            }
            Reference::Number(..) => None,
            Reference::Named(id) => {
                let mut own = self.inputs.iter().filter(|input| input.id.as_deref() == Some(id));
                own.next().filter(|_| own.next().is_none())
            }
        }
    }

    /// The venture of an id, as last described.
    pub fn venture(&self, id: &str) -> Option<&Told<event::Venture>> {
        self.ventures.iter().rev().find(|venture| venture.id.as_deref() == Some(id))
    }
}
