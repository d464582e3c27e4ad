//! Bayesian random effects without simulation, exact up to quadrature.
//!
//! Given `tau`, everything is normal in closed form; `tau` itself has a half-normal prior and is
//! integrated over 400 Gauss-Legendre points on `[0, 8 scale]`. Source: Röver 2020, Journal of
//! Statistical Software 93(6).

use crate::distribution::normal;
use crate::error::Error;
use crate::float::{self, sum};
use crate::meta::check;

const POINTS: usize = 400;
/// The half-normal prior has less than `2e-15` of its mass beyond.
const SCALES: f64 = 8.0;

/// What is believed about the mean effect before any study is seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MeanPrior {
    /// Every value is as likely.
    Flat,
    /// A normal belief.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation, positive.
        sd: f64,
    },
}

/// Belief about the mean effect, its spread between places, and the effect in a new place.
#[derive(Clone, Debug)]
pub struct Posterior {
    slices: Vec<Slice>,
}

/// The normal beliefs at one value of `tau`.
#[derive(Clone, Copy, Debug)]
struct Slice {
    weight: f64,
    tau: f64,
    mean: f64,
    variance: f64,
}

/// Posterior of a random-effects model with a half-normal prior of `scale` on `tau`.
///
/// # Errors
///
/// No study, unequal lengths, a standard error, scale or prior standard deviation that is not positive.
pub fn half_normal(
    y: &[f64],
    se: &[f64],
    prior: MeanPrior,
    scale: f64,
) -> Result<Posterior, Error> {
    check(y, se, 1)?;
    if !(scale.is_finite() && scale > 0.0) {
        return Err(Error::Range { what: "the scale of tau", value: scale, range: "(0, ∞)" });
    }
    let (prior_mean, prior_precision) = match prior {
        MeanPrior::Flat => (0.0, 0.0),
        MeanPrior::Normal { mean, sd } if mean.is_finite() && sd.is_finite() && sd > 0.0 => {
            (mean, 1.0 / (sd * sd))
        }
        MeanPrior::Normal { sd, .. } => {
            return Err(Error::Range { what: "the prior sd of mu", value: sd, range: "(0, ∞)" });
        }
    };
    let mut slices = Vec::with_capacity(POINTS);
    let mut logs = Vec::with_capacity(POINTS);
    for (node, weight) in gauss_legendre(POINTS) {
        let tau = 0.5 * (node + 1.0) * SCALES * scale;
        let (log, mean, variance) = slice(y, se, prior_mean, prior_precision, tau);
        logs.push(log - 0.5 * (tau / scale) * (tau / scale));
        slices.push(Slice { weight, tau, mean, variance });
    }
    let top = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    for (slice, log) in slices.iter_mut().zip(&logs) {
        slice.weight *= float::exp(log - top);
    }
    let total = sum(slices.iter().map(|slice| slice.weight));
    for slice in &mut slices {
        slice.weight /= total;
    }
    Ok(Posterior { slices })
}

/// Log marginal likelihood, posterior mean and variance of `mu` at one `tau`.
fn slice(y: &[f64], se: &[f64], prior_mean: f64, prior: f64, tau: f64) -> (f64, f64, f64) {
    let variances = || se.iter().map(move |se| se * se + tau * tau);
    let precision = prior + sum(variances().map(|variance| 1.0 / variance));
    let weighted = sum(y.iter().zip(variances()).map(|(y, variance)| y / variance));
    let mean = (weighted + prior_mean * prior) / precision;
    let squares = sum(y.iter().zip(variances()).map(|(y, v)| (y - mean) * (y - mean) / v));
    let pull = (mean - prior_mean) * (mean - prior_mean) * prior;
    let log = -0.5 * (sum(variances().map(float::ln)) + float::ln(precision) + squares + pull);
    (log, mean, 1.0 / precision)
}

impl Posterior {
    /// Mean of the mean effect; also the mean of the effect in a new place.
    pub fn mean(&self) -> f64 {
        self.average(|slice| slice.mean)
    }

    /// Standard deviation of the mean effect.
    pub fn sd(&self) -> f64 {
        self.spread(|slice| slice.variance)
    }

    /// Mean of the spread between places.
    pub fn tau_mean(&self) -> f64 {
        self.average(|slice| slice.tau)
    }

    /// Standard deviation of the effect in a new place.
    pub fn new_sd(&self) -> f64 {
        self.spread(new_variance)
    }

    /// Quantile of the mean effect, `p` in `(0, 1)`.
    pub fn quantile(&self, p: f64) -> f64 {
        self.bisect(p, |slice| slice.variance)
    }

    /// Quantile of the effect in a new place, `p` in `(0, 1)`.
    pub fn new_quantile(&self, p: f64) -> f64 {
        self.bisect(p, new_variance)
    }

    /// Probability that the effect in a new place lies above `x`.
    pub fn new_above(&self, x: f64) -> f64 {
        self.average(|slice| normal::above((x - slice.mean) / new_variance(slice).sqrt()))
    }

    fn average(&self, of: impl Fn(&Slice) -> f64) -> f64 {
        sum(self.slices.iter().map(|slice| slice.weight * of(slice)))
    }

    fn spread(&self, variance: impl Fn(&Slice) -> f64) -> f64 {
        let mean = self.mean();
        let square = self.average(|s| variance(s) + (s.mean - mean) * (s.mean - mean));
        square.max(0.0).sqrt()
    }

    fn bisect(&self, p: f64, variance: impl Fn(&Slice) -> f64 + Copy) -> f64 {
        let reach = 40.0 * self.spread(variance);
        let (mut low, mut high) = (self.mean() - reach, self.mean() + reach);
        let below =
            |x: f64| self.average(|slice| normal::below((x - slice.mean) / variance(slice).sqrt()));
        for _ in 0..200 {
            let middle = 0.5 * (low + high);
            if middle <= low || middle >= high {
                break;
            }
            if below(middle) < p { low = middle } else { high = middle }
        }
        0.5 * (low + high)
    }
}

fn new_variance(slice: &Slice) -> f64 {
    slice.variance + slice.tau * slice.tau
}

/// Nodes on `(-1, 1)` and weights of Gauss-Legendre quadrature, ascending: Newton's method on the
/// Legendre polynomial from the usual cosine guess.
fn gauss_legendre(n: usize) -> impl Iterator<Item = (f64, f64)> {
    (0..n).map(move |i| {
        let guess = std::f64::consts::PI * (i as f64 + 0.75) / (n as f64 + 0.5);
        let mut x = -float::cos(guess);
        let mut slope = 1.0;
        for _ in 0..100 {
            let (value, derivative) = legendre(n, x);
            slope = derivative;
            let step = value / derivative;
            x -= step;
            if step.abs() < 1e-15 {
                break;
            }
        }
        (x, 2.0 / ((1.0 - x * x) * slope * slope))
    })
}

/// The Legendre polynomial of degree `n` at `x`, and its derivative.
fn legendre(n: usize, x: f64) -> (f64, f64) {
    let (mut before, mut value) = (0.0, 1.0);
    for j in 0..n {
        let j = j as f64;
        (before, value) = (value, ((2.0 * j + 1.0) * x * value - j * before) / (j + 1.0));
    }
    (value, n as f64 * (x * value - before) / (x * x - 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCHOOLS: [f64; 8] = [28.39, 7.94, -2.75, 6.82, -0.64, 0.63, 18.01, 12.16];
    const SCHOOLS_SE: [f64; 8] = [14.9, 10.2, 16.3, 11.0, 9.4, 11.4, 10.4, 17.6];

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() <= 1e-6 * b.abs()
    }

    /// Rubin 1981; values by adaptive quadrature in R 4.2.2 (integrate, relative tolerance 1e-11).
    #[test]
    fn reference_eight_schools_with_a_half_normal_of_five() {
        let post = half_normal(&SCHOOLS, &SCHOOLS_SE, MeanPrior::Flat, 5.0).unwrap();
        assert!(near(post.mean(), 7.960_404_834_896_1));
        assert!(near(post.sd(), 4.445_821_233_316_23));
        assert!(near(post.tau_mean(), 3.299_404_115_866_74));
        assert!(near(post.quantile(0.025), -0.746_591_051_622_382));
        assert!(near(post.new_quantile(0.975), 20.180_414_704_078_1));
        assert!(near(post.new_above(0.0), 0.918_608_736_465_596));
    }

    #[test]
    fn law_a_strong_prior_wins_over_weak_studies_and_loses_to_strong_ones() {
        let prior = MeanPrior::Normal { mean: 0.0, sd: 1.0 };
        let weak = half_normal(&[10.0, 10.0], &[100.0, 100.0], prior, 1.0).unwrap();
        let strong = half_normal(&[10.0; 40], &[0.01; 40], prior, 0.1).unwrap();
        assert!(weak.mean().abs() < 0.1);
        assert!((strong.mean() - 10.0).abs() < 0.1);
    }

    #[test]
    fn law_a_new_place_is_less_certain_than_the_mean() {
        let post = half_normal(&SCHOOLS, &SCHOOLS_SE, MeanPrior::Flat, 25.0).unwrap();
        assert!(post.new_sd() > post.sd());
        assert!(post.new_quantile(0.05) < post.quantile(0.05));
    }

    #[test]
    fn edge_weights_sum_to_two_and_bad_input_is_refused() {
        assert!((sum(gauss_legendre(400).map(|(_, weight)| weight)) - 2.0).abs() < 1e-12);
        assert!(half_normal(&[], &[], MeanPrior::Flat, 1.0).is_err());
        assert!(half_normal(&[1.0], &[1.0], MeanPrior::Flat, 0.0).is_err());
        let certain = MeanPrior::Normal { mean: 0.0, sd: 0.0 };
        assert!(half_normal(&[1.0], &[1.0], certain, 1.0).is_err());
    }
}
