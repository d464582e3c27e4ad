//! `agglo data verify|gc`: whether the lake is whole, and what of it nobody needs.

use agglo_data::lake::Lake;
use serde::Serialize;

use crate::args::{GcArgs, Global};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;

#[derive(Serialize)]
struct Verified {
    datasets: usize,
    vintages: usize,
    objects: usize,
    bytes: u64,
    #[cfg(feature = "close")]
    closes: usize,
    #[cfg(feature = "close")]
    answers: usize,
    faults: Vec<String>,
    leftovers: usize,
}

pub(super) fn verify(lake: &Lake, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let report = lake.verify()?;
    let found = Verified {
        datasets: report.datasets,
        vintages: report.vintages,
        objects: report.objects,
        bytes: report.bytes,
        #[cfg(feature = "close")]
        closes: report.closes,
        #[cfg(feature = "close")]
        answers: report.answers,
        faults: report.faults.iter().map(ToString::to_string).collect(),
        leftovers: report.leftovers.len(),
    };
    if global.json {
        printer.json("agglo/data-verified/1", &found)?;
    } else {
        let mut lines = vec![format!(
            "{} datasets, {} vintages, {} files, {} bytes{}: {} faults, {} leftovers of loads that were stopped",
            found.datasets,
            found.vintages,
            found.objects,
            found.bytes,
            kept(&found),
            found.faults.len(),
            found.leftovers
        )];
        lines.extend(found.faults.iter().cloned());
        lines.push(String::new());
        printer.data(&lines.join("\n"))?;
    }
    Ok(if found.faults.is_empty() { Exit::Ok } else { Exit::Failed })
}

/// Closes and saved answers, in words.
#[cfg(feature = "close")]
fn kept(found: &Verified) -> String {
    format!(", {} closes, {} saved answers", found.closes, found.answers)
}

/// Nothing: this build reads neither closes nor saved answers.
#[cfg(not(feature = "close"))]
fn kept(_: &Verified) -> &'static str {
    ""
}

#[derive(Serialize)]
struct Removed {
    files: Vec<String>,
    bytes: u64,
    dry_run: bool,
}

pub(super) fn gc(
    args: &GcArgs,
    lake: &Lake,
    global: &Global,
    printer: &Printer,
) -> Result<Exit, Failure> {
    let swept = lake.gc(args.dry_run)?;
    let files = swept.files.iter().map(|path| path.display().to_string()).collect();
    let removed = Removed { files, bytes: swept.bytes, dry_run: args.dry_run };
    if global.json {
        printer.json("agglo/data-removed/1", &removed)?;
        return Ok(Exit::Ok);
    }
    let done = if args.dry_run { "would go" } else { "removed" };
    printer.data(&format!("{} files, {} bytes {done}\n", removed.files.len(), removed.bytes))?;
    Ok(Exit::Ok)
}
