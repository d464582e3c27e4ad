//! Fitness with a small constant that keeps every value positive and lets the rounds end.
//!
//! `F_r = delta^2 + sum_i M_ri / P_i`, `P_i = 1 + sum_r M_ri / F_r`; reported as `F / delta` and
//! `1 / (delta P)`, which satisfy `f_r = delta + sum_i M_ri q_i`, `1 / q_i = delta + sum_r M_ri / f_r`.
//! Without unit.

use crate::base::error::Error;
use crate::map::presence::Presence;

/// Rounds at most.
const ROUNDS: u32 = 100_000;
/// Largest relative change at which the rounds end.
const TOLERANCE: f64 = 1e-12;

/// Fitness and complexity at the fixed point.
#[derive(Clone, Debug, PartialEq)]
pub struct StableFitness {
    /// Fitness of each region; `delta` of one that has nothing.
    pub regions: Vec<f64>,
    /// Complexity of each industry; `1 / delta` of one that stands nowhere.
    pub industries: Vec<f64>,
    /// Rounds done.
    pub rounds: u32,
    /// Whether the values stand still.
    pub converged: bool,
}

/// Fitness of regions and complexity of industries with a constant `delta`.
///
/// # Inputs
///
/// `delta`: above 0 and below 1, usually `1e-3`; as it falls, values approach those of the plain rounds.
///
/// # Returns
///
/// Positive values for every region and industry, up to no free factor.
///
/// # Errors
///
/// `E0301` where `delta` lies outside.
///
/// # Source
///
/// Servedio, Buttà, Mazzolini, Morrison and Pietronero 2018, Entropy 20(10).
pub fn stable_fitness(presence: &Presence, delta: f64) -> Result<StableFitness, Error> {
    if !(delta > 0.0 && delta < 1.0) {
        return Err(Error::new("E0301", format!("`delta` is {delta}, outside (0, 1)")));
    }
    let mut f = vec![1.0; presence.regions()];
    let mut q = vec![1.0; presence.industries()];
    let (mut rounds, mut converged) = (0, false);
    while rounds < ROUNDS && !converged {
        let mut change = 0.0_f64;
        for (industry, value) in q.iter_mut().enumerate() {
            let hosts = presence.of_industry(industry).map(|region| 1.0 / f[region]);
            let next = 1.0 / (delta + hosts.sum::<f64>());
            change = change.max((next / *value - 1.0).abs());
            *value = next;
        }
        for (region, value) in f.iter_mut().enumerate() {
            let own = presence.of_region(region).map(|industry| q[industry]);
            let next = delta + own.sum::<f64>();
            change = change.max((next / *value - 1.0).abs());
            *value = next;
        }
        rounds += 1;
        converged = change < TOLERANCE;
    }
    Ok(StableFitness { regions: f, industries: q, rounds, converged })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::complexity::{FitnessOptions, fitness};

    fn table(rows: &[&[u8]]) -> Presence {
        Presence::from_fn(rows.len(), rows[0].len(), |r, i| rows[r][i] == 1)
    }

    /// One region, one industry: `f = d + q`, `1 / q = d + 1 / f`, so `d q^2 + d^2 q = d` up to factors:
    /// `q^2 + d q - 1 = 0`.
    #[test]
    fn reference_one_region_and_one_industry_by_hand() {
        let delta = 0.1;
        let found = stable_fitness(&table(&[&[1]]), delta).unwrap();
        let q = f64::midpoint(-delta, (delta * delta + 4.0).sqrt());
        assert!(found.converged && (found.industries[0] - q).abs() < 1e-10);
        assert!((found.regions[0] - delta - q).abs() < 1e-10);
    }

    #[test]
    fn law_a_small_delta_keeps_the_plain_proportions_where_those_exist() {
        let presence = table(&[&[1, 1, 0, 1], &[0, 1, 1, 1], &[1, 0, 1, 0], &[1, 1, 1, 0]]);
        let plain = fitness(&presence, FitnessOptions::default());
        let stable = stable_fitness(&presence, 1e-5).unwrap();
        let ratio = |at: usize| stable.regions[at] / plain.regions[at].unwrap();
        assert!((1..4).all(|at| (ratio(at) / ratio(0) - 1.0).abs() < 1e-3));
    }

    #[test]
    fn edge_where_the_plain_values_fall_to_zero_these_stay() {
        let nested = table(&[&[1, 1, 1, 1], &[1, 1, 0, 0], &[1, 0, 0, 0], &[0, 0, 0, 0]]);
        let found = stable_fitness(&nested, 1e-2).unwrap();
        assert!(found.converged);
        assert!(found.regions.windows(2).all(|pair| pair[0] > pair[1] && pair[1] > 0.0));
        assert!(stable_fitness(&nested, 0.0).is_err());
    }
}
