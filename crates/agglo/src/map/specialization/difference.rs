//! Difference quotient: a region's share of an industry less its share of everything.
//!
//! `x / industry - region / reference`, in shares; over regions it sums to 0.

use crate::map::table::Table;

/// Difference quotient of every industry in every region; rows are regions.
///
/// # Returns
///
/// Shares from -1 to 1; `None` for an industry of nothing. A region of nothing has 0 everywhere: none of
/// the industry and none of all.
///
/// # How to read it
///
/// 0.1 means a tenth of the industry beyond what the region's size would hold. Unlike the location quotient
/// it is large only where much stands, so small places do not lead its ranking.
///
/// # Source
///
/// Hoen and Oosterhaven 2006, The Annals of Regional Science 40(3).
pub fn difference_quotients(table: &Table) -> Vec<Vec<Option<f64>>> {
    table.each(|region, industry| {
        let all = table.industry_totals()[industry];
        let here = table.counts().at(region, industry);
        (all > 0.0).then(|| here / all - table.region_totals()[region] / table.total())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_two_regions_by_hand() {
        let found = difference_quotients(&Table::of(&[&[200.0, 800.0], &[300.0, 8700.0]]));
        assert!((found[0][0].unwrap() - (0.4 - 0.1)).abs() < 1e-15);
    }

    #[test]
    fn law_regions_sum_to_nothing() {
        let found = difference_quotients(&Table::of(&[&[3.0, 5.0], &[0.0, 9.0], &[4.0, 1.0]]));
        for industry in 0..2 {
            let sum: f64 = found.iter().filter_map(|row| row[industry]).sum();
            assert!(sum.abs() < 1e-15);
        }
    }

    #[test]
    fn edge_an_industry_of_nothing_has_none_and_one_region_holds_its_share() {
        let found = difference_quotients(&Table::of(&[&[3.0, 0.0]]));
        assert_eq!(found, [[Some(0.0), None]]);
    }
}
