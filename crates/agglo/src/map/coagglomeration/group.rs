//! Group co-agglomeration: whether the industries of a group stand together beyond their own concentration.
//!
//! With `w` the industries' shares of the group's jobs, `s` the regions' shares of the pooled group and `G_j`,
//! `H_j`, `gamma_j` of each industry:
//! `gamma^c = (G / (1 - sum x^2) - sum w_j^2 H_j - sum gamma_j w_j^2 (1 - H_j)) / (1 - sum w_j^2)`.
//!
//! Since `gamma_j (1 - H_j) + H_j = G_j / (1 - sum x^2)`, plants cancel out:
//! `gamma^c = (G - sum w_j^2 G_j) / ((1 - sum x^2)(1 - sum w_j^2))`.

use agglo_stats::float;
use agglo_stats::inequality::shares;

use crate::map::table::Table;

/// Co-agglomeration of a group of industries, by position; `background` are the jobs of each region.
///
/// # Returns
///
/// A number, unitless: the mean of the pairwise indices weighted by both industries' shares of the group.
/// Below 0 where they avoid each other. `None` for fewer than two industries with jobs, positions outside the
/// table, a background of another length, or where all jobs stand in one region.
///
/// # Source
///
/// Ellison and Glaeser 1997, Journal of Political Economy 105(5).
pub fn group_coagglomeration(table: &Table, group: &[usize], background: &[f64]) -> Option<f64> {
    let regions = table.counts().rows();
    let x = shares(background).filter(|x| x.len() == regions)?;
    if group.iter().any(|industry| *industry >= table.counts().columns()) {
        return None;
    }
    let squares = |values: &[f64]| float::sum(values.iter().map(|value| value * value));
    let counts: Vec<f64> = group.iter().map(|at| table.industry_totals()[*at]).collect();
    let w = shares(&counts)?;
    let (room, mixed) = (1.0 - squares(&x), 1.0 - squares(&w));
    if room <= ROUNDING || mixed <= ROUNDING {
        return None;
    }
    // Regions' departures from the background, weighted by the industry's share of the group.
    let departures: Vec<Vec<f64>> = group
        .iter()
        .zip(&w)
        .filter_map(|(industry, w)| {
            let s = shares(&table.industry(*industry))?;
            Some(s.iter().zip(&x).map(|(s, x)| w * (s - x)).collect())
        })
        .collect();
    let pooled: Vec<f64> = (0..regions)
        .map(|region| float::sum(departures.iter().map(|departures| departures[region])))
        .collect();
    let own = float::sum(departures.iter().map(|departures| squares(departures)));
    Some((squares(&pooled) - own) / (room * mixed))
}

/// Less than this is rounding of shares that sum to one.
const ROUNDING: f64 = 1e-12;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::coagglomeration::{Background, pairwise_coagglomeration};

    fn table() -> Table {
        Table::of(&[&[8.0, 6.0, 1.0, 0.0], &[2.0, 4.0, 9.0, 0.0], &[5.0, 0.0, 3.0, 0.0]])
    }

    #[test]
    fn reference_two_industries_are_their_pair() {
        let background = [3.0, 5.0, 2.0];
        let pair = pairwise_coagglomeration(table().counts(), Background::Totals(&background));
        let group = group_coagglomeration(&table(), &[0, 2], &background).unwrap();
        assert!((group - pair[0][2].unwrap()).abs() < 1e-12);
    }

    #[test]
    fn law_it_is_the_weighted_mean_of_its_pairs() {
        let background = [3.0, 5.0, 2.0];
        let pairs = pairwise_coagglomeration(table().counts(), Background::Totals(&background));
        let w = [15.0 / 38.0, 10.0 / 38.0, 13.0 / 38.0];
        let (mut sum, mut weight) = (0.0, 0.0);
        for a in 0..3 {
            for b in (0..3).filter(|b| *b != a) {
                sum += w[a] * w[b] * pairs[a][b].unwrap();
                weight += w[a] * w[b];
            }
        }
        let group = group_coagglomeration(&table(), &[0, 1, 2], &background).unwrap();
        assert!((group - sum / weight).abs() < 1e-12);
    }

    #[test]
    fn edge_one_industry_nothing_and_one_region_have_none() {
        let even = [1.0; 3];
        assert_eq!(group_coagglomeration(&table(), &[0], &even), None);
        assert_eq!(group_coagglomeration(&table(), &[0, 3], &even), None, "an industry of nothing");
        assert_eq!(group_coagglomeration(&table(), &[], &even), None);
        assert_eq!(group_coagglomeration(&table(), &[0, 9], &even), None);
        assert_eq!(group_coagglomeration(&table(), &[0, 1], &[1.0, 0.0, 0.0]), None);
    }
}
