//! From jobs to complexity and relatedness: quotients, presence, ECI and PCI, proximity, density; on one thread, as
//! the budget is processor time.

use std::io;
use std::path::Path;

use agglo::map::complexity::economic_complexity;
use agglo::map::presence::Presence;
use agglo::map::relatedness::{Diagonal, Form, density, proximity};
use agglo::map::specialization::location_quotients;
use agglo::map::table::Table;

use super::concentration::{counts, write};
use super::{Budget, Found, Peer, Row, Work, total};

pub(super) const ROW: Row = Row {
    name: "complexity",
    work: "quotients, ECI and PCI, proximity, density, 3,100 x 1,000",
    budget: Budget::Processor(0.2),
    write,
    ready,
    peers: &[
        Peer {
            name: "py-ecomplexity",
            script: "complexity.py",
            way: "ecomplexity",
            fresh: false,
            wanted: Some(100.0),
        },
        Peer {
            name: "economic-complexity",
            script: "complexity.py",
            way: "economic_complexity",
            fresh: false,
            wanted: None,
        },
        Peer {
            name: "numpy, the same four by hand",
            script: "complexity.py",
            way: "numpy",
            fresh: false,
            wanted: None,
        },
    ],
};

fn ready(folder: &Path, _threads: u16) -> io::Result<Work> {
    let mut counts = Some(counts(folder)?);
    Ok(Box::new(move || {
        let table = Table::new(counts.take().unwrap()).unwrap();
        let found = measured(&table);
        counts = Some(table.into_counts());
        found
    }))
}

fn measured(table: &Table) -> Found {
    let quotients = location_quotients(table, 1).unwrap();
    let presence = Presence::of_counts(table, 1.0);
    let scores = economic_complexity(&presence).unwrap().scores.unwrap();
    let near = proximity(&presence, Form::Larger, Diagonal::One).unwrap();
    let dense = density(&presence, &near).unwrap();
    let cubes = |scores: &[Option<f64>]| {
        total(scores.iter().map(|score| score.map(|score| score * score * score)))
    };
    let some = (0..presence.regions()).step_by(7).map(|region| dense.at(region, region % 1000));
    let some_quotients = (0..presence.regions()).map(|region| quotients.at(region, region % 1000));
    vec![
        ("quotients", total(some_quotients)),
        ("present", presence.diversity().into_iter().map(f64::from).sum()),
        ("eci_cubed", cubes(&scores.regions)),
        ("pci_cubed", cubes(&scores.industries)),
        ("proximity", (0..near.rows()).map(|row| near.row(row).iter().sum::<f64>()).sum()),
        ("density", total(some)),
    ]
}
