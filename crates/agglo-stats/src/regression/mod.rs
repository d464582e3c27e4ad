//! Regressions.

pub mod line;
pub mod ridge;
