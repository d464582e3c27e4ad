//! Times until something happens, some of which are still running.

mod kaplan_meier;

pub use kaplan_meier::{Spell, Step, kaplan_meier, median};
