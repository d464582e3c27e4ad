//! Who carries what: partners for the initiatives of a plan, within what each of them can carry.

use petgraph::algo::ford_fulkerson;
use petgraph::graph::DiGraph;

use agglo_stats::optimize::integer::{self, Outcome, Programme, Row, Sense, Variable};

use crate::plan::programme::model::{Model, within};
use crate::plan::programme::value::Starts;

/// Steps of the plain search before an established solver takes over.
const STEPS: u64 = 20_000;
/// Nodes that it may look at.
const NODES: u64 = 20_000;

/// Whether and how the initiatives of a plan can be carried.
#[derive(Clone, Debug, PartialEq)]
pub enum Carried {
    /// Partners of each initiative, by position; empty where it needs none.
    By(Vec<Vec<usize>>),
    /// Nobody can.
    Not,
    /// The search ended before it knew.
    Unknown,
}

impl Model {
    /// Partners for the initiatives of a plan: the first assignment in the order of ids and of the
    /// carriers that each initiative names.
    pub fn carried(&self, starts: &Starts) -> Carried {
        let loaded: Vec<usize> = (0..self.acts.len())
            .filter(|&at| starts[at].is_some() && self.acts[at].needed > 0)
            .collect();
        let mut by = vec![Vec::new(); self.acts.len()];
        if loaded.is_empty() {
            return Carried::By(by);
        }
        if loaded.iter().any(|&at| self.able(at).count() < self.acts[at].needed) {
            return Carried::Not;
        }
        let left = self.partners.iter().map(|partner| partner.capacity).collect();
        let mut search = Search { model: self, left, by: &mut by, steps: 0 };
        match search.initiative(&loaded) {
            Some(true) => Carried::By(by),
            Some(false) => Carried::Not,
            None => match self.carried_by_size(&loaded) {
                Some(by) => Carried::By(by),
                None if !self.flows(&loaded) => Carried::Not,
                None => self.carried_by_solver(&loaded),
            },
        }
    }

    /// Whether the initiatives of a plan can be carried, where that is soon told.
    pub(crate) fn can_carry(&self, starts: &Starts) -> Option<bool> {
        let loaded: Vec<usize> = (0..self.acts.len())
            .filter(|&at| starts[at].is_some() && self.acts[at].needed > 0)
            .collect();
        if loaded.iter().any(|&at| self.able(at).count() < self.acts[at].needed) {
            return Some(false);
        }
        if loaded.is_empty() || self.carried_by_size(&loaded).is_some() {
            return Some(true);
        }
        if !self.flows(&loaded) {
            return Some(false);
        }
        let left = self.partners.iter().map(|partner| partner.capacity).collect();
        let mut by = vec![Vec::new(); self.acts.len()];
        let mut search = Search { model: self, left, by: &mut by, steps: STEPS - STEPS / 10 };
        search.initiative(&loaded)
    }

    /// Large loads or those with few carriers first, to who has most left or least: no proof where it fails.
    fn carried_by_size(&self, loaded: &[usize]) -> Option<Vec<Vec<usize>>> {
        let mut sized: Vec<(f64, usize, usize)> = loaded
            .iter()
            .map(|&at| (self.acts[at].load, self.able(at).count() - self.acts[at].needed, at))
            .collect();
        sized.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        let try_both = |order: &[(f64, usize, usize)]| {
            self.carried_in_order(order, false).or_else(|| self.carried_in_order(order, true))
        };
        try_both(&sized).or_else(|| {
            sized.sort_by(|a, b| a.1.cmp(&b.1).then(b.0.total_cmp(&a.0)).then(a.2.cmp(&b.2)));
            try_both(&sized)
        })
    }

    fn carried_in_order(
        &self,
        order: &[(f64, usize, usize)],
        least_first: bool,
    ) -> Option<Vec<Vec<usize>>> {
        let mut left: Vec<f64> = self.partners.iter().map(|partner| partner.capacity).collect();
        let mut by = vec![Vec::new(); self.acts.len()];
        for &(_, _, at) in order {
            let act = &self.acts[at];
            let mut able: Vec<usize> =
                self.able(at).filter(|&partner| within(act.load, left[partner])).collect();
            able.sort_by(|&a, &b| {
                let most = left[b].total_cmp(&left[a]);
                (if least_first { most.reverse() } else { most }).then(a.cmp(&b))
            });
            if able.len() < act.needed {
                return None;
            }
            able.truncate(act.needed);
            for &partner in &able {
                left[partner] -= act.load;
            }
            by[at] = able;
        }
        Some(by)
    }

    /// Whether loads could be carried if they could be split: false proves that nobody can carry them.
    fn flows(&self, loaded: &[usize]) -> bool {
        let mut graph = DiGraph::<(), f64>::new();
        let (from, to) = (graph.add_node(()), graph.add_node(()));
        let partners: Vec<_> = self
            .partners
            .iter()
            .map(|partner| {
                let node = graph.add_node(());
                let most = partner.capacity + 1e-9 * partner.capacity.max(1e-3);
                graph.add_edge(node, to, most.min(1e16));
                node
            })
            .collect();
        let mut total = 0.0;
        for &at in loaded {
            let (act, node) = (&self.acts[at], graph.add_node(()));
            let load = act.load * act.needed as f64;
            total += load;
            graph.add_edge(from, node, load);
            for partner in self.able(at) {
                graph.add_edge(node, partners[partner], act.load);
            }
        }
        let (flow, _) = ford_fulkerson(&graph, from, to);
        // Capacities have their slack above; this one is for rounding on the way.
        flow >= total * (1.0 - 1e-7)
    }

    /// Partners that may carry an initiative at all.
    pub(crate) fn able(&self, at: usize) -> impl Iterator<Item = usize> {
        let act = &self.acts[at];
        let carriers = act.carriers.iter().copied();
        carriers.filter(move |&partner| {
            let partner = &self.partners[partner];
            partner.passes && within(act.load, partner.capacity)
        })
    }

    fn carried_by_solver(&self, loaded: &[usize]) -> Carried {
        let pairs: Vec<(usize, usize)> =
            loaded.iter().flat_map(|&at| self.able(at).map(move |partner| (at, partner))).collect();
        let mut rows = Vec::new();
        for &at in loaded {
            let mine = pairs.iter().enumerate().filter(|(_, pair)| pair.0 == at);
            let terms = mine.map(|(variable, _)| (variable, 1.0)).collect();
            let needed = self.acts[at].needed as f64;
            rows.push(Row { terms, sense: Sense::Equal, bound: needed });
        }
        for (partner, carrier) in self.partners.iter().enumerate() {
            let mine = pairs.iter().enumerate().filter(|(_, pair)| pair.1 == partner);
            let scale = carrier.capacity.max(1.0);
            let terms = mine.map(|(variable, pair)| (variable, self.acts[pair.0].load / scale));
            let bound = carrier.capacity / scale;
            rows.push(Row { terms: terms.collect(), sense: Sense::AtMost, bound });
        }
        let variables = vec![Variable::Binary; pairs.len()];
        let programme = Programme { variables, worth: vec![0.0; pairs.len()], rows };
        match integer::solve(&programme, NODES) {
            Ok(Outcome::Found(point)) => {
                let mut by = vec![Vec::new(); self.acts.len()];
                for (pair, value) in pairs.iter().zip(&point.values) {
                    if *value > 0.5 {
                        by[pair.0].push(pair.1);
                    }
                }
                Carried::By(by)
            }
            Err(agglo_stats::Error::Infeasible { .. }) => Carried::Not,
            Ok(Outcome::Interrupted { .. }) | Err(_) => Carried::Unknown,
        }
    }
}

struct Search<'a> {
    model: &'a Model,
    left: Vec<f64>,
    by: &'a mut Vec<Vec<usize>>,
    steps: u64,
}

impl Search<'_> {
    /// Whether the initiatives that are left can be carried; none when the steps ran out.
    fn initiative(&mut self, loaded: &[usize]) -> Option<bool> {
        let Some((&at, others)) = loaded.split_first() else { return Some(true) };
        let able: Vec<usize> = self.model.able(at).collect();
        self.partner(at, &able, others)
    }

    fn partner(&mut self, at: usize, able: &[usize], others: &[usize]) -> Option<bool> {
        self.steps += 1;
        if self.steps > STEPS {
            return None;
        }
        let act = &self.model.acts[at];
        let more = act.needed - self.by[at].len();
        if more == 0 {
            return self.initiative(others);
        }
        for next in 0..(able.len() + 1).saturating_sub(more) {
            let partner = able[next];
            if !within(act.load, self.left[partner]) {
                continue;
            }
            self.left[partner] -= act.load;
            self.by[at].push(partner);
            let carried = self.partner(at, &able[next + 1..], others);
            if carried != Some(false) {
                return carried;
            }
            self.by[at].pop();
            self.left[partner] += act.load;
        }
        Some(false)
    }
}
