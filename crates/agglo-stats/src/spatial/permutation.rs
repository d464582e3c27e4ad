//! Probabilities by drawing the same values in other orders.

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
