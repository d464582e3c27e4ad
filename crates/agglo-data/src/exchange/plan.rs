//! What an import would do: which rows are new, which are known, which change a record, which are refused.
//!
//! A row is *the same* as an event that stands if region, day, speaker, source, note, id, kind and all fields
//! are alike; a row without a day is alike on any day. Each event makes one row the same, so that two sales
//! of one amount on one day stay two; a named record that is described twice alike is described once.

use std::collections::{BTreeMap, BTreeSet};

use agglo::engage::event::{Body, Correct, Entry, Event, Kind};
use agglo::engage::record::{Cut, Ground, Names, admit_among, fold};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;

use crate::exchange::held::{Held, Known, Latest, settled};
use crate::exchange::keep::Keeping;
use crate::exchange::read::Row;
use crate::exchange::row::{self, Defaults};
use crate::exchange::standing::standing;
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
    /// Where a cell says that a value is withheld which stands here, and is kept.
    pub kept: BTreeSet<String>,
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
    let latest = Latest::of(&stands);
    let mut plan = Plan::default();
    let mut waiting = Vec::new();
    let rows = Keeping::of(&stands, rows).all(rows, against.defaults, &mut plan.kept);
    let rows: &[Row] = &rows;
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
                match known.has(&entry, is_dated, at) {
                    Held::Stands => told.fate = Fate::Same,
                    Held::Row(first) => {
                        told.fate = Fate::Same;
                        plan.notes.push(same(&rows[first], row, &entry));
                    }
                    Held::Not => {
                        let entry = changed(entry, &latest, against, &mut told);
                        waiting.extend(entry.map(|entry| (at, entry)));
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

fn same(first: &Row, row: &Row, entry: &Entry) -> String {
    let (kind, id) = (row.kind.word(), entry.id.as_deref().unwrap_or_default());
    format!("{} and {} say the same of one {kind}, `{id}`", first.place, row.place)
}

fn refuse(told: &mut RowPlan, faults: Vec<Fault>, all: &mut Vec<Fault>) {
    told.fate = Fate::Refused;
    told.faults = faults.iter().map(ToString::to_string).collect();
    all.extend(faults);
}

/// The entry that a row becomes where something like it stands; nothing where it says no more.
fn changed(
    entry: Entry,
    latest: &Latest<'_>,
    against: &Against<'_>,
    told: &mut RowPlan,
) -> Option<Entry> {
    let kind = entry.body.kind();
    let Some(last) = latest.like(&entry) else { return Some(entry) };
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

/// Says where a file describes one record more than once on one day; on several days it has a history.
fn twice(rows: &[Row], waiting: &[(usize, Entry)], notes: &mut Vec<String>) {
    let mut seen: BTreeMap<(&str, Kind, &str, Date), usize> = BTreeMap::new();
    for (at, entry) in waiting {
        let Some(id) = entry.id.as_deref().filter(|_| entry.body.kind().is_named()) else {
            continue;
        };
        let kind = entry.body.kind();
        if let Some(first) = seen.insert((&entry.region, kind, id, entry.happened), *at) {
            let (first, place) = (&rows[first].place, &rows[*at].place);
            notes.push(format!(
                "{first} and {place} describe one {} on one day, `{id}`: the later row counts",
                kind.word()
            ));
        }
    }
}

/// Admits entries in rounds: what refers to rows of the same file waits until they are admitted.
fn rounds(rows: &[Row], waiting: Vec<(usize, Entry)>, against: &Against<'_>, plan: &mut Plan) {
    let mut admitting =
        Admitting { rows, against, events: against.events.to_vec(), ids: BTreeMap::new(), plan };
    // What others refer to comes first: it refers to nothing else.
    let is_first = |(_, entry): &(usize, Entry)| {
        let kind = entry.body.kind();
        kind.is_named() || matches!(kind, Kind::Listening | Kind::Idea)
    };
    let (first, mut rest): (Vec<_>, Vec<_>) = waiting.into_iter().partition(is_first);
    let left = admitting.all(first);
    rest.extend(left.into_iter().map(|(at, entry, _)| (at, entry)));
    for (at, _, faults) in admitting.all(rest) {
        refuse(&mut admitting.plan.rows[at], faults, &mut admitting.plan.faults);
    }
}

/// Entries on their way in.
struct Admitting<'a> {
    rows: &'a [Row],
    against: &'a Against<'a>,
    events: Vec<Event>,
    /// Kinds of the ids that rows of this file bring.
    ids: BTreeMap<String, Kind>,
    plan: &'a mut Plan,
}

/// A row's place, its entry, and why it is not admitted.
type Left = Vec<(usize, Entry, Vec<Fault>)>;

impl Admitting<'_> {
    /// Round after round, until none admits one more.
    fn all(&mut self, mut waiting: Vec<(usize, Entry)>) -> Left {
        while !waiting.is_empty() {
            let count = waiting.len();
            let left = self.round(waiting);
            if left.is_empty() || left.len() == count {
                return left;
            }
            waiting = left.into_iter().map(|(at, entry, _)| (at, entry)).collect();
        }
        Vec::new()
    }

    fn round(&mut self, waiting: Vec<(usize, Entry)>) -> Left {
        let record = fold(self.events.clone(), &Cut::ALL);
        let names = Names::of(&record);
        let mut left = Left::new();
        for (at, entry) in waiting {
            let row = &self.rows[at];
            let mut faults: Vec<Fault> = admit_among(&entry, &names, self.against.ground)
                .iter()
                .map(|error| located(error, row))
                .collect();
            faults.extend(self.other_kind(&entry).map(|fault| fault.at(row.place.clone())));
            if faults.is_empty() {
                let sequence = self.events.last().map_or(1, |event| event.sequence + 1);
                let entered = self.against.now;
                self.events.push(Event { sequence, entered, entry: entry.clone() });
                self.plan.entries.push(entry);
            } else {
                left.push((at, entry, faults));
            }
        }
        left
    }

    /// Refuses an id that a row of another kind has in the same file.
    fn other_kind(&mut self, entry: &Entry) -> Option<Fault> {
        let (id, kind) = (entry.id.as_ref()?, entry.body.kind());
        let other = *self.ids.entry(id.clone()).or_insert(kind);
        (other != kind)
            .then(|| Fault::new(format!("`{id}` is the id of a {} in the same file", other.word())))
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
