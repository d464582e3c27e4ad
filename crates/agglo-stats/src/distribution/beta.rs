//! The Beta distribution: a belief about a share.

use crate::float;

/// Steps of the continued fraction; it converges in far fewer for the parameters met here.
const STEPS: u32 = 300;
/// Halvings of the search for a quantile: more than the digits of a double.
const HALVINGS: u32 = 60;

/// Probability that a Beta(`a`, `b`) share is below `x`; `None` unless `a` and `b` are positive.
///
/// The regularised incomplete beta function by Lentz's continued fraction.
///
/// # Source
///
/// DLMF 8.17.22.
pub fn below(x: f64, a: f64, b: f64) -> Option<f64> {
    let defined = a > 0.0 && b > 0.0 && a.is_finite() && b.is_finite() && x.is_finite();
    if !defined {
        return None;
    }
    if x <= 0.0 {
        return Some(0.0);
    }
    if x >= 1.0 {
        return Some(1.0);
    }
    // The fraction converges fast left of the mean; right of it the mirror image does.
    Some(if x < (a + 1.0) / (a + b + 2.0) { left(x, a, b) } else { 1.0 - left(1.0 - x, b, a) })
}

fn left(x: f64, a: f64, b: f64) -> f64 {
    let log_front = a * float::ln(x) + b * float::ln_1p(-x) + libm::lgamma(a + b)
        - libm::lgamma(a)
        - libm::lgamma(b);
    float::exp(log_front) * fraction(x, a, b) / a
}

fn fraction(x: f64, a: f64, b: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away_from_zero = |v: f64| if v.abs() < TINY { TINY } else { v };
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    for step in 1..STEPS {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut change = 1.0;
        for term in [even, odd] {
            d = 1.0 / away_from_zero(1.0 + term * d);
            c = away_from_zero(1.0 + term / c);
            change *= c * d;
        }
        value *= change;
        if (change - 1.0).abs() < 1e-15 {
            break;
        }
    }
    value
}

/// The share below which a Beta(`a`, `b`) falls with probability `p`.
///
/// `None` unless `a` and `b` are positive and `p` is in `[0, 1]`.
pub fn quantile(p: f64, a: f64, b: f64) -> Option<f64> {
    if !(0.0..=1.0).contains(&p) {
        return None;
    }
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if below(middle, a, b)? < p {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(f64::midpoint(low, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Closed forms: Beta(1, b) and Beta(a, 1); Beta(2, 3) is a polynomial.
    #[test]
    fn reference_closed_forms() {
        for x in [0.01_f64, 0.2, 0.5, 0.77, 0.99] {
            let close = |got: Option<f64>, want: f64| (got.unwrap() - want).abs() < 1e-13;
            assert!(close(below(x, 1.0, 3.0), 1.0 - (1.0 - x) * (1.0 - x) * (1.0 - x)));
            assert!(close(below(x, 4.0, 1.0), x * x * x * x));
            assert!(close(below(x, 2.0, 3.0), x * x * (6.0 - 8.0 * x + 3.0 * x * x)));
        }
    }

    #[test]
    fn reference_a_peer_gives_the_same_probabilities() {
        use statrs::distribution::{Beta, ContinuousCDF};
        for (a, b) in [(0.4, 0.6), (6.0, 4.0), (0.05, 0.2), (80.0, 3.0), (500.0, 700.0)] {
            let peer = Beta::new(a, b).unwrap();
            for x in [0.001, 0.1, 0.42, 0.6, 0.93, 0.999] {
                let (got, want) = (below(x, a, b).unwrap(), peer.cdf(x));
                assert!((got - want).abs() < 1e-10, "{a} {b} {x}: {got} {want}");
            }
        }
    }

    #[test]
    fn law_the_quantile_undoes_the_distribution_function() {
        for (a, b) in [(0.5, 0.5), (2.0, 8.0), (12.0, 8.0)] {
            for p in [0.01, 0.3, 0.5, 0.9, 0.999] {
                let x = quantile(p, a, b).unwrap();
                assert!((below(x, a, b).unwrap() - p).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn edge_parameters_that_are_not_positive_are_refused() {
        assert_eq!(below(0.5, 0.0, 1.0), None);
        assert_eq!(quantile(0.5, 1.0, f64::NAN), None);
        assert_eq!(quantile(1.5, 1.0, 1.0), None);
    }
}
