//! One observed number and its status: withheld, zero and missing are three different things.

use schemars::JsonSchema;
use serde::Serialize;

use crate::base::estimate::{Answer, Interval, Withheld};

/// What is known of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Printed by its publisher.
    Disclosed,
    /// Nothing is there: measured, or by the rule of a complete table.
    Zero,
    /// An estimate between bounds, by us or by its publisher.
    Estimated {
        /// The least it can be.
        low: f64,
        /// The most it can be.
        high: f64,
    },
    /// Hidden by its publisher; the bounds follow from published totals.
    Withheld {
        /// The least it can be.
        low: f64,
        /// The most it can be.
        high: f64,
    },
    /// Not measured, or not in the data.
    Missing,
}

/// A number that cannot be read without its status.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    value: f64,
    status: Status,
}

impl Cell {
    /// Not measured.
    pub const MISSING: Self = Self { value: 0.0, status: Status::Missing };
    /// A true zero.
    pub const ZERO: Self = Self { value: 0.0, status: Status::Zero };

    /// `None` for a number that is not finite, bounds that cross, or a value outside its bounds.
    ///
    /// A status without a point ignores `value`.
    pub fn new(value: f64, status: Status) -> Option<Self> {
        let ordered = |low: f64, high: f64| low.is_finite() && high.is_finite() && low <= high;
        match status {
            Status::Disclosed if value.is_finite() => Some(Self { value, status }),
            Status::Estimated { low, high }
                if ordered(low, high) && low <= value && value <= high =>
            {
                Some(Self { value, status })
            }
            Status::Withheld { low, high } if ordered(low, high) => {
                Some(Self { value: 0.0, status })
            }
            Status::Zero => Some(Self::ZERO),
            Status::Missing => Some(Self::MISSING),
            _ => None,
        }
    }

    /// A printed number.
    pub fn disclosed(value: f64) -> Option<Self> {
        Self::new(value, Status::Disclosed)
    }

    /// A hidden number between bounds.
    pub fn withheld(low: f64, high: f64) -> Option<Self> {
        Self::new(0.0, Status::Withheld { low, high })
    }

    /// What is known of it.
    pub fn status(&self) -> Status {
        self.status
    }

    /// The number, or why there is none, with bounds where they are known.
    pub fn point(&self) -> Answer<f64> {
        match self.status {
            Status::Disclosed | Status::Zero | Status::Estimated { .. } => Ok(self.value),
            Status::Withheld { low, high } => Err(Withheld::suppressed(
                "hidden by its publisher to protect employers",
                Interval::bounds(low, high),
            )),
            Status::Missing => Err(Withheld::missing("not measured")),
        }
    }

    /// Least and most that it can be; `None` where it is missing.
    pub fn range(&self) -> Option<(f64, f64)> {
        match self.status {
            Status::Disclosed | Status::Zero => Some((self.value, self.value)),
            Status::Estimated { low, high } | Status::Withheld { low, high } => Some((low, high)),
            Status::Missing => None,
        }
    }

    /// Whether its publisher hides it.
    pub fn is_withheld(&self) -> bool {
        matches!(self.status, Status::Withheld { .. })
    }

    /// Sum of cells: a point while every part is one, else bounds; missing as soon as one part is.
    pub fn sum(cells: impl IntoIterator<Item = Self>) -> Self {
        let mut total = Sum::default();
        for cell in cells {
            total.add(cell);
        }
        total.cell()
    }

    /// The cell multiplied by a positive number.
    #[must_use]
    pub fn scaled(self, by: f64) -> Self {
        let status = match self.status {
            Status::Withheld { low, high } => Status::Withheld { low: low * by, high: high * by },
            Status::Estimated { low, high } => Status::Estimated { low: low * by, high: high * by },
            other => other,
        };
        Self { value: self.value * by, status }
    }
}

/// A running sum that remembers what it does not know.
#[derive(Default)]
struct Sum {
    value: f64,
    low: f64,
    high: f64,
    parts: usize,
    zeros: usize,
    withheld: bool,
    estimated: bool,
    missing: bool,
}

impl Sum {
    fn add(&mut self, cell: Cell) {
        self.parts += 1;
        let Some((low, high)) = cell.range() else {
            self.missing = true;
            return;
        };
        self.low += low;
        self.high += high;
        self.value += cell.value;
        match cell.status {
            Status::Withheld { .. } => self.withheld = true,
            Status::Estimated { .. } => self.estimated = true,
            Status::Zero => self.zeros += 1,
            Status::Disclosed | Status::Missing => {}
        }
    }

    fn cell(&self) -> Cell {
        let status = if self.missing {
            Status::Missing
        } else if self.withheld {
            Status::Withheld { low: self.low, high: self.high }
        } else if self.estimated {
            Status::Estimated { low: self.low, high: self.high }
        } else if self.zeros == self.parts {
            Status::Zero
        } else {
            Status::Disclosed
        };
        Cell::new(self.value, status).unwrap_or(Cell::MISSING)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_over_a_withheld_cell_is_an_interval_and_never_a_point() {
        let sum = Cell::sum([Cell::disclosed(10.0).unwrap(), Cell::withheld(3.0, 22.0).unwrap()]);
        assert_eq!(sum.range(), Some((13.0, 32.0)));
        assert!(sum.point().is_err());
    }

    #[test]
    fn a_sum_over_a_missing_cell_is_missing_and_of_zeros_zero() {
        assert_eq!(Cell::sum([Cell::ZERO, Cell::MISSING]).status(), Status::Missing);
        assert_eq!(Cell::sum([Cell::ZERO, Cell::ZERO]).status(), Status::Zero);
        assert_eq!(Cell::sum([]).status(), Status::Zero);
    }

    #[test]
    fn crossed_bounds_and_numbers_that_are_not_finite_are_refused() {
        assert_eq!(Cell::withheld(2.0, 1.0), None);
        assert_eq!(Cell::disclosed(f64::NAN), None);
        assert_eq!(Cell::new(9.0, Status::Estimated { low: 1.0, high: 2.0 }), None);
    }
}
