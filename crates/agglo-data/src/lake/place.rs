//! Where the files of one dataset lie, and how they are read.
//!
//! ```text
//! lake/<dataset>/current                   the newest vintage: its name and hash
//! lake/<dataset>/vintages/3-1f0c….json     what a vintage is
//! lake/<dataset>/objects/<sha256>.parquet  rows
//! lake/<dataset>/lock                      held by the one process that writes
//! lake/<dataset>/forgotten                 number of the last vintage whose rows are not kept, where there is one
//! ```
//!
//! Names that begin with a dot are files on their way: nobody reads them, and whoever holds the lock may take them away.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use agglo::Error;

use crate::lake::manifest::{Link, Manifest, VintageId};
use crate::lake::store::{self, Store};

/// How the names of files on their way begin.
pub(super) const PART: &str = ".part-";

/// The file with the number of the last vintage whose rows are not kept.
pub(super) const FORGOTTEN: &str = "forgotten";

/// The folder of one dataset.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) store: Arc<dyn Store>,
    pub(super) root: PathBuf,
    pub(super) folder: PathBuf,
    pub(super) dataset: String,
}

impl Place {
    pub(super) fn objects(&self) -> PathBuf {
        self.folder.join("objects")
    }

    pub(super) fn vintages(&self) -> PathBuf {
        self.folder.join("vintages")
    }

    pub(super) fn current(&self) -> PathBuf {
        self.folder.join("current")
    }

    pub(super) fn lock(&self) -> PathBuf {
        self.folder.join("lock")
    }

    pub(super) fn object(&self, sha256: &str) -> PathBuf {
        self.objects().join(format!("{sha256}.parquet"))
    }

    pub(super) fn vintage(&self, id: &VintageId) -> PathBuf {
        self.vintages().join(format!("{id}.json"))
    }

    /// The newest vintage; none where the dataset has none.
    pub(super) fn newest(&self) -> Result<Option<Link>, Error> {
        let path = self.current();
        let bytes = match store::whole(self.store.as_ref(), &path) {
            Err(error) if is_absent(&error) => return Ok(None),
            read => read.map_err(|error| unreadable(&path, &error))?,
        };
        let text = std::str::from_utf8(&bytes).ok().and_then(|text| text.strip_suffix('\n'));
        let link = text.and_then(|text| text.split_once(' ')).and_then(|(id, sha256)| {
            let id = VintageId::parse(id).ok()?;
            (sha256.len() == 64).then(|| Link { id, sha256: sha256.to_owned() })
        });
        let damaged = || {
            Error::new(
                "E0402",
                format!("which vintage of `{}` is the newest cannot be read", self.dataset),
            )
            .at(path.display().to_string())
            .hint("take the lake from your last copy of it")
        };
        link.map(Some).ok_or_else(damaged)
    }

    /// The number of the last vintage whose rows are not kept; 0 where all are.
    pub(super) fn forgotten(&self) -> Result<u32, Error> {
        let path = self.folder.join(FORGOTTEN);
        let bytes = match store::whole(self.store.as_ref(), &path) {
            Err(error) if is_absent(&error) => return Ok(0),
            read => read.map_err(|error| unreadable(&path, &error))?,
        };
        let number = std::str::from_utf8(&bytes).ok().and_then(|text| text.trim_end().parse().ok());
        number.ok_or_else(|| {
            let what = format!("which vintages of `{}` are kept cannot be read", self.dataset);
            Error::new("E0402", what)
                .at(path.display().to_string())
                .hint("take the lake from your last copy of it")
        })
    }

    /// What a vintage is.
    pub(super) fn manifest(&self, link: &Link) -> Result<Manifest, Error> {
        let path = self.vintage(&link.id);
        let bytes =
            store::whole(self.store.as_ref(), &path).map_err(|error| unreadable(&path, &error))?;
        Manifest::open(link, &bytes)
    }

    /// The newest vintage and what it is.
    pub(super) fn parent(&self) -> Result<Option<(Link, Manifest)>, Error> {
        let Some(link) = self.newest()? else { return Ok(None) };
        let manifest = self.manifest(&link)?;
        Ok(Some((link, manifest)))
    }
}

/// Whether there is no file, or what should be its folder is a file of somebody else's.
pub(super) fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

pub(super) fn unreadable(path: &Path, error: &io::Error) -> Error {
    Error::new("E0401", format!("a file of the lake cannot be read: {error}"))
        .at(path.display().to_string())
        .hint("`agglo data verify` says what else is missing")
}

pub(super) fn unwritable(path: &Path, error: &io::Error) -> Error {
    Error::new("E0401", format!("cannot write to the lake: {error}"))
        .at(path.display().to_string())
        .hint("name a place that you may write to, with room left")
}
