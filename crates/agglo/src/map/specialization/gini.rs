//! Gini index of specialisation: how unequal a region's location quotients are.

use agglo_stats::inequality::gini;

use crate::map::table::Table;

/// Gini index of each region's quotients, every industry counted alike.
///
/// # Returns
///
/// A number from 0 (the reference's mix) to below 1; `None` for a region of nothing. Industries of nowhere
/// are left out.
///
/// # How to read it
///
/// A small industry weighs as much as a large one, so it answers for the breadth of the list and not for
/// jobs.
///
/// # Source
///
/// Nakamura and Morrison Paul 2009, in Capello and Nijkamp, Handbook of Regional Growth and Development
/// Theories.
pub fn gini_specialization(table: &Table) -> Vec<Option<f64>> {
    let quotients = |region: usize| -> Vec<f64> {
        (0..table.counts().columns()).filter_map(|at| table.quotient(region, at)).collect()
    };
    (0..table.counts().rows()).map(|region| gini(&quotients(region))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_two_regions_by_hand() {
        // Quotients 4 and 0.842: their difference over twice their sum.
        let found = gini_specialization(&Table::of(&[&[200.0, 800.0], &[300.0, 8700.0]]));
        let (high, low) = (4.0, 0.8 / 0.95);
        assert!((found[0].unwrap() - (high - low) / (2.0 * (high + low))).abs() < 1e-12);
    }

    #[test]
    fn law_the_reference_s_mix_has_none() {
        let found = gini_specialization(&Table::of(&[&[1.0, 3.0, 5.0], &[2.0, 6.0, 10.0]]));
        assert!(found.iter().all(|index| index.unwrap() < 1e-15));
    }

    #[test]
    fn edge_an_empty_region_has_no_index_and_an_industry_of_nowhere_no_say() {
        let found = gini_specialization(&Table::of(&[&[0.0, 0.0, 0.0], &[2.0, 6.0, 0.0]]));
        assert_eq!(found[0], None);
        assert!(found[1].unwrap() < 1e-15);
    }
}
