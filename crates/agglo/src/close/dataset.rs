//! What became of a dataset between two of its vintages.

use schemars::JsonSchema;
use serde::Serialize;

use crate::base::estimate::Figure;

/// Whether a dataset is as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It was not there.
    New,
    /// Its rows say something else.
    Changed,
    /// Its rows say the same.
    Same,
}

/// A period or a region with a number of rows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Named {
    /// The period or region.
    pub name: String,
    /// Its rows.
    pub rows: u64,
}

/// Figures of a measure that are told otherwise than before.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Revised {
    /// The measure.
    pub measure: String,
    /// What it is counted in; empty where nobody said.
    pub unit: String,
    /// Cells that differ.
    pub cells: u64,
    /// Cells that were hidden and are told.
    pub disclosed: u64,
    /// Cells that were told and are hidden.
    pub hidden: u64,
    /// The largest change of a cell that was and is told, with its sign.
    pub largest: Figure,
    /// The keys of that cell; empty where no cell was and is told.
    pub largest_at: String,
    /// The sum of the changes of all cells that were and are told.
    pub net: Figure,
}

/// What became of a dataset.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct DatasetChange {
    /// Its name.
    pub dataset: String,
    /// What people call it.
    pub title: String,
    /// Who publishes it.
    pub agency: String,
    /// Whether it is as it was.
    pub state: State,
    /// The vintage before; `None` where there was none.
    pub was: Option<String>,
    /// The vintage now.
    pub is: String,
    /// Periods that were not known, with their rows.
    pub new_periods: Vec<Named>,
    /// Rows of these periods, or of the whole dataset where it is new.
    pub new_rows: u64,
    /// Rows of known periods and regions that came.
    pub rows_came: u64,
    /// Rows of known periods and regions that went, periods that were taken back included.
    pub rows_went: u64,
    /// Figures of known periods and regions that are told otherwise, by measure.
    pub revised: Vec<Revised>,
    /// Regions that came in known periods.
    pub regions_came: Vec<Named>,
    /// Regions that went from known periods.
    pub regions_went: Vec<Named>,
    /// Rows that a reader of both vintages must look at again: new, gone, or told otherwise.
    pub rows_touched: u64,
    /// Rows of the dataset now.
    pub rows: u64,
}
