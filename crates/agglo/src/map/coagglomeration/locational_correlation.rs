//! Locational correlation: whether two industries are large in the same regions.
//!
//! Pearson's correlation over regions of the counts of two industries, or of their shares of each region.

use agglo_stats::correlation::correlations;
use agglo_stats::matrix::Matrix;

use crate::base::error::Error;

/// What is correlated.
#[derive(Clone, Copy, Debug)]
pub enum Form<'a> {
    /// The counts: large regions decide, since everything is large there.
    Counts,
    /// The share of each region's total that the industry holds, regions weighted by their totals: what
    /// remains when size is taken out. Takes the totals, one a region, above 0.
    Shares(&'a [f64]),
}

/// Locational correlation of every pair of industries; rows are regions, columns industries.
///
/// # Returns
///
/// A symmetric table in `[-1, 1]`; `None` where an industry does not vary over the regions.
///
/// # Errors
///
/// `E0301` where totals are missing or not positive.
///
/// # How to read it
///
/// Near 1: where one stands, the other stands. It says nothing of why: links, workers, a shared resource
/// or a shared customer all look alike.
///
/// # Source
///
/// Porter 2003, Regional Studies 37(6-7); Delgado, Porter and Stern 2016, Journal of Economic Geography
/// 16(1).
pub fn locational_correlation(x: &Matrix, form: Form<'_>) -> Result<Vec<Vec<Option<f64>>>, Error> {
    let numbers = |error: agglo_stats::Error| Error::new("E0301", error.to_string());
    match form {
        Form::Counts => correlations(x, None).map_err(numbers),
        Form::Shares(totals) if totals.len() != x.rows() => Err(Error::new(
            "E0301",
            format!("{} regions need a total each, got {}", x.rows(), totals.len()),
        )),
        Form::Shares(totals) if totals.iter().any(|total| !(*total > 0.0 && total.is_finite())) => {
            Err(Error::new("E0301", "a region's total is not above 0: it has no shares")
                .hint("leave out regions of nothing"))
        }
        Form::Shares(totals) => {
            let rows: Vec<Vec<f64>> = (0..x.rows())
                .zip(totals)
                .map(|(row, total)| x.row(row).iter().map(|count| count / total).collect())
                .collect();
            let shares = Matrix::from_rows(&rows).map_err(numbers)?;
            correlations(&shares, Some(totals)).map_err(numbers)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts() -> Matrix {
        let rows = [
            vec![10.0, 20.0, 5.0],
            vec![1.0, 2.0, 9.0],
            vec![4.0, 8.0, 1.0],
            vec![90.0, 180.0, 30.0],
        ];
        Matrix::from_rows(&rows).unwrap()
    }

    #[test]
    fn proportional_industries_correlate_fully_in_both_forms() {
        let totals = [100.0, 40.0, 30.0, 700.0];
        for form in [Form::Counts, Form::Shares(&totals)] {
            let found = locational_correlation(&counts(), form).unwrap();
            assert!((found[0][1].unwrap() - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn law_shares_do_not_change_when_a_region_is_split_in_two_alike() {
        let totals = [100.0, 40.0, 30.0, 700.0];
        let whole = locational_correlation(&counts(), Form::Shares(&totals)).unwrap();
        let rows: Vec<Vec<f64>> = [0, 1, 2, 3, 3]
            .iter()
            .enumerate()
            .map(|(at, &row)| {
                let half = if at > 2 { 0.5 } else { 1.0 };
                counts().row(row).iter().map(|count| count * half).collect()
            })
            .collect();
        let split = Matrix::from_rows(&rows).unwrap();
        let halves = [100.0, 40.0, 30.0, 350.0, 350.0];
        let split = locational_correlation(&split, Form::Shares(&halves)).unwrap();
        assert!((whole[0][2].unwrap() - split[0][2].unwrap()).abs() < 1e-12);
    }

    #[test]
    fn edge_a_missing_total_is_refused() {
        assert!(locational_correlation(&counts(), Form::Shares(&[1.0])).is_err());
    }
}
