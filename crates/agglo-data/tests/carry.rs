//! Figures carried between editions of classifications, and regions made of several.
#![allow(clippy::unwrap_used, reason = "a pack that cannot be read has failed")]

use std::collections::BTreeSet;
use std::sync::LazyLock;

use agglo::base::concordance::Concordance;
use agglo::base::id::{IndustryId, RegionId};
use agglo::panel::carry::{Routes, carry};
use agglo::panel::{Cell, Panel, Status};
use agglo_data::Starter;
use agglo_data::definitions::classifications::index;
use proptest::prelude::*;

static PACK: LazyLock<Starter> = LazyLock::new(|| Starter::embedded().unwrap());

fn to<'a>(concordance: &'a Concordance, code: &str) -> Vec<&'a str> {
    concordance.targets(code).iter().map(|link| link.to.as_str()).collect()
}

#[test]
fn known_changes_of_editions_are_in_the_links() {
    let way = PACK.concordance("naics-2012", "naics-2017").unwrap();
    // NAICS 2017 manual: recreational goods rental, electronic shopping, research, department stores.
    assert_eq!(to(&way, "532292"), ["532284"]);
    assert_eq!(to(&way, "454111"), ["454110"]);
    assert_eq!(to(&way, "541711"), ["541713", "541714"]);
    assert_eq!(to(&way, "452112"), ["452210", "452311"]);
    assert_eq!(to(&way, "721110"), ["721110"]);
    assert_eq!(way.links().len(), 1_069);
    assert_eq!(way.codes().filter(|links| links.len() > 1).count(), 4);
    let european = PACK.concordance("nace-2", "isic-4").unwrap();
    assert_eq!((to(&european, "55.10"), european.links().len()), (vec!["5510"], 615));
    assert_eq!(to(&PACK.concordance("isic-4", "nace-2").unwrap(), "5510"), ["55.10", "55.20"]);
}

#[test]
fn every_link_joins_two_codes_of_the_trees() {
    for pair in index().unwrap().links {
        let links = PACK.concordance(&pair.from, &pair.to).unwrap();
        let (from, to) = (PACK.tree(&pair.from).unwrap(), PACK.tree(&pair.to).unwrap());
        assert!(links.links().len() > 300, "{pair:?}");
        for link in links.links() {
            assert!(from.get(link.from.as_str()).is_some(), "{} of {}", link.from, pair.from);
            assert!(to.get(link.to.as_str()).is_some(), "{} of {}", link.to, pair.to);
        }
    }
}

#[test]
fn what_no_links_lead_to_is_refused_with_a_way_out() {
    let error = PACK.concordance("naics-2012", "sitc").unwrap_err();
    assert_eq!(error.code(), "E0104");
    assert!(PACK.concordance("naics-2012", "naics-2012").is_err());
    assert!(PACK.concordance("nace-2.1", "naics-2022").is_ok(), "over four tables");
}

/// Private jobs of the built-in table, of these regions.
fn jobs(regions: &[&str]) -> Panel {
    let whole = PACK.structure().unwrap().employment;
    let axes = whole.axes().clone();
    let kept: BTreeSet<RegionId> = regions.iter().map(|id| (*id).into()).collect();
    let at: Vec<usize> = kept.iter().map(|id| whole.region(id.as_str()).unwrap()).collect();
    let count = axes.industries.len();
    let axes = agglo::panel::Axes { regions: kept.into_iter().collect(), ..axes };
    let cells = at.iter().enumerate().flat_map(|(to, &from)| {
        let whole = &whole;
        (0..count).map(move |industry| ([0, to, industry], whole.cell([0, from, industry])))
    });
    Panel::new(axes, Cell::MISSING, cells).unwrap()
}

fn routes(from: &str, to: &str, held: &[IndustryId]) -> Routes {
    let links = PACK.concordance(from, to).unwrap();
    Routes::new(&links, &PACK.tree(from).unwrap(), &PACK.tree(to).unwrap(), held).unwrap()
}

#[test]
fn the_built_in_table_is_carried_and_what_did_not_change_is_untouched() {
    let panel = jobs(&["12045", "US", "06075"]);
    let routes = routes("naics-2012", "naics-2017", &panel.axes().industries);
    let changes = PACK.changes(&["06075".into(), "12045".into()]).unwrap().employment;
    let carried = carry(&panel, &routes, Cell::ZERO, Some(&changes)).unwrap();
    assert!(carried.without_link.is_empty(), "{:?}", carried.without_link);
    let same = |code: &str| {
        for region in 0..3 {
            let old = panel.cell([0, region, panel.industry(code).unwrap()]);
            let at = [0, region, carried.panel.industry(code).unwrap()];
            assert_eq!(carried.panel.cell(at), old, "{code}");
            assert_eq!(carried.caveat(at), None, "{code}");
        }
    };
    for code in ["10", "44-45", "72", "721", "7211", "5417", "713", "31-33"] {
        same(code);
    }
    // Department stores of 4521 went to 4522, discount ones to 4523 with all of 4529.
    let city = panel.region("06075").unwrap();
    let at = |code: &str| [0, city, carried.panel.industry(code).unwrap()];
    let (low, high) = carried.panel.cell(at("4522")).range().unwrap();
    assert!(low.abs() < 1e-9 && high > 0.0, "{low} {high}");
    assert!(matches!(
        carried.panel.cell(at("4522")).status(),
        Status::Estimated { .. } | Status::Withheld { .. }
    ));
    assert!(carried.panel.industry("4521").is_none() && carried.panel.industry("4529").is_none());
}

#[test]
fn the_total_stays_the_total_on_every_way_to_2022() {
    let panel = jobs(&["12045"]);
    let routes = routes("naics-2012", "naics-2022", &panel.axes().industries);
    let carried = carry(&panel, &routes, Cell::ZERO, None).unwrap();
    for code in ["10", "72", "44-45", "721"] {
        let (old, new) = (panel.industry(code).unwrap(), carried.panel.industry(code).unwrap());
        assert_eq!(carried.panel.cell([0, 0, new]), panel.cell([0, 0, old]), "{code}");
    }
}

#[test]
fn totals_of_a_level_are_those_of_before() {
    let panel = jobs(&["US"]);
    let routes = routes("naics-2012", "naics-2017", &panel.axes().industries);
    let carried = carry(&panel, &routes, Cell::ZERO, None).unwrap();
    let (old, new) = (PACK.tree("naics-2012").unwrap(), PACK.tree("naics-2017").unwrap());
    for level in 2..=4_u8 {
        let middle = |panel: &Panel, tree: &agglo::base::classification::Classification| -> f64 {
            let codes = panel.axes().industries.iter().enumerate();
            let own = codes.filter(|(_, code)| tree.get(code.as_str()).unwrap().level == level);
            own.filter_map(|(at, _)| panel.cell([0, 0, at]).point().ok()).sum()
        };
        let hidden = |panel: &Panel| {
            (0..panel.axes().industries.len()).any(|at| panel.cell([0, 0, at]).is_withheld())
        };
        if hidden(&panel) {
            continue;
        }
        let (before, after) = (middle(&panel, &old), middle(&carried.panel, &new));
        assert!((before - after).abs() < 1e-6 * before, "level {level}: {before} {after}");
    }
}

#[test]
fn codes_that_are_renamed_come_home_from_2017() {
    let panel = jobs(&["12045", "46102", "56043"]);
    let held = &panel.axes().industries;
    let there = routes("naics-2012", "naics-2017", held);
    let out = carry(&panel, &there, Cell::ZERO, None).unwrap();
    let back = routes("naics-2017", "naics-2012", &out.panel.axes().industries);
    let home = carry(&out.panel, &back, Cell::ZERO, None).unwrap();
    let mut same = 0;
    for (at, code) in held.iter().enumerate() {
        let there = out.panel.industry(code.as_str());
        let (Some(there), Some(own)) = (there, home.panel.industry(code.as_str())) else {
            continue;
        };
        for region in 0..3 {
            let is_whole = out.passed([0, region, there]).is_empty()
                && home.passed([0, region, own]).is_empty();
            if is_whole {
                let cell = home.panel.cell([0, region, own]);
                assert_eq!(cell, panel.cell([0, region, at]), "{code}");
                same += 1;
            }
        }
    }
    assert!(same > 1_000, "{same}");
}

#[test]
fn a_code_of_another_edition_says_what_stands_for_it() {
    let told = agglo_data::carry::elsewhere(&PACK, "naics-2012", "532284").unwrap().unwrap();
    assert!(told.contains("NAICS 2017") && told.contains("532292"), "{told}");
    let told = agglo_data::carry::elsewhere(&PACK, "naics-2012", "4523").unwrap().unwrap();
    assert!(told.contains("4521") && told.contains("4529"), "{told}");
    assert_eq!(agglo_data::carry::elsewhere(&PACK, "naics-2012", "0000").unwrap(), None);
}

#[test]
fn labour_markets_of_the_pack_can_be_asked_for() {
    let regions = PACK.regions().unwrap();
    let markets = || PACK.labour_markets();
    let find = |text: &str| agglo_data::regions::find(&regions, &markets, text);
    let gulf = find("cz:12045").unwrap();
    assert_eq!(gulf.region.members, PACK.labour_market(&"12045".into()).unwrap());
    assert_eq!(gulf.region, find("cz:gulf fl").unwrap().region);
    assert_eq!(find("eastgate").unwrap().region.members.len(), 3);
    assert_eq!(find("46113").unwrap().region.id.as_str(), "46102");
    assert!(find("09170").is_err());
    // Every member of every district is a county of the pack.
    for district in agglo_data::regions::districts().unwrap() {
        assert!(find(&district.id).is_ok(), "{}", district.id);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn law_amounts_of_regions_made_of_several_add_up_and_rates_are_computed_again(
        chosen in prop::collection::btree_set(0_usize..3_142, 2..6),
    ) {
        static STRUCTURE: LazyLock<agglo::panel::Structure> = LazyLock::new(|| PACK.structure().unwrap());
        static PEOPLE: LazyLock<(Panel, agglo::panel::Facts)> = LazyLock::new(|| {
            let people = PACK.people().unwrap();
            let facts = agglo::map::people::derive::with_yearly(PACK.facts().unwrap(), &people);
            (people, facts.unwrap())
        });
        static REGIONS: LazyLock<Vec<agglo::base::region::Region>> = LazyLock::new(|| PACK.regions().unwrap());
        let members: Vec<RegionId> = chosen.iter().map(|&at| REGIONS[at].id.clone()).collect();
        let all: Vec<&str> = members.iter().map(RegionId::as_str).collect();
        let id = RegionId::from(all.join(","));
        let jobs = |panel: &Panel, region: &str, industry: &str| {
            panel.cell([0, panel.region(region).unwrap(), panel.industry(industry).unwrap()])
        };
        let employment = &STRUCTURE.employment;
        let narrow = {
            let keep: Vec<[usize; 3]> = members.iter().flat_map(|member| {
                let row = employment.region(member.as_str()).unwrap();
                (0..employment.axes().industries.len()).map(move |industry| [0, row, industry])
            }).collect();
            keep
        };
        // Of each industry: the cell of the whole is the sum of those of the members.
        let axes = agglo::panel::Axes { regions: members.clone(), ..employment.axes().clone() };
        let count = axes.industries.len();
        let cells = narrow.iter().enumerate().map(|(at, from)| ([0, at / count, at % count], employment.cell(*from)));
        let few = Panel::new(axes, Cell::MISSING, cells).unwrap().with_sum(&id, &members).unwrap();
        for industry in ["10", "72", "721", "31-33"] {
            let parts = Cell::sum(members.iter().map(|member| jobs(&few, member.as_str(), industry)));
            prop_assert_eq!(jobs(&few, id.as_str(), industry), parts);
        }
        // Income per head is income over people, which lies between the members' and is not their mean.
        let (people, facts) = &*PEOPLE;
        let last = people.axes().years.len() - 1;
        let of = |region: &str, measure: &str| {
            let cell = people.cell([last, people.region(region)?, people.industry(measure)?]);
            cell.point().ok()
        };
        let sums: Option<Vec<[f64; 2]>> = members.iter().map(|member| {
            Some([of(member.as_str(), "personal_income_kusd")?, of(member.as_str(), "population")?])
        }).collect();
        let own = facts.pooled("income_per_head_usd", &members).point();
        if let (Some(sums), Ok(own)) = (sums, own) {
            let income: f64 = sums.iter().map(|sum| sum[0]).sum();
            let heads: f64 = sums.iter().map(|sum| sum[1]).sum();
            // The publisher rounds income per head to a dollar.
            prop_assert!((own - 1000.0 * income / heads).abs() < 1.0, "{own} {}", 1000.0 * income / heads);
            prop_assert_eq!(facts.pooled("population", &members).point(), Ok(heads));
        }
    }
}
