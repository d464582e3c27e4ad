//! Co-occurrence relatedness: how often two industries stand together, against what chance would give.
//!
//! With `C` the regions that two different industries share, `S_i` its sums and `T` the sum of those:
//! association `(C / T) / ((S_i / T)(S_j / T))`, cosine `C / sqrt(S_i S_j)`, Jaccard
//! `C / (S_i + S_j - C)`, probability `C / ((S_i / T) S_j / (T - S_i) + (S_j / T) S_i / (T - S_j)) / (T / 2)`.
//! Ratios.

use agglo_stats::matrix::mirror_lower;

use crate::map::presence::Presence;

/// How a count of shared regions is set against the industries' own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Normalisation {
    /// Against independent draws of pairs without an industry meeting itself; 1 is chance.
    Probability,
    /// Against independent draws; about 1 is chance.
    Association,
    /// Against the geometric mean.
    Cosine,
    /// Against either.
    Jaccard,
}

/// Regions that pairs of different industries share.
#[derive(Clone, Debug, PartialEq)]
pub struct CoOccurrence {
    size: usize,
    counts: Vec<f64>,
    sums: Vec<f64>,
    total: f64,
}

impl CoOccurrence {
    /// Counts of a table of presence.
    pub fn of(presence: &Presence) -> Self {
        let size = presence.industries();
        let mut counts: Vec<f64> = presence.shared_by_pair().into_iter().map(f64::from).collect();
        for at in 0..size {
            counts[at * size + at] = 0.0;
        }
        mirror_lower(&mut counts, size);
        let sums: Vec<f64> =
            (0..size).map(|a| counts[a * size..(a + 1) * size].iter().sum()).collect();
        let total = sums.iter().sum();
        Self { size, counts, sums, total }
    }

    /// Relatedness of two industries; 0 of one with itself, `None` where one stands beside nothing.
    ///
    /// # Source
    ///
    /// Van Eck and Waltman 2009, Journal of the American Society for Information Science and Technology
    /// 60(8); Steijn 2021, Scientometrics 126(1), for the probability.
    pub fn relatedness(&self, a: usize, b: usize, normalisation: Normalisation) -> Option<f64> {
        let (own, other, total) = (self.sums[a], self.sums[b], self.total);
        if own <= 0.0 || other <= 0.0 {
            return None;
        }
        let shared = self.counts[a * self.size + b];
        Some(match normalisation {
            Normalisation::Probability => {
                let first = own / total * other / (total - own);
                let second = other / total * own / (total - other);
                shared / ((first + second) * total / 2.0)
            }
            Normalisation::Association => shared * total / (own * other),
            Normalisation::Cosine => shared / (own * other).sqrt(),
            Normalisation::Jaccard => shared / (own + other - shared),
        })
    }

    /// Relatedness of every pair.
    pub fn table(&self, normalisation: Normalisation) -> Vec<Vec<Option<f64>>> {
        let row = |a| (0..self.size).map(|b| self.relatedness(a, b, normalisation)).collect();
        (0..self.size).map(row).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Normalisation; 4] = [
        Normalisation::Probability,
        Normalisation::Association,
        Normalisation::Cosine,
        Normalisation::Jaccard,
    ];

    fn counts() -> CoOccurrence {
        let rows = [[1, 1, 0, 0], [1, 1, 1, 0], [1, 0, 1, 0]];
        CoOccurrence::of(&Presence::from_fn(3, 4, |r, i| rows[r][i] == 1))
    }

    #[test]
    fn reference_by_hand() {
        // Shared: 2, 2, 1; sums 4, 3, 3 of 10.
        let of = |normalisation| counts().relatedness(0, 1, normalisation).unwrap();
        assert!((of(Normalisation::Association) - 2.0 * 10.0 / 12.0).abs() < 1e-12);
        assert!((of(Normalisation::Cosine) - 2.0 / 12.0_f64.sqrt()).abs() < 1e-12);
        assert!((of(Normalisation::Jaccard) - 2.0 / 5.0).abs() < 1e-12);
        let expected = (0.4 * 3.0 / 6.0 + 0.3 * 4.0 / 7.0) * 5.0;
        assert!((of(Normalisation::Probability) - 2.0 / expected).abs() < 1e-12);
    }

    #[test]
    fn law_symmetric_with_zeros_on_the_diagonal() {
        for normalisation in ALL {
            let of = |a, b| counts().relatedness(a, b, normalisation).unwrap();
            for (a, b) in (0..3).flat_map(|a| (0..3).map(move |b| (a, b))) {
                assert!((of(a, b) - of(b, a)).abs() < 1e-15);
                assert!(a != b || of(a, b).abs() < 1e-15);
            }
        }
    }

    #[test]
    fn edge_an_industry_beside_nothing_has_none() {
        assert!(
            ALL.iter().all(|&normalisation| counts().relatedness(3, 0, normalisation).is_none())
        );
        let none = CoOccurrence::of(&Presence::from_fn(0, 2, |_, _| true));
        assert_eq!(none.table(Normalisation::Cosine), vec![vec![None; 2]; 2]);
    }
}
