//! Iterative proportional fitting (RAS): rows and columns scaled in turn.

use crate::biproportional::{GOAL, Line, MET, ROUNDS, Unfit, agreement, check};
use crate::float;
use crate::matrix::Matrix;
use crate::optimize::linear::{Equation, is_feasible};

/// A table with the wanted margins.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// The table.
    pub values: Matrix,
    /// Rounds of rows and columns.
    pub rounds: usize,
    /// What the column margins were multiplied by, since they summed to another total than the rows; 1 where
    /// they agreed.
    pub scaled: f64,
}

/// Scales a seed to row and column margins.
///
/// # Returns
///
/// A table whose margins are met to 1e-9 of the total; a zero of the seed stays zero. Where the margins sum to
/// different totals the columns are scaled to the rows' total, which [`Fit::scaled`] reports.
///
/// # Errors
///
/// [`Unfit::Infeasible`] names a line that cannot be met: it has no cell to fill, or the zeros leave too
/// little room. [`Unfit::NotConverged`] where a table exists only in the limit.
///
/// # Source
///
/// Deming and Stephan 1940, The Annals of Mathematical Statistics 11(4); Stone 1961.
pub fn fit(seed: &Matrix, rows: &[f64], columns: &[f64]) -> Result<Fit, Unfit> {
    check(seed, rows, columns)?;
    let scaled = agreement(rows, columns)?;
    let columns: Vec<f64> = columns.iter().map(|margin| margin * scaled).collect();
    let mut x: Vec<Vec<f64>> = (0..seed.rows())
        .map(|row| {
            let open = |(cell, column): (&f64, &f64)| {
                if rows[row] > 0.0 && *column > 0.0 { *cell } else { 0.0 }
            };
            seed.row(row).iter().zip(&columns).map(open).collect()
        })
        .collect();
    filled(&x, rows, &columns)?;
    let support = x.clone();
    let total = float::sum(rows.iter().copied());
    for round in 1..=ROUNDS {
        scale(&mut x, rows, &columns);
        if missed(&x, rows) <= GOAL * total {
            return Ok(Fit { values: Matrix::from_rows(&x)?, rounds: round, scaled });
        }
    }
    if missed(&x, rows) <= MET * total {
        return Ok(Fit { values: Matrix::from_rows(&x)?, rounds: ROUNDS, scaled });
    }
    Err(if exists(&support, rows, &columns)? {
        Unfit::NotConverged { rounds: ROUNDS }
    } else {
        Unfit::Infeasible(Line::Row(shortest(&x, rows)))
    })
}

/// Every line that is to hold something has a cell that may.
fn filled(x: &[Vec<f64>], rows: &[f64], columns: &[f64]) -> Result<(), Unfit> {
    let empty = |row: &usize| rows[*row] > 0.0 && x[*row].iter().all(|cell| *cell <= 0.0);
    if let Some(row) = (0..rows.len()).find(empty) {
        return Err(Unfit::Infeasible(Line::Row(row)));
    }
    let empty = |column: &usize| columns[*column] > 0.0 && x.iter().all(|row| row[*column] <= 0.0);
    match (0..columns.len()).find(empty) {
        Some(column) => Err(Unfit::Infeasible(Line::Column(column))),
        None => Ok(()),
    }
}

/// One round: rows, then columns.
fn scale(x: &mut [Vec<f64>], rows: &[f64], columns: &[f64]) {
    for (row, margin) in x.iter_mut().zip(rows) {
        let sum = float::sum(row.iter().copied());
        if sum > 0.0 {
            for cell in row {
                *cell *= margin / sum;
            }
        }
    }
    for (column, margin) in columns.iter().enumerate() {
        let sum = float::sum(x.iter().map(|row| row[column]));
        if sum > 0.0 {
            for row in &mut *x {
                row[column] *= margin / sum;
            }
        }
    }
}

/// Largest distance of a row from its margin; columns are met, since they were scaled last.
fn missed(x: &[Vec<f64>], rows: &[f64]) -> f64 {
    let gap = |(row, margin): (&Vec<f64>, &f64)| (float::sum(row.iter().copied()) - margin).abs();
    x.iter().zip(rows).map(gap).fold(0.0, f64::max)
}

/// The row that falls furthest short of its margin.
fn shortest(x: &[Vec<f64>], rows: &[f64]) -> usize {
    let short = |row: usize| rows[row] - float::sum(x[row].iter().copied());
    (0..rows.len()).max_by(|&a, &b| short(a).total_cmp(&short(b)).then(b.cmp(&a))).unwrap_or(0)
}

/// Whether any table with the seed's zeros has the margins.
fn exists(support: &[Vec<f64>], rows: &[f64], columns: &[f64]) -> Result<bool, Unfit> {
    let mut cells: Vec<(usize, usize)> = Vec::new();
    for (row, values) in support.iter().enumerate() {
        let open = values.iter().enumerate().filter(|(_, value)| **value > 0.0);
        cells.extend(open.map(|(column, _)| (row, column)));
    }
    let bounds: Vec<[f64; 2]> =
        cells.iter().map(|(row, column)| [0.0, rows[*row].min(columns[*column])]).collect();
    let line = |inside: &dyn Fn(&(usize, usize)) -> bool, right: f64| {
        let members = cells.iter().enumerate().filter(|(_, cell)| inside(cell));
        Equation { terms: members.map(|(at, _)| (at, 1.0)).collect(), right }
    };
    let across = rows.iter().enumerate().map(|(row, margin)| line(&|cell| cell.0 == row, *margin));
    // The last column follows from the others, but for rounding that must not decide.
    let down = columns.iter().enumerate().take(columns.len().saturating_sub(1));
    let down = down.map(|(column, margin)| line(&|cell| cell.1 == column, *margin));
    Ok(is_feasible(&bounds, &across.chain(down).collect::<Vec<_>>())?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn matrix(rows: &[&[f64]]) -> Matrix {
        Matrix::from_rows(&rows.iter().map(|row| row.to_vec()).collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn reference_an_even_seed_is_the_product_of_the_margins() {
        let found =
            fit(&matrix(&[&[1.0, 1.0], &[1.0, 1.0]]), &[30.0, 10.0], &[16.0, 24.0]).unwrap();
        for (row, want) in [[12.0, 18.0], [4.0, 6.0]].iter().enumerate() {
            assert!(found.values.row(row).iter().zip(want).all(|(a, b)| (a - b).abs() < 1e-12));
        }
        assert_eq!((found.rounds, found.scaled), (1, 1.0));
    }

    #[test]
    fn edge_a_line_that_cannot_be_met_is_named() {
        let empty = matrix(&[&[0.0, 0.0], &[1.0, 2.0]]);
        let named =
            |seed: &Matrix, rows: &[f64], columns: &[f64]| fit(seed, rows, columns).unwrap_err();
        assert_eq!(named(&empty, &[3.0, 4.0], &[3.0, 4.0]), Unfit::Infeasible(Line::Row(0)));
        let column = matrix(&[&[0.0, 1.0], &[0.0, 2.0]]);
        assert_eq!(named(&column, &[3.0, 4.0], &[3.0, 4.0]), Unfit::Infeasible(Line::Column(0)));
        // The first row can be filled from the first column alone, which holds less.
        let corner = matrix(&[&[1.0, 0.0], &[1.0, 1.0]]);
        assert_eq!(named(&corner, &[3.0, 1.0], &[1.0, 3.0]), Unfit::Infeasible(Line::Row(0)));
        assert_eq!(named(&corner, &[3.0, 1.0], &[0.0, 0.0]), Unfit::Infeasible(Line::Row(0)));
    }

    #[test]
    fn edge_margins_of_zero_empty_their_line_and_totals_are_made_to_agree() {
        let seed = matrix(&[&[1.0, 1.0], &[1.0, 1.0]]);
        let found = fit(&seed, &[0.0, 4.0], &[1.0, 3.0]).unwrap();
        assert!(found.values.row(0).iter().all(|cell| *cell <= 0.0));
        let found = fit(&seed, &[2.0, 2.0], &[1.0, 1.0]).unwrap();
        assert!((found.scaled - 2.0).abs() < 1e-12 && (found.values.at(0, 0) - 1.0).abs() < 1e-12);
        assert!(fit(&seed, &[0.0, 0.0], &[0.0, 0.0]).is_ok());
        assert!(matches!(fit(&seed, &[-1.0, 1.0], &[0.0, 0.0]), Err(Unfit::Input(_))));
        assert!(matches!(fit(&seed, &[1.0], &[0.0, 1.0]), Err(Unfit::Input(_))));
    }

    #[test]
    fn edge_a_table_that_exists_only_in_the_limit_is_not_called_infeasible() {
        // The only table has a zero where the seed has none.
        let corner = matrix(&[&[1.0, 0.0], &[1.0, 1.0]]);
        let found = fit(&corner, &[2.0, 2.0], &[2.0, 2.0]);
        assert!(matches!(found, Ok(_) | Err(Unfit::NotConverged { .. })), "{found:?}");
    }

    proptest! {
        #[test]
        fn law_margins_are_met_and_cross_ratios_kept(
            seed in prop::collection::vec(1_u32..90, 12), target in prop::collection::vec(1_u32..90, 12),
        ) {
            let rows = |values: &[u32]| -> Vec<Vec<f64>> {
                values.chunks(4).map(|row| row.iter().map(|v| f64::from(*v)).collect()).collect()
            };
            let (seed, target) = (rows(&seed), rows(&target));
            let across: Vec<f64> = target.iter().map(|row| row.iter().sum()).collect();
            let down: Vec<f64> = (0..4).map(|at| target.iter().map(|row| row[at]).sum()).collect();
            let found = fit(&Matrix::from_rows(&seed).unwrap(), &across, &down).unwrap().values;
            for (row, margin) in across.iter().enumerate() {
                prop_assert!((found.row(row).iter().sum::<f64>() - margin).abs() < 1e-7);
            }
            let ratio = |at: &dyn Fn(usize, usize) -> f64| at(0, 0) * at(1, 1) / (at(0, 1) * at(1, 0));
            let (before, after) = (ratio(&|r, c| seed[r][c]), ratio(&|r, c| found.at(r, c)));
            prop_assert!((before / after - 1.0).abs() < 1e-9);
        }
    }
}
