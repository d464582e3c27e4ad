//! Krugman concentration: how differently two industries, or one and all others, are spread over regions.
//!
//! `sum_r |s_ri - s_rj|` of the regions' shares, from 0 (the same places) to 2 (no place in common).

use agglo_stats::inequality::share_distance;

use crate::map::table::Table;

/// Distance between the spreads of two industries; `None` where either holds nothing or lies outside the
/// table.
///
/// # Source
///
/// Krugman 1991, Geography and Trade.
pub fn krugman_pair(table: &Table, one: usize, other: usize) -> Option<f64> {
    let inside = |at: usize| at < table.counts().columns();
    (inside(one) && inside(other))
        .then(|| share_distance(&table.industry(one), &table.industry(other)))?
}

/// Distance between the spread of an industry and that of everything else; `None` as [`krugman_pair`].
pub fn krugman_against_others(table: &Table, industry: usize) -> Option<f64> {
    let own = (industry < table.counts().columns()).then(|| table.industry(industry))?;
    let all = table.region_totals().iter();
    let rest: Vec<f64> = all.zip(&own).map(|(all, own)| (all - own).max(0.0)).collect();
    share_distance(&own, &rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_two_regions_by_hand() {
        let table = Table::of(&[&[3.0, 1.0, 4.0], &[1.0, 3.0, 0.0]]);
        assert!((krugman_pair(&table, 0, 1).unwrap() - 1.0).abs() < 1e-15);
        // 3/4 and 1/4 against 5/8 and 3/8.
        assert!((krugman_against_others(&table, 0).unwrap() - 0.25).abs() < 1e-15);
    }

    #[test]
    fn law_an_industry_is_at_no_distance_from_itself() {
        assert_eq!(krugman_pair(&Table::of(&[&[3.0, 1.0], &[1.0, 3.0]]), 1, 1), Some(0.0));
    }

    #[test]
    fn edge_nothing_alone_and_outside() {
        let table = Table::of(&[&[3.0, 0.0], &[1.0, 0.0]]);
        assert_eq!(krugman_pair(&table, 0, 1), None);
        assert_eq!(krugman_pair(&table, 0, 2), None);
        assert_eq!(krugman_against_others(&table, 0), None);
    }
}
