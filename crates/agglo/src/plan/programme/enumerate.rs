//! Looking at every plan: the proof that needs no trust in a solver.

use crate::plan::programme::carry::Carried;
use crate::plan::programme::model::{Model, within};
use crate::plan::programme::order::{Standing, TIE, beats};
use crate::plan::programme::value::Starts;

/// Plans up to which every one is looked at.
pub const PLANS: u64 = 1 << 20;
/// The same times scenarios.
const EVALUATIONS: u64 = 1 << 22;

/// What looking at every plan found.
#[derive(Clone, Debug)]
pub(crate) struct Enumerated {
    pub(crate) best: Option<Standing>,
    /// Vectors of starts, most of them cut off before they were complete.
    pub(crate) plans: u64,
    pub(crate) feasible: u64,
    pub(crate) tied: u64,
    pub(crate) second: Option<f64>,
    /// Whether some plan could not be judged.
    pub(crate) doubtful: bool,
}

/// What a plan is judged to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Judgement {
    /// It keeps every constraint and is worth this.
    Worth(f64),
    /// It breaks one.
    Breaks,
    /// Nobody could tell whether it can be carried.
    Unknown,
}

impl Model {
    /// Vectors of starts, where every one may be looked at.
    pub fn enumerable(&self) -> Option<u64> {
        let mut plans = 1_u64;
        for _ in &self.acts {
            plans = plans.checked_mul(self.years as u64 + 1).filter(|&plans| plans <= PLANS)?;
        }
        let evaluations = plans.checked_mul(self.scenarios as u64)?;
        (evaluations <= EVALUATIONS).then_some(plans)
    }

    /// The best plan, by looking at every one.
    pub(crate) fn enumerate(&self) -> Enumerated {
        let mut found = Enumerated {
            best: None,
            plans: self.enumerable().unwrap_or(u64::MAX),
            feasible: 0,
            tied: 0,
            second: None,
            doubtful: false,
        };
        let mut values = Vec::new();
        found.doubtful = self.each_feasible(&mut |starts, value| {
            values.push(value);
            let standing = Standing { starts: starts.to_vec(), value, cost: self.cost(starts) };
            if found.best.as_ref().is_none_or(|best| beats(&standing, best)) {
                found.best = Some(standing);
            }
            true
        });
        found.feasible = values.len() as u64;
        if !values.is_empty() {
            let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let least = most - TIE * most.abs();
            found.tied = values.iter().filter(|&&value| value >= least).count() as u64;
            let below = values.iter().copied().filter(|&value| value < least);
            found.second = below.fold(None, |second: Option<f64>, value| {
                Some(second.map_or(value, |second| second.max(value)))
            });
        }
        found
    }

    /// Visits plans that keep all constraints, with their values, while the visitor goes on; whether some
    /// could not be judged.
    pub(crate) fn each_feasible(&self, visit: &mut dyn FnMut(&Starts, f64) -> bool) -> bool {
        let spent = vec![vec![0.0; self.years]; 2];
        let starts = vec![None; self.acts.len()];
        let mut walk = Walk { model: self, spent, starts, doubtful: false, ended: false, visit };
        walk.descend(0);
        walk.doubtful
    }

    /// Whether a plan keeps every constraint, and its value.
    pub(crate) fn judge(&self, starts: &Starts) -> Judgement {
        self.judge_by(starts, |starts| {
            self.can_carry(starts).or_else(|| match self.carried(starts) {
                Carried::By(_) => Some(true),
                Carried::Not => Some(false),
                Carried::Unknown => None,
            })
        })
    }

    /// The same where it is soon told who carries the plan.
    pub(crate) fn judge_soon(&self, starts: &Starts) -> Judgement {
        self.judge_by(starts, |starts| self.can_carry(starts))
    }

    fn judge_by(&self, starts: &Starts, carried: impl Fn(&Starts) -> Option<bool>) -> Judgement {
        if !self.keeps(starts) {
            return Judgement::Breaks;
        }
        let values = self.scenario_values(starts);
        if !self.safe(&values) {
            return Judgement::Breaks;
        }
        match carried(starts) {
            Some(true) => {
                let total = agglo_stats::float::sum(values.iter().copied());
                Judgement::Worth(total / values.len() as f64)
            }
            Some(false) => Judgement::Breaks,
            None => Judgement::Unknown,
        }
    }
}

struct Walk<'a> {
    model: &'a Model,
    /// Money and staff by year, so far.
    spent: Vec<Vec<f64>>,
    starts: Vec<Option<usize>>,
    doubtful: bool,
    ended: bool,
    visit: &'a mut dyn FnMut(&Starts, f64) -> bool,
}

impl Walk<'_> {
    fn descend(&mut self, at: usize) {
        let Some(act) = self.model.acts.get(at) else {
            match self.model.judge(&self.starts) {
                Judgement::Worth(value) => self.ended = !(self.visit)(&self.starts, value),
                Judgement::Breaks => {}
                Judgement::Unknown => self.doubtful = true,
            }
            return;
        };
        self.descend(at + 1);
        for start in 0..act.starts {
            if self.ended {
                return;
            }
            let before = self.spent.clone();
            self.spend(at, start);
            if self.affordable() {
                self.starts[at] = Some(start);
                self.descend(at + 1);
                self.starts[at] = None;
            }
            self.spent = before;
        }
    }

    fn spend(&mut self, at: usize, start: usize) {
        let act = &self.model.acts[at];
        for (spent, amounts) in self.spent.iter_mut().zip([&act.cost, &act.staff]) {
            for (after, amount) in amounts.iter().enumerate() {
                if let Some(year) = spent.get_mut(start + after) {
                    *year += amount;
                }
            }
        }
    }

    /// What is spent never falls again, so that a branch over a limit can be left.
    fn affordable(&self) -> bool {
        self.model.limits.iter().all(|limit| {
            let spent = &self.spent[usize::from(limit.staff)][limit.first..=limit.last];
            within(agglo_stats::float::sum(spent.iter().copied()), limit.most)
        })
    }
}
