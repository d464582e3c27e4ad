//! The one who writes to a dataset: what it writes is seen all at once, or never.
//!
//! Files are written beside their names and synced, then renamed, then their folder is synced; then the
//! vintage's description likewise; last the name of the newest vintage. Nothing points to what could still be
//! lost, so that at any moment a reader, or a machine that starts again, finds the last vintage whole.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use agglo::Error;

use crate::lake::encode::{Encoder, Field};
use crate::lake::manifest::{Link, Manifest, Object};
use crate::lake::objects::Fresh;
use crate::lake::place::{PART, Place, unwritable};
use crate::lake::store::Held;

/// How long to wait for another writer: this often, this long each.
const TRIES: u32 = 100;
const PAUSE: Duration = Duration::from_millis(50);

/// Holds the lock of a dataset.
pub(super) struct Writer {
    place: Place,
    parts: u32,
    made: Vec<PathBuf>,
    /// Dropped last: what is left over is swept while the lock is held.
    _held: Box<dyn Held>,
}

impl Writer {
    /// Waits a while for the lock and takes it.
    ///
    /// # Errors
    ///
    /// `E0420` where another process keeps it, `E0401` where the lake cannot be written.
    pub(super) fn open(place: Place, is_patient: bool) -> Result<Self, Error> {
        let mut made = Vec::new();
        let held = locked(&place, is_patient, || {
            for folder in folders(&place) {
                if place.store.make_folder(&folder).map_err(|error| unwritable(&folder, &error))? {
                    made.push(folder);
                }
            }
            Ok(())
        })?;
        Ok(Self { place, parts: 0, made, _held: held })
    }

    /// The dataset's folder.
    pub(super) fn place(&self) -> &Place {
        &self.place
    }

    /// A name for a file on its way.
    pub(super) fn part(&mut self) -> PathBuf {
        self.parts += 1;
        self.place.objects().join(format!("{PART}{}", self.parts))
    }

    /// A Parquet file on its way.
    pub(super) fn encoder(&mut self, fields: &[Field]) -> Result<(PathBuf, Encoder), Error> {
        let path = self.part();
        let encoder = Encoder::new(&self.place.store, &path, fields)?;
        Ok((path, encoder))
    }

    /// Takes a file on its way back.
    pub(super) fn discard(&self, part: &Path) -> Result<(), Error> {
        self.place.store.remove(part).map_err(|error| unwritable(part, &error))
    }

    /// Makes finished files last and gives them their names. A file that has such a name holds the same bytes, and is replaced:
    /// should it have been damaged, it is whole again.
    pub(super) fn keep(&self, files: Vec<Fresh>) -> Result<Vec<Object>, Error> {
        let keep = |file: Fresh| {
            if let Some(part) = &file.part {
                let path = self.place.object(&file.object.sha256);
                self.place.store.sync(part).map_err(|error| unwritable(part, &error))?;
                self.place.store.rename(part, &path).map_err(|error| unwritable(&path, &error))?;
            }
            Ok(file.object)
        };
        files.into_iter().map(keep).collect()
    }

    /// Makes a vintage the newest.
    pub(super) fn publish(mut self, manifest: &Manifest) -> Result<Link, Error> {
        let (link, bytes) = manifest.sealed()?;
        self.write(&link, &bytes).map_err(|error| unwritable(&self.place.folder, &error))?;
        self.made.clear();
        Ok(link)
    }

    fn write(&self, link: &Link, bytes: &[u8]) -> io::Result<()> {
        let (place, store) = (&self.place, &self.place.store);
        if link_is_first(link) {
            // Also where the folders were there: whoever made them may have died before syncing.
            let above = folders(place).into_iter().map(|folder| above(&folder));
            for folder in above.collect::<BTreeSet<_>>() {
                match store.sync_folder(&folder) {
                    // The folder that the lake lies in may be another person's.
                    Err(error)
                        if error.kind() == io::ErrorKind::PermissionDenied
                            && !folder.starts_with(&place.root) => {}
                    synced => synced?,
                }
            }
        }
        store.sync_folder(&place.objects())?;

        put(place, &place.vintages(), &format!("{}.json", link.id), bytes)?;
        let newest = format!("{} {}\n", link.id, link.sha256);
        put(place, &place.folder, "current", newest.as_bytes())
    }
}

/// Writes a small file whole, in the place of one of its name: it lasts when this is over.
pub(super) fn put(place: &Place, folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let store = &place.store;
    let part = folder.join(format!("{PART}{name}"));
    store.create(&part)?;
    store.append(&part, bytes)?;
    store.sync(&part)?;
    store.rename(&part, &folder.join(name))?;
    store.sync_folder(folder)
}

/// Takes the lock of a dataset that is there.
///
/// # Errors
///
/// `E0420` where another process keeps it, `E0401` where the lake cannot be written.
pub(super) fn lock(place: &Place, is_patient: bool) -> Result<Box<dyn Held>, Error> {
    locked(place, is_patient, || Ok(()))
}

fn locked(
    place: &Place,
    is_patient: bool,
    mut prepare: impl FnMut() -> Result<(), Error>,
) -> Result<Box<dyn Held>, Error> {
    let mut holder = String::new();
    for attempt in 0..if is_patient { TRIES } else { 1 } {
        if attempt > 0 {
            thread::sleep(PAUSE);
        }
        prepare()?;
        match place.store.lock(&place.lock()) {
            Ok(Ok(held)) => return Ok(held),
            Ok(Err(other)) => holder = other,
            // Another load was given up just now and took its folder along.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(unwritable(&place.lock(), &error)),
        }
    }
    let who =
        if holder.is_empty() { "another process".to_owned() } else { format!("process {holder}") };
    let what = format!("`{}` is being written by {who}", place.dataset);
    let at = place.lock().display().to_string();
    Err(Error::new("E0420", what).at(at).hint("try again when it is done"))
}

/// The folder that a folder lies in.
pub(super) fn above(folder: &Path) -> PathBuf {
    let above = folder.parent().filter(|above| !above.as_os_str().is_empty());
    above.unwrap_or(Path::new(".")).to_owned()
}

fn link_is_first(link: &Link) -> bool {
    link.id.as_str().starts_with("1-")
}

/// The folders of a dataset, from the lake down, with those above the lake that are missing.
fn folders(place: &Place) -> Vec<PathBuf> {
    let above = place.root.ancestors().skip(1).take_while(|folder| {
        !folder.as_os_str().is_empty()
            && place.store.list(folder).is_ok_and(|names| names.is_empty())
    });
    let mut folders: Vec<PathBuf> = above.map(Path::to_owned).collect();
    folders.reverse();
    folders.extend([place.root.clone(), place.folder.clone(), place.objects(), place.vintages()]);
    folders
}

impl Drop for Writer {
    /// Leaves the dataset as it was found. What cannot be taken away now is swept by the next `gc`.
    fn drop(&mut self) {
        let store = &self.place.store;
        if self.parts > 0 {
            for name in store.list(&self.place.objects()).unwrap_or_default() {
                if name.starts_with(PART) {
                    let _ = store.remove(&self.place.objects().join(name));
                }
            }
        }
        if self.made.contains(&self.place.folder) {
            let _ = store.remove(&self.place.lock());
        }
        for folder in self.made.iter().rev() {
            let _ = store.remove_folder(folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lake_named_without_its_folder_lies_in_the_one_at_hand() {
        assert_eq!(above(Path::new("lake")), Path::new("."));
        assert_eq!(above(Path::new("lake/jobs")), Path::new("lake"));
        assert_eq!(above(Path::new("/lake")), Path::new("/"));
    }
}
