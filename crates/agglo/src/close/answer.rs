//! What an answer says, as far as it can move: what it decides, and its figures.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::estimate::Figure;

/// What is decided by an answer, what weighs most first.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Which element binds.
    BindingGap,
    /// The class of a region against a blueprint, whether it is underserved, whether a plan stands.
    Verdict,
    /// Which initiatives are chosen.
    Chosen,
    /// Which blueprint the region is read against first.
    Blueprint,
}

impl Decision {
    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            Self::BindingGap => "binding gap",
            Self::Verdict => "verdict",
            Self::Chosen => "chosen initiatives",
            Self::Blueprint => "leading blueprint",
        }
    }
}

/// One thing that an answer decides.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decided {
    /// What kind of decision.
    pub kind: Decision,
    /// What it is about: a blueprint, a rule.
    pub about: String,
    /// What was decided.
    pub said: String,
}

/// One figure of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// Where it stands: names, not positions, so that a list in another order is the same list.
    pub path: String,
    /// What people call it.
    pub title: String,
    /// Its unit as the answer writes it; empty where it writes none.
    pub unit: String,
    /// The value on whose other side a reader concludes the contrary: 1 for a quotient, 0 for a growth or a
    /// difference.
    pub turns_at: f64,
    /// The figure.
    pub figure: Figure,
}

/// What an answer says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said {
    /// What it decides, sorted.
    pub decisions: Vec<Decided>,
    /// Its figures, sorted by path.
    pub figures: Vec<Told>,
}

/// Whether amounts of a unit add up over regions, industries and causes: counts and money do, shares and ratios
/// do not.
pub(super) fn adds_up(unit: &str) -> bool {
    let counted = ["jobs", "establishments", "people", "persons", "residents", "homes", "count"];
    let money = ["usd", "USD", "dollars", "eur", "gbp"];
    counted.contains(&unit) || money.contains(&unit)
}
