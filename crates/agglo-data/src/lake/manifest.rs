//! A vintage as it stands on disk: its card, its files, and the vintage before it, by hash.

use std::fmt;

use agglo::Error;
use serde::{Deserialize, Serialize};

use crate::lake::block::Kind;
use crate::lake::card::Card;
use crate::starter::digest;

/// The version of this layout.
const LAYOUT: u32 = 1;
/// Characters of a hash in a vintage's name.
const SHORT: usize = 12;

/// The name of a vintage: a running number and the beginning of its hash, `3-1f0c9a52be77`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct VintageId(String);

impl VintageId {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Reads a name.
    ///
    /// # Errors
    ///
    /// `E0421` where the text is no name of a vintage.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let is_well = text.split_once('-').is_some_and(|(number, hash)| {
            number.parse::<u32>().is_ok_and(|number| number > 0 && !text.starts_with(['0', '+']))
                && hash.len() == SHORT
                && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        });
        if is_well {
            return Ok(Self(text.to_owned()));
        }
        let what = format!("`{text}` is not the name of a vintage");
        Err(Error::new("E0421", what)
            .hint("a vintage is called like `3-1f0c9a52be77`: see `agglo data list --vintages`"))
    }

    pub(super) fn new(number: u32, sha256: &str) -> Self {
        Self(format!("{number}-{}", sha256.get(..SHORT).unwrap_or(sha256)))
    }
}

impl fmt::Display for VintageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How a vintage came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MadeBy {
    /// Files were loaded.
    Load,
    /// Small files of the vintage before were joined; its rows are the same.
    Compaction,
}

/// A vintage by name and by the whole hash of its description.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Its name.
    pub id: VintageId,
    /// SHA-256 of its description as stored, in hexadecimal.
    pub sha256: String,
}

/// A column and the type of its values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    /// Its name.
    pub name: String,
    /// What its values are.
    pub kind: Kind,
}

/// Least and greatest value of a key in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The key.
    pub column: String,
    /// The least value.
    pub least: String,
    /// The greatest value.
    pub most: String,
    /// Rows without a value.
    pub gaps: u64,
}

/// One Parquet file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Object {
    /// SHA-256 of its bytes, which is its name.
    pub sha256: String,
    /// SHA-256 of what its rows say, without the lines they stood on: the same for the same rows, whoever
    /// wrote them.
    pub content: String,
    /// The period of its rows; empty where the dataset has no period.
    pub period: String,
    /// Number of rows.
    pub rows: u64,
    /// Its length.
    pub bytes: u64,
    /// SHA-256 of what describes the file, at its end: that in turn states the hash of each piece, so that
    /// nothing that is damaged is ever read.
    pub footer: String,
    /// Its columns. A column that is not here has a gap in every row.
    pub columns: Vec<String>,
    /// Least and greatest value of each key that has one.
    pub spans: Vec<Span>,
    /// The number of the vintage that brought its rows: lines are lines of that vintage's files.
    pub since: u32,
}

/// A vintage: what a dataset was after one load.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of the layout on disk.
    pub layout: u32,
    /// Its running number, from 1.
    pub number: u32,
    /// The vintage before it.
    pub parent: Option<Link>,
    /// When it was loaded, as the loader said.
    pub published: String,
    /// How it came about.
    pub made_by: MadeBy,
    /// What a person must know of it.
    pub card: Card,
    /// Its columns: those of the card, then those that only earlier files have.
    pub columns: Vec<Stored>,
    /// Its files, in the order of their rows.
    pub objects: Vec<Object>,
}

impl Manifest {
    pub(super) fn new(parent: Option<(&Self, Link)>, published: &str, card: Card) -> Self {
        let number = parent.as_ref().map_or(0, |(parent, _)| parent.number).saturating_add(1);
        let parent = parent.map(|(_, link)| link);
        let (columns, objects) = (Vec::new(), Vec::new());
        let published = published.to_owned();
        let made_by = MadeBy::Load;
        Self { layout: LAYOUT, number, parent, published, made_by, card, columns, objects }
    }

    /// The bytes that are stored, and what they are called.
    pub(super) fn sealed(&self) -> Result<(Link, Vec<u8>), Error> {
        let mut bytes = serde_json::to_vec_pretty(self)
            .map_err(|cause| Error::new("E0406", cause.to_string()).at(&self.card.dataset))?;
        bytes.push(b'\n');
        let sha256 = digest(&bytes);
        Ok((Link { id: VintageId::new(self.number, &sha256), sha256 }, bytes))
    }

    /// Reads stored bytes and holds them against the hash that something else states.
    pub(super) fn open(link: &Link, bytes: &[u8]) -> Result<Self, Error> {
        let damaged = |what: String| {
            Error::new("E0402", what)
                .at(format!("{}.json", link.id))
                .hint("`agglo data verify` says what else is damaged; take the lake from your last copy of it")
        };
        let found = digest(bytes);
        if found != link.sha256 {
            return Err(damaged(format!("the description of vintage {} is damaged", link.id)));
        }
        let manifest: Self =
            serde_json::from_slice(bytes).map_err(|cause| damaged(cause.to_string()))?;
        if manifest.layout != LAYOUT {
            let what =
                format!("the lake has layout {}, this agglo knows {LAYOUT}", manifest.layout);
            return Err(
                Error::new("E0404", what).hint("take the agglo that wrote it, or a newer one")
            );
        }
        Ok(manifest)
    }

    /// Whether it has the same rows with the same meaning as another.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        self.objects == other.objects
            && self.columns == other.columns
            && self.card.means(&other.card)
    }

    /// The type of a column's values.
    pub(super) fn kind(&self, column: &str) -> Option<Kind> {
        self.columns.iter().find(|stored| stored.name == column).map(|stored| stored.kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_vintages_are_read_and_nothing_else_is() {
        assert!(VintageId::parse("3-1f0c9a52be77").is_ok());
        for text in
            ["", "3", "0-1f0c9a52be77", "+3-1f0c9a52be77", "3-1F0C9A52BE77", "3-1f0c", "../x"]
        {
            assert_eq!(VintageId::parse(text).unwrap_err().code(), "E0421", "{text}");
        }
    }
}
