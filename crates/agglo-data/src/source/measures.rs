//! Columns of figures, and what says that one is hidden: flags beside it, texts in its place.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::source::number::Kind;

/// A column of figures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// What it is called in the lake.
    pub name: String,
    /// Its name in the file.
    pub column: String,
    /// Its unit.
    #[serde(default)]
    pub unit: String,
    /// What it may be.
    #[serde(default)]
    pub kind: Kind,
    /// What a figure is to be multiplied by: 1000 where the file prints thousands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// The column of flags that speaks of it; the first one where none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flags: Option<String>,
    /// Whether files of the source may lack it without a word.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_optional: bool,
    /// Whether a 0 may stand for a hidden figure, because the flags that would say so are not in the file.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_zero_doubtful: bool,
    /// Texts that hide the figure and say between what it lies.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub ranges: Ranges,
}

/// Codes that hide a figure and say the least and, where they do, the most that it can be.
pub type Ranges = BTreeMap<String, Vec<u32>>;

/// A column of flags and what each flag means; letters may stand side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Flags {
    /// Its name in the file.
    pub column: String,
    /// The figure is hidden.
    pub withheld: Vec<String>,
    /// There is none.
    pub missing: Vec<String>,
    /// It is an estimate of the publisher's, or noise was added to it.
    pub estimated: Vec<String>,
    /// It may be revised.
    pub provisional: Vec<String>,
    /// It is as good as any; said in so many letters, or a remark that changes nothing.
    pub disclosed: Vec<String>,
    /// Whether each letter of the flag is one by itself.
    pub letters: bool,
    /// The figure is hidden, and lies between two numbers; one number where it has no upper end.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub ranges: Ranges,
    /// Whether it speaks of every figure of its row, beside the flags of each.
    pub of_all: bool,
    /// Measures of which it speaks beside their own flags.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub of: Vec<String>,
    /// Whether files of the source may lack it without a word.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_optional: bool,
    /// What the column is called in the lake, where it is kept as published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keep: Option<String>,
}

impl Flags {
    /// What a flag says, where it says between what the figure lies.
    pub fn range(&self, text: &str) -> Option<&[u32]> {
        self.ranges.get(text.trim()).map(Vec::as_slice)
    }
}

impl Measure {
    /// The flags that speak of it, the gravest of which counts.
    pub fn spoken_of<'a>(&self, all: &'a [Flags]) -> Vec<&'a Flags> {
        let own = match &self.flags {
            Some(name) => all.iter().find(|flags| flags.column == *name && flags.of.is_empty()),
            None => all.iter().find(|flags| !flags.of_all && flags.of.is_empty()),
        };
        let speaks = |flags: &&Flags| flags.of_all || flags.of.contains(&self.name);
        own.into_iter().chain(all.iter().filter(speaks)).collect()
    }

    /// Whether a figure of it may be hidden between two numbers.
    pub fn has_bounds(&self, all: &[Flags]) -> bool {
        !self.ranges.is_empty() || self.spoken_of(all).iter().any(|flags| !flags.ranges.is_empty())
    }
}

/// Texts in the place of a figure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Marks {
    /// The figure is hidden.
    pub withheld: Vec<String>,
    /// There is none, beside an empty cell, `N/A` and `:`.
    pub missing: Vec<String>,
    /// The figure is 0.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub zero: Vec<String>,
}

impl Marks {
    pub(super) fn is_plain(&self) -> bool {
        *self == Self::default()
    }
}
