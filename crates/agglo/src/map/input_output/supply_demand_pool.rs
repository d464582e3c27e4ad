//! Supply-demand pool: the share of each good that the region could make for itself.
//!
//! `q_i = min(1, x_i / (sum_j a_ij x_j + f_i))`; what the region makes over what it needs.

use agglo_stats::float;
use agglo_stats::matrix::Matrix;

use crate::base::error::Error;
use crate::map::input_output::coefficients::{sized, square};

/// Share of the region's need for each industry's product that its own output can meet.
///
/// # Inputs
///
/// `a`: the nation's coefficients; `output` and `final_demand`: the region's.
///
/// # Returns
///
/// Shares in `[0, 1]`: multiply the rows of `a` by them. `None` where nothing is needed.
///
/// # Errors
///
/// `E0302` where shapes do not fit.
///
/// # Source
///
/// Moore and Petersen 1955, Review of Economics and Statistics 37(4); Miller and Blair 2009, chapter 8.
pub fn supply_demand_pool(
    a: &Matrix,
    output: &[f64],
    final_demand: &[f64],
) -> Result<Vec<Option<f64>>, Error> {
    let size = square(a)?;
    sized("output", size, output)?;
    sized("final demand", size, final_demand)?;
    let share = |at: usize| {
        let inputs = a.row(at).iter().zip(output).map(|(a, x)| a * x);
        let needed = float::sum(inputs) + final_demand[at];
        (needed > 0.0).then(|| (output[at].max(0.0) / needed).min(1.0))
    };
    Ok((0..size).map(share).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a() -> Matrix {
        Matrix::from_rows(&[vec![0.2, 0.4], vec![0.1, 0.0]]).unwrap()
    }

    #[test]
    fn reference_by_hand() {
        let found = supply_demand_pool(&a(), &[10.0, 20.0], &[10.0, 1.0]).unwrap();
        // 10 against 2 + 8 + 10; 20 against 1 + 1.
        assert_eq!(found, [Some(0.5), Some(1.0)]);
    }

    #[test]
    fn law_more_demand_never_raises_a_share() {
        let share = |demand: f64| {
            supply_demand_pool(&a(), &[10.0, 20.0], &[demand, 1.0]).unwrap()[0].unwrap()
        };
        assert!(share(5.0) >= share(6.0) && share(6.0) > share(60.0));
    }

    #[test]
    fn edge_nothing_needed_and_shapes() {
        let none = Matrix::new(1, 1, vec![0.0]).unwrap();
        assert_eq!(supply_demand_pool(&none, &[4.0], &[0.0]).unwrap(), [None]);
        assert!(supply_demand_pool(&a(), &[1.0], &[1.0, 1.0]).is_err());
    }
}
