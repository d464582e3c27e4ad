//! Quarters that were closed: an append-only chain of records, each of which states the hash of the one before.
//!
//! ```text
//! lake/closes/3-1f0c….json   a record
//! lake/closes/last           the name and hash of the last one
//! lake/closes/lock           held by the one process that closes
//! ```
//!
//! A record is written first and the name of the last one after it: a process that dies between the two leaves the
//! chain as it was, with a file beside it that nobody reads.

use agglo::Error;
use agglo::base::basis::FileRead;
use agglo::close::Record;
use serde::{Deserialize, Serialize};

use crate::fault::Fault;
use crate::lake::Lake;
use crate::lake::aside::Aside;
use crate::lake::card::CLOSES as FOLDER;
use crate::lake::manifest::{Link, VintageId};
use crate::lake::store::Held;
use crate::lake::view::State;
use crate::starter::digest;

const LAST: &str = "last";
/// The version of this layout.
const LAYOUT: u32 = 1;

/// A dataset as it was when a quarter was closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    /// Its name.
    pub dataset: String,
    /// The vintage, by name and by hash.
    pub vintage: Link,
}

/// An answer as it was when a quarter was closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptAnswer {
    /// The command that makes it.
    pub command: Vec<String>,
    /// Files that it names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileRead>,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// What is kept of a close.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CloseRecord {
    /// The version of the layout on disk.
    pub layout: u32,
    /// Its running number, from 1.
    pub number: u32,
    /// The record before it.
    pub previous: Option<Link>,
    /// The period that it closes.
    pub period: String,
    /// The day on which it was closed.
    pub closed_on: String,
    /// Name and version of the program.
    pub made_by: String,
    /// The record that it takes the place of.
    pub supersedes: Option<Record>,
    /// Why it does.
    pub because: Option<String>,
    /// Every dataset as it was.
    pub data: Vec<Frozen>,
    /// Every saved answer as it was.
    pub answers: Vec<KeptAnswer>,
    /// What was said of it.
    pub said: serde_json::Value,
}

impl CloseRecord {
    /// A record of a period that is to be appended: its number and what stands before it are filled in then.
    pub fn new(period: &str, closed_on: &str, made_by: &str) -> Self {
        Self {
            layout: LAYOUT,
            number: 0,
            previous: None,
            period: period.to_owned(),
            closed_on: closed_on.to_owned(),
            made_by: made_by.to_owned(),
            supersedes: None,
            because: None,
            data: Vec::new(),
            answers: Vec::new(),
            said: serde_json::Value::Null,
        }
    }
}

/// A record and its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Closed {
    /// Its name.
    pub id: VintageId,
    /// The hash of its bytes.
    pub sha256: String,
    /// What it says.
    pub record: CloseRecord,
}

impl Closed {
    /// Every dataset with the vintage that it was.
    pub fn state(&self) -> State {
        let data = self.record.data.iter();
        data.map(|own| (own.dataset.clone(), own.vintage.id.clone())).collect()
    }

    /// Whether this is its name, or its period.
    pub fn is_called(&self, name: &str) -> bool {
        self.record.period == name || self.id.as_str() == name
    }

    /// Its name and period.
    pub fn named(&self) -> Record {
        Record { id: self.id.to_string(), period: self.record.period.clone() }
    }
}

/// The right to append a record; given back when it is dropped.
pub struct Closing {
    aside: Aside,
    closes: Vec<Closed>,
    _held: Box<dyn Held>,
}

impl Lake {
    /// Every record, the oldest first, superseded ones included.
    ///
    /// # Errors
    ///
    /// `E0402` where a record is not what the one after it states, `E0401` where one cannot be read.
    pub fn closes(&self) -> Result<Vec<Closed>, Error> {
        chain(&Aside::new(self, FOLDER))
    }

    /// Takes the right to close a quarter.
    ///
    /// # Errors
    ///
    /// As [`Lake::closes`], `E0420` where another process is closing, `E0401` where the lake cannot be written.
    pub fn closing(&self) -> Result<Closing, Error> {
        let aside = Aside::new(self, FOLDER);
        let held = aside.lock(&[])?;
        Ok(Closing { closes: chain(&aside)?, aside, _held: held })
    }

    /// How many records are whole, and what is wrong with the chain.
    pub(super) fn verify_closes(&self) -> (usize, Vec<Fault>) {
        let closes = match self.closes() {
            Ok(closes) => closes,
            Err(error) => return (0, vec![super::verify::fault(&error)]),
        };
        let faults = closes.iter().filter_map(|closed| self.frozen(closed).err());
        (closes.len(), faults.map(|error| super::verify::fault(&error)).collect())
    }

    /// Whether the vintages that a record names are those that the datasets have.
    fn frozen(&self, closed: &Closed) -> Result<(), Error> {
        for own in &closed.record.data {
            let as_of = super::AsOf::Vintage(own.vintage.id.clone());
            let vintage = self.vintage(&own.dataset, &as_of)?;
            if vintage.sha256 != own.vintage.sha256 {
                let what = format!(
                    "the close of {} states another hash of vintage {} of `{}`",
                    closed.record.period, own.vintage.id, own.dataset
                );
                return Err(Error::new("E0402", what).at(closed.id.as_str()));
            }
        }
        Ok(())
    }
}

impl Closing {
    /// Every record, the oldest first.
    pub fn closes(&self) -> &[Closed] {
        &self.closes
    }

    /// Appends a record.
    ///
    /// # Errors
    ///
    /// `E0432` where the period is closed and the record does not say that it takes the place of that close and
    /// why; `E0401` where the lake cannot be written. The chain is then as it was.
    pub fn append(self, mut record: CloseRecord) -> Result<Closed, Error> {
        let before = last_of(&self.closes, &record.period).map(Closed::named);
        let supersede = record.supersedes.is_some() && record.supersedes == before;
        may_close(&self.closes, &record.period, supersede, record.because.as_deref())?;
        record.number = self.closes.last().map_or(0, |last| last.record.number) + 1;
        record.previous = self
            .closes
            .last()
            .map(|last| Link { id: last.id.clone(), sha256: last.sha256.clone() });
        let mut bytes = serde_json::to_vec_pretty(&record)
            .map_err(|cause| Error::new("E0406", cause.to_string()))?;
        bytes.push(b'\n');
        let sha256 = digest(&bytes);
        let id = VintageId::new(record.number, &sha256);
        self.aside.put("", &format!("{id}.json"), &bytes)?;
        self.aside.put("", LAST, format!("{id} {sha256}\n").as_bytes())?;
        Ok(Closed { id, sha256, record })
    }
}

/// The record that holds of a period: the last one.
fn last_of<'a>(closes: &'a [Closed], period: &str) -> Option<&'a Closed> {
    closes.iter().rev().find(|closed| closed.record.period == period)
}

/// Refuses to close a period that is closed, unless the record is to take that one's place for a reason.
///
/// # Returns
///
/// The record whose place is taken.
///
/// # Errors
///
/// `E0432` where it is closed and nobody says so, or is not closed and is to be superseded.
pub fn may_close(
    closes: &[Closed],
    period: &str,
    supersede: bool,
    because: Option<&str>,
) -> Result<Option<Record>, Error> {
    let has_reason = supersede && because.is_some_and(|why| !why.trim().is_empty());
    match last_of(closes, period).map(Closed::named) {
        Some(before) if !has_reason => Err(closed_already(&before)),
        None if supersede => {
            let what = format!("{period} is not closed: there is nothing to supersede");
            Err(Error::new("E0432", what).hint("close it without `--supersede`"))
        }
        before => Ok(before),
    }
}

/// The refusal to close a period twice.
fn closed_already(before: &Record) -> Error {
    Error::new("E0432", format!("{} is closed already, by record {}", before.period, before.id))
        .hint("a closed quarter stays as it is; `--supersede --because TEXT` appends a record that takes its place")
}

fn chain(aside: &Aside) -> Result<Vec<Closed>, Error> {
    let damaged = |name: &str, what: String| {
        Error::new("E0402", what)
            .at(aside.path(name).display().to_string())
            .hint("take the folder `closes` from your last copy of the lake")
    };
    let mut next = match aside.read(LAST)? {
        None if aside.names("")?.iter().any(|name| is_later(name)) => {
            return Err(damaged(
                LAST,
                "records are there, and which is the last is not said".into(),
            ));
        }
        None => return Ok(Vec::new()),
        Some(bytes) => Some(
            link(&bytes)
                .ok_or_else(|| damaged(LAST, "which close is the last cannot be read".into()))?,
        ),
    };
    let mut closes = Vec::new();
    while let Some(Link { id, sha256 }) = next.take() {
        let name = format!("{id}.json");
        let bytes = aside.read(&name)?;
        let bytes = bytes.ok_or_else(|| damaged(&name, format!("record {id} is not there")))?;
        if digest(&bytes) != sha256 {
            return Err(damaged(&name, format!("record {id} was altered after it was written")));
        }
        let record: CloseRecord = serde_json::from_slice(&bytes)
            .map_err(|cause| damaged(&name, format!("record {id} cannot be read: {cause}")))?;
        if record.layout != LAYOUT {
            let what = format!("closes have layout {}, this agglo knows {LAYOUT}", record.layout);
            return Err(damaged(&name, what));
        }
        next.clone_from(&record.previous);
        closes.push(Closed { id, sha256, record });
    }
    closes.reverse();
    Ok(closes)
}

/// Whether a file is a record that had another before it: then the name of the last one was written too.
fn is_later(name: &str) -> bool {
    let id = name.strip_suffix(".json");
    id.is_some_and(|id| VintageId::parse(id).is_ok() && !id.starts_with("1-"))
}

fn link(bytes: &[u8]) -> Option<Link> {
    let text = std::str::from_utf8(bytes).ok()?.strip_suffix('\n')?;
    let (id, sha256) = text.split_once(' ')?;
    let (id, sha256) = (VintageId::parse(id).ok()?, sha256.to_owned());
    (sha256.len() == 64).then_some(Link { id, sha256 })
}
