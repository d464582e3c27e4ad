//! A command as an answer states it: all that the answer depends on, defaults spelled out, and nothing else.

use std::path::Path;

use agglo::Error;
use agglo::base::basis::FileRead;
use agglo_data::country::CountryDescription;
use agglo_data::starter::digest;
use clap::parser::ValueSource;
use clap::{ArgAction, ArgMatches, CommandFactory};

use crate::args::{Cli, Global};

/// Options that say where data lie, how an answer is shown or how fast it is made, and leave what it says.
///
/// The data that were read stand beside the command, so that `--pack`, `--lake` and `--vintage` need not.
const APART: [&str; 17] = [
    "json", "csv", "as_of", "threads", "pack", "lake", "vintage", "quiet", "output", "parquet",
    "geojson", "plot", "explain", "help", "version", "engine", "offline",
];

/// Options that name a file to be read.
const FILES: [&str; 5] = [COUNTRY, "--blueprint=", "--definition=", "--from=", "--table="];

/// The option that names a country, whose description names files beside it.
const COUNTRY: &str = "--country=";

/// The command that was given: verb, arguments, options in the order of the help.
pub(crate) fn command(matches: &ArgMatches, global: &Global) -> Vec<String> {
    let Some((verb, own)) = matches.subcommand() else { return Vec::new() };
    let mut root = Cli::command();
    root.build();
    let Some(known) = root.find_subcommand(verb) else { return Vec::new() };
    let (mut named, mut options) = (vec![verb.to_owned()], Vec::new());
    for argument in known.get_arguments() {
        let id = argument.get_id().as_str();
        if APART.contains(&id) || !own.try_contains_id(id).unwrap_or(false) {
            continue;
        }
        let values: Vec<String> = own.get_raw(id).into_iter().flatten().map(said).collect();
        match (argument.get_long(), argument.get_action()) {
            (Some(long), ArgAction::SetTrue) => {
                options.extend(own.get_flag(id).then(|| format!("--{long}")));
            }
            (Some(long), _) => {
                options.extend(values.iter().map(|value| format!("--{long}={value}")));
            }
            (None, _) => named.extend(values),
        }
    }
    if verb == "strategy" {
        // A plan begins in the year after the day: no more of the day matters.
        options.push(format!("--as-of={:04}-01-01", global.day().year()));
    }
    named.extend(options);
    named
}

/// Whether an option was given, before the verb or after it.
pub(crate) fn is_said(matches: &ArgMatches, id: &str) -> bool {
    let here = matches.try_contains_id(id).unwrap_or(false)
        && matches.value_source(id) == Some(ValueSource::CommandLine);
    here || matches.subcommand().is_some_and(|(_, inner)| is_said(inner, id))
}

/// The command that these words give, as [`command`] tells it.
#[cfg(feature = "close")]
pub(crate) fn of(words: &[&str], global: &Global) -> Vec<String> {
    let seed = format!("--seed={}", global.seed);
    let words = words.iter().copied().chain([seed.as_str()]);
    let matches = Cli::command().try_get_matches_from(words);
    matches.map(|matches| command(&matches, global)).unwrap_or_default()
}

fn said(value: &std::ffi::OsStr) -> String {
    value.to_string_lossy().into_owned()
}

/// The files that a command names, with their bytes; in the command itself only their names stay.
///
/// # Errors
///
/// `E0401` where one cannot be read.
pub(crate) fn files(command: &mut [String]) -> Result<Vec<(FileRead, Vec<u8>)>, Error> {
    let mut files = Vec::new();
    for part in command {
        let Some(option) = FILES.iter().find(|option| part.starts_with(*option)) else { continue };
        let path = Path::new(&part[option.len()..]);
        let Some(name) = path.file_name().filter(|_| path.is_file()) else { continue };
        let name = said(name);
        let mut names = vec![name.clone()];
        if *option == COUNTRY {
            names.extend(CountryDescription::at(path).map(|own| own.files()).unwrap_or_default());
        }
        let folder = path.parent().unwrap_or(Path::new(""));
        for name in names {
            files.push(file(folder, name)?);
        }
        *part = format!("{option}{name}");
    }
    Ok(files)
}

fn file(folder: &Path, name: String) -> Result<(FileRead, Vec<u8>), Error> {
    let path = folder.join(&name);
    let bytes = std::fs::read(&path).map_err(|cause| {
        Error::new("E0401", format!("the file cannot be read: {cause}"))
            .at(path.display().to_string())
    })?;
    Ok((FileRead { name, sha256: digest(&bytes) }, bytes))
}
