//! Records as tables: a kind each, and delimited text that no spreadsheet program runs.

use agglo::Error;
use agglo::engage::event::Kind;
use serde_json::Value;

use crate::exchange::cell::{MARK, escaped, write};
use crate::exchange::field::{Field, Holds, KINDS, fields};
use crate::exchange::known::table_of;
use crate::exchange::outgoing::Outgoing;

/// The table of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name: `partners`.
    pub name: String,
    /// The kind of its rows.
    pub kind: Kind,
    /// Its columns.
    pub fields: &'static [Field],
    /// Its rows: a text a column, before anything is escaped.
    pub rows: Vec<Vec<String>>,
}

/// A table without rows, to be filled.
pub fn template(kind: Kind) -> Table {
    Table { name: table_of(kind), kind, fields: fields(kind), rows: Vec::new() }
}

/// Tables of all kinds of which there is a record.
pub fn tables(all: &[Outgoing]) -> Vec<Table> {
    let table = |kind: Kind| {
        let mut table = template(kind);
        table.rows =
            all.iter().filter(|own| own.kind == kind).map(|own| row(own, table.fields)).collect();
        table
    };
    KINDS.iter().map(|kind| table(*kind)).filter(|table| !table.rows.is_empty()).collect()
}

fn row(own: &Outgoing, fields: &[Field]) -> Vec<String> {
    let cell = |field: &Field| {
        if own.withheld.contains(&field.name) {
            return MARK.to_owned();
        }
        own.values.get(&field.name).map_or(String::new(), |value: &Value| write(field, value))
    };
    fields.iter().map(cell).collect()
}

impl Table {
    /// The table as comma-separated text. Texts that a spreadsheet program would run begin with `'`; numbers do
    /// not.
    ///
    /// # Errors
    ///
    /// `E0902` where it cannot be written, which is our fault.
    pub fn csv(&self) -> Result<Vec<u8>, Error> {
        let failed = |error: csv::Error| Error::new("E0902", error.to_string());
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(self.fields.iter().map(|own| own.name.as_str())).map_err(failed)?;
        for row in &self.rows {
            let cells = self.fields.iter().zip(row).map(|(field, text)| match field.holds {
                Holds::Whole | Holds::Number | Holds::Money | Holds::Day | Holds::YesNo => {
                    text.clone()
                }
                _ => escaped(text),
            });
            writer.write_record(cells).map_err(failed)?;
        }
        writer.into_inner().map_err(|error| Error::new("E0902", error.to_string()))
    }
}
