//! Definitions are data, not code: files that the binary carries, checked when they are read, every
//! fault at once.

pub mod blueprint;
pub mod classifications;
pub mod clusters;
mod embedded;
pub(crate) mod fields;
pub mod initiatives;
pub mod input_output;
mod sectors;
pub mod simulation;
mod stored;
pub mod studies;
mod survival;
pub mod underserved;

pub use fields::Errors;
pub use sectors::sectors;
pub use survival::{SURVIVAL, survival};
