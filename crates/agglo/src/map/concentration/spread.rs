//! The regions that have an industry, with their shares of it and of all jobs: what indices of a whole table
//! are read from.
//!
//! Regions without the industry enter by their sum alone: most cells of a fine table are empty.

use std::ops::Range;

use agglo_stats::float;
use agglo_stats::inequality::Decomposition;
use agglo_stats::parallel::each;

use crate::map::table::Table;

/// Industries that are read in one pass over the regions: the counts of a region that lie side by side.
const TOGETHER: usize = 16;
/// Regions whose counts are asked for at a time.
const AHEAD: usize = 16;

/// One industry over the regions that have it.
#[derive(Default)]
pub(super) struct Spread {
    regions: Vec<u32>,
    counts: Vec<f64>,
    /// Sum of the counts.
    own: f64,
    /// Shares of the industry.
    s: Vec<f64>,
    /// Shares of all jobs.
    x: Vec<f64>,
    /// Shares of what is not the industry; empty where it is all that there is.
    rest: Vec<f64>,
}

/// The regions of an industry, by their places in its spread, in the order of `s / x`, with that ratio.
pub(super) struct Order(Vec<(f64, usize)>);

/// What all industries of a table are set against.
pub(super) struct Whole {
    /// Shares of all jobs by region.
    x: Vec<f64>,
    /// Regions that have any.
    filled: usize,
    /// Logarithms of the first whole numbers: most counts are among them.
    small: Vec<f64>,
}

/// Whole numbers whose logarithms are kept.
const SMALL: u32 = 4096;

impl Whole {
    fn new(table: &Table) -> Self {
        let totals = table.region_totals();
        Self {
            x: totals.iter().map(|jobs| jobs / table.total()).collect(),
            filled: totals.iter().filter(|jobs| **jobs > 0.0).count(),
            small: (0..SMALL).map(|number| float::ln(f64::from(number))).collect(),
        }
    }

    /// Logarithm of a count above 0.
    fn ln(&self, count: f64) -> f64 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "what does not fit is another number then, and its logarithm not asked for"
        )]
        let number = count as u32;
        let known = self.small.get(number as usize);
        known
            .filter(|_| f64::from(number).to_bits() == count.to_bits())
            .copied()
            .unwrap_or_else(|| float::ln(count))
    }
}

/// Regions in groups, and the groups' shares of all jobs.
pub(super) struct Groups {
    of: Vec<usize>,
    x: Vec<f64>,
    /// Logarithms of the regions' shares of all jobs.
    ln_x: Vec<f64>,
}

/// What a function says of each industry; `None` of one that holds nothing.
pub(super) fn each_industry<T: Send>(
    table: &Table,
    threads: u16,
    of: impl Fn(&Whole, &Spread) -> T + Sync,
) -> Vec<Option<T>> {
    let total = table.total();
    let columns = table.counts().columns();
    if !(total > 0.0 && total.is_finite()) {
        return (0..columns).map(|_| None).collect();
    }
    let whole = Whole::new(table);
    let shares = usize::from(threads).max(1);
    let width = columns.div_ceil(shares).next_multiple_of(TOGETHER);
    let some = each(shares, threads, |share| {
        let mut reader = Reader::new(table, &whole);
        let mut found = Vec::new();
        for first in (share * width..((share + 1) * width).min(columns)).step_by(TOGETHER) {
            reader.read(first..(first + TOGETHER).min((share + 1) * width).min(columns));
            found.extend(
                (0..reader.some.len()).map(|at| reader.spread(at).map(|one| of(&whole, one))),
            );
        }
        found
    });
    some.into_iter().flat_map(|some: Vec<Option<T>>| some).collect()
}

/// Lists for a few industries at a time the regions that have them; room is made once.
struct Reader<'a> {
    table: &'a Table,
    whole: &'a Whole,
    first: usize,
    /// How many regions each has.
    some: Vec<usize>,
    /// Regions and counts of one industry after the other, each in room for all regions.
    regions: Vec<u32>,
    counts: Vec<f64>,
    spread: Spread,
}

impl<'a> Reader<'a> {
    fn new(table: &'a Table, whole: &'a Whole) -> Self {
        let room = whole.x.len() * TOGETHER;
        let (regions, counts) = (vec![0; room], vec![0.0; room]);
        Self {
            table,
            whole,
            first: 0,
            some: Vec::new(),
            regions,
            counts,
            spread: Spread::default(),
        }
    }

    /// Reads the regions once, the counts of a few at a time: each lies far from the last, and what is waited for
    /// together is waited for once.
    fn read(&mut self, industries: Range<usize>) {
        let rows = self.whole.x.len();
        self.first = industries.start;
        self.some.clear();
        self.some.resize(industries.len(), 0);
        let mut near = [[0.0; TOGETHER]; AHEAD];
        for start in (0..rows).step_by(AHEAD) {
            let block = start..(start + AHEAD).min(rows);
            for (near, region) in near.iter_mut().zip(block.clone()) {
                let counts = &self.table.region(region)[industries.clone()];
                near[..counts.len()].copy_from_slice(counts);
            }
            for (near, region) in near.iter().zip(block) {
                self.list(region, near);
            }
        }
    }

    /// Puts a region on the lists of the industries that it has.
    fn list(&mut self, region: usize, counts: &[f64; TOGETHER]) {
        let rows = self.whole.x.len();
        #[expect(clippy::cast_possible_truncation, reason = "a table of 2^32 lines has no room")]
        let number = region as u32;
        let lists = self.regions.chunks_exact_mut(rows).zip(self.counts.chunks_exact_mut(rows));
        for ((count, some), (regions, counts)) in counts.iter().zip(&mut self.some).zip(lists) {
            // Written whether it counts or not: which do is past guessing, and a wrong guess costs more.
            regions[*some] = number;
            counts[*some] = *count;
            *some += usize::from(*count > 0.0);
        }
    }

    /// The industry at a place among those read; `None` where it holds nothing.
    fn spread(&mut self, at: usize) -> Option<&Spread> {
        let own = self.table.industry_totals()[self.first + at];
        if !(own > 0.0 && own.is_finite()) {
            return None;
        }
        let start = at * self.whole.x.len();
        let listed = start..start + self.some[at];
        let (regions, counts) = (&self.regions[listed.clone()], &self.counts[listed]);
        self.spread.set(regions, counts, self.table, self.whole, own);
        Some(&self.spread)
    }
}

impl Spread {
    /// Of the regions that have an industry and its counts there.
    fn set(&mut self, regions: &[u32], counts: &[f64], table: &Table, whole: &Whole, own: f64) {
        let (others, jobs) = (table.total() - own, table.region_totals());
        self.own = own;
        self.regions.clear();
        self.regions.extend(regions);
        self.counts.clear();
        self.counts.extend(counts);
        self.s.clear();
        self.s.extend(counts.iter().map(|count| count / own));
        self.x.clear();
        self.x.extend(regions.iter().map(|&at| whole.x[at as usize]));
        self.rest.clear();
        if others > 0.0 {
            let rest = |(&at, count): (&u32, &f64)| (jobs[at as usize] - count) / others;
            self.rest.extend(regions.iter().zip(counts).map(rest));
        }
    }

    /// Its regions in order; those whose ratios agree to ten digits as they come.
    pub(super) fn order(&self) -> Order {
        let ratios: Vec<f64> = self.s.iter().zip(&self.x).map(|(s, x)| s / x).collect();
        // Numbers above 0 order as their bits do. The last ones give way to the place: half as much to move.
        let places = u64::MAX >> (ratios.len() as u64).leading_zeros();
        let keys = ratios.iter().zip(0..).map(|(ratio, at)| ratio.to_bits() & !places | at);
        let mut order: Vec<u64> = keys.collect();
        order.sort_unstable();
        #[expect(clippy::cast_possible_truncation, reason = "a place of a list")]
        let order = order.into_iter().map(|key| (key & places) as usize);
        Order(order.map(|at| (ratios[at], at)).collect())
    }

    /// `sum |s - x|` over all regions, and the same from what is not the industry; `None` where nothing else is.
    pub(super) fn distances(&self) -> (f64, Option<f64>) {
        // Regions that are not listed hold what the base lacks to 1.
        let all = |listed: f64, base: f64| listed + (1.0 - base).max(0.0);
        let own = self.s.iter().zip(&self.x);
        if self.rest.is_empty() {
            let [listed, base] = float::sums_of(own.map(|(s, x)| [(s - x).abs(), *x]));
            return (all(listed, base), None);
        }
        let sides = own.zip(&self.rest);
        let sides = sides.map(|((s, x), rest)| [(s - x).abs(), *x, (s - rest).abs(), *rest]);
        let [listed, base, listed_rest, rest] = float::sums_of(sides);
        (all(listed, base), Some(all(listed_rest, rest)))
    }

    /// One less twice the area under the curve of cumulated `s` over cumulated `x`, in the order of `s / x`:
    /// regions without the industry come first, and nothing lies under them.
    pub(super) fn gini(&self, order: &Order) -> f64 {
        let mut below = 0.0;
        let slices = order.0.iter().map(|&(_, at)| {
            let before = below;
            below += self.s[at];
            self.x[at] * (below + before)
        });
        (1.0 - float::sum(slices)).max(0.0)
    }

    /// `sum s ln(s / x)`, between groups and within them.
    pub(super) fn theil(&self, whole: &Whole, groups: &Groups) -> Decomposition {
        let own = whole.ln(self.own);
        let (mut held, mut inside) = (vec![0.0; groups.x.len()], vec![0.0; groups.x.len()]);
        let mut terms = Vec::with_capacity(self.s.len());
        for ((&region, s), count) in self.regions.iter().zip(&self.s).zip(&self.counts) {
            let region = region as usize;
            // The logarithm of the quotient of shares, from those of what they are made of.
            let term = s * (whole.ln(*count) - own - groups.ln_x[region]);
            held[groups.of[region]] += s;
            inside[groups.of[region]] += term;
            terms.push(term);
        }
        let across = held
            .iter()
            .zip(&groups.x)
            .map(|(held, x)| if *held > 0.0 { held * float::ln(held / x) } else { 0.0 });
        let across: Vec<f64> = across.collect();
        let within = inside.iter().zip(&across).map(|(inside, across)| (inside - across).max(0.0));
        Decomposition {
            total: float::sum(terms).max(0.0),
            between: float::sum(across.iter().copied()).max(0.0),
            within: float::sum(within),
        }
    }
}

impl Order {
    /// Gini of `s / x`, all regions that have anything alike.
    pub(super) fn gini(&self, whole: &Whole) -> f64 {
        let n = whole.filled as f64;
        let total = float::sum(self.0.iter().map(|(ratio, _)| *ratio));
        // The places before are those of the regions without it.
        let first = whole.filled - self.0.len();
        let places = self.0.iter().enumerate();
        let terms = places.map(|(at, (ratio, _))| (2.0 * (first + at) as f64 + 1.0 - n) * ratio);
        (float::sum(terms) / (n * total)).max(0.0)
    }
}

impl Groups {
    /// Groups of the regions of a table, by any numbers; `None` where a region has none.
    pub(super) fn new(table: &Table, group: &[usize]) -> Option<Self> {
        let mut numbers = group.to_vec();
        numbers.sort_unstable();
        numbers.dedup();
        let of: Vec<usize> =
            group.iter().map(|own| numbers.partition_point(|other| other < own)).collect();
        let mut x = vec![0.0; numbers.len()];
        for (&group, jobs) in of.iter().zip(table.region_totals()) {
            x[group] += jobs / table.total();
        }
        let ln_x = |jobs: &f64| float::ln(jobs / table.total());
        let ln_x = table.region_totals().iter().map(ln_x).collect();
        (of.len() == table.counts().rows()).then_some(Self { of, x, ln_x })
    }
}

#[cfg(test)]
mod tests {
    use agglo_stats::inequality::{gini, gini_weighted, share_distance, theil_decomposed};
    use proptest::prelude::*;

    use super::*;
    use agglo_stats::matrix::Matrix;

    proptest! {
        #[test]
        fn law_regions_without_the_industry_need_not_be_listed(
            cells in prop::collection::vec(0_u16..6, 72), threads in 1_u16..4
        ) {
            let rows: Vec<Vec<f64>> =
                cells.chunks(8).map(|row| row.iter().map(|&x| f64::from(x / 2)).collect()).collect();
            let table = Table::new(Matrix::from_rows(&rows).unwrap()).unwrap();
            let group = [3, 3, 7, 1, 1, 1, 7, 7, 3];
            let groups = Groups::new(&table, &group).unwrap();
            let found = each_industry(&table, threads, |whole, spread| {
                let theil = spread.theil(whole, &groups);
                let (distance, others) = spread.distances();
                let order = spread.order();
                let ginis = [spread.gini(&order), order.gini(whole)];
                let theils = [theil.total, theil.between, theil.within];
                [&[distance, others.unwrap_or(-1.0)][..], &ginis, &theils].concat()
            });
            for (industry, found) in found.into_iter().enumerate() {
                let own = table.industry(industry);
                let all = table.region_totals();
                let Some(theil) = theil_decomposed(&own, all, &group) else {
                    prop_assert!(found.is_none());
                    continue;
                };
                let rest: Vec<f64> = all.iter().zip(&own).map(|(all, own)| all - own).collect();
                let ratios: Vec<f64> =
                    (0..9).map(|at| table.quotient(at, industry).unwrap_or(0.0)).collect();
                let known: Vec<f64> = (0..9).filter_map(|at| table.quotient(at, industry)).collect();
                let expected = [
                    share_distance(&own, all).unwrap(),
                    share_distance(&own, &rest).unwrap_or(-1.0),
                    gini_weighted(&ratios, all).unwrap(),
                    gini(&known).unwrap(),
                    theil.total,
                    theil.between,
                    theil.within,
                ];
                for (got, want) in found.unwrap().iter().zip(expected) {
                    prop_assert!((got - want).abs() < 1e-12, "{industry}: {got} {want}");
                }
            }
        }
    }
}
