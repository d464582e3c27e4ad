//! The programme as an established solver reads it: binaries for starts and carriers, tangents to the curve.
//!
//! Each round solves the mixed-integer programme over the tangents known so far and adds those at the
//! levels found, until tangents and curve touch (Kelley 1960). Where they touch and still lie above the
//! value, because low levels are lifted, the plan itself is cut off and the search goes on.

use agglo_stats::float::sum;
use agglo_stats::optimize::integer::{self, Outcome, Row, Sense, Variable};

use crate::base::error::Error;
use crate::plan::programme::Risk;
use crate::plan::programme::enumerate::Judgement;
use crate::plan::programme::model::Model;
use crate::plan::programme::order::{Standing, beats};
use crate::plan::programme::solve::{Best, Proof, Road, Searched, Solving};
use crate::plan::programme::value::Envelope;

/// Distance from the bound, relative, at which a value counts as proved.
const CLOSE: f64 = 1e-9;
const ROUNDS: usize = 400;

/// The best plan by an established solver.
pub(crate) fn best(model: &Model, solving: Solving) -> Result<Searched, Error> {
    let mut mixed = Mixed::new(model);
    let (mut best, mut bound, mut looked_at) = (None::<Standing>, f64::INFINITY, 0);
    let mut doubtful = false;
    let mut proved = false;
    for _ in 0..ROUNDS {
        let programme = mixed.programme();
        let point = match integer::solve(&programme, solving.nodes) {
            Ok(Outcome::Found(point)) => point,
            Ok(Outcome::Interrupted { looked_at: nodes }) => {
                looked_at += nodes;
                break;
            }
            Err(agglo_stats::Error::Infeasible { .. }) => {
                bound = best.as_ref().map_or(f64::NEG_INFINITY, |best| best.value);
                proved = !doubtful;
                break;
            }
            Err(error) => return Err(Error::new("E0328", error.to_string())),
        };
        looked_at += point.looked_at;
        let starts = mixed.starts(&point.values);
        match model.judge(&starts) {
            Judgement::Unknown => doubtful = true,
            Judgement::Breaks => {}
            Judgement::Worth(value) => {
                let found = Standing { cost: model.cost(&starts), starts: starts.clone(), value };
                if best.as_ref().is_none_or(|best| beats(&found, best)) {
                    best = Some(found);
                }
            }
        }
        let value = best.as_ref().map_or(f64::NEG_INFINITY, |best| best.value);
        bound = bound.min(point.bound.max(value));
        if bound - value <= solving.gap.max(CLOSE) * value.abs() {
            proved = point.optimal && !doubtful && bound - value <= CLOSE * value.abs();
            break;
        }
        if !mixed.touch(&starts) {
            mixed.cut_off(&starts);
        }
    }
    Ok(outcome(model, best, (bound, proved, looked_at)))
}

fn outcome(
    model: &Model,
    best: Option<Standing>,
    (bound, proved, looked_at): (f64, bool, u64),
) -> Searched {
    let gap = best
        .as_ref()
        .map_or(f64::MAX, |best| ((bound - best.value) / best.value.abs().max(1e-12)).max(0.0));
    let (feasible, tied, second) = (None, None, None);
    let road = Road::Mixed;
    let proof = Proof { road, optimal: proved, bound, gap, looked_at, feasible, tied, second };
    match best {
        Some(best) => {
            let best = model.improved(best, 10_000);
            Searched::Plan(Box::new(Best { selection: model.selection(&best.starts), proof }))
        }
        None if proved => Searched::Infeasible,
        None => Searched::Interrupted(proof),
    }
}

/// Where the variables stand, the tangents, and the plans that are cut off.
struct Mixed<'a> {
    model: &'a Model,
    /// Initiative and start of each binary.
    starts: Vec<(usize, usize)>,
    /// Initiative and partner of each binary after those.
    carries: Vec<(usize, usize)>,
    envelopes: Vec<Envelope>,
    /// Levels at which tangents are taken, `[scenario][element][year]`.
    tangents: Vec<Vec<f64>>,
    cut: Vec<Row>,
}

impl<'a> Mixed<'a> {
    fn new(model: &'a Model) -> Self {
        let acts = || model.acts.iter().enumerate();
        let starts = acts().flat_map(|(at, act)| (0..act.starts).map(move |start| (at, start)));
        let carries = acts().filter(|(_, act)| act.needed > 0);
        let carries = carries.flat_map(|(at, _)| model.able(at).map(move |partner| (at, partner)));
        let envelopes = model.envelopes();
        let first = |envelope: &Envelope| vec![envelope.lowest(), 0.05, 0.2, 0.5, 1.0];
        let tangents = envelopes.iter().flat_map(|e| std::iter::repeat_n(first(e), model.years));
        Self {
            tangents: tangents.collect(),
            starts: starts.collect(),
            carries: carries.collect(),
            envelopes,
            cut: Vec::new(),
            model,
        }
    }

    fn worth(&self, piece: usize) -> usize {
        self.starts.len() + self.carries.len() + piece
    }

    /// The plan at a point.
    fn starts(&self, values: &[f64]) -> Vec<Option<usize>> {
        let mut starts = vec![None; self.model.acts.len()];
        for (&(at, start), &value) in self.starts.iter().zip(values) {
            if value > 0.5 {
                starts[at] = Some(start);
            }
        }
        starts
    }

    /// Adds tangents at the levels of a plan; whether any is new.
    fn touch(&mut self, starts: &[Option<usize>]) -> bool {
        let (mut new, mut levels) = (false, Vec::new());
        let pieces = self.model.levels.len() * self.model.years;
        for scenario in 0..self.model.scenarios {
            self.model.raw_levels(starts, scenario, &mut levels);
            for (piece, &level) in levels.iter().enumerate() {
                let known = &mut self.tangents[scenario * pieces + piece];
                if known.iter().all(|&other| (other - level.min(1.0)).abs() > 1e-9) {
                    known.push(level.min(1.0));
                    new = true;
                }
            }
        }
        new
    }

    /// Forbids one plan.
    fn cut_off(&mut self, plan: &[Option<usize>]) {
        let mut ones = 0.0;
        let terms = self.starts.iter().enumerate().map(|(variable, &(at, start))| {
            if plan[at] == Some(start) {
                ones += 1.0;
                (variable, 1.0)
            } else {
                (variable, -1.0)
            }
        });
        let terms = terms.collect();
        self.cut.push(Row { terms, sense: Sense::AtMost, bound: ones - 1.0 });
    }

    fn programme(&self) -> integer::Programme {
        let model = self.model;
        let mut variables = vec![Variable::Binary; self.starts.len() + self.carries.len()];
        let (elements, years) = (model.levels.len(), model.years);
        for piece in 0..self.tangents.len() {
            let envelope = &self.envelopes[piece / years];
            let low = envelope.at(envelope.lowest()) - 1.0;
            variables.push(Variable::Real { low, high: envelope.at(1.0) + 1.0 });
        }
        let mut worth = vec![0.0; variables.len()];
        for piece in 0..self.tangents.len() {
            let weight = model.weights[piece / years % elements] * model.discounts[piece % years];
            worth[self.worth(piece)] = weight / model.scenarios as f64;
        }
        let mut rows = self.cut.clone();
        self.tangent_rows(&mut rows);
        self.start_rows(&mut rows);
        self.carry_rows(&mut rows);
        self.risk_rows(&mut variables, &mut worth, &mut rows);
        integer::Programme { variables, worth, rows }
    }

    fn tangent_rows(&self, rows: &mut Vec<Row>) {
        let model = self.model;
        let (elements, years) = (model.levels.len(), model.years);
        for (piece, points) in self.tangents.iter().enumerate() {
            let (envelope, year) = (&self.envelopes[piece / years], piece % years);
            let (scenario, element) = (piece / years / elements, piece / years % elements);
            let rise = |at: usize| -> f64 {
                let act = &model.acts[at];
                let rises = act.rises.iter().filter(|(to, _)| *to == element);
                rises.map(|(_, rise)| rise * act.take_up[scenario]).sum()
            };
            for &level in points {
                let (point, height, slope) = envelope.line(level);
                let mut terms = vec![(self.worth(piece), 1.0)];
                for (variable, &(at, start)) in self.starts.iter().enumerate() {
                    let gain = slope * rise(at);
                    if start + model.acts[at].delay <= year && gain.abs() > 0.0 {
                        terms.push((variable, -gain));
                    }
                }
                let bound = height + slope * (model.levels[element] - point);
                rows.push(Row { terms, sense: Sense::AtMost, bound });
            }
        }
    }

    /// One term for each start of an initiative that passes, with its factor.
    fn terms(&self, factor: impl Fn(usize, usize) -> f64) -> Vec<(usize, f64)> {
        let each = self.starts.iter().enumerate();
        let each = each.map(|(variable, &(at, start))| (variable, factor(at, start)));
        each.filter(|(_, factor)| factor.abs() > 0.0).collect()
    }

    fn start_rows(&self, rows: &mut Vec<Row>) {
        let model = self.model;
        let is = |yes: bool| if yes { 1.0 } else { 0.0 };
        let mut row = |terms, sense, bound| rows.push(Row { terms, sense, bound });
        for own in 0..model.acts.len() {
            row(self.terms(|at, _| is(at == own)), Sense::AtMost, 1.0);
        }
        for &(own, is_in) in &model.forced {
            row(self.terms(|at, _| is(at == own)), Sense::Equal, is(is_in));
        }
        for limit in &model.limits {
            let scale = limit.most.max(1e-3);
            let taken = |at: usize, start: usize| {
                let amounts =
                    if limit.staff { &model.acts[at].staff } else { &model.acts[at].cost };
                let in_time = |after: usize| (limit.first..=limit.last).contains(&(start + after));
                sum(amounts.iter().enumerate().filter(|(after, _)| in_time(*after)).map(|a| *a.1))
            };
            let terms = self.terms(|at, start| taken(at, start) / scale);
            row(terms, Sense::AtMost, limit.most / scale);
        }
        for order in &model.orders {
            for year in 0..model.years {
                let terms = self.terms(|at, start| {
                    is(at == order.then && start <= year)
                        - is(at == order.first && start + order.lead <= year)
                });
                row(terms, Sense::AtMost, 0.0);
            }
        }
        for count in &model.counts {
            let sense = if count.at_most { Sense::AtMost } else { Sense::AtLeast };
            row(self.terms(|at, _| is(count.members.contains(&at))), sense, 1.0);
        }
        if let Some(phi) = model.equity {
            let weigh = |at: usize| (model.acts[at].share - phi) * model.acts[at].benefit;
            row(self.terms(|at, _| weigh(at)), Sense::AtLeast, 0.0);
        }
    }

    fn carry_rows(&self, rows: &mut Vec<Row>) {
        let model = self.model;
        let first = self.starts.len();
        let carries = || self.carries.iter().enumerate().map(|(at, pair)| (first + at, *pair));
        for (own, act) in model.acts.iter().enumerate().filter(|(_, act)| act.needed > 0) {
            let needed = act.needed as f64;
            let mut terms = self.terms(|at, _| if at == own { -needed } else { 0.0 });
            terms.extend(carries().filter(|(_, (at, _))| *at == own).map(|(v, _)| (v, 1.0)));
            rows.push(Row { terms, sense: Sense::Equal, bound: 0.0 });
        }
        for (own, partner) in model.partners.iter().enumerate() {
            let scale = partner.capacity.max(1.0);
            let mine = carries().filter(|(_, (_, partner))| *partner == own);
            let terms = mine.map(|(variable, (at, _))| (variable, model.acts[at].load / scale));
            let bound = partner.capacity / scale;
            rows.push(Row { terms: terms.collect(), sense: Sense::AtMost, bound });
        }
    }

    /// The value of a scenario as terms.
    fn scenario(&self, scenario: usize) -> Vec<(usize, f64)> {
        let (elements, years) = (self.model.levels.len(), self.model.years);
        let pieces = elements * years;
        let weight =
            |piece: usize| self.model.weights[piece / years] * self.model.discounts[piece % years];
        (0..pieces).map(|piece| (self.worth(scenario * pieces + piece), weight(piece))).collect()
    }

    fn risk_rows(&self, variables: &mut Vec<Variable>, worth: &mut Vec<f64>, rows: &mut Vec<Row>) {
        let Some(risk) = self.model.risk else { return };
        let scenarios = self.model.scenarios;
        let lowest = self.envelopes.iter().map(|e| e.at(e.lowest())).fold(0.0, f64::min) - 1.0;
        let first = variables.len();
        match risk {
            Risk::Tail { alpha, floor } => {
                let least = self.model.curve.at(floor);
                let share = ((1.0 - alpha) * scenarios as f64).max(1e-9);
                variables.push(Variable::Real { low: lowest, high: 2.0 });
                let short = Variable::Real { low: 0.0, high: 2.0 - lowest };
                variables.extend(std::iter::repeat_n(short, scenarios));
                let mut terms = vec![(first, 1.0)];
                terms.extend((0..scenarios).map(|s| (first + 1 + s, -1.0 / share)));
                rows.push(Row { terms, sense: Sense::AtLeast, bound: least - 1e-9 * least.abs() });
                for scenario in 0..scenarios {
                    let mut terms = self.scenario(scenario);
                    terms.extend([(first + 1 + scenario, 1.0), (first, -1.0)]);
                    rows.push(Row { terms, sense: Sense::AtLeast, bound: 0.0 });
                }
            }
            Risk::Chance { share, floor } => {
                let least = self.model.curve.at(floor);
                variables.extend(std::iter::repeat_n(Variable::Binary, scenarios));
                for scenario in 0..scenarios {
                    let mut terms = self.scenario(scenario);
                    terms.push((first + scenario, lowest - least));
                    rows.push(Row { terms, sense: Sense::AtLeast, bound: lowest });
                }
                let terms = (0..scenarios).map(|scenario| (first + scenario, 1.0)).collect();
                let bound = (share * scenarios as f64 - 1e-9).max(0.0);
                rows.push(Row { terms, sense: Sense::AtLeast, bound });
            }
        }
        worth.resize(variables.len(), 0.0);
    }
}
