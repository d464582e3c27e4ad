//! The steps of the loop for one region, each on what the one before found.

mod forward;
mod money;
mod plan;
mod read;

pub(crate) use forward::forward;
pub(crate) use money::Money;
pub(crate) use plan::{Asked, plan};
pub(crate) use read::{Reader, Reads};
