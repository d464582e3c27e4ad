//! Whether everything that vintages speak of is there, unchanged.

use std::collections::BTreeMap;
use std::path::PathBuf;

use agglo::Error;
use sha2::{Digest, Sha256};

use crate::fault::Fault;
use crate::lake::Lake;
use crate::lake::decode::Decoder;
use crate::lake::encode::hexadecimal;
use crate::lake::gc;
use crate::lake::manifest::Object;
use crate::lake::place::Place;

/// Bytes that are read at a time.
const PIECE: usize = 4 << 20;

/// What was looked at, and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Number of datasets.
    pub datasets: usize,
    /// Number of vintages.
    pub vintages: usize,
    /// Number of Parquet files.
    pub objects: usize,
    /// Their length together.
    pub bytes: u64,
    /// Number of closes.
    #[cfg(feature = "close")]
    pub closes: usize,
    /// Number of saved answers.
    #[cfg(feature = "close")]
    pub answers: usize,
    /// What is missing or damaged.
    pub faults: Vec<Fault>,
    /// Files that nothing speaks of: left by loads that were killed. They do no harm, `gc` takes them away.
    pub leftovers: Vec<PathBuf>,
}

impl Lake {
    /// Reads every file of the lake and holds it against what is said of it: datasets, closes, saved answers.
    ///
    /// # Errors
    ///
    /// `E0401` where the lake's folder cannot be listed. All else is a fault in the report.
    pub fn verify(&self) -> Result<Report, Error> {
        let mut report = Report::default();
        for name in self.names()? {
            check(&self.place(&name)?, &mut report);
        }
        #[cfg(feature = "close")]
        {
            let (closes, answers) = (self.verify_closes(), self.verify_answers());
            (report.closes, report.answers) = (closes.0, answers.0);
            report.faults.extend(closes.1.into_iter().chain(answers.1));
        }
        Ok(report)
    }
}

fn check(place: &Place, report: &mut Report) {
    let objects = match chain(place, report) {
        Ok(objects) => objects,
        Err(error) => return report.faults.push(fault(&error)),
    };
    for object in objects.values() {
        report.objects += 1;
        report.bytes += object.bytes;
        if let Err(error) = intact(place, object) {
            report.faults.push(fault(&error));
        }
    }
    let leftovers = place.forgotten().and_then(|forgotten| gc::leftovers(place, forgotten));
    match leftovers {
        Ok(leftovers) => report.leftovers.extend(leftovers),
        Err(error) => report.faults.push(fault(&error)),
    }
}

/// Every file that a vintage speaks of whose rows are kept.
fn chain(place: &Place, report: &mut Report) -> Result<BTreeMap<String, Object>, Error> {
    let mut objects = BTreeMap::new();
    let (mut next, forgotten) = (place.newest()?, place.forgotten()?);
    report.datasets += usize::from(next.is_some());
    while let Some(link) = next {
        let manifest = place.manifest(&link)?;
        report.vintages += 1;
        let kept = manifest.objects.into_iter().filter(|_| manifest.number > forgotten);
        let own = kept.map(|object| (object.sha256.clone(), object));
        objects.extend(own);
        next = manifest.parent;
    }
    Ok(objects)
}

/// Reads a file and holds it against its name and what its vintage states.
pub(super) fn intact(place: &Place, object: &Object) -> Result<(), Error> {
    let path = &place.object(&object.sha256);
    let damaged = |what: String| Error::new("E0402", what).at(path.display().to_string());
    let missing = |error: std::io::Error| damaged(format!("the file cannot be read: {error}"));
    let size = place.store.size(path).map_err(missing)?;
    if size != object.bytes {
        return Err(damaged(format!(
            "the file has {size} bytes, its vintage states {}",
            object.bytes
        )));
    }
    let (mut hash, mut start) = (Sha256::new(), 0);
    while start < size {
        let length = usize::try_from(size - start).map_or(PIECE, |rest| rest.min(PIECE));
        hash.update(place.store.read(path, start, length).map_err(missing)?);
        start += length as u64;
    }
    if hexadecimal(&hash.finalize()) != object.sha256 {
        return Err(damaged("the file's bytes are not those that its name states".to_owned()));
    }
    Decoder::open(place.store.clone(), path, object).map(drop)
}

pub(super) fn fault(error: &Error) -> Fault {
    let fault = Fault::new(error.what());
    let fault = match error.place() {
        Some(place) => fault.at(place),
        None => fault,
    };
    fault.cure("load the dataset again, or take the file from your last copy of the lake")
}
