//! The JSON of a strategy: its values, and every cell without a number that one of them rests on.

use std::collections::BTreeSet;

use agglo::base::basis::Basis;
use agglo::map::gap::reading::{Reading, UnknownCell};
use agglo::map::unknown::Unknown;
use schemars::JsonSchema;
use serde::Serialize;

use crate::strategy::Strategy;
use crate::wire::{Error, STRATEGY, answer};

/// A strategy with its unknowns gathered in one list.
#[derive(Serialize, JsonSchema)]
pub(super) struct Whole<'a> {
    #[serde(flatten)]
    strategy: &'a Strategy<'a>,
    /// Every withheld or missing cell that was used, once.
    unknown: Vec<Unknown>,
}

/// A strategy as JSON, with what makes it again where that is known.
///
/// # Errors
///
/// When a value cannot be written, which its types rule out.
pub fn strategy(strategy: &Strategy<'_>, made_from: Option<&Basis>) -> Result<String, Error> {
    answer(STRATEGY, made_from, &Whole { strategy, unknown: unknown(strategy) })
}

/// The unknown cells of the map and of every reading, in order, each once.
pub(crate) fn unknown(strategy: &Strategy<'_>) -> Vec<Unknown> {
    let mut all = strategy.map.map_or(Vec::new(), |map| map.unknown.clone());
    let key = |cell: &Unknown| {
        (cell.region.clone(), cell.variable.clone(), cell.industry.clone(), cell.used_by.clone())
    };
    let mut seen: BTreeSet<_> = all.iter().map(key).collect();
    for reading in strategy.readings {
        for cell in &reading.unknown {
            let cell = of(cell, reading);
            if seen.insert(key(&cell)) {
                all.push(cell);
            }
        }
    }
    all
}

/// A cell of a reading in the form that all unknown cells share.
fn of(cell: &UnknownCell, reading: &Reading) -> Unknown {
    let source = reading.sources.first().cloned();
    Unknown {
        region: cell.region.clone(),
        variable: cell.fact.clone().unwrap_or_else(|| cell.what.clone()),
        industry: cell.industry.as_ref().map(|industry| industry.as_str().to_owned()),
        year: None,
        source: source.unwrap_or_else(|| "unknown".into()),
        reason: cell.reason,
        bounds: None,
        used_by: format!("{}: {}", reading.blueprint, cell.element),
    }
}
