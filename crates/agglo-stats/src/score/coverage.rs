//! How often intervals held the truth, and how sure one can be of that share.

/// Intervals that held what happened, of all that were tried.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Outcomes inside, ends included.
    pub covered: u64,
    /// Outcomes.
    pub n: u64,
}

impl Coverage {
    /// Counts one outcome.
    pub fn add(&mut self, low: f64, high: f64, observed: f64) {
        self.n += 1;
        self.covered += u64::from(low <= observed && observed <= high);
    }

    /// Counts of both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { covered: self.covered + other.covered, n: self.n + other.n }
    }

    /// Share inside; `None` of nothing.
    pub fn share(&self) -> Option<f64> {
        (self.n > 0).then(|| self.covered as f64 / self.n as f64)
    }
}

/// Wilson's interval of a share of `successes` in `n` trials, at `z` standard deviations.
///
/// `n` need not be whole: trials that hang together count as fewer. `None` unless
/// `0 <= successes <= n` and `n > 0`.
///
/// # Source
///
/// Wilson 1927, Journal of the American Statistical Association 22(158).
pub fn wilson(successes: f64, n: f64, z: f64) -> Option<(f64, f64)> {
    if !(n > 0.0 && (0.0..=n).contains(&successes) && z.is_finite()) {
        return None;
    }
    let p = successes / n;
    let centre = p + z * z / (2.0 * n);
    let half = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    let whole = 1.0 + z * z / n;
    Some((((centre - half) / whole).max(0.0), ((centre + half) / whole).min(1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distribution::normal::{Z90, Z95};

    /// Newcombe 1998, Statistics in Medicine 17, table I, method 3: 81 of 263 and 0 of 20.
    #[test]
    fn reference_published_wilson_intervals() {
        let rounded = |(a, b): (f64, f64)| ((a * 1e4).round() / 1e4, (b * 1e4).round() / 1e4);
        assert_eq!(wilson(81.0, 263.0, Z95).map(rounded), Some((0.2553, 0.3662)));
        assert_eq!(wilson(0.0, 20.0, Z95).map(rounded), Some((0.0, 0.1611)));
    }

    #[test]
    fn law_the_interval_holds_the_share_and_narrows_with_trials() {
        for k in 0..=10_u32 {
            let p = f64::from(k) / 10.0;
            let (a, b) = wilson(f64::from(k), 10.0, Z90).unwrap();
            let (c, d) = wilson(100.0 * f64::from(k), 1000.0, Z90).unwrap();
            assert!(a <= p && p <= b && d - c < b - a);
        }
    }

    #[test]
    fn edge_ends_count_as_inside_and_nothing_has_no_share() {
        let mut coverage = Coverage::default();
        assert_eq!(coverage.share(), None);
        coverage.add(1.0, 2.0, 2.0);
        coverage.add(1.0, 2.0, 2.1);
        assert_eq!(coverage, Coverage { covered: 1, n: 2 });
        assert_eq!(wilson(1.0, 0.0, Z90), None);
    }
}
