//! Geary's C: how far neighbours differ, against how far any two units do.
//!
//! `C = (n - 1) sum_ij w_ij (y_i - y_j)^2 / (2 S0 sum z^2)`; 1 where place does not matter, below where
//! neighbours are alike.

use crate::error::Error;
use crate::spatial::permutation::Draws;
use crate::spatial::{Linked, Permuted, Weights};

/// Keeps the draws of this statistic apart from others of one seed.
const PURPOSE: u32 = 1_104;

/// Geary's C with its moments; its mean without association is 1. Islands are left out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Geary {
    /// The statistic.
    pub value: f64,
    /// Its variance if values are normal.
    pub variance_normal: f64,
    /// Its variance over orders of the same values; `None` of three units.
    pub variance_randomised: Option<f64>,
    /// Linked units.
    pub units: usize,
}

/// Geary's C of values at units; `None` where they do not vary or fewer than three units are linked.
///
/// # Errors
///
/// As [`Linked::of`].
///
/// # Source
///
/// Geary 1954, The Incorporated Statistician 5(3); Cliff and Ord 1981, Spatial Processes, for the moments.
pub fn geary(values: &[f64], weights: &Weights) -> Result<Option<Geary>, Error> {
    let linked = Linked::of(values, weights)?;
    if !linked.is_defined() {
        return Ok(None);
    }
    let (sums, n) = (linked.weights.sums(), linked.count() as f64);
    let differences = differences(&linked.weights, &linked.centred);
    let (s1, s2, square) = (sums.s1, sums.s2, sums.s0 * sums.s0);
    let normal = ((2.0 * s1 + s2) * (n - 1.0) - 4.0 * square) / (2.0 * (n + 1.0) * square);
    let b2 = linked.kurtosis();
    let randomised = || {
        let first = (n - 1.0) * s1 * (n * n - 3.0 * n + 3.0 - (n - 1.0) * b2);
        let second = 0.25 * (n - 1.0) * s2 * (n * n + 3.0 * n - 6.0 - (n * n - n + 2.0) * b2);
        let third = square * (n * n - 3.0 - (n - 1.0) * (n - 1.0) * b2);
        (first - second + third) / (n * (n - 2.0) * (n - 3.0) * square)
    };
    Ok(Some(Geary {
        value: (n - 1.0) * differences / (2.0 * sums.s0 * linked.squares),
        variance_normal: normal,
        variance_randomised: (linked.count() > 3).then(randomised),
        units: linked.count(),
    }))
}

/// Probability of Geary's C by orders of the same values: all of them for up to eight linked units, draws for
/// more; `None` where the statistic is undefined or nothing is drawn. The answer is the same for any number of
/// threads.
///
/// # Errors
///
/// As [`Linked::of`].
pub fn permuted(
    values: &[f64],
    weights: &Weights,
    draws: u32,
    seed: u64,
    threads: u16,
) -> Result<Option<Permuted>, Error> {
    let linked = Linked::of(values, weights)?;
    if !linked.is_defined() {
        return Ok(None);
    }
    let by = Draws { count: draws, seed, purpose: PURPOSE, threads };
    Ok(by.of_all(&linked, 1e-12 * linked.squares, |order| differences(&linked.weights, order)))
}

/// `sum_ij w_ij (z_i - z_j)^2`.
fn differences(weights: &Weights, z: &[f64]) -> f64 {
    let of = |unit: usize| -> f64 {
        weights.row(unit).map(|(other, w)| w * (z[unit] - z[other]) * (z[unit] - z[other])).sum()
    };
    (0..z.len()).map(of).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::float;

    fn chain() -> Weights {
        Weights::from_neighbours(&[vec![1], vec![0, 2], vec![1, 3], vec![2], vec![]]).unwrap()
    }

    #[test]
    fn reference_a_chain_by_hand() {
        let found = geary(&[1.0, 2.0, 4.0, 5.0, 99.0], &chain()).unwrap().unwrap();
        // Differences 1, 2, 1 in both directions; squares 10; S0 is 6.
        assert!((found.value - 3.0 * 12.0 / (2.0 * 6.0 * 10.0)).abs() < 1e-12);
    }

    #[test]
    fn law_mean_and_variance_over_all_orders_are_the_stated_ones() {
        let values = [1.0, 2.0, 4.0, 8.0];
        let mut found = Vec::new();
        for a in 0..4 {
            for b in (0..4).filter(|b| *b != a) {
                for c in (0..4).filter(|c| *c != a && *c != b) {
                    let order = [values[a], values[b], values[c], values[6 - a - b - c], 0.0];
                    found.push(geary(&order, &chain()).unwrap().unwrap());
                }
            }
        }
        let mean = float::sum(found.iter().map(|geary| geary.value)) / 24.0;
        assert!((mean - 1.0).abs() < 1e-12);
        let squares = found.iter().map(|geary| (geary.value - 1.0) * (geary.value - 1.0));
        let variance = float::sum(squares) / 24.0;
        assert!((variance - found[0].variance_randomised.unwrap()).abs() < 1e-12);
    }

    #[test]
    fn a_planted_gradient_is_rare_and_threads_do_not_matter() {
        let lists: Vec<Vec<usize>> = (0..30)
            .map(|at: usize| [at.wrapping_sub(1), at + 1].into_iter().filter(|n| *n < 30).collect())
            .collect();
        let weights = Weights::from_neighbours(&lists).unwrap();
        let values: Vec<f64> = (0..30).map(f64::from).collect();
        let found = permuted(&values, &weights, 999, 5, 1).unwrap().unwrap();
        assert!((found.p - 0.001).abs() < 1e-12);
        assert_eq!(permuted(&values, &weights, 999, 5, 3).unwrap(), Some(found));
    }

    #[test]
    fn edge_equal_values_have_none() {
        assert_eq!(geary(&[3.0; 5], &chain()).unwrap(), None);
        assert_eq!(permuted(&[3.0; 5], &chain(), 9, 1, 1).unwrap(), None);
        assert!(geary(&[3.0; 4], &chain()).is_err());
    }
}
