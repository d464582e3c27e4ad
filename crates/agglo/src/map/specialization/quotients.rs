//! Location quotients of a whole table: every industry in every region.
//!
//! `LQ = (x / region) / (industry / all)`, a ratio; the reference area is the sum of the regions.

use agglo_stats::matrix::Matrix;

use crate::base::error::Error;
use crate::map::table::Table;

/// Location quotients of every industry in every region.
#[derive(Clone, Debug, PartialEq)]
pub struct QuotientTable {
    values: Matrix,
    regions: Vec<bool>,
    industries: Vec<bool>,
}

impl QuotientTable {
    /// The quotient of an industry in a region; `None` where a share would be one of nothing.
    pub fn at(&self, region: usize, industry: usize) -> Option<f64> {
        (self.regions[region] && self.industries[industry])
            .then(|| self.values.at(region, industry))
    }

    /// Quotients of a region by industry; 0 stands where a share would be one of nothing too.
    pub fn region(&self, region: usize) -> &[f64] {
        self.values.row(region)
    }
}

/// Location quotients of a table of counts.
///
/// # Inputs
///
/// `threads` may share the work; the answer does not depend on it.
///
/// # Returns
///
/// Ratios; 1 means the same share as the whole table.
///
/// # Errors
///
/// `E0301` where a quotient is too large for a number.
///
/// # How to read it
///
/// As [`super::location_quotient`], which reads a single cell with what is known of it.
///
/// # Source
///
/// Florence 1939, Report on the Location of Industry; Balassa 1965, The Manchester School 33.
pub fn location_quotients(table: &Table, threads: u16) -> Result<QuotientTable, Error> {
    let (rows, columns) = (table.counts().rows(), table.counts().columns());
    let is_there = |totals: &[f64]| totals.iter().map(|total| *total > 0.0).collect();
    // Of nothing every count is 0: over 1 it stays so.
    let over = |total: f64| if total > 0.0 { total } else { 1.0 };
    let shares: Vec<f64> =
        table.industry_totals().iter().map(|total| over(total / table.total())).collect();
    let values = Matrix::written(rows, columns, threads, |region, line| {
        let here = over(table.region_totals()[region]);
        let row = table.region(region).iter().zip(&shares);
        for (quotient, (count, share)) in line.iter_mut().zip(row) {
            *quotient = (count / here) / share;
        }
    })
    .map_err(|error| Error::new("E0301", error.to_string()))?;
    let (regions, industries) =
        (is_there(table.region_totals()), is_there(table.industry_totals()));
    Ok(QuotientTable { values, regions, industries })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reference_by_hand() {
        let found =
            location_quotients(&Table::of(&[&[200.0, 800.0], &[300.0, 8700.0]]), 2).unwrap();
        assert!((found.at(0, 0).unwrap() - 4.0).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn law_they_are_those_of_each_cell(cells in prop::collection::vec(0_u16..4, 42)) {
            let rows: Vec<Vec<f64>> =
                cells.chunks(6).map(|row| row.iter().map(|&x| f64::from(x)).collect()).collect();
            let table = Table::new(Matrix::from_rows(&rows).unwrap()).unwrap();
            let found = location_quotients(&table, 2).unwrap();
            for region in 0..7 {
                for industry in 0..6 {
                    prop_assert_eq!(found.at(region, industry), table.quotient(region, industry));
                }
            }
        }
    }

    #[test]
    fn edge_nothing_has_no_quotient() {
        let found = location_quotients(&Table::of(&[&[0.0, 0.0], &[0.0, 4.0]]), 2).unwrap();
        assert_eq!([found.at(0, 1), found.at(1, 0), found.at(1, 1)], [None, None, Some(1.0)]);
        assert_eq!(found.region(0), [0.0, 0.0]);
        let none = Table::new(Matrix::new(0, 0, vec![]).unwrap()).unwrap();
        assert!(location_quotients(&none, 1).is_ok());
    }
}
