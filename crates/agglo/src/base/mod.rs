//! The nouns: what everything else is said in.

pub mod archetype;
pub mod basis;
pub mod blueprint;
pub mod catalogue;
pub mod classification;
pub mod cluster_definition;
pub mod concordance;
pub mod error;
pub mod estimate;
pub mod id;
pub mod region;
pub mod study;
pub mod survival;
pub mod terms;
pub(crate) mod thousands;
pub mod year;
