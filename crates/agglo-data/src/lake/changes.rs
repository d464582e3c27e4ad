//! What is different between two vintages: rows that came, rows that went, figures that say something else.
//!
//! Files that both vintages have are not opened; the others are walked side by side in the order of their keys,
//! so that memory holds one group of rows of each.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use agglo::Error;
use serde::Serialize;

use crate::lake::block::{Kind, Values};
use crate::lake::card::{ColumnCard, Role};
use crate::lake::manifest::{Object, VintageId};
use crate::lake::merge::{Cursor, Merge, compare};
use crate::lake::place::Place;
use crate::lake::{AsOf, Lake};

/// The status of a figure that its publisher hides.
const WITHHELD: &str = "withheld";
/// The status of a figure that is not there.
const MISSING: &str = "missing";

/// One value.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// A code or other text.
    Code(String),
    /// A whole number.
    Whole(i64),
    /// A number.
    Number(f64),
}

/// A figure as one vintage tells it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Told {
    /// The figure.
    pub value: Option<Value>,
    /// Its status.
    pub status: Option<Value>,
    /// The least it can be.
    pub low: Option<Value>,
    /// The most it can be.
    pub high: Option<Value>,
    /// The publisher's own flags.
    pub flags: Option<Value>,
}

impl Told {
    fn says(&self, status: &str) -> bool {
        matches!(&self.status, Some(Value::Code(own)) if own == status)
    }

    fn is_there(&self) -> bool {
        self.value.is_some() && !self.says(MISSING)
    }
}

/// How a figure differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// It was published and is published, as another number.
    Revised,
    /// It was withheld and is published.
    Disclosed,
    /// It was published and is withheld.
    Withheld,
    /// There was none and there is one.
    Filled,
    /// There was one and there is none.
    Emptied,
    /// The number is the same, its status is another.
    Restated,
    /// Only what is known of it beside is different: bounds, flags.
    Annotated,
}

/// One figure of a row that differs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// Which.
    pub measure: String,
    /// How.
    pub how: How,
    /// As it was.
    pub was: Told,
    /// As it is.
    pub is: Told,
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// It was not there.
    New,
    /// It is not there any more.
    Withdrawn,
    /// Figures of it differ.
    Changed(Vec<Difference>),
}

/// One row that is not as it was.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// Its period; empty where the dataset has none.
    pub period: String,
    /// Its keys, in the order of [`Changes::keys`].
    pub keys: Vec<Option<Value>>,
    /// What became of it.
    pub what: What,
}

/// Numbers of changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Rows that were not there.
    pub new: u64,
    /// Rows that are not there any more.
    pub withdrawn: u64,
    /// Rows of which a figure differs.
    pub changed: u64,
    /// Figures that differ, by how.
    pub figures: BTreeMap<How, u64>,
}

/// A walk over the rows that differ, period by period and in the order of their keys within one.
pub struct Changes {
    place: Place,
    keys: Vec<String>,
    columns: Vec<(String, Kind)>,
    figures: Vec<Figure>,
    periods: VecDeque<Period>,
    open: Option<(String, Merge, Merge)>,
    counts: BTreeMap<String, Counts>,
    is_over: bool,
}

/// The files of a period that only one of the vintages has.
struct Period {
    name: String,
    was: Vec<Object>,
    is: Vec<Object>,
}

/// A measure, and the places of the columns that speak of it.
struct Figure {
    measure: String,
    value: usize,
    status: Option<usize>,
    low: Option<usize>,
    high: Option<usize>,
    flags: Option<usize>,
}

impl Lake {
    /// What is different in the vintage `to` from the vintage `from`. Where a row stood in its file does not
    /// matter.
    ///
    /// # Errors
    ///
    /// `E0421` where there is no such dataset or vintage; `E0401` and `E0402` where the lake cannot be read.
    pub fn changes(
        &self,
        dataset: &str,
        from: &VintageId,
        to: &VintageId,
    ) -> Result<Changes, Error> {
        let from = self.vintage(dataset, &AsOf::Vintage(from.clone()))?.manifest;
        let to = self.vintage(dataset, &AsOf::Vintage(to.clone()))?.manifest;
        // A later vintage may have more columns, and one that replaced all may have fewer.
        let more = from.columns.iter().filter(|column| to.kind(&column.name).is_none());
        let stored: Vec<_> = to.columns.iter().chain(more).collect();
        let card = |name: &str| to.card.column(name).or_else(|| from.card.column(name));
        let role = |name: &str| card(name).map(|column| column.role);
        let mut columns: Vec<(String, Kind)> = stored
            .iter()
            .filter(|column| role(&column.name).is_some_and(|role| role != Role::Line))
            .map(|column| (column.name.clone(), column.kind))
            .collect();
        columns.sort_by_key(|(name, _)| role(name) != Some(Role::Key));
        let keys = columns.iter().take_while(|(name, _)| role(name) == Some(Role::Key));
        let keys: Vec<String> = keys.map(|(name, _)| name.clone()).collect();
        let cards: Vec<&ColumnCard> = columns.iter().filter_map(|(name, _)| card(name)).collect();
        Ok(Changes {
            place: self.place(dataset)?,
            figures: figures(&cards),
            keys,
            columns,
            periods: periods(from.objects, to.objects),
            open: None,
            counts: BTreeMap::new(),
            is_over: false,
        })
    }
}

fn periods(was: Vec<Object>, is: Vec<Object>) -> VecDeque<Period> {
    let hashes = |objects: &[Object]| -> BTreeSet<String> {
        objects.iter().map(|object| object.sha256.clone()).collect()
    };
    let (before, after) = (hashes(&was), hashes(&is));
    let mut periods: BTreeMap<String, (Vec<Object>, Vec<Object>)> = BTreeMap::new();
    for object in was.into_iter().filter(|object| !after.contains(&object.sha256)) {
        periods.entry(object.period.clone()).or_default().0.push(object);
    }
    for object in is.into_iter().filter(|object| !before.contains(&object.sha256)) {
        periods.entry(object.period.clone()).or_default().1.push(object);
    }
    periods.into_iter().map(|(name, (was, is))| Period { name, was, is }).collect()
}

/// Each measure with its columns; a column that speaks of all measures, where it is no status, by itself.
fn figures(columns: &[&ColumnCard]) -> Vec<Figure> {
    let own = |of: &str, role: Role| {
        columns.iter().position(|column| column.role == role && column.of.as_deref() == Some(of))
    };
    let common =
        |role: Role| columns.iter().position(|column| column.role == role && column.of.is_none());
    let mut figures = Vec::new();
    for (value, column) in columns.iter().enumerate() {
        let measure = column.name.clone();
        let is_alone =
            column.of.is_none() && matches!(column.role, Role::Low | Role::High | Role::Flags);
        if column.role == Role::Measure {
            figures.push(Figure {
                value,
                status: own(&measure, Role::Status).or_else(|| common(Role::Status)),
                low: own(&measure, Role::Low),
                high: own(&measure, Role::High),
                flags: own(&measure, Role::Flags),
                measure,
            });
        } else if is_alone {
            let (status, low, high, flags) = (None, None, None, None);
            figures.push(Figure { measure, value, status, low, high, flags });
        }
    }
    figures
}

impl Changes {
    /// The names of the keys, in order.
    pub fn keys(&self) -> &[String] {
        &self.keys
    }

    /// Numbers of changes by period: of those that were walked over so far, of all once the walk is over.
    pub fn counts(&self) -> &BTreeMap<String, Counts> {
        &self.counts
    }

    /// Walks to the end and counts.
    ///
    /// # Errors
    ///
    /// `E0401` and `E0402` where a file cannot be read.
    pub fn counted(mut self) -> Result<BTreeMap<String, Counts>, Error> {
        for change in self.by_ref() {
            change?;
        }
        Ok(self.counts)
    }

    fn step(&mut self) -> Result<Option<Change>, Error> {
        loop {
            let Some((period, mut was, mut is)) = self.next_open()? else { return Ok(None) };
            let (one, other) = (least(&was)?, least(&is)?);
            let order = match (one, other) {
                (None, None) => continue,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(one), Some(other)) => one.compare(other, self.keys.len()),
            };
            let found = match (order, one, other) {
                (Ordering::Equal, Some(one), Some(other)) => {
                    let differences = differences(&self.figures, one, other);
                    (!differences.is_empty()).then(|| (self.told(one), What::Changed(differences)))
                }
                (Ordering::Greater, _, Some(other)) => Some((self.told(other), What::New)),
                (_, Some(one), _) => Some((self.told(one), What::Withdrawn)),
                _ => None,
            };
            if order.is_le() {
                was.step()?;
            }
            if order.is_ge() {
                is.step()?;
            }
            let change = found.map(|(keys, what)| Change { period: period.clone(), keys, what });
            self.open = Some((period, was, is));
            if let Some(change) = change {
                self.counts.entry(change.period.clone()).or_default().add(&change.what);
                return Ok(Some(change));
            }
        }
    }

    /// The files at hand, or those of the next period.
    fn next_open(&mut self) -> Result<Option<(String, Merge, Merge)>, Error> {
        if let Some(open) = self.open.take() {
            return Ok(Some(open));
        }
        let Some(Period { name, was, is }) = self.periods.pop_front() else { return Ok(None) };
        let keys = self.keys.len();
        let was = Merge::open(&self.place, &was, &self.columns, keys)?;
        let is = Merge::open(&self.place, &is, &self.columns, keys)?;
        Ok(Some((name, was, is)))
    }

    fn told(&self, cursor: &Cursor) -> Vec<Option<Value>> {
        cursor
            .values
            .iter()
            .take(self.keys.len())
            .map(|values| value(values, cursor.row()))
            .collect()
    }
}

impl Iterator for Changes {
    type Item = Result<Change, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let step = self.step().transpose();
        self.is_over = !matches!(step, Some(Ok(_)));
        step
    }
}

impl Counts {
    fn add(&mut self, what: &What) {
        match what {
            What::New => self.new += 1,
            What::Withdrawn => self.withdrawn += 1,
            What::Changed(differences) => {
                self.changed += 1;
                for difference in differences {
                    *self.figures.entry(difference.how).or_default() += 1;
                }
            }
        }
    }
}

fn least(merge: &Merge) -> Result<Option<&Cursor>, Error> {
    match merge.least() {
        Ok(least) => Ok(least.map(|least| &merge.cursors[least])),
        Err(keys) => {
            let keys: Vec<String> =
                keys.into_iter().map(|(name, value)| format!("{name} `{value}`")).collect();
            Err(Error::new("E0402", format!("a vintage holds a row twice: {}", keys.join(", "))))
        }
    }
}

fn differences(figures: &[Figure], was: &Cursor, is: &Cursor) -> Vec<Difference> {
    let differs = |at: usize| compare(&was.values[at], was.row(), &is.values[at], is.row()).is_ne();
    let changed = figures.iter().filter(|figure| {
        let beside = [figure.status, figure.low, figure.high, figure.flags];
        differs(figure.value) || beside.into_iter().flatten().any(differs)
    });
    changed
        .map(|figure| {
            let (was, is) = (figure.told(was), figure.told(is));
            Difference { measure: figure.measure.clone(), how: how(&was, &is), was, is }
        })
        .collect()
}

fn how(was: &Told, is: &Told) -> How {
    match (was.says(WITHHELD), is.says(WITHHELD)) {
        (true, false) if is.is_there() => How::Disclosed,
        (false, true) if was.is_there() => How::Withheld,
        (true, true) => How::Annotated,
        _ => match (was.is_there(), is.is_there()) {
            (false, true) => How::Filled,
            (true, false) => How::Emptied,
            _ if was.value != is.value => How::Revised,
            _ if was.status != is.status => How::Restated,
            _ => How::Annotated,
        },
    }
}

impl Figure {
    fn told(&self, cursor: &Cursor) -> Told {
        let at = |place: Option<usize>| value(&cursor.values[place?], cursor.row());
        Told {
            value: at(Some(self.value)),
            status: at(self.status),
            low: at(self.low),
            high: at(self.high),
            flags: at(self.flags),
        }
    }
}

fn value(values: &Values, row: usize) -> Option<Value> {
    match values {
        Values::Codes { names, at } => at[row].map(|at| Value::Code(names[at as usize].clone())),
        Values::Whole(values) => values[row].map(Value::Whole),
        Values::Numbers(values) => values[row].map(Value::Number),
    }
}
