//! Traded clusters: how strong each one is in a region, and how the groups themselves are found.

pub mod agreement;
pub mod define;
pub mod figures;
mod gathered;
pub mod group;
pub mod growth;
pub(crate) mod likely;
pub mod naming;
pub mod quotient;
pub mod similarity;
pub mod stability;
pub mod strength;
pub mod strong;
pub mod traded;
pub mod validation;

pub use gathered::gathered;
pub use strength::{ClusterLine, Field, Portfolio};
pub use strong::{Strong, StrongRule};
