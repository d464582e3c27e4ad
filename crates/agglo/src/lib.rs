//! Regional clusters: what a region has, which element is missing, what to do and what follows.
//!
//! The loop, step by step; each step is a pure function of its inputs and reads only what stands left
//! of it: `base < panel < map < engage < plan < simulate < close`.
//!
//! * [`base`]: the nouns: regions, industries, years, blueprints, and the one form in which a number
//!   leaves this crate, [`base::estimate::Estimate`].
//! * [`panel`]: cells with a status. Withheld, zero and missing are three different things.
//! * [`map`]: what a region has and whom it houses.
//! * [`engage`]: whom a programme rests on and listened to, and whether it is built properly.
//! * [`plan`]: what to do first under a budget, why, and what to find out before more is spent.
//! * [`simulate`]: jobs of the coming years, with a plan, without it, and when the money stops.
//! * `close` (feature `close`): what moved since the figures were last closed, and why.

pub mod base;
#[cfg(feature = "close")]
pub mod close;
pub mod engage;
pub mod map;
pub mod panel;
pub mod plan;
pub mod simulate;

pub use base::error::Error;
pub use base::estimate::{Answer, Estimate, Figure};
