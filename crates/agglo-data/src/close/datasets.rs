//! What became of each dataset between two states of a lake: new periods, revised figures, regions made or
//! dissolved.

use std::collections::{BTreeMap, BTreeSet};

use agglo::base::estimate::{Estimate, Provenance, Withheld};
use agglo::close::{Cause, DatasetChange, Held, Named, Revised, State as Became, of_row};
use agglo::{Error, Figure};

use crate::lake::{AsOf, Change, Difference, How, Lake, State, Told, Value, Vintage, What};
use crate::lake::{PERIOD, REGION};

/// Which causes a dataset brings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Causes {
    /// Regions came or went in known periods.
    pub boundary: bool,
    /// Figures of known periods and regions are told otherwise.
    pub revision: bool,
    /// Periods, or the dataset, are new.
    pub new_data: bool,
}

impl Causes {
    /// What two datasets bring together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            boundary: self.boundary || other.boundary,
            revision: self.revision || other.revision,
            new_data: self.new_data || other.new_data,
        }
    }
}

/// What became of every dataset of the later state, by name.
///
/// # Errors
///
/// `E0421` where the rows of a vintage were forgotten; `E0401` and `E0402` where the lake cannot be read.
pub fn datasets(lake: &Lake, was: &State, is: &State) -> Result<Vec<DatasetChange>, Error> {
    let mut found = Vec::new();
    for (dataset, id) in is {
        let now = lake.vintage(dataset, &AsOf::Vintage(id.clone()))?;
        let before = match was.get(dataset) {
            Some(id) => Some(lake.vintage(dataset, &AsOf::Vintage(id.clone()))?),
            None => None,
        };
        found.push(match &before {
            None => new(&now),
            Some(before) if before.id == now.id => same(&now),
            Some(before) => changed(lake, dataset, before, &now)?,
        });
    }
    Ok(found)
}

/// Which causes a change of a dataset brings.
pub fn causes(change: &DatasetChange) -> Causes {
    let came_or_went = change.rows_came + change.rows_went > 0;
    let is_changed = change.state == Became::Changed;
    Causes {
        boundary: !change.regions_came.is_empty() || !change.regions_went.is_empty(),
        revision: is_changed && (came_or_went || !change.revised.is_empty()),
        new_data: change.new_rows > 0,
    }
}

fn bare(vintage: &Vintage, state: Became, was: Option<&Vintage>) -> DatasetChange {
    let card = &vintage.manifest.card;
    DatasetChange {
        dataset: card.dataset.clone(),
        title: card.title.clone(),
        agency: card.agency.clone(),
        state,
        was: was.map(|was| was.id.to_string()),
        is: vintage.id.to_string(),
        new_periods: Vec::new(),
        new_rows: 0,
        rows_came: 0,
        rows_went: 0,
        revised: Vec::new(),
        regions_came: Vec::new(),
        regions_went: Vec::new(),
        rows_touched: 0,
        rows: vintage.rows(),
    }
}

fn same(vintage: &Vintage) -> DatasetChange {
    bare(vintage, Became::Same, Some(vintage))
}

fn new(vintage: &Vintage) -> DatasetChange {
    let mut periods: BTreeMap<String, u64> = BTreeMap::new();
    for object in vintage.manifest.objects.iter().filter(|object| !object.period.is_empty()) {
        *periods.entry(object.period.clone()).or_default() += object.rows;
    }
    let change = bare(vintage, Became::New, None);
    let (new_rows, rows_touched) = (change.rows, change.rows);
    DatasetChange { new_periods: named(periods), new_rows, rows_touched, ..change }
}

fn named(counts: BTreeMap<String, u64>) -> Vec<Named> {
    counts.into_iter().map(|(name, rows)| Named { name, rows }).collect()
}

/// Figures of one measure that differ.
#[derive(Default)]
struct Tally {
    cells: u64,
    disclosed: u64,
    hidden: u64,
    largest: Option<(f64, String)>,
    net: f64,
    is_known: bool,
}

/// Rows that differ, on the way.
#[derive(Default)]
struct Counted {
    new_periods: BTreeMap<String, u64>,
    regions: [BTreeMap<String, u64>; 2],
    came: u64,
    went: u64,
    touched: u64,
    measures: BTreeMap<String, Tally>,
}

fn changed(
    lake: &Lake,
    dataset: &str,
    was: &Vintage,
    is: &Vintage,
) -> Result<DatasetChange, Error> {
    let mut changes = lake.changes(dataset, &was.id, &is.id)?;
    let keys = changes.keys().to_vec();
    let region = keys.iter().position(|key| key == REGION);
    let regions = (lake.regions(dataset, was)?, lake.regions(dataset, is)?);
    let periods = (set(was), set(is));
    let mut counted = Counted::default();
    for change in changes.by_ref() {
        let change = change?;
        let name = region.and_then(|at| change.keys.get(at)?.as_ref()).map(text);
        let region = name.as_deref().map_or(Held::Both, |name| held(&regions, name));
        let cause = of_row(held(&periods, &change.period), region);
        counted.add(cause, &keys, &change, name);
    }
    let state = if counted.touched == 0 { Became::Same } else { Became::Changed };
    let [regions_came, regions_went] = counted.regions.map(named);
    let card = &is.manifest.card;
    let unit = |name: &str| card.column(name).and_then(|own| own.unit.clone()).unwrap_or_default();
    let revised = counted.measures.into_iter().map(|(measure, tally)| {
        let unit = unit(&measure);
        tally.told(measure, unit, dataset)
    });
    Ok(DatasetChange {
        new_rows: counted.new_periods.values().sum(),
        new_periods: named(counted.new_periods),
        rows_came: counted.came,
        rows_went: counted.went,
        revised: revised.collect(),
        regions_came,
        regions_went,
        rows_touched: counted.touched,
        ..bare(is, state, Some(was))
    })
}

fn set(vintage: &Vintage) -> BTreeSet<String> {
    vintage.manifest.objects.iter().map(|object| object.period.clone()).collect()
}

fn held((before, now): &(BTreeSet<String>, BTreeSet<String>), name: &str) -> Held {
    match (before.contains(name), now.contains(name)) {
        (true, false) => Held::Before,
        (false, true) => Held::Now,
        _ => Held::Both,
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Code(code) => code.clone(),
        Value::Whole(number) => number.to_string(),
        Value::Number(number) => number.to_string(),
    }
}

impl Counted {
    fn add(&mut self, cause: Cause, keys: &[String], change: &Change, region: Option<String>) {
        self.touched += 1;
        match (cause, &change.what) {
            (Cause::NewData, _) => {
                *self.new_periods.entry(change.period.clone()).or_default() += 1;
            }
            (Cause::Boundary, what) => {
                let side = usize::from(*what != What::New);
                *self.regions[side].entry(region.unwrap_or_default()).or_default() += 1;
            }
            (_, What::New) => self.came += 1,
            (_, What::Withdrawn) => self.went += 1,
            (_, What::Changed(differences)) => {
                for difference in differences {
                    self.measures
                        .entry(difference.measure.clone())
                        .or_default()
                        .add(difference, || at(keys, change));
                }
            }
        }
    }
}

/// The keys of a row in words.
fn at(keys: &[String], change: &Change) -> String {
    let pairs = keys.iter().zip(&change.keys);
    let told = pairs.filter_map(|(key, value)| Some(format!("{key} {}", text(value.as_ref()?))));
    let mut told: Vec<String> = told.collect();
    if !change.period.is_empty() && !keys.iter().any(|key| key == PERIOD) {
        told.push(format!("{PERIOD} {}", change.period));
    }
    told.join(", ")
}

impl Tally {
    fn add(&mut self, difference: &Difference, at: impl FnOnce() -> String) {
        self.cells += 1;
        self.disclosed += u64::from(difference.how == How::Disclosed);
        self.hidden += u64::from(difference.how == How::Withheld);
        if difference.how != How::Revised {
            return;
        }
        let (Some(was), Some(is)) = (number(&difference.was), number(&difference.is)) else {
            return;
        };
        let change = is - was;
        (self.net, self.is_known) = (self.net + change, true);
        if self.largest.as_ref().is_none_or(|(largest, _)| change.abs() > largest.abs()) {
            self.largest = Some((change, at()));
        }
    }

    fn told(self, measure: String, unit: String, dataset: &str) -> Revised {
        let figure = |value: Option<f64>| {
            let none = || Withheld::undefined("no cell was told before and is told otherwise now");
            let provenance = Provenance::new("revision/1", [dataset.into()]);
            Figure::from(
                value.ok_or_else(none).and_then(|value| Estimate::exact(value, provenance)),
            )
        };
        let Self { cells, disclosed, hidden, .. } = self;
        let (largest, largest_at) = self.largest.unzip();
        let (largest, net) = (figure(largest), figure(self.is_known.then_some(self.net)));
        let largest_at = largest_at.unwrap_or_default();
        Revised { measure, unit, cells, disclosed, hidden, largest, largest_at, net }
    }
}

fn number(told: &Told) -> Option<f64> {
    match told.value.as_ref()? {
        Value::Whole(number) => Some(*number as f64),
        Value::Number(number) => Some(*number),
        Value::Code(_) => None,
    }
}
