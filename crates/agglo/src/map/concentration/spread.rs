//! The regions that have an industry, with their shares of it and of all jobs: what indices of a whole table
//! are read from.
//!
//! Regions without the industry enter by their sum alone: most cells of a fine table are empty.

use agglo_stats::float;
use agglo_stats::inequality::Decomposition;
use agglo_stats::parallel::each;

use crate::map::table::Table;

/// Industries that are read in one pass over the regions: as many counts as the cache takes in at once.
const TOGETHER: usize = 32;

/// One industry over the regions that have it.
pub(super) struct Spread {
    regions: Vec<usize>,
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
}

/// Regions in groups, and the groups' shares of all jobs.
pub(super) struct Groups {
    of: Vec<usize>,
    x: Vec<f64>,
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
    let whole = Whole {
        x: table.region_totals().iter().map(|jobs| jobs / total).collect(),
        filled: table.region_totals().iter().filter(|jobs| **jobs > 0.0).count(),
    };
    let some = each(columns.div_ceil(TOGETHER), threads, |part| {
        let industries = part * TOGETHER..((part + 1) * TOGETHER).min(columns);
        let spreads = spreads(table, &whole, industries);
        spreads.iter().map(|spread| spread.as_ref().map(|spread| of(&whole, spread))).collect()
    });
    some.into_iter().flat_map(|some: Vec<Option<T>>| some).collect()
}

/// Reads the regions once and lists for each industry those that have it.
fn spreads(
    table: &Table,
    whole: &Whole,
    industries: std::ops::Range<usize>,
) -> Vec<Option<Spread>> {
    let (rows, first, width) = (whole.x.len(), industries.start, industries.len());
    let (mut regions, mut listed) = (vec![0; rows * width], vec![0.0; rows * width]);
    let mut some = vec![0; width];
    for region in 0..rows {
        let counts = &table.region(region)[industries.clone()];
        for (column, (&count, some)) in counts.iter().zip(&mut some).enumerate() {
            // Written whether it counts or not: which do is past guessing, and a wrong guess costs more.
            let at = column * rows + *some;
            regions[at] = region;
            listed[at] = count;
            *some += usize::from(count > 0.0);
        }
    }
    let of = |(column, some): (usize, usize)| {
        let own = table.industry_totals()[first + column];
        let listed_here = column * rows..column * rows + some;
        let (regions, counts) = (&regions[listed_here.clone()], &listed[listed_here]);
        (own > 0.0 && own.is_finite()).then(|| Spread::new(regions, counts, table, whole, own))
    };
    some.into_iter().enumerate().map(of).collect()
}

impl Spread {
    /// From the regions that have an industry and its counts there.
    fn new(regions: &[usize], counts: &[f64], table: &Table, whole: &Whole, own: f64) -> Self {
        let (others, jobs) = (table.total() - own, table.region_totals());
        let rest = |(&at, count): (&usize, &f64)| (jobs[at] - count) / others;
        Self {
            rest: if others > 0.0 {
                regions.iter().zip(counts).map(rest).collect()
            } else {
                Vec::new()
            },
            x: regions.iter().map(|&at| whole.x[at]).collect(),
            s: counts.iter().map(|count| count / own).collect(),
            regions: regions.to_vec(),
        }
    }

    /// Its regions in order; those of one ratio in any, but the same each time.
    pub(super) fn order(&self) -> Order {
        let ratios = self.s.iter().zip(&self.x).map(|(s, x)| s / x);
        let mut order: Vec<(f64, usize)> =
            ratios.enumerate().map(|(at, ratio)| (ratio, at)).collect();
        // Numbers above 0 order as their bits do.
        order.sort_unstable_by_key(|(ratio, _)| ratio.to_bits());
        Order(order)
    }

    /// `sum |s - x|` over all regions, and the same from what is not the industry; `None` where nothing else is.
    pub(super) fn distances(&self) -> (f64, Option<f64>) {
        let from = |base: &[f64]| -> Vec<f64> {
            self.s.iter().zip(base).map(|(s, x)| (s - x).abs()).collect()
        };
        // Regions that are not listed hold what the base lacks to 1.
        let all = |listed: f64, base: f64| listed + (1.0 - base).max(0.0);
        if self.rest.is_empty() {
            let [listed, base] = float::sums([from(&self.x).as_slice(), &self.x]);
            return (all(listed, base), None);
        }
        let (from_x, from_rest) = (from(&self.x), from(&self.rest));
        let [listed, base, listed_rest, rest] =
            float::sums([from_x.as_slice(), &self.x, &from_rest, &self.rest]);
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
    pub(super) fn theil(&self, groups: &Groups) -> Decomposition {
        let terms: Vec<f64> =
            self.s.iter().zip(&self.x).map(|(s, x)| s * float::ln(s / x)).collect();
        let (mut held, mut inside) = (vec![0.0; groups.x.len()], vec![0.0; groups.x.len()]);
        for ((&region, s), term) in self.regions.iter().zip(&self.s).zip(&terms) {
            held[groups.of[region]] += s;
            inside[groups.of[region]] += term;
        }
        let holding =
            || held.iter().zip(&groups.x).zip(&inside).filter(|((held, _), _)| **held > 0.0);
        let own = |held: f64, x: f64| held * float::ln(held / x);
        Decomposition {
            total: float::sum(terms.iter().copied()).max(0.0),
            between: float::sum(holding().map(|((held, x), _)| own(*held, *x))).max(0.0),
            within: float::sum(
                holding().map(|((held, x), inside)| (inside - own(*held, *x)).max(0.0)),
            ),
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
        (of.len() == table.counts().rows()).then_some(Self { of, x })
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
                let theil = spread.theil(&groups);
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
