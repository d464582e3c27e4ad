//! `agglo view`: a programme's record as four views, on a terminal, as a page and as data.

mod text;

use std::path::Path;

use agglo::Error;
use agglo::base::survival::Benchmark;
use agglo::engage::gates::check;
use agglo::engage::record::{Cut, Record, fold};
use agglo::engage::view::{Asked, Audience, Views, views};
use agglo_data::definitions::{SURVIVAL, survival};
use agglo_data::programme::{Programme, ProgrammeRegion};
use agglo_report::{About, Source, html, wire};
use jiff::civil::Date;
use serde::Serialize;

use crate::args::{Global, ViewArgs, ViewOf};
use crate::cmd::check::{Figures, rules_of};
use crate::cmd::programme::{find, ledger, today};
use crate::country::Country;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;

/// The name and version of the JSON.
const SCHEMA: &str = "agglo/view/1";

/// What was looked at, as JSON has it.
#[derive(Serialize)]
struct Report<'a> {
    programme: &'a str,
    title: &'a str,
    illustrative: bool,
    as_of: String,
    regions: Vec<OfRegion<'a>>,
}

/// A region with the views that were asked for.
#[derive(Serialize)]
struct OfRegion<'a> {
    region: &'a str,
    audience: Audience,
    #[serde(skip_serializing_if = "Option::is_none")]
    network: Option<&'a agglo::engage::view::Network>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pipeline: Option<&'a agglo::engage::view::Pipeline>,
    #[serde(skip_serializing_if = "Option::is_none")]
    said: Option<&'a agglo::engage::view::Said>,
    #[serde(skip_serializing_if = "Option::is_none")]
    areas: Option<&'a agglo::engage::view::Areas>,
}

pub(crate) fn run(args: &ViewArgs, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let programme = find(global)?;
    let mut ledger = ledger(&programme)?;
    let as_of = global.as_of.unwrap_or_else(today);
    let record = fold(ledger.events()?, &Cut { as_of, entered_by: None });
    let starter = Country::open(global)?;
    let figures = Figures::of(&starter);
    let benchmarks = survival()?;
    let regions: Vec<&ProgrammeRegion> = match &args.region {
        Some(id) => vec![programme.region(Some(id))?],
        None => programme.regions.iter().collect(),
    };
    let audience = if args.public { Audience::Public } else { Audience::Programme };
    let desk = Desk { programme: &programme, record: &record, figures: &figures, as_of };
    let found = regions
        .into_iter()
        .map(|region| desk.views(region, &benchmarks, audience))
        .collect::<Result<Vec<_>, Failure>>()?;
    if let Some(folder) = &args.output {
        let names = write(folder, &programme, &found, args.view, as_of)?;
        printer.message(&format!("Wrote {names}"));
        return Ok(Exit::Ok);
    }
    if global.json {
        printer.json(SCHEMA, &report(&programme, &found, args.view, as_of))?;
    } else if global.csv {
        let table = text::table(&found, args.view.unwrap_or(ViewOf::Said));
        printer.table(&table, global)?;
    } else {
        printer.data(&text::text(&programme.title, &found, args.view))?;
    }
    Ok(Exit::Ok)
}

/// Whose record is looked at, and when.
struct Desk<'a> {
    programme: &'a Programme,
    record: &'a Record,
    figures: &'a Figures<'a>,
    as_of: Date,
}

impl Desk<'_> {
    fn views(
        &self,
        region: &ProgrammeRegion,
        benchmarks: &[Benchmark],
        audience: Audience,
    ) -> Result<Views, Failure> {
        let rules = rules_of(self.programme);
        let region = self.figures.ground(region);
        let checked = check(self.record, &region, &rules, self.as_of)?;
        Ok(views(&Asked {
            record: self.record,
            region: &region,
            rules: &rules,
            checked: &checked,
            benchmarks,
            as_of: self.as_of,
            audience,
        })?)
    }
}

fn report<'a>(
    programme: &'a Programme,
    found: &'a [Views],
    only: Option<ViewOf>,
    as_of: Date,
) -> Report<'a> {
    let is = |view: ViewOf| only.is_none_or(|only| only == view);
    let of = |views: &'a Views| OfRegion {
        region: &views.region,
        audience: views.audience,
        network: is(ViewOf::Network).then_some(&views.network),
        pipeline: is(ViewOf::Pipeline).then_some(&views.pipeline),
        said: is(ViewOf::Said).then_some(&views.said),
        areas: is(ViewOf::Areas).then_some(&views.areas),
    };
    Report {
        programme: &programme.id,
        title: &programme.title,
        illustrative: programme.is_illustrative,
        as_of: as_of.to_string(),
        regions: found.iter().map(of).collect(),
    }
}

/// A page and its data for each region, all or none; their names.
fn write(
    folder: &Path,
    programme: &Programme,
    found: &[Views],
    only: Option<ViewOf>,
    as_of: Date,
) -> Result<String, Error> {
    let mut files = Vec::new();
    for views in found {
        let kind = if views.audience == Audience::Public { "public-views" } else { "views" };
        let about = About {
            title: programme.title.clone(),
            is_illustrative: programme.is_illustrative,
            sources: sources(programme, views.audience, as_of),
        };
        let mut document = agglo_report::programme(views, &about);
        if let Some(only) = only {
            document.sections.retain(|section| section.id == text::word(only));
        }
        let own = report(programme, std::slice::from_ref(views), only, as_of);
        let json =
            wire::text(SCHEMA, &own).map_err(|error| Error::new("E0902", error.to_string()))?;
        files.push((format!("{}-{kind}.html", views.region), html::render(&document).into_bytes()));
        files.push((format!("{}-{kind}.json", views.region), json.into_bytes()));
    }
    agglo_data::atomic::write_all(folder, &files)?;
    let names = files.iter().map(|(name, _)| folder.join(name).display().to_string());
    Ok(names.collect::<Vec<_>>().join(", "))
}

/// The ledger, and the figures that ventures are held against.
fn sources(programme: &Programme, audience: Audience, as_of: Date) -> Vec<Source> {
    let source = |id: &str, [agency, table, vintage, notice]: [&str; 4]| Source {
        id: id.into(),
        agency: agency.to_owned(),
        table: table.to_owned(),
        vintage: vintage.to_owned(),
        notice: notice.to_owned(),
        carrier: String::new(),
    };
    let day = format!("as of {as_of}");
    let notice = "What people entered, each with its day and source; corrections included.";
    let mut sources =
        vec![source("ledger", [&programme.title, "the programme's own ledger", &day, notice])];
    if audience == Audience::Programme {
        sources.push(source("bed-survival", SURVIVAL));
    }
    sources
}
