//! Files become a vintage of the lake: all of them or, where anything is wrong with one, none.

mod describe;
mod read;

use std::collections::BTreeMap;
use std::path::Path;

use agglo::Error;
use serde::Serialize;

use crate::carry::{is_concordance, of_table};
use crate::fault::{Fault, Faults};
use crate::intake::{self, Limits, Named, Opened, Wishes, fingerprint};
use crate::lake::{AsOf, FileCard, Lake, LeftOut, Load, Published};
use crate::sheet::survey::Survey;
use crate::sheet::wide::Wide;
use crate::source::description::Mark;
use crate::source::{Codes, Description, Summary};

pub use describe::described;

/// How files are to be read.
#[derive(Clone, Debug, Default)]
pub struct How {
    /// How they are written.
    pub wishes: Wishes,
    /// How much of one is read before it is refused.
    pub limits: Limits,
    /// What parts decimals, where a person says so.
    pub decimal: Option<Mark>,
    /// What the columns mean; found out where there is none.
    pub map: Option<Description>,
    /// The name of the dataset, where it is not the source's own.
    pub name: Option<String>,
    /// The period of all rows, where the file does not say it.
    pub period: Option<String>,
    /// Leave rows with faults out, and say how many.
    pub keep_good: bool,
    /// Read codes that another program damaged as what they were.
    pub fix_codes: bool,
    /// Read and check, write nothing.
    pub dry_run: bool,
}

/// One table of a file.
#[derive(Clone, Debug, Serialize)]
pub struct Table {
    /// The file.
    pub file: String,
    /// What it was read as.
    pub format: String,
    /// The dataset that it went to.
    pub dataset: String,
    /// Rows that were kept.
    pub rows: u64,
    /// Rows that were left out, by reason.
    pub left_out: BTreeMap<String, u64>,
    /// Periods.
    pub periods: Vec<String>,
    /// Figures by measure.
    pub measures: Vec<Measured>,
    /// What a person should know.
    pub notes: Vec<String>,
}

/// The figures of one measure.
#[derive(Clone, Debug, Serialize)]
pub struct Measured {
    /// Its name.
    pub measure: String,
    /// Figures by what is known of them.
    pub counts: BTreeMap<String, u64>,
    /// The sum over rows that hold no part of each other; none where nothing is known.
    pub total: Option<f64>,
    /// Rows in that sum.
    pub rows: u64,
    /// Levels of detail, which are not added up.
    pub levels: usize,
}

impl From<Summary> for Measured {
    fn from(summary: Summary) -> Self {
        let counts =
            summary.counts.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
        let Summary { measure, total, rows, levels, .. } = summary;
        Self { measure, counts, total, rows, levels }
    }
}

/// A vintage of a dataset.
#[derive(Clone, Debug, Serialize)]
pub struct Vintage {
    /// The dataset.
    pub dataset: String,
    /// Its name.
    pub vintage: String,
    /// Rows of the whole dataset.
    pub rows: u64,
    /// Rows that were read. A file without any changes no dataset that is there.
    pub read: u64,
    /// Whether it is new; not so where all was there already.
    pub is_new: bool,
}

/// Why a file gave nothing.
#[derive(Clone, Debug)]
pub enum Said {
    /// It holds no figures, and says what it holds.
    Message(String),
    /// Something is wrong with it.
    Fault(Error),
}

impl From<Error> for Said {
    fn from(error: Error) -> Self {
        Self::Fault(error)
    }
}

/// A load and the files that went into it.
struct Open {
    load: Option<Load>,
    rows: u64,
    files: Vec<FileCard>,
    caveats: Vec<String>,
}

/// Files on their way into a lake. Dropped without [`Adding::publish`], it leaves the lake as it was.
pub struct Adding<'a> {
    lake: &'a Lake,
    codes: &'a Codes,
    loads: BTreeMap<String, Open>,
}

impl<'a> Adding<'a> {
    /// Begins; nothing is written.
    pub fn new(lake: &'a Lake, codes: &'a Codes) -> Self {
        Self { lake, codes, loads: BTreeMap::new() }
    }

    /// Reads a file, every table of it, in the name under which it was brought; `from` says where from, where that
    /// is not a person's disk.
    ///
    /// # Errors
    ///
    /// `E0410` with every fault of the file, `E0401` where it cannot be read, and those of [`Lake::load`] and
    /// [`Load::block`]. After an error nothing of all files may be published.
    pub fn file(&mut self, path: &Path, how: &How, from: Option<&str>) -> Result<Vec<Table>, Said> {
        std::thread::scope(|scope| {
            let print = scope.spawn(|| fingerprint(path));
            let read = self.tables(path, how, from);
            let print = print.join().unwrap_or_else(|_| {
                let what = "the fingerprint of the file could not be taken";
                Err(Error::new("E0401", what).at(path.display().to_string()))
            });
            let (sha256, bytes) = print?;
            let (tables, cards) = read?.into_iter().unzip::<_, _, Vec<_>, Vec<_>>();
            for (table, card) in tables.iter().zip(cards) {
                if let Some(open) = self.loads.get_mut(&table.dataset) {
                    open.files.push(FileCard { sha256: sha256.clone(), bytes, ..card });
                }
            }
            Ok(tables)
        })
    }

    /// Reads all tables of a file, each with a card that lacks the file's fingerprint.
    fn tables(
        &mut self,
        path: &Path,
        how: &How,
        from: Option<&str>,
    ) -> Result<Vec<(Table, FileCard)>, Said> {
        let tables = tables(path, how)?;
        let file =
            path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let mut added = Vec::new();
        for (at, mut table) in tables.into_iter().enumerate() {
            let faults = |faults: Faults| faults.into_error(&path.display().to_string());
            if table.format.is_cube() && !table.sheet.columns().iter().any(|name| name == "value") {
                return Err(Said::Message("attributes only, no figures".to_owned()));
            }
            if how.map.is_none() && is_concordance(table.sheet.columns()) {
                let (_, links) = of_table(table.sheet.as_mut(), &path.display().to_string())?;
                let what = format!("a concordance of {links} links, no figures");
                let way = "`agglo data carry --concordance` takes it";
                return Err(Said::Message(format!("{what}: {way}")));
            }
            let axes = table.extent.and_then(swapped);
            let (description, mut notes) =
                describe::of(&mut table, how, self.codes).map_err(faults)?;
            let how = &describe::written(how, &description);
            let again = || {
                let mut table = tables_again(path, how, at)?;
                if description.is_wide {
                    table.sheet = Box::new(Wide::new(table.sheet));
                } else if description.is_survey {
                    table.sheet = Box::new(Survey::new(table.sheet));
                }
                Ok(table)
            };
            let loaded = self.read(&description, how, &again).map_err(|error| match error {
                read::Stopped::Faults(found) => faults(found),
                read::Stopped::Other(error) => error,
            })?;
            notes.extend(loaded.notes.iter().cloned());
            notes.extend(axes);
            notes.extend(from.map(|from| format!("fetched from {from}")));
            let left_out = loaded.left_out.iter();
            let left_out: Vec<LeftOut> =
                left_out.map(|(why, rows)| LeftOut { why: why.clone(), rows: *rows }).collect();
            if let Some(open) = self.loads.get_mut(&description.dataset) {
                if let Some(load) = &mut open.load {
                    load.coded(&loaded.codes);
                }
                open.caveats.extend(notes.iter().cloned());
                open.rows += loaded.rows;
            }
            let (name, rows, sha256) = (file.clone(), loaded.rows, String::new());
            let card = FileCard { name, sha256, bytes: 0, rows, left_out };
            let table = Table {
                file: file.clone(),
                format: table.format.to_string(),
                dataset: description.dataset.clone(),
                rows: loaded.rows,
                left_out: loaded.left_out,
                periods: loaded.periods,
                measures: loaded.summaries.into_iter().map(Measured::from).collect(),
                notes,
            };
            added.push((table, card));
        }
        Ok(added)
    }

    /// Makes what was read new vintages, one of each dataset; `now` is the time as the caller knows it.
    ///
    /// # Errors
    ///
    /// As [`Load::publish`].
    pub fn publish(self, now: &str) -> Result<Vec<Vintage>, Error> {
        let mut vintages = Vec::new();
        for (dataset, open) in self.loads {
            let Some(mut load) = open.load else { continue };
            if open.rows == 0
                && let Ok(there) = self.lake.vintage(&dataset, &AsOf::Latest)
            {
                let (rows, vintage) = (there.rows(), there.id.to_string());
                vintages.push(Vintage { dataset, vintage, rows, read: 0, is_new: false });
                continue;
            }
            load.describe(open.files, open.caveats);
            let Published { vintage, is_new } = load.publish(now)?;
            let (rows, vintage) = (vintage.rows(), vintage.id.to_string());
            vintages.push(Vintage { dataset, vintage, rows, read: open.rows, is_new });
        }
        Ok(vintages)
    }
}

fn tables(path: &Path, how: &How) -> Result<Vec<Named>, Said> {
    let opened = intake::open(path, &how.wishes, &how.limits);
    match opened.map_err(|faults| faults.into_error(&path.display().to_string()))? {
        Opened::Tables(tables) => Ok(tables),
        Opened::Message(text) | Opened::Structure(text) => Err(Said::Message(text)),
    }
}

/// The table at this place of a file, from its beginning.
fn tables_again(path: &Path, how: &How, at: usize) -> Result<Named, Error> {
    let gone =
        || Error::new("E0401", "the file changed while it was read").at(path.display().to_string());
    let found = tables(path, how).map_err(|said| match said {
        Said::Fault(error) => error,
        Said::Message(_) => gone(),
    })?;
    found.into_iter().nth(at).ok_or_else(gone)
}

/// What is drawn in the Antarctic is more likely drawn with its axes swapped.
fn swapped([west, south, east, _]: [f64; 4]) -> Option<String> {
    let (nobody, north) = (-60.0, 85.0);
    (south < nobody && west > nobody && east < north).then(|| {
        format!("latitude {south} lies in the Antarctic: do longitude and latitude stand the wrong way round?")
    })
}

impl From<Fault> for read::Stopped {
    fn from(fault: Fault) -> Self {
        Self::Faults(fault.into())
    }
}
