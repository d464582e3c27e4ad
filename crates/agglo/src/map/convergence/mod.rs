//! Whether regions grow alike, and how they move past each other.

mod beta;
mod classes;
mod sigma;
mod spatial_markov;
mod williamson;

pub use beta::{Beta, beta_convergence};
pub use classes::{class_of, classes_by_year, pooled_classes};
pub use sigma::{Sigma, sigma_convergence};
pub use spatial_markov::{SpatialMarkov, spatial_markov};
pub use williamson::williamson;
