//! Technical coefficients: what an industry buys from each other one for a unit of its output.
//!
//! `a_ij = z_ij / x_j`; a share of the buyer's output.

use agglo_stats::float;
use agglo_stats::matrix::{Matrix, spectral_radius};

use crate::base::error::Error;

/// Coefficients of an economy with its output.
#[derive(Clone, Debug, PartialEq)]
pub struct Coefficients {
    /// What each buyer takes from each seller for a unit of its output.
    pub a: Matrix,
    /// Output of each industry.
    pub output: Vec<f64>,
    /// Industries without output: their columns are 0.
    pub inactive: Vec<usize>,
}

impl Coefficients {
    /// Coefficients of flows and final demand; output is all that an industry sells.
    ///
    /// # Inputs
    ///
    /// `flows`: what the row sells to the column, at least 0; `final_demand`: what it sells to others.
    ///
    /// # Errors
    ///
    /// `E0302` where shapes do not fit, a flow is below 0, or an output is.
    ///
    /// # Source
    ///
    /// Leontief 1941, The Structure of American Economy; Miller and Blair 2009, Input-Output Analysis, chapter 2.
    pub fn of(flows: &Matrix, final_demand: &[f64]) -> Result<Self, Error> {
        let size = square(flows)?;
        sized("final demand", size, final_demand)?;
        if (0..size).any(|row| flows.row(row).iter().any(|flow| *flow < 0.0)) {
            return Err(Error::new("E0302", "a flow is below 0"));
        }
        let sold = |row: usize| float::sum(flows.row(row).iter().copied()) + final_demand[row];
        let output: Vec<f64> = (0..size).map(sold).collect();
        if let Some(at) = (0..size).find(|&at| output[at] < 0.0) {
            return Err(Error::new("E0302", format!("the output of industry {at} is below 0")));
        }
        let share = |row: usize, column: usize| {
            if output[column] > 0.0 { flows.at(row, column) / output[column] } else { 0.0 }
        };
        let a = Matrix::from_fn(size, size, share).map_err(numbers)?;
        let inactive = (0..size).filter(|&at| output[at] <= 0.0).collect();
        Ok(Self { a, output, inactive })
    }
}

/// Refuses coefficients that no economy can live by: whose powers do not die out.
///
/// Columns that all sum to less than 1 show it at once; else the largest eigenvalue must.
///
/// # Errors
///
/// `E0302` where the table is not square or not productive.
///
/// # Source
///
/// Hawkins and Simon 1949, Econometrica 17(3/4).
pub fn require_productive(a: &Matrix) -> Result<(), Error> {
    let size = square(a)?;
    let spent = |column: usize| a.column(column).map(f64::abs).sum::<f64>();
    if (0..size).all(|column| spent(column) < 1.0) {
        return Ok(());
    }
    let radius = spectral_radius(a).map_err(numbers)?;
    if radius < 1.0 - 1e-12 {
        return Ok(());
    }
    let what =
        format!("the economy is not productive: its largest eigenvalue is {radius}, not below 1");
    Err(Error::new("E0302", what).hint("check that flows and outputs are of one unit and one year"))
}

/// Rows of a table that has as many columns.
pub(super) fn square(table: &Matrix) -> Result<usize, Error> {
    let (rows, columns) = (table.rows(), table.columns());
    if rows == columns {
        return Ok(rows);
    }
    Err(Error::new("E0302", format!("a table of {rows} by {columns} industries is not square")))
}

pub(super) fn sized(what: &str, size: usize, values: &[f64]) -> Result<(), Error> {
    if values.len() != size {
        let got = values.len();
        return Err(Error::new("E0302", format!("{size} industries need {what} each, got {got}")));
    }
    match values.iter().find(|value| !value.is_finite()) {
        Some(value) => Err(Error::new("E0302", format!("{what} is {value}"))),
        None => Ok(()),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "as `map_err` hands it over")]
pub(super) fn numbers(error: agglo_stats::Error) -> Error {
    Error::new("E0302", error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_two_industries_by_hand() {
        let flows = Matrix::from_rows(&[vec![150.0, 500.0], vec![200.0, 100.0]]).unwrap();
        let found = Coefficients::of(&flows, &[350.0, 1700.0]).unwrap();
        assert_eq!(found.output, [1000.0, 2000.0]);
        assert!((found.a.at(0, 1) - 0.25).abs() < 1e-15);
        assert!((found.a.at(1, 0) - 0.2).abs() < 1e-15);
    }

    #[test]
    fn law_a_column_above_one_can_still_be_productive_and_a_loop_of_one_is_not() {
        let a = |values: Vec<f64>| Matrix::new(2, 2, values).unwrap();
        assert!(require_productive(&a(vec![0.0, 0.1, 1.5, 0.0])).is_ok(), "the root of 0.15");
        assert!(require_productive(&a(vec![0.0, 1.0, 1.0, 0.0])).is_err());
        assert!(require_productive(&a(vec![0.9, 0.5, 0.5, 0.9])).is_err());
    }

    #[test]
    fn edge_no_output_false_shapes_and_negative_flows() {
        let flows = Matrix::from_rows(&[vec![1.0, 0.0], vec![0.0, 0.0]]).unwrap();
        let found = Coefficients::of(&flows, &[1.0, 0.0]).unwrap();
        assert_eq!((found.inactive, found.a.at(0, 1)), (vec![1], 0.0));
        assert!(Coefficients::of(&flows, &[1.0]).is_err());
        assert!(Coefficients::of(&flows, &[-5.0, 1.0]).is_err());
        let negative = Matrix::from_rows(&[vec![-1.0]]).unwrap();
        assert!(Coefficients::of(&negative, &[3.0]).is_err());
    }
}
