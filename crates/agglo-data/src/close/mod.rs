//! What a close rests on: periods, and what became of each dataset between two states of a lake.

mod datasets;
mod period;

pub use datasets::{Causes, causes, datasets};
pub use period::Quarter;
