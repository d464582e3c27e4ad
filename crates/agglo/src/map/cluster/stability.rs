//! Stability of a cluster definition: whether the same groups come back when other labour markets are drawn.
//!
//! Each draw takes as many labour markets as there are, with repetition, computes similarity and groups anew by the
//! configuration of the definition, and compares: the adjusted Rand index of all groups, and for each cluster the
//! largest Jaccard index of any group found.

use agglo_stats::float;
use agglo_stats::matrix::Matrix;
use agglo_stats::partition::adjusted_rand;
use agglo_stats::random::Words;
use schemars::JsonSchema;
use serde::Serialize;

use crate::base::error::Error;
use crate::map::cluster::define::{Defined, Figures, Method, regrouped};

/// Keeps the draws apart from others of one seed.
const PURPOSE: u32 = 1_701;
/// A cluster whose mean index is at least this comes back; below one half it dissolves.
const RECOVERED: f64 = 0.75;

/// How often markets are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resampling {
    /// Draws; 100 by default: each computes a whole definition's similarity.
    pub draws: u32,
    /// Seed of the draws.
    pub seed: u64,
}

impl Default for Resampling {
    fn default() -> Self {
        Self { draws: 100, seed: 1 }
    }
}

/// How well the groups of a definition come back.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Stability {
    /// Mean adjusted Rand index with the definition; 1 where every draw finds the same groups, 0 by chance.
    pub adjusted_rand: f64,
    /// 5th and 95th percentile of it over draws.
    pub interval: (f64, f64),
    /// Mean over draws of each cluster's largest Jaccard index with a group found, in the clusters' order.
    pub clusters: Vec<f64>,
    /// Clusters whose mean index is at least 0.75.
    pub recovered: usize,
    /// Clusters whose mean index is below 0.5: read them as one of many groupings.
    pub dissolved: usize,
    /// Draws that gave groups.
    pub draws: usize,
    /// Draws in which an industry stood nowhere or everywhere alike, so that it has no similarity.
    pub failed: usize,
    /// Seed of the draws.
    pub seed: u64,
}

/// Stability of a definition under resampling of labour markets; which industries are traded and what they buy stay
/// as they are.
///
/// # Inputs
///
/// `figures` and `method` as the definition was computed from; `progress` is told after each draw how many are done.
///
/// # Returns
///
/// `None` where no draw gave groups.
///
/// # Errors
///
/// `E0301` where the figures are not those of the definition.
///
/// # How to read it
///
/// It asks whether the places decide, not whether the method is right: a cluster bound by purchases comes back
/// whatever markets are drawn.
///
/// # Source
///
/// Hennig 2007, Computational Statistics & Data Analysis 52(1).
pub fn stability(
    figures: &Figures,
    defined: &Defined,
    method: &Method,
    resampling: Resampling,
    progress: &mut dyn FnMut(u32),
) -> Result<Option<Stability>, Error> {
    let labels = &defined.best.labels;
    if labels.len() != defined.traded.len()
        || defined.traded.iter().any(|at| *at >= figures.industries.len())
    {
        return Err(Error::new(
            "E0301",
            "the figures are not those that the definition was computed from",
        ));
    }
    let (mut agreement, mut failed) = (Vec::new(), 0);
    let mut alike: Vec<Vec<f64>> = vec![Vec::new(); defined.best.groups()];
    for draw in 0..resampling.draws {
        let markets = drawn(figures, resampling.seed, draw)?;
        match regrouped(&markets, &defined.traded, defined.best.configuration, method) {
            Ok(found) => {
                agreement.push(
                    adjusted_rand(labels, &found)
                        .map_err(|error| Error::new("E0301", error.to_string()))?,
                );
                for (cluster, alike) in alike.iter_mut().enumerate() {
                    alike.push(jaccard(labels, cluster, &found));
                }
            }
            Err(_) => failed += 1,
        }
        progress(draw + 1);
    }
    let ends = float::quantile(&agreement, 0.05).zip(float::quantile(&agreement, 0.95));
    let clusters: Vec<f64> = alike.iter().filter_map(|values| float::mean(values)).collect();
    Ok(float::mean(&agreement).zip(ends).map(|(adjusted_rand, interval)| Stability {
        adjusted_rand,
        interval,
        recovered: clusters.iter().filter(|value| **value >= RECOVERED).count(),
        dissolved: clusters.iter().filter(|value| **value < 0.5).count(),
        clusters,
        draws: agreement.len(),
        failed,
        seed: resampling.seed,
    }))
}

/// The figures over markets drawn with repetition.
fn drawn(figures: &Figures, seed: u64, draw: u32) -> Result<Figures, Error> {
    let markets = figures.establishments.rows();
    let bound = u32::try_from(markets).unwrap_or(u32::MAX);
    let mut words = Words::new(seed, PURPOSE, u64::from(draw));
    let rows: Vec<Vec<f64>> = (0..markets)
        .map(|_| figures.establishments.row(words.below(bound) as usize).to_vec())
        .collect();
    let establishments =
        Matrix::from_rows(&rows).map_err(|error| Error::new("E0301", error.to_string()))?;
    Ok(Figures { establishments, ..figures.clone() })
}

/// Largest share that a cluster and a group found have in common of both together.
fn jaccard(labels: &[usize], cluster: usize, found: &[usize]) -> f64 {
    let groups = found.iter().max().map_or(0, |last| last + 1);
    let mut shared = vec![0_usize; groups];
    let mut sizes = vec![0_usize; groups];
    let mut own = 0_usize;
    for (&label, &group) in labels.iter().zip(found) {
        sizes[group] += 1;
        shared[group] += usize::from(label == cluster);
        own += usize::from(label == cluster);
    }
    let index =
        |group: usize| shared[group] as f64 / (own + sizes[group] - shared[group]).max(1) as f64;
    (0..groups).map(index).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_the_closest_group_by_hand() {
        let (labels, found) = ([0, 0, 0, 1, 1], [0, 0, 1, 1, 1]);
        assert!((jaccard(&labels, 0, &found) - 2.0 / 3.0).abs() < 1e-15);
        assert!((jaccard(&labels, 1, &found) - 2.0 / 3.0).abs() < 1e-15);
        assert!(jaccard(&labels, 0, &[1, 1, 1, 0, 0]) > 1.0 - 1e-15, "names do not matter");
        assert!(jaccard(&[], 0, &[]).abs() < 1e-15);
    }
}
