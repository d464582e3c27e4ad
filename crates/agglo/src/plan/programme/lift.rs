//! The value of one element kept whole: each set of initiatives that lift it, by what it is worth.
//!
//! A line above the curve lets half an initiative lift a level by half, which on a steep curve is worth far more
//! than half of its whole lift. Where few initiatives lift an element, the sets of those in effect are looked at
//! one by one in each year: what is lent to an initiative there is paid back where its start is picked.

use crate::plan::programme::model::Model;
use crate::plan::programme::propagate::{Choices, OUT, must};

/// Most initiatives of an element whose sets are looked at.
const MEMBERS: usize = 12;

/// An element kept whole.
#[derive(Clone, Debug)]
pub(crate) struct Lift {
    pub(crate) element: usize,
    /// Initiatives that lift it or pull it down.
    pub(crate) members: Vec<usize>,
    /// Worth of each set of them in a year, before the share of the year; mean over scenarios.
    worth: Vec<f64>,
}

/// Memory for looking at sets, used again and again.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sets {
    sets: Vec<usize>,
    paid: Vec<f64>,
}

impl Lift {
    /// Elements that few enough initiatives reach.
    pub(crate) fn all(model: &Model) -> Vec<Self> {
        (0..model.levels.len()).filter_map(|element| Self::new(model, element)).collect()
    }

    fn new(model: &Model, element: usize) -> Option<Self> {
        let rise = |at: usize| -> f64 {
            let rises = model.acts[at].rises.iter().filter(|(to, _)| *to == element);
            rises.map(|(_, rise)| rise).sum()
        };
        let reaches = |at: &usize| model.acts[*at].starts > 0 && rise(*at).abs() > 0.0;
        let members: Vec<usize> = (0..model.acts.len()).filter(reaches).collect();
        if members.len() > MEMBERS {
            return None;
        }
        let worth = |set: usize| {
            let level = |scenario: usize| {
                let inside = members.iter().enumerate().filter(|(nth, _)| set >> nth & 1 == 1);
                let lifts = inside.map(|(_, &at)| rise(at) * model.acts[at].take_up[scenario]);
                model.levels[element] + lifts.sum::<f64>()
            };
            let mean: f64 = (0..model.scenarios).map(|s| model.curve.at(level(s))).sum();
            model.weights[element] * mean / model.scenarios as f64
        };
        let worth = (0..1_usize << members.len()).map(worth).collect();
        Some(Self { element, members, worth })
    }

    /// The best set in effect in a year within the choices, given what its members are paid, and its worth.
    pub(crate) fn best(
        &self,
        model: &Model,
        year: usize,
        paid: &[f64],
        choices: &Choices,
        memory: &mut Sets,
    ) -> (f64, usize) {
        let (mut fixed, mut owed) = (0, 0.0);
        memory.sets.clear();
        memory.paid.clear();
        memory.sets.push(0);
        memory.paid.push(0.0);
        for (nth, &at) in self.members.iter().enumerate() {
            let until = (year + 1).saturating_sub(model.acts[at].delay);
            let early = if until >= 63 { !OUT } else { (1 << until) - 1 };
            if choices[at] & early == 0 {
                continue;
            }
            if must(choices[at]) && choices[at] & !early == 0 {
                fixed |= 1 << nth;
                owed += paid[nth];
                continue;
            }
            for known in 0..memory.sets.len() {
                memory.sets.push(memory.sets[known] | 1 << nth);
                memory.paid.push(memory.paid[known] + paid[nth]);
            }
        }
        let share = model.discounts[year];
        let (mut best, mut chosen) = (f64::NEG_INFINITY, fixed);
        for (&set, paid) in memory.sets.iter().zip(&memory.paid) {
            let worth = share * self.worth[set | fixed] - paid;
            if worth > best {
                (best, chosen) = (worth, set | fixed);
            }
        }
        (best - owed, chosen)
    }

    /// Shares of each member in effect by year, `[year][member]`, at an average of picks.
    pub(crate) fn in_effect(&self, model: &Model, picks: &[f64], mut each: impl FnMut(usize, f64)) {
        for (nth, &at) in self.members.iter().enumerate() {
            let mut started = 0.0;
            for year in 0..model.years {
                if year >= model.acts[at].delay {
                    started += picks[at * model.years + year - model.acts[at].delay];
                }
                each(year * self.members.len() + nth, started);
            }
        }
    }

    /// What each start is lent over the years in which it is in effect.
    pub(crate) fn lend(&self, model: &Model, paid: &[f64], lent: &mut [f64]) {
        for (nth, &at) in self.members.iter().enumerate() {
            let mut later = 0.0;
            for year in (model.acts[at].delay..model.years).rev() {
                later += paid[year * self.members.len() + nth];
                lent[at * model.years + year - model.acts[at].delay] += later;
            }
        }
    }

    /// What a line pays its members in a year for a slope.
    pub(crate) fn pay(
        &self,
        model: &Model,
        year: usize,
        slope: impl Fn(usize) -> f64,
        into: &mut Vec<f64>,
    ) {
        for &at in &self.members {
            let act = &model.acts[at];
            let rises = act.rises.iter().filter(|(to, _)| *to == self.element);
            let rise: f64 = rises.map(|(_, rise)| rise).sum();
            let up = act.take_up.iter().enumerate().map(|(scenario, up)| up * slope(scenario));
            let mean = up.sum::<f64>() / model.scenarios as f64;
            into.push(model.weights[self.element] * model.discounts[year] * rise * mean);
        }
    }
}
