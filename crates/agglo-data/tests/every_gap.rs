//! Every county gets a blueprint, and a derived blueprint holds what a blueprint must.
#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail loudly")]

use std::sync::LazyLock;

use agglo::base::blueprint::check::faults;
use agglo::base::region::Region;
use agglo::map::Place;
use agglo::map::cluster::Field;
use agglo::map::gap::{Anchor, Choosing, Evidence, Options, Prepared, choose, derive, read};
use agglo_data::definitions::{blueprint, clusters};
use agglo_data::{Country, Starter};

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

fn region(id: &str) -> &'static Region {
    COUNTRY.regions.iter().find(|region| region.id.as_str() == id).unwrap()
}

#[test]
fn every_county_has_an_anchor_and_shores_with_recreation_have_the_beach() {
    let definition = clusters::traded().unwrap();
    let rule = clusters::strong_rule().unwrap();
    let counts = COUNTRY.clusters.as_ref().unwrap();
    let field = Field::new(&definition, counts, &COUNTRY.structure, rule);
    let shipped = blueprint::all().unwrap();
    let derived = blueprint::derived_rule().unwrap();
    let anchors = |region: &Region| {
        let place = Place::new(region);
        let from = Choosing {
            shipped: &shipped,
            definition: &definition,
            rule: &derived,
            evidence: evidence(),
        };
        choose(from, &field.portfolio(place), place)
    };
    for region in &COUNTRY.regions {
        let chosen = anchors(region);
        assert!((1..=2).contains(&chosen.len()), "{}", region.id);
        assert!(chosen.iter().all(|choice| !choice.because.is_empty()));
    }
    let beach = Anchor::Blueprint("beach-destination".into());
    for id in ["12045", "45051", "34009", "24047"] {
        assert_eq!(anchors(region(id))[0].anchor, beach, "{id}");
    }
    for id in ["39099", "48301", "19153"] {
        assert!(matches!(anchors(region(id))[0].anchor, Anchor::Cluster(_)), "{id}");
    }
}

#[test]
fn a_derived_blueprint_is_whole_and_reads_a_region_with_its_core() {
    let definition = clusters::traded().unwrap();
    let rule = blueprint::derived_rule().unwrap();
    let largest = definition.clusters().iter().max_by_key(|cluster| cluster.industries.len());
    let smallest = definition.clusters().iter().min_by_key(|cluster| cluster.industries.len());
    for cluster in [largest.unwrap(), smallest.unwrap()] {
        let own = derive(cluster, &definition, &evidence(), &rule).unwrap();
        assert_eq!(faults(&own), [], "{}", own.id);
        let weight: f64 = own.elements.iter().map(|element| element.weight).sum();
        assert!((weight - 1.0).abs() < 1e-9, "{}: {weight}", own.id);
        let ready = Prepared::new(&own, evidence()).unwrap();
        for id in ["39099", "48301", "06037"] {
            let reading = read(&ready, region(id), &Options::default()).unwrap();
            let (low, high) = reading.score().unwrap().aggregate.range().unwrap();
            assert!((0.0..=1.0).contains(&low) && low <= high && high <= 1.0);
        }
    }
}
