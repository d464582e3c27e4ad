//! Partitions of items into groups: trees that make them, and how far two of them agree.

mod agreement;
mod tree;

pub use agreement::adjusted_rand;
pub use tree::{Distances, Linkage, Tree};
