//! What initiatives share, as rows: money and staff by year, who comes first, how many, for whom.

use agglo_stats::float::sum;

use crate::plan::programme::model::Model;

/// Rows over starts; what the picks of a plan take of a row is at most what the row has.
#[derive(Clone, Debug)]
pub(crate) struct Shared {
    /// Rows that a start `[initiative][year]` takes part in, with what it takes.
    pub(crate) uses: Vec<Vec<(usize, f64)>>,
    /// What each row has, scaled to about 1.
    pub(crate) most: Vec<f64>,
}

impl Shared {
    pub(crate) fn new(model: &Model) -> Self {
        let uses = vec![Vec::new(); model.acts.len() * model.years];
        let mut shared = Self { uses, most: Vec::new() };
        shared.limits(model);
        shared.orders(model);
        shared.counts(model);
        shared.equity(model);
        shared
    }

    fn limits(&mut self, model: &Model) {
        let years = model.years;
        for limit in &model.limits {
            let scale = if limit.most > 0.0 { limit.most } else { 1.0 };
            for (at, act) in model.acts.iter().enumerate() {
                let amounts = if limit.staff { &act.staff } else { &act.cost };
                for start in 0..act.starts {
                    let taken = amounts
                        .iter()
                        .enumerate()
                        .filter(|(after, _)| (limit.first..=limit.last).contains(&(start + after)));
                    let taken = sum(taken.map(|(_, amount)| *amount)) / scale;
                    if taken > 0.0 {
                        self.uses[at * years + start].push((self.most.len(), taken));
                    }
                }
            }
            self.most.push(limit.most / scale);
        }
    }

    fn orders(&mut self, model: &Model) {
        let years = model.years;
        for order in &model.orders {
            for year in 0..years {
                let row = self.most.len();
                for start in 0..model.acts[order.then].starts.min(year + 1) {
                    self.uses[order.then * years + start].push((row, 1.0));
                }
                let until = (year + 1).saturating_sub(order.lead);
                for start in 0..model.acts[order.first].starts.min(until) {
                    self.uses[order.first * years + start].push((row, -1.0));
                }
                self.most.push(0.0);
            }
        }
    }

    fn counts(&mut self, model: &Model) {
        let years = model.years;
        for count in &model.counts {
            let sign = if count.at_most { 1.0 } else { -1.0 };
            for &at in &count.members {
                for start in 0..model.acts[at].starts {
                    self.uses[at * years + start].push((self.most.len(), sign));
                }
            }
            self.most.push(sign);
        }
    }

    fn equity(&mut self, model: &Model) {
        let years = model.years;
        if let Some(phi) = model.equity {
            let weigh = |at: usize| (phi - model.acts[at].share) * model.acts[at].benefit;
            let size = sum((0..model.acts.len()).map(|at| weigh(at).abs())).max(1e-9);
            for at in 0..model.acts.len() {
                for start in 0..model.acts[at].starts {
                    let weight = 4.0 * weigh(at) / size;
                    self.uses[at * years + start].push((self.most.len(), weight));
                }
            }
            self.most.push(0.0);
        }
    }
}
