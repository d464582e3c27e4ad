//! A region read against a blueprint: levels, their aggregate, and the element that holds it back.
//!
//! Levels stand in `[0, 1]` against exemplar regions ([`level`]); substitutes join in a nest
//! ([`nest`]); a CES aggregate says how much the weakest element weighs ([`aggregate`]); the binding gap
//! is the element whose next step raises the aggregate most ([`binding`]). Withheld cells are carried
//! as spans, so every verdict says what they can overturn ([`verdict`]).

pub mod aggregate;
pub mod binding;
pub mod bounds;
pub mod core;
pub mod kmenta;
pub mod level;
pub mod nest;
pub mod reading;
pub mod span;
pub mod spillover;
pub mod verdict;
pub mod without;

pub use reading::{Applicable, BindingGap, ElementReading, Reading, Score};
pub use span::Span;
