//! Whole files or none: temporary file, flush to disk, rename.

use std::fs;
use std::io::Write;
use std::path::Path;

use agglo::Error;

/// Writes several files into one folder so that a reader finds each whole or not at all.
///
/// The folder is made if it is not there. Every file is written beside its place first; only when all of
/// them are on disk are they moved to their names.
///
/// # Errors
///
/// `E0401` when the folder cannot be made or written; nothing is left behind then.
pub fn write_all(folder: &Path, files: &[(String, Vec<u8>)]) -> Result<(), Error> {
    let failed = |error: &std::io::Error| {
        Error::new("E0401", format!("cannot write to `{}`: {error}", folder.display()))
            .hint("name a place that you may write to")
    };
    let is_new = !folder.exists();
    fs::create_dir_all(folder).map_err(|error| failed(&error))?;
    let written: Result<Vec<_>, std::io::Error> =
        files.iter().map(|(name, bytes)| staged(folder, name, bytes)).collect();
    match written {
        Err(error) => {
            if is_new {
                // Only succeeds while the folder is still empty, which is what is wanted.
                let _ = fs::remove_dir(folder);
            }
            Err(failed(&error))
        }
        Ok(staged) => staged.into_iter().try_for_each(|(file, name)| {
            file.persist(folder.join(name)).map(drop).map_err(|error| failed(&error.error))
        }),
    }
}

/// Writes one file so that a reader finds it whole or not at all.
///
/// # Errors
///
/// `E0401` when the path names no file, or its folder cannot be made or written; nothing is left behind then.
pub fn write(path: &Path, bytes: Vec<u8>) -> Result<(), Error> {
    let name = path.file_name().filter(|_| !path.is_dir()).and_then(|name| name.to_str());
    let Some(name) = name else {
        let what = format!("`{}` is not the name of a file", path.display());
        return Err(Error::new("E0401", what).hint("name a file that you may write to"));
    };
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    write_all(folder.unwrap_or(Path::new(".")), &[(name.to_owned(), bytes)])
}

/// Writes one file that its owner alone can read, whole or not at all.
///
/// # Errors
///
/// As [`write`].
pub fn write_private(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let failed = |error: &std::io::Error| {
        Error::new("E0401", format!("cannot write `{}`: {error}", path.display()))
            .hint("name a file that you may write to")
    };
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|error| failed(&error))?;
    let file = tempfile::Builder::new().prefix(".agglo-").tempfile_in(folder);
    let mut file = file.map_err(|error| failed(&error))?;
    file.write_all(bytes).map_err(|error| failed(&error))?;
    file.as_file().sync_all().map_err(|error| failed(&error))?;
    file.persist(path).map(drop).map_err(|error| failed(&error.error))
}

fn staged<'a>(
    folder: &Path,
    name: &'a str,
    bytes: &[u8],
) -> std::io::Result<(tempfile::NamedTempFile, &'a str)> {
    let mut file = tempfile::Builder::new().prefix(".agglo-").tempfile_in(folder)?;
    file.write_all(bytes)?;
    readable_by_all(file.as_file())?;
    file.as_file().sync_all()?;
    Ok((file, name))
}

/// Temporary files are private to their owner; a report is meant to be read by others.
#[cfg(unix)]
fn readable_by_all(file: &fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_by_all(_: &fs::File) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_appear_whole_and_replace_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("a/b");
        write_all(&deep, &[("x.json".into(), b"1".to_vec())]).unwrap();
        write_all(&deep, &[("x.json".into(), b"2".to_vec()), ("y".into(), vec![])]).unwrap();
        assert_eq!(fs::read(deep.join("x.json")).unwrap(), b"2");
        assert_eq!(fs::read_dir(&deep).unwrap().count(), 2);
    }

    #[test]
    fn one_file_appears_whole_and_a_folder_is_no_file() {
        let folder = tempfile::tempdir().unwrap();
        write(&folder.path().join("deep/x"), b"1".to_vec()).unwrap();
        assert_eq!(fs::read(folder.path().join("deep/x")).unwrap(), b"1");
        assert_eq!(write(folder.path(), vec![]).unwrap_err().code(), "E0401");
    }

    #[test]
    fn a_folder_that_is_a_file_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("taken");
        fs::write(&path, b"mine").unwrap();
        let error = write_all(&path, &[("x".into(), vec![1])]).unwrap_err();
        assert_eq!(error.code(), "E0401");
        assert_eq!(fs::read(&path).unwrap(), b"mine");
    }
}
