//! Takes away what no vintage speaks of: what loads left that were killed.

use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;

use agglo::Error;

use crate::lake::Lake;
use crate::lake::manifest::VintageId;
use crate::lake::place::{PART, Place, unreadable, unwritable};
use crate::lake::writer;

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
            if leftovers(&place)?.is_empty() {
                continue;
            }
            let held = if dry_run { None } else { Some(writer::lock(&place, self.is_patient)?) };
            // Once more: what another load has published meanwhile is no leftover.
            for path in leftovers(&place)? {
                swept.bytes += place.store.size(&path).unwrap_or(0);
                if !dry_run {
                    place.store.remove(&path).map_err(|error| unwritable(&path, &error))?;
                }
                swept.files.push(path);
            }
            drop(held);
        }
        Ok(swept)
    }
}

/// Files in a dataset's folders that nothing speaks of, sorted.
pub(super) fn leftovers(place: &Place) -> Result<Vec<PathBuf>, Error> {
    let mut known = BTreeSet::new();
    let mut next = place.newest()?;
    while let Some(link) = next {
        let manifest = place.manifest(&link)?;
        known.insert(place.vintage(&link.id));
        known.extend(manifest.objects.iter().map(|object| place.object(&object.sha256)));
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
