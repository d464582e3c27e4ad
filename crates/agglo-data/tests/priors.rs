//! Priors recomputed from the shipped findings agree with those that a second programme computed.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test file")]

use std::path::PathBuf;

use agglo::base::archetype::PriorRule;
use agglo::plan::evidence::{Used, cost_per_jobs, evidence, multiplier, votes};
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

/// Compares what is counted over all kinds: costs per job, votes, local multipliers.
fn counts_agree(document: &Value) {
    let catalogue = catalogue().unwrap();
    let priors = Priors::new(&catalogue).unwrap();
    let (costs, theirs) = (cost_per_jobs(&catalogue).unwrap(), &document["C1"]);
    assert_eq!(costs.k as u64, theirs["k"].as_u64().unwrap());
    let members = theirs["members"].as_array().unwrap();
    assert!(members.iter().zip(&costs.studies).all(|(own, study)| own["row"] == study.as_str()));
    near("C1 log mean", costs.log_mean, &theirs["log_mean"]);
    near("C1 log sd", costs.log_sd, &theirs["log_sd"]);
    // Dollars are printed whole.
    let (low, high) = costs.usd.range().unwrap();
    let ours = [costs.usd.value().unwrap(), low, high];
    let printed = [&theirs["median"], &theirs["new90"][0], &theirs["new90"][1]];
    for (ours, theirs) in ours.into_iter().zip(printed) {
        let theirs = theirs.as_f64().unwrap();
        assert!((ours - theirs).abs() <= (1e-4 * theirs).max(0.5), "C1: {ours} against {theirs}");
    }

    let (votes, theirs) = (votes(&catalogue, &priors), &document["V1"]);
    assert_eq!(u64::from(votes.positive), theirs["total_positive"].as_u64().unwrap());
    assert_eq!(u64::from(votes.all), theirs["total_n"].as_u64().unwrap());
    near("V1 share", votes.share.value().unwrap(), &theirs["share"]);
    assert_eq!(votes.concentration.value(), None, "the counts cannot tell the areas apart");
    let names = ["pi0_at_power_0_6", "pi0_overall", "pi0_at_power_0_8"];
    assert_eq!(votes.nothing.len(), names.len());
    for (own, name) in votes.nothing.iter().zip(names) {
        near(name, own.probability.value().unwrap(), &theirs[name]);
        assert_eq!(own.in_use, name == "pi0_overall");
    }
    let by = theirs["by_archetype"].as_object().unwrap();
    assert_eq!(votes.kinds.len(), by.len());
    for own in &votes.kinds {
        let (id, theirs) = (own.initiative.as_str(), &by[own.initiative.as_str()]);
        assert_eq!(u64::from(own.positive), theirs["positive"].as_u64().unwrap(), "{id}");
        assert_eq!(u64::from(own.all), theirs["n"].as_u64().unwrap(), "{id}");
        let (low, high) = own.share.range().unwrap();
        near(&format!("{id} share"), own.share.value().unwrap(), &theirs["share_shrunk"]);
        near(&format!("{id} 5 %"), low, &theirs["share90"][0]);
        near(&format!("{id} 95 %"), high, &theirs["share90"][1]);
        near(&format!("{id} nothing"), own.nothing.value().unwrap(), &theirs["pi0"]);
    }

    let (multiplier, theirs) = (multiplier(&catalogue).unwrap(), &document["M1"]);
    near("M1 mean", multiplier.jobs.value().unwrap(), &theirs["mean"]);
    near("M1 sd", multiplier.sd, &theirs["sd"]);
    assert!(multiplier.jobs.range().unwrap().0 >= theirs["truncate_at"].as_f64().unwrap());
    let members = theirs["members"].as_array().unwrap();
    for (study, member) in multiplier.studies.iter().zip(members) {
        assert_eq!(member["row"], study.as_str());
        near(study, catalogue.study(study).unwrap().effect.unwrap(), &member["effect"]);
    }
}

fn json(path: PathBuf) -> Option<Value> {
    let text = std::fs::read_to_string(path).ok()?;
    Some(serde_json::from_str(&text).unwrap())
}

#[test]
fn pools_agree_with_the_evidence_folder() {
    match json(root().join("../shared/evidence/pools.json")) {
        Some(document) => {
            agrees(&document);
            counts_agree(&document);
        }
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

/// Every finding of the evidence folder stands in the catalogue with its figure, direction and check.
#[test]
fn no_finding_of_the_evidence_folder_is_left_out_or_changed() {
    let path = root().join("../shared/evidence/studies.csv");
    let Ok(mut reader) = csv::Reader::from_path(path) else {
        println!("skipped: no ../shared");
        return;
    };
    let catalogue = catalogue().unwrap();
    let headers = reader.headers().unwrap().clone();
    let column = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let mut compared = 0;
    for row in reader.records().map(Result::unwrap) {
        let id = &row[column("id")];
        let study = catalogue.study(id).unwrap_or_else(|| panic!("no {id}"));
        let direction = study.direction.map(|own| format!("{own:?}").to_lowercase());
        assert_eq!(direction.unwrap_or_default(), row[column("direction")], "{id}");
        let checked = format!("{:?}", study.checked).to_lowercase();
        assert_eq!(checked, row[column("how_checked")], "{id}");
        let is_vote = study.votes.is_some();
        let theirs = row[column("effect")].parse::<f64>().ok().filter(|_| !is_vote);
        assert_eq!(study.effect.is_some(), theirs.is_some(), "{id}");
        if let (Some(ours), Some(theirs)) = (study.effect, theirs) {
            assert!((ours - theirs).abs() < 1e-9, "{id}: {ours} against {theirs}");
        }
        compared += 1;
    }
    assert_eq!(compared, 193);
}

/// What is shown of a pool is what the pool was made of, and no figure is invented.
#[test]
fn a_null_without_a_figure_is_zero_in_its_pool_alone_and_marked_there() {
    let catalogue = catalogue().unwrap();
    let priors = Priors::new(&catalogue).unwrap();
    let (mut nulls, mut harms, mut imputed) = (0, 0, 0);
    for archetype in catalogue.archetypes() {
        let found = evidence(&catalogue, &priors, archetype);
        assert_eq!(found.findings.len(), archetype.studies.len(), "{}", archetype.id);
        nulls += found.prior.findings.null;
        harms += found.prior.findings.negative;
        for finding in &found.findings {
            assert_eq!(finding.effect.value(), finding.study.effect, "{}", finding.study.id);
            let usable = matches!(finding.used, Used::Pooled | Used::Counted | Used::Quoted);
            assert_eq!(usable, finding.study.usable(), "{}", finding.study.id);
        }
        let Some(pool) = &found.pool else { continue };
        let weights: f64 = pool.members.iter().map(|own| own.weight.value().unwrap()).sum();
        assert!((weights - 1.0).abs() < 1e-12, "{}", archetype.id);
        for member in pool.members.iter().filter(|member| member.imputed) {
            assert_eq!(member.effect.value(), Some(0.0));
            let estimate = member.effect.answer().unwrap();
            assert!(estimate.caveats().iter().any(|own| own.code == "null-imputed"));
            imputed += 1;
        }
    }
    assert_eq!((nulls, harms), (35, 7), "nulls and harms stay visible");
    assert!(imputed > 0);
}

/// The five findings behind advice, training, mentoring and peer groups, pooled by hand from what they print; the
/// results were computed elsewhere.
#[test]
fn the_pool_of_business_support_by_hand() {
    use agglo::plan::prior::{Finding, combine};
    let bare = |effect| Finding { effect, interval95: None, range: None, grade: 5 };
    let findings = [
        Finding { range: Some((5.0, 10.0)), ..bare(Some(7.5)) },
        bare(Some(8.1)),
        bare(Some(8.2)),
        bare(Some(20.0)),
        bare(None),
    ];
    let pool = combine(&findings, catalogue().unwrap().rules()).unwrap();
    let pairs = [
        (pool.closed.mu, 6.6165),
        (pool.closed.se, 2.162),
        (pool.mean, 6.8816),
        (pool.new_sd, 6.0223),
        (pool.place.mean, 4.129),
        (pool.place.sd, 6.178),
        (pool.errors[4], 4.1582),
    ];
    for (ours, theirs) in pairs {
        assert!((ours - theirs).abs() < 1e-3, "{ours} against {theirs}");
    }
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
