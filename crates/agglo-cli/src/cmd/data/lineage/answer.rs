//! Where a figure of an answer came from: its method, datasets, rows and caveats.

use std::collections::{BTreeMap, BTreeSet};

use agglo::Error;
use agglo::base::basis::{Basis, Input};
use agglo::base::estimate::{Caveat, Figure};
use agglo::map::CATALOGUE;
use agglo_data::answer::{self, Answer, At};
use agglo_data::lake::{AsOf, Lake, VintageId};
use agglo_report::words::{Unit, line};
use clap::Parser;
use serde::Serialize;
use serde_json::Value;

use crate::args::{Cli, Global, LineageArgs, PlaceArgs, Verb};
use crate::asked;
use crate::cmd;
use crate::cmd::data::lineage::{MOST, said};
use crate::country::Country;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;

/// Figures that are told in full on a terminal.
const SHOWN: usize = 10;

/// Where a place of an answer came from.
#[derive(Debug, Serialize)]
struct Lineage {
    /// The answer's shape and version.
    answer: String,
    /// What made it.
    answer_made_by: String,
    /// What makes it again.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer_made_from: Option<Basis>,
    /// The place, in full.
    pointer: String,
    /// The figures there, in order.
    figures: Vec<Told>,
    /// The datasets that they cite, by id.
    sources: Vec<Cited>,
}

/// One figure.
#[derive(Debug, Serialize)]
struct Told {
    pointer: String,
    title: String,
    #[serde(skip)]
    unit: String,
    figure: Figure,
    /// How it was computed.
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<Method>,
}

/// A method.
#[derive(Clone, Debug, Serialize)]
struct Method {
    /// Its name and version.
    id: String,
    /// What it tells.
    tells: String,
    /// Author and year, or the agency's definition.
    source: String,
}

/// A dataset that figures cite.
#[derive(Debug, Serialize)]
struct Cited {
    id: String,
    agency: String,
    table: String,
    vintage: String,
    /// Its rows at hand; none where that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    rows: Option<u64>,
    /// Files with their digests: of the starter pack, or as they were brought.
    files: Vec<String>,
    /// Where the rows stood that are about this place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lines: Vec<String>,
}

/// Where the place of an answer came from: of one in a file, or of a region's strategy as it would be made now.
pub(super) fn run(args: &LineageArgs, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    if let Some((file, pointer)) = args.of.split_once('#') {
        let text = std::fs::read_to_string(file).map_err(|cause| {
            Error::new("E0401", format!("the answer cannot be read: {cause}")).at(file)
        })?;
        let answer = Answer::read(&text).map_err(|error| error.at(file))?;
        return of_answer(&answer, pointer, global, printer);
    }
    let (region, path) = args.of.split_once('/').unwrap_or((&args.of, ""));
    let answer = Answer::read(&strategy(region, &args.place, global)?)?;
    of_answer(&answer, path, global, printer)
}

/// The strategy of a region as it would be made now, as JSON.
fn strategy(region: &str, place: &PlaceArgs, global: &Global) -> Result<String, Failure> {
    let country = place.country.iter().map(|country| format!("--country={country}"));
    let command = ["agglo", "strategy", region].map(str::to_owned).into_iter().chain(country);
    let command: Vec<String> = command.collect();
    let command: Vec<&str> = command.iter().map(String::as_str).collect();
    let parsed = Cli::try_parse_from(&command);
    let Ok(Cli { verb: Verb::Strategy(args), .. }) = parsed else {
        return Err(Error::new("E0101", format!("`{region}` is no region")).into());
    };
    let command = asked::of(&command, global);
    cmd::strategy::json(&args, global, &Printer::of_command(command))
}

fn of_answer(
    answer: &Answer,
    pointer: &str,
    global: &Global,
    printer: &Printer,
) -> Result<Exit, Failure> {
    let found = answer::find(&answer.document, pointer)?;
    let places = found.figures();
    let figures: Vec<Told> = places.iter().filter_map(told).collect();
    let ids = figures.iter().filter_map(|told| told.figure.answer().ok());
    let ids: BTreeSet<String> =
        ids.flat_map(|estimate| &estimate.provenance().sources).map(ToString::to_string).collect();
    let cited = ids.iter().map(|id| cited(id, answer, &places, global));
    let lineage = Lineage {
        answer: answer.schema.clone(),
        answer_made_by: answer.made_by.clone(),
        answer_made_from: answer.basis.clone(),
        pointer: found.pointer.clone(),
        sources: cited.collect::<Result<_, Error>>()?,
        figures,
    };
    if lineage.figures.is_empty() {
        printer.message(&format!("`{}` holds no figure", lineage.pointer));
        if global.json {
            printer.json("agglo/lineage/1", &lineage)?;
        }
        return Ok(Exit::Unknown);
    }
    if global.json {
        printer.json("agglo/lineage/1", &lineage)?;
    } else {
        printer.data(&text(&lineage))?;
    }
    Ok(Exit::Ok)
}

fn told(place: &At<'_>) -> Option<Told> {
    let figure = answer::figure(place.figure)?;
    let word = |name: &str| place.way.iter().rev().find_map(|own| own.get(name)?.as_str());
    let inside = place.way.last().and_then(|own| own.get("title").or_else(|| own.get("name")));
    let title = inside.and_then(Value::as_str).or_else(|| word("title")).unwrap_or_default();
    let key = place.key.replace('_', " ");
    let title = if place.key == "value" || title.is_empty() {
        if title.is_empty() { key } else { title.to_owned() }
    } else {
        format!("{title}: {key}")
    };
    let unit = answer::unit(&place.key, place.above(), word("unit").unwrap_or_default());
    let method = figure.answer().ok().map(|known| method(&known.provenance().method));
    Some(Told { pointer: place.pointer.clone(), title, unit, figure, method })
}

/// What is known of a method by its name: `location_quotient/1`.
fn method(id: &str) -> Method {
    let name = id.split('/').next().unwrap_or(id);
    let known = CATALOGUE.iter().find(|measure| measure.name == name);
    let (tells, source) = known.map_or(("", ""), |known| (known.tells, known.source));
    Method { id: id.to_owned(), tells: tells.to_owned(), source: source.to_owned() }
}

/// A dataset as the answer cites it, with its rows: of the starter pack, or of the lake.
fn cited(id: &str, answer: &Answer, places: &[At<'_>], global: &Global) -> Result<Cited, Error> {
    if let Some(cited) = of_lake(id, answer, places, global)? {
        return Ok(cited);
    }
    let packed = Country::open(global)?.sources().into_iter().find(|card| card.id.as_str() == id);
    let listed = answer.document["sources"].as_array().into_iter().flatten();
    let listed = listed.into_iter().find(|own| own["id"].as_str() == Some(id));
    let word = |name: &str, other: Option<String>| {
        let own = listed.and_then(|own| own[name].as_str()).map(str::to_owned);
        own.or(other).unwrap_or_default()
    };
    let files = packed
        .as_ref()
        .map(|card| vec![format!("{}, sha256 {}", card.files.join(", "), card.sha256)]);
    Ok(Cited {
        id: id.to_owned(),
        agency: word("agency", packed.as_ref().map(|card| card.agency.clone())),
        table: word("table", packed.as_ref().map(|card| card.table.clone())),
        vintage: word("vintage", packed.as_ref().map(|card| card.vintage.clone())),
        rows: packed.as_ref().map(|card| card.rows as u64),
        files: files.unwrap_or_default(),
        lines: Vec::new(),
    })
}

/// A dataset of the lake, as the answer read it.
fn of_lake(
    id: &str,
    answer: &Answer,
    places: &[At<'_>],
    global: &Global,
) -> Result<Option<Cited>, Error> {
    let data = answer.basis.iter().flat_map(|basis| &basis.data);
    let is_meant = |input: &&Input| {
        id.split_once('@') == Some((input.dataset.as_str(), input.vintage.as_str()))
    };
    let Some(input) = data.into_iter().find(is_meant) else { return Ok(None) };
    let Ok(vintage) = VintageId::parse(&input.vintage) else { return Ok(None) };
    let (lake, as_of) = (global.lake()?, AsOf::Vintage(vintage));
    let vintage = lake.vintage(&input.dataset, &as_of)?;
    let card = &vintage.manifest.card;
    let files = card.files.iter().map(|file| format!("{}, sha256 {}", file.name, file.sha256));
    Ok(Some(Cited {
        id: id.to_owned(),
        agency: card.agency.clone(),
        table: card.title.clone(),
        vintage: input.vintage.clone(),
        rows: Some(vintage.rows()),
        files: files.collect(),
        lines: lines(&lake, &input.dataset, &as_of, answer, places)?,
    }))
}

/// Where the rows stood that are about the region, and the industry where the place names one.
fn lines(
    lake: &Lake,
    dataset: &str,
    as_of: &AsOf,
    answer: &Answer,
    places: &[At<'_>],
) -> Result<Vec<String>, Error> {
    let card = lake.vintage(dataset, as_of)?.manifest.card;
    let region = [&answer.document["region"], &answer.document["map"]["region"]];
    let members: Vec<&str> = region
        .iter()
        .find_map(|own| own["members"].as_array())
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let industries: BTreeSet<&str> = places
        .iter()
        .filter_map(|place| place.way.iter().rev().find_map(|own| own["industry"].as_str()))
        .collect();
    let has = |name: &str| card.keys().any(|key| key == name);
    let mut found = Vec::new();
    for member in members.iter().filter(|_| has("region")) {
        let industry = industries.first().filter(|_| industries.len() == 1 && has("industry"));
        let keys = std::iter::once(("region", *member));
        let keys: Vec<(&str, &str)> =
            keys.chain(industry.map(|industry| ("industry", *industry))).collect();
        let origins = lake.origins(dataset, as_of, &keys, MOST.saturating_sub(found.len()))?;
        found.extend(origins.iter().map(said));
        if found.len() >= MOST {
            break;
        }
    }
    Ok(found)
}

fn text(lineage: &Lineage) -> String {
    let mut lines =
        vec![format!("{} ({}, {})", lineage.pointer, lineage.answer, lineage.answer_made_by)];
    if let Some(basis) = &lineage.answer_made_from {
        lines.push(format!("made by: agglo {}", basis.command.join(" ")));
        let data = basis.data.iter().map(|own| format!("{} {}", own.dataset, own.vintage));
        lines.push(format!("from: {}", data.collect::<Vec<_>>().join(", ")));
    }
    let (shown, all) = (lineage.figures.len().min(SHOWN), lineage.figures.len());
    let mut caveats: BTreeMap<&Caveat, usize> = BTreeMap::new();
    for told in &lineage.figures[..shown] {
        lines.push(String::new());
        lines.push(format!("{}: {}", told.title, line(&told.figure, Unit::named(&told.unit))));
        lines.push(format!("  at      {}", told.pointer));
        if let Some(Method { id, tells, source }) = &told.method {
            let words =
                if tells.is_empty() { String::new() } else { format!(": {tells} ({source})") };
            lines.push(format!("  method  {id}{words}"));
        }
        if let Figure::Known(known) = &told.figure {
            let sources = &known.provenance().sources;
            let sources: Vec<String> = sources.iter().map(ToString::to_string).collect();
            if !sources.is_empty() {
                lines.push(format!("  data    {}", sources.join(", ")));
            }
            known.caveats().iter().for_each(|own| *caveats.entry(own).or_default() += 1);
        }
    }
    if all > shown {
        lines.push(format!("\nand {} more figures: name one, or take --json", all - shown));
    }
    if !lineage.sources.is_empty() {
        lines.push("\nData".to_owned());
    }
    for own in &lineage.sources {
        let rows = own.rows.map(|rows| format!(", {rows} rows")).unwrap_or_default();
        lines.push(format!("  {}: {}, {}, {}{rows}", own.id, own.agency, own.table, own.vintage));
        lines.extend(own.files.iter().map(|file| format!("    {file}")));
        lines.extend(own.lines.iter().map(|line| format!("    {line}")));
    }
    if !caveats.is_empty() {
        lines.push("\nCaveats".to_owned());
        lines.extend(caveats.keys().map(|own| format!("  {}: {}", own.code, own.text)));
    }
    lines.push(String::new());
    lines.join("\n")
}
