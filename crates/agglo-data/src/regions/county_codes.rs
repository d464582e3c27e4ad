//! The table of changed county codes: those that are no longer in use, and those that are newer than the ones in
//! use.

use agglo::Error;
use serde::Deserialize;
use serde::de::DeserializeOwned;

const SYSTEM: &str = include_str!("../../../../definitions/regions/us-county.toml");
const LATER: &str = include_str!("../../../../definitions/regions/us-county-later.csv");

/// Codes of counties that changed.
#[derive(Debug, Deserialize)]
pub(crate) struct CountyCodes {
    /// The years whose borders the codes in use have: `2017-2020`.
    pub(crate) vintage: String,
    /// Codes that are no longer in use, or lost ground.
    pub(crate) became: Vec<Became>,
    /// Codes that are newer than those in use.
    #[serde(skip)]
    pub(crate) later: Vec<Later>,
}

/// A code whose ground went to others.
#[derive(Debug, Deserialize)]
pub(crate) struct Became {
    pub(crate) old: String,
    /// The codes of its ground; itself among them where it only lost some.
    pub(crate) new: Vec<String>,
    /// In words, with the year: no final period.
    pub(crate) why: String,
}

/// A code that is newer than those in use.
#[derive(Debug, Deserialize)]
pub(crate) struct Later {
    pub(crate) code: String,
    pub(crate) name: String,
    /// Its first year.
    pub(crate) from: u16,
    /// The codes on whose ground it stands, parted by spaces.
    pub(crate) instead_of: String,
    /// `split` where it stands on theirs alone.
    pub(crate) ground: String,
}

impl CountyCodes {
    /// Those of `definitions/regions`.
    ///
    /// # Errors
    ///
    /// `E0206` where a definition is damaged.
    pub(crate) fn shipped() -> Result<Self, Error> {
        let system: Self = toml::from_str(SYSTEM)
            .map_err(|cause| Error::new("E0206", cause.to_string()).at("regions/us-county.toml"))?;
        Ok(Self { later: rows(LATER, "regions/us-county-later.csv")?, ..system })
    }
}

/// The rows of a table of `definitions/`, its comments left out.
///
/// # Errors
///
/// `E0206` where it is damaged.
pub(crate) fn rows<T: DeserializeOwned>(text: &str, name: &str) -> Result<Vec<T>, Error> {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    let rows = reader
        .deserialize()
        .map(|row| row.map_err(|cause| Error::new("E0206", cause.to_string()).at(name.to_owned())));
    rows.collect()
}
