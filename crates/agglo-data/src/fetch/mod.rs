//! Files from agencies' servers: asked for politely, resumed where they broke off, whole and checked before anybody
//! reads them.
//!
//! What is fetched lies beside the lake, never in it: a transfer that fails leaves the lake as it was. Nothing here
//! draws a random number or reads a clock: the waits are spread by the address itself, and time comes from the
//! server's own answers.

mod address;
mod answer;
mod client;
mod download;
mod manners;
mod part;
mod periods;
mod shelf;
mod steps;
mod template;
mod update;

pub use address::Base;
pub use answer::Version;
pub use client::Client;
pub use download::{Fetched, Got, Wanted};
pub use manners::Manners;
pub use periods::Day;
pub use shelf::{Entry, Shelf};
pub use steps::{Asked, Step, steps};
pub use update::{Line, Outcome, Update};

use agglo::Error;

/// The server cannot be reached or keeps failing.
pub(crate) fn unreachable(url: &str, what: impl Into<String>) -> Error {
    Error::new("E0430", what).at(url.to_owned())
}

/// What the server sends is not what was asked for, or not to be trusted.
pub(crate) fn refused(url: &str, what: impl Into<String>) -> Error {
    Error::new("E0431", what).at(url.to_owned())
}
