//! Our location quotient gives the quotients that the Bureau of Labor Statistics prints.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test file")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use agglo::Figure;
use agglo::map::specialization::{Counts, location_quotient};
use agglo::panel::{Cell, Status};
use agglo_data::table::PackFile;

/// A printed quotient with what it was made of.
struct Printed {
    region: String,
    industry: String,
    jobs: f64,
    total: f64,
    quotient: f64,
}

fn printed(folder: &std::path::Path) -> Vec<Printed> {
    let bytes = std::fs::read(folder.join("qcew_lq_2016q4.parquet")).unwrap();
    let file = PackFile::open("qcew_lq_2016q4.parquet", bytes.into()).unwrap();
    let columns =
        ["region", "naics", "employment_dec", "lq_employment_dec", "total_employment_dec"];
    let table = file.all(&columns).unwrap();
    let (regions, codes) = (table.texts("region").unwrap(), table.texts("naics").unwrap());
    let jobs = table.whole("employment_dec").unwrap();
    let totals = table.whole("total_employment_dec").unwrap();
    let quotients = table.numbers("lq_employment_dec").unwrap();
    let row = |at: usize| Printed {
        region: regions[at].to_owned(),
        industry: codes[at].to_owned(),
        jobs: jobs[at] as f64,
        total: totals[at] as f64,
        quotient: quotients[at].unwrap(),
    };
    (0..table.rows()).map(row).collect()
}

/// Shares of the nation that the quotients of some counties leave open, of industries that 20 of them
/// print with at least 0.10.
fn shares_from(rows: &[&Printed]) -> BTreeMap<String, (f64, f64)> {
    let mut found: BTreeMap<String, (f64, f64, usize)> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.jobs > 0.0 && row.quotient >= 0.10) {
        let share = row.jobs / row.total;
        let entry = found.entry(row.industry.clone()).or_insert((0.0, f64::INFINITY, 0));
        entry.0 = entry.0.max(share / (row.quotient + 0.005));
        entry.1 = entry.1.min(share / (row.quotient - 0.005));
        entry.2 += 1;
    }
    let enough = found.into_iter().filter(|(_, (.., counties))| *counties >= 20);
    enough.map(|(industry, (low, high, _))| (industry, (low, high))).collect()
}

#[test]
fn shares_from_one_half_of_the_counties_give_the_quotients_of_the_other_half() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/us/industry");
    if !folder.is_dir() {
        println!("skipped: no ../shared");
        return;
    }
    let rows = printed(&folder);
    let even = |row: &&Printed| (row.region.parse::<u32>().unwrap() / 2).is_multiple_of(2);
    let (learn, test): (Vec<&Printed>, Vec<&Printed>) = rows.iter().partition(even);
    let shares = shares_from(&learn);
    let (mut tried, mut within_5, mut within_10, mut reached) = (0, 0, 0, 0);
    for row in test.into_iter().filter(|row| row.jobs > 0.0) {
        let Some(&(low, high)) = shares.get(&row.industry) else { continue };
        assert!(low <= high, "no share of {} fits all counties", row.industry);
        let cell = |count: f64| Cell::disclosed(count).unwrap();
        let quotient = |industry: Cell| {
            let reference = cell(1.0);
            let counts = Counts { x: cell(row.jobs), region: cell(row.total), industry, reference };
            Figure::from(location_quotient(&counts))
        };
        let distance =
            (quotient(cell(f64::midpoint(low, high))).value().unwrap() - row.quotient).abs();
        tried += 1;
        // The quotient is printed with two decimals: a millionth is rounding on its edge.
        within_5 += usize::from(distance <= 0.005 + 1e-6);
        within_10 += usize::from(distance <= 0.01);
        let bounded = Cell::new(f64::midpoint(low, high), Status::Estimated { low, high }).unwrap();
        let (least, most) = quotient(bounded).range().unwrap();
        let inside = least <= row.quotient + 0.005 + 1e-9 && row.quotient - 0.005 - 1e-9 <= most;
        reached += usize::from(inside);
    }
    assert_eq!((tried, within_5, within_10), (171_267, 171_073, 171_264));
    assert_eq!(reached, tried, "the share's interval reaches every printed quotient");
}

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
    let rows = printed(&folder);
    let (mut tried, mut missed) = (0, Vec::new());
    let cell = |count: f64| Cell::disclosed(count).unwrap();
    for row in &rows {
        let Some(&industry) = shares.get(&row.industry) else { continue };
        let (x, region) = (cell(row.jobs), cell(row.total));
        let counts = Counts { x, region, industry, reference: cell(1.0) };
        let Some((low, high)) = Figure::from(location_quotient(&counts)).range() else { continue };
        tried += 1;
        // Printed with two decimals; one unit in the last place of the arithmetic.
        if row.quotient < low - 0.005 - 1e-9 || row.quotient > high + 0.005 + 1e-9 {
            missed.push((&row.region, &row.industry, row.quotient, low, high));
        }
    }
    assert_eq!(tried, 338_409, "rows with a share");
    assert!(missed.is_empty(), "{} missed, first {:?}", missed.len(), missed.first());
    let gulf = |code: &str| {
        let row = rows.iter().find(|row| row.region == "12045" && row.industry == code).unwrap();
        (row.jobs, row.quotient)
    };
    assert_eq!(gulf("722"), (379.0, 1.27));
    assert_eq!(gulf("5313"), (58.0, 3.26));
}
