//! One figure of the lake on its way: with its status, and with bounds where it has some.

use agglo::panel::carry::Landed;
use agglo::panel::{Cell, Status as Known};

use crate::source::Status;

/// A figure as the lake has it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Figure {
    pub(super) value: Option<f64>,
    pub(super) status: Status,
    pub(super) low: Option<f64>,
    pub(super) high: Option<f64>,
}

impl Figure {
    /// There is none.
    pub(super) const NONE: Self =
        Self { value: None, status: Status::Missing, low: None, high: None };

    /// As panels have it. What is hidden without bounds is missing there: nothing can be said of a sum with it.
    pub(super) fn cell(&self) -> Cell {
        let bounds = self.low.zip(self.high);
        let known = match (self.status, self.value, bounds) {
            (Status::Withheld, _, Some((low, high))) => Known::Withheld { low, high },
            (Status::Estimated, Some(_), Some((low, high))) => Known::Estimated { low, high },
            (Status::Disclosed | Status::Provisional | Status::Estimated, Some(value), _) => {
                if value == 0.0 {
                    Known::Zero
                } else {
                    Known::Disclosed
                }
            }
            _ => Known::Missing,
        };
        Cell::new(self.value.unwrap_or(0.0), known).unwrap_or(Cell::MISSING)
    }
}

/// What became of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// It is that of one code, unchanged.
    Whole,
    /// It is a sum of codes that came whole.
    Sum,
    /// It holds a part of a split code.
    Part,
    /// A part of what it holds has no row.
    Lacking,
    /// It would be a rate of several codes.
    Rate,
}

/// The figure of a code that is reached. `rows` are those of the codes it holds, `None` where one has no row;
/// `is_amount` says whether such figures add up.
pub(super) fn carried(
    landed: &Landed,
    rows: &[Option<Figure>],
    is_amount: bool,
    absent_is_zero: bool,
) -> (Figure, Way) {
    let is_whole = landed.passed.is_empty() && landed.from.len() == 1 && !landed.lacks;
    if let ([Some(only)], true) = (rows, is_whole) {
        return (*only, Way::Whole);
    }
    if !is_amount {
        return (Figure::NONE, Way::Rate);
    }
    let lacks = landed.lacks || rows.iter().any(Option::is_none);
    if lacks && !absent_is_zero {
        return (Figure::NONE, Way::Lacking);
    }
    let has = |status: Status| rows.iter().flatten().any(|row| row.status == status);
    let way = match (landed.passed.is_empty(), lacks) {
        (false, _) => Way::Part,
        (true, true) => Way::Lacking,
        (true, false) => Way::Sum,
    };
    let status = if has(Status::Withheld) || has(Status::Unknown) {
        Status::Withheld
    } else if has(Status::Missing) {
        Status::Missing
    } else if way == Way::Part || has(Status::Estimated) {
        Status::Estimated
    } else if has(Status::Provisional) {
        Status::Provisional
    } else {
        Status::Disclosed
    };
    let has_figure = matches!(status, Status::Estimated | Status::Provisional | Status::Disclosed);
    let value = landed.cell.point().ok().filter(|_| has_figure);
    let has_bounds =
        matches!(landed.cell.status(), Known::Withheld { .. } | Known::Estimated { .. });
    let bounds = landed.cell.range().filter(|_| has_bounds);
    let (low, high) = (bounds.map(|(low, _)| low), bounds.map(|(_, high)| high));
    (Figure { value, status, low, high }, way)
}

#[cfg(test)]
mod tests {
    use agglo::panel::carry::{Basis, Passed};

    use super::*;

    fn figure(value: f64, status: Status) -> Figure {
        Figure { value: Some(value), status, low: None, high: None }
    }

    fn landed(cell: Cell, from: &[usize], is_part: bool) -> Landed {
        let part = Passed { from: "a".into(), share: 0.5, basis: Basis::Equal };
        let passed = if is_part { vec![part] } else { Vec::new() };
        Landed { cell, passed, from: from.to_vec(), lacks: false }
    }

    #[test]
    fn what_comes_whole_is_the_same_to_the_last_flag() {
        let own = figure(4.0, Status::Provisional);
        let found = carried(&landed(own.cell(), &[0], false), &[Some(own)], false, false);
        assert_eq!(found, (own, Way::Whole));
    }

    #[test]
    fn sums_keep_the_gravest_status_and_parts_have_bounds() {
        let (one, other) = (figure(4.0, Status::Provisional), figure(5.0, Status::Disclosed));
        let sum = landed(Cell::sum([one.cell(), other.cell()]), &[0, 1], false);
        let (found, way) = carried(&sum, &[Some(one), Some(other)], true, false);
        assert_eq!((found.value, found.status, way), (Some(9.0), Status::Provisional, Way::Sum));
        let half = Cell::new(2.0, Known::Estimated { low: 0.0, high: 4.0 }).unwrap();
        let (found, way) = carried(&landed(half, &[0], true), &[Some(one)], true, false);
        assert_eq!((found.value, found.status), (Some(2.0), Status::Estimated));
        assert_eq!((found.low, found.high, way), (Some(0.0), Some(4.0), Way::Part));
    }

    #[test]
    fn hidden_parts_hide_the_sum_and_rates_are_never_added() {
        let hidden = Figure { value: None, status: Status::Withheld, low: None, high: None };
        let one = figure(4.0, Status::Disclosed);
        let sum = landed(Cell::sum([one.cell(), hidden.cell()]), &[0, 1], false);
        let (found, _) = carried(&sum, &[Some(one), Some(hidden)], true, false);
        assert_eq!((found.value, found.status), (None, Status::Withheld));
        let two = [Some(one), Some(one)];
        let (found, way) = carried(&landed(one.cell(), &[0, 1], false), &two, false, false);
        assert_eq!((found, way), (Figure::NONE, Way::Rate));
    }

    #[test]
    fn a_code_without_a_row_leaves_no_sum_unless_the_data_are_complete() {
        let one = figure(4.0, Status::Disclosed);
        let sum = landed(Cell::MISSING, &[0, 1], false);
        assert_eq!(carried(&sum, &[Some(one), None], true, false).1, Way::Lacking);
        let sum = landed(one.cell(), &[0, 1], false);
        let (found, way) = carried(&sum, &[Some(one), None], true, true);
        assert_eq!((found.value, way), (Some(4.0), Way::Lacking));
    }
}
