//! `agglo strategy REGION`: from figures to a page that a planner can take to a meeting.

use std::path::Path;

use agglo::Error;
use agglo::base::region::Region;
use agglo_report::{Document, Source, Strategy, html, text, wire};

use crate::args::{Global, StrategyArgs};
use crate::country::Country;
use crate::desk::{Asked, Definitions, Desk};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;
#[cfg(feature = "close")]
use crate::saved;

pub(crate) fn run(
    args: &StrategyArgs,
    global: &Global,
    printer: &Printer,
) -> Result<Exit, Failure> {
    made(args, global, printer, |strategy, json, printer| {
        let written = args.output.as_deref().map(|folder| write(folder, strategy, json));
        let written = written.transpose()?;
        printer.data(&if global.json { json.to_owned() } else { text::summary(strategy) })?;
        if let Some(files) = written {
            printer.message(&format!("Wrote {files}"));
            #[cfg(feature = "close")]
            saved::keep(global, printer, json);
        }
        Ok(Exit::Ok)
    })
}

/// The strategy's JSON alone.
#[cfg(feature = "close")]
pub(crate) fn json(
    args: &StrategyArgs,
    global: &Global,
    printer: &Printer,
) -> Result<String, Failure> {
    made(args, global, printer, |_, json, _| Ok(json.to_owned()))
}

/// Makes a strategy and its JSON for the one who uses them.
fn made<T>(
    args: &StrategyArgs,
    global: &Global,
    printer: &Printer,
    then: impl FnOnce(&Strategy<'_>, &str, &Printer) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let mut progress = printer.progress(4);
    progress.step("reading the starter pack");
    let (country, region) = Country::find(&args.region, &args.place, global)?;
    let printer = &printer.resting_on(country.data())?.about(&args.region, &region);
    progress.step("laying out the country");
    let definitions = Definitions::shipped()?;
    let desk = Desk::new(&country, &definitions)?;
    progress.step("mapping, planning, simulating");
    let found = desk.work(&region, &asked(args, global))?;
    let ground = country.ground()?;
    let sources = sources(&country);
    let shapes = country.shapes(&ground);
    let strategy = found.strategy(&sources, left_out(), shapes);
    progress.step("writing");
    let json = wire::strategy(&strategy, printer.basis())
        .map_err(|error| Error::new("E0902", error.to_string()))?;
    let done = then(&strategy, &json, printer);
    progress.done();
    done
}

fn asked(args: &StrategyArgs, global: &Global) -> Asked {
    Asked {
        blueprint: args.blueprint.clone(),
        budget_cents: args.budget.0,
        first: global.next_year(),
        years: args.years,
        draws: None,
        seed: global.seed,
    }
}

/// All files or none; their names.
fn write(folder: &Path, strategy: &Strategy<'_>, json: &str) -> Result<String, Error> {
    let files = files(strategy, strategy.region, json)?;
    agglo_data::atomic::write_all(folder, &files)?;
    let names = files.iter().map(|(name, _)| folder.join(name).display().to_string());
    Ok(names.collect::<Vec<_>>().join(", "))
}

/// Every form of the strategy with its name.
fn files(
    strategy: &Strategy<'_>,
    region: &Region,
    json: &str,
) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let document = agglo_report::strategy(strategy);
    let mut files = vec![
        (file_name(region, "strategy.html"), html::render(&document).into_bytes()),
        (file_name(region, "strategy.json"), json.as_bytes().to_vec()),
    ];
    files.extend(paper(&document)?.map(|bytes| (file_name(region, "strategy.pdf"), bytes)));
    Ok(files)
}

#[cfg(feature = "pdf")]
fn paper(document: &Document) -> Result<Option<Vec<u8>>, Error> {
    let paper = agglo_report::pdf::render(document);
    paper.map(Some).map_err(|error| Error::new("E0903", error.to_string()))
}

#[cfg(not(feature = "pdf"))]
#[expect(clippy::unnecessary_wraps, reason = "the typeset form can fail")]
fn paper(_: &Document) -> Result<Option<Vec<u8>>, Error> {
    Ok(None)
}

/// `12045-strategy.html`; members of a region made of several are joined by a dash.
pub(super) fn file_name(region: &Region, ending: &str) -> String {
    format!("{}-{ending}", region.id.as_str().replace(',', "-"))
}

pub(super) fn sources(country: &Country) -> Vec<Source> {
    let cards = country.tables.sources.iter().cloned();
    cards
        .map(|card| Source {
            id: card.id,
            agency: card.agency,
            table: card.table,
            vintage: card.vintage,
            notice: card.notice,
            carrier: card.carrier,
        })
        .collect()
}

/// What this build or this version leaves out, and how to get it.
fn left_out() -> Vec<String> {
    let mut list = Vec::new();
    if !cfg!(feature = "pdf") {
        list.push("typeset paper (--features pdf)".to_owned());
    }
    if !cfg!(feature = "png") {
        list.push("drawings as pixels (--features png)".to_owned());
    }
    if !cfg!(feature = "lake") {
        list.push("SQL over agencies' files (--features lake)".to_owned());
    }
    list
}
