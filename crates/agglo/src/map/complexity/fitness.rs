//! Fitness of regions and complexity of industries: an industry is as simple as its least fit region.
//!
//! `F_r = sum_i M_ri Q_i`, `Q_i = 1 / sum_r M_ri / F_r`, both over their means each round, from ones.
//! Without unit, mean 1.

use crate::map::presence::Presence;

/// Values below this count as zero: they only fall from there.
const ZERO: f64 = 1e-12;
/// Relative distance below which two values share a rank.
const TIE: f64 = 1e-9;

/// When the rounds end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FitnessOptions {
    /// Rounds at most; 1,000 by default.
    pub rounds: u32,
    /// Largest relative change of a value above zero at which the rounds end; `1e-9` by default, `None` to
    /// do all rounds.
    pub tolerance: Option<f64>,
}

impl Default for FitnessOptions {
    fn default() -> Self {
        Self { rounds: 1000, tolerance: Some(1e-9) }
    }
}

/// Fitness and complexity after the last round.
#[derive(Clone, Debug, PartialEq)]
pub struct Fitness {
    /// Fitness of each region; `None` of one that has nothing.
    pub regions: Vec<Option<f64>>,
    /// Complexity of each industry; `None` of one that stands nowhere.
    pub industries: Vec<Option<f64>>,
    /// Rounds done.
    pub rounds: u32,
    /// Largest relative change of a value above zero in the last round; `None` where none was done.
    pub change: Option<f64>,
    /// Regions whose fitness has fallen to zero: their order is known, their values mean nothing.
    pub regions_at_zero: Vec<usize>,
    /// Industries whose complexity has fallen to zero.
    pub industries_at_zero: Vec<usize>,
}

impl Fitness {
    /// Whether the values stand still and none has fallen to zero.
    pub fn converged_positive(&self) -> bool {
        let tolerance = FitnessOptions::default().tolerance.unwrap_or(0.0);
        let still = self.change.is_some_and(|change| change < tolerance);
        still && self.regions_at_zero.is_empty() && self.industries_at_zero.is_empty()
    }
}

/// Fitness of regions and complexity of industries.
///
/// # Returns
///
/// Values around a mean of 1, with a report of convergence. Where the table, ordered by fitness, leaves its
/// diagonal empty, some values fall to zero, fast or as one over the rounds; read their ranks.
///
/// # How to read it
///
/// Against economic complexity, it rewards breadth and lets one weak host make an industry simple.
///
/// # Source
///
/// Tacchella, Cristelli, Caldarelli, Gabrielli and Pietronero 2012, Scientific Reports 2; Pugliese, Zaccaria
/// and Pietronero 2016, European Physical Journal Special Topics 225, for where it converges.
pub fn fitness(presence: &Presence, options: FitnessOptions) -> Fitness {
    let kept = presence.kept();
    let table = &kept.presence;
    let mut f = vec![1.0; table.regions()];
    let mut q = vec![1.0; table.industries()];
    let (mut rounds, mut change) = (0, None);
    while rounds < options.rounds {
        let Some((next_f, next_q)) = round(table, &f, &q) else { break };
        let largest = largest_change(&f, &next_f).max(largest_change(&q, &next_q));
        change = Some(largest);
        (f, q) = (next_f, next_q);
        rounds += 1;
        if options.tolerance.is_some_and(|tolerance| largest < tolerance) {
            break;
        }
    }
    let fallen = |values: &[f64], places: &[usize]| -> Vec<usize> {
        places.iter().zip(values).filter(|(_, value)| **value < ZERO).map(|(&at, _)| at).collect()
    };
    Fitness {
        regions_at_zero: fallen(&f, &kept.regions),
        industries_at_zero: fallen(&q, &kept.industries),
        regions: kept.by_region(presence.regions(), &f),
        industries: kept.by_industry(presence.industries(), &q),
        rounds,
        change,
    }
}

/// One round of both sides; `None` where nothing is left to divide by.
fn round(table: &Presence, f: &[f64], q: &[f64]) -> Option<(Vec<f64>, Vec<f64>)> {
    let sum = |of: &mut dyn Iterator<Item = usize>, values: &[f64]| of.map(|at| values[at]).sum();
    let inverse: Vec<f64> = f.iter().map(|value| 1.0 / value).collect();
    let next_f: Vec<f64> =
        (0..f.len()).map(|region| sum(&mut table.of_region(region), q)).collect();
    // A region of fitness 0 makes the sum infinite and its industries' complexity 0, which is the limit.
    let next_q: Vec<f64> = (0..q.len())
        .map(|industry| -> f64 { sum(&mut table.of_industry(industry), &inverse) })
        .map(|sum| 1.0 / sum)
        .collect();
    Some((over_mean(next_f)?, over_mean(next_q)?))
}

fn over_mean(mut values: Vec<f64>) -> Option<Vec<f64>> {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    if !(mean.is_normal() && mean > 0.0) {
        return None;
    }
    for value in &mut values {
        *value /= mean;
    }
    Some(values)
}

/// Largest relative change among values that have not fallen to zero.
fn largest_change(before: &[f64], after: &[f64]) -> f64 {
    let alive = before.iter().zip(after).filter(|(_, after)| **after >= ZERO);
    alive.map(|(before, after)| (after / before - 1.0).abs()).fold(0.0, f64::max)
}

/// Rank of each value, 1 the largest; equal ones share the smaller rank. `None` stays.
pub fn ranks(values: &[Option<f64>]) -> Vec<Option<usize>> {
    let mut known: Vec<(usize, f64)> = values
        .iter()
        .enumerate()
        .filter_map(|(at, value)| value.map(|value| (at, value)))
        .collect();
    known.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut ranks = vec![None; values.len()];
    let (mut rank, mut last) = (0, f64::INFINITY);
    for (place, (at, value)) in known.into_iter().enumerate() {
        if place == 0 || last - value > TIE * last.abs() {
            rank = place + 1;
        }
        ranks[at] = Some(rank);
        last = value;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&[u8]]) -> Presence {
        Presence::from_fn(rows.len(), rows[0].len(), |r, i| rows[r][i] == 1)
    }

    #[test]
    fn reference_one_round_by_hand() {
        let options = FitnessOptions { rounds: 1, tolerance: None };
        let found = fitness(&table(&[&[1, 1], &[1, 0]]), options);
        // Fitness 2 and 1, complexity 1/2 and 1, each over its mean.
        let close = |got: Option<f64>, want: f64| (got.unwrap() - want).abs() < 1e-12;
        assert!(close(found.regions[0], 4.0 / 3.0) && close(found.regions[1], 2.0 / 3.0));
        assert!(close(found.industries[0], 2.0 / 3.0) && close(found.industries[1], 4.0 / 3.0));
        assert_eq!(found.rounds, 1);
    }

    #[test]
    fn law_at_the_fixed_point_every_row_and_every_column_of_m_q_over_f_sums_to_one_number() {
        let presence = table(&[&[1, 1, 0, 1], &[0, 1, 1, 1], &[1, 0, 1, 0], &[1, 1, 1, 0]]);
        let found = fitness(&presence, FitnessOptions { rounds: 5000, tolerance: Some(1e-13) });
        assert!(found.converged_positive());
        let cell = |r: usize, i: usize| {
            let held = f64::from(u8::from(presence.holds(r, i)));
            held * found.industries[i].unwrap() / found.regions[r].unwrap()
        };
        let row = |r: usize| (0..4).map(|i| cell(r, i)).sum::<f64>();
        let column = |i: usize| (0..4).map(|r| cell(r, i)).sum::<f64>();
        for at in 1..4 {
            assert!((row(at) - row(0)).abs() < 1e-9 && (column(at) - column(0)).abs() < 1e-9);
        }
    }

    #[test]
    fn edge_values_that_fall_to_zero_are_named_ranked_and_never_lost() {
        let nested = table(&[&[1, 1, 1, 1], &[1, 1, 0, 0], &[1, 0, 0, 0], &[1, 0, 0, 0]]);
        for rounds in [100, 5000] {
            let found = fitness(&nested, FitnessOptions { rounds, tolerance: None });
            assert!(!found.converged_positive());
            assert_eq!(found.regions_at_zero, [1, 2, 3]);
            assert!(found.regions.iter().flatten().all(|value| value.is_finite()));
        }
        let found = fitness(&nested, FitnessOptions { rounds: 100, tolerance: None });
        assert_eq!(ranks(&found.regions), [Some(1), Some(2), Some(3), Some(3)]);
    }

    #[test]
    fn edge_empty_lines_have_no_value() {
        let found = fitness(&table(&[&[1, 0], &[0, 0]]), FitnessOptions::default());
        assert_eq!((found.regions[1], found.industries[1]), (None, None));
        assert_eq!(ranks(&found.regions), [Some(1), None]);
        assert!(
            fitness(&Presence::from_fn(0, 0, |_, _| true), FitnessOptions::default())
                .regions
                .is_empty()
        );
    }
}
