//! Datasets on disk: Parquet by dataset and vintage, named by their content.
//!
//! A load either becomes a vintage, whole and lasting, or leaves no trace. A vintage never changes: what was
//! read from it once can be read again. Rows that a new vintage does not change stay in the files in which they
//! are, so that adding one quarter writes one quarter.
//!
//! ```no_run
//! use agglo_data::lake::{AsOf, Lake};
//!
//! # fn main() -> Result<(), agglo::Error> {
//! let lake = Lake::at("lake");
//! let spring = lake.read("jobs", &AsOf::Time("2026-06".to_owned()))?;
//! for block in spring.columns(&["region", "jobs"])?.only("period", &["2025Q4"])? {
//!     println!("{} rows as they were known in June", block?.rows());
//! }
//! # Ok(())
//! # }
//! ```

#[cfg(feature = "close")]
mod answers;
mod as_of;
#[cfg(feature = "close")]
mod aside;
mod block;
mod bounds;
mod card;
mod changes;
mod chunk;
#[cfg(feature = "close")]
mod closes;
mod columns;
mod compact;
mod decode;
mod difference;
mod encode;
mod gc;
mod input;
mod lineage;
mod load;
mod manifest;
mod merge;
mod objects;
mod order;
mod overlap;
mod pins;
mod place;
mod read;
mod rows;
mod schema;
mod store;
mod verify;
#[cfg(feature = "close")]
mod view;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use agglo::Error;

use crate::lake::place::{Place, unreadable};
use crate::lake::store::{Disk, Store};
use crate::nearest::nearest;

#[cfg(feature = "close")]
pub use answers::{LaidOut, Question, Saved};
pub use as_of::AsOf;
pub use block::{Block, Kind, Values};
pub use card::{Card, ColumnCard, FileCard, LeftOut, PERIOD, REGION, Role, SINCE, Scope};
pub use changes::Changes;
#[cfg(feature = "close")]
pub use closes::{CloseRecord, Closed, Closing, Frozen, KeptAnswer, may_close};
pub use difference::{Change, Counts, Difference, How, Told, Value, What};
pub use gc::{Keep, Swept};
pub use lineage::Origin;
pub use load::Load;
pub use manifest::{Link, MadeBy, Manifest, Object, Span, Stored, VintageId};
pub use read::Reader;
pub use verify::Report;
#[cfg(feature = "close")]
pub use view::{Mix, State};

/// Memory for rows on their way in; more than that waits on disk.
const MEMORY: usize = 512 << 20;

/// A folder of datasets. Looking writes nothing; the folder is made by the first load.
#[derive(Clone, Debug)]
pub struct Lake {
    store: Arc<dyn Store>,
    root: PathBuf,
    is_patient: bool,
    memory: usize,
    /// Where it is there, what the datasets are held to be: no other dataset is seen.
    pins: Option<Arc<pins::Pins>>,
}

/// What a dataset was after one load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vintage {
    /// Its name.
    pub id: VintageId,
    /// The whole hash of its description.
    pub sha256: String,
    /// Its description.
    pub manifest: Manifest,
}

impl Vintage {
    fn new(link: Link, manifest: Manifest) -> Self {
        Self { id: link.id, sha256: link.sha256, manifest }
    }

    /// Number of rows.
    pub fn rows(&self) -> u64 {
        self.manifest.objects.iter().map(|object| object.rows).sum()
    }

    /// Length of its files. Vintages share files: lengths of several do not add up.
    pub fn bytes(&self) -> u64 {
        self.manifest.objects.iter().map(|object| object.bytes).sum()
    }

    /// The periods of its rows, sorted; none where the dataset has no period.
    pub fn periods(&self) -> Vec<&str> {
        let periods = self.manifest.objects.iter().map(|object| object.period.as_str());
        let mut periods: Vec<&str> = periods.filter(|period| !period.is_empty()).collect();
        periods.dedup();
        periods
    }
}

/// What became of a load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The newest vintage.
    pub vintage: Vintage,
    /// Whether the load made it; not so where the rows were all there, with the same meaning.
    pub is_new: bool,
}

/// A dataset and its newest vintage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dataset {
    /// Its name.
    pub name: String,
    /// Its newest vintage.
    pub newest: Vintage,
}

impl Lake {
    /// The lake in a folder, which need not be there.
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        let (store, root) = (Arc::new(Disk), folder.into());
        Self { store, root, is_patient: true, memory: MEMORY, pins: None }
    }

    /// The same lake, with this much memory (bytes) for the rows of a load; 512 MiB where nothing is said.
    #[must_use]
    pub fn memory(mut self, bytes: usize) -> Self {
        self.memory = bytes;
        self
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        &self.root
    }

    /// Begins a load. Nothing is written before its rows are more than memory holds, or published.
    ///
    /// # Errors
    ///
    /// `E0422` where the card is not fit, or means something else than the dataset's newest vintage; `E0401`
    /// and `E0402` where that cannot be read.
    pub fn load(&self, card: Card) -> Result<Load, Error> {
        Load::new(self, card)
    }

    /// All datasets, by name.
    ///
    /// # Errors
    ///
    /// `E0401` and `E0402` where the lake cannot be read.
    pub fn datasets(&self) -> Result<Vec<Dataset>, Error> {
        let mut datasets = Vec::new();
        if let Some(pins) = &self.pins {
            let pinned = pins.iter().map(|(name, pin)| (name.clone(), pin.vintage.clone()));
            return Ok(pinned.map(|(name, newest)| Dataset { name, newest }).collect());
        }
        for name in self.names()? {
            if let Some((link, manifest)) = self.place(&name)?.parent()? {
                datasets.push(Dataset { name, newest: Vintage::new(link, manifest) });
            }
        }
        Ok(datasets)
    }

    /// All vintages of a dataset, the newest first.
    ///
    /// # Errors
    ///
    /// `E0421` where there is no such dataset; `E0401` and `E0402` where the lake cannot be read.
    pub fn vintages(&self, dataset: &str) -> Result<Vec<Vintage>, Error> {
        let place = self.place(dataset)?;
        let mut next = place.newest()?;
        if next.is_none() {
            return Err(self.unknown(dataset));
        }
        let mut vintages = Vec::new();
        while let Some(link) = next.take() {
            let manifest = place.manifest(&link)?;
            next.clone_from(&manifest.parent);
            vintages.push(Vintage::new(link, manifest));
        }
        Ok(vintages)
    }

    /// One vintage of a dataset.
    ///
    /// # Errors
    ///
    /// `E0421` where there is no such dataset or vintage; `E0401` and `E0402` where the lake cannot be read.
    pub fn vintage(&self, dataset: &str, as_of: &AsOf) -> Result<Vintage, Error> {
        if let (Some(pins), AsOf::Latest) = (&self.pins, as_of) {
            let pin = pins.get(dataset).map(|pin| pin.vintage.clone());
            return pin.ok_or_else(|| self.unknown(dataset));
        }
        if let AsOf::Time(time) = as_of {
            as_of::check_time(time)?;
        }
        let place = self.place(dataset)?;
        let mut next = place.newest()?;
        if next.is_none() {
            return Err(self.unknown(dataset));
        }
        let mut oldest = None;
        while let Some(link) = next.take() {
            let manifest = place.manifest(&link)?;
            let is_meant = match as_of {
                AsOf::Latest => true,
                AsOf::Vintage(id) => link.id == *id,
                AsOf::Time(time) => as_of::is_by(&manifest.published, time),
            };
            if is_meant {
                return Ok(Vintage::new(link, manifest));
            }
            next.clone_from(&manifest.parent);
            oldest = Some(manifest.published);
        }
        let meant = match as_of {
            AsOf::Vintage(id) => format!("`{dataset}` has no vintage `{id}`"),
            AsOf::Time(time) => format!("`{dataset}` has no vintage of {time} or before"),
            AsOf::Latest => format!("`{dataset}` has no vintage"),
        };
        let hint = format!("its first vintage is of {}", oldest.unwrap_or_default());
        Err(Error::new("E0421", meant).hint(hint))
    }

    /// The rows of a dataset as they are, or as they were.
    ///
    /// # Errors
    ///
    /// As [`Lake::vintage`], and `E0421` where the vintage's rows were forgotten.
    pub fn read(&self, dataset: &str, as_of: &AsOf) -> Result<Reader, Error> {
        let reader = Reader::new(self.place(dataset)?, self.kept(dataset, as_of)?);
        let pin = self.pins.as_ref().filter(|_| *as_of == AsOf::Latest);
        Ok(match pin.and_then(|pins| pins.get(dataset)) {
            Some(pin) => reader.of_regions(&pin.regions),
            None => reader,
        })
    }

    /// A vintage whose rows are kept.
    fn kept(&self, dataset: &str, as_of: &AsOf) -> Result<Vintage, Error> {
        let vintage = self.vintage(dataset, as_of)?;
        if vintage.manifest.number > self.place(dataset)?.forgotten()? {
            return Ok(vintage);
        }
        let what = format!("the rows of vintage `{}` of `{dataset}` were forgotten", vintage.id);
        Err(Error::new("E0421", what)
            .hint("what it was and which files it came from is still known: load those again"))
    }

    fn place(&self, dataset: &str) -> Result<Place, Error> {
        card::check_name(dataset)?;
        Ok(Place {
            store: Arc::clone(&self.store),
            root: self.root.clone(),
            folder: self.root.join(dataset),
            dataset: dataset.to_owned(),
        })
    }

    /// Folders that may be datasets.
    fn names(&self) -> Result<Vec<String>, Error> {
        if let Some(pins) = &self.pins {
            return Ok(pins.keys().cloned().collect());
        }
        let names = self.store.list(&self.root).map_err(|error| unreadable(&self.root, &error))?;
        Ok(names.into_iter().filter(|name| card::check_name(name).is_ok()).collect())
    }

    fn unknown(&self, dataset: &str) -> Error {
        let error = Error::new("E0421", format!("there is no dataset `{dataset}` in the lake"));
        let names = self.names().unwrap_or_default();
        let near = nearest(names.iter().map(String::as_str), dataset);
        if near.is_empty() {
            error.hint("`agglo data list` says what there is; `agglo data add` brings more")
        } else {
            error.hint(format!("did you mean `{}`?", near.join("`, `")))
        }
    }
}

#[cfg(test)]
mod tests;
