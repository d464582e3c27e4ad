//! Bytes of the pack's files: from the binary or from a folder, checked against the list.

use std::fmt::Write as _;
use std::path::PathBuf;

use agglo::Error;
use bytes::Bytes;
use sha2::{Digest, Sha256};

use crate::starter::Starter;
use crate::table::PackFile;

macro_rules! embedded {
    ($($name:literal),* $(,)?) => {
        &[$((
            $name,
            include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../demo/starter/", $name)),
        )),*]
    };
}

/// Every file of the pack: `demo/starter` as it stood when this was compiled.
static EMBEDDED: &[(&str, &[u8])] = embedded![
    "MANIFEST.toml",
    "areas.parquet",
    "base.parquet",
    "borders.parquet",
    "cbp_industries.parquet",
    "changes.parquet",
    "classes.parquet",
    "cluster_axis.parquet",
    "clusters.parquet",
    "commuting.parquet",
    "edition_jobs.parquet",
    "facts.parquet",
    "industries.parquet",
    "input_output.parquet",
    "input_output_sectors.parquet",
    "jobs.parquet",
    "lines.parquet",
    "links.parquet",
    "members.parquet",
    "neighbours.parquet",
    "outlines.parquet",
    "people.parquet",
    "regions.parquet",
    "shapes.parquet",
    "structure.parquet",
    "world-eu-employed.parquet",
    "world-eu-employment.parquet",
    "world-eu-gdp.parquet",
    "world-eu-income.parquet",
    "world-eu-poverty.parquet",
    "world-eu-unemployed.parquet",
    "world-uk-value-added.parquet",
];

/// Where the pack's files are.
pub(super) enum Store {
    Embedded,
    Folder(PathBuf),
}

impl Store {
    fn bytes(&self, name: &str) -> Result<Bytes, Error> {
        match self {
            Self::Embedded => {
                let file = EMBEDDED.iter().find(|(file, _)| *file == name);
                let (_, bytes) = file.ok_or_else(|| {
                    Error::new("E0401", format!("the starter pack has no file `{name}`"))
                        .hint("this is a fault of the build: rebuild from a clean checkout")
                })?;
                Ok(Bytes::from_static(bytes))
            }
            Self::Folder(folder) => {
                let path = folder.join(name);
                let bytes = std::fs::read(&path).map_err(|cause| {
                    Error::new(
                        "E0401",
                        format!("a file of the starter pack cannot be read: {cause}"),
                    )
                    .at(path.display().to_string())
                    .hint("give the folder that `cargo xtask pack` wrote")
                })?;
                Ok(bytes.into())
            }
        }
    }

    pub(super) fn text(&self, name: &str) -> Result<String, Error> {
        let bytes = self.bytes(name)?;
        String::from_utf8(bytes.to_vec()).map_err(|_| {
            Error::new("E0403", "the list of the starter pack is not text")
                .at(name)
                .hint("take the pack again from where agglo came from")
        })
    }
}

/// SHA-256 of some bytes in hexadecimal.
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

impl Starter {
    /// A file of the pack, after its bytes were found to be those that the list states.
    pub(crate) fn open(&self, name: &str) -> Result<PackFile, Error> {
        let stated =
            self.manifest.files.iter().find(|file| file.name == name).ok_or_else(|| {
                Error::new("E0401", format!("the list of the starter pack has no file `{name}`"))
                    .hint("the pack was made by another version of agglo")
            })?;
        let bytes = self.store.bytes(name)?;
        let found = digest(&bytes);
        if found != stated.sha256 {
            let what = format!(
                "the file is damaged: its SHA-256 begins with {}, the list says {}",
                found.get(..12).unwrap_or_default(),
                stated.sha256.get(..12).unwrap_or_default()
            );
            return Err(Error::new("E0402", what)
                .at(name)
                .hint("take the pack again from where agglo came from"));
        }
        PackFile::open(name, bytes)
    }
}
