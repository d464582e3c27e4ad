//! The regression of growth on clusters that are none: the same sizes, members drawn at random.

use agglo_stats::parallel::each;
use agglo_stats::random::permuted;

use crate::base::error::Error;
use crate::map::cluster::growth::fit::regress;
use crate::map::cluster::growth::sample::{Around, Column, Frame, Grouping};

/// How members are shuffled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shuffle {
    /// How often.
    pub times: u32,
    /// Seed of the shuffles; the k-th does not depend on the others.
    pub seed: u64,
    /// By industry: members change places only inside one stratum. Empty: among all.
    pub strata: Vec<usize>,
    /// Threads to use; the answer does not depend on them.
    pub threads: u16,
}

/// Coefficients of the cluster's strength under shuffled members, in the order of the shuffles.
#[derive(Clone, Debug, PartialEq)]
pub struct Placebo {
    /// One coefficient a shuffle.
    pub values: Vec<f64>,
}

impl Placebo {
    /// How many shuffles gave a coefficient at least as large.
    pub fn at_least(&self, value: f64) -> usize {
        self.values.iter().filter(|&&drawn| drawn >= value).count()
    }

    /// Probability of a coefficient at least as large if membership meant nothing, the true one counted
    /// among the shuffles: never below `1 / (1 + shuffles)`.
    pub fn p(&self, value: f64) -> f64 {
        (1 + self.at_least(value)) as f64 / (1 + self.values.len()) as f64
    }
}

/// Fits the regression under shuffled members.
///
/// Groups keep their sizes and cells their own conditions; which cells have a neighbour changes, so each
/// shuffle has rows of its own.
///
/// # Errors
///
/// As [`super::fit`], of the first shuffle that fails.
pub fn placebo(
    frame: &Frame,
    grouping: &Grouping,
    around: &Around,
    shuffle: &Shuffle,
) -> Result<Placebo, Error> {
    let one = |unit: usize| {
        let drawn = shuffled(grouping, shuffle, unit as u64);
        let growth = regress(&frame.sample(&drawn, around))?;
        growth
            .term(Column::Cluster)
            .map(|term| term.value)
            .ok_or_else(|| Error::new("E0301", "the regression has no column of the cluster"))
    };
    let values = each(shuffle.times as usize, shuffle.threads, one);
    Ok(Placebo { values: values.into_iter().collect::<Result<_, _>>()? })
}

/// The grouping with members drawn anew; groups themselves, and which are related, stay.
fn shuffled(grouping: &Grouping, shuffle: &Shuffle, unit: u64) -> Grouping {
    let grouped: Vec<usize> =
        (0..grouping.group.len()).filter(|&at| grouping.group[at].is_some()).collect();
    let stratum = |industry: usize| shuffle.strata.get(industry).copied().unwrap_or(0);
    let mut strata: Vec<usize> = grouped.iter().map(|&at| stratum(at)).collect();
    strata.sort_unstable();
    strata.dedup();
    let mut group = grouping.group.clone();
    for (number, &name) in strata.iter().enumerate() {
        let inside: Vec<usize> =
            grouped.iter().copied().filter(|&at| stratum(at) == name).collect();
        let members: Vec<Option<usize>> = inside.iter().map(|&at| grouping.group[at]).collect();
        // One stream a shuffle and stratum: 2^20 strata are more than there are industries.
        let drawn = permuted(&members, shuffle.seed, (unit << 20) + number as u64);
        for (&industry, member) in inside.iter().zip(drawn) {
            group[industry] = member;
        }
    }
    Grouping { group, related: grouping.related.clone() }
}
