//! `agglo blueprint draw NAME`: elements and edges as a drawing or a page, alone or as they stand in a region.

use std::path::Path;

use agglo::map::gap::Applicable;
use agglo_report::document::{Chart, Document};
use agglo_report::{Source, html, plot::blueprint as chart, plot::blueprint_in as chart_in};

use crate::args::{DrawArgs, Global};
use crate::cmd::blueprint::{named, role, with_tables};
use crate::cmd::strategy::sources;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::plot;
use crate::printer::Printer;

pub(super) fn run(args: &DrawArgs, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let path = &args.output;
    if !is_page(path) {
        plot::check(Some(path))?;
    }
    let Some(region) = &args.region else {
        let blueprint = named(&args.blueprint, global)?;
        let page = || agglo_report::blueprint(&blueprint);
        return write(path, || chart(&blueprint), page, printer);
    };
    with_tables(&args.blueprint, global, |prepared, country| {
        let (reading, _) = role::roles(prepared, country, region)?;
        if reading.applies.answer != Applicable::Yes {
            let rule = &reading.applies.rule;
            printer.message(&format!("Not a region for this blueprint: {rule}; nothing is drawn"));
            return Ok(Exit::Unknown);
        }
        let blueprint = prepared.blueprint();
        let mut cited: Vec<Source> = sources(country);
        cited.retain(|source| reading.sources.contains(&source.id));
        let page = || agglo_report::blueprint_in(blueprint, &reading, &cited);
        write(path, || chart_in(blueprint, &reading), page, printer)
    })
}

fn is_page(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("html"))
}

/// A page where the file ends in `.html`, else the drawing alone.
fn write(
    path: &Path,
    chart: impl FnOnce() -> Chart,
    page: impl FnOnce() -> Document,
    printer: &Printer,
) -> Result<Exit, Failure> {
    if is_page(path) {
        agglo_data::atomic::write(path, html::render(&page()).into_bytes())?;
        printer.message(&format!("Drew {}", path.display()));
    } else {
        plot::write(path, &chart(), printer)?;
    }
    Ok(Exit::Ok)
}
