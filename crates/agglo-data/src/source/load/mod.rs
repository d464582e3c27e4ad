//! Rows of a file become blocks of the lake, every fault of the file at once.

mod finish;
mod flag;
mod key;
mod rank;
mod row;

use std::collections::{BTreeMap, BTreeSet};

use crate::fault::{Fault, Faults};
use crate::lake::Block;
use crate::sheet::{Record, Sheet};
use crate::source::codes::{Counties, Industries};
use crate::source::description::{Description, LeaveOut, Measure};
use crate::source::doubts::Doubts;
use crate::source::editions::Editions;
use crate::source::keys::Keys;
use crate::source::summary::{Summaries, Summary};

use flag::Flag;
use key::{KeyColumn, Role};
pub(super) use rank::Rank;
use row::Row;

/// Rows of a block.
const ROWS: usize = 65_536;
/// What the key of the region is called in the lake; so the next ones.
pub const REGION: &str = "region";
/// The key of the industry.
pub const INDUSTRY: &str = "industry";
/// The key of the time.
pub const PERIOD: &str = "period";
/// The column that says where a row stood in its file.
pub const LINE: &str = "line";
/// What a measure's column of statuses ends in.
pub const STATUS: &str = "_status";
/// What the column of the least that a hidden figure can be ends in.
pub const LOW: &str = "_low";
/// What the column of the most that a hidden figure can be ends in.
pub const HIGH: &str = "_high";

/// Codes that keys are read by.
pub struct Codes {
    /// Counties.
    pub counties: Counties,
    /// Industries.
    pub industries: Industries,
}

/// How a file is to be read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Leave rows with faults out, and say how many.
    pub keep_good: bool,
    /// Read codes that another program damaged as what they were.
    pub fix_codes: bool,
    /// Rows that repeat others and are to be left out, by the reader's own count: see [`Loaded::repeated`].
    pub skip: BTreeSet<u64>,
    /// Old codes of regions that are kept as they are: see [`Loaded::apart`].
    pub apart: BTreeSet<String>,
}

/// What came of a file.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// Rows that were kept.
    pub rows: u64,
    /// Rows that were left out, by reason.
    pub left_out: BTreeMap<String, u64>,
    /// Rows that repeat another one word for word. Where there are some, nothing may be kept of this reading:
    /// read again with [`Options::skip`].
    pub repeated: BTreeSet<u64>,
    /// Old codes that stand beside the codes that took their place, in one period. Where there are some, nothing
    /// may be kept of this reading: read again with [`Options::apart`].
    pub apart: BTreeSet<String>,
    /// What a person should know.
    pub notes: Vec<String>,
    /// Periods, in order.
    pub periods: Vec<String>,
    /// Figures by measure.
    pub summaries: Vec<Summary>,
    /// The vintage of the codes of each key that has one: `naics-2012`, or several where all codes stand in each.
    pub codes: BTreeMap<String, String>,
}

/// Reads a sheet by its description and hands over its blocks.
///
/// # Errors
///
/// All faults of the file, in its order; what was handed over before is worth nothing then. A fault that `keep`
/// gives back ends the reading.
pub fn load(
    sheet: &mut dyn Sheet,
    description: &Description,
    codes: &Codes,
    options: &Options,
    keep: &mut dyn FnMut(Block) -> Result<(), Fault>,
) -> Result<Loaded, Faults> {
    let mut reading = Reading::new(sheet.columns(), description, codes, options)?;
    let mut record = Record::default();
    loop {
        match sheet.read(&mut record) {
            Ok(false) => break,
            Ok(true) => {
                let taken = reading.row(&record, &*sheet);
                reading.take(taken, record.at());
            }
            Err(faults) => reading.broken(&faults),
        }
        if reading.waiting() == ROWS {
            keep(reading.block()?)?;
        }
    }
    reading.finish(sheet, keep)
}

/// Positions of a measure's columns, and what its figures are doing.
struct Column<'a> {
    measure: &'a Measure,
    at: usize,
    flags: Vec<Flag<'a>>,
    values: Vec<Option<f64>>,
    statuses: Vec<Option<u32>>,
    /// The least and the most of hidden figures, where the source says them.
    bounds: Option<[Vec<Option<f64>>; 2]>,
}

/// A column of flags that is kept as published.
struct Kept {
    name: String,
    at: usize,
    keys: Keys,
    rows: Vec<Option<u32>>,
}

struct Reading<'a> {
    description: &'a Description,
    codes: &'a Codes,
    options: &'a Options,
    keys: Vec<KeyColumn>,
    columns: Vec<Column<'a>>,
    kept: Vec<Kept>,
    leave_out: Vec<(usize, &'a LeaveOut)>,
    edition: Option<usize>,
    lines: Vec<Option<i64>>,
    faults: Faults,
    loaded: Loaded,
    doubts: Doubts,
    editions: Editions,
    summaries: Summaries,
    unknown_flags: BTreeMap<(String, String), (u64, String)>,
    /// The row at hand.
    row: Row,
    /// Rows whose region is read as another one, with its own code.
    bridged: BTreeMap<u64, String>,
}

impl<'a> Reading<'a> {
    fn new(
        columns: &[String],
        description: &'a Description,
        codes: &'a Codes,
        options: &'a Options,
    ) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let mut place = |name: &str| {
            let found = columns.iter().position(|column| column == name);
            if found.is_none() {
                let cure = format!("the file has {}", columns.join(", "));
                faults.push(
                    Fault::new("the mapping names it, the file has no such column")
                        .column(name)
                        .cure(cure),
                );
            }
            found.unwrap_or(0)
        };
        let mut keys = Vec::new();
        let mut key = |name: &str, at: usize, second: Option<usize>, role: Role| {
            let (name, keys_of) = (name.to_owned(), Keys::default());
            let (rows, ranks) = (Vec::new(), Vec::new());
            keys.push(KeyColumn { name, at, second, role, keys: keys_of, rows, ranks });
        };
        if let Some(region) = &description.region {
            let second = region.county.as_ref().map(|county| place(county));
            key(REGION, place(&region.column), second, Role::Region);
        }
        let mut edition = None;
        if let Some(industry) = &description.industry {
            key(INDUSTRY, place(&industry.column), None, Role::Industry);
            edition = industry.edition.as_ref().map(|edition| place(edition));
        }
        if let Some(period) = &description.period
            && let Some(column) = &period.column
        {
            let second = period.quarter.as_ref().map(|quarter| place(quarter));
            key(PERIOD, place(column), second, Role::Period);
        }
        for dimension in &description.dimensions {
            key(&dimension.name, place(&dimension.column), None, Role::Dimension);
        }
        let mut measures = Vec::new();
        for measure in &description.measures {
            let flags = measure.spoken_of(&description.flags).into_iter();
            let flags = flags.map(|flags| Flag::new(flags, place(&flags.column))).collect();
            let (at, values, statuses) = (place(&measure.column), Vec::new(), Vec::new());
            let bounds = measure.has_bounds(&description.flags).then(Default::default);
            measures.push(Column { measure, at, flags, values, statuses, bounds });
        }
        let kept = description.flags.iter().filter_map(|flags| {
            let (name, at) = (flags.keep.clone()?, place(&flags.column));
            Some(Kept { name, at, keys: Keys::default(), rows: Vec::new() })
        });
        let kept = kept.collect();
        let leave_out =
            description.leave_out.iter().map(|left| (place(&left.column), left)).collect();
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Self {
            summaries: Summaries::new(description),
            doubts: Doubts::new(description),
            editions: Editions::default(),
            description,
            codes,
            options,
            keys,
            columns: measures,
            kept,
            leave_out,
            edition,
            lines: Vec::new(),
            faults,
            loaded: Loaded::default(),
            unknown_flags: BTreeMap::new(),
            row: Row::default(),
            bridged: BTreeMap::new(),
        })
    }

    fn waiting(&self) -> usize {
        self.lines.len()
    }
}
