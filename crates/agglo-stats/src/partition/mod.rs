//! Partitions of items into groups: trees that make them, and how far two of them agree.

mod agreement;
mod centres;
mod tree;

pub use agreement::adjusted_rand;
pub use centres::{Centre, Centred, around_centres};
pub use tree::{Distances, Linkage, Tree};
