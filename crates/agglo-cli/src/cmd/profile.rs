//! `agglo map REGION -o DIR`: the map of a region as a page with its pictures, and its data.

use std::path::Path;

use agglo::Error;
use agglo::base::region::Region;
use agglo::map::association::{Association, Column, Ground, Options, Statistic, around, associate};
use agglo::map::nationwide::sector_shifts;
use agglo::map::product_space::product_space;
use agglo::map::{Map, association};
use agglo_report::{Pictures, Strategy, html, wire};

use crate::args::{Global, PlaceArgs};
use crate::cmd::strategy::{file_name, sources};
use crate::country::Country;
use crate::desk::{Definitions, Desk};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;
#[cfg(feature = "close")]
use crate::saved;

/// The measure of people that is held against that of neighbours.
const AROUND: &str = "poverty_percent";
/// Digits of the industries of the product space: fine enough to tell hotels from camps.
const LEVEL: u8 = 4;

pub(crate) fn run(
    region: &str,
    folder: &Path,
    place: &PlaceArgs,
    global: &Global,
    printer: &Printer,
) -> Result<Exit, Failure> {
    let asked = region;
    let (country, region) = Country::find(asked, place, global)?;
    let printer = &printer.resting_on(country.data())?.about(asked, &region);
    let definitions = Definitions::shipped()?;
    let desk = Desk::new(&country, &definitions)?;
    let (map, clusters) = (desk.map(&region)?, desk.portfolio(&region));
    let (sources, ground) = (sources(&country), country.ground()?);
    let strategy = Strategy {
        country: (!country.has_counties()).then_some(&country.tables.terms),
        readable: &[],
        region: &region,
        seed: global.seed,
        map: Some(&map),
        clusters: clusters.as_ref(),
        readings: &[],
        read_because: &[],
        plan: None,
        forecast: None,
        sources: &sources,
        left_out: Vec::new(),
        shapes: country.shapes(&ground),
    };
    let page =
        html::render(&agglo_report::profile(&strategy, &pictures(&country, &region, global)?));
    let json = data(&map, printer)?;
    let files = vec![
        (file_name(&region, "map.html"), page.into_bytes()),
        (file_name(&region, "map.json"), json.clone().into_bytes()),
    ];
    agglo_data::atomic::write_all(folder, &files)?;
    let names = files.iter().map(|(name, _)| folder.join(name).display().to_string());
    printer.message(&format!("Wrote {}", names.collect::<Vec<_>>().join(", ")));
    #[cfg(feature = "close")]
    saved::keep(global, printer, &json);
    Ok(Exit::Ok)
}

/// The map's JSON alone.
#[cfg(feature = "close")]
pub(crate) fn json(
    asked: &str,
    place: &PlaceArgs,
    global: &Global,
    printer: &Printer,
) -> Result<String, Failure> {
    let (country, region) = Country::find(asked, place, global)?;
    let printer = printer.resting_on(country.data())?.about(asked, &region);
    let definitions = Definitions::shipped()?;
    Ok(data(&Desk::new(&country, &definitions)?.map(&region)?, &printer)?)
}

fn data(map: &Map, printer: &Printer) -> Result<String, Error> {
    wire::answer("agglo/map/1", printer.basis(), map)
        .map_err(|error| Error::new("E0902", error.to_string()))
}

fn pictures(country: &Country, region: &Region, global: &Global) -> Result<Pictures, Error> {
    let tables = &country.tables;
    let (structure, tree) = (&tables.structure, &tables.classification);
    let has_years = tables.jobs.panel.axes().years.len() > 1;
    let shifts = has_years.then(|| sector_shifts(&tables.jobs, region, None)).transpose()?;
    if !country.has_counties() {
        return Ok(Pictures { space: None, shifts, neighbours: None });
    }
    Ok(Pictures {
        space: Some(product_space(structure, tree, &tables.regions, LEVEL, Some(region))?),
        shifts,
        neighbours: Some(neighbours(country, global)?),
    })
}

fn neighbours(
    country: &Country,
    global: &Global,
) -> Result<(Association, Vec<association::Around>), Error> {
    let tables = &country.tables;
    let column = Column::of_fact(&tables.facts, AROUND, &tables.regions)?;
    let ground = Ground { borders: &tables.neighbours, ..Ground::default() };
    let options = Options { seed: global.seed, threads: country.threads, ..Options::default() };
    let found = associate(&column, ground, Statistic::Moran, options)?;
    Ok((found, around(&column, ground, options.neighbourhood)?))
}
