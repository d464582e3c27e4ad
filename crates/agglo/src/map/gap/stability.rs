//! Stability of the binding gap: the share of defensible settings that name the same element.

use std::collections::BTreeMap;

use agglo_stats::distribution::dirichlet;

use crate::base::blueprint::Element;
use crate::base::error::Error;
use crate::base::estimate::{Estimate, Figure, Provenance};
use crate::base::id::ElementId;
use crate::map::gap::Span;
use crate::map::gap::binding::pull;
use crate::map::gap::prepared::{Prepared, Standard};
use crate::map::gap::reading::{BindingGap, SettingShare, Stability};
use crate::map::place::Place;

/// Exponents that are tried.
const EXPONENTS: [f64; 3] = [-1.0, 0.0, 1.0];

/// How tightly drawn weights scatter around the blueprint's.
const CONCENTRATION: f64 = 40.0;

/// Below this share of settings a gap is contested.
const CONTESTED: f64 = 0.8;

/// What is asked of the settings.
pub(crate) struct Trial<'a> {
    pub(crate) place: Place<'a>,
    pub(crate) removed: &'a [ElementId],
    pub(crate) seed: u64,
    pub(crate) draws: usize,
}

/// The gap over measures (one element's changed at a time), exemplar rules and exponents, at the
/// blueprint's weights and at draws around them. Every combination counts equally, its weights averaged
/// first. A level counts at the middle of its bounds; an element of which nothing is known is not named.
pub(crate) fn stability(prepared: &Prepared<'_>, trial: &Trial<'_>) -> Result<Stability, Error> {
    let elements: Vec<&Element> = prepared.blueprint.scored().collect();
    let weights = weightings(&elements, trial)?;
    let rules = standards(prepared, trial.place);
    let mut shares: BTreeMap<BindingGap, f64> = BTreeMap::new();
    let mut cells = 0;
    for standard in &rules {
        let level = |body| prepared.level(body, trial.place, standard, trial.removed);
        let gone = |element: &Element| trial.removed.contains(&element.id);
        let of = |element: &Element, body| {
            if gone(element) { Some(Span::ZERO) } else { level(body) }
        };
        let base: Vec<Option<Span>> = elements.iter().map(|e| of(e, &e.body)).collect();
        let mut settings = vec![base.clone()];
        for (at, element) in elements.iter().enumerate() {
            for body in &element.alternatives {
                let mut other = base.clone();
                other[at] = of(element, body);
                settings.push(other);
            }
        }
        for levels in &settings {
            for rho in EXPONENTS {
                cells += 1;
                tally(prepared, &elements, levels, rho, &weights, &mut shares);
            }
        }
    }
    let measures = 1 + elements.iter().map(|element| element.alternatives.len()).sum::<usize>();
    let settings = format!(
        "{measures} sets of measures (each differs from the first in one element), {} rules for \
         exemplars, rho of -1, 0 and 1, each at the blueprint's weights and at {} draws around them",
        rules.len(),
        trial.draws
    );
    Ok(summary(&shares, cells, settings, trial))
}

/// The blueprint's weights, then draws around them.
fn weightings(elements: &[&Element], trial: &Trial<'_>) -> Result<Vec<Vec<f64>>, Error> {
    let own: Vec<f64> = elements.iter().map(|element| element.weight).collect();
    let alpha: Vec<f64> = own.iter().map(|weight| CONCENTRATION * weight).collect();
    let mut all = vec![own];
    for draw in 0..trial.draws {
        let drawn = dirichlet(&alpha, trial.seed, draw as u64);
        all.push(drawn.map_err(|error| Error::new("E0303", error.to_string()))?);
    }
    Ok(all)
}

/// The blueprint's rule for exemplars and those that differ from it in one thing.
fn standards(prepared: &Prepared<'_>, place: Place<'_>) -> Vec<Standard> {
    let rule = &prepared.blueprint.exemplars;
    let own = prepared.standard(place, rule.take, rule.tau);
    let others = rule.alternatives.iter().map(|other| {
        let (take, tau) = (other.take.unwrap_or(rule.take), other.tau.unwrap_or(rule.tau));
        prepared.standard(place, take, tau)
    });
    std::iter::once(own).chain(others).collect()
}

/// Adds the answers of one setting over all weightings.
fn tally(
    prepared: &Prepared<'_>,
    elements: &[&Element],
    levels: &[Option<Span>],
    rho: f64,
    weights: &[Vec<f64>],
    shares: &mut BTreeMap<BindingGap, f64>,
) {
    let step = prepared.blueprint.aggregator.step;
    let middle: Vec<Option<f64>> = levels.iter().map(|level| level.map(Span::middle)).collect();
    let zeros: Vec<usize> =
        (0..middle.len()).filter(|&at| middle[at].is_some_and(|level| level <= 0.0)).collect();
    let open = |at: usize| !elements[at].immutable;
    let share = 1.0 / weights.len() as f64;
    let mutable_zeros: Vec<usize> = zeros.iter().copied().filter(|&at| open(at)).collect();
    if rho <= 0.0 && zeros.len() > 1 && mutable_zeros.len() > 1 {
        *shares.entry(together(elements, &mutable_zeros)).or_default() += 1.0;
        return;
    }
    let candidates: Vec<(usize, f64)> = (0..middle.len())
        .filter(|&at| open(at))
        .filter_map(|at| Some((at, pull(middle[at].filter(|&level| level < 1.0)?, rho, step))))
        .collect();
    for weights in weights {
        let best = candidates.iter().min_by(|a, b| {
            let (left, right) = (weights[a.0] * a.1, weights[b.0] * b.1);
            right.total_cmp(&left).then_with(|| elements[a.0].id.cmp(&elements[b.0].id))
        });
        let gap = best.map_or(BindingGap::None, |&(at, _)| BindingGap::One {
            element: elements[at].id.clone(),
        });
        *shares.entry(gap).or_default() += share;
    }
}

/// Several elements at 0.
pub(crate) fn together(elements: &[&Element], at: &[usize]) -> BindingGap {
    let mut ids: Vec<ElementId> = at.iter().map(|&at| elements[at].id.clone()).collect();
    ids.sort();
    BindingGap::Together { elements: ids }
}

fn summary(
    shares: &BTreeMap<BindingGap, f64>,
    cells: usize,
    settings: String,
    trial: &Trial<'_>,
) -> Stability {
    let mut ordered: Vec<(&BindingGap, f64)> =
        shares.iter().map(|(gap, count)| (gap, count / cells as f64)).collect();
    ordered.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let figure = |share: f64| -> Figure {
        let mut provenance = Provenance::new("gap_stability/1", []);
        provenance.seed = Some(trial.seed);
        // Sums of equal parts may end one digit above 1.
        Estimate::exact(share.min(1.0), provenance).into()
    };
    let all: Vec<SettingShare> = ordered
        .iter()
        .map(|(gap, share)| SettingShare { binding: (*gap).clone(), share: figure(*share) })
        .collect();
    let first = ordered.first().map_or(0.0, |(_, share)| *share);
    let second = all.get(1).cloned();
    Stability {
        modal: ordered.first().map_or(BindingGap::None, |(gap, _)| (*gap).clone()),
        share: figure(first),
        second_share: second.as_ref().map(|second| second.share.clone()),
        second: second.map(|second| second.binding),
        shares: all,
        contested: first < CONTESTED,
        settings,
        cells,
        draws: trial.draws,
    }
}
