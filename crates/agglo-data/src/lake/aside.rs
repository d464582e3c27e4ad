//! Folders beside the datasets: small files that are written whole, each lasting before the next step.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use agglo::Error;

use crate::lake::place::{PART, Place, is_absent, unreadable, unwritable};
use crate::lake::store::{self, Held};
use crate::lake::{Lake, writer};

/// A folder of small files.
#[derive(Clone, Debug)]
pub(super) struct Aside {
    place: Place,
    is_patient: bool,
}

impl Aside {
    pub(super) fn new(lake: &Lake, name: &str) -> Self {
        let (root, dataset) = (lake.root.clone(), name.to_owned());
        let place = Place { store: lake.store.clone(), folder: root.join(name), root, dataset };
        Self { place, is_patient: lake.is_patient }
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.place.folder.join(name)
    }

    /// The bytes of a file; `None` where there is none.
    pub(super) fn read(&self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        let path = self.path(name);
        match store::whole(self.place.store.as_ref(), &path) {
            Err(error) if is_absent(&error) => Ok(None),
            read => read.map(|bytes| Some(bytes.to_vec())).map_err(|e| unreadable(&path, &e)),
        }
    }

    /// Names of its files, sorted, without those that are on their way.
    pub(super) fn names(&self, below: &str) -> Result<Vec<String>, Error> {
        let folder = self.path(below);
        let names = self.place.store.list(&folder).map_err(|error| unreadable(&folder, &error))?;
        Ok(names.into_iter().filter(|name| !name.starts_with(PART)).collect())
    }

    /// Takes the lock and makes the folders that are missing.
    pub(super) fn lock(&self, below: &[&str]) -> Result<Box<dyn Held>, Error> {
        let own = below.iter().map(|name| self.path(name));
        let above = self.place.root.ancestors().skip(1).take_while(|folder| {
            !folder.as_os_str().is_empty()
                && self.place.store.list(folder).is_ok_and(|names| names.is_empty())
        });
        let mut folders: Vec<PathBuf> = above.map(Path::to_owned).collect();
        folders.reverse();
        folders.extend([self.place.root.clone(), self.place.folder.clone()]);
        folders.extend(own);
        let store = &self.place.store;
        for folder in &folders {
            store.make_folder(folder).map_err(|error| unwritable(folder, &error))?;
        }
        let held = writer::lock(&self.place, self.is_patient)?;
        // A root lies in no folder.
        let held_in = folders.iter().filter(|folder| folder.parent().is_some());
        let above: BTreeSet<PathBuf> = held_in.map(|folder| writer::above(folder)).collect();
        for folder in above {
            match store.sync_folder(&folder) {
                // The folder that the lake lies in may be another person's.
                Err(error)
                    if error.kind() == io::ErrorKind::PermissionDenied
                        && !folder.starts_with(&self.place.root) => {}
                synced => synced.map_err(|error| unwritable(&folder, &error))?,
            }
        }
        Ok(held)
    }

    /// Writes a file whole, in the place of one of its name: it lasts when this is over.
    pub(super) fn put(&self, below: &str, name: &str, bytes: &[u8]) -> Result<(), Error> {
        let folder = self.path(below);
        writer::put(&self.place, &folder, name, bytes).map_err(|error| unwritable(&folder, &error))
    }
}
