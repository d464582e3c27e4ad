//! From the name of a measure to the library's function, on the general input.

use crate::cases::gap;
use crate::cases::input::{Input, Outcome};

/// The library's answer to a case.
pub(super) fn answer(measure: &str, input: &Input) -> Outcome {
    gap::answer(measure, input)
        .unwrap_or_else(|| Outcome::Unsupported("no function for this measure".to_owned()))
}
