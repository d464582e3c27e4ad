//! Runs a study that is shipped with its result, and writes the result and the tables of its page.

mod cluster_growth;
mod diversification;
mod grouping;
mod hidden_cells;
mod page;
mod resampled;
mod six_digits;

use std::path::{Path, PathBuf};

use agglo::base::study::Study;
use agglo_data::Starter;
use agglo_data::atomic;
use agglo_data::definitions::studies::study_text;

use crate::pack::root;

/// Where results stand.
const FOLDER: &str = "definitions/studies";
/// Where pages stand.
const PAGES: &str = "docs/studies";
/// Coverage of intervals.
const LEVEL: f64 = 0.95;
/// Seed of whatever is drawn.
const SEED: u64 = 1;

/// Runs `study NAME [--from DIR]`.
///
/// # Errors
///
/// The message of an argument that is missing or unknown, else of the step that failed.
pub(crate) fn run(arguments: &[String]) -> Result<bool, String> {
    let (name, from) = match arguments {
        [name] => (name.as_str(), None),
        [name, option, folder] if option == "--from" => (name.as_str(), Some(Path::new(folder))),
        _ => return Err("use `study NAME [--from DIR]`".to_owned()),
    };
    let starter = || Starter::embedded().map_err(|error| error.to_string());
    let study = match (name, from) {
        ("cluster-growth", None) => cluster_growth::four_digits(&starter()?)?,
        ("cluster-growth-six-digits", Some(from)) => cluster_growth::six_digits(from)?,
        ("cluster-growth-six-digits", None) => {
            return Err("the pack holds no six digits: `--from` the folder of agencies' tables \
                        that holds `industry/cbp_county.parquet`"
                .to_owned());
        }
        ("hidden-cells", None) => hidden_cells::study(&starter()?)?,
        ("diversification", None) => diversification::study(&starter()?)?,
        _ => return Err(format!("no study is called `{}`", arguments.join(" "))),
    };
    write(&study)
}

fn write(study: &Study) -> Result<bool, String> {
    let message = |error: agglo::Error| error.to_string();
    let text = study_text(study).map_err(message)?;
    let file = format!("{}.toml", study.id);
    atomic::write_all(&root().join(FOLDER), &[(file, text.into_bytes())]).map_err(message)?;
    let path: PathBuf = root().join(PAGES).join(format!("{}.md", page::of(&study.id)));
    let old =
        std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let new = page::with_tables(&old, study).ok_or_else(|| {
        format!("{} has no place for the tables of `{}`", path.display(), study.id)
    })?;
    atomic::write(&path, new.into_bytes()).map_err(message)?;
    say(&page::tables(study));
    Ok(true)
}

/// Threads to use; no answer depends on them.
fn threads() -> u16 {
    std::thread::available_parallelism().map_or(1, |count| u16::try_from(count.get()).unwrap_or(1))
}

#[expect(clippy::print_stdout, reason = "the result is this task's output")]
fn say(text: &str) {
    println!("{text}");
}

#[expect(clippy::print_stderr, reason = "a task's progress goes to stderr")]
fn progress(message: &str) {
    eprintln!("{message}");
}
