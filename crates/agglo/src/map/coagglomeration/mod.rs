//! Which industries stand in the same places.

mod locational_correlation;
mod pairwise;

pub use locational_correlation::{Form, locational_correlation};
pub use pairwise::{Background, pairwise_coagglomeration};
