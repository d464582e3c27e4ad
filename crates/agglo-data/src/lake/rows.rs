//! Rows in memory on their way to disk: codes of lists that all rows share, gaps as values that nothing else is.

use std::collections::HashMap;

use agglo::Error;
use bytes::Bytes;

use crate::lake::block::{Kind, Values};

/// No code.
pub(super) const NO_CODE: u32 = u32::MAX;
/// No whole number. The least number of 64 bits cannot be stored.
pub(super) const NO_WHOLE: i64 = i64::MIN;

/// Names, each once, in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) list: Vec<Bytes>,
    at: HashMap<Bytes, u32>,
}

impl Names {
    /// The code of a name.
    pub(super) fn code(&mut self, name: &str) -> u32 {
        if let Some(&at) = self.at.get(name.as_bytes()) {
            return at;
        }
        let at = u32::try_from(self.list.len()).unwrap_or(NO_CODE);
        let name = Bytes::copy_from_slice(name.as_bytes());
        self.list.push(name.clone());
        self.at.insert(name, at);
        at
    }

    /// The name of a code; empty where there is none.
    pub(super) fn name(&self, code: u32) -> &str {
        let bytes = self.list.get(code as usize).map_or(&[][..], |name| name);
        std::str::from_utf8(bytes).unwrap_or_default()
    }

    /// For each code its place among the names in order of their bytes, from 1.
    pub(super) fn ranks(&self) -> Vec<u32> {
        let count = u32::try_from(self.list.len()).unwrap_or(NO_CODE);
        let mut order: Vec<u32> = (0..count).collect();
        order.sort_unstable_by(|a, b| self.list[*a as usize].cmp(&self.list[*b as usize]));
        let mut ranks = vec![0; self.list.len()];
        for (rank, code) in (1..).zip(order) {
            ranks[code as usize] = rank;
        }
        ranks
    }
}

/// Values of one column of some rows.
#[derive(Clone, Debug)]
pub(super) enum Buffer {
    /// Codes, [`NO_CODE`] for a gap.
    Codes(Vec<u32>),
    /// Whole numbers, [`NO_WHOLE`] for a gap.
    Whole(Vec<i64>),
    /// Numbers, not-a-number for a gap.
    Numbers(Vec<f64>),
}

impl Buffer {
    pub(super) fn new(kind: Kind) -> Self {
        match kind {
            Kind::Codes => Self::Codes(Vec::new()),
            Kind::Whole => Self::Whole(Vec::new()),
            Kind::Numbers => Self::Numbers(Vec::new()),
        }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Codes(values) => values.len(),
            Self::Whole(values) => values.len(),
            Self::Numbers(values) => values.len(),
        }
    }

    fn clear(&mut self) {
        match self {
            Self::Codes(values) => values.clear(),
            Self::Whole(values) => values.clear(),
            Self::Numbers(values) => values.clear(),
        }
    }

    fn bytes(&self) -> usize {
        match self {
            Self::Codes(values) => values.capacity() * 4,
            Self::Whole(values) => values.capacity() * 8,
            Self::Numbers(values) => values.capacity() * 8,
        }
    }

    /// Adds some rows of a column; `codes` gives for each of its names the code here. `None` where the values
    /// are of another kind.
    pub(super) fn extend(
        &mut self,
        values: &Values,
        rows: Chosen<'_>,
        codes: &[u32],
    ) -> Option<()> {
        match (self, values) {
            (Self::Codes(own), Values::Codes { at, .. }) => {
                rows.add(own, at, |at| at.map_or(NO_CODE, |at| codes[at as usize]));
            }
            (Self::Whole(own), Values::Whole(values)) => {
                rows.add(own, values, |value| value.unwrap_or(NO_WHOLE));
            }
            (Self::Numbers(own), Values::Numbers(values)) => {
                // Zero has two signs and one meaning: the same rows must give the same bytes.
                rows.add(own, values, |value| value.map_or(f64::NAN, |value| value + 0.0));
            }
            _ => return None,
        }
        Some(())
    }
}

/// Which rows of a block.
#[derive(Clone, Copy)]
pub(super) enum Chosen<'a> {
    /// Every one.
    All,
    /// These.
    These(&'a [u32]),
}

impl Chosen<'_> {
    fn add<T: Copy, U>(self, own: &mut Vec<U>, values: &[T], make: impl Fn(T) -> U) {
        match self {
            Self::All => own.extend(values.iter().map(|&value| make(value))),
            Self::These(rows) => own.extend(rows.iter().map(|&row| make(values[row as usize]))),
        }
    }
}

/// Rows of one period.
#[derive(Debug)]
pub(super) struct Rows {
    pub(super) columns: Vec<Buffer>,
}

impl Rows {
    pub(super) fn new(kinds: &[Kind]) -> Self {
        Self { columns: kinds.iter().map(|&kind| Buffer::new(kind)).collect() }
    }

    pub(super) fn len(&self) -> usize {
        self.columns.first().map_or(0, Buffer::len)
    }

    pub(super) fn clear(&mut self) {
        self.columns.iter_mut().for_each(Buffer::clear);
    }

    /// Memory that it holds.
    pub(super) fn bytes(&self) -> usize {
        self.columns.iter().map(Buffer::bytes).sum()
    }

    /// What a row says in a column, for messages.
    pub(super) fn text(&self, column: usize, row: usize, names: &[Names]) -> String {
        match &self.columns[column] {
            Buffer::Codes(values) if values[row] == NO_CODE => "nothing".to_owned(),
            Buffer::Codes(values) => names[column].name(values[row]).to_owned(),
            Buffer::Whole(values) if values[row] == NO_WHOLE => "nothing".to_owned(),
            Buffer::Whole(values) => values[row].to_string(),
            Buffer::Numbers(values) => values[row].to_string(),
        }
    }
}

/// Refuses values that stand for gaps in memory.
pub(super) fn check(name: &str, values: &Values) -> Result<(), Error> {
    match values {
        Values::Whole(values) if values.contains(&Some(NO_WHOLE)) => Err(Error::new(
            "E0205",
            format!("column `{name}` holds {NO_WHOLE}, which cannot be stored"),
        )),
        Values::Codes { names, .. } if names.len() >= NO_CODE as usize => {
            Err(Error::new("E0205", format!("column `{name}` has too many different codes")))
        }
        _ => Ok(()),
    }
}
