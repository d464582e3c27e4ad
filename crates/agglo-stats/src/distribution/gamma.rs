//! Gamma distribution: probability and quantile, by series, continued fraction and bracketed Newton steps.
//!
//! Source: Temme 1994 (A set of algorithms for the incomplete gamma functions), Abramowitz and Stegun
//! 1964, 6.5.29 and 6.5.31. Checked against scipy 1.17.

use crate::error::Error;
use crate::float;

/// A gamma distribution by shape and rate: mean `shape / rate`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gamma {
    shape: f64,
    rate: f64,
}

impl Gamma {
    /// # Errors
    ///
    /// A shape or a rate that is not a positive finite number.
    pub fn new(shape: f64, rate: f64) -> Result<Self, Error> {
        for (what, value) in [("shape", shape), ("rate", rate)] {
            if !(value.is_finite() && value > 0.0) {
                return Err(Error::Range { what, value, range: "(0, infinity)" });
            }
        }
        Ok(Self { shape, rate })
    }

    /// Mean.
    pub fn mean(&self) -> f64 {
        self.shape / self.rate
    }

    /// Probability of a value up to `x`.
    pub fn probability_below(&self, x: f64) -> f64 {
        regularized_lower(self.shape, x * self.rate)
    }

    /// The value that a share `p` of the distribution stays below; `p` is held in `[1e-12, 1 - 1e-12]`.
    pub fn quantile(&self, p: f64) -> f64 {
        let p = p.clamp(1e-12, 1.0 - 1e-12);
        let (mut low, mut high) = (0.0, self.shape.max(1.0));
        while regularized_lower(self.shape, high) < p {
            low = high;
            high *= 2.0;
        }
        let mut x = start(self.shape, p).clamp(low, high);
        for _ in 0..200 {
            let miss = regularized_lower(self.shape, x) - p;
            if miss > 0.0 {
                high = x;
            } else {
                low = x;
            }
            let step = x - miss / density(self.shape, x);
            let next = if step > low && step < high { step } else { f64::midpoint(low, high) };
            if (next - x).abs() <= 1e-14 * next.abs() {
                x = next;
                break;
            }
            x = next;
        }
        x / self.rate
    }
}

/// Density of shape `a` and rate 1.
fn density(a: f64, x: f64) -> f64 {
    if x > 0.0 { float::exp((a - 1.0) * float::ln(x) - x - libm::lgamma(a)) } else { 0.0 }
}

/// Where to begin: the cube of a normal quantile (Wilson and Hilferty 1931), or the power law that
/// holds near nothing.
fn start(a: f64, p: f64) -> f64 {
    let t = (-2.0 * float::ln(if p < 0.5 { p } else { 1.0 - p })).sqrt();
    let tail = t - (2.307_53 + 0.270_61 * t) / (1.0 + t * (0.992_29 + t * 0.044_81));
    let z = if p < 0.5 { -tail } else { tail };
    let cube = 1.0 - 1.0 / (9.0 * a) + z / (3.0 * a.sqrt());
    if a >= 1.0 && cube > 0.0 {
        a * cube * cube * cube
    } else {
        float::exp((float::ln(p) + libm::lgamma(a + 1.0)) / a)
    }
}

/// Regularised lower incomplete gamma function `P(a, x)`.
fn regularized_lower(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let front = float::exp(a * float::ln(x) - x - libm::lgamma(a));
    if x < a + 1.0 { front * series(a, x) } else { 1.0 - front * fraction(a, x) }
}

/// `sum x^n / (a (a + 1) … (a + n))`, for `x < a + 1`.
fn series(a: f64, x: f64) -> f64 {
    let mut term = 1.0 / a;
    let mut total = term;
    let mut below = a;
    for _ in 0..100_000 {
        below += 1.0;
        term *= x / below;
        total += term;
        if term <= total * 1e-17 {
            break;
        }
    }
    total
}

/// Continued fraction of the upper tail by Lentz's method, for `x >= a + 1`.
fn fraction(a: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut value = d;
    for i in 1..100_000 {
        let i = f64::from(i);
        let an = -i * (i - a);
        b += 2.0;
        d = an * d + b;
        d = if d.abs() < TINY { TINY } else { d };
        c = b + an / c;
        c = if c.abs() < TINY { TINY } else { c };
        d = 1.0 / d;
        let factor = d * c;
        value *= factor;
        if (factor - 1.0).abs() < 1e-16 {
            break;
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64, tolerance: f64) -> bool {
        (a - b).abs() <= tolerance * b.abs()
    }

    #[test]
    fn reference_values_of_scipy() {
        // scipy.stats.gamma.cdf(x, shape, scale = 1 / rate) and .ppf, version 1.17.
        for (shape, rate, x, p) in GOLDEN {
            let gamma = Gamma::new(shape, rate).unwrap();
            assert!(close(gamma.probability_below(x), p, 1e-11), "{shape} {rate} {x}");
            assert!(close(gamma.quantile(p), x, 1e-9), "{shape} {rate} {p}: {}", gamma.quantile(p));
        }
    }

    const GOLDEN: [(f64, f64, f64, f64); 6] = [
        (0.3, 1.0, 0.05, 0.448_436_862_106_592_6),
        (1.0, 2.0, 0.7, 0.753_403_036_058_393_5),
        (4.25, 3.1, 2.2, 0.887_631_320_048_293_3),
        (30.0, 20.0, 1.1, 0.060_217_383_998_526_63),
        (900.0, 800.0, 1.2, 0.975_480_855_893_006_5),
        (0.05, 0.05, 3.0, 0.927_832_443_365_792_2),
    ];

    #[test]
    fn law_the_quantile_undoes_the_probability() {
        for shape in [0.05, 0.6, 1.0, 3.3, 40.0, 2_500.0] {
            let gamma = Gamma::new(shape, 1.7).unwrap();
            for p in [0.001, 0.025, 0.4, 0.5, 0.8, 0.975, 0.999] {
                assert!((gamma.probability_below(gamma.quantile(p)) - p).abs() < 1e-10);
            }
        }
    }

    #[test]
    fn edge_a_shape_or_a_rate_of_nothing_is_refused() {
        assert!(Gamma::new(0.0, 1.0).is_err());
        assert!(Gamma::new(1.0, f64::NAN).is_err());
    }
}
