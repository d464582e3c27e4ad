//! One file a verb: read the arguments, ask the library, print the answer.

pub(crate) mod blueprint;
#[cfg(feature = "ledger")]
pub(crate) mod check;
#[cfg(feature = "scale-out")]
pub(crate) mod cluster;
pub(crate) mod clusters;
pub(crate) mod compare;
pub(crate) mod completions;
pub(crate) mod data;
pub(crate) mod define;
pub(crate) mod doctor;
pub(crate) mod evidence;
#[cfg(feature = "ledger")]
pub(crate) mod export;
pub(crate) mod gaps;
#[cfg(feature = "ledger")]
pub(crate) mod import;
#[cfg(feature = "ledger")]
pub(crate) mod init;
pub(crate) mod io;
#[cfg(feature = "ledger")]
pub(crate) mod ledger;
pub(crate) mod map;
pub(crate) mod measure;
pub(crate) mod plan;
pub(crate) mod profile;
#[cfg(feature = "ledger")]
mod programme;
#[cfg(feature = "ledger")]
pub(crate) mod record;
pub(crate) mod relate;
mod removed;
pub(crate) mod schema;
pub(crate) mod spatial;
pub(crate) mod strategy;
#[cfg(feature = "ledger")]
pub(crate) mod view;
