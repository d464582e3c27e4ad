//! Definitions: data, not code; checked when they are read.

pub mod clusters;
