//! Related and unrelated variety: diversity inside groups of industries and across them.
//!
//! With `s_i` the shares of industries and `P_g` those of their groups:
//! `unrelated = sum_g P_g log2(1 / P_g)`, `related = sum_g P_g sum_{i in g} (s_i / P_g) log2(P_g / s_i)`, in
//! bits; together they are the entropy over industries.

use std::collections::BTreeMap;

use agglo_stats::float;
use agglo_stats::inequality::{entropy_bits, shares};

/// Entropy over industries with its two exact parts, in bits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Variety {
    /// Entropy over groups: a shock to one group leaves the others.
    pub unrelated: f64,
    /// Mean entropy inside groups: neighbours that can learn from each other.
    pub related: f64,
    /// Entropy over industries.
    pub entropy: f64,
}

/// Variety of a region's counts by industry; `group[i]` is the group of industry `i`, its two digits say.
///
/// # Returns
///
/// `None` where the region holds nothing, a count is negative, or an industry has no group. Where the
/// industries inside groups are withheld but groups are published, unrelated variety is
/// [`agglo_stats::inequality::entropy_bits`] of the groups, and related variety cannot be known.
///
/// # Source
///
/// Frenken, Van Oort and Verburg 2007, Regional Studies 41(5).
pub fn related_variety(counts: &[f64], group: &[usize]) -> Option<Variety> {
    let shares = shares(counts).filter(|shares| shares.len() == group.len())?;
    let mut groups: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
    for (share, group) in shares.iter().zip(group) {
        groups.entry(*group).or_default().push(*share);
    }
    let held: Vec<f64> = groups.values().map(|parts| float::sum(parts.iter().copied())).collect();
    // A group of nothing has no entropy and no weight.
    let inside = groups.values().zip(&held);
    let related = inside.filter_map(|(parts, held)| Some(held * entropy_bits(parts)?));
    Some(Variety {
        unrelated: entropy_bits(&held)?,
        related: float::sum(related),
        entropy: entropy_bits(&shares)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reference_two_groups_by_hand() {
        // Groups 1/2 and 1/2; the first splits evenly, the second not at all.
        let found = related_variety(&[1.0, 1.0, 2.0], &[0, 0, 1]).unwrap();
        assert!((found.unrelated - 1.0).abs() < 1e-15 && (found.related - 0.5).abs() < 1e-15);
    }

    #[test]
    fn edge_an_empty_group_adds_nothing_and_an_empty_region_has_none() {
        let padded = related_variety(&[1.0, 1.0, 2.0, 0.0], &[0, 0, 1, 9]);
        assert_eq!(padded, related_variety(&[1.0, 1.0, 2.0], &[0, 0, 1]));
        assert_eq!(related_variety(&[0.0, 0.0], &[0, 1]), None);
        assert_eq!(related_variety(&[1.0], &[0, 1]), None);
    }

    proptest! {
        #[test]
        fn law_the_two_parts_are_the_entropy(
            industries in prop::collection::vec((0.0_f64..1e5, 0_usize..5), 1..40),
        ) {
            let counts: Vec<f64> = industries.iter().map(|industry| industry.0).collect();
            let group: Vec<usize> = industries.iter().map(|industry| industry.1).collect();
            prop_assume!(counts.iter().sum::<f64>() > 1.0);
            let found = related_variety(&counts, &group).unwrap();
            prop_assert!((found.unrelated + found.related - found.entropy).abs() < 1e-12);
        }
    }
}
