//! Small typed tables: what SQL gives back and what a file of the starter pack holds.

mod read;
mod write;

use agglo::Error;

pub use read::PackFile;
pub use write::{quick, write};

/// Values of one column; `None` where there is no value.
#[derive(Clone, Debug, PartialEq)]
pub enum Column {
    /// Whole numbers: counts, years, positions, dollars.
    Integers(Vec<Option<i64>>),
    /// Numbers with decimals as their publisher prints them.
    Numbers(Vec<Option<f64>>),
    /// Codes and names.
    Texts(Vec<Option<String>>),
}

impl Column {
    /// A column of whole numbers without gaps.
    pub fn whole(values: impl IntoIterator<Item = i64>) -> Self {
        Self::Integers(values.into_iter().map(Some).collect())
    }

    /// A column of texts without gaps.
    pub fn texts<T: Into<String>>(values: impl IntoIterator<Item = T>) -> Self {
        Self::Texts(values.into_iter().map(|text| Some(text.into())).collect())
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        match self {
            Self::Integers(values) => values.len(),
            Self::Numbers(values) => values.len(),
            Self::Texts(values) => values.len(),
        }
    }

    /// Whether it has no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Named columns of equal length.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    name: String,
    columns: Vec<(String, Column)>,
}

impl Table {
    /// A table of columns.
    ///
    /// # Errors
    ///
    /// `E0205` when columns differ in length.
    pub fn new(name: &str, columns: Vec<(String, Column)>) -> Result<Self, Error> {
        let rows = columns.first().map_or(0, |(_, column)| column.len());
        if let Some((odd, column)) = columns.iter().find(|(_, column)| column.len() != rows) {
            let what =
                format!("column `{odd}` has {} rows where the first has {rows}", column.len());
            return Err(Error::new("E0205", what).at(name));
        }
        Ok(Self { name: name.to_owned(), columns })
    }

    /// What the table is called in messages.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, |(_, column)| column.len())
    }

    /// Names and columns, in order.
    pub fn columns(&self) -> &[(String, Column)] {
        &self.columns
    }

    fn column(&self, name: &str) -> Result<&Column, Error> {
        let found = self.columns.iter().find(|(column, _)| column == name);
        found.map(|(_, column)| column).ok_or_else(|| self.fault(name, "is missing"))
    }

    fn fault(&self, column: &str, what: &str) -> Error {
        Error::new("E0404", format!("column `{column}` {what}"))
            .at(&self.name)
            .hint("the pack was made by another version of agglo: take the one that came with it")
    }

    /// Whole numbers with gaps.
    ///
    /// # Errors
    ///
    /// `E0404` when the column is missing or of another type; so for all readers below.
    pub fn integers(&self, name: &str) -> Result<&[Option<i64>], Error> {
        match self.column(name)? {
            Column::Integers(values) => Ok(values),
            _ => Err(self.fault(name, "holds no whole numbers")),
        }
    }

    /// Numbers with gaps.
    pub fn numbers(&self, name: &str) -> Result<&[Option<f64>], Error> {
        match self.column(name)? {
            Column::Numbers(values) => Ok(values),
            _ => Err(self.fault(name, "holds no numbers")),
        }
    }

    /// Texts with gaps.
    pub fn optional_texts(&self, name: &str) -> Result<&[Option<String>], Error> {
        match self.column(name)? {
            Column::Texts(values) => Ok(values),
            _ => Err(self.fault(name, "holds no text")),
        }
    }

    /// Texts without gaps.
    pub fn texts(&self, name: &str) -> Result<Vec<&str>, Error> {
        let values = self.optional_texts(name)?.iter().map(Option::as_deref);
        values.collect::<Option<_>>().ok_or_else(|| self.fault(name, "has a gap"))
    }

    /// Whole numbers without gaps.
    pub fn whole(&self, name: &str) -> Result<Vec<i64>, Error> {
        let values = self.integers(name)?.iter().copied();
        values.collect::<Option<_>>().ok_or_else(|| self.fault(name, "has a gap"))
    }

    /// Positions on an axis: whole numbers from 0 up, without gaps.
    pub fn positions(&self, name: &str) -> Result<Vec<usize>, Error> {
        let values = self.whole(name)?.into_iter().map(|value| usize::try_from(value).ok());
        values.collect::<Option<_>>().ok_or_else(|| self.fault(name, "has a negative position"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_different_length_are_refused() {
        let columns = vec![
            ("a".to_owned(), Column::whole([1, 2])),
            ("b".to_owned(), Column::texts(["only one"])),
        ];
        assert_eq!(Table::new("t", columns).unwrap_err().code(), "E0205");
    }

    #[test]
    fn a_column_of_another_type_is_an_error_with_its_name() {
        let table = Table::new("t", vec![("a".to_owned(), Column::whole([1]))]).unwrap();
        assert_eq!(table.texts("a").unwrap_err().what(), "column `a` holds no text");
        assert_eq!(table.texts("b").unwrap_err().what(), "column `b` is missing");
    }
}
