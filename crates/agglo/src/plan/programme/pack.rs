//! One limit of money or staff kept whole: the best that fits into it, one start of each initiative at most.
//!
//! A price on a limit lets parts of initiatives fill it. Packing it in whole starts (a knapsack with groups,
//! solved by dynamic programming over what is used) gives a bound that is never above, and most often below:
//! the decomposition of Guignard and Kim (1987), in which each start is charged in one part and paid in the other.

use crate::plan::programme::model::{Limit, Model};
use crate::plan::programme::propagate::{Choices, must};

/// Finest division of a limit where its amounts have no common measure.
const GRID: usize = 512;
/// Coarsest common measure that is still counted exactly.
const EXACT: u32 = 1500;
/// Cells of all limits together beyond which limits are only priced.
const CELLS: usize = 4_000_000;

/// A limit with what can be packed into it.
#[derive(Clone, Debug)]
pub(crate) struct Sack {
    groups: Vec<Group>,
    /// Units of the limit.
    room: usize,
    /// Place `[initiative][year]` of each item.
    pub(crate) places: Vec<usize>,
    /// Units that each item takes; never more than it does.
    units: Vec<usize>,
    /// What each item takes of the limit, in shares.
    pub(crate) shares: Vec<f64>,
}

/// Items of one initiative: from the first to before the last.
#[derive(Clone, Debug)]
struct Group {
    at: usize,
    items: std::ops::Range<usize>,
    /// Its starts among the items, as bits.
    starts: u64,
}

/// Memory of a packing, used again and again.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    row: Vec<f64>,
    next: Vec<f64>,
    /// Item that a group puts in at each use, from 1; 0 for none.
    taken: Vec<u8>,
    /// Groups of the rows of `taken`.
    packed: Vec<usize>,
}

impl Sack {
    /// The limits of a programme, kept whole; none where they are too large.
    pub(crate) fn all(model: &Model) -> Option<Vec<Self>> {
        let sacks: Vec<Self> = model.limits.iter().map(|limit| Self::new(model, limit)).collect();
        let cells: usize = sacks.iter().map(|sack| sack.groups.len() * (sack.room + 1)).sum();
        (cells <= CELLS && model.years < 63).then_some(sacks)
    }

    fn new(model: &Model, limit: &Limit) -> Self {
        let (mut groups, mut places, mut amounts) = (Vec::new(), Vec::new(), Vec::new());
        for (at, act) in model.acts.iter().enumerate() {
            let (first, mut starts) = (places.len(), 0);
            for start in 0..act.starts {
                let amount = model.takes(limit, at, start);
                if amount > 0.0 {
                    places.push(at * model.years + start);
                    amounts.push(amount);
                    starts |= 1 << start;
                }
            }
            if starts != 0 {
                groups.push(Group { at, items: first..places.len(), starts });
            }
        }
        let (room, units) = measured(&amounts, limit.most);
        let scale = if limit.most > 0.0 { limit.most } else { 1.0 };
        let shares = amounts.iter().map(|amount| amount / scale).collect();
        Self { groups, room, places, units, shares }
    }

    /// What the best packing at these worths is worth; none where what must be in does not fit.
    pub(crate) fn pack(
        &self,
        worths: &[f64],
        years: usize,
        choices: &Choices,
        table: &mut Table,
    ) -> Option<f64> {
        let wide = self.room + 1;
        table.row.clear();
        table.row.resize(wide, 0.0);
        table.taken.clear();
        table.packed.clear();
        for (nth, group) in self.groups.iter().enumerate() {
            let choice = choices[group.at];
            let forced = must(choice) && choice & !group.starts == 0;
            let open = |item: usize| choice >> (self.places[item] % years) & 1 == 1;
            let counts = |item: &usize| open(*item) && (forced || worths[*item] > 0.0);
            if !group.items.clone().any(|item| counts(&item)) {
                if forced {
                    return None;
                }
                continue;
            }
            table.next.clear();
            if forced {
                table.next.resize(wide, f64::NEG_INFINITY);
            } else {
                table.next.extend_from_slice(&table.row);
            }
            let from = table.taken.len();
            table.taken.resize(from + wide, 0);
            table.packed.push(nth);
            for item in group.items.clone().filter(counts) {
                let (units, worth) = (self.units[item], worths[item]);
                #[expect(clippy::cast_possible_truncation, reason = "fewer than 63 starts")]
                let mark = (item - group.items.start + 1) as u8;
                let Some(into) = table.next.get_mut(units..) else { continue };
                let marks = &mut table.taken[from + units..];
                for ((best, taken), before) in into.iter_mut().zip(marks).zip(&table.row) {
                    if before + worth > *best {
                        (*best, *taken) = (before + worth, mark);
                    }
                }
            }
            std::mem::swap(&mut table.row, &mut table.next);
        }
        let best = table.row[self.room];
        best.is_finite().then_some(best)
    }

    /// Items of the packing that was made last.
    pub(crate) fn packed(&self, table: &Table, mut item: impl FnMut(usize)) {
        let wide = self.room + 1;
        let mut left = self.room;
        for (nth, &group) in table.packed.iter().enumerate().rev() {
            let mark = usize::from(table.taken[nth * wide + left]);
            if mark > 0 {
                let own = self.groups[group].items.start + mark - 1;
                item(own);
                left -= self.units[own];
            }
        }
    }

    /// What the packing that was made last would lose at least with an item in it, by item.
    pub(crate) fn losses(
        &self,
        worths: &[f64],
        choices: &Choices,
        table: &Table,
        mut loses: impl FnMut(usize, f64),
    ) {
        let best = table.row[self.room];
        for group in &self.groups {
            // What must be in is part of every row, so that rows say nothing about the others of its group.
            if must(choices[group.at]) && choices[group.at] & !group.starts == 0 {
                continue;
            }
            for item in group.items.clone() {
                let with = match self.room.checked_sub(self.units[item]) {
                    Some(left) => table.row[left] + worths[item],
                    None => f64::NEG_INFINITY,
                };
                if with < best {
                    loses(self.places[item], best - with);
                }
            }
        }
    }
}

/// Units of a limit, and of each amount, rounded so that whatever fits in amounts fits in units.
fn measured(amounts: &[f64], most: f64) -> (usize, Vec<usize>) {
    if let Some(exact) = common(amounts, most) {
        return exact;
    }
    if most <= 0.0 {
        // Only the slack of the limit is left: one unit of it for nobody.
        return (0, vec![0; amounts.len()]);
    }
    let unit = most * (1.0 + 1e-8) + 2e-12;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
    let units =
        |amount: &f64| (amount / unit * GRID as f64 * (1.0 - 1e-12)).clamp(0.0, 1e6) as usize;
    (GRID, amounts.iter().map(units).collect())
}

/// Units of the greatest common measure, where amounts are whole numbers and it is coarse enough.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole numbers that are not negative and below 1e8"
)]
fn common(amounts: &[f64], most: f64) -> Option<(usize, Vec<usize>)> {
    let whole = |amount: f64| (amount.fract() == 0.0 && amount < 1e8).then_some(amount as u64);
    let amounts: Vec<u64> = amounts.iter().map(|&amount| whole(amount)).collect::<Option<_>>()?;
    let measure = amounts.iter().fold(0, |a, &b| divisor(a, b)).max(1);
    if !(0.0..1e8).contains(&most) {
        return None;
    }
    // A limit between two whole numbers holds no more than the lower, unless by its slack.
    let room = (most * (1.0 + 2e-9) + 2e-12).floor() as u64 / measure;
    (room <= u64::from(EXACT)).then(|| {
        (room as usize, amounts.iter().map(|amount| (amount / measure) as usize).collect())
    })
}

fn divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { divisor(b, a % b) }
}
