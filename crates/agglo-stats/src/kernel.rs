//! Kernel densities of distances: never below 0, and neither is their density's support.

use crate::distribution::normal;
use crate::float;

/// Density of non-negative values at `at`, by a normal kernel mirrored at 0.
///
/// `1 / (n h) sum [phi((at - v) / h) + phi((at + v) / h)]`, which sums to 1 over the half line.
///
/// # Returns
///
/// Per unit of the values; `None` of no values, of a value that is negative or not finite, of a negative
/// `at`, and of a bandwidth that is not above 0.
///
/// # Source
///
/// Silverman 1986, Density Estimation for Statistics and Data Analysis, section 2.10.
pub fn reflected_density(values: &[f64], bandwidth: f64, at: f64) -> Option<f64> {
    let positive = |value: &f64| value.is_finite() && *value >= 0.0;
    let usable = values.iter().all(positive) && positive(&at) && bandwidth.is_finite();
    if values.is_empty() || !usable || bandwidth <= 0.0 {
        return None;
    }
    let kernel =
        |v: &f64| normal::density((at - v) / bandwidth) + normal::density((at + v) / bandwidth);
    let total = float::sum(values.iter().map(kernel));
    Some(total / (values.len() as f64 * bandwidth))
}

/// Silverman's rule of thumb for a bandwidth: `1.06 sd n^(-1/5)` with the sample's standard deviation.
///
/// `None` of fewer than two values and of values that do not vary.
pub fn silverman(values: &[f64]) -> Option<f64> {
    let mean = float::mean(values).filter(|_| values.len() > 1)?;
    let n = values.len() as f64;
    let squares = float::sum(values.iter().map(|value| (value - mean) * (value - mean)));
    let bandwidth = 1.06 * (squares / (n - 1.0)).sqrt() * float::powf(n, -0.2);
    (bandwidth.is_finite() && bandwidth > 0.0).then_some(bandwidth)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_one_value_by_hand() {
        let found = reflected_density(&[1.0], 2.0, 3.0).unwrap();
        assert!((found - 0.5 * (normal::density(1.0) + normal::density(2.0))).abs() < 1e-15);
        // Of 0 and 2: sd is the root of 2.
        let rule = 1.06 * 2.0_f64.sqrt() * float::powf(2.0, -0.2);
        assert!((silverman(&[0.0, 2.0]).unwrap() - rule).abs() < 1e-15);
    }

    #[test]
    fn law_the_density_sums_to_one_from_zero_on() {
        let values = [0.0, 0.3, 1.0, 5.0];
        let step = 0.01;
        let sum: f64 = (0..3000)
            .map(|at| reflected_density(&values, 0.7, step * (f64::from(at) + 0.5)).unwrap() * step)
            .sum();
        assert!((sum - 1.0).abs() < 1e-9, "{sum}");
    }

    #[test]
    fn edge_nothing_and_impossible_numbers_have_none() {
        assert_eq!(reflected_density(&[], 1.0, 0.0), None);
        assert_eq!(reflected_density(&[1.0], 0.0, 0.0), None);
        assert_eq!(reflected_density(&[-1.0], 1.0, 0.0), None);
        assert_eq!(silverman(&[3.0]), None);
        assert_eq!(silverman(&[3.0, 3.0]), None);
    }
}
