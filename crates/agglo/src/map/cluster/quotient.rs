//! Quotients of clusters over a whole table: each cluster, and each industry's cluster without it.
//!
//! `CLQ = (sum of x over the cluster / region) / (sum of X over the cluster / nation)`; outside an industry,
//! the industry leaves both sums and the totals stay whole.

use agglo_stats::float;

/// Quotients of every cluster in every region, and of the rest of each industry's cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct ClusterQuotients {
    /// By region and cluster.
    pub cluster: Vec<Vec<Option<f64>>>,
    /// By region and industry: the cluster without the industry; `None` for a cluster of one.
    pub outside: Vec<Vec<Option<f64>>>,
}

/// Quotients of clusters from counts by region and industry; `group[i]` is the cluster of industry `i`.
///
/// The nation is the sum of the rows. `None` stands where a share would be one of nothing. An industry
/// without a group, or a row of another length, is left out.
///
/// # How to read it
///
/// The quotient outside an industry is what its neighbours in the cluster offer it: the strength that
/// Delgado, Porter and Stern relate to growth.
///
/// # Source
///
/// Delgado, Porter and Stern 2014, Research Policy 43(10).
pub fn cluster_quotients(x: &[Vec<f64>], group: &[usize]) -> ClusterQuotients {
    let groups = group.iter().max().map_or(0, |last| last + 1);
    let industries = group.len();
    let column =
        |industry: usize| float::sum(x.iter().filter_map(|row| row.get(industry).copied()));
    let nation: Vec<f64> = (0..industries).map(column).collect();
    let total = float::sum(nation.iter().copied());
    let pooled = |row: &[f64]| -> Vec<f64> {
        (0..groups)
            .map(|at| {
                float::sum(
                    row.iter().zip(group).filter(|(_, g)| **g == at).map(|(value, _)| *value),
                )
            })
            .collect()
    };
    let national = pooled(&nation);
    let members: Vec<usize> =
        (0..groups).map(|at| group.iter().filter(|&&g| g == at).count()).collect();
    let quotient = |part: f64, region: f64, whole: f64| {
        (region > 0.0 && whole > 0.0 && total > 0.0).then(|| (part / region) / (whole / total))
    };
    let of_row = |row: &Vec<f64>| {
        let (region, sums) = (float::sum(row.iter().copied()), pooled(row));
        let cluster = (0..groups).map(|at| quotient(sums[at], region, national[at])).collect();
        let outside = |(industry, &at): (usize, &usize)| {
            let rest = quotient(sums[at] - row[industry], region, national[at] - nation[industry]);
            rest.filter(|_| members[at] > 1)
        };
        (cluster, group.iter().enumerate().map(outside).collect())
    };
    let (cluster, outside) = x.iter().filter(|row| row.len() == industries).map(of_row).unzip();
    ClusterQuotients { cluster, outside }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: Option<f64>, b: f64) -> bool {
        a.is_some_and(|a| (a - b).abs() < 1e-12)
    }

    #[test]
    fn reference_two_regions_by_hand() {
        // Region 1: 2 and 3 of 10 in the cluster; nation: 4 and 6 of 40.
        let x = vec![vec![2.0, 3.0, 5.0], vec![2.0, 3.0, 25.0]];
        let found = cluster_quotients(&x, &[0, 0, 1]);
        assert!(close(found.cluster[0][0], (5.0 / 10.0) / (10.0 / 40.0)));
        assert!(close(found.outside[0][0], (3.0 / 10.0) / (6.0 / 40.0)));
        assert_eq!(found.outside[0][2], None, "a lone industry has no neighbours");
    }

    #[test]
    fn law_a_region_that_is_the_nation_scaled_has_one_everywhere() {
        let x = vec![vec![2.0, 3.0, 5.0], vec![4.0, 6.0, 10.0]];
        let found = cluster_quotients(&x, &[0, 1, 1]);
        assert!(found.cluster.iter().flatten().all(|&value| close(value, 1.0)));
    }

    #[test]
    fn edge_an_empty_region_has_no_shares() {
        let found = cluster_quotients(&[vec![0.0, 0.0], vec![1.0, 1.0]], &[0, 1]);
        assert_eq!(found.cluster[0], [None, None]);
        assert!(cluster_quotients(&[], &[]).cluster.is_empty());
    }
}
