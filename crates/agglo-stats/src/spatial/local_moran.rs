//! Local Moran: where values and those of their neighbours go together, unit by unit.
//!
//! `I_i = (n - 1) z_i sum_j w_ij z_j / sum z^2`, with `z` the values less their mean.

use crate::error::Error;
use crate::false_discovery::benjamini_hochberg;
use crate::parallel::each;
use crate::spatial::permutation::Draws;
use crate::spatial::{Linked, Permuted, Weights};

/// Keeps the draws of this statistic apart from others of one seed.
const PURPOSE: u32 = 1_102;

/// What the sum of squares is divided by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scaling {
    /// One less than the linked units.
    #[default]
    LessOne,
    /// The linked units.
    All,
}

/// How a unit and its neighbours lie to the mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quadrant {
    /// High among high.
    HighHigh,
    /// Low among high.
    LowHigh,
    /// Low among low.
    LowLow,
    /// High among low.
    HighLow,
}

impl Quadrant {
    /// 1 high among high, 2 low among high, 3 low among low, 4 high among low.
    pub fn number(self) -> u8 {
        match self {
            Self::HighHigh => 1,
            Self::LowHigh => 2,
            Self::LowLow => 3,
            Self::HighLow => 4,
        }
    }

    /// The mean itself counts as low.
    fn of(own: f64, lag: f64) -> Self {
        match (own > 0.0, lag > 0.0) {
            (true, true) => Self::HighHigh,
            (false, true) => Self::LowHigh,
            (false, false) => Self::LowLow,
            (true, false) => Self::HighLow,
        }
    }
}

/// The statistic of one unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Local {
    /// Above 0 where the unit and its neighbours lie on one side of the mean.
    pub value: f64,
    /// Which side.
    pub quadrant: Quadrant,
    /// Probability by drawing other neighbours; `None` where nothing is drawn.
    pub permuted: Option<Permuted>,
    /// The probability adjusted for as many tests as there are units.
    pub adjusted: Option<f64>,
}

/// How local statistics are computed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LocalOptions {
    /// What the sum of squares is divided by.
    pub scaling: Scaling,
    /// Draws a unit whose neighbour sets are too many to list; 999 by default, 0 for no probabilities.
    pub draws: u32,
    /// Seed of the draws.
    pub seed: u64,
    /// Threads that may share the work; the answer does not depend on it.
    pub threads: u16,
}

impl Default for LocalOptions {
    fn default() -> Self {
        Self { scaling: Scaling::LessOne, draws: 999, seed: 1, threads: 1 }
    }
}

/// Local Moran of every unit.
///
/// The probability keeps the unit and gives it other neighbours from all linked units but itself: all sets of
/// them where they are few, draws where they are many; each says which.
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
/// # How to read it
///
/// Read the quadrant only where the adjusted probability is small; elsewhere the word is "not significant". It
/// shows where values lie together, not why.
///
/// # Source
///
/// Anselin 1995, Geographical Analysis 27(2).
pub fn local_moran(
    values: &[f64],
    weights: &Weights,
    options: LocalOptions,
) -> Result<Vec<Option<Local>>, Error> {
    let linked = Linked::of(values, weights)?;
    let mut found = vec![None; values.len()];
    if !linked.is_defined() {
        return Ok(found);
    }
    let n = linked.count() as f64;
    let LocalOptions { draws, seed, threads, .. } = options;
    let by = Draws { count: draws, seed, purpose: PURPOSE, threads };
    let places = by.places(&linked);
    let scale = match options.scaling {
        Scaling::LessOne => n - 1.0,
        Scaling::All => n,
    };
    let locals = each(linked.count(), threads, |unit| {
        let lag: f64 = linked.weights.row(unit).map(|(other, w)| w * linked.centred[other]).sum();
        let own = linked.centred[unit];
        (!linked.weights.neighbours(unit).is_empty()).then(|| Local {
            value: scale * own * lag / linked.squares,
            quadrant: Quadrant::of(own, lag),
            permuted: by.of_unit((&linked, &places), unit, own, own * lag),
            adjusted: None,
        })
    });
    for (&unit, local) in linked.units.iter().zip(locals) {
        found[unit] = local;
    }
    adjust(&mut found);
    Ok(found)
}

fn adjust(found: &mut [Option<Local>]) {
    let probability = |local: &Local| local.permuted.map(|permuted| permuted.p);
    let p: Vec<f64> = found.iter().flatten().filter_map(probability).collect();
    let mut adjusted = benjamini_hochberg(&p).into_iter();
    for local in found.iter_mut().flatten().filter(|local| local.permuted.is_some()) {
        local.adjusted = adjusted.next();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spatial::Transform;
    use crate::spatial::moran::Moran;

    fn grid(side: usize) -> Weights {
        let lists: Vec<Vec<usize>> = (0..side * side)
            .map(|at| {
                let (row, column) = (at / side, at % side);
                let mut list = Vec::new();
                if row > 0 {
                    list.push(at - side);
                }
                if row + 1 < side {
                    list.push(at + side);
                }
                if column > 0 {
                    list.push(at - 1);
                }
                if column + 1 < side {
                    list.push(at + 1);
                }
                list
            })
            .collect();
        Weights::from_neighbours(&lists).unwrap().transformed(Transform::RowStandardised)
    }

    fn values(side: usize) -> Vec<f64> {
        (0..side * side).map(|at| ((at * 37 + 11) % 101) as f64).collect()
    }

    const NONE: LocalOptions =
        LocalOptions { scaling: Scaling::All, draws: 0, seed: 1, threads: 1 };

    #[test]
    fn reference_a_chain_by_hand() {
        let weights = Weights::from_neighbours(&[vec![1], vec![0, 2], vec![1]]).unwrap();
        let found = local_moran(&[1.0, 2.0, 4.0], &weights, NONE).unwrap();
        // z = -4/3, -1/3, 5/3 of squares 42/9; the lag of the middle one is 1/3.
        let middle = found[1].unwrap();
        assert!((middle.value - 3.0 * (-1.0 / 9.0) / (42.0 / 9.0)).abs() < 1e-12);
        assert_eq!(middle.quadrant, Quadrant::LowHigh);
    }

    #[test]
    fn law_the_mean_of_the_local_ones_is_the_global_one_with_standardised_rows() {
        let found = local_moran(&values(7), &grid(7), NONE).unwrap();
        let sum: f64 = found.iter().flatten().map(|local| local.value).sum();
        let global = Moran::of(&values(7), &grid(7)).unwrap().value.unwrap();
        assert!((sum / 49.0 - global).abs() < 1e-12);
    }

    #[test]
    fn law_probabilities_do_not_depend_on_threads_and_are_those_of_all_pairs() {
        let options = LocalOptions { draws: 99, ..LocalOptions::default() };
        let one = local_moran(&values(4), &grid(4), options).unwrap();
        let three = LocalOptions { threads: 3, ..options };
        assert_eq!(one, local_moran(&values(4), &grid(4), three).unwrap());
        // The corner has two neighbours: all pairs of the other fifteen can be listed.
        let linked = Linked::of(&values(4), &grid(4)).unwrap();
        let z = &linked.centred;
        let seen = z[0] * (z[1] + z[4]);
        let pairs = (1..16).flat_map(|a| (a + 1..16).map(move |b| (a, b)));
        let drawn: Vec<f64> = pairs.map(|(a, b)| z[0] * (z[a] + z[b])).collect();
        let share = |keep: &dyn Fn(f64) -> bool| {
            drawn.iter().filter(|&&value| keep(value)).count() as f64 / drawn.len() as f64
        };
        let exact = share(&|value| value >= seen - 1e-9).min(share(&|value| value <= seen + 1e-9));
        let found = one[0].unwrap().permuted.unwrap().p;
        assert!((found - exact).abs() < 1e-15);
        let other = LocalOptions { seed: 9, ..options };
        assert_eq!(one, local_moran(&values(4), &grid(4), other).unwrap(), "nothing is drawn");
    }

    #[test]
    fn a_planted_cluster_is_found_and_noise_is_not() {
        let mut planted = values(9);
        for at in [0, 1, 2, 9, 10, 11, 18, 19, 20] {
            planted[at] += 400.0;
        }
        let found = local_moran(&planted, &grid(9), LocalOptions::default()).unwrap();
        let middle = found[10].unwrap();
        assert_eq!(middle.quadrant, Quadrant::HighHigh);
        assert!(middle.adjusted.unwrap() <= 0.05);
        let noise = local_moran(&values(9), &grid(9), LocalOptions::default()).unwrap();
        let named = noise.iter().flatten().filter(|local| local.adjusted.unwrap() <= 0.05).count();
        assert!(named <= 2, "{named}");
    }

    #[test]
    fn edge_islands_and_equal_values_have_no_local_statistic() {
        let weights = Weights::from_neighbours(&[vec![1], vec![0, 2], vec![1], vec![]]).unwrap();
        let found = local_moran(&[1.0, 2.0, 4.0, 9.0], &weights, LocalOptions::default()).unwrap();
        assert!(found[3].is_none() && found[..3].iter().all(Option::is_some));
        assert_eq!(local_moran(&[5.0; 4], &weights, NONE).unwrap(), [None; 4]);
    }

    #[test]
    fn edge_a_unit_at_the_mean_is_never_rare() {
        let weights = Weights::from_neighbours(&[vec![1], vec![0, 2], vec![1]]).unwrap();
        let found = local_moran(&[1.0, 2.0, 3.0], &weights, LocalOptions::default()).unwrap();
        assert!((found[1].unwrap().permuted.unwrap().p - 1.0).abs() < 1e-12);
    }
}
