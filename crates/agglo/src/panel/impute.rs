//! Point estimates of withheld cells in a table whose row and column totals are published.
//!
//! Each withheld cell starts at the middle of its bounds and half a job more, so that none starts at 0, and
//! is scaled with the others of its row and column to what the published cells leave of the totals.

use agglo_stats::biproportional::{fit, fit_within};
use agglo_stats::float;
use agglo_stats::matrix::Matrix;

use crate::base::error::Error;
use crate::panel::{Cell, Status};

/// Whether an estimate may leave the bounds of its cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bounds {
    /// It may not.
    #[default]
    Kept,
    /// It may: the bounds make the seed alone.
    SeedOnly,
}

/// Estimates of all cells: published ones as they are, withheld ones scaled to the totals.
///
/// # Returns
///
/// Rows as given; their sums are the totals. An estimate is one table out of many that the totals allow:
/// show it with its bounds and the word `imputed`, never as if it were published.
///
/// # Errors
///
/// `E0301` for rows of other lengths or a missing cell, which has no bounds to start from; `E0302` where
/// published cells exceed a total, or no estimate can meet one: the message names the row or the column.
///
/// # Source
///
/// Deming and Stephan 1940, The Annals of Mathematical Statistics 11(4).
pub fn impute(
    cells: &[Vec<Cell>],
    rows: &[f64],
    columns: &[f64],
    bounds: Bounds,
) -> Result<Vec<Vec<f64>>, Error> {
    if cells.len() != rows.len() || cells.iter().any(|row| row.len() != columns.len()) {
        return Err(Error::new("E0301", "a total for each row and column of an even table"));
    }
    let ends = ends(cells)?;
    let known = |cell: &Cell| if cell.is_withheld() { 0.0 } else { cell.point().unwrap_or(0.0) };
    let column = |at: usize| cells.iter().map(move |row| &row[at]);
    let rows = cells
        .iter()
        .zip(rows)
        .enumerate()
        .map(|(at, (row, total))| left(*total, row.iter().map(known), &format!("row {at}")));
    let columns = columns
        .iter()
        .enumerate()
        .map(|(at, total)| left(*total, column(at).map(known), &format!("column {at}")));
    let (rows, columns) =
        (rows.collect::<Result<Vec<_>, _>>()?, columns.collect::<Result<Vec<_>, _>>()?);
    let table = |of: &dyn Fn([f64; 2]) -> f64| -> Result<Matrix, Error> {
        let row =
            |row: &Vec<Option<[f64; 2]>>| row.iter().map(|ends| ends.map_or(0.0, of)).collect();
        Matrix::from_rows(&ends.iter().map(row).collect::<Vec<Vec<f64>>>())
            .map_err(|error| Error::new("E0301", error.to_string()))
    };
    let seed = table(&|[low, high]| f64::midpoint(low, high) + 0.5)?;
    let fitted = match bounds {
        Bounds::SeedOnly => fit(&seed, &rows, &columns).map(|fit| fit.values),
        Bounds::Kept => {
            let (low, high) = (table(&|ends| ends[0])?, table(&|ends| ends[1])?);
            fit_within(&seed, &low, &high, &rows, &columns)
        }
    };
    let fitted = fitted.map_err(|error| Error::new("E0302", error.to_string()))?;
    let value = |row: usize, at: usize, cell: &Cell| {
        if cell.is_withheld() { fitted.at(row, at) } else { known(cell) }
    };
    let row = |(row, cells): (usize, &Vec<Cell>)| {
        cells.iter().enumerate().map(|(at, cell)| value(row, at, cell)).collect()
    };
    Ok(cells.iter().enumerate().map(row).collect())
}

/// Ends of the withheld cells.
fn ends(cells: &[Vec<Cell>]) -> Result<Vec<Vec<Option<[f64; 2]>>>, Error> {
    let end = |cell: &Cell| match cell.status() {
        Status::Withheld { low, high } if low >= 0.0 => Ok(Some([low, high])),
        Status::Withheld { low, .. } => Err(Error::new("E0302", format!("a cell may be {low}"))),
        Status::Missing => Err(Error::new("E0301", "a missing cell has no bounds to start from")),
        _ => Ok(None),
    };
    cells.iter().map(|row| row.iter().map(end).collect()).collect()
}

/// What published cells leave of a total.
fn left(total: f64, known: impl Iterator<Item = f64>, line: &str) -> Result<f64, Error> {
    let known = float::sum(known);
    let rest = total - known;
    if rest < -1e-9 * total.abs().max(1.0) || !rest.is_finite() {
        let what = format!("{line}: published cells add up to {known}, the total is {total}");
        return Err(Error::new("E0302", what));
    }
    Ok(rest.max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(low: f64, high: f64) -> Cell {
        Cell::withheld(low, high).unwrap()
    }

    fn known(count: f64) -> Cell {
        Cell::disclosed(count).unwrap()
    }

    #[test]
    fn reference_one_hidden_cell_a_line_is_what_is_left() {
        let cells = vec![vec![hidden(0.0, 9.0), known(4.0)], vec![known(3.0), hidden(0.0, 99.0)]];
        for bounds in [Bounds::Kept, Bounds::SeedOnly] {
            let found = impute(&cells, &[10.0, 20.0], &[9.0, 21.0], bounds).unwrap();
            let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
            assert!(near(found[0][0], 6.0) && near(found[1][1], 17.0), "{found:?}");
            assert!(near(found[0][1], 4.0) && near(found[1][0], 3.0));
        }
    }

    #[test]
    fn law_estimates_meet_the_totals_and_keep_their_bounds() {
        let cells = vec![
            vec![hidden(0.0, 3.0), hidden(0.0, 99.0), known(5.0)],
            vec![hidden(0.0, 99.0), hidden(10.0, 99.0), hidden(0.0, 99.0)],
        ];
        let (rows, columns) = ([25.0, 40.0], [22.0, 31.0, 12.0]);
        let found = impute(&cells, &rows, &columns, Bounds::Kept).unwrap();
        for (row, total) in found.iter().zip(rows) {
            assert!((row.iter().sum::<f64>() - total).abs() < 1e-6);
        }
        assert!(found[0][0] <= 3.0 + 1e-9 && found[1][1] >= 10.0 - 1e-9);
        let free = impute(&cells, &rows, &columns, Bounds::SeedOnly).unwrap();
        assert!(free[0].iter().sum::<f64>() > 24.9);
    }

    #[test]
    fn edge_totals_that_cannot_be_met_are_named() {
        let cells = vec![vec![known(9.0), known(4.0)]];
        let error = impute(&cells, &[10.0], &[9.0, 4.0], Bounds::Kept).unwrap_err();
        assert!(error.what().starts_with("row 0"), "{error}");
        let full = vec![vec![known(6.0), known(4.0)], vec![hidden(0.0, 9.0), known(1.0)]];
        let error = impute(&full, &[12.0, 3.0], &[10.0, 5.0], Bounds::SeedOnly).unwrap_err();
        assert!(error.what().contains("row 0"), "{error}");
        assert!(impute(&[vec![Cell::MISSING]], &[1.0], &[1.0], Bounds::Kept).is_err());
        assert!(impute(&cells, &[10.0, 1.0], &[9.0, 4.0], Bounds::Kept).is_err());
    }
}
