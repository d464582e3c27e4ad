//! Answers that were written with `-o` are remembered in the lake, and made again from what they rest on.

use std::path::Path;

use agglo::Error;
use agglo::base::basis::{Basis, Input};
use agglo_data::Country as Tables;
use agglo_data::country::{CountryDescription, Vintages};
use agglo_data::lake::{LaidOut, Lake};
use clap::Parser;

use crate::args::{Cli, Global, Verb};
use crate::cmd;
use crate::country::inputs;
use crate::failure::Failure;
use crate::printer::Printer;

/// Remembers an answer where there is a lake, or one was named. Where that fails the answer itself is none the
/// worse: it is said, and that is all.
pub(crate) fn keep(global: &Global, printer: &Printer, json: &str) {
    let Some(basis) = printer.basis() else { return };
    // An answer of the past is no new one.
    if !global.vintage.is_empty() {
        return;
    }
    let Ok(lake) = global.lake() else { return };
    let is_named = global.lake.is_some() || std::env::var_os("AGGLO_LAKE").is_some();
    if !is_named && !lake.folder().is_dir() {
        return;
    }
    if let Err(error) = lake.keep_answer(basis, printer.files(), json) {
        printer.message(&format!("not remembered for the next close: {}", error.what()));
    }
}

/// Makes an answer again from its basis, with the data of a lake as it is given.
///
/// # Errors
///
/// Those of the command, and `E0434` where this version cannot make such an answer again.
pub(crate) fn again(
    basis: &Basis,
    lake: &Lake,
    view: Lake,
    global: &Global,
) -> Result<String, Failure> {
    // Its files are held until the answer is made: they are gone with this.
    let Asked { cli, command, files: _files } = asked(basis, lake)?;
    let own = Global {
        pack: global.pack.clone(),
        threads: global.threads,
        lake: global.lake.clone(),
        view: Some(view),
        quiet: true,
        ..cli.global
    };
    let printer = Printer::of_command(command);
    match &cli.verb {
        Verb::Strategy(args) => cmd::strategy::json(args, &own, &printer),
        Verb::Map(args) => {
            let region = args.region.as_deref();
            let region = region.ok_or_else(|| unknown("it names no region"))?;
            cmd::profile::json(region, &args.place, &own, &printer)
        }
        _ => Err(unknown("only strategies and maps are").into()),
    }
}

/// What an answer would read of the datasets of a lake as it is given; none where it reads no lake.
///
/// # Errors
///
/// Those of reading its country.
pub(crate) fn reads(basis: &Basis, lake: &Lake, view: &Lake) -> Result<Vec<Input>, Failure> {
    let asked = asked(basis, lake)?;
    let country = match &asked.cli.verb {
        Verb::Strategy(args) => args.place.country.as_deref(),
        Verb::Map(args) => args.place.country.as_deref(),
        _ => None,
    };
    let path = country.map(Path::new).filter(|path| path.is_file());
    let Some(path) = path else { return Ok(Vec::new()) };
    let vintages = Vintages::default();
    let tables = Tables::read_from(&CountryDescription::at(path)?, view, &vintages)?;
    Ok(inputs(&tables, view, &vintages)?)
}

/// The command of an answer with its files laid out.
struct Asked {
    cli: Cli,
    command: Vec<String>,
    files: LaidOut,
}

fn asked(basis: &Basis, lake: &Lake) -> Result<Asked, Error> {
    let mut command = basis.command.clone();
    let files = lake.lay_out(&basis.files)?;
    for part in &mut command {
        let named = part.split_once('=').filter(|(option, _)| option.starts_with("--"));
        let Some((option, name)) = named else { continue };
        if basis.files.iter().any(|file| file.name == name) {
            *part = format!("{option}={}", files.path().join(name).display());
        }
    }
    let words = std::iter::once("agglo").chain(command.iter().map(String::as_str));
    let cli = Cli::try_parse_from(words)
        .map_err(|error| unknown(error.to_string().lines().next().unwrap_or_default()))?;
    Ok(Asked { cli, command, files })
}

fn unknown(why: &str) -> Error {
    Error::new("E0434", format!("it cannot be made again: {why}"))
}
