//! Files of every format as a person brings them: what is read, what is refused and in which words.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "helpers of tests stop a test where they cannot go on"
)]

mod damage;
mod delimited;
mod json;
mod packed;
mod speed;
mod wire;

use std::io::Write;
use std::path::Path;

use agglo_data::fault::Faults;
use agglo_data::intake::{Format, Limits, Named, Opened, Wishes, open};
use agglo_data::sheet::Record;

/// What came out of a table.
struct Read {
    name: String,
    format: Format,
    extent: Option<[f64; 4]>,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
    places: Vec<String>,
    faults: Faults,
    notes: Vec<String>,
}

impl Read {
    /// The texts of a column.
    fn column(&self, name: &str) -> Vec<&str> {
        let at = self.columns.iter().position(|column| column == name);
        let at = at.unwrap_or_else(|| panic!("no column {name} in {:?}", self.columns));
        self.rows.iter().map(|row| row[at].as_str()).collect()
    }

    /// Numbers, cells without one, and the sum of the numbers of a column.
    fn figures(&self, name: &str) -> (usize, usize, f64) {
        let texts = self.column(name);
        let numbers: Vec<f64> = texts
            .iter()
            .filter(|text| !text.is_empty())
            .map(|text| text.parse().unwrap())
            .collect();
        (numbers.len(), texts.len() - numbers.len(), numbers.iter().sum())
    }

    fn says(&self, note: &str) {
        assert!(
            self.notes.iter().any(|own| own.contains(note)),
            "{note} is not in {:?}",
            self.notes
        );
    }
}

/// All rows of a table.
fn rows(mut named: Named) -> Read {
    let columns = named.sheet.columns().to_vec();
    let (mut rows, mut places, mut faults) = (Vec::new(), Vec::new(), Faults::default());
    let mut record = Record::default();
    loop {
        match named.sheet.read(&mut record) {
            Ok(false) => break,
            Ok(true) => {
                assert_eq!(record.len(), columns.len(), "{columns:?}: {record:?}");
                rows.push(record.iter().map(str::to_owned).collect());
                places.push(named.sheet.place(record.at(), None));
            }
            Err(found) => faults.extend(found.iter().cloned()),
        }
    }
    let notes = named.sheet.notes();
    let (name, format, extent) = (named.name, named.format, named.extent);
    Read { name, format, extent, columns, rows, places, faults, notes }
}

/// The tables of a file.
fn tables(path: &Path, wishes: &Wishes) -> Result<Vec<Read>, Faults> {
    match open(path, wishes, &Limits::default())? {
        Opened::Tables(tables) => Ok(tables.into_iter().map(rows).collect()),
        other => panic!("{}: {other:?}", path.display()),
    }
}

/// The only table of a file without a fault.
fn table(path: &Path, wishes: &Wishes) -> Read {
    let read = tables(path, wishes);
    let mut read = read.unwrap_or_else(|faults| panic!("{}: {faults:?}", path.display()));
    assert_eq!(read.len(), 1, "{}", path.display());
    let read = read.remove(0);
    assert!(read.faults.is_empty(), "{}: {:?}", path.display(), read.faults);
    read
}

/// Everything that is wrong with a file, as one text; empty where nothing is.
fn faults(path: &Path, wishes: &Wishes) -> String {
    let all = match tables(path, wishes) {
        Ok(read) => read
            .into_iter()
            .flat_map(|read| read.faults.iter().cloned().collect::<Vec<_>>())
            .collect(),
        Err(faults) => faults.iter().cloned().collect::<Vec<_>>(),
    };
    all.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// A file with these bytes under a name of this ending.
fn file(ending: &str, bytes: &[u8]) -> tempfile::NamedTempFile {
    let mut file = tempfile::Builder::new().prefix("brought").suffix(ending).tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file
}

/// The table of a text.
fn of(ending: &str, bytes: &[u8]) -> Read {
    table(file(ending, bytes).path(), &Wishes::default())
}

/// The faults of a text, all of which must hold these words.
fn refused(ending: &str, bytes: &[u8], words: &[&str]) {
    let text = faults(file(ending, bytes).path(), &Wishes::default());
    for word in words {
        assert!(text.contains(word), "`{word}` is not in `{text}`");
    }
}
