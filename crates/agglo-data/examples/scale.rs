//! Rows by the ten million, and questions to them on one engine or another: what `bench/scale/run` times.
//!
//! ```console
//! scale generate LAKE PERIODS                        a million rows a period
//! scale ask LAKE ENGINE THREADS QUESTION RUNS        one line of JSON a run
//! ```
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program of its own")]

use std::env;
use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use agglo::Error;
use agglo_data::engine::Engine;
use agglo_data::lake::{AsOf, Block, Card, ColumnCard, Lake, Role, Scope, Values};
use agglo_data::table::quick;
use agglo_data::warehouse::{Axis, Cut, Reduction, reduce};
use serde_json::json;
use sha2::{Digest, Sha256};

/// Times each other: a million rows a period.
const REGIONS: usize = 3125;
const INDUSTRIES: usize = 320;
/// Periods of a load.
const TOGETHER: usize = 10;
/// Kernel ticks of a second.
const TICKS: f64 = 100.0;

const MAPPING: &str = "dataset = \"jobs\"\n[region]\ncolumn = \"r\"\ncodes = \"us-county\"\n\
                       [industry]\ncolumn = \"i\"\n[period]\ncolumn = \"p\"\n\
                       [[measures]]\nname = \"employment\"\ncolumn = \"e\"\nkind = \"count\"\n";

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["generate", lake, periods] => generate(Path::new(lake), number(periods)),
        ["ask", lake, engine, threads, question, runs] => {
            ask(Path::new(lake), engine, (number(threads), number(runs)), question)
        }
        _ => Err(Error::new(
            "E0101",
            "generate LAKE PERIODS, or ask LAKE ENGINE THREADS QUESTION RUNS",
        )),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn number(text: &str) -> usize {
    text.parse().unwrap_or(1)
}

/// Processor seconds of this process so far.
fn processor() -> f64 {
    let account = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = account.rsplit_once(')').map_or("", |(_, fields)| fields);
    let ticks =
        fields.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok());
    ticks.sum::<f64>() / TICKS
}

fn ask(
    lake: &Path,
    engine: &str,
    (threads, runs): (usize, usize),
    question: &str,
) -> Result<(), Error> {
    let (lake, engine) = (Lake::at(lake), Engine::parse(engine)?);
    let threads = u16::try_from(threads).unwrap_or(1);
    let by = |by: &[Axis]| Cut {
        by: Some(by.to_vec()),
        parts: vec!["industry".to_owned()],
        ..Cut::default()
    };
    let (reduction, cut) = match question {
        // Few rows come back: nearly all of the work is in reading and adding.
        "sums" => (Reduction::Sums, by(&[Axis::Region, Axis::Period])),
        "quotients" => (Reduction::Quotients, by(&Axis::ALL)),
        "changes" => (Reduction::Changes, by(&[Axis::Region, Axis::Period])),
        _ => return Err(Error::new("E0101", "sums, quotients or changes")),
    };
    for _ in 0..runs {
        let (begun, before) = (Instant::now(), processor());
        let reduced =
            reduce(&lake, ("jobs", &AsOf::Latest), (reduction, &cut), (&engine, threads))?;
        let (wall, cpu) = (begun.elapsed().as_secs_f64(), processor() - before);
        let digest = Sha256::digest(quick(&reduced.table)?);
        let digest = digest.iter().take(6).fold(0_u64, |all, byte| (all << 8) | u64::from(*byte));
        let rows = (reduced.vintage.rows(), reduced.table.rows());
        println!(
            "{}",
            json!({
                "question": question, "engine": engine_name(&engine), "threads": threads,
                "rows_in": rows.0, "rows_out": rows.1, "wall": wall, "cpu": cpu, "answer": format!("{digest:012x}"),
            })
        );
    }
    Ok(())
}

fn engine_name(engine: &Engine) -> &'static str {
    match engine {
        Engine::Embedded => "embedded",
        Engine::Cluster { .. } => "cluster",
    }
}

fn generate(folder: &Path, periods: usize) -> Result<(), Error> {
    let lake = Lake::at(folder);
    for first in (0..periods).step_by(TOGETHER) {
        let mut load = lake.load(card())?;
        for period in first..periods.min(first + TOGETHER) {
            load.block(&block(period)?)?;
        }
        load.publish("2026-11-23")?;
    }
    let bytes = lake.vintage("jobs", &AsOf::Latest)?.bytes();
    println!("{} rows, {bytes} bytes", periods * REGIONS * INDUSTRIES);
    Ok(())
}

fn card() -> Card {
    let columns = vec![
        ColumnCard::new("region", Role::Key),
        ColumnCard::new("industry", Role::Key),
        ColumnCard::new("period", Role::Key),
        ColumnCard::new("employment", Role::Measure),
        ColumnCard::of("employment_status", Role::Status, "employment"),
    ];
    Card { mapping: MAPPING.to_owned(), ..Card::new("jobs", columns, Scope::Nothing) }
}

/// The same number for the same place in every run.
fn mixed(seed: usize) -> u64 {
    let mut x = seed as u64;
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// The rows of a quarter: few jobs in most cells, many in some, three tenths hidden.
fn block(period: usize) -> Result<Block, Error> {
    let names = |count: usize, from: usize| (0..count).map(|at| (from + at).to_string()).collect();
    let rows = || (0..REGIONS).flat_map(|region| (0..INDUSTRIES).map(move |line| (region, line)));
    let code = |at: usize| u32::try_from(at).ok();
    let figure = |region: usize, industry: usize| {
        let number = mixed((period * REGIONS + region) * INDUSTRIES + industry);
        (number % 10 > 2).then_some((((number >> 8) & 0xfff) << ((number >> 20) % 6)) as f64)
    };
    let values: Vec<Option<f64>> = rows().map(|(region, line)| figure(region, line)).collect();
    let status = values.iter().map(|value| Some(u32::from(value.is_none()))).collect();
    let keys = |names, at| Values::Codes { names, at };
    let quarter = format!("{}Q{}", 2001 + period / 4, period % 4 + 1);
    Block::new(vec![
        (
            "region".to_owned(),
            keys(names(REGIONS, 10_000), rows().map(|row| code(row.0)).collect()),
        ),
        (
            "industry".to_owned(),
            keys(names(INDUSTRIES, 1000), rows().map(|row| code(row.1)).collect()),
        ),
        ("period".to_owned(), keys(vec![quarter], vec![Some(0); REGIONS * INDUSTRIES])),
        ("employment".to_owned(), Values::Numbers(values)),
        ("employment_status".to_owned(), keys(vec!["disclosed".into(), "withheld".into()], status)),
    ])
}
