//! Counts of regions by industries with their margins: what measures over a whole table read.

use agglo_stats::float;
use agglo_stats::matrix::Matrix;
use agglo_stats::parallel::each;

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
/// Columns that are summed in one pass over the rows: what a thread sums must lie near.
const BAND: usize = 512;

/// Sums of a block of rows.
fn region_sums(counts: &Matrix, block: usize) -> Result<Vec<f64>, Error> {
    let rows = block * BLOCK..((block + 1) * BLOCK).min(counts.rows());
    rows.clone().try_for_each(|row| not_negative(counts.row(row)))?;
    Ok(if rows.len() == BLOCK {
        float::sums([0, 1, 2, 3].map(|next| counts.row(rows.start + next))).to_vec()
    } else {
        rows.map(|row| float::sum(counts.row(row).iter().copied())).collect()
    })
}

/// Sums of a band of columns.
fn industry_sums(counts: &Matrix, band: usize) -> Vec<f64> {
    let columns = band * BAND..((band + 1) * BAND).min(counts.columns());
    let mut sums = float::Sums::new(columns.len());
    (0..counts.rows()).for_each(|row| sums.add(&counts.row(row)[columns.clone()]));
    sums.finish()
}

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
        Self::with_threads(counts, 1)
    }

    /// As [`Table::new`], the work shared by threads; the answer does not depend on how many.
    ///
    /// # Errors
    ///
    /// As [`Table::new`].
    pub fn with_threads(counts: Matrix, threads: u16) -> Result<Self, Error> {
        let blocks = counts.rows().div_ceil(BLOCK);
        let regions = each(blocks, threads, |block| region_sums(&counts, block));
        let regions = regions.into_iter().collect::<Result<Vec<_>, _>>()?.concat();
        let bands = counts.columns().div_ceil(BAND);
        let industries = each(bands, threads, |band| industry_sums(&counts, band)).concat();
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
