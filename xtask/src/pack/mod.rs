//! Writes the starter pack: SQL reduces the agencies' tables, the result is stored as our own tidy files.

#[cfg(feature = "lake")]
mod build;
mod concordances;
mod world;

use std::path::{Path, PathBuf};
use std::process::Command;

use agglo::Error;
use agglo_data::starter::PackedSource;
use serde::Deserialize;

#[cfg(feature = "lake")]
use build::{define::write as write_clusters, write};

/// Agency, table, vintage, carrier and notice of each dataset.
const SOURCES: &str = include_str!("../../../definitions/sources.toml");

#[derive(Deserialize)]
struct Sources {
    source: Vec<PackedSource>,
}

/// The datasets that the pack is made of.
fn sources() -> Result<Vec<PackedSource>, Error> {
    let sources: Sources = toml::from_str(SOURCES)
        .map_err(|cause| Error::new("E0403", cause.to_string()).at("definitions/sources.toml"))?;
    Ok(sources.source)
}

/// Runs `pack --from DIR [-o FOLDER] [--only world]`.
///
/// # Errors
///
/// The message of an argument that is missing or unknown, else of the step that failed.
pub(crate) fn run(arguments: &[String]) -> Result<bool, String> {
    let only = ["--only", "world"];
    match arguments.windows(2).position(|pair| pair == only) {
        None => begin("pack", "demo/starter", write, arguments),
        Some(at) => {
            let rest = [&arguments[..at], &arguments[at + 2..]].concat();
            let done = folders("pack", "demo/starter", &rest)
                .and_then(|(from, to)| world::write(&from, &to));
            done.map(|()| true).map_err(|error| error.to_string())
        }
    }
}

/// Runs `clusters --from DIR [-o FOLDER]`: makes the traded clusters that are shipped.
///
/// # Errors
///
/// As [`run`].
pub(crate) fn run_clusters(arguments: &[String]) -> Result<bool, String> {
    begin("clusters", "definitions/clusters", write_clusters, arguments)
}

/// Runs `concordances --from DIR [-o FOLDER]`: makes the classifications and their links alone, into a pack that
/// is there.
///
/// # Errors
///
/// As [`run`].
pub(crate) fn run_concordances(arguments: &[String]) -> Result<bool, String> {
    let done = folders("concordances", "demo/starter", arguments)
        .and_then(|(from, to)| concordances::write_alone(&from, &to));
    done.map(|()| true).map_err(|error| error.to_string())
}

/// Runs what a verb does from a folder to a folder; without SQL in this build, in the build that has it.
fn begin(
    verb: &str,
    to: &str,
    run: fn(&Path, &Path) -> Result<(), Error>,
    arguments: &[String],
) -> Result<bool, String> {
    let done = folders(verb, to, arguments).and_then(|(from, to)| {
        if cfg!(feature = "lake") { run(&from, &to) } else { again(verb, arguments) }
    });
    done.map(|()| true).map_err(|error| error.to_string())
}

fn folders(verb: &str, to: &str, arguments: &[String]) -> Result<(PathBuf, PathBuf), Error> {
    let place = format!("xtask {verb}");
    let (mut from, mut to) = (None, root().join(to));
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let value = rest.next().ok_or_else(|| {
            Error::new("E0102", format!("`{argument}` needs a folder")).at(&place)
        })?;
        match argument.as_str() {
            "--from" => from = Some(PathBuf::from(value)),
            "-o" | "--out" => to = PathBuf::from(value),
            _ => {
                return Err(Error::new("E0102", format!("unknown argument `{argument}`"))
                    .at(&place)
                    .hint(format!("cargo xtask {verb} --from DIR [-o FOLDER]")));
            }
        }
    }
    let from = from.ok_or_else(|| {
        Error::new("E0102", "`--from` is missing: the folder of the agencies' tables").at(&place)
    })?;
    Ok((from, to))
}

/// The workspace's folder.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// The same verb in a build with the query engine.
fn again(verb: &str, arguments: &[String]) -> Result<(), Error> {
    let status = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--package", "xtask", "--features", "lake", "--", verb])
        .args(arguments)
        .status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Error::new("E0405", format!("the build with SQL ended with {status}"))),
        Err(cause) => Err(Error::new("E0405", format!("cargo cannot be run: {cause}"))),
    }
}

#[cfg(not(feature = "lake"))]
fn write(_: &Path, _: &Path) -> Result<(), Error> {
    Err(Error::new("E0405", "this build has no query engine"))
}

#[cfg(not(feature = "lake"))]
fn write_clusters(from: &Path, to: &Path) -> Result<(), Error> {
    write(from, to)
}

/// Says on stderr what was done.
#[expect(clippy::print_stderr, reason = "a task's messages go to stderr")]
fn say(text: &str) {
    eprintln!("{text}");
}
