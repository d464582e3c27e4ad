//! Draws from a Dirichlet distribution: random shares that sum to 1.

use rand_distr::{Distribution, Gamma};

use crate::error::Error;
use crate::random::stream;

/// One draw of shares around the proportions of `alpha`, the tighter the larger their sum.
///
/// The draw of a number is the same whatever was drawn before: each has a stream of its own.
///
/// # Errors
///
/// [`Error::Range`] when an entry of `alpha` is not above 0.
pub fn dirichlet(alpha: &[f64], seed: u64, draw: u64) -> Result<Vec<f64>, Error> {
    let mut rng = stream(seed, draw);
    let mut shares = Vec::with_capacity(alpha.len());
    for &shape in alpha {
        let gamma = Gamma::new(shape, 1.0).ok().filter(|_| shape.is_finite() && shape > 0.0);
        let gamma = gamma.ok_or(Error::Range {
            what: "an entry of alpha",
            value: shape,
            range: "above 0",
        })?;
        shares.push(gamma.sample(&mut rng).max(f64::MIN_POSITIVE));
    }
    let total: f64 = shares.iter().sum();
    Ok(shares.into_iter().map(|share| share / total).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Mean of each share over 4,000 draws lies within four Monte Carlo errors of `alpha / sum`.
    #[test]
    fn law_draws_sum_to_one_and_scatter_around_their_proportions() {
        let alpha = [20.0, 12.0, 6.0, 2.0];
        let (draws, total) = (4_000, 40.0);
        let mut sums = [0.0; 4];
        for draw in 0..draws {
            let shares = dirichlet(&alpha, 7, draw).unwrap();
            assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
            for (sum, share) in sums.iter_mut().zip(&shares) {
                *sum += share;
            }
        }
        for (sum, alpha) in sums.iter().zip(alpha) {
            let mean = alpha / total;
            let sd = (mean * (1.0 - mean) / (total + 1.0) / draws as f64).sqrt();
            assert!((sum / draws as f64 - mean).abs() < 4.0 * sd);
        }
    }

    #[test]
    fn a_draw_does_not_depend_on_the_others_and_nothing_is_no_shape() {
        let alpha = [3.0, 1.0];
        assert_eq!(dirichlet(&alpha, 1, 5), dirichlet(&alpha, 1, 5));
        assert_ne!(dirichlet(&alpha, 1, 5), dirichlet(&alpha, 1, 6));
        assert!(dirichlet(&[1.0, 0.0], 1, 0).is_err());
        assert_eq!(dirichlet(&[], 1, 0), Ok(vec![]));
    }
}
