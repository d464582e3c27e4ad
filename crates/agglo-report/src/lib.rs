//! Bytes out: a document of answers becomes HTML, SVG, PDF or JSON. No file is written here.
//!
//! [`strategy`] puts the values of a [`Strategy`] into a [`Document`]; [`html::render`] makes the page of it,
//! [`wire::strategy`] the JSON, [`text::summary`] the lines for a terminal. All print the same values,
//! rounded in one place ([`words`]).

pub mod chart;
pub mod document;
pub mod html;
mod kind;
mod notes;
mod palette;
#[cfg(feature = "pdf")]
pub mod pdf;
pub mod picture;
pub mod plot;
mod source;
mod strategy;
pub mod text;
pub mod wire;
pub mod words;
#[cfg(feature = "xlsx")]
pub mod workbook;

pub use document::Document;
pub use kind::blueprint::{document as blueprint, document_in as blueprint_in};
#[cfg(feature = "close")]
pub use kind::close::{document as close, lines as close_lines};
pub use kind::plan::document as full_plan;
pub use kind::profile::{Pictures, document as profile};
#[cfg(feature = "ledger")]
pub use kind::programme::{About, document as programme};
pub use kind::strategy::document as strategy;
pub use source::Source;
pub use strategy::{Shapes, Strategy};
