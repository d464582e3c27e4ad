//! `agglo data add FILE…`: all of it into the lake, or nothing.

use std::collections::BTreeMap;
use std::path::Path;

use agglo::Error;
use agglo_data::fault::{Fault, Faults};
use agglo_data::intake::{Named, Opened, fingerprint};
use agglo_data::lake::{Card, ColumnCard, FileCard, Lake, LeftOut, Load, Published, Role, Scope};
use agglo_data::source::{Codes, Description, Loaded, Options, Summary, load};
use agglo_report::words::Unit;
use jiff::Timestamp;
use serde::Serialize;

use crate::args::{AddArgs, Global, Repair};
use crate::cmd::data::{codes, described, is_cube, limits, mark, open, wishes};
use crate::country::Country;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;

/// What came of the files.
#[derive(Debug, Serialize)]
pub(crate) struct Added {
    /// Whether nothing was written, as asked.
    dry_run: bool,
    /// Each table that was read.
    tables: Vec<AddedTable>,
    /// The vintages that were made.
    vintages: Vec<AddedVintage>,
}

/// One table of a file.
#[derive(Debug, Serialize)]
pub(crate) struct AddedTable {
    /// The file.
    file: String,
    /// What it was read as.
    format: String,
    /// The dataset that it went to.
    dataset: String,
    /// Rows that were kept.
    rows: u64,
    /// Rows that were left out, by reason.
    left_out: BTreeMap<String, u64>,
    /// Periods.
    periods: Vec<String>,
    /// Figures by measure.
    measures: Vec<AddedMeasure>,
    /// What a person should know.
    notes: Vec<String>,
}

/// The figures of one measure.
#[derive(Debug, Serialize)]
pub(crate) struct AddedMeasure {
    /// Its name.
    measure: String,
    /// Figures by what is known of them.
    counts: BTreeMap<String, u64>,
    /// The sum over rows that hold no part of each other; none where nothing is known.
    total: Option<f64>,
    /// Rows in that sum.
    rows: u64,
    /// Levels of detail, which are not added up.
    levels: usize,
}

/// A vintage of a dataset.
#[derive(Debug, Serialize)]
pub(crate) struct AddedVintage {
    /// The dataset.
    dataset: String,
    /// Its name.
    vintage: String,
    /// Rows of the whole dataset.
    rows: u64,
    /// Whether it is new; not so where all was there already.
    is_new: bool,
}

/// A load and the files that went into it.
struct Open {
    load: Option<Load>,
    files: Vec<FileCard>,
    caveats: Vec<String>,
}

pub(super) fn run(
    args: &AddArgs,
    lake: &Lake,
    global: &Global,
    printer: &Printer,
) -> Result<Exit, Failure> {
    let codes = codes(&Country::open(global)?)?;
    let map = args.map.as_deref().map(mapping).transpose()?;
    let mut loads: BTreeMap<String, Open> = BTreeMap::new();
    let (mut tables, mut failed, mut said) = (Vec::new(), Vec::new(), false);
    for file in &args.files {
        match add(file, args, map.as_ref(), &codes, lake, &mut loads) {
            Ok(added) => tables.extend(added),
            Err(Said::Message(text)) => {
                printer.message(&format!("{}: {text}", file.display()));
                said = true;
            }
            Err(Said::Fault(error)) => failed.push(error),
        }
    }
    if !failed.is_empty() {
        return Err(Failure(failed));
    }
    let vintages = if args.dry_run { Vec::new() } else { publish(loads)? };
    let added = Added { dry_run: args.dry_run, tables, vintages };
    if global.json {
        printer.json("agglo/data-added/1", &added)?;
    } else {
        printer.data(&text(&added))?;
    }
    Ok(if said && added.tables.is_empty() { Exit::Unknown } else { Exit::Ok })
}

/// Why a file gave nothing.
enum Said {
    /// It holds no data, and says so.
    Message(String),
    /// Something is wrong with it.
    Fault(Error),
}

impl From<Error> for Said {
    fn from(error: Error) -> Self {
        Self::Fault(error)
    }
}

fn mapping(path: &Path) -> Result<Description, Error> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|cause| {
        Error::new("E0401", format!("the mapping cannot be read: {cause}")).at(name.clone())
    })?;
    Description::read(&text, &name)
}

fn add(
    path: &Path,
    args: &AddArgs,
    map: Option<&Description>,
    codes: &Codes,
    lake: &Lake,
    loads: &mut BTreeMap<String, Open>,
) -> Result<Vec<AddedTable>, Said> {
    let (sha256, bytes) = fingerprint(path)?;
    let tables = tables(path, args, map)?;
    let mut added = Vec::new();
    for (at, mut table) in tables.into_iter().enumerate() {
        let faults = |faults: Faults| faults.into_error(&path.display().to_string());
        if is_cube(table.format) && !table.sheet.columns().iter().any(|column| column == "value") {
            return Err(Said::Message("attributes only, no figures".to_owned()));
        }
        let axes = table.extent.and_then(swapped);
        let (description, mut notes) = describe(&mut table, args, map, codes).map_err(faults)?;
        let again = || tables_again(path, args, map, at);
        let file =
            path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let loaded =
            read(&description, args, codes, lake, loads, &again).map_err(|error| match error {
                ReadError::Faults(found) => faults(found),
                ReadError::Other(error) => error,
            })?;
        notes.extend(loaded.notes.iter().cloned());
        notes.extend(axes);
        let left_out: Vec<LeftOut> = loaded
            .left_out
            .iter()
            .map(|(why, rows)| LeftOut { why: why.clone(), rows: *rows })
            .collect();
        if let Some(open) = loads.get_mut(&description.dataset) {
            let sha256 = sha256.clone();
            open.files.push(FileCard {
                name: file.clone(),
                sha256,
                bytes,
                rows: loaded.rows,
                left_out,
            });
            open.caveats.extend(notes.iter().cloned());
        }
        added.push(AddedTable {
            file,
            format: table.format.to_string(),
            dataset: description.dataset.clone(),
            rows: loaded.rows,
            left_out: loaded.left_out,
            periods: loaded.periods,
            measures: loaded.summaries.into_iter().map(measure).collect(),
            notes,
        });
    }
    Ok(added)
}

fn measure(summary: Summary) -> AddedMeasure {
    let counts = summary.counts.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
    let Summary { measure, total, rows, levels, .. } = summary;
    AddedMeasure { measure, counts, total, rows, levels }
}

fn tables(path: &Path, args: &AddArgs, map: Option<&Description>) -> Result<Vec<Named>, Said> {
    match open(path, &wishes(&args.written, map)?, &limits(&args.written))? {
        Opened::Tables(tables) => Ok(tables),
        Opened::Message(text) | Opened::Structure(text) => Err(Said::Message(text)),
    }
}

/// What is drawn in the Antarctic is more likely drawn with its axes swapped.
fn swapped([west, south, east, _]: [f64; 4]) -> Option<String> {
    let (nobody, north) = (-60.0, 85.0);
    (south < nobody && west > nobody && east < north).then(|| {
        format!("latitude {south} lies in the Antarctic: do longitude and latitude stand the wrong way round?")
    })
}

/// The table at this place of a file, from its beginning.
fn tables_again(
    path: &Path,
    args: &AddArgs,
    map: Option<&Description>,
    at: usize,
) -> Result<Named, Error> {
    let gone =
        || Error::new("E0401", "the file changed while it was read").at(path.display().to_string());
    let found = tables(path, args, map).map_err(|said| match said {
        Said::Fault(error) => error,
        Said::Message(_) => gone(),
    })?;
    found.into_iter().nth(at).ok_or_else(gone)
}

/// What the columns of a table mean; a guess that leaves doubts is refused.
fn describe(
    table: &mut Named,
    args: &AddArgs,
    map: Option<&Description>,
    codes: &Codes,
) -> Result<(Description, Vec<String>), Faults> {
    let (mut description, notes) = if let Some(map) = map {
        (map.clone(), Vec::new())
    } else {
        let (found, notes) = described(table, &args.written, codes)?;
        if !found.doubts.is_empty() {
            let mut faults = Faults::default();
            let cure = "agglo data guess FILE -o MAP.toml; then --map MAP.toml";
            faults.extend(found.doubts.into_iter().map(|doubt| Fault::new(doubt).cure(cure)));
            return Err(faults);
        }
        (found.description, notes)
    };
    if let Some(name) = &args.name {
        description.dataset.clone_from(name);
    }
    description.file.decimal = mark(&args.written).or(description.file.decimal);
    Ok((description, notes))
}

/// What stopped a reading.
enum ReadError {
    Faults(Faults),
    Other(Error),
}

impl From<Error> for ReadError {
    fn from(error: Error) -> Self {
        Self::Other(error)
    }
}

/// Reads a table into the load of its dataset; a second time where rows repeat others.
fn read(
    description: &Description,
    args: &AddArgs,
    codes: &Codes,
    lake: &Lake,
    loads: &mut BTreeMap<String, Open>,
    again: &dyn Fn() -> Result<Named, Error>,
) -> Result<Loaded, ReadError> {
    let mut options = Options {
        keep_good: args.keep_good,
        fix_codes: args.fix == Some(Repair::Codes),
        ..Options::default()
    };
    let new = !loads.contains_key(&description.dataset);
    let mut repeated = Vec::new();
    loop {
        if new {
            let load = if args.dry_run { None } else { Some(lake.load(card(description)?)?) };
            let open = Open { load, files: Vec::new(), caveats: Vec::new() };
            loads.insert(description.dataset.clone(), open);
        }
        let mut table = again()?;
        let open = loads.get_mut(&description.dataset);
        let mut load_of = open.and_then(|open| open.load.as_mut());
        let mut stopped = None;
        let mut keep = |block| match load_of.as_mut().map(|load| load.block(&block)) {
            None | Some(Ok(())) => Ok(()),
            Some(Err(error)) => {
                let fault = Fault::new(error.what().to_owned());
                stopped = Some(error);
                Err(fault)
            }
        };
        let found = load(table.sheet.as_mut(), description, codes, &options, &mut keep);
        if let Some(error) = stopped {
            return Err(error.into());
        }
        let mut loaded = found.map_err(ReadError::Faults)?;
        loaded.notes.append(&mut repeated);
        let is_whole = loaded.repeated.is_empty() && loaded.apart.is_empty();
        if is_whole || !options.skip.is_empty() || !options.apart.is_empty() {
            return Ok(loaded);
        }
        if !new {
            let what = "rows repeat others word for word, or old codes stand beside new ones";
            let fault = Fault::new(what).cure("load this file alone");
            return Err(ReadError::Faults(fault.into()));
        }
        options.apart.extend(loaded.apart);
        repeated = loaded.notes.into_iter().filter(|note| note.contains("repeat others")).collect();
        options.skip = loaded.repeated;
    }
}

/// What the lake is told of a dataset.
fn card(description: &Description) -> Result<Card, Error> {
    let column = |name: &str, role: Role| ColumnCard {
        name: name.to_owned(),
        role,
        of: None,
        unit: None,
        codes: None,
    };
    let mut columns: Vec<ColumnCard> =
        description.keys().into_iter().map(|key| column(&key, Role::Key)).collect();
    for measure in &description.measures {
        let unit = Some(measure.unit.clone()).filter(|unit| !unit.is_empty());
        columns.push(ColumnCard { unit, ..column(&measure.name, Role::Measure) });
        let status = format!("{}{}", measure.name, agglo_data::source::STATUS);
        columns
            .push(ColumnCard { of: Some(measure.name.clone()), ..column(&status, Role::Status) });
    }
    columns.push(column(agglo_data::source::LINE, Role::Line));
    let has_period = description.period.is_some();
    Ok(Card {
        dataset: description.dataset.clone(),
        title: description.title.clone(),
        agency: description.agency.clone(),
        licence: description.licence.clone(),
        source: description.dataset.clone(),
        periods: Vec::new(),
        columns,
        files: Vec::new(),
        caveats: Vec::new(),
        mapping: description.text()?,
        replaces: if has_period { Scope::PeriodsInIt } else { Scope::WholeDataset },
    })
}

fn publish(loads: BTreeMap<String, Open>) -> Result<Vec<AddedVintage>, Error> {
    let now = Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let mut vintages = Vec::new();
    for (dataset, open) in loads {
        let Some(mut load) = open.load else { continue };
        load.describe(open.files, open.caveats);
        let Published { vintage, is_new } = load.publish(&now)?;
        let (rows, vintage) = (vintage.rows(), vintage.id.to_string());
        vintages.push(AddedVintage { dataset, vintage, rows, is_new });
    }
    Ok(vintages)
}

fn text(added: &Added) -> String {
    let mut lines = Vec::new();
    for table in &added.tables {
        let periods = match table.periods.as_slice() {
            [] => String::new(),
            [one] => format!(", {one}"),
            [first, .., last] => format!(", {first} to {last}"),
        };
        lines.push(format!(
            "{}: {} rows of `{}` ({}{periods})",
            table.file, table.rows, table.dataset, table.format
        ));
        for (why, rows) in &table.left_out {
            lines.push(format!("  {rows} rows left out: {why}"));
        }
        lines.extend(table.measures.iter().map(of_measure));
        lines.extend(table.notes.iter().map(|note| format!("  note: {note}")));
    }
    for vintage in &added.vintages {
        let new = if vintage.is_new { "new vintage" } else { "all there already, as vintage" };
        lines.push(format!(
            "{}: {new} {}, {} rows in all",
            vintage.dataset, vintage.vintage, vintage.rows
        ));
    }
    if added.dry_run {
        lines.push("nothing was written, as asked".to_owned());
    }
    lines.push(String::new());
    lines.join("\n")
}

fn print(total: f64) -> String {
    let is_whole = (total - total.round()).abs() < f64::EPSILON;
    if is_whole { Unit::Count.print(total) } else { Unit::Plain.print(total) }
}

fn of_measure(measure: &AddedMeasure) -> String {
    let counts: Vec<String> =
        measure.counts.iter().map(|(status, count)| format!("{count} {status}")).collect();
    let total = match measure.total {
        Some(total) if measure.levels > 1 => format!(
            "; total of the {} coarsest rows {} ({} levels, not added up)",
            measure.rows,
            print(total),
            measure.levels
        ),
        Some(total) => format!("; sum {}", print(total)),
        None => String::new(),
    };
    format!("  {}: {}{total}", measure.measure, counts.join(", "))
}
