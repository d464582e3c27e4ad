//! Things that a document lists, as a sheet: a row each, with where it stands in the document.

use crate::exchange::foreign::Found;
use crate::fault::Faults;
use crate::sheet::{Record, Sheet};

/// Rows made from a document that is no table.
pub(super) struct Listed {
    columns: Vec<String>,
    /// Where each row stands, and its texts.
    rows: Vec<(String, Vec<String>)>,
    next: usize,
    notes: Vec<String>,
}

impl Listed {
    pub(super) fn new(columns: &[&str]) -> Self {
        let columns = columns.iter().map(|own| (*own).to_owned()).collect();
        Self { columns, rows: Vec::new(), next: 0, notes: Vec::new() }
    }

    pub(super) fn row(&mut self, place: String, texts: Vec<String>) {
        self.rows.push((place, texts));
    }

    pub(super) fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    pub(super) fn found(self, name: &str) -> Found {
        Found { name: name.to_owned(), sheet: Box::new(self) }
    }
}

impl Sheet for Listed {
    fn columns(&self) -> &[String] {
        &self.columns
    }

    fn read(&mut self, record: &mut Record) -> Result<bool, Faults> {
        let Some((_, texts)) = self.rows.get(self.next) else { return Ok(false) };
        self.next += 1;
        record.start(u64::try_from(self.next).unwrap_or(u64::MAX));
        for text in texts {
            record.push(text);
        }
        Ok(true)
    }

    fn place(&self, at: u64, _column: Option<usize>) -> String {
        let at = usize::try_from(at).ok().and_then(|at| at.checked_sub(1));
        at.and_then(|at| self.rows.get(at)).map_or_else(String::new, |(place, _)| place.clone())
    }

    fn notes(&self) -> Vec<String> {
        self.notes.clone()
    }
}
