//! A closed quarter as it is told and kept.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::close::{AnswerMoved, DatasetChange, ProgrammeMoved};

/// A record of a close.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    /// Its name: a running number and the beginning of its hash.
    pub id: String,
    /// The period that it closed.
    pub period: String,
}

/// What a close is held against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Against {
    /// Nothing was closed before: all data are new.
    Nothing,
    /// An earlier close.
    Close {
        /// Which.
        record: Record,
    },
    /// The data as they stood when a vintage was published.
    Vintage {
        /// Its name.
        vintage: String,
    },
}

/// What became of the saved answers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Answers {
    /// How many there are.
    pub saved: usize,
    /// How many rest on nothing that changed, and were not made again.
    pub untouched: usize,
    /// How many were made again.
    pub recomputed: usize,
    /// How often an answer was made, over all of them and all swaps.
    pub runs: usize,
    /// Those that moved, what weighs most first.
    pub moved: Vec<AnswerMoved>,
    /// Commands of those that were made again and say the same.
    pub same: Vec<Vec<String>>,
    /// Those that could not be made again.
    pub failed: Vec<Failed>,
}

/// An answer that could not be made again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Failed {
    /// The command that made it.
    pub command: Vec<String>,
    /// Why.
    pub why: String,
}

/// The close of a quarter.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Close {
    /// The period, as in 2026Q3.
    pub period: String,
    /// The day on which it was closed.
    pub closed_on: String,
    /// What it is held against.
    pub against: Against,
    /// The record that this one takes the place of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<Record>,
    /// Why it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// Datasets, by name.
    pub datasets: Vec<DatasetChange>,
    /// The saved answers.
    pub answers: Answers,
    /// The programme in whose folder the quarter was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub programme: Option<ProgrammeMoved>,
}
