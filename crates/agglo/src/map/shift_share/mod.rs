//! Regional growth taken apart: what the reference area, the industries and the place itself account for.
//!
//! Components are in jobs and sum to the change. They are bookkeeping, not causes; name the base year and the
//! reference area with each.

mod arcelus;
mod bartik;
mod classic;
mod dynamic;
mod esteban_marquillas;
mod exposure_errors;
mod from_totals;
mod industry;
mod multiplicative;
mod rotemberg;

pub use arcelus::{Arcelus, Effect, arcelus};
pub use bartik::{Bartik, bartik};
pub use classic::{Components, ShiftShare, classic};
pub use dynamic::{Dynamic, Span, dynamic};
pub use esteban_marquillas::{EstebanMarquillas, Kind, Split, esteban_marquillas};
pub use exposure_errors::{ExposureErrors, exposure_errors};
pub use from_totals::{Parts, from_totals};
pub use industry::{Industry, Totals};
pub use multiplicative::{Multiplicative, multiplicative};
pub use rotemberg::{Rotemberg, rotemberg};
