//! Hoover's index of localisation: the share of an industry that would have to move to stand where all
//! jobs stand.
//!
//! `0.5 sum_r |s_r - x_r|`, `s` the regions' shares of the industry and `x` of all jobs.

use crate::map::concentration::spread::each_industry;
use crate::map::table::Table;

/// Localisation of each industry.
///
/// # Returns
///
/// A share from 0 to below 1; `None` for an industry of nothing.
///
/// # Source
///
/// Hoover 1936, Review of Economics and Statistics 18(4).
pub fn hoover_localization(table: &Table) -> Vec<Option<f64>> {
    each_industry(table, 1, |_, spread| 0.5 * spread.distances().0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_two_regions_by_hand() {
        let found = hoover_localization(&Table::of(&[&[3.0, 1.0], &[1.0, 3.0]]));
        assert!((found[0].unwrap() - 0.25).abs() < 1e-15);
    }

    #[test]
    fn law_it_is_never_above_the_locational_gini() {
        let table = Table::of(&[&[8.0, 2.0, 6.0], &[1.0, 9.0, 4.0], &[0.0, 3.0, 3.0]]);
        let ginis = super::super::locational_gini(&table);
        for (hoover, gini) in hoover_localization(&table).iter().zip(&ginis) {
            assert!(hoover.unwrap() <= gini.unwrap() + 1e-12);
        }
    }

    #[test]
    fn edge_one_region_and_nothing() {
        assert_eq!(hoover_localization(&Table::of(&[&[2.0, 0.0]])), [Some(0.0), None]);
    }
}
