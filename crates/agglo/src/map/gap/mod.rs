//! A region read against a blueprint: levels, their aggregate, and the element that holds it back.
//!
//! Levels stand in `[0, 1]` against exemplar regions ([`level`]); substitutes join in a nest
//! ([`nest`]); a CES aggregate says how much the weakest element weighs ([`aggregate`]); the binding gap
//! is the element whose next step raises the aggregate most ([`binding`]). Withheld cells are carried
//! as spans, so every verdict says what they can overturn ([`verdict`]).

pub mod aggregate;
pub mod binding;
pub mod bounds;
pub mod choose;
pub mod claim;
pub mod core;
pub mod derived;
mod derived_edges;
mod elements;
pub mod evidence;
pub mod kmenta;
pub mod level;
pub mod nest;
pub mod prepared;
pub mod read;
pub mod readable;
pub mod reading;
mod reinforcement;
pub mod roles;
mod scores;
pub mod span;
pub mod spillover;
mod stability;
pub mod standing;
pub mod verdict;
pub mod without;
mod words;

pub use choose::{Anchor, Choice, Choosing, choose};
pub use claim::Claim;
pub use derived::{DerivedRule, coverage, derive};
pub use evidence::Evidence;
pub use prepared::Prepared;
pub use read::{CutsChoice, Gates, Options, read};
pub use reading::{Applicable, BindingGap, ElementReading, Reading, Score};
pub use span::Span;
