//! Location quotients of a whole country, and how concentrated each industry is by every index of a table.

use std::io;
use std::path::Path;

use agglo::map::concentration::{Indices, concentration_indices};
use agglo::map::specialization::location_quotients;
use agglo::map::table::Table;
use agglo_stats::matrix::Matrix;

use super::{Budget, Found, Peer, Row, Work, total};
use crate::data::{INDUSTRIES, REGIONS, groups, jobs, read_npy, write_npy};

pub(super) const ROW: Row = Row {
    name: "concentration",
    work: "quotients and all concentration indices of a table, 3,100 x 1,000",
    budget: Budget::Wall(0.05),
    write,
    ready,
    peers: &[Peer {
        name: "numpy, column by column at once",
        script: "concentration.py",
        way: "numpy",
        fresh: false,
        wanted: None,
    }],
};

pub(super) fn write(folder: &Path) -> io::Result<()> {
    let jobs = jobs();
    let values = (0..REGIONS).flat_map(|region| jobs.row(region).iter().copied());
    write_npy(&folder.join("jobs.npy"), &format!("({REGIONS}, {INDUSTRIES})"), values)?;
    let groups = groups().into_iter().map(|group| group as f64);
    write_npy(&folder.join("groups.npy"), &format!("({REGIONS},)"), groups)
}

pub(super) fn counts(folder: &Path) -> io::Result<Matrix> {
    let values = read_npy(&folder.join("jobs.npy"))?;
    Matrix::new(REGIONS, INDUSTRIES, values).map_err(io::Error::other)
}

fn ready(folder: &Path, threads: u16) -> io::Result<Work> {
    let mut counts = Some(counts(folder)?);
    let groups = groups();
    Ok(Box::new(move || {
        let table = Table::with_threads(counts.take().unwrap(), threads).unwrap();
        let found = measured(&table, &groups, threads);
        counts = Some(table.into_counts());
        found
    }))
}

fn measured(table: &Table, groups: &[usize], threads: u16) -> Found {
    let quotients = location_quotients(table, threads).unwrap();
    let indices = concentration_indices(table, groups, threads);
    let of = |read: fn(&Indices) -> Option<f64>| {
        total(indices.iter().map(|found| found.as_ref().and_then(read)))
    };
    let some = (0..REGIONS).step_by(7).map(|region| quotients.at(region, region % INDUSTRIES));
    vec![
        ("quotients", total(some)),
        ("hoover", of(|found| Some(found.hoover))),
        ("krugman", of(|found| found.krugman)),
        ("locational_gini", of(|found| Some(found.locational_gini))),
        ("unweighted_gini", of(|found| Some(found.unweighted_gini))),
        ("theil", of(|found| Some(found.theil?.total))),
        ("theil_between", of(|found| Some(found.theil?.between))),
    ]
}
