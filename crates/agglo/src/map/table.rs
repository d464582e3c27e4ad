//! Counts of regions by industries with their margins: what measures over a whole table read.

use agglo_stats::float;
use agglo_stats::matrix::Matrix;

use crate::base::error::Error;

/// Known counts of one variable and period; rows are regions, columns industries.
///
/// The reference area is the sum of the rows. A table with withheld cells has no such sum: take the
/// published totals then, cell by cell, as [`super::specialization::location_quotient`] does.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    counts: Matrix,
    regions: Vec<f64>,
    industries: Vec<f64>,
    total: f64,
}

/// Rows whose sums grow side by side.
const BLOCK: usize = 4;

/// `E0301` where a count is negative. Which one is only asked then.
fn not_negative(row: &[f64]) -> Result<(), Error> {
    let below = row.iter().fold(0_u64, |below, count| below | u64::from(*count < 0.0));
    match row.iter().find(|count| below > 0 && **count < 0.0) {
        None => Ok(()),
        Some(count) => {
            Err(Error::new("E0301", format!("a count is {count}: counts are not negative")))
        }
    }
}

impl Table {
    /// Adds the margins.
    ///
    /// # Errors
    ///
    /// `E0301` where a count is negative.
    pub fn new(counts: Matrix) -> Result<Self, Error> {
        let (rows, columns) = (counts.rows(), counts.columns());
        let mut industries = float::Sums::new(columns);
        let mut regions = Vec::with_capacity(rows);
        for start in (0..rows).step_by(BLOCK) {
            let block = start..(start + BLOCK).min(rows);
            for row in block.clone() {
                not_negative(counts.row(row))?;
                industries.add(counts.row(row));
            }
            if block.len() == BLOCK {
                regions.extend(float::sums([0, 1, 2, 3].map(|next| counts.row(start + next))));
            } else {
                regions.extend(block.map(|row| float::sum(counts.row(row).iter().copied())));
            }
        }
        let industries = industries.finish();
        let total = float::sum(regions.iter().copied());
        Ok(Self { counts, regions, industries, total })
    }

    /// The counts.
    pub fn counts(&self) -> &Matrix {
        &self.counts
    }

    /// The counts without their margins.
    pub fn into_counts(self) -> Matrix {
        self.counts
    }

    /// Counts of one region by industry.
    pub fn region(&self, region: usize) -> &[f64] {
        self.counts.row(region)
    }

    /// Counts of one industry by region.
    pub fn industry(&self, industry: usize) -> Vec<f64> {
        (0..self.counts.rows()).map(|region| self.counts.at(region, industry)).collect()
    }

    /// Sum over industries, by region.
    pub fn region_totals(&self) -> &[f64] {
        &self.regions
    }

    /// Sum over regions, by industry.
    pub fn industry_totals(&self) -> &[f64] {
        &self.industries
    }

    /// Sum of everything.
    pub fn total(&self) -> f64 {
        self.total
    }

    /// Location quotient of an industry in a region; `None` where a share would be one of nothing.
    pub fn quotient(&self, region: usize, industry: usize) -> Option<f64> {
        let (e_r, e_i) = (self.regions[region], self.industries[industry]);
        let whole = e_r > 0.0 && e_i > 0.0;
        whole.then(|| (self.counts.at(region, industry) / e_r) / (e_i / self.total))
    }

    /// One value for every region and industry.
    pub(crate) fn each<T>(&self, mut of: impl FnMut(usize, usize) -> T) -> Vec<Vec<T>> {
        (0..self.counts.rows())
            .map(|region| (0..self.counts.columns()).map(|industry| of(region, industry)).collect())
            .collect()
    }
}

#[cfg(test)]
impl Table {
    /// The table of a test.
    pub(crate) fn of(rows: &[&[f64]]) -> Self {
        let rows: Vec<Vec<f64>> = rows.iter().map(|row| row.to_vec()).collect();
        Self::new(Matrix::from_rows(&rows).unwrap()).unwrap()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn margins_and_quotients_by_hand() {
        let table = Table::of(&[&[200.0, 800.0], &[300.0, 8700.0]]);
        assert_eq!(table.region_totals(), [1000.0, 9000.0]);
        assert_eq!(table.industry_totals(), [500.0, 9500.0]);
        assert!((table.quotient(0, 0).unwrap() - 4.0).abs() < 1e-12);
    }

    #[test]
    fn edge_empty_margins_have_no_quotient_and_negative_counts_are_refused() {
        let table = Table::of(&[&[0.0, 0.0], &[0.0, 4.0]]);
        assert_eq!(table.each(|r, i| table.quotient(r, i)), [[None, None], [None, Some(1.0)]]);
        assert!(Table::new(Matrix::new(1, 1, vec![-1.0]).unwrap()).is_err());
        assert!(Table::new(Matrix::new(0, 0, vec![]).unwrap()).is_ok());
    }
}
