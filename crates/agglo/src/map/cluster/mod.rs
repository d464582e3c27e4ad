//! Traded clusters: how strong each one is in a region, and how the groups themselves are found.

pub mod quotient;
pub mod strength;
pub mod strong;

pub use strength::{ClusterLine, Field, Portfolio};
pub use strong::{Strong, StrongRule};
