//! The pack while it is written: files with their digests, and the list of them at the end.

use std::path::{Path, PathBuf};

use agglo::Error;
use agglo_data::starter::{MANIFEST, Manifest, PackedFile, PackedSource, digest};
use agglo_data::table::{Table, write};
use agglo_data::warehouse::Query;
use serde::Deserialize;

/// Agency, table, vintage, carrier and notice of each dataset.
const SOURCES: &str = include_str!("../../../../definitions/sources.toml");

#[derive(Deserialize)]
struct Sources {
    source: Vec<PackedSource>,
}

/// Files written so far.
pub(super) struct Pack {
    folder: PathBuf,
    files: Vec<PackedFile>,
}

impl Pack {
    /// A pack in a folder, which is made where it does not exist.
    pub(super) fn new(folder: &Path) -> Result<Self, Error> {
        std::fs::create_dir_all(folder).map_err(|cause| unwritable(folder, &cause))?;
        Ok(Self { folder: folder.to_owned(), files: Vec::new() })
    }

    /// Writes a table whose name is the file's.
    pub(super) fn add(
        &mut self,
        table: &Table,
        starts: &[usize],
        holds: &str,
        query: Option<&Query>,
    ) -> Result<(), Error> {
        let bytes = write(table, starts)?;
        let path = self.folder.join(table.name());
        std::fs::write(&path, &bytes).map_err(|cause| unwritable(&path, &cause))?;
        super::super::say(&format!("{:>10} {:>9}  {}", bytes.len(), table.rows(), table.name()));
        self.files.push(PackedFile {
            name: table.name().to_owned(),
            sha256: digest(&bytes),
            rows: table.rows(),
            holds: holds.to_owned(),
            query: query.map(|query| format!("crates/agglo-data/src/{}", query.file)),
        });
        Ok(())
    }

    /// Writes the list.
    pub(super) fn finish(mut self) -> Result<(), Error> {
        let sources: Sources = toml::from_str(SOURCES).map_err(|cause| {
            Error::new("E0403", cause.to_string()).at("definitions/sources.toml")
        })?;
        self.files.sort_by(|a, b| a.name.cmp(&b.name));
        let manifest = Manifest {
            schema: "agglo/starter/1".to_owned(),
            files: self.files,
            sources: sources.source,
        };
        manifest.check()?;
        let path = self.folder.join(MANIFEST);
        std::fs::write(&path, manifest.text()?).map_err(|cause| unwritable(&path, &cause))
    }
}

fn unwritable(path: &Path, cause: &std::io::Error) -> Error {
    Error::new("E0405", format!("cannot be written: {cause}")).at(path.display().to_string())
}
