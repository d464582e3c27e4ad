//! From what is asked to a full plan: laid out, solved, explained by solving again.

mod between;
mod chosen;
mod course;
mod doubt;
mod information;
mod learn;
mod means;
mod omitted;
mod otherwise;
mod outcome;
mod rests;
mod robust;
mod solved;
mod told;

pub use between::budgets;
pub use told::{Outcome, Told, full_plan};

/// `1 partner`, `3 partners`.
pub(crate) fn many(count: usize, one: &str, more: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {more}") }
}
