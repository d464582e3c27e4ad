//! What a programme's record says of a quarter: promises, ratings that lapse, gates that turned.

use schemars::JsonSchema;
use serde::Serialize;

/// A programme between the end of one quarter and the end of another, both as they are known on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ProgrammeMoved {
    /// The programme.
    pub programme: String,
    /// Its title.
    pub title: String,
    /// Whether everything recorded is made up.
    pub illustrative: bool,
    /// The day before the time that is looked at.
    pub from: String,
    /// The last day of it.
    pub to: String,
    /// What was entered after this day is left aside.
    pub entered_by: String,
    /// Each region.
    pub regions: Vec<RegionMoved>,
}

/// A region of a programme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RegionMoved {
    /// Its id.
    pub region: String,
    /// Promises that fell due in the time, and those that are overdue at its end; by the day on which they were due.
    pub promises: Vec<PromiseDue>,
    /// Ratings of partners that lapsed or soon will; by partner and side.
    pub ratings: Vec<RatingsStale>,
    /// Every gate.
    pub gates: Vec<GateMoved>,
}

/// What became of a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PromiseState {
    /// Done by its day.
    Kept,
    /// Done after its day.
    Late,
    /// It will not be done, and the reason was told.
    Refused,
    /// Its day has come and nothing was done.
    Overdue,
}

/// A promise that fell due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PromiseDue {
    /// As it is answered: `promise:3`.
    pub of: String,
    /// To whom.
    pub to: String,
    /// The words.
    pub text: String,
    /// When it was due.
    pub due: String,
    /// What became of it.
    pub state: PromiseState,
}

/// Ratings of one side that lapsed or soon will. Of fewer than five raters no count is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RatingsStale {
    /// The partner.
    pub partner: String,
    /// Who rated: `community` or `partner`.
    pub side: &'static str,
    /// The verdict at the end of the time.
    pub ruling: &'static str,
    /// Raters whose votes lapsed within the time.
    pub lapsed: Option<u32>,
    /// Raters whose votes lapse within as long a time again.
    pub lapsing: Option<u32>,
    /// Further raters, wholly in favour, with whom the side would pass; 0 where it is not unknown.
    pub more_raters: u32,
}

/// A gate at both ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct GateMoved {
    /// Its word: `P1`.
    pub gate: &'static str,
    /// What it asks.
    pub rule: String,
    /// Its outcome before.
    pub was: &'static str,
    /// Its outcome after.
    pub is: &'static str,
    /// What moved it, or within it.
    pub moved_by: Vec<MovedBy>,
}

/// Something that a gate looks at and that fares otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MovedBy {
    /// The partner, the piece, the area; the gate's own word where it looks at nothing one by one.
    pub id: String,
    /// The test: `trust`; none where it came or went.
    pub test: Option<&'static str>,
    /// How it fared before; none where it was not there.
    pub was: Option<&'static str>,
    /// How it fares; none where it is no longer there.
    pub is: Option<&'static str>,
    /// What was found at the end, in words; before, where it is no longer there.
    pub found: String,
    /// Events that show it now and did not before.
    pub events: Vec<u64>,
}
