//! Drawings of a plan: what money buys, who does what when, where the money goes, what stays chosen.

mod frontier;
mod gantt;
mod shares;
mod stacks;

pub use frontier::{Bend, Frontier, Rim};
pub use gantt::{Gantt, Task};
pub use shares::{Share, Shares};
pub use stacks::{Stack, Stacks};
