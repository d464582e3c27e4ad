//! Leontief inverse: all that must be made, anywhere in the economy, for a unit of final demand.
//!
//! `L = (I - A)^-1`, `x = L f`; units of output a unit of final demand.

use agglo_stats::matrix::{Matrix, inverse};

use crate::base::error::Error;
use crate::map::input_output::coefficients::{numbers, require_productive, sized};

/// The inverse of an economy.
#[derive(Clone, Debug, PartialEq)]
pub struct Leontief {
    /// What the row must make for a unit of final demand for the column.
    pub inverse: Matrix,
}

impl Leontief {
    /// Inverse of technical coefficients, by LU decomposition.
    ///
    /// # Errors
    ///
    /// `E0302` where the economy is not productive.
    ///
    /// # How to read it
    ///
    /// It assumes fixed recipes, fixed prices and spare capacity everywhere: a bound of what demand can set
    /// in motion, no forecast.
    ///
    /// # Source
    ///
    /// Leontief 1941, The Structure of American Economy.
    pub fn of(a: &Matrix) -> Result<Self, Error> {
        require_productive(a)?;
        let rest = Matrix::identity(a.rows()).plus(-1.0, a).map_err(numbers)?;
        let inverse = inverse(&rest).map_err(numbers)?;
        if told(a, &inverse) {
            return Ok(Self { inverse });
        }
        let what = "whether the economy is productive cannot be told: one industry buys so much more than it makes \
                    that the digits are lost";
        Err(Error::new("E0302", what)
            .hint("merge the industry that makes nearly nothing with a neighbour"))
    }

    /// Output that a final demand needs.
    ///
    /// # Errors
    ///
    /// `E0302` where there is not one demand an industry.
    pub fn output(&self, final_demand: &[f64]) -> Result<Vec<f64>, Error> {
        sized("final demand", self.inverse.rows(), final_demand)?;
        Ok(self.inverse.apply(final_demand))
    }

    /// Output multiplier of each industry: the sum of its column.
    pub fn output_multipliers(&self) -> Vec<f64> {
        (0..self.inverse.columns()).map(|column| self.inverse.column(column).sum()).collect()
    }
}

/// Whether an inverse is one of a productive economy: no entry below 0 where no coefficient is, and at least 1 where an
/// industry meets itself (Hawkins and Simon 1949). Less than a thousand-millionth of the largest is rounding.
fn told(a: &Matrix, inverse: &Matrix) -> bool {
    let size = a.rows();
    let every = |table: &Matrix, least: f64| {
        (0..size).all(|at| table.row(at).iter().all(|own| *own >= least))
    };
    let largest =
        (0..size).flat_map(|at| inverse.row(at)).fold(1.0_f64, |most, own| most.max(own.abs()));
    let itself = || (0..size).all(|at| inverse.at(at, at) >= 1.0 - 1e-9);
    !every(a, 0.0) || (every(inverse, -1e-9 * largest) && itself())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Miller and Blair 2009, section 2.3.
    #[test]
    fn reference_the_textbook_s_two_sectors() {
        let a = Matrix::from_rows(&[vec![0.15, 0.25], vec![0.2, 0.05]]).unwrap();
        let found = Leontief::of(&a).unwrap();
        let expected = [[1.2541, 0.33], [0.264, 1.1221]];
        for (row, values) in expected.iter().enumerate() {
            for (column, value) in values.iter().enumerate() {
                assert!((found.inverse.at(row, column) - value).abs() < 1e-4);
            }
        }
        let output = found.output(&[600.0, 1500.0]).unwrap();
        assert!((output[0] - 1247.52).abs() < 0.01 && (output[1] - 1841.58).abs() < 0.01);
    }

    proptest! {
        #[test]
        fn law_it_undoes_what_industries_use_and_nothing_in_it_is_below_zero(
            cells in prop::collection::vec(0.0_f64..0.19, 25)
        ) {
            let a = Matrix::new(5, 5, cells).unwrap();
            let found = Leontief::of(&a).unwrap().inverse;
            let used = Matrix::identity(5).plus(-1.0, &a).unwrap().times(&found).unwrap();
            for row in 0..5 {
                prop_assert!(found.at(row, row) >= 1.0 - 1e-12);
                for column in 0..5 {
                    prop_assert!(found.at(row, column) >= -1e-15);
                    let unit = if row == column { 1.0 } else { 0.0 };
                    prop_assert!((used.at(row, column) - unit).abs() < 1e-10);
                }
            }
        }
    }

    #[test]
    fn edge_an_economy_whose_digits_are_lost_is_refused() {
        // All that is made is used up, and coefficients of 10^13 hide it: the eigenvalue seems below 1.
        let rows = [
            vec![0.0, 0.0, 1e-15],
            vec![0.0, 42.0 / 80.0, 38.0 / 1e15],
            vec![1e-9, 1e15 / 80.0, 1e-24],
        ];
        assert_eq!(Leontief::of(&Matrix::from_rows(&rows).unwrap()).unwrap_err().code(), "E0302");
    }

    #[test]
    fn edge_an_economy_that_uses_itself_up_is_refused() {
        let a = Matrix::from_rows(&[vec![0.5, 0.5], vec![0.5, 0.5]]).unwrap();
        assert_eq!(Leontief::of(&a).unwrap_err().code(), "E0302");
        assert!(Leontief::of(&Matrix::new(0, 0, vec![]).unwrap()).is_ok());
    }
}
