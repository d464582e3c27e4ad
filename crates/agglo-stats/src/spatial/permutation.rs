//! Probabilities by drawing the same values in other orders.

use crate::random::Words;
use crate::spatial::Linked;

/// What draws said of a statistic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Permuted {
    /// Probability of one at least as far out on the side that it lies on; never below one over the draws
    /// plus one.
    pub p: f64,
    /// Draws.
    pub draws: u32,
}

impl Permuted {
    /// On both sides: twice the one side, at most 1.
    pub fn two_sided(self) -> f64 {
        (2.0 * self.p).min(1.0)
    }

    /// From how many draws came out at least as large, and at least as small: the rarer counts. Ties count on
    /// both sides, so a statistic that no order can change is not rare.
    pub(super) fn folded(larger: u32, smaller: u32, draws: u32) -> Self {
        Self::upper(larger.min(smaller), draws)
    }

    /// From how many draws came out at least as far on the side that is asked about.
    pub(super) fn upper(larger: u32, draws: u32) -> Self {
        Self { p: (f64::from(larger) + 1.0) / (f64::from(draws) + 1.0), draws }
    }
}

/// Draws at least as large, and at least as small, as what was seen; within rounding they tie.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    pub(super) larger: u32,
    pub(super) smaller: u32,
}

impl Tally {
    #[inline]
    pub(super) fn count(&mut self, drawn: f64, seen: f64, rounding: f64) {
        self.larger += u32::from(drawn >= seen - rounding);
        self.smaller += u32::from(drawn <= seen + rounding);
    }
}

/// Draws of other neighbours for one unit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Conditional {
    pub(super) draws: u32,
    pub(super) seed: u64,
    /// Keeps the draws of one statistic apart from others of one seed.
    pub(super) purpose: u32,
}

impl Conditional {
    /// Keeps a linked unit, gives it other neighbours from all linked units but itself, and compares `factor`
    /// times their weighted sum with what was `seen`; `None` where nothing is drawn. The pool stays shuffled
    /// from draw to draw: any order of it is as good a start as another, so a draw costs no more than its
    /// neighbours.
    pub(super) fn of(
        self,
        linked: &Linked,
        unit: usize,
        factor: f64,
        seen: f64,
    ) -> Option<Permuted> {
        if self.draws == 0 {
            return None;
        }
        let weights = linked.weights.of(unit);
        let mut pool: Vec<f64> = Vec::with_capacity(linked.count() - 1);
        pool.extend_from_slice(&linked.centred[..unit]);
        pool.extend_from_slice(&linked.centred[unit + 1..]);
        let total: f64 = weights.iter().sum();
        let rounding = 1e-12 * factor.abs() * total * linked.squares.sqrt();
        let mut words = Words::new(self.seed, self.purpose, linked.units[unit] as u64);
        let mut tally = Tally::default();
        for _ in 0..self.draws {
            words.draw(&mut pool, weights.len());
            let lag: f64 = weights.iter().zip(&pool).map(|(w, z)| w * z).sum();
            tally.count(factor * lag, seen, rounding);
        }
        Some(Permuted::folded(tally.larger, tally.smaller, self.draws))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_the_rarer_side_counts_and_no_probability_is_zero() {
        assert!((Permuted::folded(0, 999, 999).p - 0.001).abs() < 1e-15);
        assert!((Permuted::folded(990, 9, 999).two_sided() - 0.02).abs() < 1e-15);
        assert!((Permuted::folded(999, 999, 999).two_sided() - 1.0).abs() < 1e-15);
    }

    #[test]
    fn ties_count_on_both_sides() {
        let mut tally = Tally::default();
        tally.count(1.0, 1.0 + 1e-15, 1e-12);
        assert_eq!((tally.larger, tally.smaller), (1, 1));
    }
}
