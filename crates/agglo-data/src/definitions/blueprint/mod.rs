//! Blueprints from TOML: every fault at once, each with its line or its element.

mod cards;
mod edge;
mod element;
mod file;
mod overlay;
mod pages;
mod walk;
mod write;

use agglo::Error;
use agglo::base::blueprint::{
    Aggregator, Blueprint, BlueprintStatus, Comparison, CoreBase, Cuts, EvidenceRule,
    ExemplarAlternative, ExemplarRule, Outcome, Ranking, Test, check,
};
use agglo::base::year::Year;
use agglo::map::gap::DerivedRule;
use agglo::map::gap::core::check_reach;
use toml::de::DeTable;

use crate::definitions::Errors;

use walk::{Node, Sheet, Table, line};

pub use cards::{as_stored, card, cards_text, fit_rule};
pub use file::{from_file, is_file, is_workbook, own_from_file};
pub use overlay::overlay;
pub use pages::{Filled, Page, Takes, from_pages, pages};
pub use write::text;

macro_rules! shipped {
    ($($id:literal)*) => {
        [$(($id, include_str!(concat!("../../../../../definitions/blueprints/", $id, ".toml")))),*]
    };
}

/// The blueprints that are shipped, by id.
const SHIPPED: [(&str, &str); 8] = shipped! {
    "beach-destination"
    "heritage-outdoor-destination"
    "food-processing"
    "advanced-manufacturing"
    "logistics"
    "health-and-care"
    "creative-digital"
    "clean-energy"
};

/// A shipped blueprint.
///
/// # Errors
///
/// `E0105` for an id that is not shipped; as [`read`] otherwise.
pub fn shipped(id: &str) -> Result<Blueprint, Errors> {
    match SHIPPED.iter().find(|(name, _)| *name == id) {
        Some((name, text)) => read(text, &format!("blueprints/{name}.toml")),
        None => Err(Errors(vec![
            Error::new("E0105", format!("there is no blueprint `{id}`"))
                .hint(format!("shipped: {}", shipped_ids().join(", "))),
        ])),
    }
}

/// Ids of the blueprints that are shipped.
pub fn shipped_ids() -> Vec<&'static str> {
    SHIPPED.iter().map(|(name, _)| *name).collect()
}

/// Every blueprint that is shipped.
///
/// # Errors
///
/// As [`read`].
pub fn all() -> Result<Vec<Blueprint>, Errors> {
    shipped_ids().into_iter().map(shipped).collect()
}

/// The rule by which a blueprint is derived from a cluster.
///
/// # Errors
///
/// `E0221` where the file cannot be read.
pub fn derived_rule() -> Result<DerivedRule, Errors> {
    let text = include_str!("../../../../../definitions/blueprints/derived.toml");
    toml::from_str(text)
        .map_err(|error| Errors(vec![unreadable(&error, text, "blueprints/derived.toml")]))
}

/// A blueprint from its TOML text; `place` names the file in errors.
///
/// # Errors
///
/// Every fault: `E0221` for what cannot be read, and where all can be, those of [`check::faults`] and
/// `E0228` where no region could ever show a core. Codes of industries are checked against a table by
/// [`check::code_faults`].
pub fn read(text: &str, place: &str) -> Result<Blueprint, Errors> {
    let blueprint = read_own(text, place)?;
    match check_reach(&blueprint) {
        Some(fault) => Err(Errors(vec![fault.at(place)])),
        None => Ok(blueprint),
    }
}

/// A blueprint that somebody works with, whose core no region may reach: a programme's own edges may close it, and
/// without them every region is a collection, which a reading says.
///
/// # Errors
///
/// As [`read`], without `E0228`.
pub fn read_own(text: &str, place: &str) -> Result<Blueprint, Errors> {
    let document =
        DeTable::parse(text).map_err(|error| Errors(vec![unreadable(&error, text, place)]))?;
    let sheet = Sheet::new(place, text);
    let blueprint = blueprint(Table::root(&document, &sheet));
    let mut found = sheet.into_found();
    if let Some(blueprint) = &blueprint
        && found.is_empty()
    {
        found = check::faults(blueprint);
        let within = |fault: Error| {
            let at = fault.place().map_or(place.to_owned(), |at| format!("{place}, {at}"));
            fault.at(at)
        };
        found = found.into_iter().map(within).collect();
    }
    match blueprint {
        Some(blueprint) if found.is_empty() => Ok(blueprint),
        _ => Err(Errors(found)),
    }
}

fn unreadable(error: &toml::de::Error, text: &str, place: &str) -> Error {
    let line = line(text, error.span().map_or(0, |span| span.start));
    Error::new("E0221", error.message().trim()).at(format!("{place}, line {line}"))
}

fn blueprint(root: Table<'_>) -> Option<Blueprint> {
    let about = root.need("blueprint").and_then(|node| node.table());
    let exemplars = root.need("exemplars").and_then(|node| node.table()).and_then(exemplars);
    let evidence = root.table("evidence").and_then(evidence);
    let elements: Vec<_> = root.tables("element").into_iter().filter_map(element::read).collect();
    let outcomes: Vec<_> = root.tables("outcome").into_iter().filter_map(outcome).collect();
    let edges: Vec<_> = root.tables("edge").into_iter().filter_map(edge::read).collect();
    root.finish();
    let about = about?;
    let id = about.need("id").and_then(|node| node.text());
    let vintage = about.need("naics_vintage").and_then(|_| about.count("naics_vintage"));
    let status = about.word(
        "status",
        &[("derived", BlueprintStatus::Derived), ("reviewed", BlueprintStatus::Reviewed)],
    );
    let aggregator = about.table("aggregator").map(aggregator).unwrap_or_default();
    let cuts = about.table("cuts").map(cuts).unwrap_or_default();
    let applies_if = about.get("applies_if").and_then(|node| test(&node));
    let chosen_if = tests(&about, "chosen_if");
    let derived_from = about.text("derived_from");
    let sources = about.texts("sources").unwrap_or_default();
    let cluster = about.text("cluster").map(Into::into);
    let (title, goal) = (about.text("title"), about.text("goal"));
    about.finish();
    let id = id?;
    Some(Blueprint {
        title: title.unwrap_or_else(|| id.clone()),
        goal: goal.unwrap_or_default(),
        id: id.into(),
        status: status.unwrap_or(BlueprintStatus::Reviewed),
        naics_vintage: Year(u16::try_from(vintage?).unwrap_or(u16::MAX)),
        derived_from,
        sources,
        cluster,
        chosen_if,
        applies_if,
        aggregator,
        cuts,
        exemplars: exemplars?,
        evidence,
        elements,
        outcomes,
        edges,
    })
}

fn aggregator(table: Table<'_>) -> Aggregator {
    let given = Aggregator::default();
    table.word("kind", &[("ces", ())]);
    let read = Aggregator {
        rho: table.number("rho").unwrap_or(given.rho),
        step: table.number("step").unwrap_or(given.step),
        beside: table.get("beside").and_then(|node| node.numbers()).unwrap_or(given.beside),
    };
    table.finish();
    read
}

fn cuts(table: Table<'_>) -> Cuts {
    let given = Cuts::default();
    let bases = [("all", CoreBase::All), ("mutable", CoreBase::Mutable)];
    let read = Cuts {
        missing: table.number("missing").unwrap_or(given.missing),
        latent: table.number("latent").unwrap_or(given.latent),
        cluster: table.number("cluster").unwrap_or(given.cluster),
        core: table.number("core").unwrap_or(given.core),
        core_base: table.word("core_base", &bases).unwrap_or(given.core_base),
    };
    table.finish();
    read
}

/// `"shore_open_km >= 5"` or `{ fact = "shore_open_km", at_least = 5 }`.
fn test(node: &Node<'_>) -> Option<Test> {
    if node.is_text() {
        let text = node.text()?;
        let test = Test::parse(&text);
        if test.is_none() {
            node.fault(format!("`{text}` is no test: write `FACT >= NUMBER` or `not in STATE`"));
        }
        return test;
    }
    let table = node.table()?;
    let fact = table.need("fact").and_then(|node| node.text());
    let words = [
        ("at_least", Comparison::AtLeast),
        ("at_most", Comparison::AtMost),
        ("above", Comparison::Above),
        ("below", Comparison::Below),
        ("equals", Comparison::Equal),
    ];
    let bounds: Vec<_> =
        words.iter().filter_map(|&(word, how)| Some((how, table.number(word)?))).collect();
    let test = fact.zip(bounds.first().copied()).filter(|_| bounds.len() == 1);
    let test = test.map(|(fact, (comparison, bound))| Test::Fact { fact, comparison, bound });
    if test.is_none() {
        table.fault("a test needs a `fact` and one bound such as `at_least`".to_owned());
    }
    table.finish();
    test
}

fn tests(table: &Table<'_>, key: &'static str) -> Vec<Test> {
    let items = table.get(key).and_then(|node| node.list()).unwrap_or_default();
    items.iter().filter_map(test).collect()
}

fn exemplars(table: Table<'_>) -> Option<ExemplarRule> {
    let pool = tests(&table, "pool");
    let classes = table.get("classes").and_then(|node| node.numbers()).unwrap_or_default();
    let class_fact = table.text("class_fact").unwrap_or_else(|| "population_2020".to_owned());
    let take = table.need("take").and_then(|_| table.count("take"));
    let tau = table.number("tau").unwrap_or(0.5);
    let rank_cluster = table.text("rank_cluster");
    let rank = match rank_cluster {
        Some(cluster) => Some(Ranking::ClusterQuotient(cluster.as_str().into())),
        None => table.need("rank").and_then(|node| node.texts()).map(|codes| {
            Ranking::EmploymentQuotient(codes.iter().map(|code| code.as_str().into()).collect())
        }),
    };
    let alternatives = table.tables("alternatives").into_iter().map(|other| {
        let read = ExemplarAlternative { take: other.count("take"), tau: other.number("tau") };
        other.finish();
        read
    });
    let alternatives = alternatives.collect();
    table.finish();
    Some(ExemplarRule { pool, class_fact, classes, take: take?, rank: rank?, tau, alternatives })
}

fn evidence(table: Table<'_>) -> Option<EvidenceRule> {
    let sample = tests(&table, "sample");
    let held_fixed = table.need("held_fixed").and_then(|node| node.text());
    let cut = table.need("cut").and_then(|node| node.number());
    table.finish();
    Some(EvidenceRule { sample, held_fixed: held_fixed?, cut: cut? })
}

fn outcome(table: Table<'_>) -> Option<Outcome> {
    let id = table.need("id").and_then(|node| node.text());
    let (title, target) = (table.text("title"), table.text("target"));
    table.finish();
    let id = id?;
    Some(Outcome { title: title.unwrap_or_else(|| id.clone()), id: id.into(), target })
}

#[cfg(test)]
mod tests;
