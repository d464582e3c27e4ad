//! From the name of a measure to the library's function, on the general input.

use crate::cases::input::{Input, Outcome};
use crate::cases::{engage, gap, map, plan, portfolio, simulate};

/// The library's answer to a case.
pub(super) fn answer(measure: &str, input: &Input) -> Outcome {
    gap::answer(measure, input)
        .or_else(|| map::answer(measure, input))
        .or_else(|| engage::answer(measure, input))
        .or_else(|| plan::answer(measure, input))
        .or_else(|| portfolio::answer(measure, input))
        .or_else(|| simulate::answer(measure, input))
        .unwrap_or_else(|| Outcome::Unsupported("no function for this measure".to_owned()))
}
