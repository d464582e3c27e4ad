//! How long a year of jobs takes into the lake and out of it: run by hand, built for release.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test file")]

use std::time::{Duration, Instant};

use agglo_data::lake::{AsOf, Block, Card, ColumnCard, Lake, Role, Scope, Values};

const ROWS: u32 = 3_600_000;
const BLOCK: u32 = 65_536;
const MEASURES: [&str; 6] =
    ["establishments", "jobs", "wages", "weekly", "yearly", "contributions"];

fn card() -> Card {
    let keys = ["period", "region", "owner", "industry", "level", "size"];
    let mut columns: Vec<ColumnCard> =
        keys.iter().map(|name| ColumnCard::new(*name, Role::Key)).collect();
    columns.extend(MEASURES.iter().map(|name| ColumnCard::new(*name, Role::Measure)));
    columns.push(ColumnCard::new("line", Role::Line));
    Card::new("jobs", columns, Scope::PeriodsInIt)
}

fn names(count: u32, shape: impl Fn(u32) -> String) -> Vec<String> {
    (0..count).map(shape).collect()
}

/// Rows `start..end` of a file that is sorted by region, as the agency's are, or not at all.
fn block(start: u32, end: u32, is_shuffled: bool, lists: &[Vec<String>; 6]) -> Block {
    let row = |at: u32| {
        // 1,234,577 shares no factor with the number of rows, so that every row comes once.
        if is_shuffled {
            u32::try_from(u64::from(at) * 1_234_577 % u64::from(ROWS)).unwrap()
        } else {
            at
        }
    };
    let rows: Vec<u32> = (start..end).map(row).collect();
    let codes = |list: usize, at: &dyn Fn(u32) -> u32| Values::Codes {
        names: lists[list].clone(),
        at: rows.iter().map(|&row| Some(at(row))).collect(),
    };
    // 900 industries of 4 owners in 1,000 regions; four quarters take turns.
    let noise = |row: u32, by: u32| i64::from(row.wrapping_mul(2_654_435_761) >> by);
    let mut columns = vec![
        ("period".to_owned(), codes(0, &|row| row % 4)),
        ("region".to_owned(), codes(1, &|row| row / 3_600)),
        ("owner".to_owned(), codes(2, &|row| row / 4 % 9 % 4)),
        ("industry".to_owned(), codes(3, &|row| row / 4 % 900)),
        ("level".to_owned(), codes(4, &|row| row / 4 % 900 / 150)),
        ("size".to_owned(), codes(5, &|_| 0)),
    ];
    for (at, name) in (0..).zip(MEASURES) {
        let values =
            rows.iter().map(|&row| (row % 5 != 0 || at == 0).then(|| noise(row, 22 - 2 * at)));
        let values = if at < 3 {
            Values::Whole(values.collect())
        } else {
            Values::Numbers(values.map(|value| value.map(|value| value as f64)).collect())
        };
        columns.push((name.to_owned(), values));
    }
    columns.push((
        "line".to_owned(),
        Values::Whole((start..end).map(|at| Some(i64::from(at) + 2)).collect()),
    ));
    Block::new(columns).unwrap()
}

/// The most memory that this process has held, in MiB.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1024)
}

/// Seconds of processor time that this process has used, all threads together.
fn busy() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?;
    Some(ticks / 100.0)
}

fn load(lake: &Lake, is_shuffled: bool) -> Duration {
    let lists = [
        names(4, |at| format!("2026Q{}", at + 1)),
        names(1_000, |at| format!("{:05}", at * 57)),
        names(4, |at| (at + 1).to_string()),
        names(900, |at| format!("{}", 111_110 + at * 997)),
        names(6, |at| (70 + at).to_string()),
        names(1, |at| at.to_string()),
    ];
    let mut load = lake.load(card()).unwrap();
    let mut spent = Duration::ZERO;
    for start in (0..ROWS).step_by(BLOCK as usize) {
        let block = block(start, ROWS.min(start + BLOCK), is_shuffled, &lists);
        let began = Instant::now();
        load.block(&block).unwrap();
        spent += began.elapsed();
    }
    println!("blocks taken in: {spent:.2?}");
    let (began, before) = (Instant::now(), busy());
    let published = load.publish("2026-11-23").unwrap();
    spent += began.elapsed();
    println!(
        "published in {:.2?}, processor {:?} s",
        began.elapsed(),
        busy().zip(before).map(|(a, b)| a - b)
    );
    println!(
        "{} rows, shuffled: {is_shuffled}, in {spent:.2?}; {} bytes, new: {}; peak {:?} MiB",
        published.vintage.rows(),
        published.vintage.bytes(),
        published.is_new,
        peak()
    );
    spent
}

#[test]
#[ignore = "a measurement: cargo test --release -p agglo-data --test lake_speed -- --ignored --nocapture"]
fn a_year_of_jobs() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::at(folder.path().join("lake"));
    load(&lake, false);
    load(&lake, true);
    let spilling = Lake::at(folder.path().join("spilled")).memory(64 << 20);
    load(&spilling, true);
    for columns in [["region", "jobs"], ["industry", "wages"]] {
        let began = Instant::now();
        let reader = lake.read("jobs", &AsOf::Latest).unwrap();
        let reader = reader.columns(&columns).unwrap().only("period", &["2026Q2"]).unwrap();
        let rows: usize = reader.map(|block| block.unwrap().rows()).sum();
        println!("{columns:?} of one quarter, {rows} rows: {:.3?}", began.elapsed());
    }
    let began = Instant::now();
    let reader = lake.read("jobs", &AsOf::Latest).unwrap();
    let reader = reader.columns(&["industry", "jobs"]).unwrap().only("region", &["00057"]).unwrap();
    let rows: usize = reader.map(|block| block.unwrap().rows()).sum();
    println!("one region, {rows} rows: {:.3?}", began.elapsed());
    let began = Instant::now();
    assert_eq!(lake.verify().unwrap().faults, []);
    println!("verified in {:.3?}; peak {:?} MiB", began.elapsed(), peak());
}
