//! What the cases of `map` read and write alike: tables, positions, and numbers that may be missing.

use agglo::map::table::Table;
use agglo::panel::Cell;
use agglo_stats::matrix::Matrix;
use serde_json::Value;

use crate::cases::input::{Fault, Given, Input, finite, number, numbers};

impl From<agglo_stats::Error> for Fault {
    fn from(error: agglo_stats::Error) -> Self {
        Self::Refused(error.to_string())
    }
}

/// A number, a withheld one, or none: `3`, `{"withheld": [1, 9]}`, `null`.
pub(super) fn cell(key: &str, value: &Value) -> Given<Cell> {
    if value.is_null() {
        return Ok(Cell::MISSING);
    }
    let Some(ends) = value.get("withheld") else { return published(number(key, value)?) };
    match numbers(key, ends)?.as_slice() {
        [low, high] => Cell::withheld(*low, *high)
            .ok_or_else(|| Fault::Refused(format!("the bounds {low} and {high} cross"))),
        _ => Err(Fault::Shape(format!("`{key}` has a withheld number without two ends"))),
    }
}

pub(super) fn cells(input: &Input, key: &str) -> Given<Vec<Cell>> {
    input.items(key)?.iter().map(|item| cell(key, item)).collect()
}

/// Rows of one length.
pub(super) fn cell_rows(input: &Input, key: &str) -> Given<Vec<Vec<Cell>>> {
    let row = |row: &Value| {
        let items = row.as_array().ok_or_else(|| Fault::Shape(format!("`{key}` has no rows")))?;
        items.iter().map(|item| cell(key, item)).collect::<Given<Vec<Cell>>>()
    };
    let rows: Vec<Vec<Cell>> = input.items(key)?.iter().map(row).collect::<Given<_>>()?;
    let width = rows.first().map_or(0, Vec::len);
    match rows.iter().find(|row| row.len() != width) {
        None => Ok(rows),
        Some(row) => Err(Fault::Refused(format!("a row of {} beside one of {width}", row.len()))),
    }
}

/// A count that is printed.
pub(super) fn published(count: f64) -> Given<Cell> {
    let cell = (count >= 0.0).then(|| Cell::disclosed(count)).flatten();
    cell.ok_or_else(|| Fault::Refused(format!("a count is {count}")))
}

/// Counts that are all known; a withheld or missing one is refused, since no margin can be built on it.
pub(super) fn table(input: &Input, key: &str) -> Given<Table> {
    let known = |cell: &Cell| {
        cell.point().map_err(|_| Fault::Refused("a count is withheld or missing".to_owned()))
    };
    let rows: Vec<Vec<f64>> = cell_rows(input, key)?
        .iter()
        .map(|row| row.iter().map(known).collect::<Given<_>>())
        .collect::<Given<_>>()?;
    Ok(Table::new(Matrix::from_rows(&rows)?)?)
}

/// The known counts of each region; none for a region with one that is not.
pub(super) fn regions(input: &Input, key: &str) -> Given<Vec<Option<Vec<f64>>>> {
    let known = |row: &Vec<Cell>| row.iter().map(|cell| cell.point().ok()).collect();
    Ok(cell_rows(input, key)?.iter().map(known).collect())
}

/// Whole numbers from 0: positions, groups, classes.
pub(super) fn positions(input: &Input, key: &str) -> Given<Vec<usize>> {
    input.items(key)?.iter().map(|value| position(key, value)).collect()
}

/// A whole number from 0, written with or without a decimal point.
pub(super) fn position(key: &str, value: &Value) -> Given<usize> {
    let value = number(key, value)?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked after")]
    let whole = value as usize;
    if (whole as f64 - value).abs() > 0.0 {
        return Err(Fault::Refused(format!("`{key}` holds {value}, which is no position")));
    }
    Ok(whole)
}

/// A number, or `null`.
pub(super) fn or_null(value: Option<f64>) -> Value {
    value.map_or(Value::Null, finite)
}

pub(super) fn list(values: &[Option<f64>]) -> Value {
    values.iter().copied().map(or_null).collect()
}

pub(super) fn rows(values: &[Vec<Option<f64>>]) -> Value {
    values.iter().map(|row| list(row)).collect()
}

/// One field of what may be missing, item by item.
pub(super) fn field<T>(items: &[Option<T>], of: impl Fn(&T) -> Option<f64>) -> Value {
    items.iter().map(|item| or_null(item.as_ref().and_then(&of))).collect()
}
