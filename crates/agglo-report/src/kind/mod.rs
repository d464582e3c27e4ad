//! Values become documents: one file for each kind of paper.

pub(crate) mod profile;
pub(crate) mod strategy;
