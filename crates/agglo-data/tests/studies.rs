//! What the shipped studies say is what the pack gives.
#![allow(clippy::unwrap_used, reason = "a test file")]

use agglo::base::study::{Study, Verdict};
use agglo::base::year::Year;
use agglo::map::cluster::growth::{
    Absent, Around, Column, Frame, Grouping, Growth, Rule, Timing, fit,
};
use agglo_data::Starter;
use agglo_data::definitions::studies;

fn study(name: &str) -> Study {
    studies::study(name).unwrap().unwrap()
}

/// Growth from 2018 to 2021 of four-digit industries under three-digit codes.
fn growth(base: u16) -> Growth {
    let starter = Starter::embedded().unwrap();
    let regions: Vec<_> = starter.regions().unwrap().into_iter().map(|region| region.id).collect();
    let changes = starter.changes(&regions).unwrap();
    let tree = starter.classification_2017().unwrap();
    let group = changes.employment.axes().industries.iter().map(|code| {
        let industry = tree.get(code.as_str()).filter(|industry| industry.level == 4)?;
        let three = tree.industries().iter().filter(|other| other.level == 3);
        let ids: Vec<_> = three.map(|other| &other.id).collect();
        ids.binary_search(&industry.parent.as_ref()?).ok()
    });
    let grouping = Grouping { group: group.collect(), related: Vec::new() };
    let timing = Timing { base: Year(base), start: Year(2018), end: Year(2021) };
    let rule = Rule { least_jobs: 5.0, absent: Absent::LeftOut };
    let frame = Frame::read(&changes, timing, &grouping, rule).unwrap();
    fit(&frame, &grouping, &Around::default()).unwrap()
}

fn near(found: f64, wanted: f64, within: f64) {
    assert!((found - wanted).abs() <= within, "{found} against {wanted}");
}

#[test]
fn growth_under_a_shared_base_is_what_pyfixest_fits_on_the_same_cells() {
    // pyfixest 0.60.0: feols("y ~ own + cluster | region + industry", vcov = {"CRV1": "region"},
    // ssc(k_fixef = "nonnested"), fixef_rm = "none"), cells selected by pandas 3.0.1.
    let growth = growth(2018);
    assert_eq!((growth.counts.rows, growth.regions, growth.industries), (164_649, 2_863, 272));
    let rows = [
        (Column::Own, -0.086_569_553_695_964_74, 0.001_791_346_922_182_444),
        (Column::Cluster, 0.023_618_916_593_707_98, 0.001_476_192_919_461_014),
    ];
    for (column, value, error) in rows {
        let term = growth.term(column).unwrap();
        near(term.value, value, 1e-10);
        near(term.error.unwrap(), error, 1e-12);
    }
}

#[test]
fn the_stored_study_of_growth_is_what_the_pack_gives() {
    let study = study("cluster-growth");
    let growth = growth(2017);
    let main = study.finding(&study.main).unwrap();
    assert_eq!(main.n, growth.counts.rows);
    for (name, column) in [("own", Column::Own), ("cluster", Column::Cluster)] {
        let (stored, term) = (main.term(name).unwrap(), growth.term(column).unwrap());
        near(stored.value, term.value, 1e-6);
        near(stored.upper - stored.lower, 2.0 * 1.959_964 * term.error.unwrap(), 1e-6);
    }
}

#[test]
fn no_shuffle_of_all_members_reaches_the_true_clusters_and_sectors_explain_a_part() {
    for name in ["cluster-growth", "cluster-growth-six-digits"] {
        let study = study(name);
        let main = study.finding(&study.main).unwrap();
        let cluster = main.term("cluster").unwrap();
        let [all, inside] = main.placebos.as_slice() else { unreachable!("two kinds of shuffle") };
        assert!(all.largest < cluster.value && all.p < 0.05, "{name}");
        assert!(inside.mean > 0.3 * cluster.value, "{name}: sectors carry much of it");
        assert_eq!(study.verdict, Verdict::Supported);
    }
}

#[test]
fn the_study_of_entry_says_where_its_forecasts_are_no_better_than_a_coin() {
    let study = study("diversification");
    let all = study.finding("all").unwrap();
    near(all.term("density").unwrap().value, 0.80, 0.01);
    near(all.term("rival").unwrap().value, 0.80, 0.01);
    assert!(all.term("share_of_entries_unpublished_before").unwrap().value > 0.8);
    let published = study.finding("published").unwrap();
    near(published.term("density").unwrap().value, 0.51, 0.02);
}

#[test]
fn hidden_cells_lie_in_their_bounds_and_shares_come_nearer_than_middles() {
    let study = study("hidden-cells");
    for name in ["four-digits", "three-digits"] {
        let finding = study.finding(name).unwrap();
        near(finding.term("inside_bounds").unwrap().value, 1.0, 0.0);
        assert!(finding.term("gain").unwrap().is_above_zero(), "{name}");
    }
    // Where another publisher printed what was hidden, no estimate comes near what both differ by anyway.
    let second = study.finding("second-publisher").unwrap();
    let value = |name: &str| second.term(name).unwrap().value;
    assert!(
        value("shared") < value("middle_shared") && value("shared") > value("publishers_apart")
    );
}
