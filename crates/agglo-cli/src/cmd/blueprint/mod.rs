//! `agglo blueprint …`: what blueprints there are, what the counties say of them, and files of one's own.

mod card;
mod draft;
mod draw;
mod file;
mod role;
mod show;

use std::path::Path;

use agglo::base::blueprint::Blueprint;
use agglo::base::blueprint::difference::{Change, ChangeKind, differences};
use agglo::map::complementarity::{Answer, Card};
use agglo::map::gap::Prepared;
use agglo_data::definitions::blueprint;
use serde::Serialize;

use crate::args::{BlueprintArgs, BlueprintVerb, DiffArgs, Global, NamedArgs};
use crate::country::Country;
use crate::desk::{Definitions, Desk};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;
use crate::table::Table;

pub(crate) fn run(
    args: &BlueprintArgs,
    global: &Global,
    printer: &Printer,
) -> Result<Exit, Failure> {
    match &args.verb {
        BlueprintVerb::List => list(global, printer),
        BlueprintVerb::Show(args) => show::run(args, global, printer),
        BlueprintVerb::Validate(args) => validate(args, global, printer),
        BlueprintVerb::Diff(args) => diff(args, global, printer),
        BlueprintVerb::Draw(args) => draw::run(args, global, printer),
        BlueprintVerb::Draft(args) => draft::run(args, global, printer),
        BlueprintVerb::Fit(args) => card::fit(args, global, printer),
        BlueprintVerb::Template(args) => role::run(args, global, printer),
    }
}

/// A shipped blueprint or one of a file; none where the name is another's.
fn plain(name: &str) -> Result<Option<Blueprint>, Failure> {
    let path = Path::new(name);
    if blueprint::is_file(path) {
        return Ok(Some(blueprint::from_file(path)?));
    }
    if blueprint::shipped_ids().contains(&name) {
        return Ok(Some(blueprint::shipped(name)?));
    }
    Ok(None)
}

/// A blueprint by any name; the country's tables are read only for one that is derived from them.
fn named(name: &str, global: &Global) -> Result<Blueprint, Failure> {
    match plain(name)? {
        Some(found) => Ok(found),
        None => with_tables(name, global, |prepared, _| Ok(prepared.blueprint().clone())),
    }
}

/// Does something with a blueprint that was made ready on the counties.
fn with_tables<T>(
    name: &str,
    global: &Global,
    work: impl FnOnce(&Prepared<'_>, &Country) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let country = Country::load(global)?;
    let definitions = Definitions::shipped()?;
    let desk = Desk::new(&country, &definitions)?;
    let ready = desk.ready(name)?;
    work(&ready, &country)
}

/// One row of the list.
#[derive(Serialize)]
struct Row {
    id: String,
    title: String,
    goal: String,
    elements: usize,
    edges: usize,
    edges_with_evidence: usize,
    complementarity: Option<Answer>,
    describes: Option<Answer>,
}

fn row(blueprint: &Blueprint, card: Option<&Card>) -> Row {
    let assumed = agglo::base::blueprint::Grade::E;
    Row {
        id: blueprint.id.to_string(),
        title: blueprint.title.clone(),
        goal: blueprint.goal.clone(),
        elements: blueprint.elements.len(),
        edges: blueprint.edges.len(),
        edges_with_evidence: blueprint.edges.iter().filter(|e| e.grade != assumed).count(),
        complementarity: card.map(|card| card.complementarity),
        describes: card.map(|card| card.describes),
    }
}

fn list(global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let mut rows = Vec::new();
    for one in blueprint::all()? {
        rows.push(row(&one, blueprint::card(&one)?.as_ref()));
    }
    if global.json {
        printer.json("agglo/blueprints/1", &rows)?;
        return Ok(Exit::Ok);
    }
    let mut table =
        Table::new(["id", "title", "elements", "edges", "complementarity", "describes"]);
    let words = |answer: Option<Answer>| answer.map_or("no card", Answer::words).to_owned();
    for row in &rows {
        table.row(vec![
            row.id.clone(),
            row.title.clone(),
            row.elements.to_string(),
            format!("{} ({} with evidence)", row.edges, row.edges_with_evidence),
            words(row.complementarity),
            words(row.describes),
        ]);
    }
    printer.table(&table, global)?;
    if !global.csv {
        printer.data(
            "\nA traded cluster by its name is a blueprint too, derived by rule: `agglo clusters REGION` names them.\n",
        )?;
    }
    Ok(Exit::Ok)
}

/// Reads the file, then sets it against the tables: codes, facts and pool.
fn validate(args: &NamedArgs, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    // A file's own faults are said before any table is read.
    plain(&args.blueprint)?;
    with_tables(&args.blueprint, global, |prepared, _| {
        let found = row(prepared.blueprint(), None);
        if global.json {
            printer.json("agglo/blueprint-validated/1", &found)?;
        } else {
            printer.data(&format!(
                "{}: sound. {} elements, {} edges, {} of them with evidence; {} counties stand as exemplars\n",
                found.title,
                found.elements,
                found.edges,
                found.edges_with_evidence,
                prepared.pool_size()
            ))?;
        }
        Ok(Exit::Ok)
    })
}

fn diff(args: &DiffArgs, global: &Global, printer: &Printer) -> Result<Exit, Failure> {
    let (first, second) = (named(&args.first, global)?, named(&args.second, global)?);
    let changes = differences(&first, &second);
    if global.json {
        printer.json("agglo/blueprint-diff/1", &changes)?;
        return Ok(Exit::Ok);
    }
    let mut table = Table::new(["part", "what", "fields"]);
    for change in &changes {
        table.row(vec![change.part.clone(), said(change).to_owned(), change.fields.join(", ")]);
    }
    if changes.is_empty() && !global.csv {
        printer.data("Both say the same.\n")?;
    } else {
        printer.table(&table, global)?;
    }
    Ok(Exit::Ok)
}

fn said(change: &Change) -> &'static str {
    match change.kind {
        ChangeKind::Added => "added",
        ChangeKind::Removed => "removed",
        ChangeKind::Changed => "changed",
    }
}
