//! The printed document: tagged, with title and language, and the same on every run.
#![cfg(feature = "pdf")]
#![allow(clippy::unwrap_used, reason = "a test that cannot read its own output has failed")]

mod fixture;

use agglo_report::pdf;
use fixture::World;

#[test]
fn the_pdf_is_tagged_has_title_and_language_and_is_the_same_twice() {
    let world = World::new();
    let document = agglo_report::strategy(&world.strategy());
    let bytes = pdf::render(&document).unwrap();
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(folder.join("strategy.pdf"), &bytes).unwrap();
    assert_eq!(bytes, pdf::render(&document).unwrap());
    let text = String::from_utf8_lossy(&bytes);
    for part in ["/MarkInfo", "/StructTreeRoot", "/Lang", "/Title", "pdfuaid"] {
        assert!(text.contains(part), "{part}");
    }
}
