//! From what industries make and buy of each commodity to what they buy from each other.
//!
//! `Z = D U`, `D` the industries' shares of each commodity's output: whoever buys a commodity buys it from its
//! makers in proportion to what they make (industry technology).

use agglo_stats::float;
use agglo_stats::matrix::Matrix;

use crate::base::error::Error;
use crate::map::input_output::coefficients::numbers;

/// Purchases shared out to the makers of what was bought.
///
/// # Inputs
///
/// `make`: what each industry (row) makes of each commodity (column), at least 0; `uses`: what each buyer
/// (column) takes of each commodity (row). Both in one unit of money.
///
/// # Returns
///
/// What each buyer takes from each industry. A commodity that nobody makes is left out: it comes from elsewhere.
///
/// # Errors
///
/// `E0302` where the tables have other commodities, or an amount made is below 0.
///
/// # Source
///
/// Miller and Blair 2009, Input-Output Analysis, chapter 5; the model of the US Bureau of Economic Analysis'
/// industry-by-industry requirements.
pub fn industry_technology(make: &Matrix, uses: &Matrix) -> Result<Matrix, Error> {
    if make.columns() != uses.rows() {
        let (made, used) = (make.columns(), uses.rows());
        let what = format!("the make table has {made} commodities, the use table {used}");
        return Err(Error::new("E0302", what));
    }
    if (0..make.rows()).any(|row| make.row(row).iter().any(|amount| *amount < 0.0)) {
        return Err(Error::new("E0302", "an amount made is below 0"));
    }
    let all: Vec<f64> = (0..make.columns()).map(|column| float::sum(make.column(column))).collect();
    Matrix::from_fn(make.rows(), uses.columns(), |maker, buyer| {
        let from = (0..all.len()).filter(|&at| all[at] > 0.0);
        float::sum(from.map(|at| make.at(maker, at) / all[at] * uses.at(at, buyer)))
    })
    .map_err(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix(rows: &[&[f64]]) -> Matrix {
        Matrix::from_rows(&rows.iter().map(|row| row.to_vec()).collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn reference_two_makers_of_one_commodity_by_hand() {
        // The second commodity is made by both, 1 to 3; nobody makes the third.
        let make = matrix(&[&[90.0, 10.0, 0.0], &[0.0, 30.0, 0.0]]);
        let uses = matrix(&[&[5.0, 20.0], &[8.0, 4.0], &[7.0, 7.0]]);
        let found = industry_technology(&make, &uses).unwrap();
        assert_eq!((found.row(0), found.row(1)), (&[7.0, 21.0][..], &[6.0, 3.0][..]));
    }

    #[test]
    fn law_what_is_made_at_home_is_bought_from_somebody() {
        let make = matrix(&[&[3.0, 1.0], &[2.0, 5.0]]);
        let uses = matrix(&[&[1.0, 2.0, 0.5], &[4.0, 0.0, 1.5]]);
        let found = industry_technology(&make, &uses).unwrap();
        for buyer in 0..3 {
            let (bought, sold): (f64, f64) = (uses.column(buyer).sum(), found.column(buyer).sum());
            assert!((bought - sold).abs() < 1e-12);
        }
    }

    #[test]
    fn edge_tables_that_do_not_fit_are_refused() {
        assert!(industry_technology(&matrix(&[&[1.0]]), &matrix(&[&[1.0], &[1.0]])).is_err());
        assert!(industry_technology(&matrix(&[&[-1.0]]), &matrix(&[&[1.0]])).is_err());
    }
}
