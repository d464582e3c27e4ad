//! Distributions, with functions that give the same bytes on every platform.

pub mod beta;
pub mod gamma;
pub mod normal;
