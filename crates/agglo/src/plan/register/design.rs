//! The design of an evaluation: all that has to be said before anybody knows how it turns out.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::plan::register::words::{
    Better, DonorRule, Method, Multiple, Period, Side, Transform, VintageRule,
};

/// A design, as it is registered. Lists that are sets are sorted.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Design {
    /// What is asked, in one sentence.
    pub question: String,
    /// Where something is done, and from when.
    pub treated: Vec<Treated>,
    /// Periods before a start in which people may already react.
    pub anticipation: u16,
    /// What is looked at.
    pub outcomes: Vec<Outcome>,
    /// The outcome that decides.
    pub primary: String,
    /// How the effect is estimated.
    pub estimator: Estimator,
    /// Who stands in for what would have been.
    pub donors: Donors,
    /// What else is balanced; empty where nothing is.
    pub covariates: Vec<String>,
    /// What is compared with what.
    pub windows: Windows,
    /// Level of the test, between 0 and 1.
    pub alpha: f64,
    /// Which effects the test looks for.
    pub side: Side,
    /// The secondary outcomes.
    pub multiple: Family,
    /// Seed of all draws.
    pub seed: u64,
    /// Which publication of the figures is read.
    pub data: Figures,
    /// When it is read, and when it ends.
    pub stop: Stop,
    /// How it is shown; may change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub presentation: Option<Presentation>,
}

/// A treated region.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Treated {
    /// Its id in the programme.
    pub region: String,
    /// Codes of the regions that it is made of, sorted.
    pub codes: Vec<String>,
    /// The first day of what is done.
    #[schemars(with = "String")]
    pub start: Date,
}

/// An outcome.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Outcome {
    /// The measure, as the goal names it.
    pub measure: String,
    /// Its unit before the transform.
    pub unit: String,
    /// What is done to it before it is compared.
    pub transform: Transform,
    /// Which direction is better.
    pub better: Better,
    /// Smallest effect of interest, after the transform; above 0.
    pub sesoi: f64,
}

/// How the effect is estimated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Estimator {
    /// The method.
    pub name: Method,
    /// The way in which it is run.
    pub mode: String,
    /// Version of the method as it is computed here.
    pub version: String,
}

/// Who stands in for what would have been.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Donors {
    /// The rule.
    pub rule: DonorRule,
    /// The list, where the rule is one; sorted.
    pub regions: Vec<String>,
    /// Kilometres from a treated region below which nobody is a donor; 0 or more.
    pub least_km: f64,
    /// Share of commuters, either way, above which nobody is a donor; 0 to 1.
    pub most_commuting: f64,
    /// Who is left out beside that, each with why; sorted.
    pub exclude: Vec<Excluded>,
}

/// A donor that is left out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Excluded {
    /// Its code.
    pub region: String,
    /// Why.
    pub because: String,
}

/// What is compared with what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Windows {
    /// The step of the figures.
    pub period: Period,
    /// Periods before the start.
    pub before: u16,
    /// Periods from the start on.
    pub after: u16,
}

/// The secondary outcomes and how they share the error; the primary one stands outside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Family {
    /// The method.
    pub method: Multiple,
    /// The outcomes, sorted.
    pub family: Vec<String>,
}

/// Which publication of the figures is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Figures {
    /// The rule.
    pub rule: VintageRule,
    /// The one that the rule leads to now, or that it names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vintage: Option<String>,
}

/// When it is read, and when it ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Stop {
    /// The rule, in one sentence.
    pub rule: String,
    /// The days on which it is read, ascending.
    #[schemars(with = "Vec<String>")]
    pub reads: Vec<Date>,
}

/// How it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Presentation {
    /// A title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// A note.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Fields that may change without touching the registered test: which publication the declared rule leads to, and
/// how it is shown. Each stands for itself and all below it.
const FREE: [&str; 2] = ["data.vintage", "presentation"];

/// Whether a field, as `donors.least_km` or `outcomes.0.sesoi`, may change without touching the registered test.
pub fn may_change(field: &str) -> bool {
    let is_below = |free: &str| field.strip_prefix(free).is_some_and(|rest| rest.starts_with('.'));
    FREE.iter().any(|free| field == *free || is_below(free))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_vintage_and_the_presentation_may_change() {
        for free in ["data.vintage", "presentation", "presentation.title"] {
            assert!(may_change(free), "{free}");
        }
        for bound in
            ["data.rule", "data", "presentations", "alpha", "outcomes.0.sesoi", "stop.rule"]
        {
            assert!(!may_change(bound), "{bound}");
        }
    }
}
