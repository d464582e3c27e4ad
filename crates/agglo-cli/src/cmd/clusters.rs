//! `agglo clusters REGION`: the traded clusters of a region and how strong each is.

use std::path::Path;

use agglo::Error;
use agglo::base::cluster_definition::ClusterDefinition;
use agglo::base::terms::Part;
use agglo::map::cluster::{Portfolio, Strong, gathered};
use agglo_data::definitions::clusters;
use agglo_report::words::{Unit, line};

use crate::args::{ClustersArgs, Global};
use crate::cmd::define;
use crate::country::Country;
use crate::desk::{Definitions, Desk};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::plot;
use crate::printer::Printer;
use crate::table::Table;

pub(crate) fn run(
    args: &ClustersArgs,
    global: &Global,
    printer: &Printer,
) -> Result<Exit, Failure> {
    let Some(region) = args.region.as_deref() else {
        return define::run(args, global, printer);
    };
    plot::check(args.plot.as_deref())?;
    let own = args.definition.as_deref().map(read).transpose()?;
    let (mut country, region) = Country::find(region, &args.place, global)?;
    let printer = &printer.resting_on(country.data())?;
    if let Some(why) = country.lacks(Part::Clusters) {
        printer.message(&format!("{} ({}): {why}", region.title(), region.id));
        return Ok(Exit::Unknown);
    }
    let mut definitions = Definitions::shipped()?;
    if let Some(own) = own {
        country.tables.clusters = Some(gathered(&own, &country.tables.structure)?);
        definitions.clusters = own;
    }
    let portfolio = Desk::new(&country, &definitions)?.portfolio(&region);
    let no_clusters = || Error::new("E0203", "no table of clusters is at hand");
    let portfolio = portfolio.ok_or_else(no_clusters)?;
    if let Some(path) = &args.plot {
        plot::write(path, &agglo_report::plot::portfolio(&portfolio, &region.name), printer)?;
    }
    if global.json {
        printer.json("agglo/clusters/1", &portfolio)?;
        return Ok(Exit::Ok);
    }
    if !global.csv {
        printer.data(&format!("{} ({})\n\n", region.title(), region.id))?;
    }
    printer.table(&table(&portfolio), global)?;
    if !global.csv {
        printer.data(&format!("\nStrong: {}\n", portfolio.rule))?;
    }
    if args.explain && !global.csv {
        printer.data(&format!(
            "Definition: {} ({}), {}\nNo table of occupations by industry is at hand, so the clusters rest on \
             locations and input-output links alone.\n",
            portfolio.definition, portfolio.vintage, portfolio.method
        ))?;
    }
    Ok(Exit::Ok)
}

/// A definition that somebody brought.
fn read(path: &Path) -> Result<ClusterDefinition, Error> {
    let place = path.display().to_string();
    let table = std::fs::read_to_string(path)
        .map_err(|cause| Error::new("E0401", cause.to_string()).at(&place))?;
    clusters::read(&place, "as in the file", "brought by its reader", &table, &place)
}

fn table(portfolio: &Portfolio) -> Table {
    let mut table = Table::new([
        "cluster",
        "jobs",
        "establishments",
        "LQ (all owners)",
        "LQ (traded)",
        "strong",
        "note",
    ]);
    for cluster in &portfolio.lines {
        table.row(vec![
            cluster.title.clone(),
            line(&cluster.employment, Unit::Count),
            line(&cluster.establishments, Unit::Count),
            line(&cluster.quotient, Unit::Ratio),
            line(&cluster.quotient_traded, Unit::Ratio),
            word(cluster.strong).to_owned(),
            if cluster.fragile {
                "fragile: withheld cells decide".to_owned()
            } else {
                String::new()
            },
        ]);
    }
    table
}

fn word(strong: Strong) -> &'static str {
    match strong {
        Strong::Surely => "surely",
        Strong::Possibly => "possibly",
        Strong::No => "no",
        Strong::Unknown => "unknown",
    }
}
