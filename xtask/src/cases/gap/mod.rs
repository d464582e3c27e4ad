//! Cases of levels, aggregates, binding gaps, verdicts and cores.

mod aggregate;
mod binding;
mod complementarity;
mod core;
mod level;
mod verdict;

use agglo::map::gap::Span;
use agglo::map::gap::aggregate::check_levels;
use serde_json::Value;

use crate::cases::input::{Fault, Given, Input, Outcome, finites};

/// The measures that are answered here.
#[cfg(test)]
pub(super) const MEASURES: &[&str] = &[
    "ces_level",
    "ces_marginal",
    "binding_gap",
    "nest_level",
    "element_level",
    "verdict_interval",
    "binding_gap_interval",
    "element_bounds",
    "removal_test",
    "reinforcing_core",
    "edge_spillover",
    "kmenta_approximation",
    "complementarity_test",
];

/// The answer to a measure of this step; `None` for any other.
pub(super) fn answer(measure: &str, input: &Input) -> Option<Outcome> {
    let function = match measure {
        "ces_level" => aggregate::ces_level,
        "ces_marginal" => aggregate::ces_marginal,
        "binding_gap" => binding::binding_gap,
        "nest_level" => level::nest,
        "element_level" => level::element_level,
        "verdict_interval" => verdict::verdict_interval,
        "binding_gap_interval" => binding::binding_gap_interval,
        "element_bounds" => level::element_bounds,
        "removal_test" => verdict::removal_test,
        "reinforcing_core" => core::core,
        "edge_spillover" => aggregate::spillover,
        "kmenta_approximation" => aggregate::kmenta,
        "complementarity_test" => complementarity::test,
        _ => return None,
    };
    Some(function(input).into())
}

/// `low` and `high`, or `levels` as numbers and ranges.
fn level_box(input: &Input) -> Given<Vec<Span>> {
    if input.get("low").is_none() && input.get("levels").is_some() {
        return input.spans("levels");
    }
    let low = input.numbers("low")?;
    let high = if input.get("high").is_some() { input.numbers("high")? } else { low.clone() };
    check_levels(&low)?;
    check_levels(&high)?;
    if low.len() != high.len() {
        let (l, h) = (low.len(), high.len());
        return Err(Fault::Refused(format!("{l} low ends and {h} high ends")));
    }
    Ok(low.iter().zip(&high).map(|(&l, &h)| Span::checked(l, h)).collect::<Result<_, _>>()?)
}

fn ends_json(span: Span) -> Value {
    finites(&[span.low(), span.high()])
}
