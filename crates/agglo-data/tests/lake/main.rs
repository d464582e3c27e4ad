//! Datasets and vintages on disk: what is loaded is read back, and what was read once can be read again.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test file")]

mod changing;
mod jobs;
mod lasting;
mod laws;
mod reading;
#[cfg(feature = "close")]
mod views;
