//! `agglo blueprint draft [REGION] --from NAME`: a file to begin with.

use std::fmt::Write as _;
use std::path::Path;

use agglo::base::blueprint::Blueprint;
use agglo::map::gap::roles::Applied;
use agglo_data::definitions::blueprint;

use crate::args::{DraftArgs, Global};
use crate::cmd::blueprint::role::roles;
use crate::cmd::blueprint::{file, named, with_tables};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;

pub(super) fn run(args: &DraftArgs, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let (mut draft, place) = match &args.region {
        None => (named(&args.from, global)?, None),
        Some(region) => with_tables(&args.from, global, |prepared, country| {
            let (reading, applied) = roles(prepared, country, region)?;
            Ok((prepared.blueprint().clone(), Some((reading.region_name, applied))))
        })?,
    };
    draft.derived_from = Some(match &draft.derived_from {
        Some(from) => format!("blueprint `{}`, from {from}", draft.id),
        None => format!("blueprint `{}`", draft.id),
    });
    draft.id = name(args.output.as_deref(), &draft).as_str().into();
    // It is chosen by nobody but those who ask for it.
    draft.chosen_if.clear();
    let head = head(&args.from, place.as_ref());
    let text = format!("{head}{}", blueprint::text(&draft));
    match &args.output {
        Some(path) => file::write(path, &draft, &head, printer)?,
        None => printer.data(&text)?,
    }
    let place =
        args.output.as_ref().map_or("draft.toml".to_owned(), |path| path.display().to_string());
    if let Err(faults) = blueprint::read(&text, &place) {
        for fault in &faults.0 {
            printer.message(&format!("to mend before it is read: {}", fault.what()));
        }
    }
    Ok(Exit::Ok)
}

/// The file's name without its ending, or the blueprint's own with a word that says what it is.
fn name(path: Option<&Path>, blueprint: &Blueprint) -> String {
    let stem = path.and_then(Path::file_stem).map(|stem| stem.to_string_lossy().into_owned());
    stem.unwrap_or_else(|| format!("{}-draft", blueprint.id))
}

/// What it was made from, and what a region has of it.
fn head(from: &str, place: Option<&(String, Vec<Applied>)>) -> String {
    let mut text = format!(
        "# A draft from `{from}`. Strike what is not true here, add what is; then:\n\
         #   agglo blueprint validate THIS-FILE\n\
         #   agglo blueprint fit THIS-FILE\n\n"
    );
    if let Some((region, applied)) = place {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "# In {region}, by the tables at hand:");
        for one in applied {
            let by = one.by.as_ref().map(|by| format!(" by {by}")).unwrap_or_default();
            let _ = writeln!(text, "#   {}: {}{by}", one.element, one.role.words());
        }
        text.push('\n');
    }
    text
}
