//! Ghosh inverse: how far a unit of an industry's primary inputs reaches forward into others' output.
//!
//! `b_ij = z_ij / x_i`, `G = (I - B)^-1 = diag(x)^-1 L diag(x)`.

use agglo_stats::matrix::{Matrix, inverse};

use crate::base::error::Error;
use crate::map::input_output::coefficients::{numbers, require_productive, sized, square};

/// Allocation coefficients and their inverse.
#[derive(Clone, Debug, PartialEq)]
pub struct Ghosh {
    /// The share of the row's output that goes to the column; a row of 0 without output.
    pub allocation: Matrix,
    /// `(I - B)^-1`.
    pub inverse: Matrix,
}

impl Ghosh {
    /// Allocation of flows out of output, and its inverse.
    ///
    /// # Errors
    ///
    /// `E0302` where shapes do not fit or the economy is not productive.
    ///
    /// # How to read it
    ///
    /// A measure of forward linkage. Read as supply that pushes demand it is contested: buyers need not take
    /// what sellers make more of.
    ///
    /// # Source
    ///
    /// Ghosh 1958, Economica 25(97); Dietzenbacher 1997, Journal of Regional Science 37(4).
    pub fn of(flows: &Matrix, output: &[f64]) -> Result<Self, Error> {
        let size = square(flows)?;
        sized("output", size, output)?;
        let share = |row: usize, column: usize| {
            if output[row] > 0.0 { flows.at(row, column) / output[row] } else { 0.0 }
        };
        let allocation = Matrix::from_fn(size, size, share).map_err(numbers)?;
        require_productive(&allocation)?;
        let rest = Matrix::identity(size).plus(-1.0, &allocation).map_err(numbers)?;
        let inverse = inverse(&rest).map_err(numbers)?;
        Ok(Self { allocation, inverse })
    }

    /// Forward linkage of each industry: the sum of its row.
    pub fn forward(&self) -> Vec<f64> {
        (0..self.inverse.rows()).map(|row| self.inverse.row(row).iter().sum()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::input_output::{Coefficients, Leontief};

    fn flows() -> Matrix {
        Matrix::from_rows(&[vec![150.0, 500.0], vec![200.0, 100.0]]).unwrap()
    }

    #[test]
    fn reference_two_industries_by_hand() {
        let found = Ghosh::of(&flows(), &[1000.0, 2000.0]).unwrap();
        assert_eq!(found.allocation.row(0), [0.15, 0.5]);
        // The determinant of [[0.85, -0.5], [-0.1, 0.95]] is 0.7575.
        assert!((found.inverse.at(0, 1) - 0.5 / 0.7575).abs() < 1e-12);
        assert!((found.forward()[0] - 1.45 / 0.7575).abs() < 1e-12);
    }

    #[test]
    fn law_it_is_the_leontief_inverse_seen_from_the_seller() {
        let economy = Coefficients::of(&flows(), &[350.0, 1700.0]).unwrap();
        let leontief = Leontief::of(&economy.a).unwrap().inverse;
        let found = Ghosh::of(&flows(), &economy.output).unwrap().inverse;
        for row in 0..2 {
            for column in 0..2 {
                let turned =
                    leontief.at(row, column) * economy.output[column] / economy.output[row];
                assert!((found.at(row, column) - turned).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn edge_no_output_and_sales_above_output() {
        let found = Ghosh::of(&Matrix::new(2, 2, vec![0.0; 4]).unwrap(), &[0.0, 5.0]).unwrap();
        assert_eq!(found.inverse, Matrix::identity(2));
        assert!(Ghosh::of(&flows(), &[600.0, 100.0]).is_err());
        assert!(Ghosh::of(&flows(), &[600.0]).is_err());
    }
}
