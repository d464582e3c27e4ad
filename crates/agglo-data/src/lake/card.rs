//! What a person must know of a dataset before using it: whose it is, what its columns mean, what was left out.

use agglo::Error;
use serde::{Deserialize, Serialize};

/// The key column by which a dataset is cut into files, where it has one of this name.
pub const PERIOD: &str = "period";

/// The key column that says which region a row is about, where a dataset has one of this name.
pub const REGION: &str = "region";

/// The column, of every dataset, that says by the number of a vintage which load brought a row.
pub const SINCE: &str = "since_vintage";

/// What a column says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// What a row is about: region, industry, period. All keys together name one row.
    Key,
    /// A figure.
    Measure,
    /// What is known of a figure: `disclosed`, `zero`, `withheld`, `estimated`, `missing`, `provisional`.
    Status,
    /// The least that a figure can be.
    Low,
    /// The most that a figure can be.
    High,
    /// The publisher's own flags of a figure, as published.
    Flags,
    /// Where a row stood in the file it was read from. Two rows that differ in nothing else are the same row.
    Line,
}

impl Role {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Measure => "measure",
            Self::Status => "status",
            Self::Low => "low",
            Self::High => "high",
            Self::Flags => "flags",
            Self::Line => "line",
        }
    }
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnCard {
    /// Its name, lower case words joined by `_`.
    pub name: String,
    /// What it says.
    pub role: Role,
    /// The measure that a status, a bound or a flag speaks of; none where it speaks of all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// What it is counted in: `jobs`, `usd`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The code system of a key: `naics-2017`, `nuts-2021`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub codes: Option<String>,
}

impl ColumnCard {
    /// A column that speaks of no other, without a unit and codes.
    pub fn new(name: impl Into<String>, role: Role) -> Self {
        Self { name: name.into(), role, of: None, unit: None, codes: None }
    }

    /// The same, speaking of a measure: its status, the least or the most of it, its flags.
    pub fn of(name: impl Into<String>, role: Role, measure: impl Into<String>) -> Self {
        Self { of: Some(measure.into()), ..Self::new(name, role) }
    }
}

/// Rows of a file that were not loaded, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Why: no final period.
    pub why: String,
    /// How many rows.
    pub rows: u64,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileCard {
    /// Its name as it was brought.
    pub name: String,
    /// SHA-256 of its bytes in hexadecimal.
    pub sha256: String,
    /// Its length.
    pub bytes: u64,
    /// Rows that were loaded.
    pub rows: u64,
    /// Rows that were not.
    pub left_out: Vec<LeftOut>,
}

/// What a load takes the place of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// All that was there: the files are the whole dataset.
    WholeDataset,
    /// The periods that the files hold; other periods stay.
    PeriodsInIt,
    /// Nothing: the rows come to those that are there, and none of them may be there already.
    Nothing,
}

/// What is known of a dataset before its rows are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Its name in the lake: lower case letters, digits, `-`, `_` and `.`, beginning with a letter.
    pub dataset: String,
    /// What people call it.
    pub title: String,
    /// Who publishes it.
    pub agency: String,
    /// What may be done with it.
    pub licence: String,
    /// The id of the description that it was read by.
    pub source: String,
    /// Periods in it. The lake adds those of the rows; one that is named here and has no row is emptied by a
    /// load that takes the place of its periods.
    #[serde(default)]
    pub periods: Vec<String>,
    /// Its columns, in order.
    pub columns: Vec<ColumnCard>,
    /// The files that were read.
    pub files: Vec<FileCard>,
    /// What every reader of a figure must be told.
    #[serde(default)]
    pub caveats: Vec<String>,
    /// The text of the mapping that was used.
    #[serde(default)]
    pub mapping: String,
    /// What the load takes the place of.
    pub replaces: Scope,
}

impl Card {
    /// A dataset of which nothing is known but its name and its columns.
    pub fn new(dataset: impl Into<String>, columns: Vec<ColumnCard>, replaces: Scope) -> Self {
        let dataset = dataset.into();
        Self {
            title: String::new(),
            agency: String::new(),
            licence: String::new(),
            source: dataset.clone(),
            dataset,
            periods: Vec::new(),
            columns,
            files: Vec::new(),
            caveats: Vec::new(),
            mapping: String::new(),
            replaces,
        }
    }

    /// A column by its name.
    pub fn column(&self, name: &str) -> Option<&ColumnCard> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The names of the keys, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let keys = self.columns.iter().filter(|column| column.role == Role::Key);
        keys.map(|column| column.name.as_str())
    }

    /// Whether figures read by it mean the same as by another, whatever files and periods each was made for.
    pub(super) fn means(&self, other: &Self) -> bool {
        let (periods, files) = (&other.periods, &other.files);
        let (periods, files) = (periods.clone(), files.clone());
        Self { periods, files, replaces: other.replaces, ..self.clone() } == *other
    }

    /// Refuses a card that cannot be stored.
    pub(super) fn check(&self) -> Result<(), Error> {
        check_name(&self.dataset)?;
        let fault = |what: String| Err(Error::new("E0422", what).at(&self.dataset));
        if self.keys().next().is_none() {
            return fault("the dataset has no key column".to_owned());
        }
        for (at, column) in self.columns.iter().enumerate() {
            if column.name.is_empty() {
                return fault(format!("column {} has no name", at + 1));
            }
            if column.name == SINCE {
                return fault(format!("`{SINCE}` is a column of the lake's own"));
            }
            if self.columns[..at].iter().any(|before| before.name == column.name) {
                return fault(format!("there are two columns `{}`", column.name));
            }
            if let Some(of) = &column.of {
                let is_measure = self.column(of).is_some_and(|of| of.role == Role::Measure);
                if !is_measure {
                    let what =
                        format!("column `{}` speaks of `{of}`, which is no measure", column.name);
                    return fault(what);
                }
            }
        }
        Ok(())
    }
}

/// The folder of saved answers.
pub(super) const ANSWERS: &str = "answers";

/// The folder of closes.
pub(super) const CLOSES: &str = "closes";

/// Names of folders beside the datasets, which no dataset can have.
const TAKEN: [&str; 2] = [ANSWERS, CLOSES];

/// Refuses a name that is not fit for a folder on every system, or is taken.
pub(super) fn check_name(dataset: &str) -> Result<(), Error> {
    let fits = |letter: char| {
        letter.is_ascii_lowercase() || letter.is_ascii_digit() || "-_.".contains(letter)
    };
    let is_well = dataset.starts_with(|letter: char| letter.is_ascii_lowercase())
        && dataset.chars().all(fits)
        && dataset.len() <= 64
        && !dataset.ends_with('.')
        && !TAKEN.contains(&dataset);
    if is_well {
        return Ok(());
    }
    let hint =
        "take lower case letters, digits, `-`, `_` and `.`, beginning with a letter, 64 at most";
    Err(Error::new("E0422", format!("`{dataset}` cannot be the name of a dataset")).hint(hint))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_lead_out_of_the_lake_are_refused() {
        for name in ["", ".", "..", "../x", "a/b", "Caps", "-x", "a b", "x.", &"a".repeat(65)] {
            assert!(check_name(name).is_err(), "{name}");
        }
        for name in TAKEN {
            assert!(check_name(name).is_err(), "{name} is taken");
        }
        for name in ["qcew", "nama_10r_3empers", "cbp-2021", "a.b"] {
            assert!(check_name(name).is_ok(), "{name}");
        }
    }
}
