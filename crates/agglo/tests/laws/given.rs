//! Random panels, and what is asked of every answer.

use std::fmt::Debug;

use agglo::map::presence::Presence;
use agglo::map::table::Table;
use agglo::panel::{Cell, Status};
use agglo_stats::matrix::Matrix;
use proptest::prelude::*;

/// Few cases a law: all of them together take seconds, and each run draws others.
pub(crate) fn few() -> ProptestConfig {
    ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() }
}

/// A count: often nothing, sometimes tiny or huge.
pub(crate) fn count() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => Just(0.0),
        6 => (1_u32..60).prop_map(f64::from),
        2 => 0.0_f64..1e4,
        1 => Just(1e-9),
        1 => Just(1e15),
    ]
}

/// Rows of counts, some shapes of trouble among them.
pub(crate) fn rows() -> impl Strategy<Value = Vec<Vec<f64>>> {
    let square = (1_usize..7, 1_usize..7).prop_flat_map(|(rows, columns)| {
        prop::collection::vec(prop::collection::vec(count(), columns), rows)
    });
    (square, 0_u8..8).prop_map(|(mut rows, trouble)| {
        let last = rows.len() - 1;
        match trouble {
            0 => rows[0].fill(0.0),
            1 => rows.iter_mut().for_each(|row| row[0] = 0.0),
            2 => rows[last] = rows[0].clone(),
            3 => rows.iter_mut().for_each(|row| row.fill(0.0)),
            4 => rows.iter_mut().for_each(|row| row.fill(7.0)),
            _ => {}
        }
        rows
    })
}

pub(crate) fn table(rows: &[Vec<f64>]) -> Table {
    Table::new(matrix(rows)).expect("counts are at least 0")
}

pub(crate) fn matrix(rows: &[Vec<f64>]) -> Matrix {
    Matrix::from_rows(rows).expect("rows of one length")
}

/// Who has what, with empty lines and parts that share nothing.
pub(crate) fn presence() -> impl Strategy<Value = Presence> {
    (1_usize..9, 1_usize..9, any::<[u64; 9]>(), 0_u8..4).prop_map(
        |(regions, industries, bits, trouble)| {
            Presence::from_fn(regions, industries, |region, industry| {
                let drawn = bits[region] >> industry & 1 == 1;
                match trouble {
                    0 => drawn && region > 0 && industry > 0,
                    1 => drawn && region % 2 == industry % 2,
                    _ => drawn,
                }
            })
        },
    )
}

/// A cell of any status.
pub(crate) fn cell() -> impl Strategy<Value = Cell> {
    (count(), count(), 0_u8..8).prop_map(|(a, b, status)| {
        let (low, high) = (a.min(b), a.max(b));
        let status = match status {
            0 => Status::Withheld { low, high },
            1 => Status::Missing,
            2 => Status::Zero,
            3 => Status::Estimated { low, high },
            _ => Status::Disclosed,
        };
        Cell::new(high, status).expect("ordered and finite")
    })
}

/// Whether a number that a person could see is none. Every result prints its fields, so that a field that is added
/// later is looked at too.
pub(crate) fn no_number(answer: &impl Debug) -> Option<String> {
    let text = format!("{answer:?}");
    let word = |c: char| !(c.is_alphanumeric() || c == '_');
    text.split(word).any(|word| word == "NaN" || word == "inf").then_some(text)
}

/// Fails where an answer holds what is no number.
macro_rules! finite {
    ($($answer:expr),+ $(,)?) => {$(
        let found = crate::given::no_number(&$answer);
        prop_assert!(found.is_none(), "{}: {}", stringify!($answer), found.unwrap_or_default());
    )+};
}
pub(crate) use finite;

/// Fails where a known number lies outside a range, give or take rounding.
macro_rules! within {
    ($low:expr, $values:expr, $high:expr) => {
        let values: Vec<f64> = IntoIterator::into_iter($values).collect();
        for value in values {
            let (low, high): (f64, f64) = ($low, $high);
            let inside = value >= low - 1e-9 && value <= high + 1e-9;
            prop_assert!(inside, "{}: {value} outside [{low}, {high}]", stringify!($values));
        }
    };
}
pub(crate) use within;

/// Whether two numbers agree, measured by a scale of what they are made of.
pub(crate) fn close(a: f64, b: f64, scale: f64) -> bool {
    (a - b).abs() <= 1e-9 * scale.abs().max(1.0)
}

/// Whether two lists of answers agree.
pub(crate) fn alike(a: &[Option<f64>], b: &[Option<f64>]) -> bool {
    let same = |(a, b): (&Option<f64>, &Option<f64>)| match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-7 * a.abs().max(b.abs()).max(1.0),
        (a, b) => a.is_none() && b.is_none(),
    };
    a.len() == b.len() && a.iter().zip(b).all(same)
}
