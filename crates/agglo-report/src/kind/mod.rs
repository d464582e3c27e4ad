//! Values become documents: one file for each kind of paper.

pub(crate) mod blueprint;
#[cfg(feature = "close")]
pub(crate) mod close;
pub(crate) mod plan;
pub(crate) mod profile;
#[cfg(feature = "ledger")]
pub(crate) mod programme;
pub(crate) mod strategy;
