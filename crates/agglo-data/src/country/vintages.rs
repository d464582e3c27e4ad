//! Which vintage of each dataset is read: data as they stand, or as they stood.

use std::collections::BTreeMap;

use agglo::Error;

use crate::lake::{AsOf, Lake, VintageId};

/// A vintage for each dataset; the newest where nothing is said.
///
/// ```
/// use agglo_data::country::Vintages;
/// use agglo_data::lake::AsOf;
///
/// let spring = Vintages::as_of(AsOf::Time("2026-06".to_owned())).with("jobs", AsOf::Latest);
/// assert_eq!(spring.of("jobs"), &AsOf::Latest);
/// assert_eq!(spring.of("income"), &AsOf::Time("2026-06".to_owned()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vintages {
    named: BTreeMap<String, AsOf>,
    others: AsOf,
}

impl Default for Vintages {
    fn default() -> Self {
        Self::as_of(AsOf::Latest)
    }
}

impl Vintages {
    /// The same for every dataset.
    pub fn as_of(others: AsOf) -> Self {
        Self { named: BTreeMap::new(), others }
    }

    /// Another one for one dataset.
    #[must_use]
    pub fn with(mut self, dataset: impl Into<String>, as_of: AsOf) -> Self {
        self.named.insert(dataset.into(), as_of);
        self
    }

    /// The one of a dataset.
    pub fn of(&self, dataset: &str) -> &AsOf {
        self.named.get(dataset).unwrap_or(&self.others)
    }

    /// What a person says: a time (`2026-06`) for all datasets, the name of a vintage (`3-1f0c9a52be77`) for the
    /// dataset that has it, or either for one dataset (`jobs=2026-06`); later words win.
    ///
    /// # Errors
    ///
    /// `E0421` where no dataset has a vintage of that name or a word is no time, and those of a lake that cannot be read.
    pub fn said<T: AsRef<str>>(words: &[T], lake: &Lake) -> Result<Self, Error> {
        let mut vintages = Self::default();
        for word in words.iter().map(AsRef::as_ref) {
            vintages = match (word.split_once('='), VintageId::parse(word)) {
                (Some((dataset, of)), _) => vintages.with(dataset, one(of)?),
                (None, Ok(id)) => vintages.with(holder(&id, lake)?, AsOf::Vintage(id)),
                (None, Err(_)) => Self { others: AsOf::time(word)?, ..vintages },
            };
        }
        Ok(vintages)
    }
}

fn one(text: &str) -> Result<AsOf, Error> {
    match VintageId::parse(text) {
        Ok(id) => Ok(AsOf::Vintage(id)),
        Err(_) if text == "latest" => Ok(AsOf::Latest),
        Err(_) => AsOf::time(text),
    }
}

/// The dataset that has a vintage of that name.
fn holder(id: &VintageId, lake: &Lake) -> Result<String, Error> {
    for dataset in lake.datasets()? {
        if lake.vintages(&dataset.name)?.iter().any(|vintage| vintage.id == *id) {
            return Ok(dataset.name);
        }
    }
    Err(Error::new("E0421", format!("no dataset has a vintage `{id}`"))
        .hint("`agglo data list --vintages` lists them"))
}
