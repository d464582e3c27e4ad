//! Multipliers: output, income and jobs anywhere in the economy for a unit of final demand.
//!
//! Type I sums the columns of `(I - A)^-1`; type II takes households into the table as one more industry that
//! sells labour and buys goods.

use agglo_stats::matrix::Matrix;

use crate::base::error::Error;
use crate::map::input_output::Leontief;
use crate::map::input_output::coefficients::{numbers, sized, square};

/// What households earn and spend.
#[derive(Clone, Debug, PartialEq)]
pub struct Households {
    /// Income of households for a unit of each industry's output.
    pub income: Vec<f64>,
    /// What households buy from each industry for a unit of their income.
    pub consumption: Vec<f64>,
}

/// Multipliers of each industry.
#[derive(Clone, Debug, PartialEq)]
pub struct Multipliers {
    /// Output for a unit of final demand, type I.
    pub output_1: Vec<f64>,
    /// Type II; `None` where households and industries together are not productive.
    pub with_households: Option<WithHouseholds>,
    /// Household income for a unit of final demand, type I.
    pub income_1: Vec<f64>,
    /// Jobs for a unit of final demand, type I.
    pub jobs_1: Vec<f64>,
    /// Jobs anywhere for one job in the industry, type I; `None` of an industry without jobs.
    pub jobs_1_ratio: Vec<Option<f64>>,
}

/// Type II multipliers of each industry.
#[derive(Clone, Debug, PartialEq)]
pub struct WithHouseholds {
    /// Output of the industries for a unit of final demand (truncated: without the households' row).
    pub output_truncated: Vec<f64>,
    /// The same with the households' income as if it were output.
    pub output_total: Vec<f64>,
    /// Household income for a unit of final demand.
    pub income: Vec<f64>,
    /// Jobs for a unit of final demand.
    pub jobs: Vec<f64>,
    /// Jobs anywhere for one job in the industry; `None` of an industry without jobs.
    pub jobs_ratio: Vec<Option<f64>>,
}

/// Multipliers of type I and II.
///
/// # Inputs
///
/// `a`: technical coefficients; `jobs`: jobs for a unit of each industry's output.
///
/// # Errors
///
/// `E0302` where shapes do not fit or the industries alone are not productive.
///
/// # How to read it
///
/// Upper bounds: nobody is crowded out and no price moves. Type II adds that every new wage is spent as the
/// mean one is. Causal estimates of local multipliers are another thing and are not to be mixed with these.
///
/// # Source
///
/// Miller and Blair 2009, Input-Output Analysis, chapter 6.
pub fn multipliers(
    a: &Matrix,
    households: &Households,
    jobs: &[f64],
) -> Result<Multipliers, Error> {
    let size = square(a)?;
    sized("jobs", size, jobs)?;
    sized("household income", size, &households.income)?;
    sized("household consumption", size, &households.consumption)?;
    let inverse = Leontief::of(a)?.inverse;
    let jobs_1 = weighted(&inverse, jobs, size);
    Ok(Multipliers {
        output_1: weighted(&inverse, &vec![1.0; size], size),
        income_1: weighted(&inverse, &households.income, size),
        jobs_1_ratio: over(&jobs_1, jobs),
        jobs_1,
        with_households: with_households(a, households, jobs)?,
    })
}

fn with_households(
    a: &Matrix,
    households: &Households,
    jobs: &[f64],
) -> Result<Option<WithHouseholds>, Error> {
    let size = a.rows();
    let closed =
        Matrix::from_fn(size + 1, size + 1, |row, column| match (row < size, column < size) {
            (true, true) => a.at(row, column),
            (true, false) => households.consumption[row],
            (false, true) => households.income[column],
            (false, false) => 0.0,
        })
        .map_err(numbers)?;
    let Ok(closed) = Leontief::of(&closed) else { return Ok(None) };
    let inverse = closed.inverse;
    let jobs_2 = weighted(&inverse, jobs, size);
    Ok(Some(WithHouseholds {
        output_truncated: weighted(&inverse, &vec![1.0; size], size),
        output_total: weighted(&inverse, &vec![1.0; size + 1], size),
        income: inverse.row(size)[..size].to_vec(),
        jobs_ratio: over(&jobs_2, jobs),
        jobs: jobs_2,
    }))
}

/// Sums of the first columns, each row by its weight; rows without one are left out.
fn weighted(inverse: &Matrix, weights: &[f64], columns: usize) -> Vec<f64> {
    let of = |column: usize| inverse.column(column).zip(weights).map(|(l, w)| l * w).sum();
    (0..columns).map(of).collect()
}

fn over(all: &[f64], own: &[f64]) -> Vec<Option<f64>> {
    all.iter().zip(own).map(|(all, own)| (*own > 0.0).then(|| all / own)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a() -> Matrix {
        Matrix::from_rows(&[vec![0.15, 0.25], vec![0.2, 0.05]]).unwrap()
    }

    fn households() -> Households {
        Households { income: vec![0.3, 0.25], consumption: vec![0.05, 0.4] }
    }

    #[test]
    fn reference_by_hand() {
        let found = multipliers(&a(), &households(), &[0.22, 0.21]).unwrap();
        // The inverse is [[0.95, 0.25], [0.2, 0.85]] / 0.7575.
        assert!((found.output_1[0] - 1.15 / 0.7575).abs() < 1e-12);
        assert!((found.jobs_1[0] - (0.22 * 0.95 + 0.21 * 0.2) / 0.7575).abs() < 1e-12);
        assert!((found.income_1[0] - (0.3 * 0.95 + 0.25 * 0.2) / 0.7575).abs() < 1e-12);
        // With households the determinant is 0.62575; cofactors of the first column 0.85, 0.32, 0.335.
        let closed = found.with_households.unwrap();
        assert!((closed.output_truncated[0] - 1.17 / 0.625_75).abs() < 1e-12);
        assert!((closed.output_total[0] - 1.505 / 0.625_75).abs() < 1e-12);
        assert!((closed.income[1] - 0.2875 / 0.625_75).abs() < 1e-12);
    }

    #[test]
    fn law_households_only_add() {
        let found = multipliers(&a(), &households(), &[0.22, 0.21]).unwrap();
        let closed = found.with_households.unwrap();
        for at in 0..2 {
            assert!(closed.output_truncated[at] > found.output_1[at]);
            assert!(closed.output_total[at] > closed.output_truncated[at]);
            assert!(closed.jobs[at] > found.jobs_1[at] && found.jobs_1_ratio[at].unwrap() > 1.0);
        }
        let none = Households { income: vec![0.0; 2], consumption: vec![0.0; 2] };
        let same = multipliers(&a(), &none, &[0.22, 0.21]).unwrap().with_households.unwrap();
        assert!((same.output_total[0] - found.output_1[0]).abs() < 1e-12);
    }

    #[test]
    fn edge_no_jobs_no_ratio_and_spendthrift_households_no_type_two() {
        let rich = Households { income: vec![0.9, 0.9], consumption: vec![1.0, 1.0] };
        let found = multipliers(&a(), &rich, &[0.0, 1.0]).unwrap();
        assert_eq!((found.with_households, found.jobs_1_ratio[0]), (None, None));
        assert!(multipliers(&a(), &rich, &[1.0]).is_err());
    }
}
