//! Bytes out: a document of answers becomes HTML, SVG, PDF or JSON. No file is written here.

pub mod chart;
pub mod document;
pub mod html;
mod palette;
mod source;
pub mod words;

pub use document::Document;
pub use source::Source;
