//! The programme taken apart by initiative: prices on what initiatives share give a bound for all of them.
//!
//! Every shared constraint gets a price, and the concave value is replaced by lines above it; what is left
//! is a sum over initiatives, each of which picks its start alone. The sum is never below the value of any
//! plan (Lagrangian relaxation, Geoffrion 1974). Prices and lines follow the averages of what the
//! initiatives pick (the volume method, Barahona and Anbil 2000).

use agglo_stats::float::sum;

use crate::plan::programme::Risk;
use crate::plan::programme::lift::{Lift, Sets};
use crate::plan::programme::model::Model;
use crate::plan::programme::pack::{Sack, Table};
use crate::plan::programme::propagate::{Choices, OUT};
use crate::plan::programme::shared::Shared;
use crate::plan::programme::value::{Envelope, Starts, tail_weights};

/// A line above a concave function of the plan: a constant and a gain for each initiative and start.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    constant: f64,
    gains: Vec<f64>,
}

impl Line {
    fn blend(&mut self, other: &Self, share: f64) {
        self.constant += share * (other.constant - self.constant);
        for (mine, theirs) in self.gains.iter_mut().zip(&other.gains) {
            *mine += share * (theirs - *mine);
        }
    }
}

/// Prices of what is shared, lines above the value and above the mean of the bad scenarios.
#[derive(Clone, Debug)]
pub(crate) struct Prices {
    rows: Vec<f64>,
    /// Charges of starts in the limits that are kept whole, by item; empty while limits are priced.
    charges: Vec<Vec<f64>>,
    /// What initiatives are paid in the elements that are kept whole, `[year][member]`.
    paid: Vec<Vec<f64>>,
    partners: Vec<f64>,
    bad: f64,
    value_line: Line,
    bad_line: Line,
}

/// What the initiatives pick under prices.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reply {
    /// No plan within the choices is worth more.
    pub(crate) bound: f64,
    /// What each picks.
    pub(crate) picks: Vec<Option<usize>>,
    /// What its pick is worth to it.
    pub(crate) best: Vec<f64>,
    /// What each start is worth to it, `[initiative][year]`.
    pub(crate) profits: Vec<f64>,
    /// What each start would cost the limits that are kept whole, `[initiative][year]`.
    pub(crate) losses: Vec<f64>,
    rows: Vec<f64>,
    partners: Vec<f64>,
    /// Items in each limit that is kept whole.
    packed: Vec<Vec<usize>>,
    charged: Vec<f64>,
    table: Table,
    /// Sets in effect by year of each element that is kept whole.
    lifted: Vec<Vec<usize>>,
    lent: Vec<f64>,
    sets: Sets,
}

/// The programme taken apart.
pub(crate) struct Parts<'a> {
    model: &'a Model,
    shared: Shared,
    able: Vec<Vec<usize>>,
    sacks: Vec<Sack>,
    lifts: Vec<Lift>,
    /// Elements that are kept whole.
    whole: Vec<bool>,
    envelopes: Vec<Envelope>,
    tail: Option<(f64, f64)>,
}

impl<'a> Parts<'a> {
    pub(crate) fn new(model: &'a Model) -> Self {
        let lifts = Lift::all(model);
        let mut whole = vec![false; model.levels.len()];
        for lift in &lifts {
            whole[lift.element] = true;
        }
        Self {
            lifts,
            whole,
            model,
            shared: Shared::new(model),
            able: (0..model.acts.len()).map(|at| model.able(at).collect()).collect(),
            sacks: Sack::all(model).unwrap_or_default(),
            envelopes: model.envelopes(),
            tail: match model.risk {
                Some(Risk::Tail { alpha, floor }) => Some((alpha, model.curve.at(floor))),
                Some(Risk::Chance { .. }) | None => None,
            },
        }
    }

    /// Prices of nothing, lines at an average of picks.
    pub(crate) fn first_prices(&self, average: &[f64]) -> Prices {
        let (value_line, bad_line) = self.lines(average, false);
        Prices {
            rows: vec![0.0; self.shared.most.len()],
            charges: Vec::new(),
            paid: Vec::new(),
            partners: vec![0.0; self.model.partners.len()],
            bad: 0.0,
            value_line,
            bad_line,
        }
    }

    /// Keeps limits whole from now on: what was a price becomes charges of starts. Whether it can be done.
    pub(crate) fn keep_whole(&self, prices: &mut Prices, average: &mut Average) -> bool {
        if self.sacks.is_empty() && self.lifts.is_empty() {
            return false;
        }
        self.keep_elements(prices, average);
        let priced = prices.rows.iter_mut().zip(&self.sacks);
        prices.charges = priced
            .map(|(price, sack)| {
                let price = std::mem::take(price);
                sack.shares.iter().map(|share| price * share).collect()
            })
            .collect();
        let picked = |sack: &Sack| sack.places.iter().map(|&place| average.picks[place]).collect();
        average.packed = self.sacks.iter().map(picked).collect();
        true
    }

    fn keep_elements(&self, prices: &mut Prices, average: &mut Average) {
        let (model, years) = (self.model, self.model.years);
        let elements = model.levels.len();
        let (levels, _) = self.average_levels(&average.picks);
        for lift in &self.lifts {
            let mut paid = Vec::new();
            for year in 0..years {
                let slope = |scenario: usize| {
                    let place = scenario * elements + lift.element;
                    self.envelopes[place].line(levels[place * years + year]).2
                };
                lift.pay(model, year, slope, &mut paid);
            }
            let mut lifted = vec![0.0; paid.len()];
            lift.in_effect(model, &average.picks, |place, share| lifted[place] = share);
            average.lifted.push(lifted);
            prices.paid.push(paid);
        }
        prices.value_line = self.lines(&average.picks, true).0;
    }

    /// The best sets of the elements that are kept whole; what they are worth together.
    fn lift(&self, prices: &Prices, choices: &Choices, into: &mut Reply) -> f64 {
        let years = self.model.years;
        into.lent.clear();
        into.lent.resize(self.model.acts.len() * years, 0.0);
        into.lifted.resize(prices.paid.len(), Vec::new());
        let mut worth = 0.0;
        for (nth, (lift, paid)) in self.lifts.iter().zip(&prices.paid).enumerate() {
            lift.lend(self.model, paid, &mut into.lent);
            into.lifted[nth].clear();
            for year in 0..years {
                let many = lift.members.len();
                let paid = &paid[year * many..(year + 1) * many];
                let (best, set) = lift.best(self.model, year, paid, choices, &mut into.sets);
                worth += best;
                into.lifted[nth].push(set);
            }
        }
        worth
    }

    /// Packs the limits that are kept whole; what they are worth together.
    fn pack(&self, prices: &Prices, choices: &Choices, into: &mut Reply) -> f64 {
        let n = self.model.acts.len() * self.model.years;
        for list in [&mut into.charged, &mut into.losses] {
            list.clear();
            list.resize(n, 0.0);
        }
        into.packed.resize(prices.charges.len(), Vec::new());
        let mut worth = 0.0;
        for (nth, (sack, charges)) in self.sacks.iter().zip(&prices.charges).enumerate() {
            for (&place, charge) in sack.places.iter().zip(charges) {
                into.charged[place] += charge;
            }
            into.packed[nth].clear();
            let Some(best) = sack.pack(charges, self.model.years, choices, &mut into.table) else {
                return f64::NEG_INFINITY;
            };
            worth += best;
            sack.packed(&into.table, |item| into.packed[nth].push(item));
            let losses = &mut into.losses;
            sack.losses(charges, choices, &into.table, |place, loss| losses[place] += loss);
        }
        worth
    }

    /// A plan as an average of one.
    pub(crate) fn average_of(&self, starts: &Starts) -> Average {
        let years = self.model.years;
        let mut rows = vec![0.0; self.shared.most.len()];
        let mut partners = vec![0.0; self.model.partners.len()];
        let by = self.model.selection(starts).carriers;
        for (at, start) in starts.iter().enumerate() {
            let Some(start) = start else { continue };
            for &(row, use_of) in &self.shared.uses[at * years + start] {
                rows[row] += use_of;
            }
            for &partner in &by[at] {
                let capacity = self.model.partners[partner].capacity.max(1e-9);
                partners[partner] += self.model.acts[at].load / capacity;
            }
        }
        let reply = Reply { picks: starts.to_vec(), rows, partners, ..Reply::default() };
        Average::of(&reply, years)
    }

    /// What the initiatives pick within their choices.
    pub(crate) fn reply(&self, prices: &Prices, choices: &Choices, into: &mut Reply) {
        let (n, years) = (self.model.acts.len(), self.model.years);
        into.picks.clear();
        into.best.clear();
        into.profits.clear();
        into.profits.resize(n * years, f64::NEG_INFINITY);
        into.rows.clear();
        into.rows.resize(self.shared.most.len(), 0.0);
        into.partners.clear();
        into.partners.resize(self.model.partners.len(), 0.0);
        let bad = if let Some((_, least)) = self.tail {
            prices.bad * (prices.bad_line.constant - least)
        } else {
            0.0
        };
        let rows = self.shared.most.iter().zip(&prices.rows).map(|(most, price)| most * price);
        let mut bound = prices.value_line.constant + bad + sum(rows);
        bound += sum(prices.partners.iter().copied());
        bound += self.pack(prices, choices, into) + self.lift(prices, choices, into);
        let mut carriers = Vec::new();
        for (at, &choice) in choices.iter().enumerate() {
            let carry = self.carry(at, prices, &mut carriers);
            let (mut pick, mut best) = (None, f64::NEG_INFINITY);
            if choice & OUT != 0 {
                best = 0.0;
            }
            for start in 0..self.model.acts[at].starts {
                if choice >> start & 1 == 0 {
                    continue;
                }
                let place = at * years + start;
                let mut profit = prices.value_line.gains[place] + into.lent[place];
                profit -= carry + into.charged[place];
                if prices.bad > 0.0 {
                    profit += prices.bad * prices.bad_line.gains[place];
                }
                for &(row, use_of) in &self.shared.uses[place] {
                    profit -= prices.rows[row] * use_of;
                }
                into.profits[place] = profit;
                if profit > best {
                    (pick, best) = (Some(start), profit);
                }
            }
            bound += best;
            into.picks.push(pick);
            into.best.push(best);
            let Some(start) = pick else { continue };
            for &(row, use_of) in &self.shared.uses[at * years + start] {
                into.rows[row] += use_of;
            }
            for &partner in &carriers {
                let capacity = self.model.partners[partner].capacity;
                into.partners[partner] += self.model.acts[at].load / capacity.max(1e-9);
            }
        }
        // Sums of a few hundred terms are rounded: a bound is moved outward by more than that.
        let size = prices.value_line.constant.abs() + sum(into.best.iter().map(|best| best.abs()));
        into.bound = bound + 1e-12 * (size + bound.abs().min(1e300));
    }

    /// What carrying an initiative costs at these prices, and who is cheapest.
    fn carry(&self, at: usize, prices: &Prices, carriers: &mut Vec<usize>) -> f64 {
        carriers.clear();
        let act = &self.model.acts[at];
        if act.needed == 0 || act.load <= 0.0 {
            return 0.0;
        }
        carriers.extend(&self.able[at]);
        let price = |partner: usize| {
            prices.partners[partner] * act.load / self.model.partners[partner].capacity.max(1e-9)
        };
        carriers.sort_by(|&a, &b| price(a).total_cmp(&price(b)).then(a.cmp(&b)));
        carriers.truncate(act.needed);
        sum(carriers.iter().map(|&partner| price(partner)))
    }

    /// Lines above the value, and above the mean of the bad scenarios, at an average of picks.
    fn lines(&self, average: &[f64], kept: bool) -> (Line, Line) {
        let model = self.model;
        let (years, scenarios) = (model.years, model.scenarios);
        let even = vec![1.0 / scenarios as f64; scenarios];
        let (levels, values) = self.average_levels(average);
        let value_line = self.line(&levels, &even, kept);
        let bad_line = match self.tail {
            Some((alpha, _)) => self.line(&levels, &tail_weights(&values, alpha), false),
            None => Line { constant: 0.0, gains: vec![0.0; model.acts.len() * years] },
        };
        (value_line, bad_line)
    }

    /// Levels `[scenario][element][year]` at an average of picks, and what they are worth by scenario.
    fn average_levels(&self, average: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let model = self.model;
        let (years, elements) = (model.years, model.levels.len());
        let mut levels = Vec::with_capacity(model.scenarios * elements * years);
        for _ in 0..model.scenarios {
            for &level in &model.levels {
                levels.extend(std::iter::repeat_n(level, years));
            }
        }
        for (at, act) in model.acts.iter().enumerate() {
            let mut started = 0.0;
            for year in act.delay..years {
                started += average[at * years + year - act.delay];
                if started <= 0.0 {
                    continue;
                }
                for (scenario, up) in act.take_up.iter().enumerate() {
                    for &(element, rise) in &act.rises {
                        levels[(scenario * elements + element) * years + year] +=
                            rise * up * started;
                    }
                }
            }
        }
        let values = levels.chunks(elements * years).enumerate().map(|(scenario, levels)| {
            let rows = levels.chunks(years).enumerate();
            sum(rows.map(|(element, row)| {
                let envelope = &self.envelopes[scenario * elements + element];
                let pieces = row.iter().zip(&model.discounts);
                model.weights[element] * sum(pieces.map(|(&level, d)| d * envelope.at(level)))
            }))
        });
        let values = values.collect();
        (levels, values)
    }

    fn line(&self, levels: &[f64], weights: &[f64], kept: bool) -> Line {
        let model = self.model;
        let (years, elements) = (model.years, model.levels.len());
        let mut line = Line { constant: 0.0, gains: vec![0.0; model.acts.len() * years] };
        // What one more of a level from a year on is worth, [scenario][element][year].
        let mut worth = vec![0.0; levels.len()];
        for (scenario, &weight) in weights.iter().enumerate().filter(|(_, weight)| **weight > 0.0) {
            for element in (0..elements).filter(|&element| !(kept && self.whole[element])) {
                let place = (scenario * elements + element) * years;
                let envelope = &self.envelopes[scenario * elements + element];
                let mut later = 0.0;
                for year in (0..years).rev() {
                    let share = weight * model.weights[element] * model.discounts[year];
                    let (point, height, slope) = envelope.line(levels[place + year]);
                    line.constant += share * (height + slope * (model.levels[element] - point));
                    later += share * slope;
                    worth[place + year] = later;
                }
            }
        }
        for (at, act) in model.acts.iter().enumerate() {
            for start in 0..act.starts.min(years.saturating_sub(act.delay)) {
                let mut gain = 0.0;
                for (scenario, up) in act.take_up.iter().enumerate() {
                    for &(element, rise) in &act.rises {
                        let place = (scenario * elements + element) * years + start + act.delay;
                        gain += rise * up * worth[place];
                    }
                }
                line.gains[at * years + start] = gain;
            }
        }
        line
    }

    /// Moves an average of picks towards a reply, and prices and lines with it.
    pub(crate) fn follow(
        &self,
        prices: &mut Prices,
        average: &mut Average,
        reply: &Reply,
        step: Step,
    ) {
        average.follow(reply, self.model.years, step.share);
        let mut size = 0.0;
        for ((sack, packed), _) in self.sacks.iter().zip(&average.packed).zip(&prices.charges) {
            let items = sack.places.iter().zip(packed);
            size += sum(items.map(|(&place, packed)| square(average.picks[place] - packed)));
        }
        for (lift, lifted) in self.lifts.iter().zip(&average.lifted) {
            let apart = |place: usize, share: f64| size += square(lifted[place] - share);
            lift.in_effect(self.model, &average.picks, apart);
        }
        let whole = if prices.charges.is_empty() { 0 } else { self.sacks.len() };
        let over = |used: f64, most: f64, price: f64| {
            let over = used - most;
            if price <= 0.0 && over < 0.0 { 0.0 } else { over }
        };
        let rows = || average.rows.iter().zip(&self.shared.most).zip(&prices.rows).skip(whole);
        size += sum(rows().map(|((used, most), price)| square(over(*used, *most, *price))));
        let partners = || average.partners.iter().zip(&prices.partners);
        size += sum(partners().map(|(used, price)| square(over(*used, 1.0, *price))));
        let (value_line, bad_line) = self.lines(&average.picks, !prices.paid.is_empty());
        let missing = self.tail.map_or(0.0, |(_, least)| {
            let reached = bad_line.constant + dot(&bad_line.gains, &average.picks);
            least - reached
        });
        let missing = if prices.bad <= 0.0 && missing < 0.0 { 0.0 } else { missing };
        size += missing * missing;
        if size > 1e-18 {
            let length = step.length / size;
            for ((price, used), most) in
                prices.rows.iter_mut().zip(&average.rows).zip(&self.shared.most).skip(whole)
            {
                *price = (*price + length * (used - most)).max(0.0);
            }
            for ((sack, packed), charges) in
                self.sacks.iter().zip(&average.packed).zip(&mut prices.charges)
            {
                for ((&place, packed), charge) in sack.places.iter().zip(packed).zip(charges) {
                    *charge += length * (average.picks[place] - packed);
                }
            }
            for ((lift, lifted), paid) in
                self.lifts.iter().zip(&average.lifted).zip(&mut prices.paid)
            {
                let pay =
                    |place: usize, share: f64| paid[place] += length * (lifted[place] - share);
                lift.in_effect(self.model, &average.picks, pay);
            }
            for (price, used) in prices.partners.iter_mut().zip(&average.partners) {
                *price = (*price + length * (used - 1.0)).max(0.0);
            }
            prices.bad = (prices.bad + length * missing).max(0.0);
        }
        prices.value_line.blend(&value_line, step.lines);
        prices.bad_line.blend(&bad_line, step.lines);
    }
}

/// How far prices, averages and lines move.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    /// Distance to go, in value.
    pub(crate) length: f64,
    /// Share of the new picks in the average.
    pub(crate) share: f64,
    /// Share of the new lines.
    pub(crate) lines: f64,
}

/// An average of what the initiatives picked, and what it takes of each row.
#[derive(Clone, Debug)]
pub(crate) struct Average {
    /// `[initiative][year]`.
    pub(crate) picks: Vec<f64>,
    rows: Vec<f64>,
    partners: Vec<f64>,
    /// Items in each limit that is kept whole.
    packed: Vec<Vec<f64>>,
    /// Members in effect of each element that is kept whole, `[year][member]`.
    lifted: Vec<Vec<f64>>,
}

impl Average {
    pub(crate) fn of(reply: &Reply, years: usize) -> Self {
        let picks = vec![0.0; reply.picks.len() * years];
        let rows = vec![0.0; reply.rows.len()];
        let partners = vec![0.0; reply.partners.len()];
        let mut average = Self { picks, rows, partners, packed: Vec::new(), lifted: Vec::new() };
        average.follow(reply, years, 1.0);
        average
    }

    fn follow(&mut self, reply: &Reply, years: usize, share: f64) {
        for value in &mut self.picks {
            *value *= 1.0 - share;
        }
        for (at, pick) in reply.picks.iter().enumerate() {
            if let Some(start) = pick {
                self.picks[at * years + start] += share;
            }
        }
        let mix = |mine: &mut [f64], theirs: &[f64]| {
            for (mine, theirs) in mine.iter_mut().zip(theirs) {
                *mine += share * (theirs - *mine);
            }
        };
        mix(&mut self.rows, &reply.rows);
        mix(&mut self.partners, &reply.partners);
        for (mine, items) in self.packed.iter_mut().zip(&reply.packed) {
            for value in mine.iter_mut() {
                *value *= 1.0 - share;
            }
            for &item in items {
                mine[item] += share;
            }
        }
        for (mine, sets) in self.lifted.iter_mut().zip(&reply.lifted) {
            let many = mine.len() / years.max(1);
            for (place, value) in mine.iter_mut().enumerate() {
                let inside = sets[place / many] >> (place % many) & 1 == 1;
                *value += share * (f64::from(u8::from(inside)) - *value);
            }
        }
    }
}

fn square(value: f64) -> f64 {
    value * value
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
