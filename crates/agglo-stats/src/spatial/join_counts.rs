//! Join counts: how often yes meets yes, no meets no, and yes meets no, among neighbours.
//!
//! `BB = sum_ij w_ij y_i y_j / 2`, `WW` and `BW` likewise, on binary weights in both directions; links.

use crate::error::Error;
use crate::parallel::each;
use crate::random::Words;
use crate::spatial::enumeration::{LISTED, deals, sets};
use crate::spatial::permutation::Draws;
use crate::spatial::{Linked, Permuted, Transform, Weights};

/// Keeps the draws of this statistic apart from others of one seed.
const PURPOSE: u32 = 1_103;

/// Counts of links by what they join; islands are left out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct JoinCounts {
    /// Links of yes and yes.
    pub both: f64,
    /// Links of no and no.
    pub neither: f64,
    /// Links of yes and no.
    pub mixed: f64,
    /// Mean of the first over orders of the same answers.
    pub both_expected: f64,
    /// Its variance; `None` of three units.
    pub both_variance: Option<f64>,
    /// Probability of at least as many links of yes and yes; `None` where nothing is drawn.
    pub both_permuted: Option<Permuted>,
    /// Probability of at least as many links of yes and no; `None` where nothing is drawn.
    pub mixed_permuted: Option<Permuted>,
}

/// Join counts of answers at units; `None` where all linked units answer alike or fewer than three are
/// linked. Weights count as 1; a link listed in one direction only counts half. Probabilities are over all
/// deals of the answers where they are few, over draws where they are many. The answer is the same for any
/// number of threads.
///
/// # Errors
///
/// As [`Linked::of`].
///
/// # Source
///
/// Moran 1948, Journal of the Royal Statistical Society B 10(2); Cliff and Ord 1981, Spatial Processes, for the
/// moments without replacement.
pub fn join_counts(
    answers: &[bool],
    weights: &Weights,
    draws: u32,
    seed: u64,
    threads: u16,
) -> Result<Option<JoinCounts>, Error> {
    let values: Vec<f64> = answers.iter().map(|&yes| f64::from(u8::from(yes))).collect();
    let linked = Linked::of(&values, &weights.transformed(Transform::Binary))?;
    if !linked.is_defined() {
        return Ok(None);
    }
    let seen: Vec<bool> = linked.units.iter().map(|&unit| answers[unit]).collect();
    let counted = count(&linked.weights, &seen);
    let yes = seen.iter().filter(|&&yes| yes).count();
    let by = Draws { count: draws, seed, purpose: PURPOSE, threads };
    let permuted = permuted(&linked.weights, &seen, yes, by);
    let (both_expected, both_variance) = moments(&linked.weights, yes, seen.len());
    let half = |links: usize| 0.5 * links as f64;
    Ok(Some(JoinCounts {
        both: half(counted.both),
        neither: half(counted.neither),
        mixed: half(counted.mixed),
        both_expected,
        both_variance,
        both_permuted: permuted.map(|[both, _]| both),
        mixed_permuted: permuted.map(|[_, mixed]| mixed),
    }))
}

/// Ordered pairs by what they join.
#[derive(Clone, Copy, Default)]
struct Counts {
    both: usize,
    neither: usize,
    mixed: usize,
}

fn count(weights: &Weights, answers: &[bool]) -> Counts {
    let mut found = Counts::default();
    for (unit, &own) in answers.iter().enumerate() {
        for &other in weights.neighbours(unit) {
            match (own, answers[other]) {
                (true, true) => found.both += 1,
                (false, false) => found.neither += 1,
                _ => found.mixed += 1,
            }
        }
    }
    found
}

/// Probabilities of at least as many links of yes and yes, and of yes and no: over all deals of the answers
/// where they are few, over draws where they are many; `None` where nothing is drawn.
fn permuted(weights: &Weights, seen: &[bool], yes: usize, by: Draws) -> Option<[Permuted; 2]> {
    if by.count == 0 {
        return None;
    }
    let counted = count(weights, seen);
    let mut further = [0_u64; 2];
    let mut compare = |dealt: &Counts| {
        further[0] += u64::from(dealt.both >= counted.both);
        further[1] += u64::from(dealt.mixed >= counted.mixed);
    };
    if let Some(all) = sets(seen.len(), yes).filter(|all| *all <= LISTED) {
        deals(seen.len(), yes, &mut |dealt| compare(&count(weights, dealt)));
        return Some(further.map(|further| Permuted::listed(further, all)));
    }
    let drawn = each(by.count as usize, by.threads, |draw| {
        let mut order = seen.to_vec();
        Words::new(by.seed, by.purpose, draw as u64).draw(&mut order, seen.len());
        count(weights, &order)
    });
    drawn.iter().for_each(compare);
    Some(further.map(|further| Permuted::drawn(further, by.count)))
}

/// Mean and variance of links of yes and yes when `yes` of `n` answers are dealt out anew.
fn moments(weights: &Weights, yes: usize, n: usize) -> (f64, Option<f64>) {
    let sums = weights.sums();
    // Probability that so many different units all say yes.
    let all = |units: usize| -> f64 {
        (0..units).map(|at| (yes as f64 - at as f64).max(0.0) / (n as f64 - at as f64)).product()
    };
    let mean = 0.5 * sums.s0 * all(2);
    let square = || {
        let pairs = sums.s1 * all(2) + (sums.s2 - 2.0 * sums.s1) * all(3);
        0.25 * (pairs + (sums.s0 * sums.s0 + sums.s1 - sums.s2) * all(4))
    };
    (mean, (n > 3).then(|| square() - mean * mean))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spatial::Basis;

    fn chain() -> Weights {
        let lists = [vec![1], vec![0, 2], vec![1, 3], vec![2, 4], vec![3], vec![]];
        Weights::from_neighbours(&lists).unwrap()
    }

    fn of(answers: [u8; 6], draws: u32) -> JoinCounts {
        let answers = answers.map(|answer| answer == 1);
        join_counts(&answers, &chain(), draws, 1, 1).unwrap().unwrap()
    }

    #[test]
    fn reference_a_chain_by_hand() {
        let found = of([1, 1, 0, 0, 1, 1], 0);
        assert_eq!((found.both, found.neither, found.mixed), (1.0, 1.0, 2.0));
        assert_eq!(found.both_permuted, None);
    }

    #[test]
    fn law_moments_and_probabilities_over_all_deals_are_the_stated_ones() {
        // Three yes of five: ten deals.
        let mut both = Vec::new();
        for mask in 0_u8..32 {
            if mask.count_ones() == 3 {
                let answers: [u8; 6] =
                    std::array::from_fn(|at| if at < 5 { mask >> at & 1 } else { 0 });
                both.push(of(answers, 0).both);
            }
        }
        let mean = both.iter().sum::<f64>() / 10.0;
        let variance = both.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / 10.0;
        let found = of([1, 1, 1, 0, 0, 0], 9);
        assert!((found.both_expected - mean).abs() < 1e-12);
        assert!((found.both_variance.unwrap() - variance).abs() < 1e-12);
        // Two links of yes and yes in three of the ten deals.
        let permuted = found.both_permuted.unwrap();
        assert!((permuted.p - 0.3).abs() < 1e-15);
        assert_eq!((permuted.basis, permuted.ways), (Basis::Exact, 10));
    }

    #[test]
    fn law_all_links_are_counted_once_and_threads_do_not_matter() {
        let found = of([1, 0, 1, 1, 0, 1], 99);
        assert!((found.both + found.neither + found.mixed - 4.0).abs() < 1e-12);
        let answers = [true, false, true, true, false, true];
        assert_eq!(join_counts(&answers, &chain(), 99, 1, 4).unwrap(), Some(found));
    }

    #[test]
    fn edge_one_answer_everywhere_has_none() {
        for answer in [true, false] {
            let mut answers = [answer; 6];
            answers[5] = !answer;
            assert_eq!(join_counts(&answers, &chain(), 9, 1, 1).unwrap(), None, "but the island");
        }
    }
}
