//! A file as rows of a kind's fields: what each column and each cell was understood as, and where it stands.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use agglo::engage::event::Kind;
use serde::Serialize;
use serde_json::Value;

use crate::exchange::cell::{self, Understood};
use crate::exchange::field::fields;
use crate::exchange::foreign::{self, Found, package};
use crate::exchange::known::{self, CURRENCY, NOTE};
use crate::exchange::layout::{Column, address, columns, decimal, passed_over};
use crate::exchange::mapping::Mapping;
use crate::fault::{Fault, Faults};
use crate::intake::Wishes;
use crate::sheet::{Record, Sheet};
use crate::source::number::Decimal;

/// A table of a file: its kind and how its columns were understood.
#[derive(Clone, Debug, Serialize)]
pub struct TableRead {
    /// The sheet's name, or the file's.
    pub table: String,
    /// The word of the kind that its rows are.
    pub kind: &'static str,
    /// Each column's name, and the field that it is; none where it is left out.
    pub columns: Vec<(String, Option<String>)>,
    /// Rows of data.
    pub rows: usize,
    /// What was passed over and what was assumed.
    pub notes: Vec<String>,
}

/// A cell that was understood as something other than it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CellRead {
    /// Its address.
    pub cell: String,
    /// The field.
    pub field: String,
    /// What stands there.
    pub text: String,
    /// As what it was understood.
    pub understood: String,
}

/// A row of a table: its fields as values, and where they stand.
#[derive(Clone, Debug)]
pub struct Row {
    /// The kind.
    pub kind: Kind,
    /// Values by field; what is not known is not there.
    pub values: BTreeMap<&'static str, Value>,
    /// Fields of which the row says that they are withheld, each with the name of its column.
    pub withheld: Vec<(&'static str, String)>,
    /// Columns that have no field of their own: name and text.
    pub more: Vec<(String, String)>,
    /// Where each field stands.
    pub places: BTreeMap<&'static str, String>,
    /// Where the row stands.
    pub place: String,
    /// What stands in it, cell by cell.
    pub texts: Vec<String>,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
}

/// What a file was read as.
#[derive(Debug, Default)]
pub struct Tables {
    /// Its tables.
    pub tables: Vec<TableRead>,
    /// Their rows, in order.
    pub rows: Vec<Row>,
    /// Cells that were understood as something other than they say.
    pub cells: Vec<CellRead>,
}

/// What is said of a file from outside.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    /// The kind of its rows.
    pub kind: Option<Kind>,
    /// What a person wrote of it.
    pub mapping: &'a Mapping,
    /// The currency of all money.
    pub currency: &'a str,
    /// The programme's id: what it wrote itself comes back as what it was.
    pub programme: &'a str,
}

/// Reads the tables of a file, or of all tables that lie in a folder.
///
/// # Errors
///
/// What is wrong with a file as a whole: it cannot be opened, its kind is not known, a column is not known.
pub fn read(path: &Path, said: &Said<'_>) -> Result<Tables, Faults> {
    let mut tables = Tables::default();
    if !path.is_dir() {
        file(path, "", said, &mut tables)?;
        return Ok(tables);
    }
    if said.kind.is_none() && package::is(path) {
        table(package::partners(path)?, Kind::Partner, "", said, &mut tables)?;
        return Ok(tables);
    }
    let mut faults = Faults::default();
    for path in files(path)? {
        let name = path.file_name().map_or_else(String::new, |own| own.to_string_lossy().into());
        if let Err(found) = file(&path, &format!("{name}: "), said, &mut tables) {
            faults.extend(found.iter().map(|fault| {
                let place = fault.place.as_deref().unwrap_or_default();
                fault.clone().at(format!("{name}: {place}"))
            }));
        }
    }
    if faults.is_empty() { Ok(tables) } else { Err(faults) }
}

/// The tables of a folder, by name; what else lies in it is no table.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Fault> {
    let failed = |error: std::io::Error| Fault::new(format!("the folder cannot be read: {error}"));
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let ending = path.extension().map(|own| own.to_string_lossy().to_lowercase());
        let is_hidden = path.file_name().is_some_and(|own| own.to_string_lossy().starts_with('.'));
        if ending.is_some_and(|own| ["csv", "tsv", "xlsx", "xls", "ods"].contains(&own.as_str()))
            && !is_hidden
        {
            found.push(path);
        }
    }
    found.sort();
    if found.is_empty() {
        return Err(Fault::new("the folder holds no table").cure("CSV, TSV, XLSX, XLS and ODS are"));
    }
    Ok(found)
}

fn file(path: &Path, before: &str, said: &Said<'_>, tables: &mut Tables) -> Result<(), Faults> {
    let mapping = said.mapping;
    let wishes = Wishes {
        encoding: mapping.encoding.clone(),
        sheet: mapping.sheet.clone(),
        header_row: mapping.header_row,
        ..Wishes::default()
    };
    let all = foreign::open(path, &wishes, said.programme)?;
    let is_only = all.len() == 1;
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let mut faults = Faults::default();
    for found in all {
        let kind = kind(&found, is_only, stem.as_deref(), said);
        if let Err(found) = kind.and_then(|kind| table(found, kind, before, said, tables)) {
            faults.extend(found.iter().cloned());
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn kind(found: &Found, is_only: bool, stem: Option<&str>, said: &Said<'_>) -> Result<Kind, Faults> {
    let mapped = said.mapping.kind.as_deref().map(|word| {
        known::kind_of(word).ok_or_else(|| Fault::new("the mapping names no kind").value(word))
    });
    if let Some(kind) = said.kind.map(Ok).or(mapped) {
        return kind.map_err(Faults::from);
    }
    let by_file = stem.filter(|_| is_only).and_then(known::kind_of);
    let by_name = known::kind_of(&found.name).or(by_file);
    by_name.or_else(|| known::kind_by(found.sheet.columns())).ok_or_else(|| {
        Fault::new("its rows may be of several kinds")
            .at(found.name.clone())
            .cure("say which: --as partner, or name the file or the sheet so")
            .into()
    })
}

fn table(
    found: Found,
    kind: Kind,
    before: &str,
    said: &Said<'_>,
    tables: &mut Tables,
) -> Result<(), Faults> {
    let Found { name, mut sheet } = found;
    let columns = columns(&*sheet, kind, said.mapping)?;
    let mut records: Vec<(u64, Vec<String>, Vec<Fault>)> = Vec::new();
    loop {
        let mut record = Record::default();
        match sheet.read(&mut record) {
            Ok(false) => break,
            Ok(true) => {
                let texts = record.iter().map(str::to_owned).collect();
                records.push((record.at(), texts, Vec::new()));
            }
            // No row: the file itself cannot be read on, and what would follow is not known.
            Err(found) if record.is_empty() => return Err(found),
            Err(found) => {
                let texts = record.iter().map(str::to_owned).collect();
                records.push((record.at(), texts, found.iter().cloned().collect()));
            }
        }
    }
    let mut notes = sheet.notes();
    records.retain(|(at, texts, _)| match passed_over(*at, texts, said.mapping) {
        Some(why) => {
            let shown = texts.iter().find(|text| !text.is_empty()).map_or("", String::as_str);
            notes.push(format!("{} passed over, {why}: `{shown}`", sheet.place(*at, None)));
            false
        }
        None => true,
    });
    let decimal = decimal(&*sheet, &columns, &records, said.mapping, &mut notes)?;
    let reading = Reading { sheet: &*sheet, before, kind, columns: &columns, said, decimal };
    let rows = records.len();
    for (at, texts, faults) in records {
        let row = reading.row(at, texts, faults, &mut tables.cells);
        tables.rows.push(row);
    }
    let is_in = |own: &Column| (!own.field.is_empty()).then(|| own.field.clone());
    let columns = columns.iter().map(|own| (own.name.clone(), is_in(own))).collect();
    tables.tables.push(TableRead { table: name, kind: kind.word(), columns, rows, notes });
    Ok(())
}

struct Reading<'a> {
    sheet: &'a dyn Sheet,
    /// What addresses begin with: the file's name, of several.
    before: &'a str,
    kind: Kind,
    columns: &'a [Column],
    said: &'a Said<'a>,
    decimal: Decimal,
}

impl Reading<'_> {
    fn row(
        &self,
        at: u64,
        texts: Vec<String>,
        faults: Vec<Fault>,
        cells: &mut Vec<CellRead>,
    ) -> Row {
        let mut row = Row {
            kind: self.kind,
            values: BTreeMap::new(),
            withheld: Vec::new(),
            more: Vec::new(),
            places: BTreeMap::new(),
            place: format!("{}{}", self.before, self.sheet.place(at, None)),
            texts: Vec::new(),
            faults,
        };
        for (index, (column, text)) in self.columns.iter().zip(&texts).enumerate() {
            let place = format!("{}{}", self.before, address(self.sheet, at, index));
            let text = self.said.mapping.cells.get(&place).unwrap_or(text);
            self.cell(column, text, &place, &mut row, cells);
        }
        for (name, text) in &self.said.mapping.fixed {
            let field = fields(self.kind).iter().find(|own| own.name == *name);
            let Some(field) = field else {
                let what = format!("a {} has no such field", self.kind.word());
                row.faults.push(Fault::new(what).value(name).at("[fixed]"));
                continue;
            };
            if !row.values.contains_key(name.as_str()) {
                match cell::read(field, text, self.decimal) {
                    Ok(Understood::Value(value)) => drop(row.values.insert(&field.name, value)),
                    Ok(_) => {}
                    Err(fault) => row.faults.push(fault.at("[fixed]").column(name).value(text)),
                }
            }
        }
        row.texts = texts;
        row
    }

    fn cell(
        &self,
        column: &Column,
        text: &str,
        place: &str,
        row: &mut Row,
        cells: &mut Vec<CellRead>,
    ) {
        let told = |understood: String| CellRead {
            cell: place.to_owned(),
            field: column.field.clone(),
            text: text.to_owned(),
            understood,
        };
        let own = || cell::normal(cell::unescaped(text));
        let Some(field) = column.holds else {
            self.without_field(column, &own(), place, row);
            return;
        };
        row.places.insert(&field.name, place.to_owned());
        let words = self.said.mapping.values.get(&field.name);
        let meant = words.and_then(|words| words.get(&own())).map_or(text, String::as_str);
        match cell::read(field, meant, self.decimal) {
            Ok(Understood::Value(value)) => {
                let written = cell::write(field, &value);
                if written != text {
                    cells.push(told(written));
                }
                row.values.insert(&field.name, value);
            }
            Ok(Understood::Nothing) => {
                if !own().is_empty() {
                    cells.push(told("not known".to_owned()));
                }
            }
            Ok(Understood::Withheld) => {
                cells.push(told("not known; the note says that it is withheld".to_owned()));
                row.withheld.push((&field.name, column.name.clone()));
            }
            Err(fault) => row.faults.push(fault.at(place).column(&field.name).value(text)),
        }
    }

    /// What a column without a field says: kept in the note, held against the currency, or left out.
    fn without_field(&self, column: &Column, own: &str, place: &str, row: &mut Row) {
        match column.field.as_str() {
            NOTE if !own.is_empty() => row.more.push((column.name.clone(), own.to_owned())),
            CURRENCY if !own.is_empty() && !own.eq_ignore_ascii_case(self.said.currency) => {
                let what = format!("the programme's money is {}", self.said.currency);
                row.faults.push(Fault::new(what).at(place).column(CURRENCY).value(own));
            }
            _ => {}
        }
    }
}
