//! Getis-Ord G: where high values, or low ones, lie around a unit; G* counts the unit itself.
//!
//! `z_i = (sum_j w_ij y_j - W_i m) / (s sqrt((n S1_i - W_i^2) / (n - 1)))`, with `W_i` the sum of the unit's
//! weights and `S1_i` that of their squares; without the unit itself, `n`, the mean `m` and the population
//! standard deviation `s` are those of the others.

use crate::error::Error;
use crate::float;
use crate::parallel::each;
use crate::spatial::permutation::Draws;
use crate::spatial::{Linked, Permuted, Transform, Weights};

/// Keeps the draws of this statistic apart from others of one seed.
const PURPOSE: u32 = 1_105;

/// The statistic of one unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LocalG {
    /// Share of the values that lies around the unit, by weight; `None` where a value is below 0 or all
    /// others are 0.
    pub share: Option<f64>,
    /// Its distance from what chance gives, in standard deviations: above 0 among high values, below among
    /// low ones. `None` where the other values are equal, or all others are neighbours of one weight.
    pub z: Option<f64>,
}

/// G of every unit: what lies around it, itself left out.
///
/// # Returns
///
/// One statistic a unit; `None` of one without neighbours, and of all where values do not vary or fewer than
/// three units are linked.
///
/// # Errors
///
/// As [`Linked::of`].
///
/// # Source
///
/// Getis and Ord 1992, Geographical Analysis 24(3); Ord and Getis 1995, Geographical Analysis 27(4).
pub fn local_g(values: &[f64], weights: &Weights) -> Result<Vec<Option<LocalG>>, Error> {
    let linked = Linked::of(values, weights)?;
    let others = linked.count() as f64 - 1.0;
    Ok(each_linked(&linked, &linked.weights, values.len(), |unit| {
        let z = linked.centred[unit];
        let mean = -z / others;
        let variance = (linked.squares - z * z) / others - mean * mean;
        Around { count: others, mean, variance, own: Some(z) }
    }))
}

/// G* of every unit: what lies around it, itself among it.
///
/// # Inputs
///
/// `weights` without the units themselves; each joins with weight 1 before rows are scaled.
///
/// # Returns
///
/// As [`local_g`].
///
/// # Errors
///
/// As [`Linked::of`].
///
/// # Source
///
/// As [`local_g`].
pub fn local_g_star(
    values: &[f64],
    weights: &Weights,
    transform: Transform,
) -> Result<Vec<Option<LocalG>>, Error> {
    let linked = Linked::of(values, weights)?;
    let star = linked.weights.with_self().transformed(transform);
    let n = linked.count() as f64;
    let variance = linked.squares / n;
    let all = Around { count: n, mean: 0.0, variance, own: None };
    Ok(each_linked(&linked, &star, values.len(), |_| all))
}

/// Probability of what lies around each unit, by giving it other neighbours from all linked units but itself
/// (all sets of them where they are few): the same for G and G*, which only adds the unit. The answer is the same for any number of threads.
///
/// # Returns
///
/// `None` of a unit without neighbours, and of all where values do not vary, fewer than three units are
/// linked or nothing is drawn.
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
) -> Result<Vec<Option<Permuted>>, Error> {
    let linked = Linked::of(values, weights)?;
    let mut found = vec![None; values.len()];
    if !linked.is_defined() {
        return Ok(found);
    }
    let by = Draws { count: draws, seed, purpose: PURPOSE, threads };
    let places = by.places(&linked);
    let drawn = each(linked.count(), threads, |unit| {
        let lag: f64 = linked.weights.row(unit).map(|(other, w)| w * linked.centred[other]).sum();
        let alone = linked.weights.neighbours(unit).is_empty();
        if alone { None } else { by.of_unit((&linked, &places), unit, 1.0, lag) }
    });
    for (&unit, drawn) in linked.units.iter().zip(drawn) {
        found[unit] = drawn;
    }
    Ok(found)
}

/// The values that chance would draw from, less the mean of all.
#[derive(Clone, Copy)]
struct Around {
    count: f64,
    mean: f64,
    variance: f64,
    /// The unit's own value where it is not among them.
    own: Option<f64>,
}

fn each_linked(
    linked: &Linked,
    weights: &Weights,
    size: usize,
    around: impl Fn(usize) -> Around,
) -> Vec<Option<LocalG>> {
    let mut found = vec![None; size];
    if !linked.is_defined() {
        return found;
    }
    let negative = linked.centred.iter().any(|z| z + linked.mean < 0.0);
    let total = linked.mean * linked.count() as f64;
    for (unit, &place) in linked.units.iter().enumerate() {
        if linked.weights.neighbours(unit).is_empty() {
            continue;
        }
        let around = around(unit);
        let own = weights.of(unit);
        let sum: f64 = own.iter().sum();
        let squares: f64 = own.iter().map(|w| w * w).sum();
        let lag = float::sum(weights.row(unit).map(|(other, w)| w * linked.centred[other]));
        let spread = (around.count * squares - sum * sum) / (around.count - 1.0);
        let known = spread > 1e-12 * sum * sum && around.variance > 1e-14 * linked.squares;
        let whole = total - around.own.map_or(0.0, |own| own + linked.mean);
        found[place] = Some(LocalG {
            share: (!negative && whole > 0.0).then(|| (lag + sum * linked.mean) / whole),
            z: known.then(|| (lag - sum * around.mean) / (around.variance * spread).sqrt()),
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain() -> Weights {
        let lists = [vec![1], vec![0, 2], vec![1, 3], vec![2, 4], vec![3], vec![]];
        Weights::from_neighbours(&lists).unwrap()
    }

    const VALUES: [f64; 6] = [1.0, 2.0, 4.0, 8.0, 5.0, 100.0];

    #[test]
    fn reference_a_chain_by_hand() {
        let found = local_g(&VALUES, &chain()).unwrap()[1].unwrap();
        // The others are 1, 4, 8, 5: mean 4.5, variance 6.25; two weights of 1 among four.
        assert!((found.share.unwrap() - 5.0 / 18.0).abs() < 1e-12);
        let spread: f64 = 6.25 * (4.0 * 2.0 - 4.0) / 3.0;
        assert!((found.z.unwrap() - (5.0 - 9.0) / spread.sqrt()).abs() < 1e-12);
        let star = local_g_star(&VALUES, &chain(), Transform::Binary).unwrap()[1].unwrap();
        // All five: mean 4, variance 6; three weights of 1.
        assert!((star.share.unwrap() - 7.0 / 20.0).abs() < 1e-12);
        let spread: f64 = 6.0 * (5.0 * 3.0 - 9.0) / 4.0;
        assert!((star.z.unwrap() - (7.0 - 12.0) / spread.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn law_scaling_a_row_of_weights_leaves_z_as_it_is() {
        let standard = chain().transformed(Transform::RowStandardised);
        let (a, b) = (local_g(&VALUES, &chain()).unwrap(), local_g(&VALUES, &standard).unwrap());
        for (a, b) in a.iter().flatten().zip(b.iter().flatten()) {
            assert!((a.z.unwrap() - b.z.unwrap()).abs() < 1e-12);
        }
    }

    #[test]
    fn law_draws_follow_the_exact_distribution() {
        let found = permuted(&VALUES, &chain(), 4999, 1, 1).unwrap();
        assert_eq!(found, permuted(&VALUES, &chain(), 4999, 1, 3).unwrap());
        // The first unit has one neighbour, of value 2; the other four have 2, 4, 8 and 5: one is as low.
        assert!((found[0].unwrap().p - 0.25).abs() < 1e-15);
        assert_eq!(found, permuted(&VALUES, &chain(), 9, 2, 1).unwrap(), "no draw is needed");
        assert_eq!(found[5], None, "an island");
        assert!(permuted(&[1.0; 6], &chain(), 9, 1, 1).unwrap().iter().all(Option::is_none));
    }

    #[test]
    fn edge_islands_negative_values_and_a_unit_that_everyone_surrounds() {
        let found = local_g(&VALUES, &chain()).unwrap();
        assert!(found[5].is_none());
        let shifted = VALUES.map(|value| value - 3.0);
        let below = local_g(&shifted, &chain()).unwrap()[1].unwrap();
        assert_eq!(below.share, None);
        assert!((below.z.unwrap() - found[1].unwrap().z.unwrap()).abs() < 1e-12);
        let all = Weights::from_neighbours(&[vec![1, 2], vec![0, 2], vec![0, 1]]).unwrap();
        assert_eq!(local_g(&[1.0, 2.0, 4.0], &all).unwrap()[0].unwrap().z, None);
        assert_eq!(local_g_star(&[2.0; 6], &chain(), Transform::Binary).unwrap(), [None; 6]);
    }
}
