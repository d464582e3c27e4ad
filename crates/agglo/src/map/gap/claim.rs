//! The claim that one weak element holds the others back: what its test says, and what rests on it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::map::complementarity::Answer;
use crate::map::gap::reading::Score;

/// What became of the claim, and which parts of a verdict are others without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Claim {
    /// What the blueprint's card says; none where it was never tested.
    pub answer: Option<Answer>,
    /// Whether the class is another under the weighted mean.
    pub class_rests_on_it: bool,
    /// Whether the binding gap is another under the weighted mean.
    pub gap_rests_on_it: bool,
}

impl Claim {
    /// A claim that nobody tested and nothing rests on.
    pub fn untested() -> Self {
        Self { answer: None, class_rests_on_it: false, gap_rests_on_it: false }
    }

    /// Sets the verdict under the blueprint's own exponent, which stands first, against the one under the
    /// weighted mean.
    pub(crate) fn of(answer: Option<Answer>, scores: &[Score]) -> Self {
        let mut claim = Self { answer, ..Self::untested() };
        let additive = |score: &&Score| (score.rho - 1.0).abs() < f64::EPSILON;
        if let [own, beside @ ..] = scores
            && let Some(additive) = beside.iter().find(additive)
        {
            claim.class_rests_on_it = additive.words() != own.words();
            claim.gap_rests_on_it = additive.binding != own.binding;
        }
        claim
    }

    /// Whether it stood its test: then what rests on it needs no mark.
    pub fn is_supported(self) -> bool {
        self.answer == Some(Answer::Supported)
    }

    /// What the test leaves of it, in words.
    pub fn words(self) -> &'static str {
        match self.answer {
            None => {
                "that one weak element holds the rest back is an assumption of the blueprint, which the \
                 county data do not support"
            }
            Some(Answer::Supported) => {
                "that one weak element holds the rest back stood its test in states that it was not \
                 fitted to"
            }
            Some(Answer::CannotTell) => {
                "that one weak element holds the rest back is an assumption of the blueprint: the \
                 counties cannot tell it from a plain sum"
            }
            Some(Answer::Contradicted) => {
                "that one weak element holds the rest back is an assumption of the blueprint, and the \
                 counties contradict it: a plain sum forecasts them better"
            }
        }
    }
}
