//! The same scaling when each cell must stay between two ends: `x_ij = clamp(a_i b_j seed_ij)`.

use crate::biproportional::{GOAL, Line, MET, ROUNDS, Unfit, agreement, check};
use crate::error::Error;
use crate::float;
use crate::matrix::Matrix;

/// Scales a seed to margins with each cell between its ends.
///
/// Each line's factor is found exactly, so that the clamped cells sum to the margin; the limit is the table
/// nearest to the seed in relative entropy of all that keep ends and margins.
///
/// # Inputs
///
/// `low` and `high`: least and most of each cell, of the seed's shape. The margins must agree in total.
///
/// # Errors
///
/// As [`super::fit`]; [`Unfit::Infeasible`] also where the ends of a line do not reach its margin, and
/// [`Unfit::NotConverged`] where margins and ends contradict each other across lines.
///
/// # Source
///
/// Lamond and Stewart 1981, Transportation Research Part B 15(4): Bregman's balancing method.
pub fn fit_within(
    seed: &Matrix,
    low: &Matrix,
    high: &Matrix,
    rows: &[f64],
    columns: &[f64],
) -> Result<Matrix, Unfit> {
    check(seed, rows, columns)?;
    let cells = |of: &Matrix| (0..of.rows()).map(|row| of.row(row).to_vec()).collect::<Vec<_>>();
    let shape = (seed.rows(), seed.columns());
    if [low, high].iter().any(|of| (of.rows(), of.columns()) != shape) {
        let (expected, got) = (shape.0 * shape.1, low.rows() * low.columns());
        return Err(Error::Shape { what: "the ends of the cells", expected, got }.into());
    }
    if (agreement(rows, columns)? - 1.0).abs() > 0.0 {
        return Err(Error::Infeasible { what: "margins of different totals" }.into());
    }
    let (mut x, low, high) = (cells(seed), cells(low), cells(high));
    let (low_across, high_across) = (transposed(&low), transposed(&high));
    let total = float::sum(rows.iter().copied());
    for _ in 0..ROUNDS {
        for (at, row) in x.iter_mut().enumerate() {
            let factor = factor(row, &low[at], &high[at], rows[at]);
            let factor = factor.ok_or(Unfit::Infeasible(Line::Row(at)))?;
            scale(row, factor);
        }
        let mut down = transposed(&x);
        for (at, column) in down.iter_mut().enumerate() {
            let factor = factor(column, &low_across[at], &high_across[at], columns[at]);
            let factor = factor.ok_or(Unfit::Infeasible(Line::Column(at)))?;
            scale(column, factor);
        }
        x = transposed(&down);
        let inside = clamped(&x, &low, &high);
        if missed(&inside, rows) <= GOAL * total {
            return Ok(Matrix::from_rows(&inside)?);
        }
    }
    let inside = clamped(&x, &low, &high);
    if missed(&inside, rows) <= MET * total {
        return Ok(Matrix::from_rows(&inside)?);
    }
    Err(Unfit::NotConverged { rounds: ROUNDS })
}

/// Scales one line of a seed until it adds up to its total, each cell between its ends.
///
/// # Returns
///
/// `None` where the ends do not reach the total, or where cells that could are 0 in the seed.
pub fn fit_line_within(seed: &[f64], low: &[f64], high: &[f64], total: f64) -> Option<Vec<f64>> {
    let factor = factor(seed, low, high, total)?;
    let ends = seed.iter().zip(low.iter().zip(high));
    Some(ends.map(|(cell, (low, high))| (cell * factor).max(*low).min(*high)).collect())
}

fn scale(line: &mut [f64], factor: f64) {
    for cell in line {
        *cell *= factor;
    }
}

fn transposed(x: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let width = x.first().map_or(0, Vec::len);
    (0..width).map(|column| x.iter().map(|row| row[column]).collect()).collect()
}

fn clamped(x: &[Vec<f64>], low: &[Vec<f64>], high: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let row = |((row, low), high): ((&Vec<f64>, &Vec<f64>), &Vec<f64>)| {
        row.iter().zip(low).zip(high).map(|((x, low), high)| x.max(*low).min(*high)).collect()
    };
    x.iter().zip(low).zip(high).map(row).collect()
}

fn missed(x: &[Vec<f64>], rows: &[f64]) -> f64 {
    let gap = |(row, margin): (&Vec<f64>, &f64)| (float::sum(row.iter().copied()) - margin).abs();
    x.iter().zip(rows).map(gap).fold(0.0, f64::max)
}

/// The factor at which a line's clamped cells sum to its margin; `None` where their ends do not reach it.
///
/// The sum rises with the factor and is straight between those at which a cell meets an end.
fn factor(line: &[f64], low: &[f64], high: &[f64], margin: f64) -> Option<f64> {
    let sum = |factor: f64| {
        let cells = line.iter().zip(low).zip(high);
        float::sum(cells.map(|((cell, low), high)| (cell * factor).max(*low).min(*high)))
    };
    let slack = MET * margin.abs().max(1.0);
    let mut turns: Vec<f64> = line
        .iter()
        .zip(low.iter().zip(high))
        .filter(|(cell, _)| **cell > 0.0)
        .flat_map(|(cell, (low, high))| [low / cell, high / cell])
        .filter(|turn| turn.is_finite())
        .collect();
    turns.sort_by(f64::total_cmp);
    let above = turns.partition_point(|turn| sum(*turn) < margin);
    let (from, to) = (above.checked_sub(1).map_or(0.0, |at| turns[at]), turns.get(above).copied());
    let (at_from, open) = (sum(from), to.is_none());
    let to = to.unwrap_or(2.0 * from.max(1.0));
    let rise = sum(to) - at_from;
    if rise <= 0.0 {
        // No cell moves here: the ends alone make the sum.
        return ((at_from - margin).abs() <= slack).then_some(from.max(f64::MIN_POSITIVE));
    }
    let found = from + (to - from) * (margin - at_from) / rise;
    let reached = open || (sum(found) - margin).abs() <= slack;
    (reached && found >= 0.0).then_some(found.max(f64::MIN_POSITIVE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::biproportional::fit;

    fn matrix(rows: &[&[f64]]) -> Matrix {
        Matrix::from_rows(&rows.iter().map(|row| row.to_vec()).collect::<Vec<_>>()).unwrap()
    }

    fn even(end: f64, columns: usize) -> Matrix {
        Matrix::new(2, columns, vec![end; 2 * columns]).unwrap()
    }

    #[test]
    fn reference_one_cell_at_its_end_by_hand() {
        // Unbound all would be 5; the first may be 3 at most, so the row gives 7 and the column too.
        let seed = matrix(&[&[1.0, 1.0], &[1.0, 1.0]]);
        let (low, high) = (even(0.0, 2), matrix(&[&[3.0, 99.0], &[99.0, 99.0]]));
        let found = fit_within(&seed, &low, &high, &[10.0, 10.0], &[10.0, 10.0]).unwrap();
        for (row, want) in [[3.0, 7.0], [7.0, 3.0]].iter().enumerate() {
            assert!(
                found.row(row).iter().zip(want).all(|(a, b)| (a - b).abs() < 1e-8),
                "{found:?}"
            );
        }
    }

    #[test]
    fn reference_one_line_by_hand() {
        let found = fit_line_within(&[1.0, 1.0, 2.0], &[0.0; 3], &[1.0, 99.0, 99.0], 10.0).unwrap();
        for (a, b) in found.iter().zip([1.0, 3.0, 6.0]) {
            assert!((a - b).abs() < 1e-12, "{found:?}");
        }
        assert_eq!(fit_line_within(&[1.0], &[0.0], &[5.0], 6.0), None);
        assert_eq!(fit_line_within(&[0.0], &[0.0], &[5.0], 4.0), None);
    }

    #[test]
    fn law_ends_that_do_not_bind_change_nothing() {
        let seed = matrix(&[&[1.0, 5.0, 2.0], &[4.0, 1.0, 3.0]]);
        let (low, high) = (even(0.0, 3), even(99.0, 3));
        let (rows, columns) = ([9.0, 11.0], [4.0, 9.0, 7.0]);
        let (plain, bound) = (
            fit(&seed, &rows, &columns).unwrap().values,
            fit_within(&seed, &low, &high, &rows, &columns).unwrap(),
        );
        for row in 0..2 {
            assert!(plain.row(row).iter().zip(bound.row(row)).all(|(a, b)| (a - b).abs() < 1e-9));
        }
    }

    #[test]
    fn edge_ends_that_do_not_reach_the_margin_are_named() {
        let seed = matrix(&[&[1.0, 1.0], &[1.0, 1.0]]);
        let (low, high) = (even(0.0, 2), matrix(&[&[1.0, 1.0], &[9.0, 9.0]]));
        let run = |rows: &[f64], columns: &[f64]| fit_within(&seed, &low, &high, rows, columns);
        assert_eq!(run(&[5.0, 5.0], &[5.0, 5.0]), Err(Unfit::Infeasible(Line::Row(0))));
        assert_eq!(run(&[2.0, 8.0], &[5.0, 5.0]).unwrap().row(0), [1.0, 1.0]);
        assert!(matches!(run(&[1.0, 1.0], &[5.0, 5.0]), Err(Unfit::Input(_))));
    }
}
