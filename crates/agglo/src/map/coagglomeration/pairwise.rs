//! Pairwise co-agglomeration: whether two industries depart from the background in the same places.
//!
//! `sum_r (s_ri - x_r)(s_rj - x_r) / (1 - sum_r x_r^2)`, with `s` the regions' shares of each industry and
//! `x` their background shares.

use agglo_stats::float;
use agglo_stats::matrix::Matrix;

/// The shares of regions that an industry without a preference would have.
#[derive(Clone, Copy, Debug)]
pub enum Background<'a> {
    /// Mean of the industries' shares: every industry counts alike.
    MeanShare,
    /// Shares of these totals, one a region.
    Totals(&'a [f64]),
}

/// Co-agglomeration of every pair of industries; rows are regions, columns industries.
///
/// # Returns
///
/// A symmetric table, unitless; below 0 where two industries avoid each other. `None` on the diagonal,
/// which is no co-agglomeration, for an industry of nothing, and where all activity stands in one region.
///
/// # Source
///
/// Ellison and Glaeser 1997, Journal of Political Economy 105(5); Ellison, Glaeser and Kerr 2010, American
/// Economic Review 100(3).
pub fn pairwise_coagglomeration(x: &Matrix, background: Background<'_>) -> Vec<Vec<Option<f64>>> {
    let columns: Vec<Option<Vec<f64>>> = (0..x.columns())
        .map(|column| shares(&(0..x.rows()).map(|row| x.at(row, column)).collect::<Vec<_>>()))
        .collect();
    let Some(expected) = expected(&columns, x.rows(), background) else {
        return vec![vec![None; x.columns()]; x.columns()];
    };
    let spread = 1.0 - float::sum(expected.iter().map(|share| share * share));
    let departures: Vec<Option<Vec<f64>>> = columns
        .iter()
        .map(|column| {
            let column = column.as_ref().filter(|_| spread > 1e-12)?;
            Some(column.iter().zip(&expected).map(|(share, expected)| share - expected).collect())
        })
        .collect();
    let pair = |a: usize, b: usize| {
        let (left, right) = (departures[a].as_ref()?, departures[b].as_ref()?);
        let products = left.iter().zip(right).map(|(a, b)| a * b);
        (a != b).then(|| float::sum(products) / spread)
    };
    (0..x.columns()).map(|a| (0..x.columns()).map(|b| pair(a, b)).collect()).collect()
}

fn shares(values: &[f64]) -> Option<Vec<f64>> {
    let total = float::sum(values.iter().copied());
    (total > 0.0).then(|| values.iter().map(|value| value / total).collect())
}

fn expected(
    columns: &[Option<Vec<f64>>],
    regions: usize,
    background: Background<'_>,
) -> Option<Vec<f64>> {
    match background {
        Background::Totals(totals) => shares(totals).filter(|shares| shares.len() == regions),
        Background::MeanShare => {
            let known: Vec<&Vec<f64>> = columns.iter().flatten().collect();
            let mean = |region: usize| {
                float::sum(known.iter().map(|column| column[region])) / known.len() as f64
            };
            (!known.is_empty()).then(|| (0..regions).map(mean).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_two_regions_by_hand() {
        // Shares (0.8, 0.2) and (0.6, 0.4) around (0.5, 0.5): 2 * 0.3 * 0.1 / 0.5.
        let x = Matrix::from_rows(&[vec![8.0, 6.0], vec![2.0, 4.0]]).unwrap();
        let found = pairwise_coagglomeration(&x, Background::Totals(&[1.0, 1.0]));
        assert!((found[0][1].unwrap() - 0.12).abs() < 1e-12);
        assert_eq!(found[0][0], None);
    }

    #[test]
    fn edge_one_region_and_an_industry_of_nothing_have_none() {
        let one = Matrix::from_rows(&[vec![8.0, 6.0]]).unwrap();
        assert_eq!(pairwise_coagglomeration(&one, Background::MeanShare)[0][1], None);
        let empty = Matrix::from_rows(&[vec![8.0, 0.0], vec![2.0, 0.0]]).unwrap();
        assert_eq!(pairwise_coagglomeration(&empty, Background::Totals(&[1.0, 1.0]))[0][1], None);
    }
}
