//! A plan with what it is worth and costs, and which of two plans is better.

use crate::plan::programme::Risk;
use crate::plan::programme::carry::Carried;
use crate::plan::programme::model::Model;
use crate::plan::programme::value::{Starts, tail};

/// Values this close, relative, are ties.
pub(crate) const TIE: f64 = 1e-9;

/// A plan: what starts when, and what comes of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Selection {
    /// Start of each initiative in the order of ids; none where it is left out. Years count from 0.
    pub starts: Vec<Option<usize>>,
    /// The objective: discounted mean of `sum w h(l)`, mean over scenarios.
    pub value: f64,
    /// The level that, everywhere and always, would be worth as much.
    pub equivalent: f64,
    /// Mean over scenarios of the true aggregate in the last year.
    pub final_mean: f64,
    /// Money of all years.
    pub cost: f64,
    /// Money by year.
    pub cost_by_year: Vec<f64>,
    /// Share of the benefit that reaches underserved places; none without benefit.
    pub share_underserved: Option<f64>,
    /// Mean value of the bad scenarios, where they are asked for.
    pub tail: Option<f64>,
    /// One way to carry it: partners of each initiative by position.
    pub carriers: Vec<Vec<usize>>,
}

impl Selection {
    /// Positions of what starts.
    pub fn chosen(&self) -> impl Iterator<Item = usize> {
        self.starts.iter().enumerate().filter(|(_, start)| start.is_some()).map(|(at, _)| at)
    }
}

impl Model {
    /// Everything about a plan.
    pub fn selection(&self, starts: &Starts) -> Selection {
        let values = self.scenario_values(starts);
        let value = agglo_stats::float::sum(values.iter().copied()) / values.len() as f64;
        let tail = match self.risk {
            Some(Risk::Tail { alpha, .. }) => Some(tail(&values, alpha)),
            _ => None,
        };
        let carriers = match self.carried(starts) {
            Carried::By(by) => by,
            Carried::Not | Carried::Unknown => vec![Vec::new(); self.acts.len()],
        };
        Selection {
            starts: starts.to_vec(),
            value,
            equivalent: self.curve.equivalent(value),
            final_mean: self.final_mean(starts),
            cost: self.cost(starts),
            cost_by_year: self.cost_by_year(starts),
            share_underserved: self.share_underserved(starts),
            tail,
            carriers,
        }
    }

    /// Mean value of the worst `1 - alpha` of scenarios with a plan.
    pub fn tail_of(&self, starts: &Starts, alpha: f64) -> f64 {
        tail(&self.scenario_values(starts), alpha)
    }

    /// The level that is worth as much as a value.
    pub fn equivalent(&self, value: f64) -> f64 {
        self.curve.equivalent(value)
    }
}

/// What is compared of a plan.
#[derive(Clone, Debug)]
pub(crate) struct Standing {
    pub(crate) starts: Vec<Option<usize>>,
    pub(crate) value: f64,
    pub(crate) cost: f64,
}

/// Whether two values tie.
pub(crate) fn ties(a: f64, b: f64) -> bool {
    (a - b).abs() <= TIE * a.abs().max(b.abs())
}

/// Higher value beyond ties, then cheaper, then fewer initiatives, then ids in order, then earlier.
pub(crate) fn beats(a: &Standing, b: &Standing) -> bool {
    ranks((&a.starts, a.value, a.cost), (&b.starts, b.value, b.cost))
}

/// The same for plans.
pub fn better(a: &Selection, b: &Selection) -> bool {
    ranks((&a.starts, a.value, a.cost), (&b.starts, b.value, b.cost))
}

fn ranks(a: (&Starts, f64, f64), b: (&Starts, f64, f64)) -> bool {
    if !ties(a.1, b.1) {
        return a.1 > b.1;
    }
    if (a.2 - b.2).abs() > 1e-9 * a.2.abs().max(b.2.abs()) {
        return a.2 < b.2;
    }
    let chosen = |starts: &Starts| -> Vec<usize> {
        (0..starts.len()).filter(|&at| starts[at].is_some()).collect()
    };
    let (a_ids, b_ids) = (chosen(a.0), chosen(b.0));
    (a_ids.len(), a_ids, a.0) < (b_ids.len(), b_ids, b.0)
}
