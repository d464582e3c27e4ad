//! Numbers of a study with what states drawn anew make of them.

use agglo::base::study::Term;
use agglo_stats::float;
use agglo_stats::random::uniform;

use crate::study::{LEVEL, SEED};

/// A number with the middle of its resamples; widened where it lies outside.
pub(super) fn between(name: &str, value: f64, drawn: &[f64]) -> Option<Term> {
    let tail = 0.5 - LEVEL / 2.0;
    let lower = float::quantile(drawn, tail)?.min(value);
    let upper = float::quantile(drawn, 1.0 - tail)?.max(value);
    Some(Term { name: name.to_owned(), value, lower, upper })
}

/// How often each state is drawn when as many are drawn with replacement.
pub(super) fn weights(states: usize, draw: u32) -> Vec<f64> {
    let mut weights = vec![0.0; states];
    for unit in 0..states {
        let [at, _] = uniform(SEED, [draw, 0, u32::try_from(unit).unwrap_or(0), 0]);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a number from 0 to below the count of states"
        )]
        let state = (at * states as f64) as usize;
        weights[state.min(states - 1)] += 1.0;
    }
    weights
}
