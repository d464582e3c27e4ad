//! Locational Gini: how far an industry is from standing where all jobs stand.
//!
//! Regions in the order of `s_r / x_r`, `s` their shares of the industry and `x` of all jobs: one less twice
//! the area under the curve of cumulated `s` over cumulated `x`.

use agglo_stats::inequality::Lorenz;

use crate::map::concentration::spread::each_industry;
use crate::map::table::Table;

/// Locational Gini of each industry.
///
/// # Returns
///
/// A number from 0 (spread as all jobs are) to below 1; `None` for an industry of nothing.
///
/// # How to read it
///
/// It does not know of distance, and a few large plants in an industry make it high by chance: read it
/// beside [`super::ellison_glaeser`].
///
/// # Source
///
/// Krugman 1991, Geography and Trade. Some programmes print half of it.
pub fn locational_gini(table: &Table) -> Vec<Option<f64>> {
    each_industry(table, 1, |_, spread| spread.gini(&spread.order()))
}

/// The curve of an industry's cumulated shares over those of all jobs, the places with least of it first.
///
/// # Returns
///
/// `None` for an industry of nothing.
pub fn localization_curve(table: &Table, industry: usize) -> Option<Lorenz> {
    let ratios: Vec<f64> = (0..table.counts().rows())
        .map(|region| table.quotient(region, industry).unwrap_or(0.0))
        .collect();
    Lorenz::new(&ratios, table.region_totals())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_two_regions_by_hand() {
        // 3 of 4 stand in a region of half the jobs: area under the curve (0, 0) (0.5, 0.25) (1, 1).
        let found = locational_gini(&Table::of(&[&[3.0, 1.0], &[1.0, 3.0]]));
        assert!((found[0].unwrap() - 0.25).abs() < 1e-15);
    }

    #[test]
    fn law_splitting_a_region_in_two_alike_changes_nothing() {
        let whole = locational_gini(&Table::of(&[&[8.0, 2.0, 6.0], &[1.0, 9.0, 4.0]]));
        let split =
            locational_gini(&Table::of(&[&[4.0, 1.0, 3.0], &[4.0, 1.0, 3.0], &[1.0, 9.0, 4.0]]));
        for (whole, split) in whole.iter().zip(&split) {
            assert!((whole.unwrap() - split.unwrap()).abs() < 1e-12);
        }
    }

    #[test]
    fn edge_even_one_region_and_nothing() {
        let even = locational_gini(&Table::of(&[&[20.0, 30.0], &[40.0, 60.0], &[60.0, 90.0]]));
        assert!(even.iter().all(|index| index.unwrap() < 1e-12));
        assert!(locational_gini(&Table::of(&[&[20.0, 30.0]]))[0].unwrap() < 1e-12);
        assert_eq!(locational_gini(&Table::of(&[&[2.0, 0.0], &[0.0, 0.0]]))[1], None);
    }
}
