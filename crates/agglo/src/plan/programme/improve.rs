//! Good plans quickly: filling up in an order, then changing one or two starts while that helps.

use crate::plan::programme::carry::Carried;
use crate::plan::programme::enumerate::Judgement;
use crate::plan::programme::model::{Model, within};
use crate::plan::programme::order::{Standing, beats, ties};
use crate::plan::programme::value::Starts;

impl Model {
    /// What is compared of a plan; none where it breaks a constraint or nobody can tell.
    pub(crate) fn standing(&self, starts: &Starts) -> Option<Standing> {
        let Judgement::Worth(value) = self.judge(starts) else { return None };
        Some(Standing { starts: starts.to_vec(), value, cost: self.cost(starts) })
    }

    /// Fills a plan up in an order of wishes: what breaks money, order or partners is passed over.
    pub(crate) fn filled(&self, wishes: &[(usize, usize)]) -> Vec<Option<usize>> {
        let mut starts = vec![None; self.acts.len()];
        // Twice: what comes early may wait for what comes late.
        for _ in 0..2 {
            for &(at, start) in wishes {
                if starts[at].is_none() {
                    starts[at] = Some(start);
                    if !self.may_grow(&starts) {
                        starts[at] = None;
                    }
                }
            }
        }
        starts
    }

    /// Whether a plan keeps what more initiatives cannot mend.
    fn may_grow(&self, starts: &Starts) -> bool {
        let out = |at: &usize| starts[*at].is_none();
        self.forced.iter().all(|(at, is_in)| *is_in || out(at))
            && self.counts.iter().all(|count| {
                !count.at_most || count.members.iter().filter(|at| !out(at)).count() <= 1
            })
            && self.orders.iter().all(|order| match (starts[order.first], starts[order.then]) {
                (Some(first), Some(then)) => first + order.lead <= then,
                (None, Some(_)) => false,
                (_, None) => true,
            })
            && self.limits.iter().all(|limit| within(self.taken(limit, starts), limit.most))
            && (self.partners.is_empty() || matches!(self.carried(starts), Carried::By(_)))
    }

    /// Changes one start, or puts one initiative in for another, while the plan gets better and until so
    /// many plans were tried.
    pub(crate) fn improved(&self, from: Standing, tries: u64) -> Standing {
        let mut climb = Climb { model: self, best: from, left: tries };
        while climb.by_one_change() || climb.by_a_swap() {}
        climb.best
    }
}

/// A plan on its way up.
struct Climb<'a> {
    model: &'a Model,
    best: Standing,
    left: u64,
}

impl Climb<'_> {
    /// Takes every better start of one initiative; whether any was.
    fn by_one_change(&mut self) -> bool {
        let mut any = false;
        for at in 0..self.model.acts.len() {
            for start in (0..self.model.acts[at].starts).map(Some).chain([None]) {
                let mut starts = self.best.starts.clone();
                starts[at] = start;
                any |= start != self.best.starts[at] && self.takes(starts);
            }
        }
        any
    }

    /// Takes every better exchange of one initiative for another; whether any was.
    fn by_a_swap(&mut self) -> bool {
        let mut any = false;
        for out in 0..self.model.acts.len() {
            for into in 0..self.model.acts.len() {
                for start in 0..self.model.acts[into].starts {
                    if self.best.starts[out].is_none() || self.best.starts[into].is_some() {
                        continue;
                    }
                    let mut starts = self.best.starts.clone();
                    starts[out] = None;
                    starts[into] = Some(start);
                    any |= self.takes(starts);
                }
            }
        }
        any
    }

    /// Whether a plan is better, and then it is the one.
    fn takes(&mut self, starts: Vec<Option<usize>>) -> bool {
        if self.left == 0 {
            return false;
        }
        self.left -= 1;
        // The value is quick to tell and most plans fail by it: only then are the constraints asked.
        let value = self.model.value(&starts);
        if value < self.best.value && !ties(value, self.best.value) {
            return false;
        }
        let found = Standing { cost: self.model.cost(&starts), starts, value };
        if beats(&found, &self.best)
            && matches!(self.model.judge(&found.starts), Judgement::Worth(_))
        {
            self.best = found;
            return true;
        }
        false
    }
}
