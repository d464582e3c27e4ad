//! A programme solved: the plan, and the same in many more scenarios than it was chosen over.

use std::collections::{BTreeMap, BTreeSet};

use agglo_stats::float;

use crate::base::error::Error;
use crate::map::gap::aggregate::aggregate;
use crate::plan::instance::{Candidate, FullRequest, Instance, SCENARIOS_AFTER};
use crate::plan::programme::{Best, Found, Model, Programme, Solving, solve};

/// Nodes of a search beside the main one, as a part of its limit, and the least of them.
const BESIDE: u64 = 20;
const LEAST: u64 = 2_000;
/// Gap at which a search beside the main one ends, relative to the value.
const GAP: f64 = 1e-6;

/// A plan with what it was chosen from.
pub(crate) struct Solved<'a> {
    pub(crate) asked: &'a FullRequest<'a>,
    pub(crate) instance: &'a Instance,
    pub(crate) best: Best,
    /// In the scenarios of the choice.
    pub(crate) model: Model,
    /// In many more.
    pub(crate) after: Model,
}

/// What starts when, by position.
pub(crate) type Starts = Vec<Option<usize>>;

impl<'a> Solved<'a> {
    pub(crate) fn new(
        asked: &'a FullRequest<'a>,
        instance: &'a Instance,
        best: Best,
    ) -> Result<Self, Error> {
        let many = instance.in_scenarios(asked.rules.seed, SCENARIOS_AFTER);
        let model = Model::new(&instance.programme)?;
        Ok(Self { asked, instance, best, model, after: Model::new(&many)? })
    }

    pub(crate) fn starts(&self) -> &Starts {
        &self.best.selection.starts
    }

    pub(crate) fn nothing(&self) -> Starts {
        vec![None; self.instance.candidates.len()]
    }

    /// What is started, in the order of ids.
    pub(crate) fn chosen(&self) -> impl Iterator<Item = (usize, &'a Candidate, usize)> {
        let instance = self.instance;
        let starts = self.starts().iter().enumerate();
        starts.filter_map(move |(at, start)| Some((at, &instance.candidates[at], (*start)?)))
    }

    pub(crate) fn ids(&self) -> BTreeSet<String> {
        self.chosen().map(|(_, own, _)| own.id.clone()).collect()
    }

    pub(crate) fn title(&self, id: &str) -> String {
        self.instance.candidate(id).map_or_else(|| id.to_owned(), |own| own.title.clone())
    }

    pub(crate) fn titles<'i>(&self, ids: impl IntoIterator<Item = &'i String>) -> Vec<String> {
        ids.into_iter().map(|id| self.title(id)).collect()
    }

    pub(crate) fn element(&self, at: usize) -> &str {
        &self.asked.base.needs[at].title
    }

    /// How a search beside the main one is held.
    pub(crate) fn beside(&self) -> Solving {
        Solving { nodes: (self.asked.rules.nodes / BESIDE).max(LEAST), gap: GAP }
    }

    /// Another programme solved beside.
    pub(crate) fn other(&self, programme: &Programme) -> Result<Found, Error> {
        solve(programme, self.beside())
    }

    /// The level that, everywhere and always, is worth as much as a plan, in the scenarios of the choice.
    pub(crate) fn worth(&self, starts: &Starts) -> f64 {
        self.model.equivalent(self.model.value(starts))
    }

    /// The same in many scenarios.
    pub(crate) fn worth_after(&self, starts: &Starts) -> f64 {
        self.after.equivalent(self.after.value(starts))
    }

    /// Ids and calendar years of what a plan starts.
    pub(crate) fn named(&self, starts: &Starts) -> Vec<(String, u16)> {
        let all = self.instance.candidates.iter().zip(starts);
        all.filter_map(|(own, start)| Some((own.id.clone(), self.asked.year((*start)?).0)))
            .collect()
    }

    /// Levels in the last year in each of many scenarios, `[scenario][element]`, from other levels to begin with.
    pub(crate) fn last_levels(&self, starts: &Starts, from: &[f64]) -> Vec<Vec<f64>> {
        let years = self.instance.programme.budget.len();
        let mut raw = Vec::new();
        let base = &self.instance.programme.elements;
        (0..SCENARIOS_AFTER)
            .map(|scenario| {
                self.after.raw_levels(starts, scenario, &mut raw);
                let rows = raw.chunks(years).zip(base).zip(from);
                rows.map(|((row, element), from)| {
                    (row[years - 1] - element.level + from).clamp(0.0, 1.0)
                })
                .collect()
            })
            .collect()
    }

    /// Mean levels by year, `[element][year]`.
    pub(crate) fn mean_levels(&self, starts: &Starts) -> Vec<Vec<f64>> {
        let years = self.instance.programme.budget.len();
        let elements = self.instance.programme.elements.len();
        let mut means = vec![vec![0.0; years]; elements];
        let mut raw = Vec::new();
        for scenario in 0..SCENARIOS_AFTER {
            self.after.raw_levels(starts, scenario, &mut raw);
            for (mean, row) in means.iter_mut().zip(raw.chunks(years)) {
                for (mean, level) in mean.iter_mut().zip(row) {
                    *mean += level.clamp(0.0, 1.0) / SCENARIOS_AFTER as f64;
                }
            }
        }
        means
    }

    /// The aggregate of each scenario's levels.
    pub(crate) fn aggregates(&self, levels: &[Vec<f64>], rho: f64) -> Vec<f64> {
        let weights: Vec<f64> =
            self.instance.programme.elements.iter().map(|own| own.weight).collect();
        levels.iter().map(|levels| aggregate(&weights, levels, rho)).collect()
    }

    /// Take-ups of a candidate in the many scenarios.
    pub(crate) fn take_ups(&self, own: &Candidate) -> Vec<f64> {
        crate::plan::instance::take_up(own, self.asked.rules.seed, SCENARIOS_AFTER)
    }

    /// Whose rises any level gains from, by element.
    pub(crate) fn lifted_by(&self) -> BTreeMap<usize, Vec<String>> {
        let mut by: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for (_, own, _) in self.chosen() {
            for (&at, &rise) in &own.rises {
                if rise > 0.0 {
                    by.entry(at).or_default().push(own.id.clone());
                }
            }
        }
        by
    }
}

/// The mean, and where nine in ten lie.
pub(crate) fn spread_of(values: &[f64]) -> (f64, f64, f64) {
    let mean = float::mean(values).unwrap_or_default();
    let end = |p: f64| float::quantile(values, p).unwrap_or(mean);
    (mean, end(0.05).min(mean), end(0.95).max(mean))
}

/// Ids of the first that the second has not.
pub(crate) fn beside(these: &BTreeSet<String>, those: &BTreeSet<String>) -> Vec<String> {
    these.difference(those).cloned().collect()
}

/// Ids of a plan's starts.
pub(crate) fn started(instance: &Instance, starts: &[Option<usize>]) -> BTreeSet<String> {
    let all = instance.candidates.iter().zip(starts);
    all.filter(|(_, start)| start.is_some()).map(|(own, _)| own.id.clone()).collect()
}
