//! How the pack's files say what is known of a cell.

use agglo::Error;
use agglo::panel::{Cell, Status};

use crate::starter::Starter;
use crate::table::Table;

/// Printed by its publisher.
pub const DISCLOSED: i64 = 1;
/// Hidden by its publisher.
pub const WITHHELD: i64 = 2;
/// An estimate between bounds.
pub const ESTIMATED: i64 = 3;
/// Not available.
pub const MISSING: i64 = 4;

/// Three columns of one figure in a group of rows: the value and its bounds.
pub(super) struct Figures<'a> {
    file: &'a str,
    name: &'a str,
    values: &'a [Option<i64>],
    lows: &'a [Option<i64>],
    highs: &'a [Option<i64>],
    /// The stored whole number is this many times the figure.
    per: f64,
}

impl<'a> Figures<'a> {
    /// The columns `name`, `name_low`, `name_high`; `bounds` are the names of the last two.
    pub(super) fn of(
        table: &'a Table,
        [name, low, high]: [&'a str; 3],
        per: f64,
    ) -> Result<Self, Error> {
        Ok(Self {
            file: table.name(),
            name,
            values: table.integers(name)?,
            lows: table.integers(low)?,
            highs: table.integers(high)?,
            per,
        })
    }

    pub(super) fn cell(&self, row: usize, status: i64) -> Result<Cell, Error> {
        let figure = |value: Option<i64>| value.map(|value| value as f64 / self.per);
        let bounds = figure(self.lows[row]).zip(figure(self.highs[row]));
        let cell = match (status, figure(self.values[row]), bounds) {
            (DISCLOSED, Some(value), _) => Cell::disclosed(value),
            (WITHHELD, None, Some((low, high))) => Cell::withheld(low, high),
            (ESTIMATED, Some(value), Some((low, high))) => {
                Cell::new(value, Status::Estimated { low, high })
            }
            (MISSING, None, _) => Some(Cell::MISSING),
            _ => None,
        };
        cell.ok_or_else(|| {
            Error::new(
                "E0404",
                format!("row {row} of column `{}` contradicts its status", self.name),
            )
            .at(self.file)
            .hint("the pack was made by another version of agglo")
        })
    }
}

impl Starter {
    /// Years of a file's `year` column, ascending and once.
    pub(super) fn years(values: &[i64]) -> Vec<agglo::base::year::Year> {
        let mut years: Vec<_> = values
            .iter()
            .filter_map(|&year| u16::try_from(year).ok())
            .map(agglo::base::year::Year)
            .collect();
        years.sort_unstable();
        years.dedup();
        years
    }
}
