//! How broad a region's economy is.

mod hachman;

pub use hachman::{hachman, hachman_of};
