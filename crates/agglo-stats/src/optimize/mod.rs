//! Optimisation. The solvers behind it are named here and nowhere else.

pub mod integer;
pub mod linear;
