//! Everything that touches disk: the starter pack, definitions, and (feature `lake`) SQL over agencies'
//! files.

pub mod add;
#[cfg(feature = "close")]
pub mod answer;
pub mod atomic;
pub mod carry;
#[cfg(feature = "close")]
pub mod close;
#[cfg(feature = "scale-out")]
pub mod cluster;
pub mod country;
pub mod definitions;
pub mod delimited;
pub mod engine;
#[cfg(feature = "exchange")]
pub mod exchange;
pub mod fault;
#[cfg(feature = "fetch")]
pub mod fetch;
pub mod geography;
pub mod industry;
pub mod intake;
pub mod io_table;
pub mod lake;
#[cfg(feature = "ledger")]
pub mod ledger;
pub mod measure;
pub mod nearest;
#[cfg(feature = "ledger")]
pub mod programme;
pub mod region;
pub mod regions;
#[cfg(feature = "ledger")]
pub mod registration;
pub mod sheet;
pub mod source;
pub mod starter;
pub mod table;
#[cfg(feature = "lake")]
pub mod warehouse;

pub use country::Country;
pub use starter::Starter;
