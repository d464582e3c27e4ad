//! Columns on their way into the lake: keys as codes of a list, figures as numbers with gaps.

use agglo::Error;
use serde::{Deserialize, Serialize};

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Codes and other text.
    Codes,
    /// Whole numbers.
    Whole,
    /// Numbers.
    Numbers,
}

impl Kind {
    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Codes => "codes",
            Self::Whole => "whole numbers",
            Self::Numbers => "numbers",
        }
    }
}

/// Values of one column.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Keys: positions in a list of names; `None` where there is no value.
    Codes {
        /// The names.
        names: Vec<String>,
        /// Positions in `names`, by row.
        at: Vec<Option<u32>>,
    },
    /// Whole numbers.
    Whole(Vec<Option<i64>>),
    /// Finite numbers.
    Numbers(Vec<Option<f64>>),
}

impl Values {
    /// What they are.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Codes { .. } => Kind::Codes,
            Self::Whole(_) => Kind::Whole,
            Self::Numbers(_) => Kind::Numbers,
        }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        match self {
            Self::Codes { at, .. } => at.len(),
            Self::Whole(values) => values.len(),
            Self::Numbers(values) => values.len(),
        }
    }

    /// Whether it has no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Some rows of a dataset: named columns of one length. All blocks of a load have the same columns, each with
/// its own lists of names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Block {
    columns: Vec<(String, Values)>,
}

impl Block {
    /// Rows of columns.
    ///
    /// # Errors
    ///
    /// `E0205` where columns differ in length, a code is not in its list or a number is not finite.
    pub fn new(columns: Vec<(String, Values)>) -> Result<Self, Error> {
        let rows = columns.first().map_or(0, |(_, values)| values.len());
        for (name, values) in &columns {
            let is_well = match values {
                Values::Codes { names, at } => {
                    at.iter().flatten().all(|at| (*at as usize) < names.len())
                }
                Values::Whole(_) => true,
                Values::Numbers(values) => values.iter().flatten().all(|value| value.is_finite()),
            };
            if values.len() != rows || !is_well {
                let what = format!("column `{name}` is no column of {rows} well-formed values");
                return Err(Error::new("E0205", what));
            }
        }
        Ok(Self { columns })
    }

    /// Names and values, in order.
    pub fn columns(&self) -> &[(String, Values)] {
        &self.columns
    }

    /// The values of a column.
    pub fn column(&self, name: &str) -> Option<&Values> {
        self.columns.iter().find(|(own, _)| own == name).map(|(_, values)| values)
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, |(_, values)| values.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_even_and_finite_and_its_codes_are_known() {
        let keys = |at: Vec<Option<u32>>| {
            ("region".to_owned(), Values::Codes { names: vec!["a".into()], at })
        };
        let jobs = |values| ("jobs".to_owned(), Values::Numbers(values));
        let block =
            Block::new(vec![keys(vec![Some(0), None]), jobs(vec![Some(1.0), None])]).unwrap();
        assert_eq!((block.rows(), block.column("jobs").map(Values::len)), (2, Some(2)));
        assert!(Block::new(vec![keys(vec![Some(1)])]).is_err());
        assert!(Block::new(vec![keys(vec![None]), jobs(vec![])]).is_err());
        assert!(Block::new(vec![jobs(vec![Some(f64::NAN)])]).is_err());
    }
}
