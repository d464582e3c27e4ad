//! SDMX-JSON 1 and 2: observations, flat or by series, their dimensions and attributes spelled out.
//!
//! `value` is the first measure, `flags` the attribute `OBS_STATUS`, `action` what a dataset asks to be done with
//! its rows.

use crate::fault::{Fault, Faults};
use crate::intake::{Format, Opened};
use crate::sheet::delimited::twice;
use crate::sheet::json::{File, Value, escaped, few, table};
use crate::sheet::{Record, Sheet};

/// Whether a document is SDMX-JSON.
pub(crate) fn is(value: &Value) -> bool {
    let header = value.get("header").or_else(|| value.get("meta"));
    data(value).get("dataSets").is_some()
        || header.is_some() && (value.get("data").is_some() || value.get("structure").is_some())
}

/// Where datasets and structures stand: at the top, or under `data` from version 1.0 of the message on.
fn data(value: &Value) -> &Value {
    value.get("data").filter(|data| matches!(data, Value::Object(_))).unwrap_or(value)
}

/// Opens the observations of a message.
pub(crate) fn open(file: File, mut value: Value) -> Result<Opened, Faults> {
    let mut data = match value.take("data") {
        Some(data @ Value::Object(_)) => data,
        _ => value,
    };
    let Some(Value::List(sets)) = data.take("dataSets").filter(|sets| !sets.items().is_empty())
    else {
        return Ok(Opened::Structure("SDMX-JSON without a dataset, no data".to_owned()));
    };
    let structures = data.get("structures").map_or(&[][..], Value::items);
    let structures: Vec<&Value> = data.get("structure").into_iter().chain(structures).collect();
    let Some(&first) = structures.first() else {
        return Err(Fault::new("the message describes no structure").into());
    };
    if structures.len() > 1 {
        let what = format!("the message holds {} structures", structures.len());
        return Err(Fault::new(what).cure("ask for one dataflow at a time").into());
    }
    let shape = Shape::of(first);
    let columns = shape.columns();
    let mut faults = Faults::default();
    faults.extend(twice(&columns));
    faults.extend(few(&columns, file.columns).err());
    let mut order = Vec::new();
    for (set, value) in sets.iter().enumerate() {
        for observation in observations(value) {
            order.push((set, observation));
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut notes = file.notes;
    notes.extend(first.get("name").and_then(Value::text).map(|name| format!("label: {name}")));
    Ok(Opened::Tables(vec![table(
        file.name,
        Format::SdmxJson,
        Observations { columns, shape, sets, order, next: 0, notes },
    )]))
}

/// Series (where there are series) and observation of every observation of a dataset.
fn observations(set: &Value) -> Vec<(Option<usize>, usize)> {
    let flat = set.get("observations").map_or(&[][..], Value::members);
    let mut all: Vec<_> = (0..flat.len()).map(|at| (None, at)).collect();
    let series = set.get("series").map_or(&[][..], Value::members);
    for (at, (_, one)) in series.iter().enumerate() {
        let own = one.get("observations").map_or(0, |own| own.members().len());
        all.extend((0..own).map(|observation| (Some(at), observation)));
    }
    all
}

/// A dimension or an attribute with the values that it takes.
#[derive(Clone)]
struct Component {
    id: String,
    position: usize,
    values: Vec<String>,
}

impl Component {
    fn list(value: Option<&Value>) -> Vec<Self> {
        let one = |value: &Value| Self {
            id: value.get("id").and_then(Value::text).unwrap_or("unnamed").to_owned(),
            position: value.get("keyPosition").and_then(Value::count).unwrap_or(usize::MAX),
            values: value.get("values").map_or(&[][..], Value::items).iter().map(code).collect(),
        };
        value.map_or(&[][..], Value::items).iter().map(one).collect()
    }
}

/// The code of a value, its name where it has none.
fn code(value: &Value) -> String {
    let member = ["id", "value", "name"].iter().find_map(|key| value.get(key)?.plain());
    member.or_else(|| value.plain()).unwrap_or_default()
}

/// Where dimensions and attributes hang: dataset, series, observation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Set,
    Series,
    Observation,
}

const LEVELS: [(Level, &str); 3] =
    [(Level::Set, "dataSet"), (Level::Series, "series"), (Level::Observation, "observation")];

/// The components of a message.
struct Shape {
    dimensions: Vec<(Level, usize, Component)>,
    attributes: Vec<(Level, usize, Component)>,
    /// Values of an observation that are measures.
    measures: usize,
}

impl Shape {
    fn of(structure: &Value) -> Self {
        let all = |kind: &str| {
            let level = |(level, key): (Level, &'static str)| {
                let list = Component::list(structure.at(&[kind, key]));
                list.into_iter().enumerate().map(move |(at, component)| (level, at, component))
            };
            LEVELS.into_iter().flat_map(level).collect::<Vec<_>>()
        };
        let mut dimensions = all("dimensions");
        dimensions.sort_by_key(|(_, _, component)| component.position);
        let measures =
            structure.at(&["measures", "observation"]).map_or(1, |own| own.items().len());
        Self { dimensions, attributes: all("attributes"), measures: measures.max(1) }
    }

    fn columns(&self) -> Vec<String> {
        let id = |(_, _, component): &(Level, usize, Component)| component.id.clone();
        let others = self.attributes.iter().map(id).filter(|id| id != FLAGS);
        let figures = ["value", "flags", "action"].map(str::to_owned);
        self.dimensions.iter().map(id).chain(figures).chain(others).collect()
    }
}

/// The attribute that is the column `flags`.
const FLAGS: &str = "OBS_STATUS";

/// The observations of a message, one by one.
struct Observations {
    columns: Vec<String>,
    shape: Shape,
    sets: Vec<Value>,
    order: Vec<(usize, (Option<usize>, usize))>,
    next: usize,
    notes: Vec<String>,
}

/// An observation with all around it.
struct One<'a> {
    set: &'a Value,
    series: Option<&'a (Box<str>, Value)>,
    key: &'a str,
    cells: &'a [Value],
    measures: usize,
}

impl One<'_> {
    /// Position of a dimension's value.
    fn key(&self, level: Level, at: usize) -> Option<usize> {
        let key = match level {
            Level::Set => return Some(0),
            Level::Series => &*self.series?.0,
            Level::Observation => self.key,
        };
        key.split(':').nth(at)?.parse().ok()
    }

    /// Position or text of an attribute's value.
    fn attribute(&self, level: Level, at: usize) -> Option<&Value> {
        match level {
            Level::Set => self.set.get("attributes")?.items().get(at),
            Level::Series => self.series?.1.get("attributes")?.items().get(at),
            Level::Observation => self.cells.get(self.measures + at),
        }
    }
}

impl Observations {
    fn one(&self, at: usize) -> Option<One<'_>> {
        let (set, (series, observation)) = *self.order.get(at)?;
        let set = self.sets.get(set)?;
        let series = match series {
            Some(at) => Some(set.get("series")?.members().get(at)?),
            None => None,
        };
        let holder = series.map_or(set, |(_, series)| series);
        let (key, cells) = holder.get("observations")?.members().get(observation)?;
        let cells = cells.items();
        Some(One { set, series, key, cells, measures: self.shape.measures })
    }

    fn write(&self, one: &One<'_>, record: &mut Record) -> Result<(), Fault> {
        for (level, at, component) in &self.shape.dimensions {
            let value = one.key(*level, *at).and_then(|value| component.values.get(value));
            let Some(value) = value else {
                let what = format!("the key `{}` names no value of {}", one.key, component.id);
                return Err(Fault::new(what));
            };
            record.push(value);
        }
        let value = one.cells.first().map_or(Some(String::new()), Value::plain);
        record.push(&value.ok_or_else(|| Fault::new("the value is not a number"))?);
        let flags = self.shape.attributes.iter().find(|(_, _, own)| own.id == FLAGS);
        record.push(&flags.map_or(Ok(String::new()), |flags| attribute(one, flags))?);
        record.push(one.set.get("action").and_then(Value::text).unwrap_or_default());
        for own in self.shape.attributes.iter().filter(|(_, _, own)| own.id != FLAGS) {
            record.push(&attribute(one, own)?);
        }
        Ok(())
    }
}

/// The text of an attribute: a position in its list, or the text itself.
fn attribute(
    one: &One<'_>,
    (level, at, component): &(Level, usize, Component),
) -> Result<String, Fault> {
    let Some(found) = one.attribute(*level, *at) else { return Ok(String::new()) };
    match found.count() {
        Some(place) if !component.values.is_empty() => component
            .values
            .get(place)
            .cloned()
            .ok_or_else(|| Fault::new(format!("{place} is no value of {}", component.id))),
        _ => Ok(found.plain().unwrap_or_default()),
    }
}

impl Sheet for Observations {
    fn columns(&self) -> &[String] {
        &self.columns
    }

    fn read(&mut self, record: &mut Record) -> Result<bool, Faults> {
        let at = self.next;
        if at >= self.order.len() {
            return Ok(false);
        }
        self.next += 1;
        record.start(at as u64);
        let written = match self.one(at) {
            Some(one) => self.write(&one, record),
            None => Err(Fault::new("an observation that is no list")),
        };
        written.map_err(|fault| fault.at(self.place(at as u64, None)))?;
        Ok(true)
    }

    fn place(&self, at: u64, _column: Option<usize>) -> String {
        let at = usize::try_from(at).unwrap_or(usize::MAX);
        let (Some((set, _)), Some(one)) = (self.order.get(at), self.one(at)) else {
            return "/dataSets".to_owned();
        };
        let series =
            one.series.map_or(String::new(), |(key, _)| format!("/series/{}", escaped(key)));
        format!("/dataSets/{set}{series}/observations/{}", escaped(one.key))
    }

    fn notes(&self) -> Vec<String> {
        self.notes.clone()
    }
}
