//! Our location quotient gives the quotients that the Bureau of Labor Statistics prints.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test file")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use agglo::Figure;
use agglo::map::specialization::{Counts, location_quotient};
use agglo::panel::{Cell, Status};
use agglo_data::table::PackFile;

/// Bounds of the nation's share of each industry in all covered jobs.
fn shares(folder: &std::path::Path) -> BTreeMap<String, Cell> {
    let mut reader = csv::Reader::from_path(folder.join("qcew_us_share_2016q4.csv")).unwrap();
    let rows = reader.records().map(|row| {
        let row = row.unwrap();
        let (low, high): (f64, f64) = (row[3].parse().unwrap(), row[4].parse().unwrap());
        let cell = Cell::new(f64::midpoint(low, high), Status::Estimated { low, high }).unwrap();
        (row[0].to_owned(), cell)
    });
    rows.collect()
}

#[test]
fn every_published_quotient_of_december_2016_comes_out() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/us/industry");
    if !folder.is_dir() {
        println!("skipped: no ../shared");
        return;
    }
    let shares = shares(&folder);
    let bytes = std::fs::read(folder.join("qcew_lq_2016q4.parquet")).unwrap();
    let file = PackFile::open("qcew_lq_2016q4.parquet", bytes.into()).unwrap();
    let columns =
        ["region", "naics", "employment_dec", "lq_employment_dec", "total_employment_dec"];
    let table = file.all(&columns).unwrap();
    let (regions, codes) = (table.texts("region").unwrap(), table.texts("naics").unwrap());
    let jobs = table.whole("employment_dec").unwrap();
    let totals = table.whole("total_employment_dec").unwrap();
    let printed = table.numbers("lq_employment_dec").unwrap();
    let (mut tried, mut missed) = (0, Vec::new());
    let cell = |count: i64| Cell::disclosed(count as f64).unwrap();
    for row in 0..table.rows() {
        let Some(&industry) = shares.get(codes[row]) else { continue };
        let (x, region) = (cell(jobs[row]), cell(totals[row]));
        let reference = Cell::disclosed(1.0).unwrap();
        let counts = Counts { x, region, industry, reference };
        let Some((low, high)) = Figure::from(location_quotient(&counts)).range() else { continue };
        tried += 1;
        let printed = printed[row].unwrap();
        // Printed with two decimals; one unit in the last place of the arithmetic.
        if printed < low - 0.005 - 1e-9 || printed > high + 0.005 + 1e-9 {
            missed.push((regions[row], codes[row], printed, low, high));
        }
    }
    assert_eq!(tried, 338_409, "rows with a share");
    assert!(missed.is_empty(), "{} missed, first {:?}", missed.len(), missed.first());
    let gulf = |code: &str| {
        let at =
            (0..table.rows()).find(|&row| regions[row] == "12045" && codes[row] == code).unwrap();
        (jobs[at], printed[at].unwrap())
    };
    assert_eq!(gulf("722"), (379, 1.27));
    assert_eq!(gulf("5313"), (58, 3.26));
}
