//! What is different between two vintages: rows that came, rows that went, figures that say something else.
//!
//! Files that both vintages have are not opened; the others are walked side by side in the order of their keys,
//! so that memory holds one group of rows of each.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use agglo::Error;

use crate::lake::block::{Kind, Values};
use crate::lake::card::{ColumnCard, Role};
use crate::lake::difference::{Change, Counts, Difference, Told, Value, What, how};
use crate::lake::manifest::{Object, VintageId};
use crate::lake::merge::{Cursor, Merge, compare};
use crate::lake::place::Place;
use crate::lake::{AsOf, Lake};

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
    /// `E0421` where there is no such dataset or vintage, or its rows were forgotten; `E0401` and `E0402` where
    /// the lake cannot be read.
    pub fn changes(
        &self,
        dataset: &str,
        from: &VintageId,
        to: &VintageId,
    ) -> Result<Changes, Error> {
        let from = self.kept(dataset, &AsOf::Vintage(from.clone()))?.manifest;
        let to = self.kept(dataset, &AsOf::Vintage(to.clone()))?.manifest;
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
