//! Location quotients of the published cluster results of 2016, from sizes of the nation's clusters that
//! other states' results imply.
//!
//! The published results may not be redistributed: they are read where they lie beside the checkout.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test's own helpers may fail loudly"
)]

use std::collections::BTreeMap;
use std::path::PathBuf;

use agglo::Figure;
use agglo::map::specialization::{Counts, location_quotient};
use agglo::panel::Cell;

/// All jobs of the nation in traded and in local clusters in 2016, as the published shares imply.
const NATION: [f64; 2] = [45_242_109.0, 81_486_213.0];

struct Row {
    region: String,
    cluster: String,
    traded: bool,
    jobs: f64,
    quotient: f64,
    share_of_nation: f64,
}

fn rows() -> Option<Vec<Row>> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../shared/data/us/clusters/published_state_2016.csv");
    if !path.is_file() {
        println!("skipped: no ../shared");
        return None;
    }
    let mut reader = csv::Reader::from_path(path).unwrap();
    let names = reader.headers().unwrap().clone();
    let at = |name: &str| names.iter().position(|own| own == name).unwrap();
    let number = |row: &csv::StringRecord, name: &str| row[at(name)].parse::<f64>().unwrap();
    let row = |row: csv::StringRecord| Row {
        region: row[at("region")].to_owned(),
        cluster: row[at("cluster_code")].to_owned(),
        traded: row[at("traded")].eq_ignore_ascii_case("true"),
        jobs: number(&row, "employment"),
        quotient: number(&row, "lq"),
        share_of_nation: number(&row, "share_of_us_cluster_employment"),
    };
    Some(reader.records().map(Result::unwrap).map(row).collect())
}

#[test]
fn one_half_of_the_states_gives_the_quotients_of_the_other() {
    let Some(rows) = rows() else { return };
    let learns = |row: &&Row| (row.region.parse::<u32>().unwrap() / 2).is_multiple_of(2);
    // The state with most jobs of a cluster states its share with most digits.
    let mut sizes: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for row in rows.iter().filter(learns).filter(|row| row.share_of_nation > 0.0) {
        let best = sizes.entry(&row.cluster).or_default();
        if row.jobs > best.0 {
            *best = (row.jobs, row.jobs / row.share_of_nation);
        }
    }
    let mut totals: BTreeMap<(&str, bool), f64> = BTreeMap::new();
    for row in &rows {
        *totals.entry((&row.region, row.traded)).or_default() += row.jobs;
    }
    let (mut tried, mut worst) = (0, 0.0_f64);
    for row in rows.iter().filter(|row| !learns(row)) {
        let cell = |count: f64| Cell::disclosed(count).unwrap();
        let counts = Counts {
            x: cell(row.jobs),
            region: cell(totals[&(row.region.as_str(), row.traded)]),
            industry: cell(sizes[row.cluster.as_str()].1),
            reference: cell(NATION[usize::from(!row.traded)]),
        };
        let found = Figure::from(location_quotient(&counts)).value().unwrap();
        worst = worst.max((found - row.quotient).abs());
        tried += 1;
    }
    println!("{tried} quotients of the other half, at most {worst:.1e} apart");
    assert_eq!(tried, 871);
    assert!(worst <= 1e-5, "{worst}");
}
