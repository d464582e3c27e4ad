//! Regressions.

pub mod ridge;
