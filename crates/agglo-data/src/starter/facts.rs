//! Facts about places and people: one row per region, one column per fact.

use agglo::Error;
use agglo::panel::{Cell, Fact, Facts, Pooling};
use serde::Deserialize;

use crate::starter::{Starter, places};

/// What each fact measures, in our words: data, not code.
const DEFINITIONS: &str = include_str!("../../../../definitions/facts.toml");

#[derive(Deserialize)]
struct Definitions {
    fact: Vec<Fact>,
}

/// Definitions of all facts of the pack, in the order of the file.
///
/// # Errors
///
/// `E0403` when the definitions cannot be read.
pub fn fact_definitions() -> Result<Vec<Fact>, Error> {
    let read: Definitions = toml::from_str(DEFINITIONS)
        .map_err(|cause| Error::new("E0403", cause.to_string()).at("definitions/facts.toml"))?;
    Ok(read.fact)
}

pub(super) fn facts(starter: &Starter) -> Result<Facts, Error> {
    of(starter, fact_definitions()?)
}

/// One fact, with the fact that weights it where several places are pooled.
pub(super) fn fact(starter: &Starter, name: &str) -> Result<Facts, Error> {
    let mut definitions = fact_definitions()?;
    let by = definitions.iter().find(|own| own.name == name).and_then(|own| match &own.pooling {
        Pooling::Weighted(by) => Some(by.clone()),
        _ => None,
    });
    definitions.retain(|own| own.name == name || Some(&own.name) == by.as_ref());
    of(starter, definitions)
}

fn of(starter: &Starter, definitions: Vec<Fact>) -> Result<Facts, Error> {
    let axis = places::axis(starter)?;
    let file = starter.open("facts.parquet")?;
    let rows = file.all(&["region"])?.positions("region")?;
    let mut cells = Vec::with_capacity(rows.len() * definitions.len());
    for fact in &definitions {
        let column = file.all(&[&fact.name])?;
        let values = column.numbers(&fact.name)?;
        for (&row, value) in rows.iter().zip(values) {
            let cell = match value {
                None => Cell::MISSING,
                Some(0.0) => Cell::ZERO,
                Some(value) => Cell::disclosed(*value).unwrap_or(Cell::MISSING),
            };
            cells.push((fact.name.clone(), places::at(&axis, row)?, cell));
        }
    }
    Facts::new(definitions, cells)
}
