//! Fits every blueprint to the counties of the starter pack and stores its card.

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use agglo::base::blueprint::Blueprint;
use agglo::map::complementarity::{Card, card};
use agglo::map::gap::{Evidence, Prepared, derive};
use agglo_data::definitions::{blueprint, clusters};
use agglo_data::{Country, Starter, atomic};

/// Where cards stand.
const FOLDER: &str = "definitions/blueprints/cards";

/// Writes `definitions/blueprints/cards`: those of shipped blueprints, then those derived from clusters.
/// Sound with one thread or many.
pub(crate) fn run(starter: &Starter) -> Result<bool, String> {
    let country = Country::read(starter, 2).map_err(|error| error.to_string())?;
    let evidence = evidence(&country);
    let shipped = blueprint::all().map_err(|error| error.to_string())?;
    write("shipped.toml", "the blueprints that are shipped", cards(&shipped, evidence, &country)?)?;
    let definition = clusters::traded().map_err(|error| error.to_string())?;
    let rule = blueprint::derived_rule().map_err(|error| error.to_string())?;
    let derived: Vec<Blueprint> = definition
        .clusters()
        .iter()
        .map(|cluster| derive(cluster, &definition, &evidence, &rule))
        .collect::<Result<_, _>>()
        .map_err(|error| error.to_string())?;
    let what = "the blueprints that are derived from traded clusters";
    write("derived.toml", what, cards(&derived, evidence, &country)?)
}

fn evidence(country: &Country) -> Evidence<'_> {
    Evidence {
        structure: &country.structure,
        facts: &country.facts,
        classification: &country.classification,
        regions: &country.regions,
        clusters: country.clusters.as_ref(),
    }
}

/// One card a blueprint, in their order.
fn cards(
    blueprints: &[Blueprint],
    evidence: Evidence<'_>,
    country: &Country,
) -> Result<Vec<Card>, String> {
    let rule = blueprint::fit_rule().map_err(|error| error.to_string())?;
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let one = |blueprint: &Blueprint| -> Result<Card, agglo::Error> {
        card(&Prepared::new(blueprint, evidence)?, Some(&country.jobs), &rule)
    };
    let work = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(blueprint) = blueprints.get(at) else { break };
            let found = one(blueprint).map_err(|error| format!("{}: {error}", blueprint.id));
            if let Ok(found) = &found {
                let (claim, fits) = (found.complementarity.words(), found.describes.words());
                say(&format!("{}: complementarity {claim}, describes {fits}", blueprint.id));
            }
            if let Ok(mut done) = done.lock() {
                done.push((at, found));
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    let mut done = done.into_inner().map_err(|error| error.to_string())?;
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, found)| found).collect()
}

fn write(name: &str, of: &str, cards: Vec<Card>) -> Result<bool, String> {
    let text = blueprint::cards_text(of, cards).map_err(|error| error.to_string())?;
    atomic::write_all(Path::new(FOLDER), &[(name.to_owned(), text.into_bytes())])
        .map_err(|error| error.to_string())?;
    say(&format!("wrote {FOLDER}/{name}"));
    Ok(true)
}

#[expect(clippy::print_stderr, reason = "a task's progress goes to stderr")]
fn say(message: &str) {
    eprintln!("{message}");
}
