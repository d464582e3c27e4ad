//! Relatedness density: how much of an industry's neighbourhood a region already has.
//!
//! `w_ri = sum_j M_rj phi_ij / sum_j phi_ij`, from 0 to 1; the distance is `1 - w`.

use agglo_stats::Error;
use agglo_stats::matrix::Matrix;
use agglo_stats::moments::{Divisor, mean_and_deviation};

use crate::base::error;
use crate::map::presence::Presence;

/// Density of every region around every industry.
#[derive(Clone, Debug, PartialEq)]
pub struct Density {
    values: Matrix,
    known: Vec<bool>,
}

impl Density {
    /// Density of a region around an industry; `None` around one that is close to nothing.
    pub fn at(&self, region: usize, industry: usize) -> Option<f64> {
        self.known[industry].then(|| self.values.at(region, industry))
    }

    /// All densities, regions in rows.
    pub fn table(&self) -> Vec<Vec<Option<f64>>> {
        let (regions, industries) = (self.values.rows(), self.values.columns());
        let row = |region| (0..industries).map(|industry| self.at(region, industry)).collect();
        (0..regions).map(row).collect()
    }
}

/// Density of every region around every industry.
///
/// # Inputs
///
/// `proximity`: industries by industries; a row holds what its industry's density is weighted by.
///
/// # Returns
///
/// Shares in `[0, 1]`; undefined around an industry that is close to nothing.
///
/// # Errors
///
/// `E0301` where the table of proximity has another size.
///
/// # How to read it
///
/// 0.4: two fifths of what usually stands beside the industry is here. Regions with many industries are
/// dense around everything; compare industries within a region.
///
/// # Source
///
/// Hidalgo, Klinger, Barabási and Hausmann 2007, Science 317(5837).
pub fn density(presence: &Presence, proximity: &Matrix) -> Result<Density, error::Error> {
    let size = presence.industries();
    if (proximity.rows(), proximity.columns()) != (size, size) {
        let (rows, columns) = (proximity.rows(), proximity.columns());
        let what = format!("{size} industries need a square of proximity, got {rows} by {columns}");
        return Err(error::Error::new("E0301", what));
    }
    let wholes = row_sums(proximity);
    let numbers = |error: Error| error::Error::new("E0301", error.to_string());
    // What is close to nothing sums to 0: over 1 it stays so.
    let over: Vec<f64> =
        wholes.iter().map(|whole| if *whole > 0.0 { *whole } else { 1.0 }).collect();
    let values = presence.shares_over_present(proximity, &over).map_err(numbers)?;
    Ok(Density { values, known: wholes.iter().map(|whole| *whole > 0.0).collect() })
}

/// Proximity to the `k` nearest other industries of each, ties by their order; all else is 0.
///
/// # Errors
///
/// Those of [`Matrix::new`], which cannot come.
pub fn nearest(proximity: &Matrix, k: usize) -> Result<Matrix, Error> {
    let size = proximity.rows();
    let mut values = vec![0.0; size * proximity.columns()];
    for (industry, line) in values.chunks_exact_mut(proximity.columns().max(1)).enumerate() {
        let row = proximity.row(industry);
        let mut order: Vec<usize> = (0..row.len()).filter(|&other| other != industry).collect();
        order.sort_by(|&a, &b| row[b].total_cmp(&row[a]).then(a.cmp(&b)));
        for &other in order.iter().take(k) {
            line[other] = row[other];
        }
    }
    Matrix::new(size, proximity.columns(), values)
}

/// Density measured by what the region lacks: its distance from the mean over the region's absent
/// industries, in their sample standard deviations; for every industry.
///
/// # Returns
///
/// Regions by industries; `None` where a density is undefined, or fewer than two absent industries have
/// different ones.
///
/// # Source
///
/// Pinheiro, Hartmann, Boschma and Hidalgo 2022, Research Policy 51(8).
pub fn relative_density(presence: &Presence, density: &Density) -> Vec<Vec<Option<f64>>> {
    let of = |region: usize| -> Vec<Option<f64>> {
        let all: Vec<Option<f64>> =
            (0..presence.industries()).map(|industry| density.at(region, industry)).collect();
        let absent: Vec<f64> = (0..all.len())
            .filter(|&industry| !presence.holds(region, industry))
            .filter_map(|industry| all[industry])
            .collect();
        match mean_and_deviation(&absent, Divisor::Sample) {
            None => vec![None; all.len()],
            Some((mean, deviation)) => {
                all.iter().map(|value| value.map(|value| (value - mean) / deviation)).collect()
            }
        }
    };
    (0..presence.regions()).map(of).collect()
}

/// Sum of each row of a table.
pub(super) fn row_sums(table: &Matrix) -> Vec<f64> {
    (0..table.rows()).map(|row| table.row(row).iter().sum()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::relatedness::{Diagonal, Form, proximity};

    fn table() -> Presence {
        let rows = [[1, 1, 0, 0], [1, 1, 1, 0], [1, 0, 1, 0]];
        Presence::from_fn(3, 4, |r, i| rows[r][i] == 1)
    }

    #[test]
    fn reference_by_hand() {
        let phi = proximity(&table(), Form::Larger, Diagonal::Zero).unwrap();
        let found = density(&table(), &phi).unwrap();
        // The third industry: 2/3 close to the first, 1/2 to the second; the third region has the first.
        assert!((found.at(2, 2).unwrap() - (2.0 / 3.0) / (7.0 / 6.0)).abs() < 1e-15);
        let near = density(&table(), &nearest(&phi, 1).unwrap()).unwrap();
        assert!((near.at(2, 2).unwrap() - 1.0).abs() < 1e-15, "the first is the nearest");
    }

    #[test]
    fn law_a_region_with_everything_is_fully_dense_and_blocks_do_not_show() {
        let wide = Presence::from_fn(4, 600, |r, i| r == 0 || (i * 7 + r) % 3 == 0);
        let phi = proximity(&wide, Form::Larger, Diagonal::Zero).unwrap();
        let found = density(&wide, &phi).unwrap();
        for industry in 0..600 {
            assert!((found.at(0, industry).unwrap() - 1.0).abs() < 1e-12);
            let plain: f64 = wide.of_region(2).map(|other| phi.at(industry, other)).sum();
            let whole: f64 = phi.row(industry).iter().sum();
            assert!((found.at(2, industry).unwrap() - plain / whole).abs() < 1e-12);
        }
    }

    #[test]
    fn edge_an_isolated_industry_has_no_density_and_one_absent_industry_no_spread() {
        let phi = proximity(&table(), Form::Larger, Diagonal::One).unwrap();
        let found = density(&table(), &phi).unwrap();
        assert_eq!(found.at(0, 3), None);
        let relative = relative_density(&table(), &found);
        assert_eq!(relative[0], vec![None; 4], "one absent industry with a density");
        assert!(density(&table(), &Matrix::identity(2)).is_err());
    }
}
