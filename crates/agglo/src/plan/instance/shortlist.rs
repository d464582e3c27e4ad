//! Of very many candidates, those that are looked at: what lifts most for its money, and all that is tied to it.

use std::collections::{BTreeMap, BTreeSet};

use crate::plan::instance::asked::FullRequest;
use crate::plan::instance::candidate::{Candidate, Doubt};
use crate::plan::instance::draws::{TAKE_UP, take_up};
use crate::plan::programme::value::Curve;

/// Candidates up to which all are looked at.
pub(crate) const MOST: usize = 300;
/// Draws for the mean take-up of one.
const DRAWS: usize = 8;

/// Keeps at most [`MOST`] candidates: forced ones, those that fulfil a duty for the least money, the rest by expected
/// rise of the value for their money, each with all that has to come before it. How many were left unread.
pub(crate) fn shortlist(
    asked: &FullRequest<'_>,
    candidates: &mut Vec<Candidate>,
    forced: &BTreeSet<String>,
) -> usize {
    let all = candidates.len();
    if all <= MOST {
        return 0;
    }
    let at: BTreeMap<&str, usize> =
        candidates.iter().enumerate().map(|(at, own)| (own.id.as_str(), at)).collect();
    let worth: Vec<f64> = candidates.iter().map(|own| worth(asked, own)).collect();
    let mut order: Vec<usize> = (0..all).collect();
    let first = |at: usize| {
        let own = &candidates[at];
        (!forced.contains(&own.id), own.duties.is_empty())
    };
    order.sort_by(|&a, &b| {
        first(a)
            .cmp(&first(b))
            .then_with(|| worth[b].total_cmp(&worth[a]))
            .then_with(|| candidates[a].total().total_cmp(&candidates[b].total()))
            .then(a.cmp(&b))
    });
    let mut kept: BTreeSet<usize> = BTreeSet::new();
    for start in order {
        let mut with = BTreeSet::new();
        let mut open = vec![start];
        while let Some(next) = open.pop() {
            if with.insert(next) {
                open.extend(candidates[next].after.iter().filter_map(|id| at.get(id.as_str())));
            }
        }
        if kept.union(&with).count() <= MOST {
            kept.extend(with);
        }
        if kept.len() == MOST {
            break;
        }
    }
    let mut place = 0;
    candidates.retain(|_| {
        place += 1;
        kept.contains(&(place - 1))
    });
    all - candidates.len()
}

/// Expected rise of the value by one alone, for each unit of money.
fn worth(asked: &FullRequest<'_>, own: &Candidate) -> f64 {
    let curve = Curve::new(asked.rho());
    let mean = match &own.doubt {
        Doubt::Stated { nothing, .. } => (1.0 - nothing) * 0.5 * (1.0 + TAKE_UP),
        Doubt::Nothing => 1.0,
        Doubt::Believed(_) | Doubt::Opened(_) => {
            agglo_stats::float::mean(&take_up(own, asked.rules.seed, DRAWS)).unwrap_or(1.0)
        }
    };
    let rise = own.rises.iter().map(|(&at, &rise)| {
        let need = &asked.base.needs[at];
        let level = need.level_for_choice();
        need.weight * (curve.at(level + mean * rise) - curve.at(level))
    });
    agglo_stats::float::sum(rise) / own.total().max(1.0)
}
