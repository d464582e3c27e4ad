//! Scores of a reading: aggregate, class, binding gap and gains under one exponent.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::base::blueprint::Element;
use crate::base::error::Error;
use crate::base::estimate::{Figure, Withheld};
use crate::base::id::ElementId;
use crate::map::gap::Span;
use crate::map::gap::aggregate::{Marginal, Scored};
use crate::map::gap::binding::{Binding, Possible, binding, order, possible};
use crate::map::gap::core::{Link, nodes, reinforcing_core};
use crate::map::gap::elements::exact;
use crate::map::gap::prepared::{Prepared, Standard};
use crate::map::gap::read::{Gates, figure, is_removed};
use crate::map::gap::reading::{BindingGap, Gain, Score, UnknownCell};
use crate::map::gap::stability::together;
use crate::map::gap::verdict::{CoreShare, Ground, class, verdict};
use crate::map::place::Place;

/// The scored elements of a region with their levels.
pub(crate) struct Scene<'a, 'b> {
    pub(crate) prepared: &'a Prepared<'b>,
    pub(crate) elements: Vec<&'a Element>,
    /// None where nothing is known.
    pub(crate) levels: Vec<Option<Span>>,
    pub(crate) removed: &'a [ElementId],
}

impl<'a, 'b> Scene<'a, 'b> {
    pub(crate) fn new(
        prepared: &'a Prepared<'b>,
        place: Place<'_>,
        standard: &Standard,
        removed: &'a [ElementId],
    ) -> Self {
        let elements: Vec<&Element> = prepared.blueprint.scored().collect();
        let level = |element: &&Element| {
            if is_removed(element, removed) {
                return Some(Span::ZERO);
            }
            prepared.level(&element.body, place, standard, removed)
        };
        let levels = elements.iter().map(level).collect();
        Self { prepared, elements, levels, removed }
    }

    fn weights(&self) -> Vec<f64> {
        self.elements.iter().map(|element| element.weight).collect()
    }

    fn spans(&self) -> Vec<Span> {
        self.levels.iter().map(|level| level.unwrap_or(Span::UNKNOWN_LEVEL)).collect()
    }

    fn id(&self, at: usize) -> ElementId {
        self.elements[at].id.clone()
    }

    fn ids(&self, at: &[usize]) -> Vec<ElementId> {
        at.iter().map(|&at| self.id(at)).collect()
    }

    /// Share of the reinforcing core at given levels; the same set of present elements is looked at once.
    fn core_share(
        &self,
        levels: &[f64],
        links: &[Link<'_>],
        known: &mut BTreeMap<Vec<bool>, f64>,
    ) -> f64 {
        let blueprint = &self.prepared.blueprint;
        let present: Vec<bool> = levels.iter().map(|&l| l >= blueprint.cuts.missing).collect();
        if let Some(&share) = known.get(&present) {
            return share;
        }
        let nodes = nodes(blueprint, |at| present.get(at).copied().unwrap_or(false));
        let share = reinforcing_core(&nodes, links).share;
        known.insert(present, share);
        share
    }

    /// Elements of which nothing is known.
    pub(crate) fn unknown(&self) -> Vec<ElementId> {
        let unknown = (0..self.levels.len()).filter(|&at| self.levels[at].is_none());
        unknown.map(|at| self.id(at)).collect()
    }
}

/// The verdict under one exponent. `cut` replaces the blueprint's cut of `cluster`.
pub(crate) fn score(
    scene: &Scene<'_, '_>,
    rho: f64,
    links: &[Link<'_>],
    gates: Gates,
    cut: Option<f64>,
    unknown: &[UnknownCell],
) -> Result<Score, Error> {
    let blueprint = &scene.prepared.blueprint;
    let (weights, spans, step) = (scene.weights(), scene.spans(), blueprint.aggregator.step);
    let mut cuts = blueprint.cuts;
    cuts.cluster = cut.unwrap_or(cuts.cluster);
    let shares = RefCell::new(BTreeMap::new());
    let core = |levels: &[f64]| scene.core_share(levels, links, &mut shares.borrow_mut());
    let gates_pass = gates == Gates::Pass;
    let ground = Ground { core: CoreShare::At(&core), gates_pass, cuts };
    let found = verdict(&weights, &spans, rho, &ground)?;
    let low: Vec<f64> = spans.iter().map(|span| span.low()).collect();
    let passed = Ground { gates_pass: true, ..ground };
    let mutable: Vec<bool> = scene.elements.iter().map(|element| !element.immutable).collect();
    let set = possible(&weights, &spans, &mutable, rho, step)?;
    let missing = (0..spans.len()).filter(|&at| spans[at].high() < cuts.missing);
    Ok(Score {
        rho,
        aggregate: figure(Some(found.aggregate), "aggregate/1", &[]),
        class_low: found.low,
        class_high: found.high,
        class_if_gates_pass: class(&low, found.aggregate.low(), &passed),
        robust: found.is_robust(),
        missing: missing.map(|at| scene.id(at)).collect(),
        deciding: scene.ids(&found.deciding),
        binding: gap(scene, &weights, &spans, rho, step)?,
        necessary: scene.ids(&set.necessarily),
        possible: scene.ids(&set.possibly),
        none_possible: set.none_possibly,
        would_shrink: would_shrink(scene, &weights, &spans, &mutable, &set, rho, unknown)?,
        gains: gains(scene, &weights, &spans, rho, step)?,
        cluster_cut: exact(cuts.cluster, "cluster_cut/1"),
    })
}

/// The gap at the middle of each level's bounds; what nothing is known of cannot be named.
fn gap(
    scene: &Scene<'_, '_>,
    weights: &[f64],
    spans: &[Span],
    rho: f64,
    step: f64,
) -> Result<BindingGap, Error> {
    let middle: Vec<f64> = spans.iter().map(|span| span.middle()).collect();
    let scored = Scored::new(weights, &middle)?;
    let ids: Vec<&str> = scene.elements.iter().map(|element| element.id.as_str()).collect();
    let open: Vec<bool> = scene
        .elements
        .iter()
        .zip(&scene.levels)
        .map(|(element, level)| !element.immutable && level.is_some())
        .collect();
    Ok(match binding(&scored, &ids, &open, rho, step) {
        Binding::None => BindingGap::None,
        Binding::One(at) => BindingGap::One { element: scene.id(at) },
        Binding::Together(at) => together(&scene.elements, &at),
    })
}

/// Step gains in the order of the middles of the levels, highest first.
///
/// A gain rises with the other levels and falls with its own for `rho <= 1`, so its range over withheld
/// cells is that of two corners.
fn gains(
    scene: &Scene<'_, '_>,
    weights: &[f64],
    spans: &[Span],
    rho: f64,
    step: f64,
) -> Result<Vec<Gain>, Error> {
    let middle: Vec<f64> = spans.iter().map(|span| span.middle()).collect();
    let scored = Scored::new(weights, &middle)?;
    let ids: Vec<&str> = scene.elements.iter().map(|element| element.id.as_str()).collect();
    let corner = |at: usize, own: fn(Span) -> f64, others: fn(Span) -> f64| {
        let mut levels: Vec<f64> = spans.iter().map(|&span| others(span)).collect();
        levels[at] = own(spans[at]);
        Scored::new(weights, &levels)
    };
    let mut gains = Vec::new();
    for at in order(&scored, &ids, rho, step) {
        let least = corner(at, Span::high, Span::low)?;
        let most = corner(at, Span::low, Span::high)?;
        let ends = [&least, &most].map(|corner| corner.gains(rho, step)[at]);
        let slopes = [&least, &most].map(|corner| corner.marginals(rho)[at]);
        gains.push(Gain {
            element: scene.id(at),
            gain: between(ends, "step_gain/1"),
            marginal: match slopes {
                [Marginal::Finite(low), Marginal::Finite(high)] => {
                    between([low, high], "marginal/1")
                }
                _ => Figure::Withheld(Withheld::undefined(
                    "it grows without bound: read the step gain",
                )),
            },
        });
    }
    Ok(gains)
}

/// A number between two ends; a point where they are the same.
fn between([low, high]: [f64; 2], method: &str) -> Figure {
    figure(Span::new(low.min(high), high), method, &[])
}

/// The cell of this region whose disclosure would leave the fewest possible gaps, on average over the ends
/// of its element's level.
fn would_shrink(
    scene: &Scene<'_, '_>,
    weights: &[f64],
    spans: &[Span],
    mutable: &[bool],
    set: &Possible,
    rho: f64,
    unknown: &[UnknownCell],
) -> Result<Option<UnknownCell>, Error> {
    let step = scene.prepared.blueprint.aggregator.step;
    let size = |set: &Possible| set.possibly.len() + usize::from(set.none_possibly);
    let mut best: Option<(usize, &UnknownCell)> = None;
    for (at, span) in spans.iter().enumerate().filter(|(_, span)| !span.is_point()) {
        let holder = scene.elements[at];
        let inside = |cell: &&UnknownCell| {
            cell.element == holder.id || holder.members().iter().any(|m| m.id == cell.element)
        };
        let Some(cell) = unknown.iter().find(inside) else { continue };
        let mut total = 0;
        for end in [span.low(), span.high()] {
            let mut resolved = spans.to_vec();
            resolved[at] = Span::checked(end, end)?;
            total += size(&possible(weights, &resolved, mutable, rho, step)?);
        }
        if total < 2 * size(set) && best.is_none_or(|(least, _)| total < least) {
            best = Some((total, cell));
        }
    }
    Ok(best.map(|(_, cell)| cell.clone()))
}
