//! Tables and other formats, in and out: round trips, messy tables, refused rows, and what an attacker learns.
#![cfg(feature = "ledger")]
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test's own helpers may fail loudly"
)]

mod bad;
mod coast;
mod formats;
#[cfg(feature = "ingest")]
mod messy;
mod privacy;
mod round;
mod tables;
