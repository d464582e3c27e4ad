//! The rows of `map`, our side alone: `cargo xtask bench` sets them beside their peers.
#![allow(clippy::unwrap_used, reason = "a bench may fail loudly")]

use std::fs;

use agglo_bench::rows::ROWS;
use divan::Bencher;

fn main() {
    divan::main();
}

#[divan::bench(args = ROWS.map(|row| row.name), sample_count = 20)]
fn row(bencher: Bencher<'_, '_>, name: &str) {
    let row = ROWS.iter().find(|row| row.name == name).unwrap();
    let folder = std::env::temp_dir().join("agglo-bench").join(row.name);
    fs::create_dir_all(&folder).unwrap();
    (row.write)(&folder).unwrap();
    let work = (row.ready)(&folder, 2).unwrap();
    bencher.bench_local(work);
}
