//! `agglo data`: what is in the data, from whom, of when; and how more of it comes in.

mod add;
mod carry;
mod close;
mod guess;
mod lake;
mod lineage;
mod list;
#[cfg(feature = "lake")]
mod summary;
mod update;

use std::path::Path;

use agglo::Error;
use agglo_data::Starter;
use agglo_data::intake::{self, Limits, Opened, Wishes};
use agglo_data::source::codes::{Counties, Industries};
use agglo_data::source::{Codes, Description};

use crate::args::{DataArgs, DataVerb, DecimalMark, Global, WrittenArgs};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;

pub(crate) fn run(args: &DataArgs, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let lake = || global.lake();
    match &args.verb {
        DataVerb::List(list) => list::run(list, &lake()?, global, printer),
        DataVerb::Guess(guess) => guess::run(guess, global, printer),
        DataVerb::Add(add) => add::run(add, &lake()?, global, printer),
        DataVerb::Update(update) => update::run(update, &lake()?, global, printer),
        DataVerb::Carry(carry) => carry::run(carry, &lake()?, global, printer),
        DataVerb::Lineage(lineage) => lineage::run(lineage, global, printer),
        #[cfg(feature = "lake")]
        DataVerb::Summary(summary) => summary::run(summary, global, printer),
        #[cfg(not(feature = "lake"))]
        DataVerb::Summary { words } => Err(no_query_engine(words, global)),
        DataVerb::Verify => lake::verify(&lake()?, global, printer),
        DataVerb::Gc(gc) => lake::gc(gc, &lake()?, global, printer),
        DataVerb::Close(close) => close::run(close, global, printer),
    }
}

/// Why a dataset is not summed up.
#[cfg(not(feature = "lake"))]
fn no_query_engine(words: &[String], global: &Global) -> Failure {
    let dataset = words.first().map_or("a dataset", String::as_str);
    let what = format!("this agglo has no query engine: `{dataset}` stays unread");
    let none = Error::new("E0103", what).hint("build it with `--features lake` (or `full`)");
    global.engine.check().err().unwrap_or(none).into()
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
        header_row: args.header_row.or(file.header_row),
        is_json_lines: args.json_lines,
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

fn mark(args: &WrittenArgs) -> Option<agglo_data::source::description::Mark> {
    use agglo_data::source::description::Mark;
    args.decimal.map(|mark| match mark {
        DecimalMark::Comma => Mark::Comma,
        DecimalMark::Point => Mark::Point,
    })
}
