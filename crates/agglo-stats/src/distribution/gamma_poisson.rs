//! Counts whose rates differ: Poisson draws with gamma rates, and how much the rates differ.
//!
//! `x ~ Poisson(theta m)` with `theta ~ Gamma(mean^2 / variance, mean / variance)`: the counts are negative
//! binomial. Source: Clayton and Kaldor 1987, Biometrics 43, section 3.

use crate::float;

/// Smallest and largest variance that are looked at, as natural logarithms.
const RANGE: (f64, f64) = (-9.0, 9.0);
/// Steps of the first, coarse look.
const COARSE: u32 = 36;

/// Variance of the rates by maximum likelihood, for counts `x` with `m` expected, given their mean.
///
/// # Returns
///
/// The variance; 0 where counts differ no more than chance makes them, or nothing is expected.
pub fn mixing_variance(counts: &[(f64, f64)], mean: f64) -> f64 {
    let used: Vec<(f64, f64)> =
        counts.iter().copied().filter(|(x, m)| *m > 0.0 && *x >= 0.0).collect();
    if used.is_empty() || !(mean.is_finite() && mean > 0.0) {
        return 0.0;
    }
    let value = |log: f64| log_likelihood(&used, mean, float::exp(log));
    let step = (RANGE.1 - RANGE.0) / f64::from(COARSE);
    let at = |index: u32| RANGE.0 + step * f64::from(index);
    let best = (0..=COARSE).fold((0, f64::NEG_INFINITY), |best, index| {
        let here = value(at(index));
        if here > best.1 { (index, here) } else { best }
    });
    if best.0 == 0 {
        return 0.0;
    }
    float::exp(golden(value, at(best.0 - 1), at((best.0 + 1).min(COARSE))))
}

/// Log likelihood of a variance, without the terms that do not depend on it.
fn log_likelihood(counts: &[(f64, f64)], mean: f64, variance: f64) -> f64 {
    let (shape, rate) = (mean * mean / variance, mean / variance);
    let base = libm::lgamma(shape);
    float::sum(counts.iter().map(|&(x, m)| {
        let none = shape * float::ln(rate / (rate + m));
        if x > 0.0 {
            none + libm::lgamma(shape + x) - base + x * float::ln(m / (rate + m))
        } else {
            none
        }
    }))
}

/// Where a function with one peak is largest, by golden section.
fn golden(value: impl Fn(f64) -> f64, mut low: f64, mut high: f64) -> f64 {
    const RATIO: f64 = 0.618_033_988_749_894_9;
    let (mut left, mut right) = (high - RATIO * (high - low), low + RATIO * (high - low));
    let (mut at_left, mut at_right) = (value(left), value(right));
    for _ in 0..40 {
        if at_left < at_right {
            low = left;
            (left, at_left) = (right, at_right);
            right = low + RATIO * (high - low);
            at_right = value(right);
        } else {
            high = right;
            (right, at_right) = (left, at_left);
            left = high - RATIO * (high - low);
            at_left = value(left);
        }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The negative log likelihood minimised by `scipy.optimize.minimize_scalar`, version 1.17.
    const REFERENCE: f64 = 1.429_256_471_834_041_3;

    #[test]
    fn reference_variance_of_scipy() {
        let x = [1., 2., 15., 63., 26., 12., 9., 9., 4., 6., 9., 21., 24., 28., 29.];
        let m =
            [0.5, 29.5, 21.5, 4.5, 29.5, 21.5, 34.5, 5.5, 23.5, 46.5, 2.5, 22.5, 17.5, 16.5, 18.5];
        let counts: Vec<(f64, f64)> = x.into_iter().zip(m).collect();
        let mean = 258.0 / 294.5;
        assert!((mixing_variance(&counts, mean) / REFERENCE - 1.0).abs() < 1e-6);
    }

    #[test]
    fn law_the_scale_of_the_expected_counts_scales_the_variance() {
        let counts = [(3.0, 1.0), (0.0, 2.0), (9.0, 2.0), (1.0, 4.0), (0.0, 5.0), (20.0, 6.0)];
        let doubled = counts.map(|(x, m)| (x, 2.0 * m));
        let (plain, half) = (mixing_variance(&counts, 1.65), mixing_variance(&doubled, 0.825));
        assert!((half / plain - 0.25).abs() < 1e-5);
    }

    #[test]
    fn edge_counts_that_differ_less_than_chance_have_no_variance() {
        let even: Vec<(f64, f64)> = (0..20).map(|_| (5.0, 5.0)).collect();
        assert!(mixing_variance(&even, 1.0).abs() < f64::MIN_POSITIVE);
        assert!(mixing_variance(&[], 1.0).abs() < f64::MIN_POSITIVE);
        assert!(mixing_variance(&[(1.0, 0.0)], 1.0).abs() < f64::MIN_POSITIVE);
    }
}
