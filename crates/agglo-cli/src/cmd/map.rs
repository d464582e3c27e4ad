//! `agglo map REGION`: what a region has, economy and people side by side.

use std::path::Path;

use agglo::Error;
use agglo::base::estimate::{Estimate, Figure, Provenance};
use agglo::base::id::SourceId;
use agglo::base::region::Region;
use agglo::base::terms::Terms;
use agglo::map::Map;
use agglo::map::indicator::Indicator;
use agglo::map::people::underserved::{Outcome, Side, TestRead};
use agglo::map::specialization::Line;
use agglo::panel::Fact;
use agglo_report::words::{Unit, line};
use serde::Serialize;

use crate::args::{Global, MapArgs, MapMeasure};
use crate::cmd::measure::{self, Asked, asked};
use crate::cmd::profile;
use crate::country::Country;
use crate::desk::{Definitions, Desk};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;
use crate::table::Table;

pub(crate) fn run(args: &MapArgs, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let (view, region) = match asked(args)? {
        Asked::Measure(measured) => return measure::run(measured, args, global, printer),
        Asked::View(None, region) if args.output.is_some() => {
            let folder = args.output.as_deref().unwrap_or(Path::new("."));
            return profile::run(region, folder, &args.place, global, printer);
        }
        Asked::View(view, region) => (view, region),
    };
    let (country, region) = Country::find(region, &args.place, global)?;
    let printer = &printer.resting_on(country.data())?;
    let definitions = Definitions::shipped()?;
    let map = Desk::new(&country, &definitions)?.map(&region)?;
    match view {
        None if global.json => printer.json("agglo/map/1", &map)?,
        None => cards(&map, &country, global, printer)?,
        Some(MapMeasure::People) => {
            let whole = &country.tables.terms.words.whole;
            indicators(&map.people.indicators, whole, "agglo/people/1", global, printer)?;
        }
        Some(MapMeasure::Elements) => elements(&country, &region, global, printer)?,
        Some(MapMeasure::Underserved) => underserved(&map, global, printer)?,
        Some(MapMeasure::LocationQuotient) => {
            let code = args.industry.as_deref().unwrap_or_default();
            quotients(&map, &country, args, global, printer)
                .map_err(|error| crate::place::with_vintage(error, &country, code))?;
        }
        Some(MapMeasure::Peers) => peers(&map, global, printer)?,
    }
    if args.explain && !global.json {
        explain(&map, printer)?;
    }
    Ok(Exit::Ok)
}

fn cards(map: &Map, country: &Country, global: &Global, printer: &Printer) -> Result<(), Error> {
    let terms = &country.tables.terms;
    if !global.csv {
        printer.data(&format!("{} ({})\n\n", map.region.title(), map.region.id))?;
    }
    let mut table = Table::new(["card", "measure", "year", "region", &terms.words.whole]);
    let cards = [("economy", &map.economy), ("people", &map.people.indicators)];
    for (card, list) in cards {
        for indicator in list {
            let mut cells = row(indicator);
            cells.insert(0, card.to_owned());
            table.row(cells);
        }
    }
    printer.table(&table, global)?;
    if global.csv {
        return Ok(());
    }
    printer.data("\n")?;
    let named = &map.specialization.strongest.industries;
    let strongest: Vec<&Line> =
        named.iter().filter_map(|id| map.specialization.line(id.as_str())).collect();
    printer.table(&industries(&strongest, terms), global)?;
    printer.data(&format!("\n{}\n", map.underserved.sentence))?;
    country.tables.notes.iter().try_for_each(|note| printer.data(&format!("{note}\n")))
}

fn row(indicator: &Indicator) -> Vec<String> {
    let unit = Unit::named(&indicator.unit);
    let year = indicator.year.map(|year| year.to_string()).unwrap_or_default();
    vec![indicator.title.clone(), year, line(&indicator.value, unit), line(&indicator.nation, unit)]
}

fn indicators(
    list: &[Indicator],
    whole: &str,
    schema: &'static str,
    global: &Global,
    printer: &Printer,
) -> Result<(), Error> {
    if global.json {
        return printer.json(schema, &list);
    }
    let mut table = Table::new(["measure", "year", "region", whole]);
    for indicator in list {
        table.row(row(indicator));
    }
    printer.table(&table, global)
}

fn quotients(
    map: &Map,
    country: &Country,
    args: &MapArgs,
    global: &Global,
    printer: &Printer,
) -> Result<(), Error> {
    let wanted = |found: &&Line| {
        args.industry.as_ref().is_none_or(|code| found.industry.as_str() == code.as_str())
    };
    let lines: Vec<&Line> = map.specialization.lines.iter().filter(wanted).collect();
    if let (Some(code), true) = (&args.industry, lines.is_empty()) {
        return Err(Error::new("E0104", format!("industry `{code}` has no row in this region"))
            .hint("in the complete table of 2016 no row means that there is none; check the code with `agglo map REGION --measure location_quotient`"));
    }
    if global.json {
        return printer.json("agglo/location_quotient/1", &lines);
    }
    printer.table(&industries(&lines, &country.tables.terms), global)
}

fn industries(lines: &[&Line], terms: &Terms) -> Table {
    if !terms.counted.has_establishments {
        return sizes(lines, terms);
    }
    let mut table = Table::new([
        "industry",
        "title",
        "jobs",
        "establishments",
        "LQ jobs",
        "LQ establishments",
        "LQ pay",
    ]);
    for found in lines {
        table.row(vec![
            found.industry.to_string(),
            found.title.clone(),
            line(&found.employment, Unit::Count),
            line(&found.establishments, Unit::Count),
            line(&found.quotients.employment, Unit::Ratio),
            line(&found.quotients.establishments, Unit::Ratio),
            line(&found.quotients.pay, Unit::Ratio),
        ]);
    }
    table
}

/// The industries of a country that counts one quantity.
fn sizes(lines: &[&Line], terms: &Terms) -> Table {
    let size = format!("{}, {}", terms.counted.noun, terms.counted.unit);
    let mut table = Table::new(["industry", "title", &size, "LQ"]);
    for found in lines {
        table.row(vec![
            found.industry.to_string(),
            found.title.clone(),
            line(found.size(), Unit::named(&terms.counted.unit)),
            line(found.quotients.by_size(), Unit::Ratio),
        ]);
    }
    table
}

/// Facts that are no industry and describe no people: shores, airports, homes, services.
fn elements(
    country: &Country,
    region: &Region,
    global: &Global,
    printer: &Printer,
) -> Result<(), Error> {
    let facts = country.tables.facts.with_sum(&"asked".into(), &region.members);
    let mut table = Table::new(["element", "role", "year", "unit", "value"]);
    let mut list = Vec::new();
    for fact in facts.definitions().filter(|fact| fact.role != "people") {
        let provenance = Provenance::new("fact/1", [fact.source.clone()]);
        let answer = facts.cell(&fact.name, "asked").point();
        let value = Figure::from(answer.and_then(|value| Estimate::exact(value, provenance)));
        table.row(vec![
            fact.name.clone(),
            fact.role.clone(),
            fact.year.map(|year| year.to_string()).unwrap_or_default(),
            fact.unit.clone(),
            line(&value, Unit::named(&fact.unit)),
        ]);
        list.push(Element { fact: fact.clone(), value });
    }
    if global.json {
        printer.json("agglo/elements/1", &list)
    } else {
        printer.table(&table, global)
    }
}

/// One fact of a region as it is written to JSON.
#[derive(Serialize)]
struct Element {
    #[serde(flatten)]
    fact: Fact,
    value: Figure,
}

fn underserved(map: &Map, global: &Global, printer: &Printer) -> Result<(), Error> {
    if global.json {
        return printer.json("agglo/underserved/1", &map.underserved);
    }
    let mut table = Table::new(["leg", "test", "value", "passes"]);
    for leg in &map.underserved.legs {
        for test in &leg.tests {
            table.row(vec![
                leg.title.clone(),
                threshold(test),
                line(&test.value, Unit::named(&test.unit)),
                word(test.outcome).to_owned(),
            ]);
        }
    }
    printer.table(&table, global)?;
    if global.csv { Ok(()) } else { printer.data(&format!("\n{}\n", map.underserved.sentence)) }
}

fn peers(map: &Map, global: &Global, printer: &Printer) -> Result<(), Error> {
    if global.json {
        return printer.json("agglo/peers/1", &map.peers);
    }
    let mut table = Table::new(["by", "region", "title", "industry mix", "people"]);
    let lists = [
        ("industry", &map.peers.by_industry),
        ("people", &map.peers.by_people),
        ("both", &map.peers.by_both),
    ];
    for (by, list) in lists {
        for peer in list {
            table.row(vec![
                by.to_owned(),
                peer.region.to_string(),
                peer.title.clone(),
                line(&peer.industry_distance, Unit::Ratio),
                line(&peer.people_distance, Unit::Ratio),
            ]);
        }
    }
    printer.table(&table, global)
}

/// Method, sources and caveats of every figure of the two cards.
fn explain(map: &Map, printer: &Printer) -> Result<(), Error> {
    let mut text = String::from("\nHow each number was made\n");
    for indicator in map.economy.iter().chain(&map.people.indicators) {
        if let Figure::Known(estimate) = &indicator.value {
            text.extend(made(&indicator.title, estimate));
        }
    }
    printer.data(&text)
}

/// A line for the figure and one for each caveat.
fn made(title: &str, estimate: &Estimate) -> Vec<String> {
    let Provenance { method, sources, .. } = estimate.provenance();
    let sources: Vec<&str> = sources.iter().map(SourceId::as_str).collect();
    let caveats = estimate.caveats().iter();
    std::iter::once(format!("  {title}: {method} from {}\n", sources.join(", ")))
        .chain(caveats.map(|caveat| format!("    {}: {}\n", caveat.code, caveat.text)))
        .collect()
}

fn threshold(test: &TestRead) -> String {
    let side = match test.passes {
        Side::AtLeast => "at least",
        Side::AtMost => "at most",
        Side::Below => "less than",
    };
    format!("{}: {side} {}", test.title, test.threshold)
}

fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Yes => "yes",
        Outcome::No => "no",
        Outcome::Unknown => "unknown",
    }
}
