//! A blueprint's card: from which data it was fitted, how well, and whether its claim stood the test.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::blueprint::{Blueprint, Element};
use crate::base::error::Error;
use crate::base::id::{BlueprintId, ElementId, SourceId};
use crate::map::complementarity::fit_rule::{Control, FitRule, Outcome};
use crate::map::complementarity::held_out::{Effects, HeldOut, held_out};
use crate::map::complementarity::regions::{End, Levels};
use crate::map::complementarity::resample::Difference;
use crate::map::complementarity::sample::Sample;
use crate::map::complementarity::test::{
    Answer, ComplementarityTest, Options, complementarity_test,
};
use crate::map::complementarity::weights;
use crate::map::gap::Prepared;
use crate::map::gap::evidence::measures;
use crate::panel::Jobs;

/// How a card is made; a change of it makes stored cards stale.
pub const METHOD: &str = "blueprint_fit/1";

/// What the data say of a blueprint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Card {
    /// The blueprint.
    pub blueprint: BlueprintId,
    /// How it was made.
    pub method: String,
    /// Exponent that the blueprint states.
    pub rho: f64,
    /// Whether complementarity under that exponent stood the test: the leading outcome's answer, left open
    /// where another outcome says the opposite.
    pub complementarity: Answer,
    /// Whether the elements describe the leading outcome at all.
    pub describes: Answer,
    /// Datasets that were read.
    pub sources: Vec<SourceId>,
    /// Regions that the blueprint applies to.
    pub regions: usize,
    /// Those of them of which an element is unknown: left out.
    pub unknown: usize,
    /// Part of the levels that rest on hidden cells; they are read at the middle, and at both ends as a check.
    pub hidden: f64,
    /// What is held fixed beside the state.
    pub held_fixed: Vec<String>,
    /// Exponent of the grid that errs least in states that it was not fitted to, at the stated weights.
    pub rho_best: Option<f64>,
    /// Exponents of the grid that cannot be told from it.
    pub rho_alike: Vec<f64>,
    /// Held-out error of fitted weights against stated ones, at the stated exponent.
    pub fitted_against_stated: Option<Difference>,
    /// Weights as stated, and as fitted to the leading outcome.
    pub weights: Vec<Weight>,
    /// The test by each outcome, the leading one first.
    pub outcomes: Vec<ByOutcome>,
}

impl Card {
    /// Whether it was made of this blueprint as it stands: same method, exponent, elements and weights.
    pub fn is_of(&self, blueprint: &Blueprint) -> bool {
        let near = |a: f64, b: f64| (a - b).abs() <= 1e-4 * b.abs().max(1e-4);
        let scored: Vec<&Element> = blueprint.scored().collect();
        let same = |(weight, element): (&Weight, &&Element)| {
            weight.element == element.id && near(weight.stated, element.weight)
        };
        self.method == METHOD
            && self.blueprint == blueprint.id
            && near(self.rho, blueprint.aggregator.rho)
            && self.weights.len() == scored.len()
            && self.weights.iter().zip(&scored).all(same)
    }
}

/// Weight of one element.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Weight {
    /// The element.
    pub element: ElementId,
    /// As the blueprint states it; this is the one in use.
    pub stated: f64,
    /// Fitted under the stated exponent; none where there are too few regions.
    pub fitted: Option<f64>,
}

/// The test by one outcome.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ByOutcome {
    /// Slug.
    pub id: String,
    /// In plain words.
    pub title: String,
    /// What all floors and all ends of hidden cells say of the own exponent.
    pub complementarity: Answer,
    /// What they say of the weighted mean against no blueprint.
    pub describes: Answer,
    /// Own exponent against the weighted mean with hidden cells at their low ends.
    pub at_low_ends: Option<Difference>,
    /// The same at their high ends.
    pub at_high_ends: Option<Difference>,
    /// Why there is no test.
    pub untested: Option<String>,
    /// The test with hidden cells at their middles.
    pub test: Option<ComplementarityTest>,
}

/// Fits a blueprint to the base units of a country.
///
/// # Returns
///
/// The card. An outcome that too few regions have stands there with the reason, and its answer is open.
///
/// # Errors
///
/// `E0312` for a rule without an outcome; nothing else stops a card.
pub fn card(prepared: &Prepared<'_>, jobs: Option<&Jobs>, rule: &FitRule) -> Result<Card, Error> {
    let Some(leading) = rule.outcomes.first() else {
        return Err(Error::new("E0312", "the rule of fits names no outcome"));
    };
    let levels = Levels::of(prepared);
    let outcomes: Vec<ByOutcome> = rule
        .outcomes
        .iter()
        .map(|outcome| Scope { prepared, jobs, rule, levels: &levels }.by(outcome))
        .collect();
    let blueprint = prepared.blueprint();
    let rho = blueprint.aggregator.rho;
    let sample = levels.sample(prepared, jobs, rule, leading, End::Middle);
    let fitted = sample.and_then(|sample| fitted(&sample.without_lone()?, rho, rule)).ok();
    let scored: Vec<_> = blueprint.scored().collect();
    let weight = |at: usize| Weight {
        element: scored[at].id.clone(),
        stated: scored[at].weight,
        fitted: fitted.as_ref().map(|fitted| fitted.weights[at]),
    };
    Ok(Card {
        blueprint: blueprint.id.clone(),
        method: METHOD.to_owned(),
        rho,
        complementarity: overall(&outcomes),
        describes: outcomes.first().map_or(Answer::CannotTell, |first| first.describes),
        sources: sources(prepared),
        regions: levels.applies,
        unknown: levels.unknown,
        hidden: levels.hidden,
        held_fixed: rule.held_fixed.iter().map(Control::words).collect(),
        rho_best: fitted.as_ref().map(|fitted| fitted.rho_best),
        rho_alike: fitted.as_ref().map_or_else(Vec::new, |fitted| fitted.rho_alike.clone()),
        fitted_against_stated: fitted.as_ref().and_then(|fitted| fitted.against_stated),
        weights: (0..scored.len()).map(weight).collect(),
        outcomes,
    })
}

/// The leading answer, left open where another outcome says the opposite.
fn overall(outcomes: &[ByOutcome]) -> Answer {
    let leading = outcomes.first().map_or(Answer::CannotTell, |first| first.complementarity);
    let opposite = match leading {
        Answer::Supported => Answer::Contradicted,
        Answer::Contradicted => Answer::Supported,
        Answer::CannotTell => return leading,
    };
    let denied = outcomes.iter().any(|outcome| outcome.complementarity == opposite);
    if denied { Answer::CannotTell } else { leading }
}

fn sources(prepared: &Prepared<'_>) -> Vec<SourceId> {
    let evidence = &prepared.evidence;
    let of = |measure| evidence.sources(measure, prepared.residents());
    let mut found: Vec<SourceId> =
        measures(prepared.blueprint()).into_iter().flat_map(of).collect();
    found.sort();
    found.dedup();
    found
}

/// What one outcome is tested with.
struct Scope<'a, 'b> {
    prepared: &'a Prepared<'b>,
    jobs: Option<&'a Jobs>,
    rule: &'a FitRule,
    levels: &'a Levels,
}

impl Scope<'_, '_> {
    fn by(&self, outcome: &Outcome) -> ByOutcome {
        let mut found = ByOutcome {
            id: outcome.id.clone(),
            title: outcome.title.clone(),
            complementarity: Answer::CannotTell,
            describes: Answer::CannotTell,
            at_low_ends: None,
            at_high_ends: None,
            untested: None,
            test: None,
        };
        let ends = [End::Middle, End::Low, End::High];
        let tests: Result<Vec<ComplementarityTest>, Error> =
            ends.into_iter().map(|end| self.at(outcome, end)).collect();
        match tests.map(<[ComplementarityTest; 3]>::try_from) {
            Ok(Ok(tests)) => {
                found.complementarity =
                    Answer::agreed(tests.iter().map(|test| test.complementarity));
                found.describes = Answer::agreed(tests.iter().map(|test| test.describes));
                let [middle, low, high] = tests;
                let first = |test: &ComplementarityTest| {
                    test.floors.first().map(|floor| floor.own_against_additive)
                };
                (found.at_low_ends, found.at_high_ends) = (first(&low), first(&high));
                found.test = Some(middle);
            }
            Ok(Err(_)) => {}
            Err(error) => found.untested = Some(error.what().to_owned()),
        }
        found
    }

    fn at(&self, outcome: &Outcome, end: End) -> Result<ComplementarityTest, Error> {
        let sample = self.levels.sample(self.prepared, self.jobs, self.rule, outcome, end)?;
        let grid = if end == End::Middle { self.rule.grid.clone() } else { Vec::new() };
        let options = Options {
            rho: self.prepared.blueprint().aggregator.rho,
            grid,
            floors: self.rule.floors.clone(),
            draws: self.rule.draws,
            seed: self.rule.seed,
        };
        complementarity_test(&sample, &options)
    }
}

/// Weights and exponents from the leading outcome.
struct Fitted {
    weights: Vec<f64>,
    against_stated: Option<Difference>,
    rho_best: f64,
    rho_alike: Vec<f64>,
}

fn fitted(sample: &Sample, rho: f64, rule: &FitRule) -> Result<Fitted, Error> {
    let floor = rule.floors.first().copied().unwrap_or(Options::default().floors[0]);
    let under = |rho: f64| -> Result<HeldOut, Error> {
        held_out(sample, Effects::Within, Some(&sample.log_index(rho, floor)?))
    };
    let profile: Vec<(f64, HeldOut)> =
        rule.grid.iter().map(|&rho| Ok((rho, under(rho)?))).collect::<Result<_, Error>>()?;
    let error = |held: &HeldOut| held.mean_squared();
    let best = profile.iter().min_by(|a, b| error(&a.1).total_cmp(&error(&b.1)));
    let Some((rho_best, best)) = best else {
        return Err(Error::new("E0312", "the rule of fits names no exponent"));
    };
    let against = |own: &HeldOut, other: &HeldOut| {
        Difference::of(&own.squared, &other.squared, rule.draws, rule.seed)
    };
    let alike = |held: &HeldOut| against(held, best).is_some_and(|apart| apart.low <= 0.0);
    Ok(Fitted {
        weights: weights::fit(sample, rho, floor)?,
        against_stated: against(&weights::held_out(sample, rho, floor)?, &under(rho)?),
        rho_best: *rho_best,
        rho_alike: profile.iter().filter(|(_, held)| alike(held)).map(|(rho, _)| *rho).collect(),
    })
}
