//! Values become documents: one file for each kind of paper.

#[cfg(feature = "close")]
pub(crate) mod close;
pub(crate) mod profile;
pub(crate) mod strategy;
