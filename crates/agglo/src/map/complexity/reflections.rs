//! Method of reflections: diversity and ubiquity averaged over each other, round by round.
//!
//! `k_{r,N} = (1 / k_{r,0}) sum_i M_ri k_{i,N-1}` and likewise for industries, from `k_{r,0}` diversity and
//! `k_{i,0}` ubiquity; a number of industries or of regions, by turns.

use agglo_stats::moments::{Divisor, z_scores};

use crate::map::complexity::economic_complexity::{mean_over_industries, mean_over_regions};
use crate::map::presence::Presence;

/// Levels of both sides after a number of rounds of each.
#[derive(Clone, Debug, PartialEq)]
pub struct Reflected {
    /// Of each region; `None` of one that has nothing.
    pub regions: Vec<Option<Level>>,
    /// Of each industry; `None` of one that stands nowhere.
    pub industries: Vec<Option<Level>>,
}

/// One reflected level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level {
    /// The mean itself: after an even number of rounds a mean of its own side's counts, after an odd one of
    /// the other's.
    pub value: f64,
    /// The same less its mean and over its standard deviation; `None` where all are equal.
    pub score: Option<f64>,
}

/// Levels of regions and of industries after these rounds of averaging.
///
/// The levels of a side run together as rounds go on, so the digits that tell them apart are kept: each
/// round is centred and scaled, which the scores do not notice.
///
/// # How to read it
///
/// Region scores after an even number of rounds approach economic complexity. After few rounds they are
/// what they say: two is the mean diversity of the regions that share one's industries.
///
/// # Source
///
/// Hidalgo and Hausmann 2009, Proceedings of the National Academy of Sciences 106(26).
pub fn reflections(
    presence: &Presence,
    region_rounds: u32,
    industry_rounds: u32,
    divisor: Divisor,
) -> Reflected {
    let kept = presence.kept();
    let table = &kept.presence;
    let counts = |counts: Vec<u32>| counts.into_iter().map(f64::from).collect::<Vec<f64>>();
    let start = |side: Side, rounds: u32| match (side, rounds.is_multiple_of(2)) {
        (Side::Regions, true) | (Side::Industries, false) => counts(table.diversity()),
        _ => counts(table.ubiquity()),
    };
    let levels = |side: Side, rounds: u32| {
        // The last round ends on the side asked for, so the first starts by the parity of their number.
        let mut chain = Chain::new(start(side, rounds));
        for round in (0..rounds).rev() {
            let onto = if round.is_multiple_of(2) { side } else { side.other() };
            chain.average(|values| match onto {
                Side::Regions => mean_over_industries(table, values),
                Side::Industries => mean_over_regions(table, values),
            });
        }
        chain.levels(divisor)
    };
    let mut found = Reflected {
        regions: vec![None; presence.regions()],
        industries: vec![None; presence.industries()],
    };
    for (&at, level) in kept.regions.iter().zip(levels(Side::Regions, region_rounds)) {
        found.regions[at] = Some(level);
    }
    for (&at, level) in kept.industries.iter().zip(levels(Side::Industries, industry_rounds)) {
        found.industries[at] = Some(level);
    }
    found
}

#[derive(Clone, Copy)]
enum Side {
    Regions,
    Industries,
}

impl Side {
    fn other(self) -> Self {
        match self {
            Self::Regions => Self::Industries,
            Self::Industries => Self::Regions,
        }
    }
}

/// Values of one side, held as `shift + scale * values`. Averaging is linear and keeps constants, so both
/// pass through it.
struct Chain {
    values: Vec<f64>,
    shift: f64,
    scale: f64,
}

impl Chain {
    fn new(values: Vec<f64>) -> Self {
        Self { values, shift: 0.0, scale: 1.0 }
    }

    fn average(&mut self, over: impl Fn(&[f64]) -> Vec<f64>) {
        self.values = over(&self.values);
        let size = self.values.len().max(1) as f64;
        let mean = self.values.iter().sum::<f64>() / size;
        for value in &mut self.values {
            *value -= mean;
        }
        self.shift += self.scale * mean;
        let widest = self.values.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
        if widest > 1e-12 * mean.abs() && widest > 0.0 {
            for value in &mut self.values {
                *value /= widest;
            }
            self.scale *= widest;
        } else {
            // Only rounding is left: the levels are equal.
            for value in &mut self.values {
                *value = 0.0;
            }
        }
    }

    fn levels(self, divisor: Divisor) -> Vec<Level> {
        let scores = z_scores(&self.values, divisor);
        let score = |at: usize| scores.as_ref().map(|scores| scores[at]);
        let value = |at: usize| self.shift + self.scale * self.values[at];
        (0..self.values.len()).map(|at| Level { value: value(at), score: score(at) }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::complexity::economic_complexity;

    fn table() -> Presence {
        let rows = [[1, 1, 1, 1, 0], [1, 1, 1, 0, 0], [1, 1, 0, 1, 0], [0, 1, 0, 0, 1]];
        Presence::from_fn(4, 5, |r, i| rows[r][i] == 1)
    }

    #[test]
    fn reference_two_rounds_by_hand() {
        let found = reflections(&table(), 1, 2, Divisor::Sample);
        // Ubiquities 3, 4, 2, 2, 1: the fourth region has industries of 4 and 1 regions.
        assert!((found.regions[3].unwrap().value - 2.5).abs() < 1e-12);
        // Mean ubiquities of the regions 11/4, 3, 3, 5/2; the third industry stands in the first two.
        assert!((found.industries[2].unwrap().value - 2.875).abs() < 1e-12);
    }

    #[test]
    fn law_many_even_rounds_are_economic_complexity_up_to_sign() {
        let far = reflections(&table(), 200, 200, Divisor::Population);
        let scores = economic_complexity(&table()).unwrap().scores.unwrap();
        let sign = far.regions[0].unwrap().score.unwrap() * scores.regions[0].unwrap();
        for (level, score) in far.regions.iter().zip(&scores.regions) {
            let reflected = level.unwrap().score.unwrap() * sign.signum();
            assert!((reflected - score.unwrap()).abs() < 1e-6);
        }
    }

    #[test]
    fn edge_equal_levels_have_no_score_and_empty_lines_no_level() {
        let full = Presence::from_fn(3, 4, |r, i| r < 2 && i < 3);
        let found = reflections(&full, 18, 19, Divisor::Sample);
        assert_eq!(found.regions[0].unwrap().score, None);
        assert!((found.regions[0].unwrap().value - 3.0).abs() < 1e-12);
        assert_eq!((found.regions[2], found.industries[3]), (None, None));
    }
}
