//! Rows of a file become blocks of the lake, every fault of the file at once.

use std::collections::{BTreeMap, BTreeSet};

use crate::fault::{Fault, Faults};
use crate::lake::{Block, Values};
use crate::sheet::{Record, Sheet};
use crate::source::cells::{Figure, Status, figure};
use crate::source::codes::{Counties, Industries};
use crate::source::description::{Description, IndustryCodes, RegionCodes};
use crate::source::doubts::{Doubts, Repeated};
use crate::source::editions::Editions;
use crate::source::keys::{Key, Keys, Read, any, apart, county, industry, own, time};
use crate::source::summary::{Summaries, Summary};

/// Rows of a block.
const ROWS: usize = 65_536;
/// What parts the texts of a key that stands in two columns.
const PART: char = '\u{1f}';
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
                let row = reading.row(&record, &*sheet);
                reading.take(row, record.at());
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
    measure: &'a crate::source::description::Measure,
    at: usize,
    flags: Option<(&'a crate::source::description::Flags, usize)>,
    values: Vec<Option<f64>>,
    statuses: Vec<Option<u32>>,
}

/// One key of the rows.
struct KeyColumn {
    name: String,
    at: usize,
    second: Option<usize>,
    role: Role,
    keys: Keys,
    rows: Vec<Option<u32>>,
}

/// What a key is.
#[derive(Clone, Copy, PartialEq)]
enum Role {
    Region,
    Industry,
    Period,
    Dimension,
}

struct Reading<'a> {
    description: &'a Description,
    codes: &'a Codes,
    options: &'a Options,
    keys: Vec<KeyColumn>,
    columns: Vec<Column<'a>>,
    leave_out: Vec<(usize, &'a crate::source::description::LeaveOut)>,
    edition: Option<usize>,
    lines: Vec<Option<i64>>,
    faults: Faults,
    loaded: Loaded,
    doubts: Doubts,
    editions: Editions,
    summaries: Summaries,
    unknown_flags: BTreeMap<(String, String), (u64, String)>,
    /// Rows whose region is read as another one, with its own code.
    bridged: BTreeMap<u64, String>,
}

/// A row that is kept.
struct Row {
    keys: Vec<u32>,
    figures: Vec<Figure>,
}

/// What a row is.
enum Taken {
    Kept(Row),
    LeftOut(String),
    Wrong(Vec<Fault>),
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
            keys.push(KeyColumn { name, at, second, role, keys: keys_of, rows: Vec::new() });
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
            let flags = match &measure.flags {
                Some(name) => description.flags.iter().find(|flags| flags.column == *name),
                None => description.flags.first(),
            };
            let flags = flags.map(|flags| (flags, place(&flags.column)));
            let (at, values, statuses) = (place(&measure.column), Vec::new(), Vec::new());
            measures.push(Column { measure, at, flags, values, statuses });
        }
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
            leave_out,
            edition,
            lines: Vec::new(),
            faults,
            loaded: Loaded::default(),
            unknown_flags: BTreeMap::new(),
            bridged: BTreeMap::new(),
        })
    }

    fn row(&mut self, record: &Record, sheet: &dyn Sheet) -> Taken {
        let field = |at: usize| record.get(at).unwrap_or_default();
        for (at, left) in &self.leave_out {
            if left.values.iter().any(|value| value == field(*at).trim()) {
                return Taken::LeftOut(left.because.clone());
            }
        }
        let mut wrong = Vec::new();
        let fault = |fault: Fault, at: usize| {
            let fault = fault.at(sheet.place(record.at(), Some(at))).column(&sheet.columns()[at]);
            fault.value(field(at))
        };
        let mut keys = Vec::with_capacity(self.keys.len());
        for column in &mut self.keys {
            match column.key(record, self.description, self.codes, self.options) {
                Key::Is(at) => {
                    let text = field(column.at).trim();
                    if column.role == Role::Region && self.codes.counties.is_bridged(text) {
                        self.bridged.insert(record.at(), text.to_owned());
                    }
                    keys.push(at);
                }
                Key::LeaveOut(why) => return Taken::LeftOut(why),
                Key::Wrong(found) => wrong.push(fault(found, column.at)),
            }
        }
        let decimal = self.description.file.decimal();
        let mut figures = Vec::with_capacity(self.columns.len());
        for (measure, column) in self.columns.iter().enumerate() {
            let flag =
                column.flags.map_or(Status::Disclosed, |(flags, at)| flags.status(field(at)));
            if let (Status::Unknown, Some((_, at))) = (flag, column.flags) {
                let of = (sheet.columns()[at].clone(), field(at).trim().to_owned());
                let first = || (0, sheet.place(record.at(), Some(at)));
                self.unknown_flags.entry(of).or_insert_with(first).0 += 1;
            }
            let text = field(column.at);
            match figure(text, flag, column.measure, &self.description.marks, decimal) {
                Ok(found) => {
                    self.doubts.number(measure, text, found.value, record.at());
                    figures.push(found);
                }
                Err(found) => {
                    self.doubts.refused(measure, text);
                    wrong.push(fault(found, column.at));
                }
            }
        }
        if !wrong.is_empty() {
            return Taken::Wrong(wrong);
        }
        self.edition(&keys, self.edition.map(field), record.at());
        Taken::Kept(Row { keys, figures })
    }

    fn edition(&mut self, keys: &[u32], named: Option<&str>, at: u64) {
        let of = |role: Role| {
            let place = self.keys.iter().position(|column| column.role == role)?;
            keys.get(place).copied()
        };
        let period = of(Role::Period).unwrap_or(0);
        let codes = self.description.industry.as_ref().map(|industry| industry.codes);
        match (named, of(Role::Industry)) {
            (Some(named), _) => self.editions.named(period, named, at),
            (None, Some(industry)) if codes == Some(IndustryCodes::Naics) => {
                self.editions.seen(period, industry, at);
            }
            _ => {}
        }
    }

    fn take(&mut self, row: Taken, at: u64) {
        let row = match row {
            Taken::Kept(_) if self.options.skip.contains(&at) => {
                *self.loaded.left_out.entry("it repeats another row".to_owned()).or_default() += 1;
                return;
            }
            Taken::Kept(row) => row,
            Taken::LeftOut(why) => {
                *self.loaded.left_out.entry(why).or_default() += 1;
                return;
            }
            Taken::Wrong(faults) => {
                if self.options.keep_good {
                    *self.loaded.left_out.entry("it has a fault".to_owned()).or_default() += 1;
                } else {
                    self.faults.extend(faults);
                }
                return;
            }
        };
        self.doubts.row(&row.keys, &row.figures, at);
        let rank = self.rank(&row.keys);
        self.summaries.row(rank, &row.figures);
        self.loaded.rows += 1;
        for (column, key) in self.keys.iter_mut().zip(row.keys) {
            column.rows.push(Some(key));
        }
        for (column, figure) in self.columns.iter_mut().zip(row.figures) {
            column.values.push(figure.value);
            let status = Status::ALL.iter().position(|status| *status == figure.status);
            column.statuses.push(status.and_then(|at| u32::try_from(at).ok()));
        }
        self.lines.push(i64::try_from(at).ok());
    }

    /// How coarse a row is: the level of its industry, and whether it is of all values of each dimension.
    fn rank(&self, keys: &[u32]) -> Rank {
        let mut rank = Rank { level: 0, parts: 0 };
        for (column, key) in self.keys.iter().zip(keys) {
            let name = column.keys.names[*key as usize].as_str();
            match column.role {
                Role::Industry => rank.level = level(name),
                Role::Dimension => {
                    let own =
                        self.description.dimensions.iter().find(|own| own.name == column.name);
                    let total = own.and_then(|own| own.total.as_deref());
                    rank.parts += usize::from(total.is_some_and(|total| total != name));
                }
                Role::Region | Role::Period => {}
            }
        }
        rank
    }

    fn broken(&mut self, faults: &Faults) {
        if self.options.keep_good {
            let why = "it cannot be read".to_owned();
            *self.loaded.left_out.entry(why).or_default() += faults.count() as u64;
        } else {
            self.faults.extend(faults.iter().cloned());
        }
    }

    fn waiting(&self) -> usize {
        self.lines.len()
    }

    /// The rows that wait, as a block.
    fn block(&mut self) -> Result<Block, Faults> {
        let rows = self.lines.len();
        let mut columns: Vec<(String, Values)> = Vec::new();
        for column in &mut self.keys {
            let (names, at) = (column.keys.names.clone(), std::mem::take(&mut column.rows));
            columns.push((column.name.clone(), Values::Codes { names, at }));
        }
        if let Some(period) = self.description.period.as_ref().and_then(|period| period.is.as_ref())
        {
            let (names, at) = (vec![period.clone()], vec![Some(0); rows]);
            columns.push((PERIOD.to_owned(), Values::Codes { names, at }));
        }
        let statuses: Vec<String> =
            Status::ALL.iter().map(|status| status.name().to_owned()).collect();
        for column in &mut self.columns {
            let name = &column.measure.name;
            columns.push((name.clone(), Values::Numbers(std::mem::take(&mut column.values))));
            let (names, at) = (statuses.clone(), std::mem::take(&mut column.statuses));
            columns.push((format!("{name}{STATUS}"), Values::Codes { names, at }));
        }
        columns.push((LINE.to_owned(), Values::Whole(std::mem::take(&mut self.lines))));
        Block::new(columns).map_err(|error| Fault::new(error.what().to_owned()).into())
    }

    fn finish(
        mut self,
        sheet: &dyn Sheet,
        keep: &mut dyn FnMut(Block) -> Result<(), Fault>,
    ) -> Result<Loaded, Faults> {
        let place = |at: u64, column: Option<usize>| sheet.place(at, column);
        let Repeated { same, other } = self.doubts.repeated(!self.keys.is_empty());
        for (at, first) in other {
            let old: Vec<&String> =
                [at, first].iter().filter_map(|at| self.bridged.get(at)).collect();
            if old.is_empty() {
                let what =
                    format!("the same key stands at {} with other figures", place(first, None));
                self.faults.push(
                    Fault::new(what)
                        .at(place(at, None))
                        .cure("keep one; rows are neither added nor replaced"),
                );
            }
            self.loaded.apart.extend(old.into_iter().cloned());
        }
        let positions: Vec<usize> = self.columns.iter().map(|column| column.at).collect();
        let (faults, mut notes) = self.doubts.finish(&positions, sheet.columns(), &place);
        self.faults.extend(faults);
        let industry = self.keys.iter().find(|column| column.role == Role::Industry);
        let industries = industry.map_or(&[][..], |column| column.keys.names.as_slice());
        let naics = &self.codes.industries;
        self.faults.extend(self.editions.faults(industries, naics, &|at| sheet.place(at, None)));
        if !self.faults.is_empty() {
            return Err(self.faults);
        }
        keep(self.block()?)?;
        notes.extend(sheet.notes());
        notes.extend(self.keys.iter().flat_map(|column| column.keys.notes.iter().cloned()));
        for ((column, flag), (count, first)) in &self.unknown_flags {
            notes.push(format!(
                "flag `{flag}` in column {column} is not known, first at {first}: {count} rows are kept without figures"
            ));
        }
        if !same.is_empty() {
            let places: Vec<String> = same
                .iter()
                .map(|(at, first)| format!("{} repeats {}", place(*at, None), place(*first, None)))
                .take(5)
                .collect();
            notes.push(format!(
                "{} rows repeat others word for word and are left out: {}",
                same.len(),
                places.join(", ")
            ));
        }
        let period = self.keys.iter().find(|column| column.role == Role::Period);
        let mut periods: Vec<String> = match (&self.description.period, period) {
            (_, Some(column)) => column.keys.names.clone(),
            (Some(period), None) => period.is.clone().into_iter().collect(),
            (None, None) => Vec::new(),
        };
        periods.sort();
        if self.loaded.rows == 0 {
            notes.push("0 rows".to_owned());
        }
        self.loaded.repeated = same.into_iter().map(|(at, _)| at).collect();
        (self.loaded.notes, self.loaded.periods) = (notes, periods);
        self.loaded.summaries = self.summaries.finish();
        Ok(self.loaded)
    }
}

impl KeyColumn {
    fn key(
        &mut self,
        record: &Record,
        description: &Description,
        codes: &Codes,
        options: &Options,
    ) -> Key {
        let first = record.get(self.at).unwrap_or_default();
        let joined;
        let text = match self.second.and_then(|at| record.get(at)) {
            Some(second) => {
                joined = format!("{first}{PART}{second}");
                joined.as_str()
            }
            None => first,
        };
        let (role, name) = (self.role, self.name.as_str());
        self.keys.key(text, |text| read(role, name, text, description, codes, options))
    }
}

fn read(
    role: Role,
    name: &str,
    text: &str,
    description: &Description,
    codes: &Codes,
    options: &Options,
) -> Read {
    let fix = options.fix_codes;
    match (role, &description.region, &description.industry) {
        (Role::Region, Some(region), _) => match region.codes {
            RegionCodes::UsCounty if options.apart.contains(text.trim()) => {
                apart(text, &codes.counties)
            }
            RegionCodes::UsCounty => county(text, &codes.counties, region.totals, fix),
            RegionCodes::UsCountyInTwo => {
                let (state, own) = text.split_once(PART).unwrap_or((text, ""));
                let code = format!("{:0>2}{:0>3}", state.trim(), own.trim());
                county(&code, &codes.counties, region.totals, fix)
            }
            RegionCodes::Own => own(text, name),
        },
        (Role::Industry, _, Some(found)) => match found.codes {
            IndustryCodes::Naics => {
                industry(text, &codes.industries, &found.also, found.totals, fix)
            }
            IndustryCodes::Own => own(text, name),
        },
        (Role::Period, _, _) => match text.split_once(PART) {
            Some((year, quarter)) => time(year, Some(quarter)),
            None => time(text, None),
        },
        _ => any(text),
    }
}

/// How coarse a row is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    /// Dimensions of which it holds a part only.
    pub(super) parts: usize,
    /// Level of the industry: 0 for all of them, else its digits.
    pub(super) level: usize,
}

fn level(industry: &str) -> usize {
    match industry {
        "10" => 0,
        code => code.split('-').next().map_or(0, str::len),
    }
}
