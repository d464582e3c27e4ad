//! Who stands between whom: measures of a small network of equal ties.

use std::collections::{BTreeSet, VecDeque};

/// A network without direction, weights or loops; each pair of knots is tied once or not at all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Graph {
    neighbours: Vec<BTreeSet<usize>>,
}

impl Graph {
    /// A network of so many knots. Ties of a knot to itself, or to none of them, are left out.
    pub fn new(knots: usize, ties: impl IntoIterator<Item = (usize, usize)>) -> Self {
        let mut neighbours = vec![BTreeSet::new(); knots];
        for (a, b) in ties {
            if a != b && a < knots && b < knots {
                neighbours[a].insert(b);
                neighbours[b].insert(a);
            }
        }
        Self { neighbours }
    }

    /// Ties of a knot.
    pub fn degree(&self, knot: usize) -> usize {
        self.neighbours[knot].len()
    }

    /// Ties over the pairs that could be tied; none where there is no pair.
    pub fn density(&self) -> Option<f64> {
        let knots = self.neighbours.len();
        let ties: usize = self.neighbours.iter().map(BTreeSet::len).sum();
        (knots > 1).then(|| ties as f64 / (knots * (knots - 1)) as f64)
    }

    /// The part of the network that each knot lies in, numbered from 0 in the order of their first knots.
    pub fn components(&self) -> Vec<usize> {
        let mut of = vec![usize::MAX; self.neighbours.len()];
        let mut next = 0;
        for start in 0..of.len() {
            if of[start] != usize::MAX {
                continue;
            }
            of[start] = next;
            let mut open = vec![start];
            while let Some(knot) = open.pop() {
                for &other in &self.neighbours[knot] {
                    if of[other] == usize::MAX {
                        of[other] = next;
                        open.push(other);
                    }
                }
            }
            next += 1;
        }
        of
    }

    /// Knots without which the rest of their part would fall apart.
    pub fn cut_points(&self) -> Vec<bool> {
        let parts = |graph: &Self| graph.components().into_iter().max().map_or(0, |most| most + 1);
        let whole = parts(self);
        let falls = |knot: usize| {
            let ties = self.neighbours.iter().enumerate().flat_map(|(a, others)| {
                others.iter().map(move |&b| (a, b)).filter(|(a, b)| *a != knot && *b != knot)
            });
            // The knot itself stays behind as a part of its own.
            self.degree(knot) > 0 && parts(&Self::new(self.neighbours.len(), ties)) > whole + 1
        };
        (0..self.neighbours.len()).map(falls).collect()
    }

    /// Share of the pairs of other knots whose shortest paths run through each knot; none with fewer than three
    /// knots. Several shortest paths of a pair share it evenly.
    ///
    /// # Source
    ///
    /// Freeman 1977, Sociometry 40(1); the algorithm: Brandes 2001, Journal of Mathematical Sociology 25(2).
    pub fn betweenness(&self) -> Option<Vec<f64>> {
        let knots = self.neighbours.len();
        if knots < 3 {
            return None;
        }
        let mut through = vec![0.0; knots];
        for start in 0..knots {
            self.add_paths_from(start, &mut through);
        }
        // Each pair was met from both of its ends.
        let pairs = ((knots - 1) * (knots - 2)) as f64;
        Some(through.into_iter().map(|own| own / pairs).collect())
    }

    /// Adds what each knot carries of the shortest paths from one knot.
    fn add_paths_from(&self, start: usize, through: &mut [f64]) {
        let knots = self.neighbours.len();
        let mut far = vec![usize::MAX; knots];
        let mut paths = vec![0.0; knots];
        (far[start], paths[start]) = (0, 1.0);
        let (mut order, mut open) = (Vec::new(), VecDeque::from([start]));
        while let Some(knot) = open.pop_front() {
            order.push(knot);
            for &other in &self.neighbours[knot] {
                if far[other] == usize::MAX {
                    far[other] = far[knot] + 1;
                    open.push_back(other);
                }
                if far[other] == far[knot] + 1 {
                    paths[other] += paths[knot];
                }
            }
        }
        let mut rests = vec![0.0; knots];
        for &knot in order.iter().rev() {
            for &before in &self.neighbours[knot] {
                if far[before] < far[knot] {
                    rests[before] += paths[before] / paths[knot] * (1.0 + rests[knot]);
                }
            }
            if knot != start {
                through[knot] += rests[knot];
            }
        }
    }

    /// How far a knot's ties lead back to each other: 1 with a single tie, low where its ties lead to many that
    /// do not know each other; none for a knot without ties. Can exceed 1 in small dense groups.
    ///
    /// # Source
    ///
    /// Burt 1992, Structural Holes, chapter 2: the sum over a knot's ties of the squared share of its effort
    /// that leads to each, directly or through one other; effort is split evenly.
    pub fn constraint(&self, knot: usize) -> Option<f64> {
        let effort = |from: usize, to: usize| {
            let ties = &self.neighbours[from];
            if ties.contains(&to) { 1.0 / ties.len() as f64 } else { 0.0 }
        };
        let own = &self.neighbours[knot];
        let toward = |other: usize| {
            let around = own.iter().filter(|via| **via != other);
            let through: f64 = around.map(|&via| effort(knot, via) * effort(via, other)).sum();
            let whole = effort(knot, other) + through;
            whole * whole
        };
        (!own.is_empty()).then(|| own.iter().map(|&other| toward(other)).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Krackhardt 1990, Administrative Science Quarterly 35(2): ten people in the shape of a kite.
    fn kite() -> Graph {
        let ties = [
            (0, 1),
            (0, 2),
            (0, 3),
            (0, 5),
            (1, 3),
            (1, 4),
            (1, 6),
            (2, 3),
            (2, 5),
            (3, 4),
            (3, 5),
            (3, 6),
            (4, 6),
            (5, 6),
            (5, 7),
            (6, 7),
            (7, 8),
            (8, 9),
        ];
        Graph::new(10, ties)
    }

    #[test]
    fn reference_the_kite_as_networkx_3_6_1_measures_it() {
        let (kite, close) = (kite(), |a: f64, b: f64| (a - b).abs() < 1e-6);
        let between = [
            0.023_148, 0.023_148, 0.0, 0.101_852, 0.0, 0.231_481, 0.231_481, 0.388_889, 0.222_222,
            0.0,
        ];
        let constraint = [
            0.541_198, 0.541_198, 0.664_136, 0.470_170, 0.664_136, 0.445_089, 0.445_089, 0.431_111,
            0.5, 1.0,
        ];
        let found = kite.betweenness().unwrap();
        for at in 0..10 {
            assert!(close(found[at], between[at]), "betweenness of {at}: {}", found[at]);
            assert!(close(kite.constraint(at).unwrap(), constraint[at]), "constraint of {at}");
        }
        assert!(close(kite.density().unwrap(), 0.4));
        let cut: Vec<usize> = (0..10).filter(|at| kite.cut_points()[*at]).collect();
        assert_eq!(cut, [7, 8]);
    }

    #[test]
    fn law_the_middle_of_a_star_carries_every_pair_and_nobody_in_a_clique_does() {
        let star = Graph::new(6, (1..6).map(|tip| (0, tip)));
        let between = star.betweenness().unwrap();
        assert!((between[0] - 1.0).abs() < 1e-12 && between[1].abs() < 1e-12);
        assert!((star.constraint(0).unwrap() - 0.2).abs() < 1e-12);
        let clique = Graph::new(5, (0..5).flat_map(|a| (0..a).map(move |b| (a, b))));
        assert!(clique.betweenness().unwrap().iter().all(|own| own.abs() < 1e-12));
        assert!((clique.density().unwrap() - 1.0).abs() < 1e-12);
        assert!(!clique.cut_points().contains(&true));
    }

    #[test]
    fn law_a_further_part_of_the_network_changes_no_constraint_and_no_cut() {
        let kite = kite();
        let ties = (0..10).flat_map(|a| (0..10).map(move |b| (a, b)));
        let own = ties.filter(|(a, b)| kite.neighbours[*a].contains(b)).chain([(10, 11), (11, 12)]);
        let both = Graph::new(13, own);
        assert!((0..10).all(|at| both.constraint(at) == kite.constraint(at)));
        assert_eq!(both.components(), [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1]);
        assert_eq!(both.cut_points()[..10], kite.cut_points()[..]);
        assert!(both.cut_points()[11]);
    }

    #[test]
    fn edge_nobody_one_and_two() {
        let none = Graph::new(0, []);
        assert_eq!((none.density(), none.betweenness(), none.components()), (None, None, vec![]));
        let one = Graph::new(1, [(0, 0), (0, 7)]);
        assert_eq!((one.density(), one.constraint(0), one.cut_points()), (None, None, vec![false]));
        let two = Graph::new(2, [(0, 1), (1, 0)]);
        assert_eq!((two.density(), two.constraint(0)), (Some(1.0), Some(1.0)));
    }
}
