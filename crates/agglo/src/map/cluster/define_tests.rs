//! Planted groups are found again.

use super::*;
use crate::map::cluster::stability::{Resampling, stability};

/// Three planted groups of five traded industries and five local ones, over sixty places.
fn figures() -> Figures {
    let industries: Vec<IndustryId> = (0..20).map(|at| format!("{at:02}").into()).collect();
    let count = |place: usize, industry: usize| {
        let wobble = ((place * 31 + industry * 17) % 5) as f64;
        if industry >= 15 {
            100.0 + wobble
        } else if place % 3 == industry / 5 {
            20.0 + 10.0 * ((place * 7 % 11) as f64) + wobble
        } else {
            wobble * 0.2
        }
    };
    let table = |rows: usize| {
        let rows: Vec<Vec<f64>> =
            (0..rows).map(|place| (0..20).map(|at| count(place, at)).collect()).collect();
        Matrix::from_rows(&rows).unwrap()
    };
    let flow = |a: usize, b: usize| if a < 15 && b < 15 && a / 5 == b / 5 { 10.0 } else { 1.0 };
    let square = |value: &dyn Fn(usize, usize) -> f64| {
        let rows: Vec<Vec<f64>> = (0..20).map(|a| (0..20).map(|b| value(a, b)).collect()).collect();
        Matrix::from_rows(&rows).unwrap()
    };
    let make = square(&|a, b| if a == b { 200.0 } else { 0.0 });
    Figures {
        industries,
        establishments: table(60),
        market_jobs: table(60),
        state_jobs: table(12),
        links: Some(Shares::of(&make, &square(&flow)).unwrap()),
    }
}

fn method() -> Method {
    Method {
        traded: TradedRule {
            specialised_share: 0.5,
            top_five: 1.5,
            gini: 0.3,
            top_five_alone: 3.0,
        },
        locations: vec![LocationForm::Counts, LocationForm::Shares],
        links: vec![LinkForm::Largest, LinkForm::Mutual],
        growths: vec![Growth::Average, Growth::Ward],
        cuts: (2, 6),
        groups: (3, 6),
        clean: GroupRule { least_members: 2, moves: 3, least_part: 2, coherence: 0.95 },
        tolerance: 1.0,
        seed: 1,
        permutations: 99,
    }
}

#[test]
fn planted_groups_of_traded_industries_are_found_and_beat_chance() {
    let defined = define(&figures(), &method()).unwrap();
    assert_eq!(defined.traded, (0..15).collect::<Vec<_>>());
    let labels = &defined.best.labels;
    let alike = |a: usize, b: usize| labels[a] != labels[b] || a / 5 == b / 5;
    assert!((0..15).all(|a| (0..15).all(|b| alike(a, b))), "groups are mixed: {labels:?}");
    assert!(defined.best.groups() >= 3 && defined.best.score() >= 99.0);
    assert!(defined.null.p99 < 100.0 && (defined.null.p - 0.01).abs() < 1e-12);
    assert!(defined.tried >= defined.coherent && defined.coherent >= 1);
}

#[test]
fn both_families_of_similarity_find_what_was_planted() {
    for location in [LocationForm::Counts, LocationForm::Shares, LocationForm::Coagglomeration] {
        let alone = Method { locations: vec![location], ..method() };
        let labels = define(&figures(), &alone).unwrap().best.labels;
        let alike = |a: usize, b: usize| labels[a] != labels[b] || a / 5 == b / 5;
        assert!((0..15).all(|a| (0..15).all(|b| alike(a, b))), "{location:?}: {labels:?}");
    }
}

#[test]
fn planted_groups_come_back_from_other_markets_and_progress_is_told() {
    let figures = figures();
    let method = Method { cuts: (3, 3), groups: (3, 3), ..method() };
    let defined = define(&figures, &method).unwrap();
    let mut told = Vec::new();
    let resampling = Resampling { draws: 20, seed: 5 };
    let found =
        stability(&figures, &defined, &method, resampling, &mut |done| told.push(done)).unwrap();
    let found = found.unwrap();
    assert_eq!(told, (1..=20).collect::<Vec<u32>>());
    assert!(found.adjusted_rand > 0.95, "{found:?}");
    assert_eq!((found.clusters.len(), found.recovered, found.dissolved), (3, 3, 0));
    // Cut finer than what was planted, the groups hang on which markets were drawn.
    let finer = Method { cuts: (5, 6), groups: (5, 6), ..method.clone() };
    let split = define(&figures, &finer).unwrap();
    let split = stability(&figures, &split, &finer, resampling, &mut |_| {}).unwrap().unwrap();
    assert!(split.adjusted_rand < 0.8 && split.recovered < split.clusters.len(), "{split:?}");
    let again = stability(&figures, &defined, &method, resampling, &mut |_| {}).unwrap();
    assert_eq!(again, Some(found));
    let none = Resampling { draws: 0, ..resampling };
    assert_eq!(stability(&figures, &defined, &method, none, &mut |_| {}).unwrap(), None);
}

#[test]
fn the_same_figures_give_the_same_definition() {
    let (a, b) = (define(&figures(), &method()).unwrap(), define(&figures(), &method()).unwrap());
    assert_eq!((a.best, a.null), (b.best, b.null));
}

#[test]
fn law_every_way_is_told_once_with_its_best_grouping() {
    let all = Method {
        locations: vec![LocationForm::Counts, LocationForm::Shares, LocationForm::Coagglomeration],
        growths: vec![Growth::Average, Growth::Ward, Growth::Means, Growth::Medians],
        ..method()
    };
    let found = define(&figures(), &all).unwrap();
    assert_eq!(found.ways.len(), 3 * 2 * 4, "places by links by growths");
    assert!(found.ways.iter().map(|way| way.asked).sum::<usize>() >= found.tried);
    assert!(found.ways.windows(2).all(|pair| pair[0].score >= pair[1].score));
    let mut kinds: Vec<Configuration> =
        found.ways.iter().map(|way| Configuration { cut: 0, ..way.configuration }).collect();
    kinds.sort();
    kinds.dedup();
    assert_eq!(kinds.len(), found.ways.len());
    assert!(found.ways.iter().any(|way| way.score >= found.best.score()));
}

#[test]
fn rules_that_no_grouping_passes_are_an_error() {
    let strict = Method { groups: (14, 15), cuts: (14, 15), ..method() };
    assert_eq!(define(&figures(), &strict).unwrap_err().code(), "E0303");
}

#[test]
fn without_links_locations_alone_find_the_groups_and_no_link_is_scored() {
    let found = define(&Figures { links: None, ..figures() }, &method()).unwrap();
    assert_eq!(found.best.configuration.link, None);
    assert_eq!(found.measures.len(), 3);
    let labels = &found.best.labels;
    assert!((0..15).all(|a| (0..15).all(|b| labels[a] != labels[b] || a / 5 == b / 5)));
}
