//! Which industries stand in the same places.

mod group;
mod locational_correlation;
mod pairwise;

pub use group::group_coagglomeration;
pub use locational_correlation::{Form, locational_correlation};
pub use pairwise::{Background, pairwise_coagglomeration};
