//! Where a source is fetched from, and when there is something newer.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Where a source is fetched from, and when there is something newer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fetch {
    /// How often something new comes.
    #[serde(default)]
    pub cadence: Cadence,
    /// Months from the end of a period until it is out, at the latest.
    #[serde(default)]
    pub delay: u32,
    /// What makes a file newer than the one that is there, in words.
    #[serde(default)]
    pub newer: String,
    /// Whether the address says of when the rows are, and the file does not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_dated: bool,
    /// Its files: the one is taken whose gaps are filled.
    pub files: Vec<FetchFile>,
}

/// How often something new comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cadence {
    /// A file a year.
    Year,
    /// A file a quarter.
    Quarter,
    /// A file a month.
    Month,
    /// One file of all times, which is written anew.
    #[default]
    None,
}

impl fmt::Display for Cadence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Year => "years, as in 2021",
            Self::Quarter => "quarters, as in 2021Q3",
            Self::Month => "months, as in 2021-03",
            Self::None => "one file of all periods",
        })
    }
}

/// One file of a source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FetchFile {
    /// Its address, with gaps: `{year}`, `{yy}`, `{quarter}` and `{month}` are of the period, all others are asked
    /// for; `{+name}` takes a piece of an address as it is.
    pub url: String,
    /// The address of a text that begins with its SHA-256.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// What kind of answer is wanted, as in `application/vnd.sdmx.data+csv`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accept: Option<String>,
    /// What its dataset is called, with the same gaps; as the source where it says nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dataset: Option<String>,
}
