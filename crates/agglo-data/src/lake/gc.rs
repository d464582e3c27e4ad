//! Takes away what no vintage needs: what loads left that were killed, and, where a person says so, rows of
//! vintages that nobody will ask for again.

use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;

use agglo::Error;

use crate::lake::manifest::VintageId;
use crate::lake::place::{FORGOTTEN, PART, Place, unreadable, unwritable};
use crate::lake::{AsOf, Lake, writer};

/// What was taken away, or would be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// The files.
    pub files: Vec<PathBuf>,
    /// Their length together.
    pub bytes: u64,
}

impl Lake {
    /// Takes away files that no vintage speaks of. Vintages, and all that any of them needs, stay.
    ///
    /// `dry_run`: says what it would take away, and leaves it; files of a load that is under way are among it.
    ///
    /// # Errors
    ///
    /// `E0402` where a vintage is damaged: what it needs is not known, and nothing of its dataset is taken;
    /// `E0420` where a dataset is being written; `E0401` where the lake cannot be read or written.
    pub fn gc(&self, dry_run: bool) -> Result<Swept, Error> {
        let mut swept = Swept::default();
        for name in self.names()? {
            let place = self.place(&name)?;
            if leftovers(&place, place.forgotten()?)?.is_empty() {
                continue;
            }
            let held = if dry_run { None } else { Some(writer::lock(&place, self.is_patient)?) };
            // Once more: what another load has published meanwhile is no leftover.
            swept.add(&place, leftovers(&place, place.forgotten()?)?, dry_run)?;
            drop(held);
        }
        Ok(swept)
    }

    /// Forgets the rows of old vintages of a dataset, for good. What they were, who loaded them and from which
    /// files stays known, and so does every row that a vintage which is kept still has.
    ///
    /// `dry_run`: says which files it would take away, and leaves them.
    ///
    /// # Errors
    ///
    /// `E0421` where there is no such dataset, or no vintage at the time that is named; otherwise as
    /// [`Lake::gc`].
    pub fn forget(&self, dataset: &str, keep: &Keep, dry_run: bool) -> Result<Swept, Error> {
        let newest = self.vintage(dataset, &AsOf::Latest)?;
        let place = self.place(dataset)?;
        let held = if dry_run { None } else { Some(writer::lock(&place, self.is_patient)?) };
        let oldest = match keep {
            Keep::Last(count) => newest.manifest.number.saturating_sub((*count).max(1) - 1),
            Keep::AsOf(time) => self.vintage(dataset, &AsOf::Time(time.clone()))?.manifest.number,
        };
        let forgotten = place.forgotten()?.max(oldest.saturating_sub(1));
        if !dry_run && forgotten > place.forgotten()? {
            let text = format!("{forgotten}\n");
            writer::put(&place, &place.folder, FORGOTTEN, text.as_bytes())
                .map_err(|error| unwritable(&place.folder, &error))?;
        }
        let mut swept = Swept::default();
        swept.add(&place, leftovers(&place, forgotten)?, dry_run)?;
        drop(held);
        Ok(swept)
    }
}

/// Which vintages of a dataset are kept; the newest always is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keep {
    /// This many of the newest.
    Last(u32),
    /// Those that are needed to say what was known at this time, or at any time since.
    AsOf(String),
}

impl Swept {
    fn add(&mut self, place: &Place, files: Vec<PathBuf>, dry_run: bool) -> Result<(), Error> {
        for path in files {
            self.bytes += place.store.size(&path).unwrap_or(0);
            if !dry_run {
                place.store.remove(&path).map_err(|error| unwritable(&path, &error))?;
            }
            self.files.push(path);
        }
        Ok(())
    }
}

/// Files in a dataset's folders that nothing speaks of but vintages up to the number `forgotten`.
pub(super) fn leftovers(place: &Place, forgotten: u32) -> Result<Vec<PathBuf>, Error> {
    let mut known = BTreeSet::new();
    let mut next = place.newest()?;
    while let Some(link) = next {
        let manifest = place.manifest(&link)?;
        known.insert(place.vintage(&link.id));
        let objects = manifest.objects.iter().filter(|_| manifest.number > forgotten);
        known.extend(objects.map(|object| place.object(&object.sha256)));
        next = manifest.parent;
    }
    let mut leftovers = Vec::new();
    for folder in [place.folder.clone(), place.objects(), place.vintages()] {
        let names =
            place.store.list(&folder).map_err(|error: io::Error| unreadable(&folder, &error))?;
        let paths = names.into_iter().filter(|name| is_ours(name)).map(|name| folder.join(name));
        leftovers.extend(paths.filter(|path| !known.contains(path)));
    }
    Ok(leftovers)
}

/// Whether a file has a name that the lake gives: what a person put there is left alone.
fn is_ours(name: &str) -> bool {
    let is_hash =
        |hash: &str| hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    name.starts_with(PART)
        || name.strip_suffix(".parquet").is_some_and(is_hash)
        || name.strip_suffix(".json").is_some_and(|id| VintageId::parse(id).is_ok())
}
