//! The list of what the pack holds: each file with its digest, each dataset with its agency.

use agglo::Error;
use agglo::base::id::SourceId;
use serde::{Deserialize, Serialize};

/// Name of the list inside the pack.
pub const MANIFEST: &str = "MANIFEST.toml";

/// What the pack holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Form of the pack: `agglo/starter/1`.
    pub schema: String,
    /// Files by name.
    #[serde(rename = "file")]
    pub files: Vec<PackedFile>,
    /// Datasets that the files were made of, by id.
    #[serde(rename = "source")]
    pub sources: Vec<PackedSource>,
}

/// One file of the pack.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PackedFile {
    /// Name: `structure.parquet`.
    pub name: String,
    /// SHA-256 of its bytes in hexadecimal.
    pub sha256: String,
    /// Number of rows.
    pub rows: usize,
    /// One plain sentence: what a row is.
    pub holds: String,
    /// Query that reduced it, where there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
}

/// One dataset of an agency, in one vintage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PackedSource {
    /// Id as it stands in the provenance of numbers: `qcew-2016`.
    pub id: String,
    /// Who published the figures.
    pub agency: String,
    /// Which table.
    pub table: String,
    /// Year or years, edition.
    pub vintage: String,
    /// Where the copy that was read came from.
    pub carrier: String,
    /// Licence, or the notice that the figures ask for.
    pub notice: String,
    /// Files of the pack that it feeds.
    pub files: Vec<String>,
}

/// A dataset as a reader sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SourceCard {
    /// Id as it stands in the provenance of numbers.
    pub id: SourceId,
    /// Who published the figures.
    pub agency: String,
    /// Which table.
    pub table: String,
    /// Year or years, edition.
    pub vintage: String,
    /// Where the copy that was read came from.
    pub carrier: String,
    /// Licence, or the notice that the figures ask for.
    pub notice: String,
    /// Files of the pack that it feeds.
    pub files: Vec<String>,
    /// Rows of these files.
    pub rows: usize,
    /// SHA-256 of the first of these files.
    pub sha256: String,
}

impl Manifest {
    /// Reads the list.
    ///
    /// # Errors
    ///
    /// `E0403` when it is not what it should be.
    pub fn read(text: &str) -> Result<Self, Error> {
        toml::from_str(text).map_err(|cause| {
            Error::new("E0403", format!("the list of the starter pack cannot be read: {cause}"))
                .at(MANIFEST)
                .hint("take the pack again from where agglo came from")
        })
    }

    /// The list as text.
    ///
    /// # Errors
    ///
    /// `E0403` when it cannot be written as TOML.
    pub fn text(&self) -> Result<String, Error> {
        toml::to_string_pretty(self)
            .map_err(|cause| Error::new("E0403", cause.to_string()).at(MANIFEST))
    }

    /// Whether every file has a source and every file that a source names is there.
    ///
    /// # Errors
    ///
    /// `E0403` with the first that is not so.
    pub fn check(&self) -> Result<(), Error> {
        let fault = |what: String| Err(Error::new("E0403", what).at(MANIFEST));
        let named = |name: &str| self.files.iter().any(|file| file.name == name);
        for source in &self.sources {
            if let Some(file) = source.files.iter().find(|file| !named(file)) {
                return fault(format!(
                    "source `{}` names file `{file}`, which is not there",
                    source.id
                ));
            }
        }
        let fed = |name: &String| self.sources.iter().any(|source| source.files.contains(name));
        match self.files.iter().find(|file| !fed(&file.name)) {
            Some(file) => fault(format!("file `{}` has no source", file.name)),
            None => Ok(()),
        }
    }

    /// One card for each dataset, by id.
    pub fn cards(&self) -> Vec<SourceCard> {
        self.sources.iter().map(|source| self.card(source)).collect()
    }

    fn card(&self, source: &PackedSource) -> SourceCard {
        let files: Vec<_> =
            self.files.iter().filter(|file| source.files.contains(&file.name)).collect();
        SourceCard {
            id: source.id.as_str().into(),
            agency: source.agency.clone(),
            table: source.table.clone(),
            vintage: source.vintage.clone(),
            carrier: source.carrier.clone(),
            notice: source.notice.clone(),
            files: source.files.clone(),
            rows: files.iter().map(|file| file.rows).sum(),
            sha256: files.first().map(|file| file.sha256.clone()).unwrap_or_default(),
        }
    }
}
