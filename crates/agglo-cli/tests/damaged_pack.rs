//! A damaged pack is an error that names the file, and leaves nothing behind.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test file")]

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use tempfile::TempDir;

/// A copy of the starter pack, and where a strategy would be written.
struct Folders {
    around: TempDir,
}

impl Folders {
    fn new() -> Self {
        let folders = Self { around: TempDir::new().unwrap() };
        fs::create_dir(folders.pack()).unwrap();
        let whole = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo/starter");
        for file in fs::read_dir(whole).unwrap() {
            let file = file.unwrap();
            fs::copy(file.path(), folders.pack().join(file.file_name())).unwrap();
        }
        folders
    }

    fn pack(&self) -> PathBuf {
        self.around.path().join("pack")
    }

    fn file(&self, name: &str) -> PathBuf {
        self.pack().join(name)
    }

    fn out(&self) -> PathBuf {
        self.around.path().join("out")
    }

    /// Asks for a strategy, which fails with a code and the file's name, and writes nothing.
    fn fails(&self, code: &str, file: &str) {
        let run = Command::cargo_bin("agglo")
            .unwrap()
            .arg("--pack")
            .arg(self.pack())
            .args(["strategy", "12045", "-o"])
            .arg(self.out())
            .assert()
            .code(2);
        let message = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
        assert!(message.contains(code), "no {code} in: {message}");
        assert!(message.contains(file), "no {file} in: {message}");
        assert!(run.get_output().stdout.is_empty(), "nothing is printed as an answer");
        assert!(!self.out().exists(), "nothing is written");
    }
}

#[test]
fn a_truncated_file_is_named() {
    let folders = Folders::new();
    let path = folders.file("structure.parquet");
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    folders.fails("E0402", "structure.parquet");
}

#[test]
fn a_truncated_file_that_the_list_calls_whole_is_still_damaged() {
    let folders = Folders::new();
    let path = folders.file("structure.parquet");
    let bytes = fs::read(&path).unwrap();
    let half = &bytes[..bytes.len() / 2];
    fs::write(&path, half).unwrap();
    let list = fs::read_to_string(folders.file("MANIFEST.toml")).unwrap();
    let stated =
        list.replace(&agglo_data::starter::digest(&bytes), &agglo_data::starter::digest(half));
    assert_ne!(stated, list);
    fs::write(folders.file("MANIFEST.toml"), stated).unwrap();
    folders.fails("E0402", "structure.parquet");
}

#[test]
fn a_missing_file_is_named() {
    let folders = Folders::new();
    fs::remove_file(folders.file("people.parquet")).unwrap();
    folders.fails("E0401", "people.parquet");
}

#[test]
fn a_file_whose_digest_is_not_the_one_in_the_list_is_named() {
    let folders = Folders::new();
    let list = fs::read_to_string(folders.file("MANIFEST.toml")).unwrap();
    let digest = agglo_data::starter::digest(&fs::read(folders.file("facts.parquet")).unwrap());
    let stated = list.replace(&digest, &"0".repeat(64));
    assert_ne!(stated, list);
    fs::write(folders.file("MANIFEST.toml"), stated).unwrap();
    folders.fails("E0402", "facts.parquet");
}

#[test]
fn a_list_that_is_missing_or_no_list_is_named() {
    let folders = Folders::new();
    fs::write(folders.file("MANIFEST.toml"), "schema = 1").unwrap();
    folders.fails("E0403", "MANIFEST.toml");
    fs::remove_file(folders.file("MANIFEST.toml")).unwrap();
    folders.fails("E0401", "MANIFEST.toml");
}
