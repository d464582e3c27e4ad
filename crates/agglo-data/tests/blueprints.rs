//! Every shipped blueprint against the counties of the starter pack: codes, evidence, exemplars, cards.
#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail loudly")]

use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::thread;

use agglo::base::blueprint::{Blueprint, Grade, Sign};
use agglo::base::region::Region;
use agglo::map::complementarity::{Answer, card};
use agglo::map::gap::core::reaches;
use agglo::map::gap::reading::Applicable;
use agglo::map::gap::roles::{Role, roles};
use agglo::map::gap::{Evidence, Options, Prepared, derive, read};
use agglo_data::definitions::{blueprint, clusters};
use agglo_data::{Country, Starter};

/// Read once for all tests.
static COUNTRY: LazyLock<Country> =
    LazyLock::new(|| Country::read(&Starter::embedded().unwrap(), 2).unwrap());

fn evidence() -> Evidence<'static> {
    Evidence {
        structure: &COUNTRY.structure,
        facts: &COUNTRY.facts,
        classification: &COUNTRY.classification,
        regions: &COUNTRY.regions,
        clusters: COUNTRY.clusters.as_ref(),
    }
}

fn prepared(blueprint: &Blueprint) -> Prepared<'static> {
    Prepared::new(blueprint, evidence()).unwrap()
}

fn quick() -> Options {
    Options { stability: false, ..Options::default() }
}

#[test]
fn every_shipped_blueprint_has_exemplars_and_evidence_that_the_counties_bear_out() {
    let gulf = COUNTRY.regions.iter().find(|region| region.id.as_str() == "12045").unwrap();
    let all = blueprint::all().unwrap();
    assert_eq!(all.len(), 8);
    for blueprint in &all {
        let ready = prepared(blueprint);
        assert!(ready.pool_size() >= 40, "{}: {}", blueprint.id, ready.pool_size());
        let reading = read(&ready, gulf, &quick()).unwrap();
        assert_eq!(reading.applies.answer, Applicable::Yes);
        for edge in &reading.edges {
            let name = format!("{}: {} to {}", blueprint.id, edge.from, edge.to);
            // Strengths of beaches are judged, and the shore of one edge falls below the cut.
            if blueprint.id.as_str() == "beach-destination" {
                continue;
            }
            assert_eq!(edge.grade, edge.stated, "{name} is regraded");
            let Some(found) = &edge.statistic else { continue };
            let sign = if edge.sign == Sign::Plus { 1.0 } else { -1.0 };
            let found = sign * found.value().unwrap();
            assert!((found - edge.strength).abs() < 0.051, "{name}: {found}");
        }
        assert!(reading.edges.iter().any(|edge| edge.grade == Grade::C));
    }
}

#[test]
fn every_shipped_blueprint_reads_any_county_both_ways() {
    for blueprint in &blueprint::all().unwrap() {
        let ready = prepared(blueprint);
        let (mut cores, mut read_counties) = (0, 0);
        for region in COUNTRY.regions.iter().step_by(80) {
            let reading = read(&ready, region, &quick()).unwrap();
            if reading.applies.answer != Applicable::Yes {
                continue;
            }
            read_counties += 1;
            let rhos: Vec<f64> = reading.scores.iter().map(|score| score.rho).collect();
            assert_eq!(rhos, [-1.0, 1.0], "{}", region.title());
            let (own, additive) = (&reading.scores[0], &reading.scores[1]);
            assert_eq!(reading.claim.class_rests_on_it, own.words() != additive.words());
            assert_eq!(reading.claim.gap_rests_on_it, own.binding != additive.binding);
            let share = reading.core.share.value().unwrap();
            cores += u32::from(reaches(share, blueprint.cuts.core));
        }
        assert!(cores > 0 || read_counties < 10, "{}: a core nowhere", blueprint.id);
    }
}

#[test]
fn two_cards_made_again_are_those_that_are_stored() {
    let rule = blueprint::fit_rule().unwrap();
    for id in ["beach-destination", "heritage-outdoor-destination"] {
        let blueprint = blueprint::shipped(id).unwrap();
        let found = card(&prepared(&blueprint), Some(&COUNTRY.jobs), &rule).unwrap();
        let stored = blueprint::card(&blueprint).unwrap().unwrap();
        assert_eq!(blueprint::as_stored(found).unwrap(), stored);
    }
}

#[test]
fn a_card_of_a_derived_cluster_made_again_is_the_one_that_is_stored() {
    let rule = blueprint::fit_rule().unwrap();
    let definition = clusters::traded().unwrap();
    let derived = blueprint::derived_rule().unwrap();
    let cluster = definition.clusters().iter().find(|own| own.id.as_str() == "aircraft").unwrap();
    let blueprint = derive(cluster, &definition, &evidence(), &derived).unwrap();
    let found = card(&prepared(&blueprint), Some(&COUNTRY.jobs), &rule).unwrap();
    let stored = blueprint::card(&blueprint).unwrap().unwrap();
    assert_eq!(blueprint::as_stored(found).unwrap(), stored);
}

#[test]
fn every_shipped_blueprint_gives_every_role_in_every_county() {
    for blueprint in &blueprint::all().unwrap() {
        let ready = prepared(blueprint);
        let scored: Vec<String> = blueprint.scored().map(|own| own.id.to_string()).collect();
        let count = |regions: &[Region]| {
            let mut found: BTreeMap<Role, usize> = BTreeMap::new();
            for region in regions {
                let reading = read(&ready, region, &quick()).unwrap();
                let roles = roles(&reading, blueprint.cuts.missing);
                let named: Vec<&String> = roles.iter().map(|own| &own.element).collect();
                if reading.applies.answer == Applicable::Yes {
                    assert!(named.iter().copied().eq(&scored), "{}: {named:?}", region.title());
                }
                for own in &roles {
                    *found.entry(own.role).or_default() += 1;
                    assert_eq!(own.by.is_some(), own.role == Role::Substituted, "{own:?}");
                }
            }
            found
        };
        let (first, second) = COUNTRY.regions.split_at(COUNTRY.regions.len() / 2);
        let (first, second) = thread::scope(|scope| {
            let second = scope.spawn(|| count(second));
            (count(first), second.join().unwrap())
        });
        let of = |role: Role| first.get(&role).unwrap_or(&0) + second.get(&role).unwrap_or(&0);
        assert!(of(Role::Kept) > 0 && of(Role::Dropped) > 0, "{}: {first:?}", blueprint.id);
    }
}

#[test]
fn what_the_card_says_is_said_with_the_reading() {
    let region = COUNTRY.regions.iter().find(|region| region.id.as_str() == "12045").unwrap();
    let beach = blueprint::shipped("beach-destination").unwrap();
    let words = |answer: Option<Answer>| {
        let ready = prepared(&beach).with_claim(answer);
        let caveats = read(&ready, region, &quick()).unwrap().caveats;
        caveats.into_iter().find(|c| c.code == "complementarity-assumed").unwrap().text
    };
    assert!(words(Some(Answer::Contradicted)).contains("contradict"));
    assert!(words(Some(Answer::Supported)).contains("stood its test"));
    assert!(words(Some(Answer::CannotTell)).contains("cannot tell"));
}
