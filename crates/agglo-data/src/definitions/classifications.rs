//! Classifications by name: which are known, and between which there are links.

use agglo::Error;
use serde::Deserialize;

use crate::nearest::nearest;

const TEXT: &str = include_str!("../../../../definitions/classifications/index.toml");

/// What is known of classifications before any of them is read.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Index {
    /// The classifications.
    #[serde(rename = "classification")]
    pub classifications: Vec<Known>,
    /// Pairs with links.
    pub links: Vec<Pair>,
}

/// A classification of one vintage.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// Its id: `naics-2017`.
    pub id: String,
    /// As people write it: `NAICS 2017`.
    pub name: String,
    /// As the carrier of the tables calls it.
    pub standard: String,
}

/// Two classifications with links from the first to the second.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    /// Id of the first.
    pub from: String,
    /// Id of the second.
    pub to: String,
}

/// Reads the list.
///
/// # Errors
///
/// `E0206` where it is damaged.
pub fn index() -> Result<Index, Error> {
    toml::from_str(TEXT)
        .map_err(|cause| Error::new("E0206", cause.message()).at("classifications/index.toml"))
}

impl Index {
    /// The classification that a person means: `naics-2017`, `NAICS 2017`, `naics2017`.
    ///
    /// # Errors
    ///
    /// `E0104` where there is none, with the nearest names.
    pub fn resolve(&self, text: &str) -> Result<&Known, Error> {
        let plain = |text: &str| -> String {
            text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase()
        };
        let asked = plain(text);
        if let Some(found) = self.classifications.iter().find(|own| plain(&own.id) == asked) {
            return Ok(found);
        }
        let ids: Vec<&str> = self.classifications.iter().map(|own| own.id.as_str()).collect();
        let near = nearest(ids.iter().copied(), text);
        let hint = if near.is_empty() { ids.join(", ") } else { near.join(", ") };
        Err(Error::new("E0104", format!("no classification is called `{text}`"))
            .hint(format!("there is {hint}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classifications_are_found_as_people_write_them() {
        let index = index().unwrap();
        for text in ["naics-2017", "NAICS 2017", "naics2017"] {
            assert_eq!(index.resolve(text).unwrap().id, "naics-2017", "{text}");
        }
        assert_eq!(index.resolve("NACE 2.1").unwrap().id, "nace-2.1");
        let error = index.resolve("naics-2016").unwrap_err();
        assert!(error.advice().unwrap().contains("naics-2012"), "{error}");
    }

    #[test]
    fn links_are_between_classifications_that_are_known() {
        let index = index().unwrap();
        for pair in &index.links {
            assert!(index.resolve(&pair.from).is_ok() && index.resolve(&pair.to).is_ok());
        }
    }
}
