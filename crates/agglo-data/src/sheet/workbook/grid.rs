//! A sheet's cells by row and column, and which of them are merged.

use std::collections::BTreeMap;

/// One cell that is not empty.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) kind: Kind,
}

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Number,
    /// A formula whose result was not stored.
    Unknown,
}

/// Cells that are shown as one; rows and columns count from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Merge {
    pub(super) top: u32,
    pub(super) left: u32,
    pub(super) bottom: u32,
    pub(super) right: u32,
}

impl Merge {
    pub(super) fn holds(&self, row: u32, column: u32) -> bool {
        (self.top..=self.bottom).contains(&row) && (self.left..=self.right).contains(&column)
    }
}

/// The cells of a sheet.
#[derive(Clone, Debug, Default)]
pub(super) struct Grid {
    pub(super) name: String,
    pub(super) rows: BTreeMap<u32, BTreeMap<u32, Cell>>,
    pub(super) merges: Vec<Merge>,
    /// Merges within one column, by column and first row.
    labels: BTreeMap<(u32, u32), u32>,
}

impl Grid {
    /// A sheet without cells.
    pub(super) fn new(name: &str, merges: Vec<Merge>) -> Self {
        let within = merges.iter().filter(|merge| merge.left == merge.right);
        let labels = within.map(|merge| ((merge.left, merge.top), merge.bottom)).collect();
        Self { name: name.to_owned(), rows: BTreeMap::new(), merges, labels }
    }

    /// A cell, as it stands.
    pub(super) fn cell(&self, row: u32, column: u32) -> Option<&Cell> {
        self.rows.get(&row)?.get(&column)
    }

    /// What is shown at a place of the header: cells merged with others show what the first one holds.
    pub(super) fn shown(&self, row: u32, column: u32) -> Option<&Cell> {
        let merge = self.merges.iter().find(|merge| merge.holds(row, column));
        merge.map_or_else(|| self.cell(row, column), |merge| self.cell(merge.top, merge.left))
    }

    /// What is shown at a place of the body: a label that stands for several rows stands in each of them.
    ///
    /// A figure that stands for several columns stays one figure.
    pub(super) fn label(&self, row: u32, column: u32) -> Option<&Cell> {
        let own = self.cell(row, column);
        if own.is_some() || self.labels.is_empty() {
            return own;
        }
        let (&(_, top), &bottom) = self.labels.range((column, 0)..=(column, row)).next_back()?;
        let first = (row <= bottom).then(|| self.cell(top, column))??;
        (first.kind == Kind::Text).then_some(first)
    }
}

/// A column as a spreadsheet names it: 0 is `A`, 26 is `AA`.
pub(super) fn letters(column: u32) -> String {
    let (mut left, mut name) = (column + 1, String::new());
    while left > 0 {
        let digit = u8::try_from((left - 1) % 26).unwrap_or_default();
        name.insert(0, char::from(b'A' + digit));
        left = (left - 1) / 26;
    }
    name
}

/// A sheet's name as it stands before `!`.
pub(super) fn quoted(name: &str) -> String {
    if name.chars().all(|letter| letter.is_alphanumeric() || letter == '_') {
        return name.to_owned();
    }
    format!("'{}'", name.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_letters_of_a_spreadsheet() {
        let names = [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")];
        for (column, name) in names {
            assert_eq!(letters(column), name);
        }
        assert_eq!((quoted("Sheet1"), quoted("Bob's 3")), ("Sheet1".into(), "'Bob''s 3'".into()));
    }
}
