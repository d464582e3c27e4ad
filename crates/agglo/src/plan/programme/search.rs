//! Branch and bound over the programme taken apart: the default where plans are too many to look at.
//!
//! A node is what each initiative can still pick. Prices give it a bound, take away picks that cannot be
//! part of a better plan, and an average of picks says where to branch. The node with the highest bound
//! comes first and is followed down; the search stops at a number of nodes or at a gap, never at a time.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::rc::Rc;

use agglo_stats::random::uniform;

use crate::plan::programme::decompose::{Average, Parts, Prices, Reply, Step};
use crate::plan::programme::enumerate::Judgement;
use crate::plan::programme::model::Model;
use crate::plan::programme::order::{Standing, TIE, beats};
use crate::plan::programme::propagate::{Choices, OUT, is_one, made, must};
use crate::plan::programme::solve::{Best, Proof, Road, Searched, Solving};

/// How prices move at the first node, and at any other.
const FIRST: Pace = Pace { steps: 600, reach: 0.5, share: 0.1, patience: 12 };
const WHOLE: Pace = Pace { steps: 1200, reach: 0.5, share: 0.1, patience: 12 };
const LATER: Pace = Pace { steps: 24, reach: 0.3, share: 0.1, patience: 4 };
/// Plans that the local search tries from a plan found on the way.
const TRIES: u64 = 100_000;
/// The same from the best plan with a part of it taken away; how often that is done at most, and how often
/// without a better plan, beside once for each initiative.
const SHAKEN: u64 = 200_000;
const SHAKES: u32 = 400;
const IDLE: usize = 20;

/// How prices move.
#[derive(Clone, Copy, Debug)]
struct Pace {
    steps: usize,
    /// Share of the distance to the target that a step goes.
    reach: f64,
    /// Share of new picks in the average.
    share: f64,
    /// Steps without a lower bound after which steps get shorter.
    patience: usize,
}

/// The best plan by decomposition.
pub(crate) fn best(model: &Model, solving: Solving) -> Searched {
    let mut search = Search::new(model);
    let open = search.run(solving, false);
    search.outcome(open)
}

/// Whether any plan fits; none where the limit of nodes came first.
pub(crate) fn fits(model: &Model, nodes: u64) -> Option<bool> {
    let mut search = Search::new(model);
    let open = search.run(Solving { nodes, gap: 0.0 }, true);
    match (search.best.is_some(), open.is_none() && !search.doubtful) {
        (true, _) => Some(true),
        (false, true) => Some(false),
        (false, false) => None,
    }
}

/// What each initiative can still pick, and what its parent knew.
#[derive(Clone)]
struct Node {
    bound: f64,
    id: u64,
    choices: Choices,
    prices: Rc<Prices>,
    average: Rc<Average>,
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Node {}

impl PartialOrd for Node {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Node {
    fn cmp(&self, other: &Self) -> Ordering {
        self.bound.total_cmp(&other.bound).then(other.id.cmp(&self.id))
    }
}

struct Search<'a> {
    model: &'a Model,
    parts: Parts<'a>,
    best: Option<Standing>,
    /// No plan is worth less than this.
    least: f64,
    looked_at: u64,
    made: u64,
    doubtful: bool,
    reply: Reply,
}

impl<'a> Search<'a> {
    fn new(model: &'a Model) -> Self {
        Self {
            model,
            parts: Parts::new(model),
            best: None,
            least: least(model),
            looked_at: 0,
            made: 0,
            doubtful: false,
            reply: Reply::default(),
        }
    }

    /// Value that a plan has to exceed to be of interest.
    fn cutoff(&self) -> f64 {
        match &self.best {
            Some(best) => best.value + TIE * best.value.abs(),
            None => self.least - 1e-6 * self.least.abs().max(1.0),
        }
    }

    /// Searches; the highest bound of what is left open, none where nothing is.
    fn run(&mut self, solving: Solving, any: bool) -> Option<f64> {
        let mut choices = self.model.choices();
        if !self.model.propagate(&mut choices) {
            return None;
        }
        let mut heap = BinaryHeap::new();
        let mut next = self.first(choices);
        loop {
            let node = next.take().or_else(|| heap.pop())?;
            if node.bound <= self.cutoff() {
                continue;
            }
            let top = heap.peek().map_or(node.bound, |top: &Node| top.bound.max(node.bound));
            let near = self
                .best
                .as_ref()
                .is_some_and(|best| top - best.value <= solving.gap * best.value.abs().max(1e-12));
            if self.looked_at >= solving.nodes || near || (any && self.best.is_some()) {
                return Some(top);
            }
            self.looked_at += 1;
            if let Some((likely, other)) = self.branch(node) {
                heap.extend(other);
                next = likely;
            }
        }
    }

    /// The first node, with a plan to compare with.
    fn first(&mut self, choices: Choices) -> Option<Node> {
        let nothing = vec![0.0; self.model.acts.len() * self.model.years];
        let mut prices = self.parts.first_prices(&nothing);
        self.parts.reply(&prices, &choices, &mut self.reply);
        let mut average = Average::of(&self.reply, self.model.years);
        self.offer(&average, &choices);
        if let Some(best) = &self.best {
            average = self.parts.average_of(&best.starts);
            prices = self.parts.first_prices(&average.picks);
        }
        let mut choices = choices;
        let mut bound = self.tighten(&mut choices, &mut prices, &mut average, FIRST)?;
        self.offer(&average, &choices);
        if self.parts.keep_whole(&mut prices, &mut average) {
            bound = bound.min(self.tighten(&mut choices, &mut prices, &mut average, WHOLE)?);
            self.offer(&average, &choices);
            self.shake(&choices, bound);
        }
        let (prices, average) = (Rc::new(prices), Rc::new(average));
        Some(Node { bound, id: 0, choices, prices, average })
    }

    /// Lowers the bound of a node by prices and takes picks away; none where no better plan is left.
    fn tighten(
        &mut self,
        choices: &mut Choices,
        prices: &mut Prices,
        average: &mut Average,
        pace: Pace,
    ) -> Option<f64> {
        let mut lowest = f64::INFINITY;
        let mut trial = prices.clone();
        let (mut reach, mut failed) = (pace.reach, 0);
        for step in 0..pace.steps {
            self.parts.reply(&trial, choices, &mut self.reply);
            failed += 1;
            if self.reply.bound < lowest {
                if self.reply.bound < lowest - 1e-5 * lowest.abs() {
                    failed = 0;
                    reach = (reach * 1.1).min(2.0);
                }
                lowest = self.reply.bound;
                prices.clone_from(&trial);
            }
            let cutoff = self.cutoff();
            if lowest <= cutoff {
                return None;
            }
            if self.take_away(choices) && !self.model.propagate(choices) {
                return None;
            }
            if failed >= pace.patience {
                (reach, failed) = (reach * 0.66, 0);
            }
            let target = if self.best.is_some() { cutoff } else { lowest - 0.02 * lowest.abs() };
            let length = reach * (lowest - target).max(1e-4 * lowest.abs().max(1e-6));
            let share = pace.share * (1.0 - 0.8 * step as f64 / pace.steps as f64);
            let step = Step { length, share, lines: 2.0 * share };
            trial.clone_from(prices);
            self.parts.follow(&mut trial, average, &self.reply, step);
        }
        Some(lowest)
    }

    /// Takes away picks that no better plan has; whether any was.
    fn take_away(&self, choices: &mut Choices) -> bool {
        let cutoff = self.cutoff();
        let years = self.model.years;
        let mut any = false;
        for (at, choice) in choices.iter_mut().enumerate() {
            if is_one(*choice) {
                continue;
            }
            let rest = self.reply.bound - self.reply.best[at];
            for start in 0..self.model.acts[at].starts {
                let profit = self.reply.profits[at * years + start];
                let loss = self.reply.losses[at * years + start];
                if *choice >> start & 1 == 1 && rest + profit - loss <= cutoff {
                    *choice &= !(1 << start);
                    any = true;
                }
            }
            if *choice & OUT != 0 && rest <= cutoff {
                *choice &= !OUT;
                any = true;
            }
        }
        any
    }

    /// Two nodes in place of one: the likelier first.
    fn branch(&mut self, node: Node) -> Option<(Option<Node>, Option<Node>)> {
        let Node { mut choices, bound, prices, average, id } = node;
        let (mut prices, mut average) = (Prices::clone(&prices), Average::clone(&average));
        if id > 0 {
            let tightened = self.tighten(&mut choices, &mut prices, &mut average, LATER)?;
            return self.split(&choices, tightened.min(bound), prices, average);
        }
        self.split(&choices, bound, prices, average)
    }

    fn split(
        &mut self,
        choices: &Choices,
        bound: f64,
        prices: Prices,
        average: Average,
    ) -> Option<(Option<Node>, Option<Node>)> {
        if let Some(starts) = made(choices) {
            self.judge(&starts);
            return None;
        }
        if self.looked_at % 64 == 1 {
            self.offer(&average, choices);
        }
        let picks = self.reply.picks.clone();
        if let Some(found) = self.model.standing(&picks) {
            self.keep(found);
        }
        let (at, likely) = self.where_to_branch(choices, &average)?;
        let (prices, average) = (Rc::new(prices), Rc::new(average));
        let mut child = |part: u64| {
            let mut choices = choices.clone();
            choices[at] = part;
            self.made += 1;
            self.model.propagate(&mut choices).then(|| Node {
                bound,
                id: self.made,
                choices,
                prices: Rc::clone(&prices),
                average: Rc::clone(&average),
            })
        };
        let first = child(likely);
        let second = child(choices[at] & !likely);
        Some((first, second))
    }

    /// The initiative that the average is least decided about, and the likelier part of its choices.
    fn where_to_branch(&self, choices: &Choices, average: &Average) -> Option<(usize, u64)> {
        let years = self.model.years;
        let mut best: Option<(f64, usize, u64)> = None;
        for (at, &choice) in choices.iter().enumerate() {
            if is_one(choice) {
                continue;
            }
            let picks = &average.picks[at * years..(at + 1) * years];
            let open = |start: usize| choice >> start & 1 == 1;
            let weight: f64 = (0..years).filter(|&start| open(start)).map(|s| picks[s]).sum();
            let size = (0..years)
                .filter(|&start| open(start))
                .map(|start| self.reply.profits[at * years + start].abs())
                .fold(1e-9, f64::max);
            let (score, likely) = if must(choice) {
                let (mut middle, mut passed, mut part) = (0.0, 0.0, 0);
                for start in (0..years).filter(|&start| open(start)) {
                    if part == 0 || (passed < 0.5 * weight && part | 1 << start != choice) {
                        part |= 1 << start;
                        passed += picks[start];
                        middle = passed;
                    }
                }
                let share = if weight > 0.0 { middle / weight } else { 0.5 };
                let likely = if share >= 0.5 { part } else { choice & !part };
                (0.5 * share.min(1.0 - share), likely)
            } else {
                let likely = if weight >= 0.5 { choice & !OUT } else { OUT };
                (weight.min(1.0 - weight), likely)
            };
            let score = (score.max(0.0) + 1e-4) * size;
            if best.as_ref().is_none_or(|(most, ..)| score > *most) {
                best = Some((score, at, likely));
            }
        }
        best.map(|(_, at, likely)| (at, likely))
    }

    fn judge(&mut self, starts: &[Option<usize>]) {
        match self.model.judge(starts) {
            Judgement::Unknown => self.doubtful = true,
            Judgement::Breaks => {}
            Judgement::Worth(value) => {
                let cost = self.model.cost(starts);
                self.keep(Standing { starts: starts.to_vec(), value, cost });
            }
        }
    }

    fn keep(&mut self, found: Standing) {
        if self.best.as_ref().is_none_or(|best| beats(&found, best)) {
            self.best = Some(self.model.improved(found, TRIES));
        }
    }

    /// A plan from an average of picks: the most picked first.
    fn offer(&mut self, average: &Average, choices: &Choices) {
        let years = self.model.years;
        let mut wishes: Vec<(usize, usize)> = (0..average.picks.len())
            .map(|place| (place / years, place % years))
            .filter(|&(at, start)| choices[at] >> start & 1 == 1)
            .collect();
        wishes.sort_by(|&a, &b| {
            let pull = |(at, start): (usize, usize)| {
                let sure = if must(choices[at]) { 2.0 } else { 0.0 };
                sure + average.picks[at * years + start]
            };
            pull(b).total_cmp(&pull(a)).then(a.cmp(&b))
        });
        let starts = self.model.filled(&wishes);
        let some = |starts: &[Option<usize>]| self.model.standing(starts);
        let found = some(&starts).or_else(|| some(&vec![None; starts.len()]));
        if let Some(found) = found {
            self.keep(found);
        }
    }

    /// Takes parts of the best plan away and fills it up again, by what starts are worth at the prices.
    fn shake(&mut self, choices: &Choices, bound: f64) {
        let years = self.model.years;
        let mut idle = 0;
        // Filling up costs as the square of the initiatives: very large programmes are shaken less.
        let many = u32::try_from(choices.len()).unwrap_or(u32::MAX).max(1);
        let times = (SHAKES * 90_000 / many.saturating_mul(many).max(90_000)).max(1);
        for time in 0..times {
            if bound <= self.cutoff() || idle > IDLE + choices.len() {
                return;
            }
            let Some(best) = &self.best else { return };
            idle += 1;
            let lost = 0.1 + 0.4 * f64::from(time % 5) / 4.0;
            let mut wishes: Vec<(f64, usize, usize)> = Vec::new();
            for (at, &choice) in choices.iter().enumerate() {
                #[expect(clippy::cast_possible_truncation, reason = "a stream, not a number")]
                let [leaves, noise] = uniform(u64::from(time), [at as u32, 7, 0, 0]);
                for start in (0..self.model.acts[at].starts).filter(|s| choice >> s & 1 == 1) {
                    let place = at * years + start;
                    let profit = self.reply.profits[place] * (0.5 + noise);
                    let stays = best.starts[at] == Some(start) && leaves >= lost;
                    let pull = profit + if stays || must(choice) { 1e3 } else { 0.0 };
                    wishes.push((pull, at, start));
                }
            }
            wishes.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
            let wishes: Vec<(usize, usize)> = wishes.iter().map(|wish| (wish.1, wish.2)).collect();
            if let Some(found) = self.model.standing(&self.model.filled(&wishes)) {
                let found = self.model.improved(found, SHAKEN);
                if self.best.as_ref().is_none_or(|best| beats(&found, best)) {
                    self.best = Some(found);
                    idle = 0;
                }
            }
        }
    }

    fn outcome(self, open: Option<f64>) -> Searched {
        let bound = match (&self.best, open) {
            (Some(best), Some(open)) => open.max(best.value),
            (Some(best), None) => best.value,
            (None, open) => open.unwrap_or(f64::NEG_INFINITY),
        };
        let gap = self
            .best
            .as_ref()
            .map_or(f64::MAX, |best| (bound - best.value) / best.value.abs().max(1e-12));
        let proof = Proof {
            road: Road::Decomposition,
            optimal: open.is_none() && !self.doubtful,
            bound,
            gap,
            looked_at: self.looked_at,
            feasible: None,
            tied: None,
            second: None,
        };
        match self.best {
            Some(best) => Searched::Plan(Box::new(Best {
                selection: self.model.selection(&best.starts),
                proof,
            })),
            None if proof.optimal => Searched::Infeasible,
            None => Searched::Interrupted(proof),
        }
    }
}

/// A value that no plan is below.
fn least(model: &Model) -> f64 {
    let fall = |element: usize| -> f64 {
        let falls = model.acts.iter().flat_map(|act| {
            let up = act.take_up.iter().copied().fold(0.0, f64::max);
            act.rises.iter().filter(move |(to, _)| *to == element).map(move |(_, rise)| rise * up)
        });
        falls.map(|fall| fall.min(0.0)).sum()
    };
    let lowest = model
        .levels
        .iter()
        .enumerate()
        .map(|(element, level)| model.weights[element] * model.curve.at(level + fall(element)));
    agglo_stats::float::sum(lowest)
}
