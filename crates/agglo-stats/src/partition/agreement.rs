//! Agreement of two partitions, corrected for what chance alone would give.

use std::collections::BTreeMap;

use crate::error::Error;

/// Adjusted Rand index of two partitions of the same items.
///
/// # Returns
///
/// 1 when they are the same, 0 on average when they have nothing in common but the sizes of their groups;
/// it can fall below 0. Two partitions that both put everything into one group, or each item alone, agree
/// fully: 1.
///
/// # Errors
///
/// [`Error::Shape`] when the lengths differ.
///
/// # Source
///
/// Hubert and Arabie 1985, Journal of Classification 2.
pub fn adjusted_rand<A: Ord, B: Ord>(a: &[A], b: &[B]) -> Result<f64, Error> {
    if a.len() != b.len() {
        return Err(Error::Shape { what: "the second partition", expected: a.len(), got: b.len() });
    }
    let mut both: BTreeMap<(&A, &B), u64> = BTreeMap::new();
    let mut rows: BTreeMap<&A, u64> = BTreeMap::new();
    let mut columns: BTreeMap<&B, u64> = BTreeMap::new();
    for pair in a.iter().zip(b) {
        *both.entry(pair).or_default() += 1;
        *rows.entry(pair.0).or_default() += 1;
        *columns.entry(pair.1).or_default() += 1;
    }
    let (together, row_pairs, column_pairs) =
        (pairs(both.values()), pairs(rows.values()), pairs(columns.values()));
    let all = pairs([a.len() as u64].iter());
    let expected = if all > 0.0 { row_pairs * column_pairs / all } else { 0.0 };
    let most = f64::midpoint(row_pairs, column_pairs);
    if (most - expected).abs() < f64::EPSILON * most.max(1.0) {
        return Ok(1.0);
    }
    Ok((together - expected) / (most - expected))
}

/// Pairs of items inside groups of these sizes.
fn pairs<'a>(sizes: impl Iterator<Item = &'a u64>) -> f64 {
    sizes.map(|&size| (size * size.saturating_sub(1) / 2) as f64).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_values_by_hand() {
        // One of 6 pairs together in both, 2 and 1 in each: (1 - 1/3) / (3/2 - 1/3).
        let index = adjusted_rand(&[0, 0, 1, 1], &[0, 0, 1, 2]).unwrap();
        assert!((index - 0.571_428_571_428_571_4).abs() < 1e-12);
        let index = adjusted_rand(&[0, 0, 1, 1], &[0, 1, 0, 1]).unwrap();
        assert!((index + 0.5).abs() < 1e-12);
    }

    #[test]
    fn law_names_of_groups_do_not_matter_and_the_same_partition_agrees_fully() {
        let index = adjusted_rand(&["x", "x", "y", "z"], &[7, 7, 1, 3]).unwrap();
        assert!((index - 1.0).abs() < 1e-12);
    }

    #[test]
    fn edge_one_group_one_item_and_nothing_agree_fully() {
        for size in [0, 1, 5] {
            let one = vec![0; size];
            assert!((adjusted_rand(&one, &one).unwrap() - 1.0).abs() < 1e-12);
        }
        assert!(adjusted_rand(&[1], &[1, 2]).is_err());
    }
}
