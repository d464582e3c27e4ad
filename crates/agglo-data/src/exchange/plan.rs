//! What an import would do: which rows are new, which are known, which change a record, which are refused.
//!
//! A row is *the same* as an event that stands if region, day, speaker, source, note, id, kind and all fields
//! are alike; a row without a day is alike on any day. Each event makes one row the same, so that two sales
//! of one amount on one day stay two; a named record that is described twice alike is described once.

use std::collections::{BTreeMap, BTreeSet};

use agglo::engage::event::{Body, Correct, Entry, Event, Kind};
use agglo::engage::record::{Cut, Ground, admit, fold};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use crate::exchange::cell::normal;
use crate::exchange::read::Row;
use crate::exchange::row::{self, Defaults};
use crate::exchange::standing::{Standing, standing};
use crate::fault::Fault;

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// It is entered.
    New,
    /// It is known: nothing is entered.
    Same,
    /// A record is described anew, or an event corrected.
    Changed,
    /// It is refused.
    Refused,
}

/// A field that a row changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The field.
    pub field: String,
    /// What stands.
    pub was: String,
    /// What the row says.
    pub is: String,
}

/// A row and what becomes of it.
#[derive(Clone, Debug, Serialize)]
pub struct RowPlan {
    /// Where it stands.
    pub place: String,
    /// The word of its kind.
    pub kind: &'static str,
    /// What becomes of it.
    pub fate: Fate,
    /// The id of its record.
    pub id: Option<String>,
    /// What it changes.
    pub changes: Vec<Change>,
    /// Why it is refused.
    pub faults: Vec<String>,
}

/// What an import would do.
#[derive(Debug, Default)]
pub struct Plan {
    /// What would be entered, in an order in which each is admitted after those before it.
    pub entries: Vec<Entry>,
    /// Each row, in the order of the file.
    pub rows: Vec<RowPlan>,
    /// All faults, in the order of the file.
    pub faults: Vec<Fault>,
    /// What a person should know.
    pub notes: Vec<String>,
}

impl Plan {
    /// Rows of a fate.
    pub fn count(&self, fate: Fate) -> usize {
        self.rows.iter().filter(|row| row.fate == fate).count()
    }
}

/// What rows are held against.
#[derive(Clone, Copy, Debug)]
pub struct Against<'a> {
    /// All events of the programme.
    pub events: &'a [Event],
    /// Today, and the regions.
    pub ground: &'a Ground<'a>,
    /// What rows leave open.
    pub defaults: &'a Defaults<'a>,
    /// When the entries would be made.
    pub now: Timestamp,
    /// The file, for the reason of corrections.
    pub file: &'a str,
}

/// Plans an import.
pub fn plan(rows: &[Row], against: &Against<'_>) -> Plan {
    let stands = standing(against.events);
    let mut known = Known::of(&stands);
    let mut plan = Plan::default();
    let mut waiting = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let mut told = RowPlan {
            place: row.place.clone(),
            kind: row.kind.word(),
            fate: Fate::New,
            id: None,
            changes: Vec::new(),
            faults: Vec::new(),
        };
        match row::entry(row, against.defaults) {
            Err(faults) => refuse(&mut told, faults, &mut plan.faults),
            Ok(entry) => {
                told.id.clone_from(&entry.id);
                let is_dated = row.values.contains_key("date");
                if known.has(&entry, is_dated) {
                    told.fate = Fate::Same;
                } else {
                    let entry = changed(entry, &stands, against, &mut told);
                    if let Some(entry) = entry {
                        waiting.push((at, entry));
                    }
                }
            }
        }
        plan.rows.push(told);
    }
    twice(rows, &waiting, &mut plan.notes);
    rounds(rows, waiting, against, &mut plan);
    plan
}

fn refuse(told: &mut RowPlan, faults: Vec<Fault>, all: &mut Vec<Fault>) {
    told.fate = Fate::Refused;
    told.faults = faults.iter().map(ToString::to_string).collect();
    all.extend(faults);
}

/// An entry with its texts in one form, as text; without the day where that is asked for.
fn canonical(entry: &Entry, is_dated: bool) -> String {
    let mut value = serde_json::to_value(entry).unwrap_or_default();
    settle(&mut value);
    if let Some(own) = value.as_object_mut().filter(|_| !is_dated) {
        own.remove("happened");
    }
    value.to_string()
}

fn settle(value: &mut Value) {
    match value {
        Value::String(text) => *text = normal(text),
        Value::Array(all) => all.iter_mut().for_each(settle),
        Value::Object(all) => all.values_mut().for_each(settle),
        _ => {}
    }
}

/// Entries that stand, by what they say.
struct Known {
    dated: BTreeMap<String, Vec<usize>>,
    undated: BTreeMap<String, Vec<usize>>,
    used: BTreeSet<usize>,
    described: BTreeSet<String>,
}

impl Known {
    fn of(stands: &[Standing]) -> Self {
        let mut own = Self {
            dated: BTreeMap::new(),
            undated: BTreeMap::new(),
            used: BTreeSet::new(),
            described: BTreeSet::new(),
        };
        for (at, standing) in stands.iter().enumerate() {
            let entry = &standing.entry;
            own.dated.entry(canonical(entry, true)).or_default().push(at);
            own.undated.entry(canonical(entry, false)).or_default().push(at);
        }
        own
    }

    /// Whether an entry is known; it is from now on.
    fn has(&mut self, entry: &Entry, is_dated: bool) -> bool {
        let text = canonical(entry, is_dated);
        let held = if is_dated { &self.dated } else { &self.undated };
        let all = held.get(&text).map_or(&[] as &[usize], Vec::as_slice);
        if entry.body.kind().is_named() {
            return !all.is_empty() || !self.described.insert(text);
        }
        let free = all.iter().find(|at| !self.used.contains(at)).copied();
        free.is_some_and(|at| self.used.insert(at))
    }
}

/// Kinds whose last word on one thing counts: whether two are about one thing.
fn is_about_one(a: &Body, b: &Body) -> bool {
    match (a, b) {
        (Body::Money(a), Body::Money(b)) => a.subject == b.subject && a.quarter == b.quarter,
        (Body::Link(a), Body::Link(b)) => (&a.a, &a.b, a.kind) == (&b.a, &b.b, b.kind),
        (Body::Goal(_), Body::Goal(_)) => true,
        _ => false,
    }
}

/// The entry that a row becomes where something like it stands; nothing where it says no more.
fn changed(
    entry: Entry,
    stands: &[Standing],
    against: &Against<'_>,
    told: &mut RowPlan,
) -> Option<Entry> {
    let kind = entry.body.kind();
    let is_other = |own: &&Standing| {
        own.entry.region == entry.region
            && own.entry.body.kind() == kind
            && match &entry.id {
                Some(id) => own.entry.id.as_ref() == Some(id),
                None => is_about_one(&own.entry.body, &entry.body),
            }
    };
    let last = stands.iter().filter(is_other).max_by_key(|own| (own.entry.happened, own.sequence));
    let Some(last) = last else { return Some(entry) };
    told.changes = changes(&last.entry, &entry);
    if kind.is_named() || entry.id.is_none() {
        if entry.happened >= last.entry.happened {
            told.fate = Fate::Changed;
        }
        return Some(entry);
    }
    // A counted record has its number: what is said of it now corrects what was said.
    let is_alike = settled(&last.entry.body) == settled(&entry.body);
    if is_alike && last.entry.happened == entry.happened {
        told.fate = Fate::Same;
        return None;
    }
    told.fate = Fate::Changed;
    let correct = Correct {
        event: last.sequence,
        happened_on: (last.entry.happened != entry.happened).then_some(entry.happened),
        fields: told.changes.iter().map(|own| own.field.clone()).collect(),
        instead: Box::new(entry.body),
        because: format!("import of {}", against.file),
    };
    let day = against.defaults.day.max(last.entry.happened);
    let mut correction = Entry::new(&entry.region, day, Body::Correct(correct));
    correction.source = entry.source;
    Some(correction)
}

fn settled(body: &Body) -> Value {
    let mut value = serde_json::to_value(body).unwrap_or_default();
    settle(&mut value);
    value
}

fn changes(was: &Entry, is: &Entry) -> Vec<Change> {
    let flat = |entry: &Entry| {
        let mut own = BTreeMap::from([("date".to_owned(), entry.happened.to_string())]);
        for (name, text) in [("source", &entry.source), ("note", &entry.note)] {
            own.insert(name.to_owned(), text.clone().unwrap_or_default());
        }
        let body = settled(&entry.body);
        for (name, value) in body.pointer("/body").and_then(Value::as_object).into_iter().flatten()
        {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            own.insert(name.clone(), text);
        }
        own
    };
    let (was, is) = (flat(was), flat(is));
    let names: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    let of =
        |all: &BTreeMap<String, String>, name: &String| all.get(name).cloned().unwrap_or_default();
    names
        .into_iter()
        .map(|name| Change { field: name.clone(), was: of(&was, name), is: of(&is, name) })
        .filter(|change| change.was != change.is)
        .collect()
}

/// Says where a file describes one record more than once.
fn twice(rows: &[Row], waiting: &[(usize, Entry)], notes: &mut Vec<String>) {
    let mut seen: BTreeMap<(&str, Kind, &str), usize> = BTreeMap::new();
    for (at, entry) in waiting {
        let Some(id) = entry.id.as_deref().filter(|_| entry.body.kind().is_named()) else {
            continue;
        };
        let kind = entry.body.kind();
        if let Some(first) = seen.insert((&entry.region, kind, id), *at) {
            let (first, place) = (&rows[first].place, &rows[*at].place);
            notes.push(format!(
                "{first} and {place} describe one {}, `{id}`: the later day counts",
                kind.word()
            ));
        }
    }
}

/// Admits entries in rounds: what refers to rows of the same file waits until they are admitted.
fn rounds(rows: &[Row], mut waiting: Vec<(usize, Entry)>, against: &Against<'_>, plan: &mut Plan) {
    let mut events = against.events.to_vec();
    let mut next = events.last().map_or(1, |event| event.sequence + 1);
    loop {
        let record = fold(events.clone(), &Cut::ALL);
        let mut ids: BTreeMap<String, Kind> = BTreeMap::new();
        let (mut left, mut progress) = (Vec::new(), false);
        for (at, entry) in waiting {
            let mut faults: Vec<Fault> = admit(&entry, &record, against.ground)
                .iter()
                .map(|error| located(error, &rows[at]))
                .collect();
            if let Some(id) = &entry.id {
                let kind = entry.body.kind();
                let other = *ids.entry(id.clone()).or_insert(kind);
                if other != kind {
                    let what = format!("`{id}` is the id of a {} in the same file", other.word());
                    faults.push(Fault::new(what).at(rows[at].place.clone()));
                }
            }
            if faults.is_empty() {
                progress = true;
                events.push(Event { sequence: next, entered: against.now, entry: entry.clone() });
                next += 1;
                plan.entries.push(entry);
            } else {
                left.push((at, entry, faults));
            }
        }
        if left.is_empty() {
            break;
        }
        if !progress {
            for (at, _, faults) in left {
                refuse(&mut plan.rows[at], faults, &mut plan.faults);
            }
            break;
        }
        waiting = left.into_iter().map(|(at, entry, _)| (at, entry)).collect();
    }
}

/// A fault of an entry, where its row stands.
fn located(error: &agglo::Error, row: &Row) -> Fault {
    let field = error.place().unwrap_or_default();
    let place = row.places.get(field).unwrap_or(&row.place);
    let mut fault = Fault::new(error.what()).at(place.clone());
    if !field.is_empty() {
        fault = fault.column(field);
    }
    match error.advice() {
        Some(advice) => fault.cure(advice),
        None => fault,
    }
}
