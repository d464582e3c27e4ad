//! `agglo data`: what is in the data, from whom, of when; and how more of it comes in.

mod add;
mod guess;
mod lake;
mod list;

use std::path::{Path, PathBuf};

use agglo::Error;
use agglo_data::Starter;
use agglo_data::fault::{Fault, Faults};
use agglo_data::intake::{self, Format, Limits, Named, Opened, Wishes};
use agglo_data::lake::Lake;
use agglo_data::sheet::Record;
use agglo_data::source::codes::{Counties, Industries};
use agglo_data::source::{Codes, Description, Guess, guess, recognised};

use crate::args::{DataArgs, DataVerb, DecimalMark, Global, WrittenArgs};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;

/// Rows that a guess looks at.
const SAMPLE: usize = 1000;

pub(crate) fn run(args: &DataArgs, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let lake = || Ok::<_, Error>(Lake::at(folder(args.lake.as_deref())?));
    match &args.verb {
        DataVerb::List(list) => list::run(list, &lake()?, global, printer),
        DataVerb::Guess(guess) => guess::run(guess, global, printer),
        DataVerb::Add(add) => add::run(add, &lake()?, global, printer),
        DataVerb::Lineage(lineage) => lake::lineage(lineage, &lake()?, global, printer),
        DataVerb::Verify => lake::verify(&lake()?, global, printer),
        DataVerb::Gc(gc) => lake::gc(gc, &lake()?, global, printer),
    }
}

/// The folder of the lake: as said, as the variable says, or among the user's data.
fn folder(said: Option<&Path>) -> Result<PathBuf, Error> {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    if let Some(said) = said {
        return Ok(said.to_owned());
    }
    if let Some(lake) = variable("AGGLO_LAKE") {
        return Ok(lake.into());
    }
    let data = variable("XDG_DATA_HOME").map(PathBuf::from);
    let home = variable("HOME").or_else(|| variable("USERPROFILE")).map(PathBuf::from);
    let data = data.or_else(|| home.map(|home| home.join(".local/share")));
    data.map(|data| data.join("agglo").join("lake")).ok_or_else(|| {
        Error::new("E0103", "there is no folder for the lake").hint("name one: --lake DIR")
    })
}

/// Codes that keys are read by.
fn codes(starter: &Starter) -> Result<Codes, Error> {
    Ok(Codes { counties: Counties::of(&starter.regions()?)?, industries: Industries::naics()? })
}

/// What the command line and a mapping say of how a file is written.
fn wishes(args: &WrittenArgs, map: Option<&Description>) -> Result<Wishes, Error> {
    let file = map.map(|map| map.file.clone()).unwrap_or_default();
    let byte = |name: &str, said: Option<char>, mapped: Option<char>| {
        let letter = said.or(mapped);
        letter.map(|letter| {
            u8::try_from(letter).map_err(|_| {
                Error::new("E0103", format!("`--{name}` takes a plain character, not `{letter}`"))
            })
        })
    };
    Ok(Wishes {
        encoding: args.encoding.clone().or(file.encoding),
        delimiter: byte("delimiter", args.delimiter, file.delimiter).transpose()?,
        comment: byte("comment", args.comment, file.comment).transpose()?,
        sheet: args.sheet.clone().or(file.sheet),
        header_row: file.header_row,
        ..Wishes::default()
    })
}

fn limits(args: &WrittenArgs) -> Limits {
    Limits { bytes: args.max_bytes, ..Limits::default() }
}

/// The tables of a file, or what it holds instead.
fn open(path: &Path, wishes: &Wishes, limits: &Limits) -> Result<Opened, Error> {
    intake::open(path, wishes, limits)
        .map_err(|faults| faults.into_error(&path.display().to_string()))
}

/// What the columns of a table mean: by the file of a source that is known, else by a guess; with what should be
/// said of it.
fn described(
    table: &mut Named,
    args: &WrittenArgs,
    codes: &Codes,
) -> Result<(Guess, Vec<String>), Faults> {
    let columns = table.sheet.columns().to_vec();
    let damaged = |error: Error| Faults::from(Fault::new(error.what().to_owned()));
    let known = recognised(&columns).map_err(damaged)?;
    let (mut found, notes) = match known {
        Some((description, notes)) => (Guess { description, doubts: Vec::new() }, notes),
        None => (
            guess(&columns, &sample(table), (&table.name, is_cube(table.format)), codes),
            Vec::new(),
        ),
    };
    found.description.file.decimal = mark(args).or(found.description.file.decimal);
    Ok((found, notes))
}

/// Whether a format holds cubes: one column of figures, the others say of what.
fn is_cube(format: Format) -> bool {
    use Format::{EurostatTsv, JsonStat, SdmxCsv, SdmxJson, SdmxMl};
    matches!(format, EurostatTsv | JsonStat | SdmxCsv | SdmxJson | SdmxMl)
}

fn mark(args: &WrittenArgs) -> Option<agglo_data::source::description::Mark> {
    use agglo_data::source::description::Mark;
    args.decimal.map(|mark| match mark {
        DecimalMark::Comma => Mark::Comma,
        DecimalMark::Point => Mark::Point,
    })
}

/// The first rows of a table. Rows that cannot be read are left for the reading itself to complain of.
fn sample(table: &mut Named) -> Vec<Vec<String>> {
    let (mut rows, mut record) = (Vec::new(), Record::default());
    for _ in 0..SAMPLE {
        match table.sheet.read(&mut record) {
            Ok(true) => rows.push(record.iter().map(str::to_owned).collect()),
            Ok(false) => break,
            Err(_) => {}
        }
    }
    rows
}
