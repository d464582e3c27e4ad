//! Every index that a table of counts alone gives, for all industries in one pass.

use agglo_stats::inequality::Decomposition;

use crate::map::concentration::spread::{Groups, each_industry};
use crate::map::table::Table;

/// How concentrated an industry is, by each index of a table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Indices {
    /// As [`super::hoover_localization`].
    pub hoover: f64,
    /// As [`super::krugman_against_others`].
    pub krugman: Option<f64>,
    /// As [`super::locational_gini`].
    pub locational_gini: f64,
    /// As [`super::unweighted_gini`].
    pub unweighted_gini: f64,
    /// As [`super::theil_concentration`]; `None` where a region has no group.
    pub theil: Option<Decomposition>,
}

/// All indices of each industry; `group[r]` is the group of region `r`, its state say.
///
/// # Inputs
///
/// `threads` may share the work; the answer does not depend on it.
///
/// # Returns
///
/// `None` for an industry of nothing.
pub fn concentration_indices(table: &Table, group: &[usize], threads: u16) -> Vec<Option<Indices>> {
    let groups = Groups::new(table, group);
    each_industry(table, threads, |whole, spread| {
        let order = spread.order();
        let (distance, krugman) = spread.distances();
        Indices {
            hoover: 0.5 * distance,
            krugman,
            locational_gini: spread.gini(&order),
            unweighted_gini: order.gini(whole),
            theil: groups.as_ref().map(|groups| spread.theil(whole, groups)),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::concentration::{
        hoover_localization, krugman_against_others, locational_gini, theil_concentration,
        unweighted_gini,
    };

    #[test]
    fn law_together_they_are_what_each_is_alone() {
        let table =
            Table::of(&[&[8.0, 2.0, 0.0, 6.0], &[1.0, 9.0, 0.0, 0.0], &[0.0, 3.0, 0.0, 3.0]]);
        let group = [0, 1, 1];
        let found = concentration_indices(&table, &group, 2);
        assert_eq!(found[2], None);
        for (at, found) in found.iter().enumerate().filter(|(at, _)| *at != 2) {
            let found = found.unwrap();
            assert_eq!(Some(found.hoover), hoover_localization(&table)[at]);
            let alone = krugman_against_others(&table, at).unwrap();
            assert!((found.krugman.unwrap() - alone).abs() < 1e-12);
            assert_eq!(Some(found.locational_gini), locational_gini(&table)[at]);
            assert_eq!(Some(found.unweighted_gini), unweighted_gini(&table)[at]);
            assert_eq!(found.theil, theil_concentration(&table, &group)[at]);
        }
    }

    #[test]
    fn edge_no_groups_no_theil_and_an_empty_table() {
        let table = Table::of(&[&[3.0, 1.0], &[1.0, 0.0]]);
        assert!(concentration_indices(&table, &[0], 1)[0].unwrap().theil.is_none());
        assert_eq!(concentration_indices(&Table::of(&[&[0.0, 0.0]]), &[0], 1), [None, None]);
    }
}
