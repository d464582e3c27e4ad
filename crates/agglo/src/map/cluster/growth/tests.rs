//! Planted growth is found, shuffled members find nothing, what is not published is never zero.

use agglo_stats::float;
use agglo_stats::random::uniform;

use super::*;
use crate::base::year::Year;
use crate::panel::{Axes, Cell, Changes, Panel};

const REGIONS: usize = 60;
const INDUSTRIES: usize = 24;
const TIMING: Timing = Timing { base: Year(2000), start: Year(2001), end: Year(2004) };
const RULE: Rule = Rule { least_jobs: 5.0, absent: Absent::LeftOut };

fn group(industry: usize) -> usize {
    industry / 4
}

fn grouping() -> Grouping {
    Grouping { group: (0..INDUSTRIES).map(|at| Some(group(at))).collect(), related: Vec::new() }
}

fn draw(a: usize, b: usize, purpose: u32) -> f64 {
    let [draw, _] = uniform(11, [purpose, 0, u32::try_from(a).unwrap(), u32::try_from(b).unwrap()]);
    draw
}

/// Log of jobs in the base year: a region's and an industry's size, a cluster's in the region, chance.
fn log_base(region: usize, industry: usize) -> f64 {
    6.0 + draw(region, 0, 1)
        + draw(industry, 0, 2)
        + 2.0 * draw(region, group(industry), 3)
        + 2.0 * draw(region, industry, 4)
}

/// A table in which growth follows own size with `d` and the rest of the cluster with `b`.
fn planted(d: f64, b: f64, hole: Option<(usize, usize)>) -> Changes {
    let name = |letter: &str, at: usize| format!("{letter}{at:03}");
    let axes = |source: &str| Axes {
        years: vec![Year(2000), Year(2001), Year(2004)],
        regions: (0..REGIONS).map(|at| name("r", at).into()).collect(),
        industries: (0..INDUSTRIES).map(|at| name("i", at).into()).collect(),
        source: source.into(),
    };
    let base = |r: usize, i: usize| float::exp(log_base(r, i));
    let rest = |r: usize, i: usize| {
        let others = (0..INDUSTRIES).filter(|&j| group(j) == group(i) && j != i);
        float::ln(float::sum(others.map(|j| base(r, j))))
    };
    let mut cells = Vec::new();
    for r in 0..REGIONS {
        for i in (0..INDUSTRIES).filter(|&i| hole != Some((r, i))) {
            let noise = 0.02 * (draw(r, i, 5) - 0.5);
            let growth = d * log_base(r, i) + b * rest(r, i) + 0.3 * draw(r, 0, 6) + noise;
            let jobs = [base(r, i), 100.0, 100.0 * float::exp(growth)];
            for (year, jobs) in jobs.into_iter().enumerate() {
                cells.push(([year, r, i], Cell::disclosed(jobs).unwrap()));
            }
        }
    }
    let employment = Panel::new(axes("test"), Cell::MISSING, cells.clone()).unwrap();
    let establishments = Panel::new(axes("test"), Cell::MISSING, cells).unwrap();
    Changes { employment, establishments }
}

fn value(growth: &Growth, column: Column) -> f64 {
    growth.term(column).unwrap().value
}

#[test]
fn planted_convergence_and_agglomeration_are_found() {
    let frame = Frame::read(&planted(-0.08, 0.05, None), TIMING, &grouping(), RULE).unwrap();
    let found = fit(&frame, &grouping(), &Around::default()).unwrap();
    for (column, wanted) in [(Column::Own, -0.08), (Column::Cluster, 0.05)] {
        let term = found.term(column).unwrap();
        let error = term.error.unwrap();
        assert!((term.value - wanted).abs() < 4.0 * error && error < 0.002, "{term:?}");
    }
    assert_eq!((found.counts.rows, found.regions), (REGIONS * INDUSTRIES, REGIONS));
}

#[test]
fn shuffled_members_find_nothing_of_it_and_the_true_ones_stand_out() {
    let frame = Frame::read(&planted(-0.08, 0.05, None), TIMING, &grouping(), RULE).unwrap();
    let shuffle = Shuffle { times: 40, seed: 1, strata: Vec::new(), threads: 2 };
    let around = Around::default();
    let drawn = placebo(&frame, &grouping(), &around, &shuffle).unwrap();
    let truth = value(&fit(&frame, &grouping(), &around).unwrap(), Column::Cluster);
    assert_eq!(drawn.at_least(truth), 0);
    assert!((drawn.p(truth) - 1.0 / 41.0).abs() < 1e-12);
    assert!(drawn.values.iter().all(|value| value.abs() < 0.5 * truth), "{drawn:?}");
    let alone = Shuffle { threads: 1, ..shuffle };
    assert_eq!(drawn, placebo(&frame, &grouping(), &around, &alone).unwrap());
}

#[test]
fn nothing_planted_is_nothing_found() {
    let frame = Frame::read(&planted(-0.08, 0.0, None), TIMING, &grouping(), RULE).unwrap();
    let term =
        *fit(&frame, &grouping(), &Around::default()).unwrap().term(Column::Cluster).unwrap();
    assert!(term.value.abs() < 4.0 * term.error.unwrap(), "{term:?}");
}

#[test]
fn law_members_that_stay_inside_their_own_cluster_change_nothing() {
    let frame = Frame::read(&planted(-0.08, 0.05, None), TIMING, &grouping(), RULE).unwrap();
    let strata = (0..INDUSTRIES).map(group).collect();
    let shuffle = Shuffle { times: 2, seed: 1, strata, threads: 1 };
    let around = Around::default();
    let truth = value(&fit(&frame, &grouping(), &around).unwrap(), Column::Cluster);
    let drawn = placebo(&frame, &grouping(), &around, &shuffle).unwrap();
    assert!(drawn.values.iter().all(|value| (value - truth).abs() < 1e-12));
}

#[test]
fn law_the_base_of_the_quotients_cancels() {
    // Without the last cluster every region's and the nation's totals are others.
    let changes = planted(-0.08, 0.05, None);
    let around = Around::default();
    let of = |grouping: &Grouping| {
        let mut frame = Frame::read(&changes, TIMING, grouping, RULE).unwrap();
        frame.cells.retain(|cell| cell.industry < INDUSTRIES - 4);
        fit(&frame, grouping, &around).unwrap()
    };
    let whole = of(&grouping());
    let mut less = grouping();
    less.group[INDUSTRIES - 4..].fill(None);
    let less = of(&less);
    for column in [Column::Own, Column::Cluster] {
        assert!((value(&whole, column) - value(&less, column)).abs() < 1e-10);
    }
}

#[test]
fn cells_that_are_not_published_are_counted_and_never_zero() {
    let changes = planted(-0.08, 0.05, Some((3, 5)));
    let frame = Frame::read(&changes, TIMING, &grouping(), RULE).unwrap();
    let found = fit(&frame, &grouping(), &Around::default()).unwrap();
    assert_eq!(found.counts.at_start, REGIONS * INDUSTRIES - 1);
    let strict = Rule { least_jobs: 101.0, ..RULE };
    let frame = Frame::read(&changes, TIMING, &grouping(), strict).unwrap();
    assert!(fit(&frame, &grouping(), &Around::default()).is_err(), "no cell is left");
    assert_eq!(frame.sample(&grouping(), &Around::default()).counts.too_small, 1439);
}

#[test]
fn the_strength_of_neighbours_and_of_related_clusters_stand_beside_it() {
    let frame = Frame::read(&planted(-0.08, 0.05, None), TIMING, &grouping(), RULE).unwrap();
    let neighbours: Vec<Vec<usize>> =
        (0..REGIONS).map(|at| vec![(at + 1) % REGIONS, (at + 2) % REGIONS]).collect();
    let related = Grouping { related: (0..6).map(|at| vec![(at + 1) % 6]).collect(), ..grouping() };
    let inside: Vec<bool> = (0..REGIONS).map(|at| at % 2 == 0).collect();
    let around = Around { neighbours, establishments: false, inside };
    let found = fit(&frame, &related, &around).unwrap();
    let columns: Vec<Column> = found.terms.iter().map(|term| term.column).collect();
    assert_eq!(columns, [Column::Own, Column::Cluster, Column::Related, Column::Neighbours]);
    assert_eq!(found.regions, REGIONS / 2);
    assert!((value(&found, Column::Cluster) - 0.05).abs() < 0.01);
    assert!(value(&found, Column::Neighbours).abs() < 0.02, "none was planted");
}

#[test]
fn edge_a_cluster_of_one_and_a_missing_year() {
    let changes = planted(-0.08, 0.05, None);
    let lonely = Grouping { group: (0..INDUSTRIES).map(Some).collect(), related: Vec::new() };
    let frame = Frame::read(&changes, TIMING, &lonely, RULE).unwrap();
    let error = fit(&frame, &lonely, &Around::default()).unwrap_err();
    assert_eq!(error.code(), "E0301");
    let never = Timing { end: Year(1999), ..TIMING };
    assert!(Frame::read(&changes, never, &grouping(), RULE).is_err());
    let short = Grouping { group: vec![Some(0)], related: Vec::new() };
    assert!(Frame::read(&changes, TIMING, &short, RULE).is_err());
}
