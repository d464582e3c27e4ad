//! Plans of counties of the starter pack: what a person who knows the place would nod at.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test file")]

use std::sync::LazyLock;

use agglo::base::blueprint::Blueprint;
use agglo::base::catalogue::Catalogue;
use agglo::base::year::Year;
use agglo::map::gap::{Evidence, Options, Prepared, read};
use agglo::plan::prior::Priors;
use agglo::plan::{Budget, Plan, Purpose, Setting, Standing, plan};
use agglo_data::definitions::blueprint;
use agglo_data::definitions::initiatives::catalogue;
use agglo_data::{Country, Starter};

static COUNTRY: LazyLock<Country> =
    LazyLock::new(|| Country::read(&Starter::embedded().unwrap(), 2).unwrap());
static BEACH: LazyLock<Blueprint> =
    LazyLock::new(|| blueprint::shipped("beach-destination").unwrap());
static PREPARED: LazyLock<Prepared<'static>> = LazyLock::new(|| {
    let country = &*COUNTRY;
    let evidence = Evidence {
        structure: &country.structure,
        facts: &country.facts,
        classification: &country.classification,
        regions: &country.regions,
        clusters: None,
    };
    Prepared::new(&BEACH, evidence).unwrap()
});
static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| catalogue().unwrap());

fn planned(id: &str) -> Plan {
    let country = &*COUNTRY;
    let region = country.regions.iter().find(|region| region.id.as_str() == id).unwrap();
    let reading = read(&PREPARED, region, &Options::default()).unwrap();
    let setting = Setting {
        blueprint: &BEACH,
        classification: &country.classification,
        structure: &country.structure,
        facts: &country.facts,
    };
    let budget = Budget::spread(200_000_000, Year(2026), 5).unwrap();
    let request = setting.request(&reading, region, budget);
    let plan = plan(&request, &CATALOGUE, &Priors::new(&CATALOGUE).unwrap()).unwrap();
    println!("{id} {}\n  {}", region.name, plan.headline);
    for row in &plan.chosen {
        println!(
            "  {:?} {} ({}) for {}: {}",
            row.purpose, row.title, row.size, row.element_title, row.reason
        );
        println!("    show: {}", row.would_have_to_show);
        println!("    rise {:?} gain {:?}", row.level_rise.value(), row.gain.value());
    }
    println!("  {}", plan.money.because);
    println!(
        "  twin {:?} {:?}",
        plan.complementarity.only_complementary, plan.complementarity.only_additive
    );
    for question in &plan.find_out {
        println!("  ? {} [{}] {}", question.ask, question.of, question.because);
    }
    plan
}

#[test]
fn known_shores_get_a_draft_with_a_pilot_for_what_binds() {
    for id in ["12045", "45051", "34009", "41041", "12131", "12037"] {
        let plan = planned(id);
        assert_eq!(plan.standing, Standing::Draft, "{id}");
        assert!(plan.proof.optimal);
        assert_eq!(plan.chosen.iter().filter(|row| row.purpose == Purpose::Gate).count(), 1);
        assert!(plan.chosen.iter().filter(|row| row.purpose == Purpose::Pilot).count() <= 1);
        assert_eq!(plan.find_out.len(), 3);
        assert!(plan.money.not_placed.value().unwrap() > 0.0, "{id}: an empty rest is correct");
        let each = plan.comparators[1].usd_per_household.as_ref().unwrap().value().unwrap();
        assert!(each > 0.0, "{id}: {each}");
    }
}
