//! Groups of similar industries: a tree, a cut, no crumbs, every industry where it is closest.

use agglo_stats::float;
use agglo_stats::matrix::Matrix;
use agglo_stats::partition::{Centre, Distances, Linkage, Tree, around_centres};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::error::Error;
use crate::map::cluster::similarity::Similarity;
use crate::map::cluster::validation::{relatedness, sizes, sums};

/// How groups are made.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Growth {
    /// Mean similarity between the members of two groups.
    Average,
    /// Ward's criterion on the rows of the similarity table: industries alike in whom they resemble.
    Ward,
    /// The nearest of so many means of those rows.
    Means,
    /// The nearest of so many medians of those rows.
    Medians,
}

/// What keeps groups clean; each number is printed with the definition.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GroupRule {
    /// Smaller groups dissolve: each member joins the group that it is closest to.
    pub least_members: usize,
    /// How often one industry may change its group before it stays.
    pub moves: usize,
    /// A group that falls into two parts of at least this many industries each, whose mean similarity to
    /// each other is below `coherence`, is incoherent.
    pub least_part: usize,
    /// Percentile of the mean similarities between different groups, type 7: parts of one group must be
    /// closer to each other than nearly all groups are.
    pub coherence: f64,
}

/// Starts of a search for centres: the lowest of them counts.
const STARTS: u32 = 10;

/// Industries as a growth sees them, ready to be cut into any number of groups.
#[derive(Clone, Debug)]
pub enum Grown {
    /// A tree that is cut.
    Tree(Tree),
    /// Rows of the similarity table, gathered around centres drawn from a seed.
    Rows {
        /// One row an industry.
        rows: Matrix,
        /// What the centres are.
        centre: Centre,
        /// Seed of the starts.
        seed: u64,
    },
}

impl Grown {
    /// Prepares a similarity table. The seed is read where groups gather around centres.
    ///
    /// # Errors
    ///
    /// `E0301` where a similarity is not finite.
    pub fn new(similarity: &Similarity, growth: Growth, seed: u64) -> Result<Self, Error> {
        let around = |centre| Ok(Self::Rows { rows: rows(similarity)?, centre, seed });
        match growth {
            Growth::Average => tree_of_means(similarity).map(Self::Tree),
            Growth::Ward => {
                let distances = Distances::squared_between_rows(&rows(similarity)?)
                    .map_err(|error| numbers(&error))?;
                Ok(Self::Tree(Tree::grow(distances, Linkage::Ward)))
            }
            Growth::Means => around(Centre::Mean),
            Growth::Medians => around(Centre::Median),
        }
    }

    /// So many groups, or one for each industry where there are fewer.
    ///
    /// # Errors
    ///
    /// `E0301` where no group is asked for.
    pub fn cut(&self, groups: usize) -> Result<Vec<usize>, Error> {
        match self {
            Self::Tree(tree) => Ok(tree.cut(groups)),
            Self::Rows { rows, .. } if rows.rows() == 0 => Ok(Vec::new()),
            Self::Rows { rows, centre, seed } => {
                let groups = groups.min(rows.rows());
                let found = around_centres(rows, groups, *centre, STARTS, *seed);
                found.map(|found| found.labels).map_err(|error| numbers(&error))
            }
        }
    }
}

fn numbers(error: &agglo_stats::Error) -> Error {
    Error::new("E0301", error.to_string())
}

/// The tree by mean similarity.
fn tree_of_means(similarity: &Similarity) -> Result<Tree, Error> {
    let distances = Distances::from_fn(similarity.size(), |a, b| -similarity.at(a, b));
    Ok(Tree::grow(distances.map_err(|error| numbers(&error))?, Linkage::Average))
}

fn rows(similarity: &Similarity) -> Result<Matrix, Error> {
    let rows: Vec<Vec<f64>> = (0..similarity.size()).map(|at| with_self(similarity, at)).collect();
    Matrix::from_rows(&rows).map_err(|error| numbers(&error))
}

/// A row of the table where an industry is as close to itself as to its closest other.
fn with_self(similarity: &Similarity, at: usize) -> Vec<f64> {
    let mut row = similarity.row(at).to_vec();
    row[at] = row.iter().copied().fold(0.0, f64::max);
    row
}

/// A cut, cleaned: small groups dissolved, every industry moved to where it is closest.
///
/// # Errors
///
/// As [`Grown::cut`].
pub fn groups(
    similarity: &Similarity,
    grown: &Grown,
    cut: usize,
    rule: &GroupRule,
) -> Result<Vec<usize>, Error> {
    let dissolved = dissolve(similarity, &grown.cut(cut)?, rule.least_members);
    Ok(settle(similarity, &dissolved, rule.moves))
}

/// Members of groups below `least` join the remaining group that they are closest to on average.
pub fn dissolve(similarity: &Similarity, labels: &[usize], least: usize) -> Vec<usize> {
    let clusters = labels.iter().max().map_or(0, |last| last + 1);
    let (sizes, sums) = (sizes(labels, clusters), sums(similarity, labels, clusters));
    let stays = |cluster: usize| sizes[cluster] >= least;
    let home = |industry: usize| {
        let remaining = (0..clusters).filter(|&cluster| stays(cluster));
        highest(remaining.map(|cluster| (cluster, sums[industry][cluster] / sizes[cluster] as f64)))
    };
    let moved = labels.iter().enumerate().map(|(industry, &cluster)| {
        if stays(cluster) { cluster } else { home(industry).unwrap_or(cluster) }
    });
    renumbered(&moved.collect::<Vec<_>>())
}

/// Sweeps over the industries in their order; one that is closer on average to another group than to the
/// others of its own moves there, at most `moves` times.
///
/// Mean similarity can cycle where two industries chase each other; the limit ends that.
pub fn settle(similarity: &Similarity, labels: &[usize], moves: usize) -> Vec<usize> {
    let clusters = labels.iter().max().map_or(0, |last| last + 1);
    let mut labels = labels.to_vec();
    let mut sizes = sizes(&labels, clusters);
    let mut sums = sums(similarity, &labels, clusters);
    let mut moved = vec![0; labels.len()];
    loop {
        let mut changed = false;
        for industry in 0..labels.len() {
            let own = labels[industry];
            if moved[industry] >= moves {
                continue;
            }
            let mean = |cluster: usize| {
                let members = sizes[cluster] - usize::from(cluster == own);
                let mean = sums[industry][cluster] / members.max(1) as f64;
                (cluster, if members > 0 { mean } else { f64::NEG_INFINITY })
            };
            let Some(best) = highest((0..clusters).map(mean)) else { continue };
            if best == own || mean(best).1 <= mean(own).1 + 1e-12 {
                continue;
            }
            for (other, row) in sums.iter_mut().enumerate() {
                let value = similarity.at(other, industry);
                row[own] -= value;
                row[best] += value;
            }
            sizes[own] -= 1;
            sizes[best] += 1;
            labels[industry] = best;
            moved[industry] += 1;
            changed = true;
        }
        if !changed {
            return renumbered(&labels);
        }
    }
}

/// Groups that fall into two parts which are no closer than different groups usually are.
///
/// # Errors
///
/// As [`Grown::new`].
pub fn incoherent(
    similarity: &Similarity,
    labels: &[usize],
    rule: &GroupRule,
) -> Result<Vec<usize>, Error> {
    let found = relatedness(similarity, labels);
    let between: Vec<f64> = found.between.iter().flatten().flatten().copied().collect();
    let Some(cut) = float::quantile(&between, rule.coherence) else { return Ok(Vec::new()) };
    let mut faults = Vec::new();
    for cluster in 0..found.within.len() {
        let members: Vec<usize> =
            labels.iter().enumerate().filter(|(_, at)| **at == cluster).map(|(i, _)| i).collect();
        let inside =
            Similarity::from_fn(members.len(), |a, b| similarity.at(members[a], members[b]));
        let parts = tree_of_means(&inside)?.cut(2);
        let (a, b): (Vec<usize>, Vec<usize>) = (0..members.len()).partition(|&at| parts[at] == 0);
        let pairs = a.iter().flat_map(|&a| b.iter().map(move |&b| (a, b)));
        let sum = float::sum(pairs.map(|(a, b)| inside.at(a, b)));
        let mean = sum / (a.len() * b.len()).max(1) as f64;
        if a.len().min(b.len()) >= rule.least_part && mean < cut {
            faults.push(cluster);
        }
    }
    Ok(faults)
}

/// The name with the highest value; the first of equal ones.
fn highest(values: impl Iterator<Item = (usize, f64)>) -> Option<usize> {
    let mut best: Option<(usize, f64)> = None;
    for (name, value) in values {
        if best.is_none_or(|(_, most)| value > most) {
            best = Some((name, value));
        }
    }
    best.map(|(name, _)| name)
}

/// Groups numbered from 0 without gaps, in the order of their old numbers.
fn renumbered(labels: &[usize]) -> Vec<usize> {
    let mut names = labels.to_vec();
    names.sort_unstable();
    names.dedup();
    labels.iter().map(|label| names.binary_search(label).unwrap_or(0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: GroupRule =
        GroupRule { least_members: 3, moves: 3, least_part: 2, coherence: 0.95 };

    /// Three planted groups of five.
    fn planted() -> Similarity {
        Similarity::from_fn(15, |a, b| {
            let noise = 0.05 * (((a * 5 + b * 3) % 7) as f64);
            if a / 5 == b / 5 { 2.0 + noise } else { noise }
        })
    }

    fn truth() -> Vec<usize> {
        (0..15).map(|at| at / 5).collect()
    }

    #[test]
    fn every_growth_finds_what_was_planted_from_any_finer_cut() {
        for growth in [Growth::Average, Growth::Ward, Growth::Means, Growth::Medians] {
            let grown = Grown::new(&planted(), growth, 1).unwrap();
            for cut in 3..=4 {
                let found = groups(&planted(), &grown, cut, &RULE).unwrap();
                assert_eq!(found, truth(), "{growth:?} {cut}");
            }
        }
    }

    #[test]
    fn a_stray_industry_goes_home_and_a_lone_one_joins_its_closest() {
        let mut stray = truth();
        stray[14] = 0;
        assert_eq!(settle(&planted(), &stray, 3), truth());
        assert_eq!(settle(&planted(), &stray, 0), stray, "no moves, no change");
        let mut lone = truth();
        lone[0] = 3;
        assert_eq!(dissolve(&planted(), &lone, 2), truth());
    }

    #[test]
    fn a_group_of_two_strangers_is_incoherent_and_a_planted_one_is_not() {
        assert!(incoherent(&planted(), &truth(), &RULE).unwrap().is_empty());
        let strangers = Similarity::from_fn(15, |a, b| match (a / 5, b / 5) {
            (a, b) if a == b => 2.0,
            (0, 1) | (1, 0) => -0.5,
            _ => 0.1,
        });
        let glued: Vec<usize> = (0..15).map(|at| usize::from(at >= 10)).collect();
        assert_eq!(incoherent(&strangers, &glued, &RULE).unwrap(), [0]);
    }

    #[test]
    fn edge_nothing_to_group() {
        let nothing = Similarity::from_fn(0, |_, _| 0.0);
        for growth in [Growth::Ward, Growth::Means] {
            let grown = Grown::new(&nothing, growth, 1).unwrap();
            assert!(groups(&nothing, &grown, 3, &RULE).unwrap().is_empty());
        }
        let some = Grown::new(&planted(), Growth::Medians, 1).unwrap();
        assert_eq!(some.cut(99).unwrap().len(), 15, "no more groups than industries");
        assert!(some.cut(0).is_err());
    }
}
