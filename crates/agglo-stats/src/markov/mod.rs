//! Markov chains of few states, counted from paths.

mod chain;
mod homogeneity;

pub use chain::Chain;
pub use homogeneity::{Homogeneity, homogeneity};
