//! The claim of complementarity against a plain sum, in groups of regions that neither was fitted to.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::error::Error;
use crate::map::complementarity::held_out::{Effects, HeldOut, held_out};
use crate::map::complementarity::resample::Difference;
use crate::map::complementarity::sample::Sample;
use crate::map::complementarity::unevenness::linear;

/// The rule in words, printed beside every answer.
pub const RULE: &str = "outcome and index are taken as deviations from their state's mean and one state after \
                        another is forecast from all others; the blueprint's own exponent is supported where the \
                        whole 90 % interval over resampled states has it err less than the weighted mean, \
                        contradicted where the whole interval has it err more, and nobody can tell in between, \
                        or where levels lifted to another floor say something else";

/// What regions say of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// It errs surely less than its rival.
    Supported,
    /// The two cannot be told apart.
    CannotTell,
    /// It errs surely more than its rival.
    Contradicted,
}

impl Answer {
    /// As printed.
    pub fn words(self) -> &'static str {
        match self {
            Self::Supported => "supported",
            Self::CannotTell => "cannot tell",
            Self::Contradicted => "contradicted",
        }
    }

    pub(super) fn of(difference: Difference) -> Self {
        if difference.high < 0.0 {
            Self::Supported
        } else if difference.low > 0.0 {
            Self::Contradicted
        } else {
            Self::CannotTell
        }
    }

    /// What stays where all say the same.
    pub(super) fn agreed(answers: impl IntoIterator<Item = Self>) -> Self {
        let mut answers = answers.into_iter();
        let first = answers.next().unwrap_or(Self::CannotTell);
        if answers.all(|answer| answer == first) { first } else { Self::CannotTell }
    }
}

/// How the claim is tested.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// The blueprint's own exponent.
    pub rho: f64,
    /// Exponents of the profile; it must reach above 1, lest the sum never lose to substitution.
    pub grid: Vec<f64>,
    /// Levels are lifted to each of these in turn; all must say the same.
    pub floors: Vec<f64>,
    /// Resamples of groups.
    pub draws: u32,
    /// Seed of the resamples.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            rho: -1.0,
            grid: vec![-8.0, -4.0, -2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0, 4.0],
            floors: vec![0.05, 0.01],
            draws: 1_000,
            seed: 1,
        }
    }
}

/// The claim of complementarity, tested.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ComplementarityTest {
    /// The blueprint's own exponent.
    pub rho: f64,
    /// Regions that were used.
    pub regions: usize,
    /// Groups (states) that they stand in.
    pub groups: usize,
    /// Exponents of the profiles.
    pub grid: Vec<f64>,
    /// Regions that were left out because they are the only one of their group.
    pub lone: usize,
    /// The own exponent against the weighted mean; what all floors say.
    pub complementarity: Answer,
    /// The weighted mean against no blueprint at all; what all floors say.
    pub describes: Answer,
    /// The test at each floor, the first one leading.
    pub floors: Vec<AtFloor>,
}

/// The test with levels lifted to one floor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AtFloor {
    /// Least level.
    pub floor: f64,
    /// Part of the levels that were lifted to it.
    pub lifted: f64,
    /// Mean squared error without the blueprint: what is held fixed alone.
    pub error_none: f64,
    /// Mean squared error of the weighted mean.
    pub error_additive: f64,
    /// Mean squared error under the blueprint's own exponent.
    pub error_own: f64,
    /// Own exponent against the weighted mean, as a share of the latter's error.
    pub own_against_additive: Difference,
    /// Weighted mean against no blueprint, as a share of the latter's error.
    pub additive_against_none: Difference,
    /// Coefficient of unevenness in the linear form; complementarity needs it below 0.
    pub unevenness: f64,
    /// Its standard error, whatever happens inside groups; none of one group.
    pub unevenness_error: Option<f64>,
    /// Mean squared error in held-out groups under every exponent of the grid.
    pub profile: Vec<f64>,
}

/// Tests the claim that a blueprint's exponent makes, at its weights.
///
/// # Returns
///
/// Both answers, with errors, their differences and the whole profile at each floor. Errors are in squared
/// units of the outcome's deviations from the mean of its group.
///
/// # Errors
///
/// `E0307` for a floor of 0 under levels of 0, `E0312` where fewer than two groups have two regions,
/// there is no floor, or nothing is left to err by, `E0313` where columns depend on each other.
///
/// # Source
///
/// The form is ours: the best exponent of the training groups, tried against the sum, equals the sum where
/// the sum wins and could never be contradicted. Leave-one-group-out: Stone 1974, Journal of the Royal
/// Statistical Society B 36(2).
pub fn complementarity_test(
    sample: &Sample,
    options: &Options,
) -> Result<ComplementarityTest, Error> {
    let kept = sample.without_lone()?;
    let floors = options.floors.iter().map(|&floor| at_floor(&kept, options, floor));
    let floors: Vec<AtFloor> = floors.collect::<Result<_, Error>>()?;
    if floors.is_empty() {
        return Err(Error::new("E0312", "no floor to lift levels to"));
    }
    let answers = |of: fn(&AtFloor) -> Difference| {
        Answer::agreed(floors.iter().map(|floor| Answer::of(of(floor))))
    };
    Ok(ComplementarityTest {
        rho: options.rho,
        regions: kept.regions(),
        groups: kept.groups().len(),
        grid: options.grid.clone(),
        lone: sample.regions() - kept.regions(),
        complementarity: answers(|floor| floor.own_against_additive),
        describes: answers(|floor| floor.additive_against_none),
        floors,
    })
}

fn at_floor(sample: &Sample, options: &Options, floor: f64) -> Result<AtFloor, Error> {
    let under = |rho: f64| -> Result<HeldOut, Error> {
        held_out(sample, Effects::Within, Some(&sample.log_index(rho, floor)?))
    };
    let none = held_out(sample, Effects::Within, None)?;
    let (additive, own) = (under(1.0)?, under(options.rho)?);
    let difference = |own: &HeldOut, other: &HeldOut| {
        Difference::of(&own.squared, &other.squared, options.draws, options.seed)
            .ok_or_else(|| Error::new("E0312", "the rival never errs: nothing is left to explain"))
    };
    let linear = linear(sample, Effects::Within, floor)?;
    let error = |&rho: &f64| Ok(under(rho)?.mean_squared());
    Ok(AtFloor {
        floor,
        lifted: sample.share_below(floor),
        error_none: none.mean_squared(),
        error_additive: additive.mean_squared(),
        error_own: own.mean_squared(),
        own_against_additive: difference(&own, &additive)?,
        additive_against_none: difference(&additive, &none)?,
        unevenness: linear.coefficients[linear.at],
        unevenness_error: linear.clustered.map(|errors| errors[linear.at]),
        profile: options.grid.iter().map(error).collect::<Result<_, Error>>()?,
    })
}

#[cfg(test)]
#[path = "test_tests.rs"]
mod tests;
