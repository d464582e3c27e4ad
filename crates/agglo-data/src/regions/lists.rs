//! Regions that are made of several: development districts, labour markets, a person's own list.

use std::path::Path;

use agglo::Error;
use serde::Deserialize;

const DISTRICTS: &str = include_str!("../../../../definitions/regions/districts.toml");

/// A region made of several.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct District {
    /// Slug; the file's name where a file does not say it.
    #[serde(default)]
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is: `economic development district`.
    #[serde(default)]
    pub kind: String,
    /// Codes of its members.
    pub members: Vec<String>,
    /// Who says so.
    #[serde(default)]
    pub source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Districts {
    district: Vec<District>,
}

/// The districts of `definitions/regions`.
///
/// # Errors
///
/// `E0206` where the definition is damaged.
pub fn districts() -> Result<Vec<District>, Error> {
    let found: Districts = toml::from_str(DISTRICTS)
        .map_err(|cause| Error::new("E0206", cause.message()).at("districts.toml"))?;
    Ok(found.district)
}

/// A person's own district.
///
/// # Errors
///
/// `E0401` where the file cannot be read, `E0205` with the line where it is no district or has no members.
pub fn read(path: &Path) -> Result<District, Error> {
    let place = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|cause| {
        Error::new("E0401", format!("the region cannot be read: {cause}")).at(&place)
    })?;
    let mut found: District = toml::from_str(&text).map_err(|cause| {
        let before = cause.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        Error::new("E0205", cause.message().trim()).at(format!("{place}, line {line}")).hint(
            "a region has a name and members: name = \"The bay\", members = [\"12045\", \"12005\"]",
        )
    })?;
    if found.members.is_empty() {
        return Err(Error::new("E0205", "the region has no members").at(place));
    }
    if found.id.is_empty() {
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
        found.id = stem.unwrap_or_default();
    }
    Ok(found)
}
