//! Economic complexity plus: what a region makes, corrected for how hard each industry is to come by.
//!
//! `X_r^(n) = sum_i X_ri / (sum_s X_si / X_s^(n-1))`, over its geometric mean each round;
//! `ECI+_r = ln X_r - ln sum_i X_ri / X_i`, without unit.

use agglo_stats::float;

use crate::map::presence::Presence;
use crate::map::table::Table;

/// Rounds at most.
const ROUNDS: u32 = 20_000;
/// Largest relative change at which the rounds end.
const TOLERANCE: f64 = 1e-12;

/// Economic complexity plus with a report of convergence.
#[derive(Clone, Debug, PartialEq)]
pub struct EconomicComplexityPlus {
    /// Of each region; `None` of one that makes nothing, and of all where the rounds do not end or the table
    /// falls into parts, which have no common scale.
    pub regions: Vec<Option<f64>>,
    /// Rounds done.
    pub rounds: u32,
    /// Whether the values stand still.
    pub converged: bool,
    /// Connected parts of the table without its empty lines.
    pub parts: usize,
}

/// Economic complexity plus of a table of amounts, regions in rows.
///
/// # Inputs
///
/// Amounts in one unit; empty regions and industries are left out.
///
/// # How to read it
///
/// 0.1 more means a total about 10 % larger once each industry counts by how few regions, and which, make it.
///
/// # Source
///
/// Albeaik, Kaltenberg, Alsaleh and Hidalgo 2017, arXiv 1707.05826.
pub fn economic_complexity_plus(amounts: &Table) -> EconomicComplexityPlus {
    let (regions, industries) = (amounts.region_totals().len(), amounts.industry_totals().len());
    let held = |region: usize, industry: usize| amounts.region(region)[industry] > 0.0;
    let kept = Presence::from_fn(regions, industries, held).kept();
    let table: Vec<Vec<f64>> = kept
        .regions
        .iter()
        .map(|&region| kept.industries.iter().map(|&at| amounts.region(region)[at]).collect())
        .collect();
    let parts = kept.presence.parts().count;
    let (x, rounds, converged) = fixed_point(&table, kept.industries.len());
    let mut found =
        EconomicComplexityPlus { regions: vec![None; regions], rounds, converged, parts };
    if converged && parts == 1 {
        let common = vec![1.0; table.len()];
        let shares = corrected(&table, &common, kept.industries.len());
        let scores: Vec<f64> =
            x.iter().zip(&shares).map(|(x, share)| float::ln(*x) - float::ln(*share)).collect();
        found.regions = kept.by_region(regions, &scores);
    }
    found
}

fn fixed_point(table: &[Vec<f64>], industries: usize) -> (Vec<f64>, u32, bool) {
    let start = table.iter().map(|row| float::sum(row.iter().copied())).collect();
    let Some(mut x) = over_geometric_mean(start) else { return (Vec::new(), 0, false) };
    for round in 1..=ROUNDS {
        let Some(next) = over_geometric_mean(corrected(table, &x, industries)) else {
            return (x, round, false);
        };
        let change =
            x.iter().zip(&next).map(|(x, next)| (next / x - 1.0).abs()).fold(0.0, f64::max);
        x = next;
        if change < TOLERANCE {
            return (x, round, true);
        }
    }
    (x, ROUNDS, false)
}

/// `sum_i X_ri / (sum_s X_si / x_s)` for each region.
fn corrected(table: &[Vec<f64>], x: &[f64], industries: usize) -> Vec<f64> {
    let mut sums = vec![0.0; industries];
    for (row, x) in table.iter().zip(x) {
        for (sum, amount) in sums.iter_mut().zip(row) {
            *sum += amount / x;
        }
    }
    let of = |row: &Vec<f64>| row.iter().zip(&sums).map(|(amount, sum)| amount / sum).sum();
    table.iter().map(of).collect()
}

fn over_geometric_mean(mut values: Vec<f64>) -> Option<Vec<f64>> {
    let logs: Vec<f64> = values.iter().map(|value| float::ln(*value)).collect();
    let mean = float::exp(float::mean(&logs)?);
    for value in &mut values {
        *value /= mean;
    }
    values.iter().all(|value| value.is_normal() && *value > 0.0).then_some(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: &[Vec<f64>]) -> EconomicComplexityPlus {
        let rows: Vec<&[f64]> = rows.iter().map(Vec::as_slice).collect();
        economic_complexity_plus(&Table::of(&rows))
    }

    /// Two regions with the same mix: `X` is as their sizes, and so is the sum of shares.
    #[test]
    fn reference_proportional_regions_differ_in_nothing_but_a_constant() {
        let found = of(&[vec![1.0, 3.0], vec![4.0, 12.0]]);
        assert!(found.converged);
        let [a, b] = found.regions[..] else { panic!("two regions") };
        assert!((a.unwrap() - b.unwrap()).abs() < 1e-10, "{a:?} {b:?}");
    }

    #[test]
    fn law_the_unit_of_an_industry_does_not_matter() {
        let rows = [vec![5.0, 1.0, 2.0], vec![1.0, 4.0, 1.0], vec![2.0, 2.0, 9.0]];
        let scaled: Vec<Vec<f64>> =
            rows.iter().map(|row| vec![row[0] * 100.0, row[1], row[2] * 0.1]).collect();
        for (a, b) in of(&rows).regions.iter().zip(of(&scaled).regions) {
            assert!((a.unwrap() - b.unwrap()).abs() < 1e-8);
        }
    }

    #[test]
    fn edge_empty_regions_and_parts_have_none() {
        let found = of(&[vec![1.0, 2.0, 0.0], vec![0.0, 0.0, 0.0], vec![2.0, 1.0, 0.0]]);
        assert!(found.regions[1].is_none() && found.regions[0].is_some());
        let parts = of(&[vec![1.0, 0.0], vec![0.0, 1.0]]);
        assert_eq!((parts.parts, parts.regions), (2, vec![None, None]));
    }
}
