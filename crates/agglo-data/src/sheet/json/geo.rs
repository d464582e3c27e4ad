//! `GeoJSON` (RFC 7946): a feature a row, its properties as columns, points with longitude and latitude.
//!
//! Shapes are checked (rings closed, places on the globe, rings that cross themselves named) but not handed over.

use crate::fault::{Fault, Faults};
use crate::intake::{Format, Named, Opened};
use crate::sheet::json::objects::member;
use crate::sheet::json::{File, Value, escaped, few, rings};
use crate::sheet::{Record, Sheet};

const AXES: [&str; 2] = ["longitude", "latitude"];
/// Rings that cross themselves and are named one by one.
const NAMED: usize = 10;

/// Whether a document is `GeoJSON`.
pub(crate) fn is(value: &Value) -> bool {
    let kind = value.get("type").and_then(Value::text);
    kind == Some("FeatureCollection") || kind == Some("Feature") && value.get("geometry").is_some()
}

/// Opens the features of a document.
pub(crate) fn open(file: File, mut value: Value) -> Result<Opened, Faults> {
    let features = match value.take("features") {
        Some(Value::List(features)) => features,
        _ if value.get("geometry").is_some() => vec![value],
        _ => return Err(Fault::new("the collection has no list of features").into()),
    };
    let mut faults = Faults::default();
    let mut drawn = rings::Drawn::default();
    for (at, feature) in features.iter().enumerate() {
        let place = format!("/features/{at}");
        if let Some(geometry) = feature.get("geometry").filter(|own| **own != Value::Null) {
            faults.extend(drawn.add(geometry, &place));
        }
    }
    let columns = columns(&features);
    faults.extend(few(&columns, file.columns).err());
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut notes = file.notes;
    notes.extend(drawn.crossing.iter().take(NAMED).map(|place| format!("{place} crosses itself")));
    if let Some(more) = drawn.crossing.len().checked_sub(NAMED + 1) {
        notes.push(format!("and {} more rings that cross themselves", more + 1));
    }
    if features.is_empty() {
        notes.push("0 rows: the collection is empty".to_owned());
    }
    let sheet = Features { columns, all: features, next: 0, notes };
    let (name, extent) = (file.name, drawn.extent());
    let named = Named { name, format: Format::GeoJson, extent, sheet: Box::new(sheet) };
    Ok(Opened::Tables(vec![named]))
}

/// `id` where features have one, every property, the two axes.
fn columns(features: &[Value]) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    let mut columns = Vec::new();
    if features.iter().any(|feature| feature.get("id").is_some()) {
        columns.push("id".to_owned());
    }
    seen.extend(columns.iter().cloned());
    for feature in features {
        for (key, _) in feature.get("properties").map_or(&[][..], Value::members) {
            if !seen.contains(&**key) {
                seen.insert(key.to_string());
                columns.push(key.to_string());
            }
        }
    }
    let axes = AXES.iter().filter(|axis| !seen.contains(**axis));
    columns.extend(axes.map(|axis| (*axis).to_owned()));
    columns
}

/// The features of a collection.
struct Features {
    columns: Vec<String>,
    all: Vec<Value>,
    next: usize,
    notes: Vec<String>,
}

impl Sheet for Features {
    fn columns(&self) -> &[String] {
        &self.columns
    }

    fn read(&mut self, record: &mut Record) -> Result<bool, Faults> {
        let at = self.next;
        let Some(feature) = self.all.get(at) else { return Ok(false) };
        self.next += 1;
        record.start(at as u64);
        let point = feature
            .get("geometry")
            .filter(|geometry| geometry.get("type").and_then(Value::text) == Some("Point"));
        let properties = feature.get("properties").unwrap_or(&Value::Null);
        for (hint, column) in self.columns.iter().enumerate() {
            let own = member(properties, column, hint)
                .or_else(|| feature.get("id").filter(|_| column == "id"));
            let axis = AXES.iter().position(|axis| axis == column);
            let coordinate = axis.and_then(|axis| point?.get("coordinates")?.items().get(axis));
            let text = own.or(coordinate).map_or(Some(String::new()), Value::plain);
            let nested = || {
                let fault = Fault::new("a list or an object inside a property");
                fault.at(self.place(at as u64, Some(hint)))
            };
            record.push(&text.ok_or_else(nested)?);
        }
        Ok(true)
    }

    fn place(&self, at: u64, column: Option<usize>) -> String {
        let name = column.and_then(|column| self.columns.get(column));
        match name {
            Some(name) => format!("/features/{at}/properties/{}", escaped(name)),
            None => format!("/features/{at}"),
        }
    }

    fn notes(&self) -> Vec<String> {
        self.notes.clone()
    }
}
