//! Spatial association: whether neighbouring base units are alike in one measure, and where.
//!
//! A [`Column`] holds one value a base unit, [`Neighbourhood`] says who neighbours whom, and [`associate`] asks
//! one [`Statistic`] of them.

mod answer;
mod column;
mod global;
mod joins;
mod lag;
mod local;
mod neighbourhood;

pub use answer::{Association, Measured, Options, Statistic, associate};
pub use column::{Column, Named};
pub use global::Global;
pub use joins::Joins;
pub use lag::{Around, around};
pub use local::{LocalLine, Verdict};
pub use neighbourhood::{Flow, Ground, Neighbourhood, Rows};
