//! `agglo strategy REGION`: from figures to a page that a planner can take to a meeting.

use std::path::Path;

use agglo::Error;
use agglo::base::region::Region;
use agglo::map::gap::Options as ReadOptions;
use agglo::simulate::Options;
use agglo_data::definitions::initiatives::catalogue;
use agglo_report::{Document, Shapes, Source, Strategy, html, text, wire};

use crate::args::{Global, StrategyArgs};
use crate::country::Country;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;
use crate::steps::{Asked, Reader, forward, plan};

pub(crate) fn run(
    args: &StrategyArgs,
    global: &Global,
    printer: &Printer,
) -> Result<Exit, Failure> {
    let mut progress = printer.progress(5);
    progress.step("reading the starter pack");
    let country = Country::load(global)?;
    let region = country.region(&args.region)?;
    progress.step("mapping the region");
    let map = country.map(&region)?;
    let portfolio = country.portfolio(&region)?;
    progress.step("finding what is missing");
    let options = ReadOptions { seed: global.seed, ..ReadOptions::default() };
    let reader = Reader::new(&country)?;
    let reads = reader.read(args.blueprint.as_deref(), &region, &portfolio, &options)?;
    progress.step("planning and simulating");
    let catalogue = catalogue()?;
    let asked = Asked { budget: args.budget, first: global.next_year() };
    let lead = reads.first();
    let plan = lead.map(|reads| plan(&country, &region, reads, &catalogue, asked)).transpose()?;
    let plan = plan.flatten();
    let ahead = Options { horizon: args.years, seed: global.seed, ..Options::default() };
    let planned = plan.as_ref().zip(lead).map(|(plan, reads)| (plan, &reads.blueprint, &catalogue));
    let forecast = forward(&country, &region, planned, &ahead)?;
    let outlines = country.starter.outlines()?;
    let borders = country.starter.borders()?;
    let sources = sources(&country);
    let (because, readings): (Vec<String>, Vec<_>) =
        reads.into_iter().map(|reads| (reads.because, reads.reading)).unzip();
    let strategy = Strategy {
        region: &region,
        seed: global.seed,
        map: Some(&map),
        clusters: Some(&portfolio),
        readings: &readings,
        read_because: &because,
        plan: plan.as_ref(),
        forecast: forecast.as_ref(),
        sources: &sources,
        left_out: left_out(),
        shapes: Shapes { outlines: &outlines, borders: &borders, regions: &country.tables.regions },
    };
    progress.step("writing");
    let json = wire::strategy(&strategy).map_err(|error| Error::new("E0902", error.to_string()))?;
    let written = args.output.as_deref().map(|folder| write(folder, &strategy, &region, &json));
    let written = written.transpose()?;
    progress.done();
    printer.data(&if global.json { json } else { text::summary(&strategy) })?;
    if let Some(files) = written {
        printer.message(&format!("Wrote {files}"));
    }
    Ok(Exit::Ok)
}

/// All files or none; their names.
fn write(
    folder: &Path,
    strategy: &Strategy<'_>,
    region: &Region,
    json: &str,
) -> Result<String, Error> {
    let files = files(strategy, region, json)?;
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
        (file_name(region, "html"), html::render(&document).into_bytes()),
        (file_name(region, "json"), json.as_bytes().to_vec()),
    ];
    files.extend(paper(&document)?.map(|bytes| (file_name(region, "pdf"), bytes)));
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
fn file_name(region: &Region, extension: &str) -> String {
    format!("{}-strategy.{extension}", region.id.as_str().replace(',', "-"))
}

fn sources(country: &Country) -> Vec<Source> {
    let cards = country.starter.sources().into_iter();
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
        list.push("typeset paper: build with --features pdf".to_owned());
    }
    if !cfg!(feature = "lake") {
        list.push("SQL over agencies' files: build with --features lake".to_owned());
    }
    list
}
