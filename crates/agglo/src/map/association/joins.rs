//! Join counts: borders between units that both reach a threshold, that both do not, and that differ.

use agglo_stats::Error as Numbers;
use agglo_stats::spatial::join_counts::{JoinCounts, join_counts};
use agglo_stats::spatial::{Basis, Weights};
use schemars::JsonSchema;
use serde::Serialize;

use crate::map::association::Options;

/// Borders by what they join.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Joins {
    /// A unit says yes where its value is at least this.
    pub at_least: f64,
    /// Units that say yes, islands included.
    pub yes: usize,
    /// Units that say no, islands included.
    pub no: usize,
    /// Borders of yes and yes.
    pub both: f64,
    /// Borders of no and no.
    pub neither: f64,
    /// Borders of yes and no.
    pub mixed: f64,
    /// Borders of yes and yes where place does not matter.
    pub both_expected: f64,
    /// Variance of those over orders of the same answers.
    pub both_variance: Option<f64>,
    /// Distance of the first from its mean in standard deviations.
    pub both_z: Option<f64>,
    /// Probability, by permutation, of at least as many borders of yes and yes.
    pub both_p: Option<f64>,
    /// Probability, by permutation, of at least as many borders of yes and no.
    pub mixed_p: Option<f64>,
    /// Whether the probabilities count all deals of the answers or draws.
    pub p_basis: Option<Basis>,
}

/// `None` where all linked units answer alike.
pub(super) fn joins(
    values: &[f64],
    weights: &Weights,
    at_least: f64,
    by: Options,
) -> Result<Option<Joins>, Numbers> {
    let answers: Vec<bool> = values.iter().map(|value| *value >= at_least).collect();
    let found = join_counts(&answers, weights, by.permutations, by.seed, by.threads)?;
    let yes = answers.iter().filter(|&&yes| yes).count();
    Ok(found.map(|found| of(found, at_least, yes, answers.len() - yes)))
}

fn of(found: JoinCounts, at_least: f64, yes: usize, no: usize) -> Joins {
    let spread = found.both_variance.filter(|variance| *variance > 0.0);
    Joins {
        at_least,
        yes,
        no,
        both: found.both,
        neither: found.neither,
        mixed: found.mixed,
        both_expected: found.both_expected,
        both_variance: found.both_variance,
        both_z: spread.map(|variance| (found.both - found.both_expected) / variance.sqrt()),
        both_p: found.both_permuted.map(|permuted| permuted.p),
        mixed_p: found.mixed_permuted.map(|permuted| permuted.p),
        p_basis: found.both_permuted.map(|permuted| permuted.basis),
    }
}
