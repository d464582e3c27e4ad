//! `agglo blueprint show NAME`: elements, edges and sources, then the card.

use agglo::base::blueprint::{Benchmark, Blueprint, Body, Element, Measure, Sign};
use agglo::map::complementarity::Card;
use agglo_data::definitions::blueprint;
use serde::Serialize;

use crate::args::{Global, NamedArgs};
use crate::cmd::blueprint::{card, named};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;
use crate::table::Table;

/// What is written to JSON.
#[derive(Serialize)]
struct Shown<'a> {
    blueprint: &'a Blueprint,
    card: Option<&'a Card>,
}

pub(super) fn run(args: &NamedArgs, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let blueprint = named(&args.blueprint, global)?;
    let card = blueprint::card(&blueprint)?;
    if global.json {
        let shown = Shown { blueprint: &blueprint, card: card.as_ref() };
        printer.json("agglo/blueprint/1", &shown)?;
        return Ok(Exit::Ok);
    }
    if global.csv {
        printer.table(&elements(&blueprint), global)?;
        return Ok(Exit::Ok);
    }
    printer.data(&format!("{}: {}\n\n", blueprint.title, blueprint.goal))?;
    printer.table(&elements(&blueprint), global)?;
    printer.data("\n")?;
    printer.table(&edges(&blueprint), global)?;
    let sources = blueprint.sources.iter().map(|source| format!("  {source}\n"));
    if !blueprint.sources.is_empty() {
        printer.data(&format!("\nSources\n{}", sources.collect::<String>()))?;
    }
    printer.data("\n")?;
    match &card {
        Some(card) => card::print(card, global, printer)?,
        None => printer.data(&format!(
            "No card: nobody has fitted it as it stands. `agglo blueprint fit {}` does.\n",
            args.blueprint
        ))?,
    }
    Ok(Exit::Ok)
}

fn elements(blueprint: &Blueprint) -> Table {
    let mut table = Table::new(["element", "title", "weight", "measured by", "note"]);
    for element in &blueprint.elements {
        table.row(vec![
            element.id.to_string(),
            element.title.clone(),
            if element.is_scored() { format!("{:.2}", element.weight) } else { String::new() },
            match &element.body {
                Body::Single(measure) => measured(measure),
                Body::Nest(_) => "substitutes".to_owned(),
            },
            note(element).to_owned(),
        ]);
        for member in element.members() {
            table.row(vec![
                format!("  {}", member.id),
                member.title.clone(),
                String::new(),
                measured(&member.measure),
                format!("stands in at {}", member.rate),
            ]);
        }
    }
    table
}

fn note(element: &Element) -> &'static str {
    match (element.immutable, element.is_scored()) {
        (true, _) => "nobody can change it",
        (_, true) => "",
        (_, false) if element.required => "a gate",
        _ => "shown, not scored",
    }
}

fn measured(measure: &Measure) -> String {
    let list = |codes: &[agglo::base::id::IndustryId]| {
        codes.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    };
    match measure {
        Measure::Industries(count) => {
            let without = if count.without.is_empty() {
                String::new()
            } else {
                format!(" without {}", list(&count.without))
            };
            format!("{} in {}{without}", count.field.unit(), list(&count.codes))
        }
        Measure::Season { codes } => format!("lowest over highest month of {}", list(codes)),
        Measure::Fact { fact, benchmark: Benchmark::PoolMedian, .. } => {
            format!("{fact}, against the whole pool")
        }
        Measure::Fact { fact, .. } => fact.clone(),
        Measure::Unrecorded => "a record".to_owned(),
        Measure::Recorded(own) => format!("{}, recorded by the programme", own.fact),
        Measure::PassingPartners => "partners that pass".to_owned(),
    }
}

fn edges(blueprint: &Blueprint) -> Table {
    let mut table = Table::new(["from", "to", "sign", "strength", "grade", "why"]);
    for edge in &blueprint.edges {
        table.row(vec![
            edge.from.to_string(),
            edge.to.to_string(),
            if edge.sign == Sign::Plus { "+" } else { "-" }.to_owned(),
            format!("{:.1}", edge.strength),
            format!("{:?}", edge.grade),
            edge.source.clone(),
        ]);
    }
    table
}
