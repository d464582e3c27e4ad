//! Numbers between bounds with a known sum: what can be said of measures of them without knowing the numbers.
//!
//! The most even ones are known exactly, and so the least of any index that rises with unevenness. The largest sum
//! of squares has a bound; what else lies between is shown by draws.

use crate::error::Error;
use crate::float;
use crate::random::Words;

/// Keeps the draws apart from others of one seed.
const PURPOSE: u32 = 1_501;
/// Moves between two draws, by number.
const MOVES: usize = 4;

/// Vectors `low <= x <= high` of a known sum.
#[derive(Clone, Debug, PartialEq)]
pub struct Slab {
    low: Vec<f64>,
    high: Vec<f64>,
    total: f64,
}

impl Slab {
    /// Numbers between bounds that sum to a total.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] where bounds differ in length, [`Error::Range`] where one is not finite or they cross,
    /// [`Error::Infeasible`] where no numbers between them have the sum.
    pub fn new(low: Vec<f64>, high: Vec<f64>, total: f64) -> Result<Self, Error> {
        if low.len() != high.len() {
            let (expected, got) = (low.len(), high.len());
            return Err(Error::Shape { what: "the upper bounds", expected, got });
        }
        let range = "finite and in order";
        for (&low, &high) in low.iter().zip(&high) {
            if !(low.is_finite() && high.is_finite() && low <= high) {
                return Err(Error::Range { what: "a bound", value: high, range });
            }
        }
        if !total.is_finite() {
            return Err(Error::Range { what: "the total", value: total, range });
        }
        let slack = 1e-9 * total.abs().max(1.0);
        let (least, most) = (float::sum(low.iter().copied()), float::sum(high.iter().copied()));
        if total < least - slack || total > most + slack {
            return Err(Error::Infeasible { what: "the bounds and the total" });
        }
        Ok(Self { low, high, total: total.clamp(least, most) })
    }

    /// Each the same part of the way from its lower to its upper bound.
    pub fn middle(&self) -> Vec<f64> {
        let (least, most) = (self.sum_at(f64::NEG_INFINITY), self.sum_at(f64::INFINITY));
        let part = if most > least { (self.total - least) / (most - least) } else { 0.0 };
        self.pairs().map(|(low, high)| low + part * (high - low)).collect()
    }

    /// The most even numbers: all at one level, or at the bound that is nearest to it. No others between these
    /// bounds have a smaller sum of squares, Gini or Theil index, or a larger entropy.
    ///
    /// # Source
    ///
    /// Marshall, Olkin and Arnold 2011, Inequalities: Theory of Majorization, chapter 5.
    pub fn most_even(&self) -> Vec<f64> {
        // The sum rises with the level, straight between bounds: find the piece, then the level.
        let mut knots: Vec<f64> = self.low.iter().chain(&self.high).copied().collect();
        knots.sort_by(f64::total_cmp);
        let after = knots.partition_point(|&knot| self.sum_at(knot) < self.total);
        let (Some(&upper), true) = (knots.get(after), after > 0) else {
            let level = knots.first().copied().unwrap_or(0.0);
            return self.at(if after > 0 { f64::INFINITY } else { level });
        };
        let lower = knots[after - 1];
        let (below, above) = (self.sum_at(lower), self.sum_at(upper));
        let part = if above > below { (self.total - below) / (above - below) } else { 0.0 };
        self.at(lower + part * (upper - lower))
    }

    /// A number that no sum of squares between these bounds exceeds, and that one reaches up to one number that
    /// stops on its way: each is moved to its upper bound in the order of what its way adds.
    pub fn most_squares(&self) -> f64 {
        let mut order: Vec<(f64, f64)> = self.pairs().filter(|(low, high)| high > low).collect();
        order.sort_by(|a, b| (b.0 + b.1).total_cmp(&(a.0 + a.1)));
        let mut left = self.total - float::sum(self.low.iter().copied());
        let mut sum = float::sum(self.low.iter().map(|low| low * low));
        for (low, high) in order {
            let way = (high - low).min(left.max(0.0));
            // The chord lies above the square between the bounds.
            sum += way * (high + low);
            left -= way;
        }
        sum
    }

    /// Vectors drawn evenly from all there are, by hit and run: two numbers at a time change places on the line
    /// that keeps their sum. Draws follow one stream of the seed and resemble their neighbours; their range lies
    /// inside the true one.
    ///
    /// # Source
    ///
    /// Smith 1984, Operations Research 32(6).
    pub fn draws(&self, count: u32, seed: u64) -> Vec<Vec<f64>> {
        let size = self.low.len();
        let mut words = Words::new(seed, PURPOSE, 0);
        let mut x = self.middle();
        let bound = u32::try_from(size).unwrap_or(u32::MAX);
        let mut moved = |x: &mut Vec<f64>| {
            let (a, b) = (words.below(bound) as usize, words.below(bound) as usize);
            let part = (f64::from(words.word()) + 0.5) / 4_294_967_296.0;
            if a == b {
                return;
            }
            let up = (self.high[a] - x[a]).min(x[b] - self.low[b]).max(0.0);
            let down = (x[a] - self.low[a]).min(self.high[b] - x[b]).max(0.0);
            let step = part * (up + down) - down;
            x[a] = (x[a] + step).clamp(self.low[a], self.high[a]);
            x[b] = (x[b] - step).clamp(self.low[b], self.high[b]);
        };
        let mut found = Vec::new();
        for _ in 0..count {
            for _ in 0..MOVES * size {
                moved(&mut x);
            }
            found.push(x.clone());
        }
        found
    }

    fn pairs(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        self.low.iter().copied().zip(self.high.iter().copied())
    }

    fn at(&self, level: f64) -> Vec<f64> {
        self.pairs().map(|(low, high)| level.clamp(low, high)).collect()
    }

    fn sum_at(&self, level: f64) -> f64 {
        float::sum(self.at(level))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn squares(x: &[f64]) -> f64 {
        x.iter().map(|x| x * x).sum()
    }

    #[test]
    fn reference_three_numbers_by_hand() {
        let slab = Slab::new(vec![0.0, 2.0, 1.0], vec![4.0, 3.0, 10.0], 9.0).unwrap();
        // Level 3 everywhere.
        assert_eq!(slab.most_even(), [3.0, 3.0, 3.0]);
        // Six to place above 0, 2, 1: the last goes first, to 7 of 10; its chord adds 11 a unit to 5.
        assert!((slab.most_squares() - (5.0 + 66.0)).abs() < 1e-12);
        let tight = Slab::new(vec![0.0, 2.0], vec![4.0, 3.0], 6.0).unwrap();
        assert_eq!(tight.most_even(), [3.0, 3.0]);
        // The second would add 5 a unit, the first 4: 4 + 5 + 3 * 4.
        assert!((tight.most_squares() - 21.0).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn law_draws_keep_bounds_and_sum_and_lie_between_the_ends(
            boxes in prop::collection::vec((0.0_f64..50.0, 0.0_f64..50.0), 1..8), part in 0.0_f64..1.0, seed in 0_u64..9
        ) {
            let low: Vec<f64> = boxes.iter().map(|(low, _)| *low).collect();
            let high: Vec<f64> = boxes.iter().map(|(low, wide)| low + wide).collect();
            let total = low.iter().sum::<f64>() + part * boxes.iter().map(|(_, wide)| wide).sum::<f64>();
            let slab = Slab::new(low.clone(), high.clone(), total).unwrap();
            let (least, most) = (squares(&slab.most_even()), slab.most_squares());
            prop_assert!((slab.most_even().iter().sum::<f64>() - total).abs() < 1e-9 * total.max(1.0));
            prop_assert!((slab.middle().iter().sum::<f64>() - total).abs() < 1e-9 * total.max(1.0));
            for x in slab.draws(20, seed) {
                prop_assert!((x.iter().sum::<f64>() - total).abs() < 1e-9 * total.max(1.0));
                prop_assert!(x.iter().zip(low.iter().zip(&high)).all(|(x, (low, high))| low <= x && x <= high));
                let found = squares(&x);
                let slack = 1e-9 * found.max(1.0);
                prop_assert!(least - slack <= found && found <= most + slack, "{least} {found} {most}");
            }
        }
    }

    #[test]
    fn draws_are_even_over_a_line() {
        // Two numbers between 0 and 10 that sum to 10: the first is uniform.
        let slab = Slab::new(vec![0.0; 2], vec![10.0; 2], 10.0).unwrap();
        let first: Vec<f64> = slab.draws(4_000, 1).iter().map(|x| x[0]).collect();
        let mean = first.iter().sum::<f64>() / 4_000.0;
        assert!((mean - 5.0).abs() < 0.25, "{mean}");
        let below = first.iter().filter(|x| **x < 1.0).count();
        assert!(below.abs_diff(400) < 100, "{below}");
    }

    #[test]
    fn edge_points_nothing_and_impossible_sums() {
        let point = Slab::new(vec![2.0, 3.0], vec![2.0, 3.0], 5.0).unwrap();
        assert_eq!((point.most_even(), point.middle()), (vec![2.0, 3.0], vec![2.0, 3.0]));
        assert!((point.most_squares() - 13.0).abs() < 1e-12);
        assert_eq!(point.draws(2, 1), [[2.0, 3.0], [2.0, 3.0]]);
        let nothing = Slab::new(vec![], vec![], 0.0).unwrap();
        assert_eq!((nothing.most_even(), nothing.draws(1, 1)), (vec![], vec![vec![]]));
        assert!(matches!(Slab::new(vec![0.0], vec![1.0], 2.0), Err(Error::Infeasible { .. })));
        assert!(Slab::new(vec![2.0], vec![1.0], 1.0).is_err());
        assert!(Slab::new(vec![2.0], vec![], 1.0).is_err());
    }
}
