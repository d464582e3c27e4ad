//! `agglo map --measure NAME`: one measure of one region or of all, as text, CSV, JSON or Parquet.

mod asked;
mod columns;
mod text;

use agglo::Error;
use agglo::base::terms::{Part, Terms};
use agglo::map::Variable;
use agglo::map::nationwide::{
    Measured, Question, Reading, Subject, localization, read, sector_shifts,
};
use agglo_report::document::Chart;

pub(crate) use asked::{Asked, asked};

use crate::args::{By, Global, MapArgs};
use crate::country::Country;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::plot;
use crate::printer::Printer;

/// The shape of the JSON.
const SCHEMA: &str = "agglo/measure/1";

pub(crate) fn run(
    measure: Measured,
    args: &MapArgs,
    global: &Global,
    printer: &Printer,
) -> Result<Exit, Failure> {
    fits_on_a_page(measure, args, global)?;
    plot::check(args.plot.as_deref())?;
    let asked: Vec<String> = args.region.iter().cloned().collect();
    let (country, regions) = Country::find_all(&asked, &args.place, global)?;
    let printer = &printer.resting_on(country.data())?;
    let region = regions.into_iter().next();
    let question = Question {
        measure,
        region: region.as_ref(),
        industry: args.industry.as_deref(),
        by: args.by.map(|by| match by {
            By::Establishments => Variable::Establishments,
            By::Employment => Variable::Employment,
        }),
        level: args.level,
        years: args.year.map(|span| span.0),
    };
    let reading = read(&country.tables.inputs(), &question)?;
    if let Some(path) = &args.plot {
        plot::write(path, &chart(&reading, &question, &country)?, printer)?;
    }
    if let Some(path) = &args.geojson {
        if let Some(why) = country.lacks(Part::Outlines) {
            return Err(Error::new("E0103", "these regions have no shapes to write")
                .hint(why)
                .into());
        }
        let text = columns::geojson(&reading, region.as_ref(), &country.starter.shapes()?)?;
        agglo_data::atomic::write(path, text.into_bytes())?;
        printer.message(&format!("Wrote {} rows to {}", reading.rows.len(), path.display()));
    } else {
        print(&reading, (args, &country.tables.terms), global, printer)?;
    }
    Ok(Exit::Ok)
}

/// The drawing of a reading: bars of one region's change, the curve of one industry, a map of all regions.
fn chart(reading: &Reading, question: &Question<'_>, country: &Country) -> Result<Chart, Error> {
    let tables = country.tables.inputs();
    match (question.measure, question.region, question.industry) {
        (Measured::ShiftShare, Some(region), _) => {
            let (years, sectors) = sector_shifts(tables.jobs, region, question.years)?;
            Ok(agglo_report::plot::shift_share(&region.name, years, &sectors, tables.terms))
        }
        (Measured::LocationalGini, None, Some(industry)) => localization(&tables, industry)?
            .map(|points| agglo_report::plot::localization(reading, points))
            .ok_or_else(|| plot::nothing("an industry of nothing")),
        (_, None, industry) if is_map(question.measure.subject(), industry) => {
            if let Some(why) = country.lacks(Part::Outlines) {
                return Err(plot::nothing("a country without shapes").hint(why));
            }
            let ground = plot::Ground::read(country)?;
            agglo_report::plot::measure(reading, ground.shapes(country))
                .ok_or_else(|| plot::nothing("a measure that no region has"))
        }
        _ => Err(plot::nothing(&format!("`{}` asked like this", question.measure.name()))),
    }
}

/// Whether a reading of all regions has one row for each.
fn is_map(subject: Subject, industry: Option<&str>) -> bool {
    match subject {
        Subject::Region => true,
        Subject::RegionIndustry => industry.is_some(),
        Subject::Industry => false,
    }
}

/// Every industry of every region is a file, not a page.
fn fits_on_a_page(measure: Measured, args: &MapArgs, global: &Global) -> Result<(), Error> {
    let is_all = args.all_regions && args.industry.is_none();
    if !is_all || measure.subject() != Subject::RegionIndustry {
        return Ok(());
    }
    if args.parquet.is_some() || (global.csv && args.geojson.is_none()) {
        return Ok(());
    }
    let what = format!("`{}` of all regions needs an industry", measure.name());
    Err(Error::new("E0103", what)
        .hint("add `--industry CODE`, or take all industries with `--parquet FILE` or `--csv`"))
}

fn print(
    reading: &Reading,
    (args, terms): (&MapArgs, &Terms),
    global: &Global,
    printer: &Printer,
) -> Result<(), Error> {
    if let Some(path) = &args.parquet {
        let bytes = columns::parquet(reading)?;
        agglo_data::atomic::write(path, bytes)?;
        printer.message(&format!("Wrote {} rows to {}", reading.rows.len(), path.display()));
        return Ok(());
    }
    if global.json {
        return printer.json(SCHEMA, reading);
    }
    printer.data(&if global.csv {
        columns::csv(reading)?
    } else {
        text::page(reading, args, terms)
    })
}
