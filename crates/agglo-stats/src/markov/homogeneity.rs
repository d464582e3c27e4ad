//! Whether several Markov chains are one: the same transitions, but for chance.
//!
//! With `n` the transitions of chain `m` from `i` to `j` and `p` the pooled shares:
//! `LR = 2 sum n_ij|m ln(p_ij|m / p_ij)` and `Q = sum n_i|m (p_ij|m - p_ij)^2 / p_ij`, both chi-squared with
//! `sum_i (a_i - 1)(b_i - 1)` degrees of freedom: `a_i` chains that leave state `i`, `b_i` states that it leads
//! to.

use crate::distribution::gamma::Gamma;
use crate::float;
use crate::markov::Chain;

/// Two statistics of one hypothesis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Homogeneity {
    /// Likelihood ratio.
    pub likelihood_ratio: f64,
    /// Pearson's sum of squares.
    pub q: f64,
    /// Degrees of freedom of both.
    pub degrees: usize,
    /// Probability of such a likelihood ratio were the chains one.
    pub p_likelihood_ratio: f64,
    /// Probability of such a sum of squares were the chains one.
    pub p_q: f64,
}

/// Tests whether chains over the same states have the same transition probabilities.
///
/// # Returns
///
/// `None` where the chains have different states, or no state is left in two chains towards two others: there
/// is nothing to compare. With few transitions the probabilities are rough.
///
/// # Source
///
/// Anderson and Goodman 1957, The Annals of Mathematical Statistics 28(1); Bickenbach and Bode 2003,
/// International Regional Science Review 26(3).
pub fn homogeneity(chains: &[Chain]) -> Option<Homogeneity> {
    let states = chains.first()?.states();
    if chains.iter().any(|chain| chain.states() != states) {
        return None;
    }
    let (mut degrees, mut ratios, mut squares) = (0, Vec::new(), Vec::new());
    for from in 0..states {
        let rows: Vec<&[u64]> =
            chains.iter().map(|chain| chain.counts()[from].as_slice()).collect();
        let left: Vec<f64> = rows.iter().map(|row| row.iter().sum::<u64>() as f64).collect();
        let all = float::sum(left.iter().copied());
        let pooled = |to: usize| rows.iter().map(|row| row[to]).sum::<u64>() as f64 / all;
        let reached: Vec<usize> = (0..states).filter(|to| all > 0.0 && pooled(*to) > 0.0).collect();
        let leaving = left.iter().filter(|left| **left > 0.0).count();
        degrees += leaving.saturating_sub(1) * reached.len().saturating_sub(1);
        for (row, left) in rows.iter().zip(&left).filter(|(_, left)| **left > 0.0) {
            for &to in &reached {
                let (n, p) = (row[to] as f64, pooled(to));
                squares.push(left * (n / left - p) * (n / left - p) / p);
                if n > 0.0 {
                    ratios.push(2.0 * n * float::ln(n / left / p));
                }
            }
        }
    }
    let chance = Gamma::new(0.5 * degrees as f64, 0.5).ok()?;
    let (likelihood_ratio, q) = (float::sum(ratios).max(0.0), float::sum(squares));
    let above = |value: f64| (1.0 - chance.probability_below(value)).max(0.0);
    let (p_likelihood_ratio, p_q) = (above(likelihood_ratio), above(q));
    Some(Homogeneity { likelihood_ratio, q, degrees, p_likelihood_ratio, p_q })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(counts: [[u64; 2]; 2]) -> Chain {
        let mut chain = Chain::new(2);
        for (from, row) in counts.iter().enumerate() {
            for (to, count) in row.iter().enumerate() {
                for _ in 0..*count {
                    chain.add(from, to).unwrap();
                }
            }
        }
        chain
    }

    #[test]
    fn reference_one_row_is_the_chi_squared_of_a_two_by_two_table() {
        // Rows (10, 20) and (20, 10): expected 15 each, sum of squares 4 * 25 / 15.
        let found = homogeneity(&[chain([[10, 20], [0, 0]]), chain([[20, 10], [0, 0]])]).unwrap();
        assert_eq!(found.degrees, 1);
        assert!((found.q - 100.0 / 15.0).abs() < 1e-12);
        let ratio = 4.0 * (10.0 * float::ln(2.0 / 3.0) + 20.0 * float::ln(4.0 / 3.0));
        assert!((found.likelihood_ratio - ratio).abs() < 1e-12);
        // One degree: twice the normal tail of the root.
        let tail = 2.0 * crate::distribution::normal::above((100.0_f64 / 15.0).sqrt());
        assert!((found.p_q - tail).abs() < 1e-9);
    }

    #[test]
    fn law_equal_chains_are_one() {
        let found = homogeneity(&[chain([[3, 6], [5, 5]]), chain([[6, 12], [10, 10]])]).unwrap();
        assert!(found.q < 1e-12 && found.likelihood_ratio < 1e-12 && found.degrees == 2);
        assert!((found.p_q - 1.0).abs() < 1e-9);
    }

    #[test]
    fn edge_nothing_to_compare_has_no_test() {
        assert_eq!(homogeneity(&[]), None);
        assert_eq!(homogeneity(&[chain([[3, 6], [5, 5]])]), None);
        assert_eq!(homogeneity(&[chain([[3, 0], [0, 0]]), chain([[4, 0], [0, 0]])]), None);
        assert_eq!(homogeneity(&[chain([[1, 1], [1, 1]]), Chain::new(3)]), None);
    }
}
