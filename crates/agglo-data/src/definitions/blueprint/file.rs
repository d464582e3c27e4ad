//! A blueprint in a file of somebody's own: TOML, or pages of a workbook.

use std::path::Path;

use agglo::Error;
use agglo::base::blueprint::Blueprint;

use crate::definitions::Errors;
use crate::definitions::blueprint::{read, read_own};

/// Endings of workbooks.
const BOOKS: [&str; 3] = ["xlsx", "xls", "ods"];

fn ends_with(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_lowercase);
    ending.is_some_and(|own| endings.contains(&own.as_str()))
}

/// Whether a name is that of a workbook.
pub fn is_workbook(path: &Path) -> bool {
    ends_with(path, &BOOKS)
}

/// Whether a name is that of a file, no blueprint's own.
pub fn is_file(path: &Path) -> bool {
    ends_with(path, &["toml"]) || is_workbook(path)
}

/// The blueprint of a file, by its ending.
///
/// # Errors
///
/// `E0401` where it cannot be read, `E0410` where a workbook is damaged; as [`read`] otherwise.
pub fn from_file(path: &Path) -> Result<Blueprint, Errors> {
    if is_workbook(path) {
        return from_workbook(path, read);
    }
    read(&content(path)?, &path.display().to_string())
}

/// The same as [`read_own`] reads.
///
/// # Errors
///
/// As [`from_file`].
pub fn own_from_file(path: &Path) -> Result<Blueprint, Errors> {
    if is_workbook(path) {
        return from_workbook(path, read_own);
    }
    read_own(&content(path)?, &path.display().to_string())
}

/// How the text that a file stands for is read: [`read`] or [`read_own`].
type Read = fn(&str, &str) -> Result<Blueprint, Errors>;

fn content(path: &Path) -> Result<String, Errors> {
    std::fs::read_to_string(path).map_err(|error| {
        let what = format!("cannot read the blueprint: {error}");
        Errors(vec![Error::new("E0401", what).at(path.display().to_string())])
    })
}

#[cfg(feature = "ingest")]
fn from_workbook(path: &Path, read: Read) -> Result<Blueprint, Errors> {
    use std::collections::BTreeMap;

    use crate::definitions::blueprint::pages::{Filled, from_pages};
    use crate::intake::{Limits, Opened, Wishes, open};
    use crate::sheet::Record;

    let place = path.display().to_string();
    let fault = |faults: crate::fault::Faults| Errors(vec![faults.into_error(&place)]);
    let Opened::Tables(tables) =
        open(path, &Wishes::default(), &Limits::default()).map_err(fault)?
    else {
        let what = "the workbook holds no table of a blueprint";
        return Err(Errors(vec![Error::new("E0410", what).at(place)]));
    };
    let mut filled: BTreeMap<String, Vec<Filled>> = BTreeMap::new();
    for mut table in tables {
        let columns = table.sheet.columns().to_vec();
        let rows = filled.entry(table.name.trim().to_lowercase()).or_default();
        let mut record = Record::default();
        while table.sheet.read(&mut record).map_err(fault)? {
            let told = record.iter().enumerate().zip(&columns);
            let told = told.filter(|((_, text), _)| !text.trim().is_empty());
            let cell = |((column, text), name): ((usize, &str), &String)| {
                let at = table.sheet.place(record.at(), Some(column));
                (name.trim().to_lowercase(), (text.to_owned(), at))
            };
            rows.push(told.map(cell).collect());
        }
    }
    from_pages(&filled, &place, read)
}

#[cfg(not(feature = "ingest"))]
fn from_workbook(path: &Path, _: Read) -> Result<Blueprint, Errors> {
    let what = "this build reads no workbooks";
    Err(Errors(vec![
        Error::new("E0103", what)
            .at(path.display().to_string())
            .hint("take a file that ends in .toml, or build with --features ingest"),
    ]))
}
