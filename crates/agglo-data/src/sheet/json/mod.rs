//! JSON of any kind: read whole, every key once, no deeper than a limit; then by what it says it is.

mod bea;
mod geo;
mod lines;
mod objects;
mod rings;
mod sdmx;
mod stat;
mod tree;

use crate::fault::{Fault, Faults};
use crate::intake::{Brought, Format, Named, Opened};
use crate::sheet::Sheet;
pub(crate) use tree::Value;

/// Opens a text that is JSON.
pub(crate) fn open(brought: Brought) -> Result<Opened, Faults> {
    if brought.wishes.is_json_lines {
        return lines::open(brought);
    }
    let text = brought.text()?;
    let mut notes = brought.notes;
    notes.extend(text.note);
    let bytes = tree::whole(text.reader, &brought.limits)?;
    let value = tree::parse(&bytes, &brought.limits)?;
    drop(bytes);
    let file = File { name: brought.name, columns: brought.limits.columns, notes };
    if geo::is(&value) {
        geo::open(file, value)
    } else if bea::is(&value) {
        bea::open(file, value)
    } else if sdmx::is(&value) {
        sdmx::open(file, value)
    } else if stat::is(&value) {
        stat::open(&file, value)
    } else {
        objects::open(&file, value)
    }
}

/// The document of a text that is JSON: every key once, no deeper than a limit.
#[cfg(feature = "exchange")]
pub(crate) fn document(brought: &Brought) -> Result<Value, Faults> {
    let bytes = tree::whole(brought.text()?.reader, &brought.limits)?;
    Ok(tree::parse(&bytes, &brought.limits)?)
}

/// What is known of the file around a document.
pub(crate) struct File {
    pub(crate) name: String,
    /// Most columns of a table.
    pub(crate) columns: usize,
    pub(crate) notes: Vec<String>,
}

/// A table on its way out.
pub(crate) fn table(name: String, format: Format, sheet: impl Sheet + 'static) -> Named {
    Named { name, format, extent: None, sheet: Box::new(sheet) }
}

/// A key or position as a part of a JSON pointer (RFC 6901).
pub(crate) fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// Refuses more columns than a limit.
pub(crate) fn few(columns: &[String], limit: usize) -> Result<(), Fault> {
    if columns.len() <= limit {
        return Ok(());
    }
    Err(Fault::new(format!("{} columns; the limit is {limit}", columns.len())))
}
