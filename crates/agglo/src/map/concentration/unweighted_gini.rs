//! Unweighted Gini of an industry's location quotients: every region counts alike, however small.

use crate::map::concentration::spread::each_industry;
use crate::map::table::Table;

/// Gini index of each industry's quotients over the regions that hold anything at all.
///
/// # Returns
///
/// A number from 0 to below 1; `None` for an industry of nothing. It is another number than
/// [`super::locational_gini`], which weights regions by their jobs.
///
/// # Source
///
/// Nakamura and Morrison Paul 2009, in Capello and Nijkamp, Handbook of Regional Growth and Development
/// Theories.
pub fn unweighted_gini(table: &Table) -> Vec<Option<f64>> {
    each_industry(table, 1, |whole, spread| spread.order().gini(whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_two_regions_by_hand() {
        // Quotients 1.5 and 0.5.
        let found = unweighted_gini(&Table::of(&[&[3.0, 1.0], &[1.0, 3.0]]));
        assert!((found[0].unwrap() - 0.25).abs() < 1e-15);
    }

    #[test]
    fn law_the_size_of_a_region_does_not_matter() {
        // Ten times the region keeps the quotients in proportion.
        let found = unweighted_gini(&Table::of(&[&[3.0, 1.0], &[1.0, 3.0]]));
        let larger = unweighted_gini(&Table::of(&[&[30.0, 10.0], &[1.0, 3.0]]));
        assert!((found[0].unwrap() - larger[0].unwrap()).abs() < 1e-12);
    }

    #[test]
    fn edge_empty_regions_have_no_say_and_nothing_has_no_index() {
        let found = unweighted_gini(&Table::of(&[&[1.0, 0.0], &[0.0, 0.0]]));
        assert_eq!(found, [Some(0.0), None]);
    }
}
