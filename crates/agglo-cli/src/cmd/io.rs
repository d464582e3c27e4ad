//! `agglo io WHAT --table FILE`: one question of an input-output table, for its own economy or for a region.

use std::path::Path;

use agglo::Error;
use agglo::map::Place;
use agglo::map::input_output::{
    Account, Bend, ByName, InputOutput, SectorJobs, ask, ask_of_region, industry_jobs, sector_jobs,
};
use agglo_data::definitions::input_output::national_sectors;
use agglo_data::definitions::sectors;
use agglo_data::io_table;
use agglo_data::starter::INPUT_OUTPUT;
use agglo_report::words::Unit;

use crate::args::{Global, IoArgs, IoMethod, IoWhat};
use crate::country::Country;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::{Printer, Read};
use crate::table::Table;

/// `delta` where none is given: the middle of what is usual.
const DELTA: f64 = 0.25;

pub(crate) fn run(args: &IoArgs, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let is_own = args.table.is_some() && args.region.is_none();
    let data = if is_own { Vec::new() } else { vec![Country::open(global)?.input()?] };
    let printer = &printer.resting_on(Read { data, borders: None })?;
    let found = match &args.table {
        Some(file) => of_file(args, file, global, printer)?,
        None => of_nation(args, global, printer)?,
    };
    let Some(found) = found else { return Ok(Exit::Unknown) };
    if global.json {
        printer.json("agglo/io/1", &found)?;
        return Ok(Exit::Ok);
    }
    print(&found, args.what, global, printer)?;
    Ok(Exit::Ok)
}

/// A question of a table of the user's; none, said aloud, where jobs are hidden.
fn of_file(
    args: &IoArgs,
    file: &Path,
    global: &Global,
    printer: &Printer,
) -> Result<Option<InputOutput>, Failure> {
    let account = io_table::read(&text(file)?, &file.display().to_string())?;
    let at = |error: Error| match error.place() {
        None => error.at(file.display().to_string()),
        Some(_) => error,
    };
    let Some(region) = &args.region else {
        return Ok(Some(ask(&account, args.what.what()).map_err(at)?));
    };
    let bend = bend(args)?;
    let Some((named, jobs)) = jobs(args, region, &account, global, printer)? else {
        return Ok(None);
    };
    let named = (named.0.as_str(), named.1.as_str());
    Ok(Some(ask_of_region(&account, args.what.what(), &jobs, bend, named).map_err(at)?))
}

/// A question of the built-in table; none, said aloud, where the region has no row in the table of jobs.
fn of_nation(
    args: &IoArgs,
    global: &Global,
    printer: &Printer,
) -> Result<Option<InputOutput>, Failure> {
    let country = Country::load(global)?;
    let tables = &country.tables;
    let people = country.starter.people()?;
    let account = country.starter.input_output(&tables.structure, &people)?;
    let sectors = national_sectors()?;
    let mut found = match &args.region {
        None => ask(&account, args.what.what())?,
        Some(region) => {
            let (bend, region) = (bend(args)?, country.region(region)?);
            let pay = account.pay();
            let place = Place::new(&region);
            let jobs = match industry_jobs(&tables.structure, &sectors, &pay, place) {
                Ok(jobs) => jobs,
                Err(why) => {
                    printer.message(&format!("the data cannot tell: {}", why.text));
                    return Ok(None);
                }
            };
            let (id, title) = (region.id.to_string(), region.title());
            ask_of_region(&account, args.what.what(), &jobs, bend, (&id, &title))?
        }
    };
    found.table = Some(INPUT_OUTPUT.to_owned());
    found.titles = sectors.into_iter().map(|sector| sector.title).collect();
    Ok(Some(found))
}

fn text(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(|error| {
        Error::new("E0401", format!("the file cannot be read: {error}"))
            .at(path.display().to_string())
            .hint("give a comma separated text file in UTF-8")
    })
}

fn bend(args: &IoArgs) -> Result<Bend, Error> {
    let method = args.method.unwrap_or(IoMethod::Flq);
    let takes_delta = matches!(method, IoMethod::Flq | IoMethod::Aflq);
    match args.delta {
        Some(delta) if !(0.0..1.0).contains(&delta) => {
            Err(Error::new("E0103", format!("`--delta` is {delta}, outside [0, 1)"))
                .hint("0.2 to 0.3 is usual; 0 gives cilq"))
        }
        Some(_) if !takes_delta => {
            Err(Error::new("E0103", "`--delta` belongs to `--method flq` or `aflq`"))
        }
        delta => Ok(Bend { method: method.method(), delta: delta.unwrap_or(DELTA) }),
    }
}

/// Code and title of the region, and its jobs; none, said aloud, where the publisher hides one.
#[expect(clippy::type_complexity, reason = "the name and the title belong together")]
fn jobs(
    args: &IoArgs,
    region: &str,
    account: &Account,
    global: &Global,
    printer: &Printer,
) -> Result<Option<((String, String), SectorJobs)>, Failure> {
    if let Some(file) = &args.jobs {
        let read =
            io_table::read_jobs(&text(file)?, &file.display().to_string(), &account.sectors)?;
        return Ok(Some(((region.to_owned(), region.to_owned()), read)));
    }
    let country = Country::load(global)?;
    let tables = &country.tables;
    let region = country.region(region)?;
    let lines = sectors()?;
    let place = Place::new(&region);
    match sector_jobs(&account.sectors, &tables.jobs, &lines, &tables.classification, place)? {
        Ok(jobs) => Ok(Some(((region.id.to_string(), region.title()), jobs))),
        Err(why) => {
            let bounds = why.bounds.map_or(String::new(), |bounds| {
                let print = |end| Unit::Count.print(end);
                format!(", between {} and {}", print(bounds.lower()), print(bounds.upper()))
            });
            printer.message(&format!(
                "the data cannot tell: {}{bounds}\n\nhint: give jobs by --jobs FILE, or join sectors in the table",
                why.text
            ));
            Ok(None)
        }
    }
}

/// The table of numbers by sector; the matrix alone as CSV where it is the answer.
fn print(
    found: &InputOutput,
    what: IoWhat,
    global: &Global,
    printer: &Printer,
) -> Result<(), Error> {
    let matrix = found.matrix.as_ref().map(|rows| matrix(found, rows));
    if global.csv {
        return printer.table(&matrix.unwrap_or_else(|| columns(found, full)), global);
    }
    printer.data(&head(found))?;
    if let Some(matrix) = matrix.filter(|_| what != IoWhat::Regionalise) {
        printer.table(&matrix, global)?;
        printer.data("\n")?;
    }
    printer.table(&shown(found), global)?;
    printer.data(&foot(found))
}

fn head(found: &InputOutput) -> String {
    let Some(region) = &found.region else { return String::new() };
    let delta = region.delta.map(|delta| format!(", delta {delta}")).unwrap_or_default();
    let year = region.year.map(|year| format!(", {year}")).unwrap_or_default();
    format!(
        "{}: {}{delta}; {} of the nation's jobs, from {}{year}\n\n",
        region.title,
        region.method,
        percent(region.share_of_jobs),
        region.jobs_from
    )
}

/// A share in percent with two digits that count, however small it is.
fn percent(share: f64) -> String {
    let percent = 100.0 * share;
    let (mut digits, mut scaled) = (0, percent);
    while scaled > 0.0 && scaled < 10.0 && digits < 9 {
        (digits, scaled) = (digits + 1, 10.0 * scaled);
    }
    format!("{percent:.digits$} %")
}

fn matrix(found: &InputOutput, rows: &[Vec<f64>]) -> Table {
    let mut header = vec!["sector".to_owned()];
    header.extend(found.sectors.iter().cloned());
    let mut table = Table::of(header);
    for (sector, row) in found.sectors.iter().zip(rows) {
        let mut cells = vec![sector.clone()];
        cells.extend(row.iter().map(|value| format!("{value:.6}")));
        table.row(cells);
    }
    table
}

fn columns(found: &InputOutput, digits: fn(&ByName, f64) -> String) -> Table {
    let mut header = vec!["sector".to_owned()];
    header.extend((!found.titles.is_empty()).then(|| "title".to_owned()));
    for column in &found.columns {
        header.push(column.name.clone());
        if column.low.is_some() {
            header.extend(["at_least".to_owned(), "at_most".to_owned()]);
        }
    }
    let mut table = Table::of(header);
    for (at, sector) in found.sectors.iter().enumerate() {
        let mut cells = vec![sector.clone()];
        cells.extend(found.titles.get(at).cloned());
        for column in &found.columns {
            let ends = [&column.low, &column.high].into_iter().flatten();
            for values in std::iter::once(&column.values).chain(ends) {
                cells.push(values[at].map(|value| digits(column, value)).unwrap_or_default());
            }
        }
        table.row(cells);
    }
    table
}

/// The columns that a person reads first, each number with its ends beside it.
const FIRST: [&str; 8] = [
    "output_multiplier",
    "output_1",
    "output_2",
    "jobs",
    "jobs_1",
    "location_quotient",
    "national_multiplier",
    "regional_multiplier",
];

/// As [`columns`]; of numbers that have ends only those that a person reads first, the rest is in CSV and JSON.
fn shown(found: &InputOutput) -> Table {
    if found.columns.iter().all(|column| column.low.is_none()) {
        return columns(found, rounded);
    }
    let first: Vec<&ByName> =
        found.columns.iter().filter(|column| FIRST.contains(&column.name.as_str())).collect();
    let mut header = vec!["sector".to_owned()];
    header.extend((!found.titles.is_empty()).then(|| "title".to_owned()));
    header.extend(first.iter().map(|column| column.name.clone()));
    let mut table = Table::of(header);
    for (at, sector) in found.sectors.iter().enumerate() {
        let mut cells = vec![sector.clone()];
        cells.extend(found.titles.get(at).cloned());
        cells.extend(first.iter().map(|column| with_ends(column, at)));
        table.row(cells);
    }
    table
}

fn with_ends(column: &ByName, at: usize) -> String {
    let print = |values: &Vec<Option<f64>>| values[at].map(|value| short(column, value));
    let Some(value) = print(&column.values) else { return String::new() };
    let ends = column.low.as_ref().and_then(print).zip(column.high.as_ref().and_then(print));
    match ends.filter(|(low, high)| low != high) {
        Some((low, high)) => format!("{value} ({low} to {high})"),
        None => value,
    }
}

fn short(column: &ByName, value: f64) -> String {
    if column.unit == "jobs" { Unit::Count.print(value) } else { format!("{value:.2}") }
}

fn full(_: &ByName, value: f64) -> String {
    value.to_string()
}

fn rounded(column: &ByName, value: f64) -> String {
    match column.unit.as_str() {
        "flag" => Unit::Flag.print(value),
        "jobs" => Unit::Count.print(value),
        unit if unit.starts_with("the table's") => Unit::Plain.print(value),
        _ => Unit::Precise.print(value),
    }
}

fn foot(found: &InputOutput) -> String {
    let units = found.columns.iter().filter(|column| column.unit != "flag");
    let units = units.map(|column| format!("{}: {}\n", column.name, column.unit));
    let idle = (!found.inactive.is_empty()).then(|| {
        format!("Without output, and so without purchases: {}\n", found.inactive.join(", "))
    });
    let caveats = found.caveats.iter().map(|caveat| format!("  {}\n", caveat.text));
    ["\n".to_owned()].into_iter().chain(units).chain(idle).chain(caveats).collect()
}
