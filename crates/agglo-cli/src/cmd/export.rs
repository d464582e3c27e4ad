//! `agglo export --as FORMAT`: records for other people's tools. What may leave is decided in one place.

use std::path::{Path, PathBuf};

use agglo::Error;
use agglo_data::atomic;
use agglo_data::exchange::outgoing::{Outgoing, Reach, outgoing};
use agglo_data::exchange::table::{Table, tables, template};
use agglo_data::exchange::{giving, hsds, iati, ical, kumu};
use agglo_data::programme::Programme;
use serde_json::Value;

use crate::args::{ExportArgs, Format, Global};
use crate::cmd::programme::{find, ledger};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;

pub(crate) fn run(args: &ExportArgs, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    if let Some(kind) = args.template {
        return empty(args, &template(kind), printer);
    }
    let programme = find(global)?;
    let (all, stays) = records(args, &programme, global)?;
    let mut left = stays;
    let path = |name: &str| args.output.clone().unwrap_or_else(|| PathBuf::from(name));
    match args.format.unwrap_or(Format::Xlsx) {
        Format::Csv => {
            let files =
                tables(&all).into_iter().map(|own| Ok((format!("{}.csv", own.name), own.csv()?)));
            let files = files.collect::<Result<Vec<_>, Error>>()?;
            let folder = path("tables");
            put_all(&folder, &files, args.inside, printer)?;
        }
        Format::Xlsx => put(&path("records.xlsx"), workbook(&tables(&all))?, args.inside, printer)?,
        Format::Kumu => {
            let map = kumu::map(&all);
            left.extend(map.left.iter().cloned());
            let path = path("kumu.json");
            let is_book = path.extension().is_some_and(|own| own.eq_ignore_ascii_case("xlsx"));
            let bytes = if is_book { drawn(&map)? } else { json(&map.json())? };
            put(&path, bytes, args.inside, printer)?;
        }
        Format::Ical => {
            let (text, more) = ical::calendar(&all, &programme.id);
            left.extend(more);
            put(&path("programme.ics"), text.into_bytes(), args.inside, printer)?;
        }
        Format::Giving => {
            let own = (programme.id.as_str(), programme.title.as_str());
            let (package, more) = giving::package(&all, own, &programme.currency);
            left.extend(more);
            put(&path("360giving.json"), json(&package)?, args.inside, printer)?;
        }
        Format::Iati => {
            let Programme { id, title, currency, .. } = &programme;
            let (text, more) = iati::activities(&all, iati::Reporting { id, title, currency });
            left.extend(more);
            put(&path("activities.xml"), text.into_bytes(), args.inside, printer)?;
        }
        Format::Hsds => {
            let (organizations, more) = hsds::organizations(&all, &programme.id);
            left.extend(more);
            let path = path("hsds.json");
            if path.extension().is_some_and(|own| own.eq_ignore_ascii_case("json")) {
                put(&path, json(&organizations)?, args.inside, printer)?;
            } else {
                let own = (programme.id.as_str(), programme.title.as_str());
                put_all(&path, &hsds::package(&organizations, own)?, args.inside, printer)?;
            }
        }
    }
    for own in &left {
        printer.message(&format!("left out: {own}"));
    }
    if programme.is_illustrative {
        printer.message("illustrative: the programme is made up");
    }
    Ok(Exit::Ok)
}

/// What goes out, of one region or all, as of a day; and what stays inside, in words.
fn records(
    args: &ExportArgs,
    programme: &Programme,
    global: &Global,
) -> Result<(Vec<Outgoing>, Vec<String>), Failure> {
    let region = match &args.region {
        Some(said) => Some(programme.region(Some(said))?.id.clone()),
        None => None,
    };
    let reach = if args.inside { Reach::Inside } else { Reach::Shared };
    // What is personal is known of all records, whichever go out.
    let (mut all, stays) = outgoing(&ledger(programme)?.events()?, reach);
    let day = global.as_of.map(|day| day.to_string());
    all.retain(|own| {
        let is_here = region.as_deref().is_none_or(|region| own.text("region") == Some(region));
        let is_then =
            day.as_deref().is_none_or(|day| own.text("date").is_some_and(|own| own <= day));
        is_here && is_then
    });
    Ok((all, stays))
}

fn empty(args: &ExportArgs, table: &Table, printer: &Printer) -> Result<Exit, Failure> {
    let (bytes, ending) = match args.format.unwrap_or(Format::Xlsx) {
        Format::Csv => (table.csv()?, "csv"),
        Format::Xlsx => (workbook(std::slice::from_ref(table))?, "xlsx"),
        _ => {
            return Err(Error::new("E0103", "templates are tables")
                .at("--template")
                .hint("--as csv or --as xlsx")
                .into());
        }
    };
    let path = args.output.clone().unwrap_or_else(|| format!("{}.{ending}", table.name).into());
    put(&path, bytes, false, printer)?;
    Ok(Exit::Ok)
}

fn put(path: &Path, bytes: Vec<u8>, is_inside: bool, printer: &Printer) -> Result<(), Error> {
    if is_inside {
        atomic::write_private(path, &bytes)?;
    } else {
        atomic::write(path, bytes)?;
    }
    printer.message(&format!("written: {}", path.display()));
    Ok(())
}

fn put_all(
    folder: &Path,
    files: &[(String, Vec<u8>)],
    is_inside: bool,
    printer: &Printer,
) -> Result<(), Error> {
    if is_inside {
        std::fs::create_dir_all(folder).map_err(|error| {
            Error::new("E0401", format!("cannot write to `{}`: {error}", folder.display()))
        })?;
        let mut each = files.iter();
        each.try_for_each(|(name, bytes)| atomic::write_private(&folder.join(name), bytes))?;
    } else {
        atomic::write_all(folder, files)?;
    }
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    printer.message(&format!("written: {} in {}", names.join(", "), folder.display()));
    Ok(())
}

fn json(value: &Value) -> Result<Vec<u8>, Error> {
    let text = serde_json::to_string_pretty(value);
    text.map(|text| format!("{text}\n").into_bytes())
        .map_err(|error| Error::new("E0902", error.to_string()))
}

#[cfg(not(feature = "xlsx"))]
fn without() -> Error {
    Error::new("E0103", "workbooks are left out of this build")
        .hint("--as csv, or take a released binary, or build with --features xlsx")
}

#[cfg(not(feature = "xlsx"))]
fn workbook(_: &[Table]) -> Result<Vec<u8>, Error> {
    Err(without())
}

#[cfg(not(feature = "xlsx"))]
fn drawn(_: &kumu::Map) -> Result<Vec<u8>, Error> {
    Err(without())
}

#[cfg(feature = "xlsx")]
fn workbook(tables: &[Table]) -> Result<Vec<u8>, Error> {
    use agglo_data::exchange::Holds;
    use agglo_report::workbook::{Column, Sheet, Takes};

    let takes = |holds: &Holds| match holds {
        Holds::Whole => Takes::Number { is_whole: true },
        Holds::Number | Holds::Money => Takes::Number { is_whole: false },
        Holds::Day => Takes::Day,
        Holds::YesNo => Takes::Words(vec!["yes".to_owned(), "no".to_owned()]),
        Holds::Choice(words) => Takes::Words(words.clone()),
        _ => Takes::Text,
    };
    let sheet = |table: &Table| Sheet {
        name: table.name.clone(),
        columns: table
            .fields
            .iter()
            .map(|own| Column {
                name: own.name.clone(),
                about: own.about.clone(),
                takes: takes(&own.holds),
                is_required: own.is_required,
            })
            .collect(),
        rows: table.rows.clone(),
    };
    let sheets: Vec<Sheet> = tables.iter().map(sheet).collect();
    agglo_report::workbook::render(&sheets).map_err(|what| Error::new("E0902", what))
}

#[cfg(feature = "xlsx")]
fn drawn(map: &kumu::Map) -> Result<Vec<u8>, Error> {
    use agglo_report::workbook::{Column, Sheet, Takes};

    let sheet = |name: &str, columns: [&str; 5], rows: &[[String; 5]]| Sheet {
        name: name.to_owned(),
        columns: columns
            .map(|name| Column {
                name: name.to_owned(),
                about: String::new(),
                takes: Takes::Text,
                is_required: false,
            })
            .to_vec(),
        rows: rows.iter().map(|row| row.to_vec()).collect(),
    };
    let sheets = [
        sheet("Elements", kumu::ELEMENTS, &map.elements),
        sheet("Connections", kumu::CONNECTIONS, &map.connections),
    ];
    agglo_report::workbook::render(&sheets).map_err(|what| Error::new("E0902", what))
}
