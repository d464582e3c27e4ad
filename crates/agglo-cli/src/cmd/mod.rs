//! One file a verb: read the arguments, ask the library, print the answer.

#[cfg(feature = "scale-out")]
pub(crate) mod cluster;
pub(crate) mod clusters;
pub(crate) mod compare;
pub(crate) mod completions;
pub(crate) mod data;
pub(crate) mod define;
pub(crate) mod doctor;
pub(crate) mod gaps;
pub(crate) mod io;
pub(crate) mod map;
pub(crate) mod measure;
pub(crate) mod profile;
pub(crate) mod relate;
pub(crate) mod schema;
pub(crate) mod spatial;
pub(crate) mod strategy;
