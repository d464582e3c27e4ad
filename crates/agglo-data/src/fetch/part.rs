//! A file on its way: what is there of it, and of which version it is a piece.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use agglo::Error;
use serde::{Deserialize, Serialize};

use crate::atomic;
use crate::fetch::answer::Version;
use crate::starter::digest;

/// Bytes after which what is there is made to last.
const PACE: u64 = 8 << 20;

/// What is known of a piece.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Known {
    url: String,
    version: Version,
    total: Option<u64>,
    bytes: u64,
}

/// The beginning of a file.
pub(super) struct Part {
    path: PathBuf,
    known: Known,
    file: File,
    /// Bytes of it that would outlast the end of this process.
    lasting: u64,
}

impl Part {
    /// What is there of the file at an address; nothing where what is there cannot be trusted.
    pub(super) fn open(folder: &Path, url: &str) -> Result<Self, Error> {
        let name = digest(url.as_bytes());
        let path = folder.join(format!("{}.part", name.get(..24).unwrap_or(&name)));
        let failed = |error: io::Error| unwritable(&path, &error);
        fs::create_dir_all(folder).map_err(failed)?;
        let file =
            OpenOptions::new().create(true).append(true).read(true).open(&path).map_err(failed)?;
        let length = file.metadata().map_err(failed)?.len();
        let known: Option<Known> =
            fs::read(beside(&path)).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let known = known.filter(|known| {
            known.url == url && known.bytes <= length && known.version.certain().is_some()
        });
        let known = known.unwrap_or_else(|| Known { url: url.to_owned(), ..Known::default() });
        file.set_len(known.bytes).map_err(failed)?;
        let lasting = known.bytes;
        Ok(Self { path, known, file, lasting })
    }

    pub(super) fn bytes(&self) -> u64 {
        self.known.bytes
    }

    pub(super) fn total(&self) -> Option<u64> {
        self.known.total
    }

    pub(super) fn version(&self) -> &Version {
        &self.known.version
    }

    /// Begins again, with what the server says now.
    pub(super) fn begin(&mut self, version: Version, total: Option<u64>) -> Result<(), Error> {
        // What is known goes first: a piece of the old version must never be taken for one of the new.
        let _ = fs::remove_file(beside(&self.path));
        self.file.set_len(0).map_err(|error| unwritable(&self.path, &error))?;
        (self.known.version, self.known.total) = (version, total);
        (self.known.bytes, self.lasting) = (0, 0);
        Ok(())
    }

    /// Adds the next bytes.
    pub(super) fn add(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.file.write_all(bytes).map_err(|error| unwritable(&self.path, &error))?;
        self.known.bytes += bytes.len() as u64;
        if self.known.bytes - self.lasting >= PACE { self.keep() } else { Ok(()) }
    }

    /// Makes what is there last.
    pub(super) fn keep(&mut self) -> Result<(), Error> {
        self.file.sync_all().map_err(|error| unwritable(&self.path, &error))?;
        let text = serde_json::to_vec(&self.known)
            .map_err(|cause| Error::new("E0902", cause.to_string()))?;
        atomic::write(&beside(&self.path), text)?;
        self.lasting = self.known.bytes;
        Ok(())
    }

    /// Moves the file, now whole, to a name of its own.
    pub(super) fn finish(self, to: &Path) -> Result<(), Error> {
        self.file.sync_all().map_err(|error| unwritable(&self.path, &error))?;
        let folder = to.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
        fs::rename(&self.path, to).map_err(|error| unwritable(to, &error))?;
        let _ = fs::remove_file(beside(&self.path));
        Ok(())
    }

    /// Where it lies on its way.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

fn beside(path: &Path) -> PathBuf {
    path.with_extension("json")
}

pub(super) fn unwritable(path: &Path, error: &io::Error) -> Error {
    Error::new("E0401", format!("what is fetched cannot be kept: {error}"))
        .at(path.display().to_string())
        .hint("it lies beside the lake: name a lake where there is room, with --lake")
}
