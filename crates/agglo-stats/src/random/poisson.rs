//! Poisson numbers from a stream of words.

use crate::float;
use crate::random::Words;

/// A number of events whose mean is `mean`; 0 of a mean that is not above 0. Few events are counted one by one,
/// many drawn by transformed rejection.
///
/// # Source
///
/// Knuth 1969, The Art of Computer Programming 2; Hörmann 1993, Insurance: Mathematics and Economics 12(1).
pub fn poisson(mean: f64, words: &mut Words) -> f64 {
    if !(mean > 0.0 && mean.is_finite()) {
        return 0.0;
    }
    if mean < 10.0 {
        return counted(mean, words);
    }
    let b = 0.931 + 2.53 * mean.sqrt();
    let a = 0.024_83 * b - 0.059;
    let scale = float::ln(1.1239 + 1.1328 / (b - 3.4));
    let quick = 0.9277 - 3.6224 / (b - 2.0);
    // Three of four draws are kept at once; the bound only ends what rounding might not.
    for _ in 0..10_000 {
        let (u, v) = (unit(words) - 0.5, unit(words));
        let us = 0.5 - u.abs();
        let k = ((2.0 * a / us + b) * u + mean + 0.43).floor();
        if us >= 0.07 && v <= quick {
            return k;
        }
        if k < 0.0 || (us < 0.013 && v > us) {
            continue;
        }
        let height = float::ln(v) + scale - float::ln(a / (us * us) + b);
        if height <= k * float::ln(mean) - mean - libm::lgamma(k + 1.0) {
            return k;
        }
    }
    mean.round()
}

fn counted(mean: f64, words: &mut Words) -> f64 {
    let (least, mut product, mut events) = (float::exp(-mean), unit(words), 0.0);
    while product > least {
        product *= unit(words);
        events += 1.0;
    }
    events
}

/// Uniform in (0, 1) with 53 random bits.
fn unit(words: &mut Words) -> f64 {
    let bits = (u64::from(words.word()) << 32 | u64::from(words.word())) >> 11;
    (bits as f64 + 0.5) / 9_007_199_254_740_992.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_mean_and_variance_are_the_mean() {
        for (unit, mean) in [(1, 0.3), (2, 6.0), (3, 10.5), (4, 80.0), (5, 3.7e6)] {
            let mut words = Words::new(7, 1, unit);
            let drawn: Vec<f64> = (0..20_000).map(|_| poisson(mean, &mut words)).collect();
            let found = drawn.iter().sum::<f64>() / 20_000.0;
            let squares = drawn.iter().map(|k| (k - mean) * (k - mean)).sum::<f64>() / 20_000.0;
            // Four standard errors of the mean, and of the variance with its fourth moment.
            assert!((found - mean).abs() < 4.0 * (mean / 20_000.0_f64).sqrt(), "{mean}: {found}");
            let error = ((2.0 * mean * mean + mean) / 20_000.0_f64).sqrt();
            assert!((squares - mean).abs() < 4.5 * error, "{mean}: {squares}");
            assert!(drawn.iter().all(|k| *k >= 0.0 && k.fract().abs() < f64::EPSILON));
        }
    }

    #[test]
    fn edge_nothing_expected_is_nothing() {
        for mean in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert!(poisson(mean, &mut Words::new(1, 1, 1)).abs() < f64::MIN_POSITIVE);
        }
    }
}
