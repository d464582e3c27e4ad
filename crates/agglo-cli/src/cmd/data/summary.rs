//! `agglo data summary DATASET`: what a dataset of the lake comes to, worked out here or on a cluster.

use agglo::Error;
use agglo_data::engine::Engine;
use agglo_data::lake::AsOf;
use agglo_data::table::{Column, Table as Values, quick};
use agglo_data::warehouse::{Axis, Cut, Reduced, Reduction, reduce};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::args::{Global, Shown, SummaryArgs, SummaryKey};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;
use crate::table::Table;

/// Rows that are printed.
const MOST: usize = 40;
/// Pieces that a cluster's work is cut into, where nobody says.
const PIECES: u16 = 16;

/// A summary as it is written to JSON.
#[derive(Serialize)]
struct Summary<'a> {
    dataset: &'a str,
    vintage: &'a str,
    loaded: &'a str,
    measure: &'a str,
    unit: Option<&'a str>,
    caveats: &'a [String],
    rows: Vec<Map<String, Value>>,
}

pub(super) fn run(args: &SummaryArgs, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let (lake, vintages) = &global.data()?;
    let as_of = AsOf::Vintage(lake.vintage(&args.dataset, vintages.of(&args.dataset))?.id);
    let reduction = match args.show {
        Shown::Sums => Reduction::Sums,
        Shown::Quotients => Reduction::Quotients,
        Shown::Changes => Reduction::Changes,
    };
    let reduced = reduce(
        lake,
        (&args.dataset, &as_of),
        (reduction, &cut(args)),
        (&global.engine, threads(global)),
    )?;
    if reduced.table.rows() == 0 {
        printer.message("no row is meant by this");
        return Ok(Exit::Unknown);
    }
    print(&reduced, args, global, printer)?;
    Ok(Exit::Ok)
}

fn cut(args: &SummaryArgs) -> Cut {
    let axis = |key: &SummaryKey| match key {
        SummaryKey::Region => Axis::Region,
        SummaryKey::Industry => Axis::Industry,
        SummaryKey::Period => Axis::Period,
    };
    Cut {
        measure: args.measure.clone(),
        by: args.by.as_ref().map(|by| by.iter().map(axis).collect()),
        only: args.only.iter().map(|only| (only.key.clone(), only.values.clone())).collect(),
        level: args.level,
        parts: args.parts.clone(),
        total: args.total.clone(),
    }
}

fn threads(global: &Global) -> u16 {
    let own = || {
        let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        u16::try_from(threads).unwrap_or(1)
    };
    global.threads.unwrap_or_else(|| match global.engine {
        Engine::Embedded => own(),
        Engine::Cluster { .. } => PIECES,
    })
}

fn print(
    reduced: &Reduced,
    args: &SummaryArgs,
    global: &Global,
    printer: &Printer,
) -> Result<(), Error> {
    if let Some(file) = &args.parquet {
        agglo_data::atomic::write(file, quick(&reduced.table)?)?;
        let rows = reduced.table.rows();
        printer.message(&format!("Wrote {rows} rows to {}", file.display()));
        return Ok(());
    }
    let card = &reduced.vintage.manifest.card;
    if global.json {
        let summary = Summary {
            dataset: &card.dataset,
            vintage: reduced.vintage.id.as_str(),
            loaded: &reduced.vintage.manifest.published,
            measure: &reduced.measure,
            unit: reduced.unit.as_deref(),
            caveats: &card.caveats,
            rows: (0..reduced.table.rows()).map(|row| object(&reduced.table, row)).collect(),
        };
        return printer.json("agglo/data-summary/1", &summary);
    }
    let rows = reduced.table.rows();
    let shown = if global.csv { rows } else { rows.min(MOST) };
    let columns = shown_columns(&reduced.table, global.csv);
    let mut table = Table::of(columns.iter().map(|(name, _)| name.clone()).collect());
    for row in 0..shown {
        table.row(columns.iter().map(|(_, column)| text(column, row, global.csv)).collect());
    }
    printer.table(&table, global)?;
    if global.csv {
        return Ok(());
    }
    let unit = reduced.unit.as_deref().map(|unit| format!(" in {unit}")).unwrap_or_default();
    printer.data(&format!(
        "\n{}{unit}, {} of {rows} rows; {} {}, loaded {}. `?` is not bounded by what is published.\n",
        reduced.measure, shown, card.dataset, reduced.vintage.id, reduced.vintage.manifest.published
    ))?;
    for caveat in &card.caveats {
        printer.data(&format!("note: {caveat}\n"))?;
    }
    Ok(())
}

/// All columns for a spreadsheet; for a person not those that say nothing in any row.
fn shown_columns(table: &Values, is_csv: bool) -> Vec<&(String, Column)> {
    let says = |column: &Column| match column {
        Column::Texts(texts) => texts.iter().flatten().any(|text| !text.is_empty()),
        _ => true,
    };
    table.columns().iter().filter(|(_, column)| is_csv || says(column)).collect()
}

fn text(column: &Column, row: usize, is_csv: bool) -> String {
    let value = match column {
        Column::Integers(values) => values[row].map(|value| value.to_string()),
        Column::Numbers(values) if is_csv => values[row].map(|value| value.to_string()),
        Column::Numbers(values) => values[row].map(short),
        Column::Texts(values) => values[row].clone(),
    };
    value.unwrap_or_else(|| if is_csv { String::new() } else { "?".to_owned() })
}

/// Whole numbers whole, others to three digits after the point.
fn short(value: f64) -> String {
    if value.fract().abs() < f64::EPSILON { format!("{value:.0}") } else { format!("{value:.3}") }
}

fn object(table: &Values, row: usize) -> Map<String, Value> {
    let value = |column: &Column| match column {
        Column::Integers(values) => Value::from(values[row]),
        Column::Numbers(values) => Value::from(values[row]),
        Column::Texts(values) => Value::from(values[row].clone()),
    };
    table.columns().iter().map(|(name, column)| (name.clone(), value(column))).collect()
}
