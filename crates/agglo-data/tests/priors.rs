//! Priors recomputed from the shipped findings agree with those that a second programme computed.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test file")]

use std::path::PathBuf;

use agglo::base::archetype::PriorRule;
use agglo::plan::prior::{Priors, interval90, median_cost_per_job};
use agglo_data::definitions::initiatives::catalogue;
use serde_json::Value;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn near(what: &str, ours: f64, theirs: &Value) {
    let theirs = theirs.as_f64().unwrap_or_else(|| panic!("{what}: no number"));
    assert!((ours - theirs).abs() <= 1e-3, "{what}: {ours} against {theirs}");
}

/// Compares every pool of a document with ours; the document is keyed by the pool's id.
fn agrees(document: &Value) {
    let catalogue = catalogue().unwrap();
    let priors = Priors::new(&catalogue).unwrap();
    assert_eq!(priors.pools().len(), 6);
    for pool in priors.pools() {
        let theirs = &document[&pool.id];
        let members = theirs["members"].as_array().unwrap();
        assert_eq!(pool.effects.len(), members.len(), "{}", pool.id);
        for (at, member) in members.iter().enumerate() {
            near(&format!("{} effect {at}", pool.id), pool.effects[at], &member["effect"]);
            near(&format!("{} error {at}", pool.id), pool.errors[at], &member["se_widened"]);
        }
        let at = |group: &str, name: &str| theirs[group][name].clone();
        let pairs = [
            ("mu", pool.closed.mu, at("dersimonian_laird", "mu")),
            ("se", pool.closed.se, at("dersimonian_laird", "se")),
            ("tau2", pool.closed.tau2, at("dersimonian_laird", "tau2")),
            ("Q", pool.closed.q, at("dersimonian_laird", "Q")),
            ("mean", pool.mean, at("bayes", "mu")),
            ("mean 5 %", pool.mean90.0, at("bayes", "mu90")[0].clone()),
            ("mean 95 %", pool.mean90.1, at("bayes", "mu90")[1].clone()),
            ("tau", pool.tau_mean, at("bayes", "tau_mean")),
            ("new sd", pool.new_sd, at("bayes", "new_sd")),
            ("new 5 %", pool.new90.0, at("bayes", "new90")[0].clone()),
            ("new 95 %", pool.new90.1, at("bayes", "new90")[1].clone()),
            ("shrink", pool.shrink, theirs["shrink"].clone()),
            ("nulls", pool.null_share, theirs["null_share"].clone()),
            ("place mean", pool.place.mean, at("region_prior_nonzero", "mean")),
            ("place sd", pool.place.sd, at("region_prior_nonzero", "sd")),
        ];
        for (name, ours, theirs) in pairs {
            near(&format!("{} {name}", pool.id), ours, &theirs);
        }
    }
}

fn json(path: PathBuf) -> Option<Value> {
    let text = std::fs::read_to_string(path).ok()?;
    Some(serde_json::from_str(&text).unwrap())
}

#[test]
fn pools_agree_with_the_evidence_folder() {
    match json(root().join("../shared/evidence/pools.json")) {
        Some(document) => agrees(&document),
        None => println!("skipped: no ../shared"),
    }
}

#[test]
fn every_prior_agrees_with_the_evidence_folder() {
    let path = root().join("../shared/evidence/archetypes.csv");
    let Ok(mut reader) = csv::Reader::from_path(path) else {
        println!("skipped: no ../shared");
        return;
    };
    let catalogue = catalogue().unwrap();
    let priors = Priors::new(&catalogue).unwrap();
    let headers = reader.headers().unwrap().clone();
    let column = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let mut compared = 0;
    for row in reader.records().map(Result::unwrap) {
        let id = &row[column("archetype")];
        let archetype = catalogue.archetype(id).unwrap_or_else(|| panic!("no {id}"));
        let none = &row[column("prior_kind")] == "no usable evidence";
        assert_eq!(archetype.prior == PriorRule::None, none, "{id}");
        let Some(belief) = priors.belief(archetype) else { continue };
        // The catalogue prints two digits, and three of a probability.
        let number = |name: &str| row[column(name)].parse::<f64>().unwrap();
        let (low, high) = interval90(belief.otherwise);
        let pairs = [
            ("region_mean", belief.otherwise.mean, 0.0051),
            ("region_p05", low, 0.051),
            ("region_p95", high, 0.051),
            ("pi0", belief.nothing, 0.00151),
        ];
        for (name, ours, slack) in pairs {
            assert!((ours - number(name)).abs() <= slack, "{id} {name}: {ours}");
        }
        compared += 1;
    }
    assert!(compared > 60, "{compared} compared");
}

#[test]
fn the_average_programme_does_nothing_with_a_probability_of_about_three_tenths() {
    let catalogue = catalogue().unwrap();
    let priors = Priors::new(&catalogue).unwrap();
    assert!((priors.share_positive() - 92.0 / 187.0).abs() < 1e-12);
    let events = catalogue.archetype("cultural-event").unwrap();
    let apprentices = catalogue.archetype("apprenticeship").unwrap();
    assert!((priors.nothing(events) - 0.468).abs() < 1e-3);
    assert!((priors.nothing(apprentices) - 0.177).abs() < 1e-3);
}

#[test]
fn no_default_of_mean_zero_can_sell_a_plan() {
    let catalogue = catalogue().unwrap();
    let priors = Priors::new(&catalogue).unwrap();
    for archetype in catalogue.archetypes() {
        if archetype.prior == PriorRule::Wide {
            assert!(priors.belief(archetype).unwrap().expected().abs() < f64::MIN_POSITIVE);
        }
    }
}

/// Student's t on logs with five degrees of freedom (0.95 quantile 2.015048): a sixth published cost per
/// job more would lie above 2,181 dollars with a probability of 0.95.
#[test]
fn the_least_cost_per_job_is_the_rounded_lower_end_of_the_published_ones() {
    let catalogue = catalogue().unwrap();
    let median = median_cost_per_job(&catalogue).unwrap();
    assert!((median - 28_079.0).abs() < 1.0, "{median}");
    let logs: Vec<f64> = catalogue.costs_per_job().iter().map(|cost| cost.usd.ln()).collect();
    let (k, centre) = (logs.len() as f64, median.ln());
    let variance = logs.iter().map(|log| (log - centre).powi(2)).sum::<f64>() / (k - 1.0);
    let low = (centre - 2.015_048 * (variance * (1.0 + 1.0 / k)).sqrt()).exp();
    assert!((low - 2_181.0).abs() < 2.0, "{low}");
    assert!(((low / 100.0).round() * 100.0 - catalogue.rules().least_usd_per_job).abs() < 1e-9);
}
