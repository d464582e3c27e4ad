//! From a row's fields to an entry.

use agglo::engage::event::{Body, Entry, Kind, slug};
use jiff::civil::Date;
use serde_json::{Map, Value, json};

use crate::exchange::cell::MARK;
use crate::exchange::field::{HEAD, fields};
use crate::exchange::known;
use crate::exchange::read::Row;
use crate::fault::Fault;

/// What a row leaves to be known from elsewhere.
#[derive(Clone, Copy, Debug)]
pub struct Defaults<'a> {
    /// The region of a row that names none.
    pub region: Option<&'a str>,
    /// The day of a row that names none.
    pub day: Date,
}

/// Fields that refer to counted records, and the kind that a bare number counts.
const REFERENCES: [(&str, &str); 6] = [
    ("listening", "listening"),
    ("input", "input"),
    ("idea", "idea"),
    ("of", "idea"),
    ("to", "said"),
    ("named_in", "listening"),
];

/// The entry of a row; its faults where it is none.
pub(super) fn entry(row: &Row, defaults: &Defaults<'_>) -> Result<Entry, Vec<Fault>> {
    let mut faults = row.faults.clone();
    let text = |name: &str| row.values.get(name).and_then(Value::as_str).map(str::to_owned);
    let Some(region) = text("region").or_else(|| defaults.region.map(str::to_owned)) else {
        faults.push(
            Fault::new("the programme has several regions, and the row names none")
                .at(row.place.clone())
                .cure("add a column region, or say --region ID"),
        );
        return Err(faults);
    };
    let bad = |field: &str| row.faults.iter().any(|fault| fault.column.as_deref() == Some(field));
    for field in fields(row.kind).iter().filter(|own| own.is_required) {
        let is_usual = usual(row).iter().any(|(name, _)| *name == field.name);
        if !row.values.contains_key(field.name.as_str()) && !is_usual && !bad(&field.name) {
            let place = row.places.get(field.name.as_str()).unwrap_or(&row.place).clone();
            let is_withheld = row.withheld.iter().any(|(own, _)| *own == field.name);
            let what = if is_withheld { "is withheld, and nothing stands" } else { "is missing" };
            faults.push(Fault::new(what).at(place).column(&field.name));
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut own = Map::new();
    for (name, value) in &row.values {
        if !HEAD.contains(name) {
            own.insert((*name).to_owned(), named(row.kind, name, &referred(name, value)));
        }
    }
    for (field, usual) in usual(row) {
        own.entry(field).or_insert_with(|| json!(usual));
    }
    let body = Body::read(row.kind, Value::Object(own)).map_err(|error| {
        let what = format!("the row is no {}: {error}", row.kind.word());
        vec![Fault::new(what).at(row.place.clone())]
    })?;
    let day = text("date").and_then(|day| day.parse().ok()).unwrap_or(defaults.day);
    let mut entry = Entry::new(&region, day, body);
    entry.source = text("source");
    let status = row.withheld.iter().map(|(_, column)| (column.clone(), MARK.to_owned()));
    let more: Vec<(String, String)> = row.more.iter().cloned().chain(status).collect();
    entry.note = note(text("note"), &more);
    entry.is_public = row.values.get("public").and_then(Value::as_bool).unwrap_or(false);
    entry.id = text("id").map(|id| slug(&id));
    if entry.id.is_none() && row.kind.is_named() {
        entry.id = entry.body.name().map(slug).filter(|id| !id.is_empty());
    }
    if let Some(key) = text("said_by") {
        let place = row.places.get("said_by").unwrap_or(&row.place).clone();
        entry.said_by = Some(key.parse().map_err(|what: String| vec![Fault::new(what).at(place)])?);
    }
    Ok(entry)
}

/// What an agreement says where its table has no such column: the least that it can.
fn usual(row: &Row) -> Vec<(&'static str, &'static str)> {
    let all = [("kind", "coordinates"), ("confirmed", "a")];
    let lacks = |field: &str| row.kind == Kind::Link && !row.places.contains_key(field);
    all.into_iter().filter(|(field, _)| lacks(field)).collect()
}

/// Ids of named records; where a table has their names, the ids that those give.
fn named(kind: Kind, name: &str, value: &Value) -> Value {
    let is_id = match name {
        "a" | "b" => kind == Kind::Link,
        "partner" | "lead" | "area" | "areas" | "initiative" | "venture" | "piece" | "carriers"
        | "after" | "excludes" | "with" => true,
        _ => false,
    };
    match value {
        Value::String(text) if is_id => json!(slug(text)),
        Value::Array(all) if is_id => all.iter().map(|own| named(kind, name, own)).collect(),
        other => other.clone(),
    }
}

/// A bare number refers to the kind that the field usually holds.
fn referred(name: &str, value: &Value) -> Value {
    let Some((_, kind)) = REFERENCES.iter().find(|(field, _)| *field == name) else {
        return value.clone();
    };
    match value {
        Value::String(text) if text.parse::<u32>().is_ok() => json!(format!("{kind}:{text}")),
        Value::Array(all) => all.iter().map(|own| referred(name, own)).collect(),
        other => other.clone(),
    }
}

/// The note, with what has no field of its own.
fn note(own: Option<String>, more: &[(String, String)]) -> Option<String> {
    let more = more.iter().map(|(name, text)| match known::plain(name).as_str() {
        // What describes a thing needs no name.
        "description" | "more" => text.clone(),
        _ => format!("{name}: {text}"),
    });
    let all: Vec<String> = own.into_iter().chain(more).collect();
    (!all.is_empty()).then(|| all.join("; "))
}
