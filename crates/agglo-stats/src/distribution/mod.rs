//! Distributions, with functions that give the same bytes on every platform.

pub mod beta;
mod dirichlet;
pub mod fisher;
pub mod gamma;
pub mod gamma_poisson;
pub mod normal;
pub mod student;

pub use dirichlet::dirichlet;
