//! A document as one HTML file: no script, no request, readable on a screen, a phone and paper.

mod number;
mod page;
pub(crate) mod status;
mod table;

pub use page::render;
