//! `agglo data add FILE…`: all of it into the lake, or nothing.

use std::path::Path;

use agglo::Error;
use agglo_data::add::{Adding, How, Measured, Said, Table, Vintage};
use agglo_data::definitions::classifications::index;
use agglo_data::lake::Lake;
use agglo_data::source::Description;
use agglo_report::words::Unit;
use jiff::Timestamp;
use serde::Serialize;

use crate::args::{AddArgs, Global, Repair};
use crate::cmd::data::carry::{self, CarriedTold};
use crate::cmd::data::{codes, limits, mark, wishes};
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
    tables: Vec<Table>,
    /// The vintages that were made.
    vintages: Vec<Vintage>,
    /// The same in other codes, where that was asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    carried: Vec<CarriedTold>,
}

pub(super) fn run(
    args: &AddArgs,
    lake: &Lake,
    global: &Global,
    printer: &Printer,
) -> Result<Exit, Failure> {
    let codes = codes(&Country::open(global)?)?;
    if let Some(to) = &args.to {
        index()?.resolve(to)?;
    }
    let how = how(args)?;
    let mut adding = Adding::new(lake, &codes);
    let (mut tables, mut failed, mut said) = (Vec::new(), Vec::new(), false);
    for file in &args.files {
        match adding.file(file, &how, None) {
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
    let vintages = if args.dry_run { Vec::new() } else { adding.publish(&now())? };
    let carried = match &args.to {
        Some(to) => {
            let datasets: Vec<&str> = vintages.iter().map(|own| own.dataset.as_str()).collect();
            carry::loaded(&datasets, to, lake, global)?
        }
        None => Vec::new(),
    };
    let added = Added { dry_run: args.dry_run, tables, vintages, carried };
    if global.json {
        printer.json("agglo/data-added/1", &added)?;
    } else {
        printer.data(&text(&added))?;
    }
    Ok(if said && added.tables.is_empty() { Exit::Unknown } else { Exit::Ok })
}

/// The time of a load.
pub(super) fn now() -> String {
    Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn how(args: &AddArgs) -> Result<How, Error> {
    let map = args.map.as_deref().map(mapping).transpose()?;
    Ok(How {
        wishes: wishes(&args.written, map.as_ref())?,
        limits: limits(&args.written),
        decimal: mark(&args.written),
        map,
        name: args.name.clone(),
        period: args.period.clone(),
        keep_good: args.keep_good,
        fix_codes: args.fix == Some(Repair::Codes),
        dry_run: args.dry_run,
    })
}

pub(super) fn mapping(path: &Path) -> Result<Description, Error> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|cause| {
        Error::new("E0401", format!("the mapping cannot be read: {cause}")).at(name.clone())
    })?;
    Description::read(&text, &name)
}

fn text(added: &Added) -> String {
    let mut lines: Vec<String> = added.tables.iter().flat_map(of_table).collect();
    lines.extend(added.vintages.iter().map(of_vintage));
    lines.extend(added.carried.iter().map(|carried| carry::text(carried).trim_end().to_owned()));
    if added.dry_run {
        lines.push("nothing was written, as asked".to_owned());
    }
    lines.push(String::new());
    lines.join("\n")
}

/// What a table said.
pub(super) fn of_table(table: &Table) -> Vec<String> {
    let periods = match table.periods.as_slice() {
        [] => String::new(),
        [one] => format!(", {one}"),
        [first, .., last] => format!(", {first} to {last}"),
    };
    let mut lines = vec![format!(
        "{}: {} rows of `{}` ({}{periods})",
        table.file,
        counted(table.rows),
        table.dataset,
        table.format
    )];
    let left = table.left_out.iter();
    lines.extend(left.map(|(why, rows)| format!("  {} rows left out: {why}", counted(*rows))));
    lines.extend(table.measures.iter().map(of_measure));
    lines.extend(table.notes.iter().map(|note| format!("  note: {note}")));
    lines
}

/// What became of a dataset.
pub(super) fn of_vintage(vintage: &Vintage) -> String {
    let what = match (vintage.is_new, vintage.read) {
        (true, _) => "new vintage",
        (false, 0) => "no row was read, it stays as it is: vintage",
        (false, _) => "all there already, as vintage",
    };
    let rows = counted(vintage.rows);
    format!("{}: {what} {}, {rows} rows in all", vintage.dataset, vintage.vintage)
}

/// A count as it is printed everywhere.
pub(super) fn counted(rows: u64) -> String {
    Unit::Count.print(rows as f64)
}

fn print(total: f64) -> String {
    let is_whole = (total - total.round()).abs() < f64::EPSILON;
    if is_whole { Unit::Count.print(total) } else { Unit::Plain.print(total) }
}

fn of_measure(measure: &Measured) -> String {
    let counts: Vec<String> = measure
        .counts
        .iter()
        .map(|(status, count)| format!("{} {status}", counted(*count)))
        .collect();
    let total = match measure.total {
        Some(total) if measure.levels > 1 => format!(
            "; total of the {} coarsest rows {} ({} levels, not added up)",
            counted(measure.rows),
            print(total),
            measure.levels
        ),
        Some(total) => format!("; sum {}", print(total)),
        None => String::new(),
    };
    format!("  {}: {}{total}", measure.measure, counts.join(", "))
}
