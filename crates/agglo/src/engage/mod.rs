//! Engage: whom a programme rests on, whom it listened to, and whether it is built properly.
//!
//! Every test is of three values: what is not known neither passes nor fails. No test makes up for another.

mod benchmark;
mod check;
#[cfg(feature = "ledger")]
pub mod event;
mod feedback;
#[cfg(feature = "ledger")]
pub mod gates;
#[cfg(feature = "ledger")]
pub mod leaving;
mod listening;
#[cfg(feature = "ledger")]
pub mod overlay;
mod partner;
mod piece;
#[cfg(feature = "ledger")]
pub mod record;
mod representation;
mod ruling;
mod trust;
#[cfg(feature = "ledger")]
pub mod view;

pub use benchmark::{Closures, Survival, closures_against_benchmark, survival_posterior};
pub use check::{Gate, GateRuling, Programme, programme};
pub use feedback::{Counts, Feedback, FeedbackRule, Waiting, feedback_loop};
pub use listening::{
    Heard, Listening, ListeningRule, Precedes, listening_precedes_plan, ours_not_theirs,
};
pub use partner::{Alignment, Partner, PartnerGate, PartnerRule, partner_gate};
pub use piece::{Endorsement, Piece, PieceGate, PieceRule, piece_gate};
pub use representation::{
    Participation, Representation, RepresentationRule, dissimilarity, representativeness,
};
pub use ruling::Ruling;
pub use trust::{Trust, TrustRule, Voice, trust};
