//! Duranton-Overman density: at which distances establishments of an industry stand from each other, and
//! whether that is more than chance.
//!
//! `K(d) = 1 / (m h) sum over the m = n (n - 1) / 2 pairs of [phi((d - d_ij) / h) + phi((d + d_ij) / h)]`, the
//! second term mirroring at 0 what would fall below.

use agglo_stats::envelope::{Envelope, global_envelope};
use agglo_stats::kernel::{reflected_density, silverman};
use agglo_stats::random::permuted;

/// Fewer establishments than this have no density: a few pairs show nothing.
pub const LEAST: usize = 10;

/// How the density and its band are computed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Width of the kernel in the unit of the distances; none for Silverman's rule on the pairs.
    pub bandwidth: Option<f64>,
    /// Counterfactual industries.
    pub draws: u64,
    /// Share of counterfactual industries that leave the band upwards somewhere, and as many downwards.
    pub share: f64,
    /// Seed of the counterfactual industries.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { bandwidth: None, draws: 1000, share: 0.05, seed: 1 }
    }
}

/// Density of the distances between establishments, at each distance of a grid.
///
/// # Returns
///
/// Per unit of distance, summing to 1 over all distances from 0. `None` of fewer than [`LEAST`]
/// establishments, of distances that are not finite or negative, and of a bandwidth that is not above 0.
pub fn k_density(
    establishments: usize,
    distance: impl Fn(usize, usize) -> f64,
    bandwidth: Option<f64>,
    grid: &[f64],
) -> Option<Vec<f64>> {
    if establishments < LEAST {
        return None;
    }
    let pairs = pairs(&(0..establishments).collect::<Vec<_>>(), &distance);
    let bandwidth = bandwidth.or_else(|| silverman(&pairs))?;
    grid.iter().map(|&at| reflected_density(&pairs, bandwidth, at)).collect()
}

/// The density of an industry beside the band of chance, at each distance of the grid.
#[derive(Clone, Debug, PartialEq)]
pub struct Localisation {
    /// Density of the industry.
    pub density: Vec<f64>,
    /// Global band: as many counterfactual industries leave it somewhere as asked for.
    pub band: Envelope,
    /// How far the density lies above the band.
    pub localisation: Vec<f64>,
    /// How far it lies below, where the industry is localised at no distance of the grid.
    pub dispersion: Vec<f64>,
}

/// Whether an industry is localised among all sites where establishments stand.
///
/// # Inputs
///
/// `sites`: number of sites, `distance` between two of them; `industry`: the sites of the industry; `grid`:
/// distances in ascending order, to the median of all distances in the paper.
///
/// # Returns
///
/// `None` as [`k_density`], with more establishments than sites, and with too few draws for the share. Each
/// counterfactual industry draws as many sites without replacement; draw `k` reads stream `k` of the seed.
///
/// # How to read it
///
/// Localised at 10 km means: more pairs stand 10 km apart than of an industry that chose among all sites by
/// chance. The band is global, so an excursion anywhere counts at the stated level.
///
/// # Source
///
/// Duranton and Overman 2005, Review of Economic Studies 72(4).
pub fn localisation(
    sites: usize,
    distance: impl Fn(usize, usize) -> f64,
    industry: &[usize],
    grid: &[f64],
    options: &Options,
) -> Option<Localisation> {
    let known = industry.iter().all(|site| *site < sites);
    if !known || industry.len() < LEAST || industry.len() > sites {
        return None;
    }
    let own = pairs(industry, &distance);
    let bandwidth = options.bandwidth.or_else(|| silverman(&own))?;
    let path = |pairs: &[f64]| -> Option<Vec<f64>> {
        grid.iter().map(|&at| reflected_density(pairs, bandwidth, at)).collect()
    };
    let density = path(&own)?;
    let all: Vec<usize> = (0..sites).collect();
    let drawn = |draw: u64| {
        let order = permuted(&all, options.seed, draw);
        path(&pairs(&order[..industry.len()], &distance))
    };
    let paths: Vec<Vec<f64>> = (0..options.draws).map(drawn).collect::<Option<_>>()?;
    let band = global_envelope(&paths, options.share)?;
    let beyond = |high: &[f64], low: &[f64]| -> Vec<f64> {
        high.iter().zip(low).map(|(high, low)| (high - low).max(0.0)).collect()
    };
    let localisation = beyond(&density, &band.upper);
    let localised = localisation.iter().any(|excess| *excess > 0.0);
    let dispersion = if localised { vec![0.0; grid.len()] } else { beyond(&band.lower, &density) };
    Some(Localisation { density, band, localisation, dispersion })
}

fn pairs(sites: &[usize], distance: &impl Fn(usize, usize) -> f64) -> Vec<f64> {
    let after = |at: usize| sites[at + 1..].iter().map(move |&other| (sites[at], other));
    (0..sites.len()).flat_map(after).map(|(one, other)| distance(one, other)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use agglo_stats::float;

    /// Sites on a square of 10 by 10 km.
    fn site(at: usize) -> [f64; 2] {
        [(at % 10) as f64, (at / 10) as f64]
    }

    fn between(one: usize, other: usize) -> f64 {
        let ([a, b], [c, d]) = (site(one), site(other));
        float::hypot(a - c, b - d)
    }

    const GRID: [f64; 6] = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0];

    fn options() -> Options {
        Options { draws: 200, seed: 7, ..Options::default() }
    }

    #[test]
    fn law_the_density_sums_to_one() {
        let grid: Vec<f64> = (0..4000).map(|at| f64::from(at) * 0.01).collect();
        let density = k_density(12, between, Some(0.8), &grid).unwrap();
        assert!((density.iter().sum::<f64>() * 0.01 - 1.0).abs() < 0.01);
    }

    #[test]
    fn planted_cluster_is_localised_at_short_distance_and_a_scatter_is_not() {
        let corner: Vec<usize> = (0..100).filter(|at| at % 10 < 4 && at / 10 < 4).collect();
        let found = localisation(100, between, &corner, &GRID, &options()).unwrap();
        assert!(found.localisation[1] > 0.0 && found.dispersion.iter().all(|gap| *gap <= 0.0));
        let scatter: Vec<usize> = permuted(&(0..100).collect::<Vec<_>>(), 99, 0)[..16].to_vec();
        let found = localisation(100, between, &scatter, &GRID, &options()).unwrap();
        assert!(found.localisation.iter().all(|excess| *excess <= 0.0), "{found:?}");
    }

    #[test]
    fn law_the_same_seed_gives_the_same_band() {
        let corner: Vec<usize> = (0..12).collect();
        let run = || localisation(100, between, &corner, &GRID, &options());
        assert_eq!(run(), run());
    }

    #[test]
    fn edge_few_establishments_coinciding_sites_and_unknown_sites() {
        assert_eq!(k_density(9, between, Some(1.0), &GRID), None);
        assert_eq!(k_density(12, between, Some(0.0), &GRID), None);
        assert_eq!(k_density(12, |_, _| 2.0, None, &GRID), None, "no spread, no rule of thumb");
        assert_eq!(localisation(11, between, &[11; 10], &GRID, &options()), None);
    }
}
