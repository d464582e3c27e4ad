//! Regressions.

mod design;
pub mod line;
pub mod logit;
pub mod ordinary;
pub mod poisson;
pub mod ridge;
pub mod sandwich;
pub mod two_way;
