//! A document as a tagged PDF: the same values as the page, with title, language and its own fonts.

mod body;
mod world;

use std::fmt;

use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::document::Document;
use world::World;

/// The document as PDF/UA-1. The same document gives the same bytes.
///
/// # Errors
///
/// When the typesetter refuses the document: a fault of this crate, with the typesetter's own words.
pub fn render(document: &Document) -> Result<Vec<u8>, Error> {
    let (source, drawings) = body::source(document);
    let world = World::new(source, drawings).map_err(Error)?;
    let paged = typst::compile::<PagedDocument>(&world).output.map_err(|faults| of(&faults))?;
    let standards = PdfStandards::new(&[PdfStandard::Ua_1])
        .map_err(|fault| Error(fault.message().to_string()))?;
    let options = PdfOptions {
        creator: Smart::Custom(Some(concat!("agglo ", env!("CARGO_PKG_VERSION")).to_owned())),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&paged, &options).map_err(|faults| of(&faults))
}

fn of(faults: &[typst::diag::SourceDiagnostic]) -> Error {
    let words: Vec<String> = faults.iter().take(3).map(|fault| fault.message.to_string()).collect();
    Error(words.join("; "))
}

/// Why a document could not be typeset.
#[derive(Debug)]
pub struct Error(String);

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the document cannot be typeset: {}", self.0)
    }
}

impl std::error::Error for Error {}
