//! The regions of a country as a sample: their levels against a blueprint, hidden cells at either end.

use crate::base::blueprint::Element;
use crate::base::error::Error;
use crate::map::complementarity::fit_rule::{FitRule, Outcome};
use crate::map::complementarity::sample::Sample;
use crate::map::gap::{Prepared, Span};
use crate::map::place::Place;
use crate::panel::Jobs;

/// Which end of a level with hidden cells is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Low,
    Middle,
    High,
}

/// Levels of every base unit that a blueprint applies to.
pub(super) struct Levels {
    /// Position of the unit and its levels.
    rows: Vec<(usize, Vec<Span>)>,
    /// Units that it applies to.
    pub(super) applies: usize,
    /// Those of them of which an element is unknown.
    pub(super) unknown: usize,
    /// Part of the levels that rest on hidden cells.
    pub(super) hidden: f64,
}

impl Levels {
    pub(super) fn of(prepared: &Prepared<'_>) -> Self {
        let (blueprint, evidence) = (prepared.blueprint(), &prepared.evidence);
        let elements: Vec<&Element> = blueprint.scored().collect();
        let rule = &blueprint.exemplars;
        let (mut rows, mut applies, mut unknown) = (Vec::new(), 0, 0);
        for (at, region) in evidence.regions.iter().enumerate() {
            let place = Place::unit(&region.id);
            let test = blueprint.applies_if.as_ref();
            if test.is_some_and(|test| evidence.passes(test, place) != Some(true)) {
                continue;
            }
            applies += 1;
            let standard = prepared.standard(place, rule.take, rule.tau);
            let levels: Option<Vec<Span>> = elements
                .iter()
                .map(|element| prepared.level(&element.body, place, &standard, &[]))
                .collect();
            match levels {
                Some(levels) => rows.push((at, levels)),
                None => unknown += 1,
            }
        }
        let all = || rows.iter().flat_map(|(_, levels): &(usize, Vec<Span>)| levels);
        let hidden = all().filter(|span| !span.is_point()).count() as f64;
        let hidden = hidden / all().count().max(1) as f64;
        Self { rows, applies, unknown, hidden }
    }

    /// The regions with a published outcome and all that is held fixed, by state.
    ///
    /// # Errors
    ///
    /// `E0312` where they are fewer than the rule asks for, and those of [`Sample::new`].
    pub(super) fn sample(
        &self,
        prepared: &Prepared<'_>,
        jobs: Option<&Jobs>,
        rule: &FitRule,
        outcome: &Outcome,
        end: End,
    ) -> Result<Sample, Error> {
        let evidence = &prepared.evidence;
        let (mut levels, mut y, mut controls, mut states) = (vec![], vec![], vec![], vec![]);
        for (at, spans) in &self.rows {
            let region = &evidence.regions[*at];
            let found = outcome.log(evidence, jobs, &rule.residents_fact, &region.id);
            let held: Option<Vec<f64>> =
                rule.held_fixed.iter().map(|fact| fact.value(evidence, &region.id)).collect();
            let (Some(found), Some(held)) = (found, held) else { continue };
            let level = |span: &Span| match end {
                End::Low => span.low(),
                End::Middle => span.middle(),
                End::High => span.high(),
            };
            levels.push(spans.iter().map(level).collect());
            y.push(found);
            controls.push(held);
            states.push(region.within.as_str());
        }
        if y.len() < rule.least_regions {
            let (n, least) = (y.len(), rule.least_regions);
            return Err(Error::new("E0312", format!("{n} regions, fewer than {least}")));
        }
        let scored: Vec<f64> =
            prepared.blueprint().scored().map(|element| element.weight).collect();
        let total: f64 = scored.iter().sum();
        let weights: Vec<f64> = scored.iter().map(|weight| weight / total).collect();
        Sample::new(&weights, &levels, &y, &controls, &states)
    }
}
