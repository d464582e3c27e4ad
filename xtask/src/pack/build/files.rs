//! The pack while it is written: files with their digests, and the list of them at the end.

use std::path::{Path, PathBuf};

use agglo::Error;
use agglo_data::atomic::write_all;
use agglo_data::starter::{MANIFEST, Manifest, PackedFile, PackedSource, WORLD, digest};
use agglo_data::table::{Table, write};
use agglo_data::warehouse::Query;

/// Files made so far; nothing is written before all are made.
pub(super) struct Pack {
    folder: PathBuf,
    files: Vec<PackedFile>,
    bytes: Vec<(String, Vec<u8>)>,
}

/// Whether a dataset tells of other countries alone.
fn is_of_the_world(source: &PackedSource) -> bool {
    source.files.iter().all(|file| file.starts_with(WORLD))
}

impl Pack {
    /// A pack for a folder, which is made where it does not exist.
    pub(super) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), files: Vec::new(), bytes: Vec::new() }
    }

    /// Adds a table whose name is the file's.
    pub(super) fn add(
        &mut self,
        table: &Table,
        starts: &[usize],
        holds: &str,
        query: Option<&Query>,
    ) -> Result<(), Error> {
        let bytes = write(table, starts)?;
        super::super::say(&format!("{:>10} {:>9}  {}", bytes.len(), table.rows(), table.name()));
        self.files.push(PackedFile {
            name: table.name().to_owned(),
            sha256: digest(&bytes),
            rows: table.rows(),
            holds: holds.to_owned(),
            query: query.map(|query| format!("crates/agglo-data/src/{}", query.file)),
        });
        self.bytes.push((table.name().to_owned(), bytes));
        Ok(())
    }

    /// Writes all files and the list of them; how many bytes they hold together.
    pub(super) fn finish(mut self) -> Result<usize, Error> {
        self.files.sort_by(|a, b| a.name.cmp(&b.name));
        let manifest = Manifest {
            schema: "agglo/starter/1".to_owned(),
            files: self.files,
            // Other countries' tables come to it afterwards, with their sources.
            sources: super::super::sources()?
                .into_iter()
                .filter(|own| !is_of_the_world(own))
                .collect(),
        };
        manifest.check()?;
        self.bytes.push((MANIFEST.to_owned(), manifest.text()?.into_bytes()));
        write_all(&self.folder, &self.bytes)?;
        Ok(self.bytes.iter().map(|(_, bytes)| bytes.len()).sum())
    }
}
