//! Interval of a location quotient by drawing its counts anew, in whole plants.
//!
//! Each draw takes Poisson numbers of plants around what was counted, for the industry here and elsewhere and for
//! all else here and elsewhere, and forms the quotient again; percentiles of the draws are the interval.

use agglo_stats::float;
use agglo_stats::random::{Words, poisson};

use crate::base::error::Error;

/// Keeps the draws of this interval apart from others of one seed.
const PURPOSE: u32 = 1_601;

/// The four counts, one variable and year; the reference area includes the region.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drawn {
    /// The industry in the region.
    pub x: f64,
    /// All industries in the region.
    pub region: f64,
    /// The industry in the reference area.
    pub industry: f64,
    /// All industries in the reference area.
    pub reference: f64,
    /// Jobs of a mean plant of the industry: jobs come and go together with their plant. 1 draws single jobs, or
    /// establishments where those are counted.
    pub plant: f64,
}

/// How the interval is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Draws; 999 by default.
    pub draws: u32,
    /// Two-sided level; 0.95 by default.
    pub level: f64,
    /// Seed of the draws.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { draws: 999, level: 0.95, seed: 1 }
    }
}

/// A quotient with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bootstrapped {
    /// Location quotient.
    pub quotient: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Draws that had a quotient.
    pub draws: usize,
    /// Their seed.
    pub seed: u64,
}

/// Interval of a location quotient by drawn counts.
///
/// # Returns
///
/// `None` where the region has none of the industry (draws around nothing have no width; see
/// [`super::location_quotient_interval`]), where a share would be of nothing, or nothing is drawn.
///
/// # Errors
///
/// `E0301` where a part is larger than its whole, a number is below 0, a plant has no jobs, or the level lies
/// outside `(0, 1)`.
///
/// # How to read it
///
/// How far the quotient would move if each plant were there by chance. With large plants it is wide, and rightly:
/// one opening or closing moves the quotient as far.
///
/// # Source
///
/// Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapter 6 (parametric).
pub fn bootstrap_interval(counts: &Drawn, options: Options) -> Result<Option<Bootstrapped>, Error> {
    let Drawn { x, region, industry, reference, plant } = *counts;
    let all = [x, region, industry, reference];
    if all.iter().any(|count| !(count.is_finite() && *count >= 0.0)) {
        return Err(Error::new("E0301", "counts need to be at least 0"));
    }
    if x > region || x > industry || region > reference || industry > reference {
        return Err(Error::new("E0301", "a part is larger than its whole"));
    }
    if !(plant > 0.0 && plant.is_finite() && options.level > 0.0 && options.level < 1.0) {
        return Err(Error::new("E0301", "a plant needs jobs, and the level lies between 0 and 1"));
    }
    if x <= 0.0 {
        return Ok(None);
    }
    // The four fields of the table by here and elsewhere, the industry and all else; rounding may leave a crumb.
    let parts = [x, region - x, industry - x, (reference - industry - (region - x)).max(0.0)];
    let drawn: Vec<f64> = (0..options.draws)
        .filter_map(|draw| {
            let mut words = Words::new(options.seed, PURPOSE, u64::from(draw));
            quotient(parts.map(|part| plant * poisson(part / plant, &mut words)))
        })
        .collect();
    let tail = 0.5 * (1.0 - options.level);
    let ends = float::quantile(&drawn, tail).zip(float::quantile(&drawn, 1.0 - tail));
    let found = quotient(parts).zip(ends);
    Ok(found.map(|(quotient, (low, high))| Bootstrapped {
        quotient,
        low,
        high,
        draws: drawn.len(),
        seed: options.seed,
    }))
}

fn quotient([own, rest, elsewhere, other]: [f64; 4]) -> Option<f64> {
    let (here, industry) = (own + rest, own + elsewhere);
    let value = (own / here) / (industry / (here + elsewhere + other));
    (here > 0.0 && industry > 0.0 && value.is_finite()).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    const COUNTS: Drawn =
        Drawn { x: 400.0, region: 10_000.0, industry: 20_000.0, reference: 1e6, plant: 1.0 };

    #[test]
    fn reference_single_jobs_have_the_width_of_the_delta_method() {
        let options = Options { draws: 4_000, ..Options::default() };
        let found = bootstrap_interval(&COUNTS, options).unwrap().unwrap();
        assert!((found.quotient - 2.0).abs() < 1e-12 && found.draws == 4_000);
        // 2 (1 - 0.04) / sqrt(400) and a little for the industry elsewhere: 0.0965 a standard deviation.
        let half = 1.96 * 2.0 * (0.96_f64 * 0.96 / 400.0 + 0.04 * 0.96 / 10_000.0).sqrt();
        assert!((found.high - found.low - 2.0 * half).abs() < 0.1 * 2.0 * half, "{found:?}");
    }

    #[test]
    fn law_larger_plants_widen_it_by_the_root_of_their_size() {
        let options = Options { draws: 4_000, ..Options::default() };
        let single = bootstrap_interval(&COUNTS, options).unwrap().unwrap();
        let plants = bootstrap_interval(&Drawn { plant: 9.0, ..COUNTS }, options).unwrap().unwrap();
        let ratio = (plants.high - plants.low) / (single.high - single.low);
        assert!((ratio - 3.0).abs() < 0.3, "{ratio}");
        assert_eq!(bootstrap_interval(&COUNTS, options).unwrap(), Some(single), "a seed repeats");
    }

    #[test]
    fn edge_none_of_the_industry_one_region_and_false_counts() {
        let options = Options::default();
        assert_eq!(bootstrap_interval(&Drawn { x: 0.0, ..COUNTS }, options), Ok(None));
        let whole = Drawn { x: 5.0, region: 5.0, industry: 5.0, reference: 5.0, plant: 1.0 };
        let found = bootstrap_interval(&whole, options).unwrap().unwrap();
        assert!((found.low - 1.0).abs() < 1e-12 && (found.high - 1.0).abs() < 1e-12);
        assert_eq!(bootstrap_interval(&COUNTS, Options { draws: 0, ..options }), Ok(None));
        assert!(bootstrap_interval(&Drawn { x: 2e4, ..COUNTS }, options).is_err());
        assert!(bootstrap_interval(&Drawn { plant: 0.0, ..COUNTS }, options).is_err());
        assert!(bootstrap_interval(&COUNTS, Options { level: 1.0, ..options }).is_err());
    }
}
