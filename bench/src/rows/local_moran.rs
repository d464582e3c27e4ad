//! Local Moran of a country's regions with 9,999 draws each.

use std::fs;
use std::io;
use std::path::Path;

use agglo_stats::spatial::local_moran::{LocalOptions, local_moran};
use agglo_stats::spatial::{Transform, Weights};

use super::{Budget, Found, Peer, Row, Work};
use crate::data::{REGIONS, neighbours, rates, read_npy, write_npy};

const DRAWS: u32 = 9999;

pub(super) const ROW: Row = Row {
    name: "local-moran",
    work: "local Moran, 3,100 regions, 9,999 draws",
    budget: Budget::Wall(1.0),
    write,
    ready,
    peers: &[
        Peer {
            name: "esda, compiled already",
            script: "local_moran.py",
            way: "warm",
            fresh: false,
            wanted: Some(2.0),
        },
        Peer {
            name: "esda, fresh process",
            script: "local_moran.py",
            way: "once",
            fresh: true,
            wanted: Some(50.0),
        },
    ],
};

fn write(folder: &Path) -> io::Result<()> {
    write_npy(&folder.join("rates.npy"), &format!("({REGIONS},)"), rates())?;
    let lines = neighbours().into_iter().map(|list| {
        let codes: Vec<String> = list.iter().map(ToString::to_string).collect();
        codes.join(" ") + "\n"
    });
    fs::write(folder.join("neighbours.txt"), lines.collect::<Vec<_>>().concat())
}

fn ready(folder: &Path, threads: u16) -> io::Result<Work> {
    let values = read_npy(&folder.join("rates.npy"))?;
    let text = fs::read_to_string(folder.join("neighbours.txt"))?;
    let list = |line: &str| line.split(' ').filter_map(|code| code.parse().ok()).collect();
    let lists: Vec<Vec<usize>> = text.lines().map(list).collect();
    let weights = Weights::from_neighbours(&lists).map_err(io::Error::other)?;
    let weights = weights.transformed(Transform::RowStandardised);
    let options = LocalOptions { draws: DRAWS, threads, ..LocalOptions::default() };
    Ok(Box::new(move || measured(&values, &weights, options)))
}

fn measured(values: &[f64], weights: &Weights, options: LocalOptions) -> Found {
    let found = local_moran(values, weights, options).unwrap();
    let squares = found.iter().flatten().map(|local| local.value * local.value);
    let p = found.iter().flatten().filter_map(|local| local.permuted);
    vec![
        ("squares", squares.sum()),
        // Drawn on both sides: they agree as far as draws do.
        ("drawn_p", p.map(|permuted| permuted.p).sum()),
    ]
}
