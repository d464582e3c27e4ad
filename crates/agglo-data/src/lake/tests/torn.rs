//! A disk that forgets: what was not synced when its machine is killed is lost, torn, or there after all.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

use crate::lake::store::{Held, Store};

/// What a kill does to what was not synced.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kill {
    /// All of it is lost.
    LoseAll,
    /// Names are there, bytes are lost.
    LoseBytes,
    /// Bytes are there, names are lost.
    LoseNames,
    /// Of each folder the last change of a name is there, and no other.
    KeepLast,
    /// All of it is there: the process died, the machine did not.
    LoseNothing,
    /// Each piece by the toss of a coin, with files cut anywhere and ends of rubbish.
    Toss(u64),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Entry {
    File(usize),
    Folder,
}

#[derive(Clone, Debug)]
enum Change {
    Put(String, Entry),
    Move(String, String, Entry),
    Take(String),
}

#[derive(Clone, Debug, Default)]
struct Folder {
    names: BTreeMap<String, Entry>,
    lasting: BTreeMap<String, Entry>,
    pending: Vec<Change>,
}

#[derive(Clone, Debug, Default)]
struct File {
    bytes: Vec<u8>,
    lasting: Vec<u8>,
}

#[derive(Clone, Debug, Default)]
struct State {
    folders: BTreeMap<PathBuf, Folder>,
    files: Vec<File>,
    locks: BTreeSet<PathBuf>,
    steps: usize,
    syncs: usize,
    kill_at: Option<usize>,
    deaf_to: Option<usize>,
    is_dead: bool,
}

/// The disk. Clones are the same disk.
#[derive(Clone, Debug)]
pub(crate) struct Torn(Arc<Mutex<State>>);

impl Torn {
    pub(crate) fn new() -> Self {
        let folders = BTreeMap::from([(PathBuf::from("/"), Folder::default())]);
        Self(Arc::new(Mutex::new(State { folders, ..State::default() })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Another disk with the same on it, which will be killed at a step and does not do one of its syncs.
    pub(crate) fn copy(&self, kill_at: Option<usize>, deaf_to: Option<usize>) -> Self {
        let state = self.state().clone();
        let state = State { kill_at, deaf_to, steps: 0, syncs: 0, ..state };
        Self(Arc::new(Mutex::new(state)))
    }

    /// How many steps were taken and how many of them were syncs.
    pub(crate) fn counts(&self) -> (usize, usize) {
        let state = self.state();
        (state.steps, state.syncs)
    }

    /// What a machine finds that starts again after a kill.
    pub(crate) fn after(&self, kill: Kill) -> Self {
        let mut state = self.state().clone();
        let mut random = match kill {
            Kill::Toss(seed) => Some(Tosses(seed)),
            _ => None,
        };
        let mut coin = move |usual: bool| {
            random.as_mut().map_or(usual, |tosses| tosses.next().is_multiple_of(2))
        };
        let are_names_kept = matches!(kill, Kill::LoseBytes | Kill::LoseNothing);
        for folder in state.folders.values_mut() {
            let last = folder.pending.len().saturating_sub(1);
            let mut names = std::mem::take(&mut folder.lasting);
            for (at, change) in std::mem::take(&mut folder.pending).into_iter().enumerate() {
                let is_last = matches!(kill, Kill::KeepLast) && at == last;
                if coin(are_names_kept || is_last) {
                    apply(&mut names, change);
                }
            }
            *folder = Folder { lasting: names.clone(), names, pending: Vec::new() };
        }
        let are_bytes_kept = matches!(kill, Kill::LoseNames | Kill::LoseNothing);
        for file in state.files.iter_mut().filter(|file| file.bytes != file.lasting) {
            if coin(are_bytes_kept) {
                let mut bytes = file.bytes.clone();
                if matches!(kill, Kill::Toss(_)) && coin(false) {
                    let cut =
                        if coin(false) { bytes.len() / 2 } else { bytes.len().saturating_sub(1) };
                    bytes[cut..].fill(0xA5);
                    if coin(false) {
                        bytes.truncate(cut);
                    }
                }
                file.lasting = bytes;
            }
            file.bytes = file.lasting.clone();
        }
        // A folder whose own name is lost is lost with all that is in it.
        let mut found = vec![PathBuf::from("/")];
        let mut folders = BTreeMap::new();
        while let Some(path) = found.pop() {
            let folder = state.folders.get(&path).cloned().unwrap_or_default();
            let within = folder.names.iter().filter(|(_, entry)| **entry == Entry::Folder);
            found.extend(within.map(|(name, _)| path.join(name)));
            folders.insert(path, folder);
        }
        let files = state.files;
        Self(Arc::new(Mutex::new(State { folders, files, ..State::default() })))
    }

    /// Changes a byte of a file, as a worn disk does.
    pub(crate) fn wear(&self, path: &Path) {
        let mut state = self.state();
        let at = state.file(path).unwrap();
        let middle = state.files[at].bytes.len() / 2;
        state.files[at].bytes[middle] ^= 1;
    }
}

/// Numbers that look random: `SplitMix64` (Steele, Lea and Flood, 2014).
pub(crate) struct Tosses(pub(crate) u64);

impl Tosses {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
}

fn apply(names: &mut BTreeMap<String, Entry>, change: Change) {
    match change {
        Change::Put(name, entry) => {
            names.insert(name, entry);
        }
        Change::Move(from, to, entry) => {
            names.remove(&from);
            names.insert(to, entry);
        }
        Change::Take(name) => {
            names.remove(&name);
        }
    }
}

fn absent() -> io::Error {
    io::ErrorKind::NotFound.into()
}

fn split(path: &Path) -> (PathBuf, String) {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    (path.parent().unwrap_or(path).to_owned(), name.unwrap_or_default())
}

impl State {
    /// Counts a step that changes the disk; `Err` at and after the kill.
    fn step(&mut self) -> io::Result<()> {
        self.alive()?;
        if self.kill_at == Some(self.steps) {
            self.is_dead = true;
        }
        self.steps += 1;
        self.alive()
    }

    fn alive(&self) -> io::Result<()> {
        if self.is_dead { Err(io::Error::other("killed")) } else { Ok(()) }
    }

    /// Whether a sync is done.
    fn sync(&mut self) -> io::Result<bool> {
        self.step()?;
        self.syncs += 1;
        Ok(self.deaf_to != Some(self.syncs - 1))
    }

    fn file(&self, path: &Path) -> io::Result<usize> {
        let (folder, name) = split(path);
        match self.folders.get(&folder).and_then(|folder| folder.names.get(&name)) {
            Some(Entry::File(at)) => Ok(*at),
            _ => Err(absent()),
        }
    }

    fn change(&mut self, folder: &Path, change: Change) -> io::Result<()> {
        let folder = self.folders.get_mut(folder).ok_or_else(absent)?;
        apply(&mut folder.names, change.clone());
        folder.pending.push(change);
        Ok(())
    }
}

struct TornLock(Torn, PathBuf);

impl Held for TornLock {}

impl Drop for TornLock {
    fn drop(&mut self) {
        self.0.state().locks.remove(&self.1);
    }
}

impl Store for Torn {
    fn make_folder(&self, path: &Path) -> io::Result<bool> {
        let mut state = self.state();
        state.alive()?;
        let (folder, name) = split(path);
        if state.folders.contains_key(path) {
            return Ok(false);
        }
        state.step()?;
        state.change(&folder, Change::Put(name, Entry::Folder))?;
        state.folders.insert(path.to_owned(), Folder::default());
        Ok(true)
    }

    fn create(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.step()?;
        if let Ok(at) = state.file(path) {
            state.files[at].bytes.clear();
            return Ok(());
        }
        let (folder, name) = split(path);
        let at = state.files.len();
        state.change(&folder, Change::Put(name, Entry::File(at)))?;
        state.files.push(File::default());
        Ok(())
    }

    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut state = self.state();
        let at = state.file(path)?;
        if state.alive().is_ok() && state.kill_at == Some(state.steps) {
            // The kill comes in the middle of it.
            state.files[at].bytes.extend_from_slice(&bytes[..bytes.len() / 2]);
        }
        state.step()?;
        state.files[at].bytes.extend_from_slice(bytes);
        Ok(())
    }

    fn sync(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        let at = state.file(path)?;
        if state.sync()? {
            let file = &mut state.files[at];
            file.lasting = file.bytes.clone();
        }
        Ok(())
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        if state.sync()? {
            let folder = state.folders.get_mut(path).ok_or_else(absent)?;
            folder.lasting = folder.names.clone();
            folder.pending.clear();
        }
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.state();
        let at = state.file(from)?;
        state.step()?;
        let ((folder, from), (same, to)) = (split(from), split(to));
        assert_eq!(folder, same, "files are renamed within their folder");
        state.change(&folder, Change::Move(from, to, Entry::File(at)))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.file(path)?;
        state.step()?;
        let (folder, name) = split(path);
        state.change(&folder, Change::Take(name))
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        if state.folders.get(path).is_none_or(|folder| !folder.names.is_empty()) {
            return Err(io::Error::other("not an empty folder"));
        }
        state.step()?;
        state.folders.remove(path);
        let (folder, name) = split(path);
        state.change(&folder, Change::Take(name))
    }

    fn read(&self, path: &Path, start: u64, length: usize) -> io::Result<Bytes> {
        let state = self.state();
        state.alive()?;
        let bytes = &state.files[state.file(path)?].bytes;
        let start = usize::try_from(start).map_err(io::Error::other)?;
        let bytes = bytes.get(start..start + length);
        bytes.map(Bytes::copy_from_slice).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }

    fn size(&self, path: &Path) -> io::Result<u64> {
        let state = self.state();
        state.alive()?;
        Ok(state.files[state.file(path)?].bytes.len() as u64)
    }

    fn list(&self, path: &Path) -> io::Result<Vec<String>> {
        let state = self.state();
        state.alive()?;
        let folder = state.folders.get(path);
        Ok(folder.map(|folder| folder.names.keys().cloned().collect()).unwrap_or_default())
    }

    fn lock(&self, path: &Path) -> io::Result<Result<Box<dyn Held>, String>> {
        {
            let state = self.state();
            state.alive()?;
            if state.locks.contains(path) {
                return Ok(Err("1".to_owned()));
            }
        }
        if self.state().file(path).is_err() {
            self.create(path)?;
        }
        self.state().locks.insert(path.to_owned());
        Ok(Ok(Box::new(TornLock(self.clone(), path.to_owned()))))
    }
}
