//! The normal distribution: density, distribution function and upper tail.

use crate::float;

/// One over the square root of two pi.
const INVERSE_ROOT_TWO_PI: f64 = 0.398_942_280_401_432_7;

/// The 0.95 quantile: half the width of a 90 % interval in standard deviations.
pub const Z90: f64 = 1.644_853_626_951_472_2;
/// The 0.975 quantile: half the width of a 95 % interval in standard deviations.
pub const Z95: f64 = 1.959_963_984_540_054;

/// Standard normal density at `z`.
pub fn density(z: f64) -> f64 {
    INVERSE_ROOT_TWO_PI * float::exp(-0.5 * z * z)
}

/// Probability of a standard normal below `z`; keeps its digits in the far left tail.
pub fn below(z: f64) -> f64 {
    0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}

/// Probability of a standard normal above `z`; keeps its digits in the far right tail.
pub fn above(z: f64) -> f64 {
    below(-z)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_quantiles_give_their_probabilities_back() {
        assert!((below(Z90) - 0.95).abs() < 1e-15);
        assert!((below(Z95) - 0.975).abs() < 1e-15);
        assert!((density(0.0) - INVERSE_ROOT_TWO_PI).abs() < 1e-16);
    }

    #[test]
    fn law_both_tails_sum_to_one_and_the_far_tail_is_not_lost() {
        for z in [-8.0, -1.0, 0.0, 0.3, 5.0] {
            assert!((below(z) + above(z) - 1.0).abs() < 1e-15);
        }
        assert!(above(20.0) > 0.0);
    }
}
