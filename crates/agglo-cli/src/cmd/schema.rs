//! `agglo schema NOUN`: the JSON Schema of an output, or the catalogue of measures.

use agglo::Error;
use agglo::map::CATALOGUE;
use agglo::map::nationwide::{Measured, Subject};
use agglo_report::wire::schema;

use crate::args::{Global, SchemaArgs};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;
use crate::table::Table;

/// The noun that lists measures instead of printing a schema.
const MEASURES: &str = "measures";

pub(crate) fn run(args: &SchemaArgs, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let nouns = || schema::nouns().chain([MEASURES]).collect::<Vec<_>>();
    let Some(noun) = &args.noun else {
        printer.data(&(nouns().join("\n") + "\n"))?;
        return Ok(Exit::Ok);
    };
    if noun == MEASURES {
        return measures(global, printer);
    }
    let text = schema::schema(noun).ok_or_else(|| {
        Error::new("E0102", format!("there is no schema `{noun}`"))
            .hint(format!("schemas: {}", nouns().join(", ")))
    })?;
    printer.data(&text)?;
    Ok(Exit::Ok)
}

/// Every measure of the catalogue, with what `agglo map --measure` reads it of.
fn measures(global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    if global.json {
        printer.json("agglo/measures/1", &CATALOGUE)?;
        return Ok(Exit::Ok);
    }
    let mut table = Table::new(["name", "unit", "map --measure", "tells", "source"]);
    for measure in CATALOGUE {
        let subject = match Measured::named(measure.name).map(Measured::subject) {
            Some(Subject::Region) => "regions",
            Some(Subject::RegionIndustry) => "industries of regions",
            Some(Subject::Industry) => "industries",
            None => "",
        };
        let cells = [measure.name, measure.unit, subject, measure.tells, measure.source];
        table.row(cells.map(str::to_owned).to_vec());
    }
    printer.table(&table, global)?;
    Ok(Exit::Ok)
}
