//! Measures read over a whole country: every region, or one of them against all, from the same tables.
//!
//! [`read`] answers a [`Question`] with a [`Reading`]: rows of regions, of industries, or of both. A region of
//! several base units is summed first and takes its members' place. What rests on hidden counts carries their
//! bounds or says that it is withheld.

mod base;
mod cells;
mod complexity;
mod grid;
mod growth;
mod measured;
mod mix;
mod nearness;
mod question;
mod read;
mod reading;
mod spread;

pub use grid::Grid;
pub use growth::{SectorShift, sector_shifts};
pub use measured::{Measured, Subject};
pub use question::Question;
pub use read::{localization, read};
pub use reading::{Beside, Reading, Row};
