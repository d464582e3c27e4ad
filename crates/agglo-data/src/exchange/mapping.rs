//! A mapping: what a person says of a table that was not understood, or was understood wrongly.

use std::collections::BTreeMap;

use agglo::Error;
use serde::{Deserialize, Serialize};

/// What a mapping file may say. All of it may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Mapping {
    /// The kind of record that each row is.
    #[serde(default, rename = "as", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The sheet of a workbook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The row on which the names of the columns stand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header_row: Option<u32>,
    /// `comma` or `point`: which mark parts whole numbers from decimals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimal: Option<String>,
    /// The encoding of the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// Rows that are no data, by the number that messages give them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skip_rows: Vec<u64>,
    /// Rows that are data although they look like a total or a note.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keep_rows: Vec<u64>,
    /// Fields by the name of their column; an empty field leaves the column out, `note` keeps it in the note.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub columns: BTreeMap<String, String>,
    /// What words stand for, by field.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// What every row says in a field that it has no column for.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fixed: BTreeMap<String, String>,
    /// What single cells should say, by address: `Contacts!B7`, `line 7, reach`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub cells: BTreeMap<String, String>,
}

impl Mapping {
    /// The mapping of a text.
    ///
    /// # Errors
    ///
    /// `E0410` where it says something that a mapping cannot say.
    pub fn read(text: &str, file: &str) -> Result<Self, Error> {
        toml::from_str(text).map_err(|error| {
            Error::new("E0410", format!("the mapping cannot be read: {}", error.message())).at(file)
        })
    }

    /// The mapping as a file.
    ///
    /// # Errors
    ///
    /// `E0902` where it cannot be written, which is our fault.
    pub fn text(&self) -> Result<String, Error> {
        toml::to_string_pretty(self).map_err(|error| Error::new("E0902", error.to_string()))
    }
}
