//! The close of a quarter: which figures are new or revised, which answers move, by how much and why.
//!
//! Answers are compared as they were saved and as they are made now, once for each thing that can have changed,
//! swapped in a fixed order ([`Cause`]). Reading disks and making answers again is the caller's work.

mod answer;
mod cause;
mod dataset;
mod movement;
mod programme;
#[cfg(feature = "ledger")]
mod record;
mod report;
mod split;

pub use answer::{Decided, Decision, Said, Told};
pub use cause::{Cause, Held, of_row};
pub use dataset::{DatasetChange, Named, Revised, State};
pub use movement::{
    AnswerMoved, DecisionMoved, FigureMoved, Listed, Moved, OneSided, Steps, moved,
};
pub use programme::{
    GateMoved, MovedBy, ProgrammeMoved, PromiseDue, PromiseState, RatingsStale, RegionMoved,
};
#[cfg(feature = "ledger")]
pub use record::{At, region_moved};
pub use report::{Against, Answers, Close, Failed, Record};
pub use split::{Part, Split, Values, split};
