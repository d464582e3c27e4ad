//! A table scaled, row by row and column by column, until it has the margins that are wanted.
//!
//! `x_ij = a_i b_j seed_ij`: of all tables with these margins the one nearest to the seed in relative entropy.

mod fit;
mod within;

pub use fit::{Fit, fit};
pub use within::{fit_line_within, fit_within};

use crate::error::Error;
use crate::float;
use crate::matrix::Matrix;

/// A row or a column by position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// A row.
    Row(usize),
    /// A column.
    Column(usize),
}

impl std::fmt::Display for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Row(at) => write!(f, "row {at}"),
            Self::Column(at) => write!(f, "column {at}"),
        }
    }
}

/// Why no table has the margins.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Unfit {
    /// Lengths that differ, or numbers that are negative or not finite.
    #[error(transparent)]
    Input(#[from] Error),
    /// A line whose margin its cells cannot reach: zeros of the seed stay zero.
    #[error("{0} cannot have its margin")]
    Infeasible(Line),
    /// A table exists, and the scaling came too slowly to it.
    #[error("the margins were not met after {rounds} rounds")]
    NotConverged {
        /// Rounds.
        rounds: usize,
    },
}

/// Most rounds of rows and columns.
const ROUNDS: usize = 20_000;
/// Rounds stop when all margins are met to this share of the total.
const GOAL: f64 = 1e-13;
/// Margins count as met within this share of the total.
const MET: f64 = 1e-9;

fn check(seed: &Matrix, rows: &[f64], columns: &[f64]) -> Result<(), Error> {
    let lengths =
        [("the row margins", seed.rows(), rows), ("the column margins", seed.columns(), columns)];
    for (what, expected, margins) in lengths {
        if margins.len() != expected {
            return Err(Error::Shape { what, expected, got: margins.len() });
        }
    }
    let cells = (0..seed.rows()).flat_map(|row| seed.row(row));
    let negative = |value: &&f64| !(value.is_finite() && **value >= 0.0);
    match cells.chain(rows).chain(columns).find(negative) {
        Some(&value) => {
            Err(Error::Range { what: "a cell or a margin", value, range: "[0, infinity)" })
        }
        None => Ok(()),
    }
}

/// What the column margins must be multiplied by to have the total of the row margins.
fn agreement(rows: &[f64], columns: &[f64]) -> Result<f64, Unfit> {
    let (across, down) = (float::sum(rows.iter().copied()), float::sum(columns.iter().copied()));
    let positive = |margins: &[f64]| margins.iter().position(|margin| *margin > 0.0);
    match (across > 0.0, down > 0.0) {
        (true, true) if (across - down).abs() > MET * across => Ok(across / down),
        (true, false) => Err(Unfit::Infeasible(Line::Row(positive(rows).unwrap_or(0)))),
        (false, true) => Err(Unfit::Infeasible(Line::Column(positive(columns).unwrap_or(0)))),
        _ => Ok(1.0),
    }
}
