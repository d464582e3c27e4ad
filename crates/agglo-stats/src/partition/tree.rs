//! Hierarchical clustering: the tree of merges, and the groups that a cut of it leaves.

use crate::error::Error;
use crate::matrix::Matrix;

/// How far two groups are apart, given the distances of their members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Linkage {
    /// Mean distance between members of the two.
    Average,
    /// Growth of the sum of squares within groups when the two merge; wants squared Euclidean distances.
    Ward,
}

/// Distances between items: symmetric, zero on the diagonal, stored whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Distances {
    size: usize,
    values: Vec<f64>,
}

impl Distances {
    /// Distances from a function of two items, asked once for each pair.
    ///
    /// # Errors
    ///
    /// [`Error::Range`] when a distance is not finite.
    pub fn from_fn(size: usize, distance: impl Fn(usize, usize) -> f64) -> Result<Self, Error> {
        let mut values = vec![0.0; size * size];
        for row in 0..size {
            for column in row + 1..size {
                let value = distance(row, column);
                if !value.is_finite() {
                    return Err(Error::Range { what: "a distance", value, range: "finite" });
                }
                values[row * size + column] = value;
                values[column * size + row] = value;
            }
        }
        Ok(Self { size, values })
    }

    /// Squared Euclidean distances between the rows of a matrix.
    ///
    /// # Errors
    ///
    /// As [`Distances::from_fn`].
    pub fn squared_between_rows(rows: &Matrix) -> Result<Self, Error> {
        Self::from_fn(rows.rows(), |a, b| {
            let pairs = rows.row(a).iter().zip(rows.row(b));
            pairs.map(|(a, b)| (a - b) * (a - b)).sum()
        })
    }

    fn at(&self, a: usize, b: usize) -> f64 {
        self.values[a * self.size + b]
    }

    fn set(&mut self, a: usize, b: usize, value: f64) {
        self.values[a * self.size + b] = value;
        self.values[b * self.size + a] = value;
    }
}

/// Merges of a hierarchical clustering, lowest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    size: usize,
    /// Two items, one of each group that merges, and the height.
    merges: Vec<(usize, usize, f64)>,
}

impl Tree {
    /// Merges the two nearest groups until one is left, by chains of nearest neighbours.
    ///
    /// Of equally near groups the one with the lowest item wins, so the tree depends on nothing but the
    /// distances and their order.
    ///
    /// # Source
    ///
    /// Lance and Williams 1967 (update of distances); Benzécri 1982 and Murtagh 1983 (chains).
    pub fn grow(distances: Distances, linkage: Linkage) -> Self {
        let size = distances.size;
        let mut distances = distances;
        let mut weight = vec![1.0_f64; size];
        let mut alive = vec![true; size];
        let mut chain: Vec<usize> = Vec::new();
        let mut merges = Vec::with_capacity(size.saturating_sub(1));
        while merges.len() + 1 < size {
            let Some(&tip) = chain.last() else {
                chain.extend(alive.iter().position(|alive| *alive));
                continue;
            };
            let before = chain.len().checked_sub(2).map(|at| chain[at]);
            let Some(near) = nearest(&distances, &alive, tip, before) else { break };
            if Some(near) != before {
                chain.push(near);
                continue;
            }
            chain.truncate(chain.len() - 2);
            let (low, high) = (tip.min(near), tip.max(near));
            merges.push((low, high, distances.at(low, high)));
            join(&mut distances, &alive, &weight, (low, high), linkage);
            weight[low] += weight[high];
            alive[high] = false;
        }
        merges.sort_by(|a, b| a.2.total_cmp(&b.2));
        Self { size, merges }
    }

    /// Heights of the merges, lowest first.
    pub fn heights(&self) -> impl Iterator<Item = f64> {
        self.merges.iter().map(|merge| merge.2)
    }

    /// The group of each item where `groups` groups are left; groups are numbered by their lowest item.
    pub fn cut(&self, groups: usize) -> Vec<usize> {
        let keep = self.size.saturating_sub(groups.max(1));
        let mut parent: Vec<usize> = (0..self.size).collect();
        for &(a, b, _) in self.merges.iter().take(keep) {
            let (a, b) = (root(&mut parent, a), root(&mut parent, b));
            parent[a.max(b)] = a.min(b);
        }
        let roots: Vec<usize> = (0..self.size).map(|item| root(&mut parent, item)).collect();
        let mut names: Vec<usize> = roots.clone();
        names.sort_unstable();
        names.dedup();
        roots.iter().map(|root| names.binary_search(root).unwrap_or(0)).collect()
    }
}

/// The nearest other group; the one the chain came from wins a tie, else the lowest.
fn nearest(
    distances: &Distances,
    alive: &[bool],
    from: usize,
    before: Option<usize>,
) -> Option<usize> {
    let mut best: Option<(f64, usize)> = before.map(|at| (distances.at(from, at), at));
    for (at, _) in alive.iter().enumerate().filter(|(at, alive)| **alive && *at != from) {
        let distance = distances.at(from, at);
        if best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, at));
        }
    }
    best.map(|(_, at)| at)
}

/// Distances from the merged group, which keeps the lower item's place.
fn join(
    distances: &mut Distances,
    alive: &[bool],
    weight: &[f64],
    (low, high): (usize, usize),
    linkage: Linkage,
) {
    let (a, b) = (weight[low], weight[high]);
    let between = distances.at(low, high);
    for other in (0..distances.size).filter(|&at| alive[at] && at != low && at != high) {
        let (x, y, c) = (distances.at(low, other), distances.at(high, other), weight[other]);
        let value = match linkage {
            Linkage::Average => (a * x + b * y) / (a + b),
            Linkage::Ward => ((a + c) * x + (b + c) * y - c * between) / (a + b + c),
        };
        distances.set(low, other, value);
    }
}

fn root(parent: &mut [usize], item: usize) -> usize {
    let mut at = item;
    while parent[at] != at {
        parent[at] = parent[parent[at]];
        at = parent[at];
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Eight points on a line.
    const POINTS: [f64; 8] = [0.0, 0.4, 1.0, 4.0, 4.9, 9.0, 9.5, 11.0];

    fn tree(linkage: Linkage) -> Tree {
        let rows: Vec<Vec<f64>> = POINTS.iter().map(|&x| vec![x]).collect();
        let matrix = Matrix::from_rows(&rows).unwrap();
        let distances = match linkage {
            Linkage::Ward => Distances::squared_between_rows(&matrix),
            Linkage::Average => Distances::from_fn(8, |a, b| (POINTS[a] - POINTS[b]).abs()),
        };
        Tree::grow(distances.unwrap(), linkage)
    }

    /// `scipy.cluster.hierarchy.linkage` 1.17 of the same points; Ward's heights squared.
    #[test]
    fn reference_heights_of_a_peer() {
        let average = [0.4, 0.5, 0.8, 0.9, 1.75, 3.983_333_333_333_333_4, 7.773_333_333_333_333];
        let ward: [f64; 7] = [
            0.4,
            0.5,
            0.9,
            0.923_760_430_703_401,
            2.020_725_942_163_690_3,
            6.170_953_464_957_151,
            15.052_995_272_259_49,
        ];
        for (got, expected) in tree(Linkage::Average).heights().zip(average) {
            assert!((got - expected).abs() < 1e-9, "{got} {expected}");
        }
        for (got, expected) in tree(Linkage::Ward).heights().zip(ward) {
            assert!((got.sqrt() - expected).abs() < 1e-9, "{} {expected}", got.sqrt());
        }
    }

    #[test]
    fn a_cut_finds_planted_groups_and_numbers_them_by_their_lowest_item() {
        for linkage in [Linkage::Average, Linkage::Ward] {
            assert_eq!(tree(linkage).cut(3), [0, 0, 0, 1, 1, 2, 2, 2]);
            assert_eq!(tree(linkage).cut(8), [0, 1, 2, 3, 4, 5, 6, 7]);
            assert_eq!(tree(linkage).cut(0), [0; 8]);
        }
    }

    #[test]
    fn edge_nothing_and_one_item_have_no_merges() {
        for size in [0, 1] {
            let tree = Tree::grow(Distances::from_fn(size, |_, _| 1.0).unwrap(), Linkage::Average);
            assert_eq!((tree.heights().count(), tree.cut(1).len()), (0, size));
        }
        assert!(Distances::from_fn(2, |_, _| f64::NAN).is_err());
    }

    #[test]
    fn equal_distances_merge_in_the_order_of_the_items() {
        let tree = Tree::grow(Distances::from_fn(4, |_, _| 1.0).unwrap(), Linkage::Average);
        assert_eq!(tree.cut(2), [0, 0, 0, 1]);
    }
}
