//! What a file says in all: counts of figures by what is known of them, and a total that counts nothing twice.

use std::collections::BTreeMap;

use crate::source::cells::{Figure, Status};
use crate::source::description::Description;
use crate::source::load::Rank;

/// The figures of one measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// The measure.
    pub measure: String,
    /// Figures by status.
    pub counts: BTreeMap<&'static str, u64>,
    /// The sum over the coarsest rows, those that no other row of the file holds a part of.
    pub total: Option<f64>,
    /// Rows that are in the sum.
    pub rows: u64,
    /// Levels of detail in the file, which are not added up.
    pub levels: usize,
}

/// Sums while rows come.
pub(super) struct Summaries {
    measures: Vec<String>,
    counts: Vec<[u64; Status::ALL.len()]>,
    ranks: Vec<Level>,
    /// Which of them the last row was of: the next one mostly is too.
    last: usize,
}

/// Rows of one rank.
struct Level {
    rank: Rank,
    rows: u64,
    sums: Vec<Option<f64>>,
}

impl Summaries {
    pub(super) fn new(description: &Description) -> Self {
        let measures: Vec<String> =
            description.measures.iter().map(|measure| measure.name.clone()).collect();
        Self {
            counts: vec![[0; Status::ALL.len()]; measures.len()],
            measures,
            ranks: Vec::new(),
            last: 0,
        }
    }

    pub(super) fn row(&mut self, rank: Rank, figures: &[Figure]) {
        for (counts, figure) in self.counts.iter_mut().zip(figures) {
            counts[figure.status as usize] += 1;
        }
        if self.ranks.get(self.last).is_none_or(|last| last.rank != rank) {
            self.last =
                self.ranks.iter().position(|level| level.rank == rank).unwrap_or_else(|| {
                    let sums = vec![None; self.measures.len()];
                    self.ranks.push(Level { rank, rows: 0, sums });
                    self.ranks.len() - 1
                });
        }
        let level = &mut self.ranks[self.last];
        level.rows += 1;
        for (sum, figure) in level.sums.iter_mut().zip(figures) {
            if let Some(value) = figure.value {
                *sum = Some(sum.unwrap_or(0.0) + value);
            }
        }
    }

    pub(super) fn finish(self) -> Vec<Summary> {
        let levels = self.ranks.len();
        let coarsest = self.ranks.iter().min_by_key(|level| level.rank);
        let (rows, sums) = coarsest.map_or((0, &[][..]), |level| (level.rows, &level.sums));
        let summary = |(at, measure): (usize, String)| {
            let counts = Status::ALL.iter().zip(self.counts[at]).filter(|(_, count)| *count > 0);
            Summary {
                measure,
                counts: counts.map(|(status, count)| (status.name(), count)).collect(),
                total: sums.get(at).copied().flatten(),
                rows,
                levels,
            }
        };
        self.measures.into_iter().enumerate().map(summary).collect()
    }
}
