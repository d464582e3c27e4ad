//! Validation scores: whether industries are closer to their own cluster than to the others.

use agglo_stats::float;
use agglo_stats::random::permuted;
use schemars::JsonSchema;
use serde::Serialize;

use crate::map::cluster::similarity::Similarity;

/// Relatedness within and between clusters. A cluster of one has no inside: `None`.
#[derive(Clone, Debug, PartialEq)]
pub struct Relatedness {
    /// Mean similarity inside each cluster.
    pub within: Vec<Option<f64>>,
    /// Mean similarity between each pair of clusters.
    pub between: Vec<Vec<Option<f64>>>,
    /// Mean similarity of each industry to the others of its cluster.
    pub own: Vec<Option<f64>>,
    /// Mean similarity of each industry to each cluster, itself left out.
    pub to: Vec<Vec<Option<f64>>>,
}

/// Four shares in percent; clusters and industries of a cluster of one are left out.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Scores {
    /// Clusters whose inside exceeds the mean of their similarities to the other clusters.
    pub cluster_mean: f64,
    /// Clusters whose inside exceeds the 95th percentile of those.
    pub cluster_p95: f64,
    /// Industries whose similarity to their own cluster exceeds the mean of those to the others.
    pub industry_mean: f64,
    /// Industries whose similarity to their own cluster exceeds the 95th percentile of those.
    pub industry_p95: f64,
}

impl Scores {
    /// Mean of the four.
    pub fn mean(&self) -> f64 {
        (self.cluster_mean + self.cluster_p95 + self.industry_mean + self.industry_p95) / 4.0
    }
}

/// Where a score stands among those of permuted labels.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Null {
    /// Permutations drawn.
    pub draws: usize,
    /// Mean of their scores.
    pub mean: f64,
    /// 99th percentile of their scores, type 7.
    pub p99: f64,
    /// Largest of their scores.
    pub largest: f64,
    /// Distance of the score from their mean in their standard deviations.
    pub z: f64,
    /// Share of draws at least as high, the score itself counted among them.
    pub p: f64,
}

/// Relatedness of a partition; `labels[i]` is the cluster of industry `i`, clusters numbered from 0.
pub fn relatedness(similarity: &Similarity, labels: &[usize]) -> Relatedness {
    let clusters = labels.iter().max().map_or(0, |last| last + 1);
    let sizes = sizes(labels, clusters);
    let sums = sums(similarity, labels, clusters);
    let mean = |sum: f64, count: usize| (count > 0).then(|| sum / count as f64);
    let own = |(industry, &cluster): (usize, &usize)| {
        mean(sums[industry][cluster], sizes[cluster].saturating_sub(1))
    };
    let mut pairs = vec![vec![0.0; clusters]; clusters];
    for (row, &cluster) in sums.iter().zip(labels) {
        for (total, value) in pairs[cluster].iter_mut().zip(row) {
            *total += value;
        }
    }
    let between = |a: usize, b: usize| {
        if a == b { None } else { mean(pairs[a][b], sizes[a] * sizes[b]) }
    };
    let within = |at: usize| mean(pairs[at][at], sizes[at] * sizes[at].saturating_sub(1));
    let to = |industry: usize, cluster: usize| {
        let members = sizes[cluster] - usize::from(labels[industry] == cluster);
        mean(sums[industry][cluster], members)
    };
    Relatedness {
        within: (0..clusters).map(within).collect(),
        between: (0..clusters).map(|a| (0..clusters).map(|b| between(a, b)).collect()).collect(),
        own: labels.iter().enumerate().map(own).collect(),
        to: (0..labels.len()).map(|i| (0..clusters).map(|c| to(i, c)).collect()).collect(),
    }
}

/// Validation scores of a partition; `None` where no cluster has two members or there is but one cluster.
///
/// # Returns
///
/// Shares in percent; percentiles are of type 7.
///
/// # Source
///
/// After Delgado, Porter and Stern 2016, Journal of Economic Geography 16(1).
pub fn scores(similarity: &Similarity, labels: &[usize]) -> Option<Scores> {
    let found = relatedness(similarity, labels);
    let cluster = found.within.iter().enumerate().filter_map(|(at, inside)| {
        let others: Vec<f64> = found.between[at].iter().flatten().copied().collect();
        passes((*inside)?, &others)
    });
    let industry = found.own.iter().zip(labels).enumerate().filter_map(|(at, (inside, own))| {
        let others = found.to[at].iter().enumerate().filter(|(cluster, _)| cluster != own);
        passes((*inside)?, &others.filter_map(|(_, value)| *value).collect::<Vec<f64>>())
    });
    let (cluster_mean, cluster_p95) = percent(cluster)?;
    let (industry_mean, industry_p95) = percent(industry)?;
    Some(Scores { cluster_mean, cluster_p95, industry_mean, industry_p95 })
}

/// Whether a value exceeds the mean and the 95th percentile of others.
fn passes(value: f64, others: &[f64]) -> Option<(bool, bool)> {
    Some((value > float::mean(others)?, value > float::quantile(others, 0.95)?))
}

fn percent(passed: impl Iterator<Item = (bool, bool)>) -> Option<(f64, f64)> {
    let (mut first, mut second, mut all) = (0_usize, 0_usize, 0_usize);
    for (mean, p95) in passed {
        first += usize::from(mean);
        second += usize::from(p95);
        all += 1;
    }
    let share = |count: usize| 100.0 * count as f64 / all as f64;
    (all > 0).then(|| (share(first), share(second)))
}

/// Where a statistic of a partition stands among those of permuted labels.
///
/// Draw `k` reads stream `k` of the seed, so the draws do not depend on each other. `None` where the
/// statistic is undefined for the labels or a permutation of them.
pub fn null(
    labels: &[usize],
    seed: u64,
    draws: usize,
    statistic: impl Fn(&[usize]) -> Option<f64>,
) -> Option<Null> {
    let value = statistic(labels)?;
    let drawn: Vec<f64> = (0..draws as u64)
        .map(|unit| statistic(&permuted(labels, seed, unit)))
        .collect::<Option<_>>()?;
    let mean = float::mean(&drawn)?;
    let squares = float::sum(drawn.iter().map(|draw| (draw - mean) * (draw - mean)));
    let spread = (squares / draws as f64).sqrt();
    let reached = drawn.iter().filter(|draw| **draw >= value).count();
    Some(Null {
        draws,
        mean,
        p99: float::quantile(&drawn, 0.99)?,
        largest: drawn.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        z: if spread > 0.0 { (value - mean) / spread } else { 0.0 },
        p: (1 + reached) as f64 / (1 + draws) as f64,
    })
}

pub(super) fn sizes(labels: &[usize], clusters: usize) -> Vec<usize> {
    let mut sizes = vec![0; clusters];
    for &cluster in labels {
        sizes[cluster] += 1;
    }
    sizes
}

/// Sum of each industry's similarities to each cluster.
pub(super) fn sums(similarity: &Similarity, labels: &[usize], clusters: usize) -> Vec<Vec<f64>> {
    (0..similarity.size())
        .map(|industry| {
            let mut sums = vec![0.0; clusters];
            for (value, &cluster) in similarity.row(industry).iter().zip(labels) {
                sums[cluster] += value;
            }
            sums
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two planted groups of three.
    fn planted() -> Similarity {
        Similarity::from_fn(6, |a, b| if a / 3 == b / 3 { 1.0 } else { 0.1 * (a + b) as f64 / 8.0 })
    }

    #[test]
    fn planted_groups_score_full_marks_and_beat_every_permutation_but_themselves() {
        let labels = [0, 0, 0, 1, 1, 1];
        let found = scores(&planted(), &labels).unwrap();
        assert!((found.mean() - 100.0).abs() < 1e-12);
        let null = null(&labels, 1, 200, |labels| scores(&planted(), labels).map(|s| s.mean()));
        let null = null.unwrap();
        assert!(null.mean < 60.0 && null.z > 1.0, "{null:?}");
        // 2 of the 20 splits are the planted one: 10 % of draws, give or take four standard errors.
        assert!((null.p - 0.1).abs() < 0.09, "{null:?}");
    }

    #[test]
    fn a_cluster_of_one_has_no_inside_and_is_left_out() {
        let found = relatedness(&planted(), &[0, 0, 0, 1, 1, 2]);
        assert_eq!((found.within[2], found.own[5]), (None, None));
        assert!(found.between[2][1].is_some());
        assert!(scores(&planted(), &[0, 0, 0, 1, 1, 2]).is_some());
    }

    #[test]
    fn edge_one_cluster_or_nothing_has_no_score() {
        assert_eq!(scores(&planted(), &[0; 6]), None);
        assert_eq!(scores(&Similarity::from_fn(0, |_, _| 0.0), &[]), None);
        assert_eq!(scores(&planted(), &[0, 1, 2, 3, 4, 5]), None);
    }
}
