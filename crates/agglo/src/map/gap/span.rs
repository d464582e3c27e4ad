//! A number known to lie between two ends: a point when they are equal.

use crate::base::error::Error;
use crate::panel::Cell;

/// The least and the most that a number can be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    low: f64,
    high: f64,
}

impl Span {
    /// A level of which nothing is known.
    pub const UNKNOWN_LEVEL: Self = Self { low: 0.0, high: 1.0 };
    /// A level of nothing at all.
    pub const ZERO: Self = Self { low: 0.0, high: 0.0 };
    /// A level at the cap.
    pub const ONE: Self = Self { low: 1.0, high: 1.0 };

    /// `None` unless both ends are finite and in order.
    pub fn new(low: f64, high: f64) -> Option<Self> {
        (low.is_finite() && high.is_finite() && low <= high).then_some(Self { low, high })
    }

    /// As [`Span::new`], with the reason.
    ///
    /// # Errors
    ///
    /// `E0301` when an end is not finite or the ends cross.
    pub fn checked(low: f64, high: f64) -> Result<Self, Error> {
        Self::new(low, high).ok_or_else(|| {
            Error::new(
                "E0301",
                format!("an interval needs finite ends in order, not {low} to {high}"),
            )
        })
    }

    /// A number without doubt.
    pub fn point(value: f64) -> Option<Self> {
        Self::new(value, value)
    }

    /// The range of a cell; `None` where it is missing.
    pub fn of(cell: Cell) -> Option<Self> {
        cell.range().and_then(|(low, high)| Self::new(low, high))
    }

    /// The least it can be.
    pub fn low(self) -> f64 {
        self.low
    }

    /// The most it can be.
    pub fn high(self) -> f64 {
        self.high
    }

    /// Half way between the ends.
    pub fn middle(self) -> f64 {
        self.low + 0.5 * (self.high - self.low)
    }

    /// Whether both ends are the same number.
    pub fn is_point(self) -> bool {
        self.high <= self.low
    }

    /// Both ends through a function that never falls.
    #[must_use]
    pub fn map(self, rises: impl Fn(f64) -> f64) -> Self {
        Self { low: rises(self.low), high: rises(self.high) }
    }
}
