//! Whether inequality between groups is more than any grouping of the same units would show.

use crate::inequality::theil::{Decomposition, theil_decomposed};
use crate::parallel::each;
use crate::random::Words;

/// Keeps the draws of this statistic apart from others of one seed.
const PURPOSE: u32 = 1_201;

/// A decomposition with the probability of its part between groups.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Regrouped {
    /// The decomposition of the groups as they are.
    pub observed: Decomposition,
    /// Mean of the part between groups over regroupings.
    pub between_expected: f64,
    /// Share of regroupings whose part between groups is at least as large, the groups as they are among them;
    /// never below one over the draws plus one.
    pub p: f64,
    /// Draws.
    pub draws: u32,
}

/// Theil T against a base, split by groups, and how often units dealt to groups of the same sizes show as much
/// between groups. The answer is the same for any number of threads.
///
/// # Returns
///
/// `None` as [`theil_decomposed`], and of no draws.
///
/// # How to read it
///
/// With a small probability, the groups tell units apart better than groups of chance; with a large one the part
/// between groups is what any cut through the units would leave.
///
/// # Source
///
/// Rey 2004, in Goodchild and Janelle (eds), Spatially Integrated Social Science.
pub fn theil_permuted(
    parts: &[f64],
    base: &[f64],
    group: &[usize],
    draws: u32,
    seed: u64,
    threads: u16,
) -> Option<Regrouped> {
    let observed = theil_decomposed(parts, base, group).filter(|_| draws > 0)?;
    let drawn = each(draws as usize, threads, |draw| {
        let mut dealt = group.to_vec();
        Words::new(seed, PURPOSE, draw as u64).draw(&mut dealt, group.len());
        theil_decomposed(parts, base, &dealt).map(|found| found.between)
    });
    let drawn: Vec<f64> = drawn.into_iter().collect::<Option<_>>()?;
    let rounding = 1e-12 * observed.total;
    let reached = drawn.iter().filter(|between| **between >= observed.between - rounding).count();
    Some(Regrouped {
        observed,
        between_expected: crate::float::mean(&drawn)?,
        p: (reached as f64 + 1.0) / (f64::from(draws) + 1.0),
        draws,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: [f64; 8] = [1.0; 8];

    #[test]
    fn a_planted_grouping_is_rare_and_one_across_it_is_not() {
        let parts = [1.0, 1.1, 0.9, 1.0, 9.0, 9.1, 8.9, 9.0];
        let planted = theil_permuted(&parts, &BASE, &[0, 0, 0, 0, 1, 1, 1, 1], 999, 1, 1).unwrap();
        // Two of the seventy deals, itself and its mirror, show as much.
        assert!((planted.p - 2.0 / 70.0).abs() < 0.025, "{planted:?}");
        assert!(planted.observed.between > 10.0 * planted.observed.within);
        let across = theil_permuted(&parts, &BASE, &[0, 1, 0, 1, 0, 1, 0, 1], 999, 1, 1).unwrap();
        assert!(across.p > 0.5, "{across:?}");
        assert!((planted.between_expected - across.between_expected).abs() < 0.05);
    }

    #[test]
    fn law_threads_do_not_matter_and_one_group_is_never_rare() {
        let parts = [1.0, 4.0, 2.0, 8.0, 5.0, 7.0, 3.0, 6.0];
        let group = [0, 0, 1, 1, 2, 2, 2, 2];
        let one = theil_permuted(&parts, &BASE, &group, 99, 3, 1);
        assert_eq!(one, theil_permuted(&parts, &BASE, &group, 99, 3, 4));
        let all = theil_permuted(&parts, &BASE, &[5; 8], 99, 3, 1).unwrap();
        assert!((all.p - 1.0).abs() < 1e-15);
    }

    #[test]
    fn edge_nothing_and_no_draws_say_nothing() {
        assert_eq!(theil_permuted(&[], &[], &[], 9, 1, 1), None);
        assert_eq!(theil_permuted(&[1.0, 2.0], &[1.0; 2], &[0, 1], 0, 1, 1), None);
    }
}
