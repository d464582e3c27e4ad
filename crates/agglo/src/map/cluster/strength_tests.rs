//! Laws and edges of the strength of clusters.

use super::*;
use crate::base::year::Year;
use crate::panel::{Axes, Base};

fn rule() -> StrongRule {
    StrongRule {
        quantile: 0.75,
        least_quotient: 1.0,
        least_jobs: 30.0,
        least_establishments: 3.0,
        least_units: 8,
    }
}

fn definition() -> ClusterDefinition {
    let cluster = |id: &str, code: &str| Cluster {
        id: id.into(),
        title: id.to_owned(),
        industries: vec![code.into()],
    };
    let clusters = vec![cluster("fish", "a"), cluster("wood", "b")];
    ClusterDefinition::new("test", "test", "by hand", clusters).unwrap()
}

/// Ten counties of 1,000 jobs and 100 establishments; county `k` has `10 k` jobs in wood and 50 in fish.
fn panel(industries: &[&str], cell: impl Fn(usize, &str) -> Cell) -> Panel {
    let mut regions: Vec<RegionId> = (0..10).map(|k| format!("C{k}").into()).collect();
    regions.push(RegionId::from(RegionId::NATION));
    let axes = Axes {
        years: vec![Year(2016)],
        regions,
        industries: industries.iter().map(|&id| id.into()).collect(),
        source: "test".into(),
    };
    let cells: Vec<([usize; 3], Cell)> = (0..11)
        .flat_map(|k| (0..industries.len()).map(move |i| (k, i)))
        .map(|(k, i)| ([0, k, i], cell(k, industries[i])))
        .collect();
    Panel::new(axes, Cell::ZERO, cells).unwrap()
}

fn number(value: f64) -> Cell {
    if value > 0.0 { Cell::disclosed(value).unwrap() } else { Cell::ZERO }
}

struct World {
    structure: Structure,
    clusters: ClusterStructure,
}

fn world(hide: Option<usize>) -> World {
    let count = |k: usize, id: &str, scale: f64| match (k, id) {
        (10, "wood") => 450.0 * scale,
        (10, "fish") => 500.0 * scale,
        (10, _) => 950.0 * scale,
        (k, "wood") => 10.0 * k as f64 * scale,
        (_, "fish") => 50.0 * scale,
        (k, _) => (50.0 + 10.0 * k as f64) * scale,
    };
    let jobs = |k: usize, id: &str| {
        if Some(k) == hide && id != "fish" {
            Cell::withheld(5.0, 400.0).unwrap()
        } else {
            number(count(k, id, 1.0))
        }
    };
    let axis = ["10", "fish", "wood"];
    let clusters = ClusterStructure {
        employment: panel(&axis, jobs),
        establishments: panel(&axis, |k, id| number(count(k, id, 0.1))),
        pay: panel(&axis, |k, id| number(count(k, id, 1e4))),
    };
    let base =
        |size: f64| panel(&["10"], move |k, _| number(if k == 10 { 10.0 * size } else { size }));
    let totals = Base { employment: base(1e3), establishments: base(1e2), pay: base(1e7) };
    let structure = Structure {
        employment: base(800.0),
        establishments: base(90.0),
        pay: base(9e6),
        base: totals,
        lowest_month: base(800.0),
        highest_month: base(800.0),
    };
    World { structure, clusters }
}

fn portfolio(world: &World, id: &str) -> Portfolio {
    let definition = definition();
    let field = Field::new(&definition, &world.clusters, &world.structure, rule());
    field.portfolio(Place::unit(&id.into()))
}

#[test]
fn reference_quotients_ranks_and_shares_by_hand() {
    let found = portfolio(&world(None), "C9");
    let wood = found.line("wood").unwrap();
    // 90 of 1,000 jobs against 450 of 10,000.
    assert!((wood.quotient.value().unwrap() - 2.0).abs() < 1e-12);
    // 90 of 140 traded jobs against 450 of 950.
    assert!(
        (wood.quotient_traded.value().unwrap() - (90.0 / 140.0) / (450.0 / 950.0)).abs() < 1e-12
    );
    assert!((wood.national_share.value().unwrap() - 0.2).abs() < 1e-12);
    assert!((wood.excess.value().unwrap() - 45.0).abs() < 1e-9);
    assert_eq!(wood.rank, Some(Rank { best: 1, worst: 1, others: 8 }));
    assert_eq!((wood.strong, wood.strong_by_establishments), (Strong::Surely, Strong::Surely));
    assert_eq!(found.lines[0].cluster.as_str(), "wood");
    let bases: Vec<&str> = [&wood.quotient, &wood.quotient_traded]
        .iter()
        .map(|figure| figure.answer().unwrap().caveats()[0].code.as_str())
        .collect();
    assert_eq!(bases, ["base-all-owners", "base-traded"], "each quotient names its base");
}

#[test]
fn a_cluster_that_all_have_alike_ties_with_the_cut_and_counts() {
    let found = portfolio(&world(None), "C1");
    let fish = found.line("fish").unwrap();
    assert_eq!(fish.strong, Strong::Surely, "a tie with the 75th percentile counts");
    assert_eq!(found.line("wood").unwrap().strong, Strong::No);
    assert!((found.share_strong.value().unwrap() - 50.0 / 60.0).abs() < 1e-12);
}

#[test]
fn withheld_jobs_make_the_verdict_fragile_and_leave_establishments_to_speak() {
    let found = portfolio(&world(Some(9)), "C9");
    let wood = found.line("wood").unwrap();
    assert_eq!((wood.strong, wood.fragile), (Strong::Possibly, true));
    assert_eq!(wood.strong_by_establishments, Strong::Surely);
    assert_eq!(wood.employment.value(), None, "withheld is not a point");
    let rank = wood.rank.unwrap();
    assert!(rank.best == 1 && rank.worst == 9, "{rank:?}");
    let (low, high) = found.share_strong.range().unwrap();
    assert!((low - 50.0 / 450.0).abs() < 1e-12 && (high - 1.0).abs() < 1e-12);
}

#[test]
fn a_neighbours_withheld_cell_moves_the_cut_and_only_ever_weakens_certainty() {
    let open = portfolio(&world(None), "C7");
    let closed = portfolio(&world(Some(9)), "C7");
    let strength = |found: &Portfolio| found.line("wood").unwrap().strong;
    assert_eq!(strength(&open), Strong::Surely);
    assert!(strength(&closed) >= strength(&open));
}

#[test]
fn a_county_without_the_cluster_has_no_line_and_one_out_of_the_table_has_none() {
    assert!(portfolio(&world(None), "C0").line("wood").is_none());
    let nowhere = portfolio(&world(None), "C99");
    assert!(nowhere.lines.iter().all(|line| line.strong == Strong::Unknown && line.rank.is_none()));
}

#[test]
fn a_region_of_two_counties_adds_its_jobs_and_is_ranked_among_the_others() {
    let world = world(None);
    let definition = definition();
    let field = Field::new(&definition, &world.clusters, &world.structure, rule());
    let both: Vec<RegionId> = vec!["C8".into(), "C9".into()];
    let found = field.portfolio(Place::of(&both));
    let wood = found.line("wood").unwrap();
    assert_eq!(wood.employment.value(), Some(170.0));
    assert_eq!(wood.rank, Some(Rank { best: 1, worst: 1, others: 7 }));
}
