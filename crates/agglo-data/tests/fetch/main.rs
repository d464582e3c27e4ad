//! Fetching from a server on this machine that misbehaves in every way that real ones do.
#![cfg(feature = "fetch")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "helpers of tests stop a test where they cannot go on"
)]

mod download;
mod server;
mod update;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use agglo_data::fetch::{Client, Fetched, Got, Manners, Shelf, Version, Wanted};

/// A desk: a lake that is to be, a shelf beside it, and what was waited.
struct Desk {
    folder: tempfile::TempDir,
    waits: Arc<Mutex<Vec<Duration>>>,
}

impl Desk {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), waits: Arc::default() }
    }

    fn lake(&self) -> PathBuf {
        self.folder.path().join("lake")
    }

    fn shelf(&self) -> Shelf {
        Shelf::beside(&self.lake())
    }

    fn manners() -> Manners {
        Manners { stall: Duration::from_millis(400), max_bytes: 1 << 22, ..Manners::default() }
    }

    /// A client whose waits take no time and are written down.
    fn client(&self, manners: Manners) -> Client {
        let waits = Arc::clone(&self.waits);
        Client::new(manners, move |wait| waits.lock().unwrap().push(wait))
    }

    fn waits(&self) -> Vec<Duration> {
        self.waits.lock().unwrap().clone()
    }

    fn fetch(&self, url: &str) -> Result<Fetched, agglo::Error> {
        self.fetch_known(url, None)
    }

    fn fetch_known(&self, url: &str, known: Option<&Version>) -> Result<Fetched, agglo::Error> {
        let wanted = Wanted { url, known, sha256: None, accept: None };
        self.client(Self::manners()).fetch(&wanted, &self.shelf())
    }

    /// Bytes that lie under the name of a file of the shelf, in parts and whole.
    fn kept(&self) -> u64 {
        files(&self.folder.path().join("lake.fetched"))
            .iter()
            .filter(|path| path.extension().is_none_or(|ending| ending != "json"))
            .map(|path| std::fs::metadata(path).unwrap().len())
            .sum()
    }
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.flatten().map(|entry| entry.path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn got(fetched: Fetched) -> Got {
    match fetched {
        Fetched::File(got) => got,
        other => panic!("{other:?}"),
    }
}

/// A file of an agency, where it lies beside the code, else one that is invented.
fn body() -> Vec<u8> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut wire =
        here.ancestors().map(|folder| folder.join("shared/data/wire/qcew/2016.q1_34001_slice.csv"));
    let found = wire.find(|path| path.is_file()).and_then(|path| std::fs::read(path).ok());
    found.unwrap_or_else(|| {
        println!("skipped: no ../shared; an invented file stands in");
        let row = |row| format!("34001,5,{},74,0,2016,1,,{row},1,2,3,4\n", 111_110 + row);
        let rows = (0..2000).map(row).collect::<Vec<_>>().concat();
        format!(
            "area_fips,own_code,industry_code,agglvl_code,size_code,year,qtr,disclosure_code,\
             qtrly_estabs_count,month1_emplvl,month2_emplvl,month3_emplvl,total_qtrly_wages\n{rows}"
        )
        .into_bytes()
    })
}
