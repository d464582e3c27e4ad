//! Parquet from anywhere: flat columns of any type, each value as text.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};

use bytes::Bytes;
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use parquet::record::reader::RowIter;

use crate::fault::{Fault, Faults};
use crate::intake::{Brought, Format, Named, Opened, fault_of};
use crate::sheet::delimited::twice;
use crate::sheet::{Record, Sheet};

/// Rows of a Parquet file.
struct Rows {
    columns: Vec<String>,
    stream: RowIter<'static>,
    read: u64,
    is_over: bool,
    notes: Vec<String>,
}

/// Opens a Parquet file.
pub(crate) fn open(brought: Brought) -> Result<Opened, Faults> {
    let reader: Box<dyn FileReader> = if let Some(path) = brought.plain() {
        let file = File::open(path).map_err(fault_of)?;
        guarded(|| SerializedFileReader::new(file).map(|reader| Box::new(reader) as _))?
    } else {
        let bytes = Bytes::from(brought.bytes(brought.limits.unpacked_bytes)?);
        guarded(|| SerializedFileReader::new(bytes).map(|reader| Box::new(reader) as _))?
    };
    let schema = reader.metadata().file_metadata().schema_descr();
    let mut faults = Faults::default();
    let fields = schema.root_schema().get_fields();
    for field in fields.iter().filter(|field| !field.is_primitive()) {
        let fault = Fault::new("a column of lists or structures").column(field.name());
        faults.push(fault.cure("a table is flat: write it without that column"));
    }
    let columns: Vec<String> = fields.iter().map(|field| field.name().to_owned()).collect();
    faults.extend(twice(&columns));
    if columns.len() > brought.limits.columns {
        let limit = brought.limits.columns;
        faults.push(Fault::new(format!("{} columns; the limit is {limit}", columns.len())));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let stream = guarded(|| Ok(RowIter::from_file_into(reader)))?;
    let sheet = Rows { columns, stream, read: 0, is_over: false, notes: brought.notes };
    let (name, sheet) = (brought.name, Box::new(sheet));
    Ok(Opened::Tables(vec![Named { name, format: Format::Parquet, extent: None, sheet }]))
}

/// What the library gives; where it gives up on damaged bytes in a panic, that is a damaged file too.
fn guarded<T>(work: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, Fault> {
    let damaged = |what: String| Fault::new(format!("the file is damaged: {what}"));
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(result) => result.map_err(|error| damaged(error.to_string())),
        Err(_) => Err(damaged("its parts do not fit together".to_owned())),
    }
}

impl Sheet for Rows {
    fn columns(&self) -> &[String] {
        &self.columns
    }

    fn read(&mut self, record: &mut Record) -> Result<bool, Faults> {
        if self.is_over {
            return Ok(false);
        }
        let stream = &mut self.stream;
        let row = match guarded(|| stream.next().transpose()) {
            Ok(Some(row)) => row,
            Ok(None) => {
                self.is_over = true;
                return Ok(false);
            }
            Err(fault) => {
                self.is_over = true;
                return Err(fault.at(format!("row {}", self.read + 1)).into());
            }
        };
        self.read += 1;
        record.start(self.read);
        for (name, field) in row.get_column_iter() {
            match field {
                Field::Null => record.push(""),
                Field::Str(text) => record.push(text),
                Field::Bytes(bytes) => {
                    let text = std::str::from_utf8(bytes.data());
                    record.push(text.map_err(|_| {
                        let fault = Fault::new("bytes that are no text").column(name);
                        fault.at(format!("row {}", self.read))
                    })?);
                }
                Field::Float(number) => record.push(&number.to_string()),
                Field::Double(number) => record.push(&number.to_string()),
                other => record.push(&other.to_string()),
            }
        }
        Ok(true)
    }

    fn place(&self, at: u64, column: Option<usize>) -> String {
        let name = column.and_then(|column| self.columns.get(column));
        name.map_or(format!("row {at}"), |name| format!("row {at}, {name}"))
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = self.notes.clone();
        if self.read == 0 {
            notes.push("0 rows: the file holds columns and no more".to_owned());
        }
        notes
    }
}
