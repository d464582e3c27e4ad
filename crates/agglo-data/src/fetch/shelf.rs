//! What was fetched and of which version, kept beside the lake.
//!
//! ```text
//! lake.fetched/parts/…          files on their way
//! lake.fetched/files/<digest>/  files that were fetched
//! lake.fetched/<source>.json    where each came from, and its version
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use agglo::Error;
use serde::{Deserialize, Serialize};

use crate::atomic;
use crate::fetch::answer::Version;

/// A file that was fetched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its version, as the server said.
    pub version: Version,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// SHA-256 of the versions before it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<String>,
    /// Its length.
    pub bytes: u64,
    /// When it was fetched, as the caller said.
    pub fetched: String,
    /// Its name on the shelf.
    pub name: String,
    /// Dataset of the lake that it went to.
    pub dataset: String,
    /// Period that it was asked for; empty where it was asked for none.
    pub period: String,
    /// What was said beside the period, as in `area=12045`.
    pub values: Vec<(String, String)>,
}

/// The folder of what was fetched.
#[derive(Clone, Debug)]
pub struct Shelf {
    folder: PathBuf,
}

impl Shelf {
    /// The shelf of a lake: a folder beside it.
    pub fn beside(lake: &Path) -> Self {
        let mut name = lake.file_name().unwrap_or("lake".as_ref()).to_owned();
        name.push(".fetched");
        Self { folder: lake.with_file_name(name) }
    }

    pub(super) fn parts(&self) -> PathBuf {
        self.folder.join("parts")
    }

    /// Where a file lies.
    pub fn file(&self, sha256: &str, name: &str) -> PathBuf {
        self.folder.join("files").join(sha256.get(..16).unwrap_or(sha256)).join(name)
    }

    /// What was fetched of a source, by address.
    ///
    /// # Errors
    ///
    /// `E0402` where the list is damaged.
    pub fn entries(&self, source: &str) -> Result<BTreeMap<String, Entry>, Error> {
        let path = self.list(source);
        let Ok(bytes) = fs::read(&path) else { return Ok(BTreeMap::new()) };
        serde_json::from_slice(&bytes).map_err(|cause| {
            Error::new("E0402", format!("the list of what was fetched is damaged: {cause}"))
                .at(path.display().to_string())
                .hint("take it away: everything is then asked for once more")
        })
    }

    /// Sources of which anything was fetched.
    pub fn sources(&self) -> Vec<String> {
        let Ok(files) = fs::read_dir(&self.folder) else { return Vec::new() };
        let name = |path: PathBuf| {
            let is_list = path.extension().is_some_and(|ending| ending == "json");
            path.file_stem().filter(|_| is_list).map(|name| name.to_string_lossy().into_owned())
        };
        let mut names: Vec<String> = files.flatten().filter_map(|file| name(file.path())).collect();
        names.sort();
        names
    }

    /// Writes down what was fetched of a source.
    ///
    /// # Errors
    ///
    /// `E0401` where it cannot be written.
    pub fn write(&self, source: &str, entries: &BTreeMap<String, Entry>) -> Result<(), Error> {
        let text = serde_json::to_vec_pretty(entries)
            .map_err(|cause| Error::new("E0902", cause.to_string()))?;
        atomic::write(&self.list(source), text)
    }

    /// Takes a file away that nobody needs again.
    pub fn drop_file(&self, sha256: &str, name: &str) {
        let path = self.file(sha256, name);
        // What stays is in nobody's way.
        let _ = fs::remove_file(&path);
        let _ = path.parent().map(fs::remove_dir);
    }

    fn list(&self, source: &str) -> PathBuf {
        self.folder.join(format!("{source}.json"))
    }
}
