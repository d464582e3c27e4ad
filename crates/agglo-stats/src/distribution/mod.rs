//! Distributions, with functions that give the same bytes on every platform.

pub mod beta;
mod dirichlet;
pub mod gamma;
pub mod gamma_poisson;
pub mod normal;

pub use dirichlet::dirichlet;
