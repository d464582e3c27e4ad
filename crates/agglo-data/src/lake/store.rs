//! The few things that the lake asks of a disk, so that tests can put a disk in its place that forgets.

use std::fmt::Debug;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use bytes::Bytes;

use crate::lake::place::is_absent;

/// A held lock: given back when it is dropped, also by the death of its process.
pub(super) trait Held: Send {}

/// Files and folders. What is written lasts only once it is synced: a file's bytes by [`Store::sync`], its name
/// by [`Store::sync_folder`].
pub(super) trait Store: Debug + Send + Sync {
    /// Makes one folder; `false` where it is there already.
    fn make_folder(&self, folder: &Path) -> io::Result<bool>;
    /// Makes an empty file, also where there was one.
    fn create(&self, file: &Path) -> io::Result<()>;
    /// Adds bytes to the end of a file.
    fn append(&self, file: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Waits until a file's bytes would outlast a loss of power.
    fn sync(&self, file: &Path) -> io::Result<()>;
    /// Waits until the names in a folder would outlast a loss of power.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
    /// Moves a file to another name in its folder, in the place of what had it.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Takes a file away.
    fn remove(&self, file: &Path) -> io::Result<()>;
    /// Takes an empty folder away.
    fn remove_folder(&self, folder: &Path) -> io::Result<()>;
    /// Some bytes of a file.
    fn read(&self, file: &Path, start: u64, length: usize) -> io::Result<Bytes>;
    /// Number of bytes of a file.
    fn size(&self, file: &Path) -> io::Result<u64>;
    /// Names in a folder, sorted; none where there is no folder.
    fn list(&self, folder: &Path) -> io::Result<Vec<String>>;
    /// Takes a lock and leaves the process's id in it; the id of the holder where another has it.
    fn lock(&self, file: &Path) -> io::Result<Result<Box<dyn Held>, String>>;
}

/// All bytes of a file.
pub(super) fn whole(store: &dyn Store, file: &Path) -> io::Result<Bytes> {
    let length = usize::try_from(store.size(file)?).map_err(io::Error::other)?;
    store.read(file, 0, length)
}

/// The disk of this machine.
#[derive(Debug)]
pub(super) struct Disk;

/// A locked file. The operating system unlocks it when its process ends, however it ends: there are no stale
/// locks, and the process's id in it only serves messages.
struct DiskLock(File);

impl Held for DiskLock {}

impl Drop for DiskLock {
    fn drop(&mut self) {
        // What the file says is for people; the lock itself goes with the handle.
        let _ = self.0.set_len(0);
        let _ = self.0.unlock();
    }
}

impl Store for Disk {
    fn make_folder(&self, folder: &Path) -> io::Result<bool> {
        match fs::create_dir(folder) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => {
                Ok(false)
            }
            made => made.map(|()| true),
        }
    }

    fn create(&self, file: &Path) -> io::Result<()> {
        File::create(file).map(drop)
    }

    fn append(&self, file: &Path, bytes: &[u8]) -> io::Result<()> {
        OpenOptions::new().append(true).open(file)?.write_all(bytes)
    }

    fn sync(&self, file: &Path) -> io::Result<()> {
        OpenOptions::new().append(true).open(file)?.sync_all()
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        // Only Unix lets a folder be opened and flushed; elsewhere the file system keeps names in order.
        if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, file: &Path) -> io::Result<()> {
        fs::remove_file(file)
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        fs::remove_dir(folder)
    }

    fn read(&self, file: &Path, start: u64, length: usize) -> io::Result<Bytes> {
        let mut file = File::open(file)?;
        file.seek(SeekFrom::Start(start))?;
        let mut bytes = vec![0; length];
        file.read_exact(&mut bytes)?;
        Ok(bytes.into())
    }

    fn size(&self, file: &Path) -> io::Result<u64> {
        fs::metadata(file).map(|metadata| metadata.len())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        let entries = match fs::read_dir(folder) {
            Err(error) if is_absent(&error) => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut names = entries
            .map(|entry| entry.map(|entry| entry.file_name().to_string_lossy().into_owned()))
            .collect::<io::Result<Vec<_>>>()?;
        names.sort();
        Ok(names)
    }

    fn lock(&self, file: &Path) -> io::Result<Result<Box<dyn Held>, String>> {
        let mut handle = OpenOptions::new().create(true).append(true).read(true).open(file)?;
        match handle.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Ok(Err(fs::read_to_string(file).unwrap_or_default()));
            }
            Err(TryLockError::Error(error)) => return Err(error),
        }
        let own = std::process::id().to_string();
        handle.set_len(0)?;
        handle.write_all(own.as_bytes())?;
        // The file may have been taken away between opening and locking: then this is a lock on nothing.
        if fs::read_to_string(file).ok().as_deref() == Some(own.as_str()) {
            Ok(Ok(Box::new(DiskLock(handle))))
        } else {
            Ok(Err(String::new()))
        }
    }
}
