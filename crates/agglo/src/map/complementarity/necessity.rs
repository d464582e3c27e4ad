//! Is an element necessary: do regions without it ever do as well as those with it.
//!
//! Complementarity is a claim about the middle of a scatter; necessity is one about its upper left corner. Both can be
//! true of an element, or one of them, or neither.

use agglo_stats::necessity::{Necessity, necessity as room};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::error::Error;
use crate::base::id::ElementId;
use crate::map::complementarity::fit_rule::FitRule;
use crate::map::complementarity::regions::{End, Levels};
use crate::map::gap::Prepared;
use crate::panel::Jobs;

/// Least effect size of a condition that may be necessary.
const LEAST_EFFECT: f64 = 0.1;
/// Largest chance that deals at random leave as much room.
const LARGEST_P: f64 = 0.05;
/// Tells this use of a seed from others.
const PURPOSE: u64 = 0x6e65_6365;

/// The rule in words.
pub const NECESSITY_RULE: &str = "effect size d by CE-FDH (Dul 2016), levels against the logarithm of the leading \
    outcome, nothing held fixed; below 0.1 it is not necessary; from there on it may be, if outcomes dealt at random \
    leave as much room in fewer than 5 of 100 deals, whichever end hidden cells lie at";

/// What the regions say of one element.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Needed {
    /// Regions with little of it do nearly as well as any.
    NotNecessary,
    /// No region with little of it does as well, more clearly than by chance. A reason has to come from elsewhere.
    MayBeNecessary,
    /// Room that chance would leave too, an answer that hidden cells decide, or a level that does not vary.
    CannotTell,
}

impl Needed {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::NotNecessary => "not necessary",
            Self::MayBeNecessary => "may be necessary",
            Self::CannotTell => "cannot tell",
        }
    }

    fn of(found: Option<Necessity>) -> Self {
        match found {
            Some(found) if found.ceiling.effect() < LEAST_EFFECT => Self::NotNecessary,
            Some(found) if found.p < LARGEST_P => Self::MayBeNecessary,
            _ => Self::CannotTell,
        }
    }

    /// The answer that all give.
    fn agreed(all: &[Self]) -> Self {
        match all {
            [first, rest @ ..] if rest.iter().all(|other| other == first) => *first,
            _ => Self::CannotTell,
        }
    }
}

/// One element's room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ElementNeed {
    /// The element.
    pub element: ElementId,
    /// Effect size with hidden cells at their middles, in `[0, 1)`; none where the level does not vary.
    pub effect: Option<f64>,
    /// With hidden cells at their low ends.
    pub effect_at_low_ends: Option<f64>,
    /// With hidden cells at their high ends.
    pub effect_at_high_ends: Option<f64>,
    /// Share of deals that leave as much room, hidden cells at their middles.
    pub p: Option<f64>,
    /// The answer.
    pub answer: Needed,
}

/// The check of every scored element against the leading outcome.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Needs {
    /// The rule in words.
    pub rule: String,
    /// The outcome in words.
    pub outcome: String,
    /// Regions with a level of every element and an outcome.
    pub regions: usize,
    /// Deals at random.
    pub draws: u32,
    /// Elements in the order of the blueprint.
    pub elements: Vec<ElementNeed>,
}

/// Whether each scored element of a blueprint is necessary for the leading outcome of the rule.
///
/// # Errors
///
/// `E0312` for a rule without an outcome, and where fewer regions have one than the rule asks for.
///
/// # Source
///
/// Dul 2016, Organizational Research Methods 19(1), 10-52; Dul, van der Laan and Kuik 2020, 23(2), 385-395.
pub fn needs(prepared: &Prepared<'_>, jobs: Option<&Jobs>, rule: &FitRule) -> Result<Needs, Error> {
    let Some(leading) = rule.outcomes.first() else {
        return Err(Error::new("E0312", "the rule of fits names no outcome"));
    };
    let levels = Levels::of(prepared);
    let (mut regions, mut ends) = (0, Vec::new());
    for end in [End::Middle, End::Low, End::High] {
        let sample = levels.sample(prepared, jobs, rule, leading, end)?;
        regions = sample.regions();
        let rows = sample.lifted(0.0);
        let column = |at: usize| rows.iter().map(|row| row[at]).collect();
        let columns: Vec<Vec<f64>> = (0..sample.weights().len()).map(column).collect();
        ends.push(room(&columns, sample.outcome(), rule.draws, rule.seed ^ PURPOSE));
    }
    let effect = |found: Option<Necessity>| found.map(|found| found.ceiling.effect());
    let element = |(at, element): (usize, &crate::base::blueprint::Element)| {
        let found: Vec<Option<Necessity>> = ends.iter().map(|end| end[at]).collect();
        let answers: Vec<Needed> = found.iter().map(|found| Needed::of(*found)).collect();
        ElementNeed {
            element: element.id.clone(),
            effect: effect(found[0]),
            effect_at_low_ends: effect(found[1]),
            effect_at_high_ends: effect(found[2]),
            p: found[0].map(|found| found.p),
            answer: Needed::agreed(&answers),
        }
    };
    Ok(Needs {
        rule: NECESSITY_RULE.to_owned(),
        outcome: leading.title.clone(),
        regions,
        draws: rule.draws,
        elements: prepared.blueprint().scored().enumerate().map(element).collect(),
    })
}

#[cfg(test)]
mod tests {
    use agglo_stats::necessity::Ceiling;

    use super::*;

    fn found(effect: f64, p: f64) -> Necessity {
        Necessity { ceiling: Ceiling { zone: effect, scope: 1.0 }, p }
    }

    #[test]
    fn law_size_and_chance_both_decide() {
        assert_eq!(Needed::of(Some(found(0.099, 0.001))), Needed::NotNecessary);
        assert_eq!(Needed::of(Some(found(0.1, 0.049))), Needed::MayBeNecessary);
        assert_eq!(Needed::of(Some(found(0.5, 0.05))), Needed::CannotTell);
        assert_eq!(Needed::of(None), Needed::CannotTell);
    }

    #[test]
    fn law_an_answer_that_hidden_cells_decide_is_none() {
        use Needed::{CannotTell, MayBeNecessary, NotNecessary};
        assert_eq!(Needed::agreed(&[NotNecessary; 3]), NotNecessary);
        assert_eq!(Needed::agreed(&[MayBeNecessary, MayBeNecessary, NotNecessary]), CannotTell);
        assert_eq!(Needed::agreed(&[]), CannotTell);
    }
}
