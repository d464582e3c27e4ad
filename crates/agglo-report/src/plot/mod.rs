//! Answers of `map` as charts: each takes what was computed and says in words what is drawn.

mod association;
mod blueprint;
mod evidence;
mod localization;
mod measure;
mod portfolio;
mod product_space;
mod shift_share;

pub use association::{moran, verdicts};
pub(crate) use blueprint::tally;
pub use blueprint::{blueprint, blueprint_in};
pub use evidence::{evidence, forest, said};
pub use localization::localization;
pub use measure::measure;
pub use portfolio::portfolio;
pub use product_space::product_space;
pub use shift_share::shift_share;
