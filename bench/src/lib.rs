//! One bench per budget of the design, each beside the peer that it is compared with.
//!
//! A row writes its data to files, reads them back and measures our side; a script in `peers/` reads the same
//! files and does the same work with the package that people use today.
#![allow(clippy::unwrap_used, reason = "a bench may fail loudly")]

pub mod clock;
pub mod data;
pub mod peer;
pub mod programmes;
pub mod rows;
pub mod table;
