//! `agglo data lineage`: where a figure of an answer came from, or the rows of a dataset.

#[cfg(feature = "close")]
mod answer;
#[cfg(not(feature = "close"))]
#[path = "without.rs"]
mod answer;

use std::path::Path;

use agglo::Error;
use agglo_data::lake::{AsOf, Lake, Origin};

use crate::args::{Global, LineageArgs};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;

/// Rows whose origin is told.
const MOST: usize = 20;

pub(super) fn run(args: &LineageArgs, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let is_answer = args.of.contains('#');
    let is_file = !is_answer && args.of.contains('/') && Path::new(&args.of).is_file();
    if is_file {
        return Err(Error::new("E0103", "which place of the file is meant is not said")
            .hint(format!("agglo data lineage {}#/map/economy", args.of))
            .into());
    }
    if is_answer || args.of.contains('/') {
        return answer::run(args, global, printer);
    }
    of_dataset(args, global, printer)
}

/// Where a dataset came from, or some rows of it.
fn of_dataset(args: &LineageArgs, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let (lake, vintages) = &global.data()?;
    let vintage = lake.vintage(&args.of, vintages.of(&args.of))?;
    let as_of = AsOf::Vintage(vintage.id.clone());
    if global.json && args.row.is_empty() {
        printer.json("agglo/data-lineage/1", &vintage.manifest)?;
        return Ok(Exit::Ok);
    }
    if !args.row.is_empty() {
        return rows(args, lake, &as_of, printer);
    }
    let (manifest, card) = (&vintage.manifest, &vintage.manifest.card);
    let mut lines = vec![
        format!(
            "{} {}: {} rows, loaded {}",
            card.dataset,
            vintage.id,
            vintage.rows(),
            manifest.published
        ),
        format!("{} {} {}", card.title, card.agency, card.licence).trim().to_owned(),
    ];
    lines.retain(|line| !line.is_empty());
    for file in &card.files {
        lines.push(format!(
            "  {} ({} bytes, sha256 {}): {} rows",
            file.name, file.bytes, file.sha256, file.rows
        ));
        lines.extend(
            file.left_out
                .iter()
                .map(|left| format!("    {} rows left out: {}", left.rows, left.why)),
        );
    }
    lines.extend(card.caveats.iter().map(|caveat| format!("  note: {caveat}")));
    lines.push("read by".to_owned());
    lines.extend(card.mapping.lines().map(|line| format!("  {line}").trim_end().to_owned()));
    lines.push(String::new());
    printer.data(&lines.join("\n"))?;
    Ok(Exit::Ok)
}

/// Where the rows of some keys stood.
fn rows(args: &LineageArgs, lake: &Lake, as_of: &AsOf, printer: &Printer) -> Result<Exit, Failure> {
    let keys: Vec<(&str, &str)> = args.row.iter().filter_map(|key| key.split_once('=')).collect();
    if keys.len() != args.row.len() {
        let error = Error::new("E0103", "`--row` takes KEY=VALUE").hint("--row region=12045");
        return Err(error.into());
    }
    let origins = lake.origins(&args.of, as_of, &keys, MOST)?;
    if origins.is_empty() {
        printer.message("no row has these keys");
        return Ok(Exit::Unknown);
    }
    let lines = origins.iter().map(|origin| said(origin) + "\n");
    printer.data(&lines.collect::<String>())?;
    Ok(Exit::Ok)
}

/// Where one row stood, in words.
fn said(origin: &Origin) -> String {
    let join = |pairs: &[(String, String)]| {
        let pairs = pairs.iter().map(|(name, value)| format!("{name} {value}"));
        pairs.collect::<Vec<_>>().join(", ")
    };
    let files: Vec<&str> = origin.files.iter().map(|file| file.name.as_str()).collect();
    format!(
        "{}: {} of {}, vintage {} ({})\n  {}",
        join(&origin.keys),
        join(&origin.line),
        files.join(", "),
        origin.vintage,
        origin.published,
        join(&origin.figures)
    )
}
