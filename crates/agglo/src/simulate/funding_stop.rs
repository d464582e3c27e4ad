//! What remains when the money stops, and the verdict that follows by printed cuts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::estimate::Figure;
use crate::base::year::Year;

/// Share of the gain at the stop that must still be there for the gain to count as kept.
pub const KEPT: f64 = 0.5;
/// Probability from which a kept gain is called sustained.
pub const SUSTAINS: f64 = 0.8;
/// Probability up to which a gain is called reverted.
pub const REVERTS: f64 = 0.2;
/// Probability of a gain below which there is none to lose.
pub const GAIN: f64 = 0.5;

/// Whether the gain outlives the money.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Sustainability {
    /// At least half of the gain is there five years later with a probability of 0.8 or more.
    Sustains,
    /// With a probability between 0.2 and 0.8.
    Fades,
    /// With a probability of 0.2 or less.
    Reverts,
    /// A gain at the stop is less likely than not.
    NoGainToLose,
}

impl Sustainability {
    /// The verdict by the printed cuts.
    ///
    /// `kept` is the probability that at least half of the gain is still there, `gain` the
    /// probability that there was one when the money stopped.
    pub fn of(kept: f64, gain: f64) -> Self {
        if gain < GAIN {
            Self::NoGainToLose
        } else if kept >= SUSTAINS {
            Self::Sustains
        } else if kept > REVERTS {
            Self::Fades
        } else {
            Self::Reverts
        }
    }
}

/// The funding-stop test of one plan.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FundingStop {
    /// Last year with money.
    pub stop: Year,
    /// Last year in which the effects are as their money made them: later than `stop` where an initiative
    /// shows in jobs only after it was paid.
    pub held: Year,
    /// Jobs gained (net of displacement) in the year `held`, with the plan less without.
    pub gain_at_stop: Figure,
    /// Probability that the gain is positive in that year.
    pub gain_likely: Figure,
    /// What is still there 1, 3 and 5 years later.
    pub later: Vec<Remains>,
    /// Probability that at least half of the gain is there at the last of those years.
    pub kept_likely: Figure,
    /// The verdict by the printed cuts.
    pub verdict: Sustainability,
    /// The rule of the verdict in one sentence.
    pub rule: String,
}

/// What remains of a gain some years after the last money.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Remains {
    /// Years after the last year with money.
    pub after: u16,
    /// The calendar year.
    pub year: Year,
    /// Jobs that are still there.
    pub jobs: Figure,
    /// The same as a share of the gain at the stop, over the draws with a gain.
    pub share: Figure,
}

/// The rule of [`Sustainability::of`] in one sentence, with its cuts.
pub fn rule() -> String {
    format!(
        "sustains if half of the gain is there five years after the last year that the money holds with a \
         probability of {SUSTAINS} or more, reverts at {REVERTS} or less, fades between; no gain to lose \
         if a gain in that year is less likely than {GAIN}; the cuts are assumed"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_verdicts_at_and_between_the_cuts() {
        use Sustainability::{Fades, NoGainToLose, Reverts, Sustains};
        let rows = [
            (0.95, 0.9, Sustains),
            (0.8, 0.5, Sustains),
            (0.5, 0.9, Fades),
            (0.2, 0.9, Reverts),
            (0.1, 0.9, Reverts),
            (0.95, 0.3, NoGainToLose),
        ];
        for (kept, gain, verdict) in rows {
            assert_eq!(Sustainability::of(kept, gain), verdict, "{kept} {gain}");
        }
    }
}
