//! What a file holds before anything is known of its meaning: named columns and rows of text.
//!
//! Every reader, whatever its format, hands over one row at a time, so that a file of any size passes through.
//! Cubes (SDMX, JSON-stat, Eurostat) come as one row an observation: a column a dimension, then `value` and
//! `flags`.

mod ahead;
mod delimited;
mod dialect;
mod eurostat;
#[cfg(feature = "exchange")]
pub(crate) mod json;
#[cfg(not(feature = "exchange"))]
mod json;
mod parquet;
mod sdmx_csv;
mod split;
pub mod survey;
pub mod wide;
#[cfg(feature = "ingest")]
mod workbook;
#[cfg(feature = "ingest")]
mod xml;

use crate::fault::Faults;
#[cfg(not(feature = "ingest"))]
use crate::intake::without;
use crate::intake::{Brought, Content, Opened};

/// One row of texts, reused from row to row.
#[derive(Clone, Debug, Default)]
pub struct Record {
    text: String,
    /// Begin and end of each field in `text`: a line of a file is taken over as it is, marks and all.
    fields: Vec<Span>,
    at: u64,
}

/// Begin and end of a field in its row: half of what machine words would take, since rows that another thread
/// split cost what their bytes cost to move. No row is as long as this counts.
pub(crate) type Span = (u32, u32);

impl Record {
    /// Takes the row's texts away and says where the next one stands, in the reader's own count.
    pub fn start(&mut self, at: u64) {
        self.text.clear();
        self.fields.clear();
        self.at = at;
    }

    /// Adds a field.
    pub fn push(&mut self, field: &str) {
        let start = place(self.text.len());
        self.text.push_str(field);
        self.fields.push((start, place(self.text.len())));
    }

    /// A field; `None` past the last one.
    pub fn get(&self, column: usize) -> Option<&str> {
        let (start, end) = *self.fields.get(column)?;
        self.text.get(start as usize..end as usize)
    }

    /// Takes over a line and where its fields begin and end.
    pub(crate) fn take(&mut self, at: u64, line: &str, fields: &[Span]) {
        self.start(at);
        self.text.push_str(line);
        self.fields.extend_from_slice(fields);
    }

    /// The row's text and where its fields begin and end in it.
    pub(crate) fn parts(&self) -> (&str, &[Span]) {
        (&self.text, &self.fields)
    }

    /// Whether every field is empty.
    pub(crate) fn is_blank(&self) -> bool {
        self.fields.iter().all(|(start, end)| start == end)
    }

    /// Number of fields.
    pub fn len(&self) -> usize {
        self.fields.len()
    }

    /// Whether it has no field.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// The fields.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter_map(|column| self.get(column))
    }

    /// Where it stands, in the reader's own count: see [`Sheet::place`].
    pub fn at(&self) -> u64 {
        self.at
    }
}

/// A place in a row; rows that reach beyond what it counts are refused before.
pub(crate) fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

impl PartialEq for Record {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at && self.iter().eq(other.iter())
    }
}

impl Eq for Record {}

/// Rows of text under named columns.
pub trait Sheet {
    /// Names of the columns: no two alike.
    fn columns(&self) -> &[String];

    /// Reads the next row; `false` at the end.
    ///
    /// # Errors
    ///
    /// What is wrong with the row. A fault of one row (a wrong number of fields) may be followed by more rows:
    /// read on to find all faults at once. After a fault of the whole file (a damaged archive) it says `false`.
    fn read(&mut self, record: &mut Record) -> Result<bool, Faults>;

    /// Where a row, or a field of it, stands, as the file's author would look for it: `line 5`, `Sheet1!C7`,
    /// `/dataSets/0/observations/1:0:2`.
    fn place(&self, at: u64, column: Option<usize>) -> String;

    /// What was noticed that a person should know: the encoding, a name that does not fit the content, rows
    /// that were skipped. Complete at the end of reading.
    fn notes(&self) -> Vec<String>;
}

/// Reads what was brought as what it holds.
pub(crate) fn open(brought: Brought, content: Content) -> Result<Opened, Faults> {
    match content {
        Content::Delimited => delimited::open(brought),
        Content::Json => json::open(brought),
        Content::Parquet => parquet::open(brought),
        #[cfg(feature = "ingest")]
        Content::Xml => xml::open(brought),
        #[cfg(feature = "ingest")]
        Content::Workbook(book) => workbook::open(&brought, book),
        #[cfg(not(feature = "ingest"))]
        Content::Xml => Err(without("SDMX-ML").into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_come_back_as_they_went_in_and_a_new_row_forgets_the_old() {
        let mut record = Record::default();
        record.start(2);
        for field in ["12045", "", "é"] {
            record.push(field);
        }
        assert_eq!(record.iter().collect::<Vec<_>>(), ["12045", "", "é"]);
        assert_eq!((record.len(), record.at(), record.get(3)), (3, 2, None));
        record.start(3);
        assert!(record.is_empty() && record.get(0).is_none());
    }
}
