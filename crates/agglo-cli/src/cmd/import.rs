//! `agglo import FILE`: a table read, shown, held against the record, and entered whole or not at all.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use agglo::Error;
use agglo::engage::record::Ground;
use agglo_data::atomic;
use agglo_data::exchange::{
    Against, CellRead, Defaults, Fate, Mapping, Plan, Row, RowPlan, Said, TableRead, Tables,
    escaped, plan, read,
};
use agglo_data::fault::Faults;
use agglo_data::ledger::{Appended, Ledger};
use agglo_data::programme::Programme;
use serde::Serialize;

use crate::args::{Global, ImportArgs};
use crate::cmd::programme::{find, ledger, now, today};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;

/// Attempts at an import while others write.
const ATTEMPTS: u32 = 20;

/// Rows and cells that are shown one by one.
const SHOWN: usize = 40;

/// What an import did, or would do.
#[derive(Serialize)]
struct Imported<'a> {
    file: String,
    entered: bool,
    new: usize,
    same: usize,
    changed: usize,
    refused: usize,
    tables: &'a [TableRead],
    cells: &'a [CellRead],
    rows: &'a [RowPlan],
    notes: &'a [String],
}

pub(crate) fn run(args: &ImportArgs, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let programme = find(global)?;
    let mapping = mapping(args)?;
    let name = args.file.display().to_string();
    let said = Said {
        kind: args.kind,
        mapping: &mapping,
        currency: &programme.currency,
        programme: &programme.id,
    };
    let mut tables = read(&args.file, &said).map_err(|faults| faults.into_error(&name))?;
    if let Some(path) = &args.write_map {
        atomic::write(path, understood(&mapping, &tables).text()?.into_bytes())?;
    }
    let mut ledger = ledger(&programme)?;
    let is_dry = args.dry_run || args.write_map.is_some();
    let (plan, is_entered) = enter(args, &programme, &mut ledger, &tables.rows, is_dry, global)?;
    let refused = plan.count(Fate::Refused);
    for cell in tables.cells.iter_mut().filter(|own| plan.kept.contains(&own.cell)) {
        "withheld: what stands is kept".clone_into(&mut cell.understood);
    }
    if global.json {
        let imported = Imported {
            file: name.clone(),
            entered: is_entered,
            new: plan.count(Fate::New),
            same: plan.count(Fate::Same),
            changed: plan.count(Fate::Changed),
            refused,
            tables: &tables.tables,
            cells: &tables.cells,
            rows: &plan.rows,
            notes: &plan.notes,
        };
        printer.json("agglo/imported/1", &imported)?;
    } else {
        printer.data(&told(&tables, &plan, is_entered))?;
    }
    if refused > 0 && args.keep_good && !is_dry {
        let path = args.refused_to.clone().unwrap_or_else(|| beside(&args.file));
        atomic::write_private(&path, quarantined(&tables, &plan)?.as_bytes())?;
        printer.message(&format!("{refused} rows left out, with reasons: {}", path.display()));
    } else if refused > 0 {
        let mut faults = Faults::default();
        faults.extend(plan.faults);
        return Err(faults.into_error(&name).into());
    }
    Ok(Exit::Ok)
}

fn mapping(args: &ImportArgs) -> Result<Mapping, Error> {
    let mut mapping = match &args.map {
        Some(path) => mapped(path)?,
        None => Mapping::default(),
    };
    if args.encoding.is_some() {
        mapping.encoding.clone_from(&args.encoding);
    }
    Ok(mapping)
}

fn mapped(path: &Path) -> Result<Mapping, Error> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        Error::new("E0403", format!("cannot read `{}`: {error}", path.display()))
    })?;
    Mapping::read(&text, &path.display().to_string())
}

/// The mapping that says what was understood.
fn understood(mapping: &Mapping, tables: &Tables) -> Mapping {
    let mut own = mapping.clone();
    if let [only] = tables.tables.as_slice() {
        own.kind.get_or_insert_with(|| only.kind.to_owned());
    }
    for (name, field) in tables.tables.iter().flat_map(|table| &table.columns) {
        let field = field.clone().unwrap_or_default();
        own.columns.insert(name.clone(), field.replace("note+", "note"));
    }
    own
}

/// Plans and, unless it is a trial or rows are refused, enters.
fn enter(
    args: &ImportArgs,
    programme: &Programme,
    ledger: &mut Ledger,
    rows: &[Row],
    is_dry: bool,
    global: &Global,
) -> Result<(Plan, bool), Failure> {
    let regions = programme.region_ids();
    let region = match &args.region {
        Some(said) => Some(programme.region(Some(said))?.id.clone()),
        None => programme.region(None).ok().map(|own| own.id.clone()),
    };
    let day = global.as_of.unwrap_or_else(today);
    let ground = Ground { today: today(), regions: &regions };
    let defaults = Defaults { region: region.as_deref(), day };
    let file = args.file.file_name().map(|name| name.to_string_lossy().into_owned());
    for _ in 0..ATTEMPTS {
        let events = ledger.events()?;
        let last = events.last().map_or(0, |event| event.sequence);
        let against = Against {
            events: &events,
            ground: &ground,
            defaults: &defaults,
            now: now(),
            file: file.as_deref().unwrap_or_default(),
        };
        let plan = plan(rows, &against);
        let is_good = args.keep_good || plan.count(Fate::Refused) == 0;
        if is_dry || !is_good || plan.entries.is_empty() {
            return Ok((plan, false));
        }
        // What was admitted was held against all that is known up to `last`.
        match ledger.append_after(last, &plan.entries, now())? {
            Appended::Done(_) => return Ok((plan, true)),
            Appended::Moved => {}
        }
    }
    Err(Error::new("E0521", "others write without a pause").hint("try again").into())
}

fn told(tables: &Tables, plan: &Plan, is_entered: bool) -> String {
    let mut text = String::new();
    let mut say = |line: String| {
        // A text takes whatever is written to it.
        let _ = writeln!(text, "{line}");
    };
    for table in &tables.tables {
        say(format!("{}: {} rows, each a {}", table.table, table.rows, table.kind));
        for (name, field) in &table.columns {
            match field.as_deref() {
                None => say(format!("  {name}: left out")),
                Some("note+") => say(format!("  {name}: kept in the note")),
                Some(field) if field != name => say(format!("  {name}: {field}")),
                Some(_) => {}
            }
        }
        for note in &table.notes {
            say(format!("  note: {note}"));
        }
    }
    for cell in tables.cells.iter().take(SHOWN) {
        say(format!(
            "  {}: `{}` understood as {} = {}",
            cell.cell, cell.text, cell.field, cell.understood
        ));
    }
    if tables.cells.len() > SHOWN {
        say(format!("  and {} more cells; --json shows all", tables.cells.len() - SHOWN));
    }
    for note in &plan.notes {
        say(format!("  note: {note}"));
    }
    for row in plan.rows.iter().filter(|row| row.fate == Fate::Changed).take(SHOWN) {
        let id = row.id.as_deref().unwrap_or_default();
        say(format!("{}: {} {id} changes", row.place, row.kind));
        for change in &row.changes {
            say(format!("  {}: `{}` -> `{}`", change.field, change.was, change.is));
        }
    }
    let count = |fate| plan.count(fate);
    say(format!(
        "{} new, {} changed, {} the same, {} refused: {}",
        count(Fate::New),
        count(Fate::Changed),
        count(Fate::Same),
        count(Fate::Refused),
        if is_entered { "entered" } else { "nothing was entered" }
    ));
    text
}

fn beside(file: &Path) -> PathBuf {
    let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    file.with_file_name(format!("{stem}.refused.csv"))
}

/// Rows that were left out, as they stand, each with where and why.
fn quarantined(tables: &Tables, plan: &Plan) -> Result<String, Error> {
    let mut columns: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for table in &tables.tables {
        columns
            .entry(table.kind)
            .or_insert_with(|| table.columns.iter().map(|(name, _)| name.as_str()).collect());
    }
    let mut out = crate::table::Table::new(["row", "reason", "cells"]);
    let refused = tables.rows.iter().zip(&plan.rows).filter(|(_, told)| told.fate == Fate::Refused);
    for (row, told) in refused {
        let names = columns.get(told.kind).map_or(&[] as &[&str], Vec::as_slice);
        let cells: Vec<String> =
            names.iter().zip(&row.texts).map(|(name, text)| format!("{name}={text}")).collect();
        out.row(vec![
            escaped(&row.place),
            escaped(&told.faults.join("; ")),
            escaped(&cells.join(" | ")),
        ]);
    }
    out.csv()
}
