//! Good plans quickly: filling up in an order, then changing a few starts while that helps.

use agglo_stats::float::sum;

use crate::plan::programme::enumerate::Judgement;
use crate::plan::programme::model::{Model, within};
use crate::plan::programme::order::{Standing, beats, ties};
use crate::plan::programme::value::Starts;

impl Model {
    /// What is compared of a plan; none where it breaks a constraint or nobody can tell.
    pub(crate) fn standing(&self, starts: &Starts) -> Option<Standing> {
        let Judgement::Worth(value) = self.judge_soon(starts) else { return None };
        Some(Standing { starts: starts.to_vec(), value, cost: self.cost(starts) })
    }

    /// Fills a plan up in an order of wishes: what breaks money, order or partners is passed over.
    pub(crate) fn filled(&self, wishes: &[(usize, usize)]) -> Vec<Option<usize>> {
        let mut state = State::new(self, &vec![None; self.acts.len()]);
        // Twice: what comes early may wait for what comes late.
        for _ in 0..2 {
            for &(at, start) in wishes {
                if state.starts[at].is_none() && state.affords(&[(at, Some(start))]) {
                    let spent = state.spent.clone();
                    state.put(at, Some(start));
                    if !self.may_grow(&state.starts) {
                        state.starts[at] = None;
                        state.spent = spent;
                    }
                }
            }
        }
        state.starts
    }

    /// Whether a plan within its money keeps what more initiatives cannot mend.
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
            && (self.partners.is_empty() || self.can_carry(starts) == Some(true))
    }

    /// Changes one start, or two at once, while the plan gets better and until so many plans were tried.
    pub(crate) fn improved(&self, from: Standing, tries: u64) -> Standing {
        let mut state = State::new(self, &from.starts);
        state.measure();
        let mut climb = Climb { model: self, state, best: from, left: tries };
        while climb.by_one_change() || climb.by_a_swap() || climb.by_making_room() {}
        climb.best
    }
}

/// A plan with what it spends and the levels it reaches, so that a change costs only what it touches.
struct State<'a> {
    model: &'a Model,
    starts: Vec<Option<usize>>,
    /// Money, then staff, by year.
    spent: [Vec<f64>; 2],
    /// `[scenario][element][year]`.
    levels: Vec<f64>,
    /// Worth of each element in each scenario.
    worths: Vec<f64>,
    /// Element, initiative, rise and first year of what the changes under trial do to levels.
    touched: Vec<(usize, usize, f64, usize)>,
}

impl<'a> State<'a> {
    fn new(model: &'a Model, starts: &Starts) -> Self {
        let (levels, worths, touched) = (Vec::new(), Vec::new(), Vec::new());
        let spent = [vec![0.0; model.years], vec![0.0; model.years]];
        let empty = vec![None; starts.len()];
        let mut state = Self { model, starts: empty, spent, levels, worths, touched };
        for (at, start) in starts.iter().enumerate() {
            state.put(at, *start);
        }
        state
    }

    /// Changes a start; levels have to be measured afterwards.
    fn put(&mut self, at: usize, start: Option<usize>) {
        self.spend(at, self.starts[at], -1.0);
        self.spend(at, start, 1.0);
        self.starts[at] = start;
    }

    fn spend(&mut self, at: usize, start: Option<usize>, sign: f64) {
        let Some(start) = start else { return };
        let act = &self.model.acts[at];
        for (spent, amounts) in self.spent.iter_mut().zip([&act.cost, &act.staff]) {
            for (after, amount) in amounts.iter().enumerate() {
                if let Some(year) = spent.get_mut(start + after) {
                    *year += sign * amount;
                }
            }
        }
    }

    /// Levels and worths of the plan as it stands.
    fn measure(&mut self) {
        let (mut all, mut levels) = (Vec::new(), Vec::new());
        for scenario in 0..self.model.scenarios {
            self.model.raw_levels(&self.starts, scenario, &mut levels);
            all.extend_from_slice(&levels);
        }
        self.levels = all;
        let rows = self.levels.chunks(self.model.years).enumerate();
        self.worths = rows.map(|(row, levels)| self.worth(row, |year| levels[year])).collect();
    }

    fn worth(&self, row: usize, level: impl Fn(usize) -> f64) -> f64 {
        let years = self.model.discounts.iter().enumerate();
        let worth: f64 = years.map(|(year, d)| d * self.model.curve.at(level(year))).sum();
        self.model.weights[row % self.model.levels.len()] * worth
    }

    /// Whether the limits are kept with some changes.
    fn affords(&self, changes: &[(usize, Option<usize>)]) -> bool {
        self.model.limits.iter().all(|limit| {
            let spent = &self.spent[usize::from(limit.staff)][limit.first..=limit.last];
            let mut taken = sum(spent.iter().copied());
            for &(at, start) in changes {
                let takes =
                    |start: Option<usize>| start.map_or(0.0, |s| self.model.takes(limit, at, s));
                taken += takes(start) - takes(self.starts[at]);
            }
            within(taken, limit.most)
        })
    }

    /// What the changes add to the value.
    fn gain(&mut self, changes: &[(usize, Option<usize>)]) -> f64 {
        let model = self.model;
        let elements = model.levels.len();
        self.touched.clear();
        for &(at, start) in changes {
            let act = &model.acts[at];
            for (start, sign) in [(self.starts[at], -1.0), (start, 1.0)] {
                let Some(start) = start else { continue };
                let from = start + act.delay;
                let rises = act.rises.iter();
                self.touched.extend(rises.map(|&(to, rise)| (to, at, sign * rise, from)));
            }
        }
        let mut gain = 0.0;
        for scenario in 0..model.scenarios {
            for (nth, &(element, ..)) in self.touched.iter().enumerate() {
                if self.touched[..nth].iter().any(|(other, ..)| *other == element) {
                    continue;
                }
                let row = scenario * elements + element;
                let levels = &self.levels[row * model.years..(row + 1) * model.years];
                let level = |year: usize| {
                    let mine = self.touched.iter().filter(|(other, ..)| *other == element);
                    let lifts = mine.map(|&(_, at, rise, from)| {
                        if year >= from { rise * model.acts[at].take_up[scenario] } else { 0.0 }
                    });
                    levels[year] + lifts.sum::<f64>()
                };
                gain += self.worth(row, level) - self.worths[row];
            }
        }
        gain / model.scenarios as f64
    }
}

/// A plan on its way up.
struct Climb<'a> {
    model: &'a Model,
    state: State<'a>,
    best: Standing,
    left: u64,
}

impl Climb<'_> {
    fn starts(&self, at: usize) -> impl Iterator<Item = Option<usize>> + use<> {
        (0..self.model.acts[at].starts).map(Some).chain([None])
    }

    /// Takes every better start of one initiative; whether any was.
    fn by_one_change(&mut self) -> bool {
        let mut any = false;
        for at in 0..self.model.acts.len() {
            for start in self.starts(at) {
                any |= start != self.best.starts[at] && self.takes(&[(at, start)]);
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
                    any |= self.takes(&[(out, None), (into, Some(start))]);
                }
            }
        }
        any
    }

    /// Takes every better pair of starts where one moves in time for the other; whether any was.
    fn by_making_room(&mut self) -> bool {
        let mut any = false;
        for mover in 0..self.model.acts.len() {
            for later in 0..self.model.acts[mover].starts {
                for other in 0..self.model.acts.len() {
                    if other == mover || self.best.starts[mover].is_none() {
                        continue;
                    }
                    for start in 0..self.model.acts[other].starts {
                        let changes = [(mover, Some(later)), (other, Some(start))];
                        let new = changes.iter().all(|&(at, to)| self.best.starts[at] != to);
                        any |= new && self.takes(&changes);
                    }
                }
            }
        }
        any
    }

    /// Whether a plan is better with some changes, and then it is the one.
    fn takes(&mut self, changes: &[(usize, Option<usize>)]) -> bool {
        if self.left == 0 {
            return false;
        }
        self.left -= 1;
        // Money and value are quick to tell and most plans fail by them: only then is all the rest asked.
        if !self.state.affords(changes) {
            return false;
        }
        let about = self.best.value + self.state.gain(changes);
        if about < self.best.value && !ties(about, self.best.value) {
            return false;
        }
        let mut starts = self.best.starts.clone();
        for &(at, start) in changes {
            starts[at] = start;
        }
        let value = self.model.value(&starts);
        let found = Standing { cost: self.model.cost(&starts), starts, value };
        if beats(&found, &self.best)
            && matches!(self.model.judge_soon(&found.starts), Judgement::Worth(_))
        {
            for &(at, start) in changes {
                self.state.put(at, start);
            }
            self.state.measure();
            self.best = found;
            return true;
        }
        false
    }
}
