//! `agglo relate INDUSTRY`: what stands where an industry stands, and how much of it a region has.

use agglo::base::id::IndustryId;
use agglo::map::product_space::product_space;
use agglo::map::related::{Related, RelatedLine, Standing, related};
use agglo_report::words::{Unit, short};

use crate::args::{Global, RelateArgs};
use crate::country::Country;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::plot;
use crate::printer::Printer;
use crate::table::Table;

/// Related industries that the drawing names.
const NAMED: usize = 10;

pub(crate) fn run(args: &RelateArgs, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    plot::check(args.plot.as_deref())?;
    let country = Country::load(global)?;
    let printer = &printer.resting_on(country.data())?;
    let tables = &country.tables;
    let region = args.region.as_deref().map(|text| country.region(text)).transpose()?;
    let industries = &tables.structure.establishments;
    let compared = |code: &str| {
        let level = tables.classification.get(code).map(|industry| industry.level);
        industries.industry(code).is_some() && level.is_some_and(|level| (2..=4).contains(&level))
    };
    let asked = agglo_data::industry::resolve(&tables.classification, compared, &args.industry)
        .map_err(|error| crate::place::with_vintage(error, &country, &args.industry))?;
    let found = related(
        &tables.structure,
        &tables.classification,
        &tables.regions,
        asked.id.as_str(),
        region.as_ref(),
        usize::from(args.top),
    )?;
    if let Some(path) = &args.plot {
        let regions = &tables.regions;
        let here = region.as_ref();
        let space =
            product_space(&tables.structure, &tables.classification, regions, found.level, here)?;
        let place = here.map(|region| region.name.as_str());
        let related = found.related.iter().take(NAMED).map(|line| &line.industry);
        let named: Vec<&IndustryId> = std::iter::once(&found.industry).chain(related).collect();
        let chart = agglo_report::plot::product_space(&space, place, &named);
        plot::write(path, &chart, printer)?;
    }
    if global.json {
        printer.json("agglo/relate/1", &found)?;
        return Ok(Exit::Ok);
    }
    if !global.csv {
        printer.data(&head(&found))?;
    }
    printer.table(&table(&found), global)?;
    if !global.csv {
        printer.data(&foot(&found))?;
    }
    Ok(Exit::Ok)
}

fn head(found: &Related) -> String {
    let own = format!(
        "{} {}: present in {} of {} counties\n",
        found.industry,
        found.title,
        Unit::Count.print(f64::from(found.present_in)),
        Unit::Count.print(found.base_units as f64),
    );
    let here = found.region.iter().map(|here| {
        format!(
            "{}: {}, LQ {}, density around it {}\n",
            here.title,
            if here.is_present { "present" } else { "not present" },
            short(&here.location_quotient, Unit::Ratio),
            short(&here.density, Unit::Precise),
        )
    });
    [own].into_iter().chain(here).chain(["\n".to_owned()]).collect()
}

fn table(found: &Related) -> Table {
    let mut header =
        vec!["industry", "title", "proximity", "together", "by chance", "counties with it"];
    if found.region.is_some() {
        header.extend(["here", "LQ here", "density here"]);
    }
    let mut table = Table::of(header.into_iter().map(str::to_owned).collect());
    for line in &found.related {
        table.row(row(line));
    }
    table
}

fn row(line: &RelatedLine) -> Vec<String> {
    let mut cells = vec![
        line.industry.to_string(),
        line.title.clone(),
        Unit::Precise.print(line.proximity),
        line.together.to_string(),
        format!("{:.0}", line.together_by_chance),
        line.present_in.to_string(),
    ];
    cells.extend(line.region.iter().flat_map(standing));
    cells
}

fn standing(here: &Standing) -> [String; 3] {
    [
        if here.is_present { "present" } else { "absent" }.to_owned(),
        short(&here.location_quotient, Unit::Ratio),
        short(&here.density, Unit::Precise),
    ]
}

fn foot(found: &Related) -> String {
    let year = found.year.map(|year| year.to_string()).unwrap_or_default();
    let caveats = found.caveats.iter().map(|caveat| format!("  {}\n", caveat.text));
    let first = format!(
        "\nProximity of {} industries over {} counties, from {} ({year}).\n",
        found.industries,
        Unit::Count.print(found.base_units as f64),
        found.source
    );
    std::iter::once(first).chain(caveats).collect()
}
