//! Ellison-Glaeser index: whether plants of an industry stand together more than darts thrown at the map.
//!
//! With `s` the regions' shares of the industry, `x` of all jobs and `z` the plants' shares of the industry:
//! `G = sum (s - x)^2`, `H = sum z^2`, `gamma = (G - (1 - sum x^2) H) / ((1 - sum x^2)(1 - H))`. Under the
//! darts `E[G] = (1 - sum x^2) H` and
//! `Var[G] = 2 (H^2 [q - 2c + q^2] - sum z^4 [q - 4c + 3 q^2])`, `q = sum x^2`, `c = sum x^3`.

use agglo_stats::float;
use agglo_stats::random::uniform;

use crate::map::concentration::plants::{Plants, squares};

/// The index and what it is made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EllisonGlaeser {
    /// Raw concentration.
    pub g: f64,
    /// Herfindahl index of plants.
    pub h: f64,
    /// Concentration beyond chance; `None` with one plant, or with all jobs in one region.
    pub gamma: Option<f64>,
    /// Variance of `g` under the darts.
    pub variance: f64,
    /// Distance of `g` from its mean under the darts, in standard deviations; `None` where it cannot vary.
    pub z: Option<f64>,
}

/// Where `gamma` falls when the same plants are thrown at the map anew.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NullBand {
    /// Draws.
    pub draws: usize,
    /// 2.5th percentile.
    pub low: f64,
    /// 97.5th percentile.
    pub high: f64,
    /// Share of draws at least as concentrated, the plants themselves counted among them.
    pub p: f64,
}

/// Ellison-Glaeser index of an industry.
///
/// # How to read it
///
/// 0 is chance, below 0 plants avoid each other. The authors call more than 0.05 much and less than 0.02
/// little. The background `x` includes the industry itself, as in the paper.
///
/// # Source
///
/// Ellison and Glaeser 1997, Journal of Political Economy 105(5).
pub fn ellison_glaeser(plants: &Plants) -> EllisonGlaeser {
    let departures: Vec<f64> = plants.s.iter().zip(&plants.x).map(|(s, x)| s - x).collect();
    let (g, h, q) = (squares(&departures), plants.herfindahl(), squares(&plants.x));
    let cubes = float::sum(plants.x.iter().map(|x| x * x * x));
    let fourths = float::sum(plants.z.iter().map(|z| z * z * z * z));
    let spread = h * h * (q - 2.0 * cubes + q * q) - fourths * (q - 4.0 * cubes + 3.0 * q * q);
    let variance = (2.0 * spread).max(0.0);
    let beyond = g - (1.0 - q) * h;
    EllisonGlaeser {
        g,
        h,
        gamma: plants.room().zip(plants.lumps()).map(|(room, lumps)| beyond / (room * lumps)),
        variance,
        z: (variance > VARIES).then(|| beyond / variance.sqrt()),
    }
}

/// A variance below this is rounding: all jobs in one region, or regions of one size with one plant.
const VARIES: f64 = 1e-24;

/// Band of `gamma` over throws in which each plant falls into a region by its share of all jobs.
///
/// Draw `d` of plant `k` reads the address `(d, k)` of the seed alone.
///
/// # Returns
///
/// `None` of no draws, and where `gamma` is undefined.
pub fn null_band(plants: &Plants, seed: u64, draws: u32) -> Option<NullBand> {
    let own = ellison_glaeser(plants).gamma?;
    let ends: Vec<f64> = plants
        .x
        .iter()
        .scan(0.0, |sum, x| {
            *sum += x;
            Some(*sum)
        })
        .collect();
    let drawn: Vec<f64> = (0..draws)
        .filter_map(|draw| ellison_glaeser(&thrown(plants, &ends, seed, draw)).gamma)
        .collect();
    let reached = drawn.iter().filter(|gamma| **gamma >= own).count();
    Some(NullBand {
        draws: drawn.len(),
        low: float::quantile(&drawn, 0.025)?,
        high: float::quantile(&drawn, 0.975)?,
        p: (1 + reached) as f64 / (1 + drawn.len()) as f64,
    })
}

/// The same plants, each in a region drawn by its share of all jobs.
fn thrown(plants: &Plants, ends: &[f64], seed: u64, draw: u32) -> Plants {
    let mut s = vec![0.0; plants.x.len()];
    let mut region = Vec::with_capacity(plants.z.len());
    for (plant, z) in (0_u32..).zip(&plants.z) {
        let u = uniform(seed, [draw, plant, 0, 0])[0];
        // The last region takes what rounding leaves of the shares.
        let at = ends.partition_point(|end| *end < u).min(ends.len().saturating_sub(1));
        s[at] += z;
        region.push(at);
    }
    Plants { region, s, z: plants.z.clone(), x: plants.x.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn textbook() -> Plants {
        let jobs = [200., 650., 12_000., 100., 50., 16_000., 13_000., 1500., 1500., 25_000.];
        let region = [0, 0, 0, 0, 0, 1, 1, 1, 1, 2];
        Plants::new(&region, &jobs, &[500_000.0, 400_000.0, 100_000.0]).unwrap().unwrap()
    }

    #[test]
    fn reference_worked_example_of_farhauer_and_kroell() {
        // Standort und Agglomeration, 2014: the printed gamma.
        assert!((ellison_glaeser(&textbook()).gamma.unwrap() - 0.059_906_28).abs() < 5e-9);
    }

    #[test]
    fn law_darts_have_the_mean_and_the_variance_of_the_formulas() {
        let plants = textbook();
        let found = ellison_glaeser(&plants);
        let ends = [0.5, 0.9, 1.0];
        let drawn: Vec<f64> =
            (0..4000).map(|draw| ellison_glaeser(&thrown(&plants, &ends, 3, draw)).g).collect();
        let mean = float::mean(&drawn).unwrap();
        let spread = float::sum(drawn.iter().map(|g| (g - mean) * (g - mean))) / 3999.0;
        let expected = (1.0 - squares(&plants.x)) * found.h;
        // Four standard errors of the mean; the variance of a skewed statistic within a fifth.
        assert!((mean - expected).abs() < 4.0 * (found.variance / 4000.0).sqrt());
        assert!((spread / found.variance - 1.0).abs() < 0.2, "{spread} {}", found.variance);
    }

    #[test]
    fn law_plants_in_one_place_leave_the_band_and_scattered_ones_do_not() {
        let (regions, jobs) = ([100.0; 8], [5.0; 24]);
        let together = Plants::new(&[3; 24], &jobs, &regions).unwrap().unwrap();
        let band = null_band(&together, 1, 400).unwrap();
        assert!(ellison_glaeser(&together).gamma.unwrap() > band.high && band.p < 0.01);
        let spread: Vec<usize> = (0..24).map(|at| at * 5 % 8).collect();
        let spread = Plants::new(&spread, &jobs, &regions).unwrap().unwrap();
        assert!(ellison_glaeser(&spread).gamma.unwrap() < band.high);
        assert_eq!(null_band(&spread, 1, 400), null_band(&spread, 1, 400));
    }

    #[test]
    fn edge_one_plant_and_one_region_have_no_gamma() {
        let one = Plants::new(&[1], &[80.0], &[100.0, 300.0]).unwrap().unwrap();
        let found = ellison_glaeser(&one);
        assert!((found.g - 0.125).abs() < 1e-15 && (found.h - 1.0).abs() < 1e-15);
        assert_eq!((found.gamma, null_band(&one, 1, 9)), (None, None));
        let region = Plants::new(&[0, 0], &[8.0, 1.0], &[100.0]).unwrap().unwrap();
        let found = ellison_glaeser(&region);
        assert_eq!((found.gamma, found.z), (None, None));
        assert_eq!(null_band(&textbook(), 1, 0), None);
    }
}
