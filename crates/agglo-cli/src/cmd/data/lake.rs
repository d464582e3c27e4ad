//! `agglo data lineage|verify|gc`: what the lake knows of itself.

use agglo_data::lake::{AsOf, Lake, VintageId};
use serde::Serialize;

use crate::args::{GcArgs, Global, LineageArgs};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;

/// Rows whose origin is told.
const MOST: usize = 20;

pub(super) fn lineage(
    args: &LineageArgs,
    lake: &Lake,
    global: &Global,
    printer: &Printer,
) -> Result<Exit, Failure> {
    let as_of = match &args.vintage {
        Some(id) => AsOf::Vintage(VintageId::parse(id)?),
        None => AsOf::Latest,
    };
    let vintage = lake.vintage(&args.dataset, &as_of)?;
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
        let error =
            agglo::Error::new("E0103", "`--row` takes KEY=VALUE").hint("--row region=12045");
        return Err(error.into());
    }
    let origins = lake.origins(&args.dataset, as_of, &keys, MOST)?;
    if origins.is_empty() {
        printer.message("no row has these keys");
        return Ok(Exit::Unknown);
    }
    let join = |pairs: &[(String, String)]| {
        let pairs = pairs.iter().map(|(name, value)| format!("{name} {value}"));
        pairs.collect::<Vec<_>>().join(", ")
    };
    let lines = origins.iter().map(|origin| {
        let files: Vec<&str> = origin.files.iter().map(|file| file.name.as_str()).collect();
        format!(
            "{}: {} of {}, vintage {} ({})\n  {}\n",
            join(&origin.keys),
            join(&origin.line),
            files.join(", "),
            origin.vintage,
            origin.published,
            join(&origin.figures)
        )
    });
    printer.data(&lines.collect::<String>())?;
    Ok(Exit::Ok)
}

#[derive(Serialize)]
struct Verified {
    datasets: usize,
    vintages: usize,
    objects: usize,
    bytes: u64,
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
        faults: report.faults.iter().map(ToString::to_string).collect(),
        leftovers: report.leftovers.len(),
    };
    if global.json {
        printer.json("agglo/data-verified/1", &found)?;
    } else {
        let mut lines = vec![format!(
            "{} datasets, {} vintages, {} files, {} bytes: {} faults, {} leftovers of loads that were stopped",
            found.datasets,
            found.vintages,
            found.objects,
            found.bytes,
            found.faults.len(),
            found.leftovers
        )];
        lines.extend(found.faults.iter().cloned());
        lines.push(String::new());
        printer.data(&lines.join("\n"))?;
    }
    Ok(if found.faults.is_empty() { Exit::Ok } else { Exit::Failed })
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
