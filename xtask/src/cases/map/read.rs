//! Tables and lists of numbers that must all be known: a missing or withheld one is refused by name.

use agglo::map::presence::Presence;
use agglo_stats::matrix::Matrix;
use serde_json::Value;

use crate::cases::input::{Fault, Given, Input, number};

/// A number that is known.
fn known(key: &str, value: &Value) -> Given<f64> {
    if value.is_null() || value.get("withheld").is_some() {
        return Err(Fault::Refused(format!("`{key}` has a number that is missing or withheld")));
    }
    number(key, value)
}

/// Numbers that are all known.
pub(super) fn list(input: &Input, key: &str) -> Given<Vec<f64>> {
    input.items(key)?.iter().map(|item| known(key, item)).collect()
}

/// Numbers that may be missing.
pub(super) fn scores(input: &Input, key: &str) -> Given<Vec<Option<f64>>> {
    let item = |item: &Value| {
        if item.is_null() { Ok(None) } else { number(key, item).map(Some) }
    };
    input.items(key)?.iter().map(item).collect()
}

/// Rows of one length whose numbers are all known.
pub(super) fn table(input: &Input, key: &str) -> Given<Matrix> {
    Ok(Matrix::from_rows(&rows(input, key)?)?)
}

/// Rows whose numbers are all known; infinite ones may stand among them.
pub(super) fn rows(input: &Input, key: &str) -> Given<Vec<Vec<f64>>> {
    let row = |row: &Value| {
        let items = row.as_array().ok_or_else(|| Fault::Shape(format!("`{key}` has no rows")))?;
        items.iter().map(|item| known(key, item)).collect::<Given<Vec<f64>>>()
    };
    input.items(key)?.iter().map(row).collect()
}

/// Presence of industries in regions, `M`.
pub(super) fn presence(input: &Input) -> Given<Presence> {
    Ok(Presence::from_table(&table(input, "M")?)?)
}

/// Answers of yes and no, written 1 and 0.
pub(super) fn answers(input: &Input, key: &str) -> Given<Vec<bool>> {
    let answer = |value: f64| {
        let (no, yes) = (value.abs() < 1e-12, (value - 1.0).abs() < 1e-12);
        let neither = || Fault::Refused(format!("`{key}` holds {value}, neither 0 nor 1"));
        (no || yes).then_some(yes).ok_or_else(neither)
    };
    list(input, key)?.into_iter().map(answer).collect()
}

/// A whole number from 0, or a default.
pub(super) fn count_or(input: &Input, key: &str, default: u32) -> Given<u32> {
    let value = input.number_or(key, f64::from(default))?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked after")]
    let whole = value as u32;
    if (f64::from(whole) - value).abs() > 0.0 {
        return Err(Fault::Refused(format!("`{key}` is {value}, no count")));
    }
    Ok(whole)
}
