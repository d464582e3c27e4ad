//! Good plans quickly: filling up in an order, then changing one or two starts while that helps.

use crate::plan::programme::model::Model;
use crate::plan::programme::order::{Standing, beats};
use crate::plan::programme::value::Starts;

impl Model {
    /// What is compared of a plan; none where it breaks a constraint or nobody can tell.
    pub(crate) fn standing(&self, starts: &Starts) -> Option<Standing> {
        let value = self.judge(starts)??;
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
            && self.limits.iter().all(|limit| {
                crate::plan::programme::model::within(self.taken(limit, starts), limit.most)
            })
            && (self.partners.is_empty()
                || matches!(self.carried(starts), crate::plan::programme::carry::Carried::By(_)))
    }

    /// Changes one start, or puts one initiative in for another, while the plan gets better.
    pub(crate) fn improved(&self, from: Standing, rounds: usize) -> Standing {
        let mut best = from;
        for _ in 0..rounds {
            let better = self.with_one_change(&best).or_else(|| self.with_a_swap(&best));
            match better {
                Some(better) => best = better,
                None => break,
            }
        }
        best
    }

    fn with_one_change(&self, from: &Standing) -> Option<Standing> {
        let mut best: Option<Standing> = None;
        let mut starts = from.starts.clone();
        for at in 0..starts.len() {
            let was = starts[at];
            let years = (0..self.acts[at].starts).map(Some);
            for start in years.chain([None]).filter(|start| *start != was) {
                starts[at] = start;
                self.keep_better(&starts, from, &mut best);
            }
            starts[at] = was;
        }
        best
    }

    fn with_a_swap(&self, from: &Standing) -> Option<Standing> {
        let mut best: Option<Standing> = None;
        let mut starts = from.starts.clone();
        for out in 0..starts.len() {
            let Some(was) = starts[out] else { continue };
            starts[out] = None;
            for into in 0..starts.len() {
                if starts[into].is_some() || into == out {
                    continue;
                }
                for start in 0..self.acts[into].starts {
                    starts[into] = Some(start);
                    self.keep_better(&starts, from, &mut best);
                }
                starts[into] = None;
            }
            starts[out] = Some(was);
        }
        best
    }

    fn keep_better(&self, starts: &Starts, from: &Standing, best: &mut Option<Standing>) {
        if let Some(found) = self.standing(starts) {
            if beats(&found, best.as_ref().unwrap_or(from)) {
                *best = Some(found);
            }
        }
    }
}
