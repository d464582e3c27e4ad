//! Addressed normal numbers: what hits a line in a year of a draw, whoever asks and in whatever order.

use agglo_stats::distribution::normal;
use agglo_stats::random;

use crate::base::id::IndustryId;

/// What a random number is for; part of its address.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Purpose {
    /// Jobs of a hidden line at the start.
    Start = 1,
    /// The error of a line in a year.
    Growth = 2,
    /// Whether an initiative works, and how well.
    Size = 3,
    /// What outlives a year without money, and what is taken from neighbours.
    Shares = 4,
}

/// One draw's source of numbers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source {
    pub(crate) seed: u64,
    pub(crate) draw: u32,
}

impl Source {
    /// Two uniforms for a named thing, a year and a purpose.
    pub(crate) fn uniform(self, name: &str, year: usize, purpose: Purpose) -> [f64; 2] {
        let year = u32::try_from(year).unwrap_or(u32::MAX);
        random::uniform(self.seed, [self.draw, address(name), year, purpose as u32])
    }

    /// A standard normal number.
    pub(crate) fn normal(self, name: &str, year: usize, purpose: Purpose) -> f64 {
        let [u, _] = self.uniform(name, year, purpose);
        normal::quantile(u).unwrap_or(0.0)
    }

    /// Path of a line's standard normal error over `years` years: a sum of yearly shocks over the
    /// root of the time passed, so that each year's number is standard normal.
    ///
    /// `shared` are the yearly shocks of all jobs and their weight.
    pub(crate) fn path(
        self,
        line: &IndustryId,
        years: usize,
        shared: Option<(&[f64], f64)>,
    ) -> Vec<f64> {
        let shocks = self.shocks(line, years);
        let mut sum = 0.0;
        let weigh = |year: usize| match shared {
            Some((total, rho)) => rho * total[year] + (1.0 - rho * rho).sqrt() * shocks[year],
            None => shocks[year],
        };
        (0..years)
            .map(|year| {
                sum += weigh(year);
                sum / ((year + 1) as f64).sqrt()
            })
            .collect()
    }

    /// Yearly standard normal shocks of a line.
    pub(crate) fn shocks(self, line: &IndustryId, years: usize) -> Vec<f64> {
        (1..=years).map(|year| self.normal(line.as_str(), year, Purpose::Growth)).collect()
    }
}

/// The address of a name: the same whatever else is on the axis (FNV-1a, 32 bits).
pub(crate) fn address(name: &str) -> u32 {
    name.bytes().fold(0x811C_9DC5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_published_hashes_of_names() {
        assert_eq!(address(""), 0x811c_9dc5);
        assert_eq!(address("a"), 0xe40c_292c);
        assert_eq!(address("foobar"), 0xbf9c_f968);
    }

    #[test]
    fn law_each_year_of_a_path_is_standard_normal_and_moves_with_the_total() {
        let (line, total) = (IndustryId::from("1800"), IndustryId::from("10"));
        let (n, rho) = (4_000, 0.6);
        let (mut square, mut product) = ([0.0; 5], 0.0);
        for draw in 0..n {
            let source = Source { seed: 7, draw };
            let shared = source.shocks(&total, 5);
            let path = source.path(&line, 5, Some((&shared, rho)));
            for (sum, g) in square.iter_mut().zip(&path) {
                *sum += g * g / f64::from(n);
            }
            product += path[4] * source.path(&total, 5, None)[4] / f64::from(n);
        }
        assert!(square.iter().all(|s| (s - 1.0).abs() < 0.1), "{square:?}");
        assert!((product - rho).abs() < 0.06, "{product}");
    }

    #[test]
    fn law_a_longer_path_begins_like_a_shorter_one() {
        let source = Source { seed: 1, draw: 9 };
        let line = IndustryId::from("500");
        assert_eq!(source.path(&line, 3, None), source.path(&line, 8, None)[..3]);
    }
}
