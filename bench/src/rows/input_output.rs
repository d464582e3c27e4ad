//! Input-output work on a table of 400 sectors: inverse with multipliers, and the extraction of each sector.

use std::io;
use std::path::Path;

use agglo::map::input_output::{Extraction, Leontief, hypothetical_extraction};
use agglo_stats::matrix::Matrix;

use super::{Budget, Found, Peer, Row, Work};
use crate::data::{SECTORS, coefficients, demand, read_npy, write_npy};

pub(super) const LEONTIEF: Row = Row {
    name: "leontief",
    work: "Leontief inverse and multipliers, 400 sectors",
    budget: Budget::Wall(0.015),
    write,
    ready: ready_inverse,
    peers: &[Peer {
        name: "pymrio",
        script: "input_output.py",
        way: "inverse",
        fresh: false,
        wanted: None,
    }],
};

pub(super) const EXTRACTION: Row = Row {
    name: "extraction",
    work: "extraction of each of 400 sectors",
    budget: Budget::Wall(0.1),
    write,
    ready: ready_extraction,
    peers: &[Peer {
        name: "numpy, one solution a sector",
        script: "input_output.py",
        way: "extraction",
        fresh: false,
        wanted: None,
    }],
};

fn write(folder: &Path) -> io::Result<()> {
    let a = coefficients();
    let values = (0..SECTORS).flat_map(|row| a.row(row).iter().copied());
    write_npy(&folder.join("coefficients.npy"), &format!("({SECTORS}, {SECTORS})"), values)?;
    write_npy(&folder.join("demand.npy"), &format!("({SECTORS},)"), demand())
}

fn read(folder: &Path) -> io::Result<(Matrix, Vec<f64>)> {
    let values = read_npy(&folder.join("coefficients.npy"))?;
    let a = Matrix::new(SECTORS, SECTORS, values).map_err(io::Error::other)?;
    Ok((a, read_npy(&folder.join("demand.npy"))?))
}

fn ready_inverse(folder: &Path, _threads: u16) -> io::Result<Work> {
    let (a, demand) = read(folder)?;
    Ok(Box::new(move || inverse(&a, &demand)))
}

fn inverse(a: &Matrix, demand: &[f64]) -> Found {
    let found = Leontief::of(a).unwrap();
    vec![
        ("multipliers", found.output_multipliers().iter().sum()),
        ("output", found.output(demand).unwrap().iter().sum()),
    ]
}

fn ready_extraction(folder: &Path, _threads: u16) -> io::Result<Work> {
    let (a, demand) = read(folder)?;
    Ok(Box::new(move || {
        let lost = hypothetical_extraction(&a, &demand, Extraction::Total).unwrap();
        vec![("lost", lost.iter().sum())]
    }))
}
