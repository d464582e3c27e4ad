//! Cases of the measures of `map`, one file a family.

mod cluster;
mod complexity;
mod concentration;
mod diversity;
mod inequality;
mod input_output;
mod people;
mod read;
mod relatedness;
mod shift_share;
mod space;
mod specialization;
mod values;
mod withheld;

use serde_json::Value;

use crate::cases::input::{Given, Input, Outcome};

/// What answers the cases of one measure.
type Measure = fn(&Input) -> Given<Value>;

/// Every family's measures by name.
const FAMILIES: &[&[(&str, Measure)]] = &[
    cluster::MEASURES,
    complexity::MEASURES,
    concentration::MEASURES,
    diversity::MEASURES,
    inequality::MEASURES,
    input_output::MEASURES,
    people::MEASURES,
    relatedness::MEASURES,
    shift_share::MEASURES,
    space::MEASURES,
    specialization::MEASURES,
    withheld::MEASURES,
];

/// The answer to a case of a measure of `map`; `None` for any other.
pub(super) fn answer(measure: &str, input: &Input) -> Option<Outcome> {
    let (_, function) = FAMILIES.iter().copied().flatten().find(|(name, _)| *name == measure)?;
    Some(function(input).into())
}

/// The measures that are answered here.
#[cfg(test)]
pub(super) fn measures() -> Vec<&'static str> {
    FAMILIES.iter().copied().flatten().map(|(name, _)| *name).collect()
}
