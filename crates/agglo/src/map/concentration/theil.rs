//! Theil index of an industry over regions, and how much of it lies between groups of regions.
//!
//! `sum_r s_r ln(s_r / x_r)` in nats, `s` the regions' shares of the industry and `x` of all jobs; between
//! groups `sum_g S_g ln(S_g / X_g)`, within them `sum_g S_g T_g`.

use agglo_stats::inequality::Decomposition;

use crate::map::concentration::spread::{Groups, each_industry};
use crate::map::table::Table;

/// Theil index of each industry with its two parts; `group[r]` is the group of region `r`, its state say.
///
/// # Returns
///
/// `total = between + within`; 0 where the industry stands as all jobs do. `None` for an industry of nothing
/// and where a region has no group.
///
/// # Source
///
/// Theil 1967, Economics and Information Theory; over regions: Cutrini 2009, Regional Science and Urban
/// Economics 39(2).
pub fn theil_concentration(table: &Table, group: &[usize]) -> Vec<Option<Decomposition>> {
    match Groups::new(table, group) {
        Some(groups) => each_industry(table, 1, |whole, spread| spread.theil(whole, &groups)),
        None => vec![None; table.counts().columns()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_two_regions_by_hand() {
        // Shares 3/4 and 1/4 over 1/2 each, every region its own group: all of it lies between.
        let found = theil_concentration(&Table::of(&[&[3.0, 1.0], &[1.0, 3.0]]), &[0, 1]);
        let found = found[0].unwrap();
        let by_hand = 0.75 * agglo_stats::float::ln(1.5) + 0.25 * agglo_stats::float::ln(0.5);
        assert!((found.total - by_hand).abs() < 1e-15 && found.within.abs() < 1e-15);
    }

    #[test]
    fn law_one_group_has_all_of_it_within() {
        let table = Table::of(&[&[8.0, 2.0], &[1.0, 9.0], &[0.0, 3.0]]);
        for found in theil_concentration(&table, &[4, 4, 4]).into_iter().flatten() {
            assert!(found.between.abs() < 1e-15 && (found.total - found.within).abs() < 1e-15);
        }
    }

    #[test]
    fn edge_nothing_and_a_region_without_a_group() {
        let table = Table::of(&[&[3.0, 0.0], &[1.0, 0.0]]);
        assert_eq!(theil_concentration(&table, &[0, 0])[1], None);
        assert_eq!(theil_concentration(&table, &[0]), [None, None]);
    }
}
