//! What is held already: entries by what they say, and the last word on each thing.

use std::collections::{BTreeMap, BTreeSet};

use agglo::engage::event::{Body, Entry};
use jiff::civil::Date;
use serde_json::Value;

use crate::exchange::cell::normal;
use crate::exchange::standing::Standing;

/// An entry with its texts in one form, as text, without its day.
fn canonical(entry: &Entry) -> String {
    let mut value = serde_json::to_value(entry).unwrap_or_default();
    settle(&mut value);
    if let Some(own) = value.as_object_mut() {
        own.remove("happened");
    }
    value.to_string()
}

fn settle(value: &mut Value) {
    match value {
        Value::String(text) if text.is_ascii() && text.trim().len() == text.len() => {}
        Value::String(text) => *text = normal(text),
        Value::Array(all) => all.iter_mut().for_each(settle),
        Value::Object(all) => all.values_mut().for_each(settle),
        _ => {}
    }
}

/// Whether an entry is held.
pub(super) enum Held {
    Not,
    Stands,
    /// A row of the same file says the same.
    Row(usize),
}

/// Entries that stand, by what they say.
pub(super) struct Known {
    held: BTreeMap<String, Vec<(Date, usize)>>,
    used: BTreeSet<usize>,
    described: BTreeMap<(String, Option<Date>), usize>,
}

impl Known {
    pub(super) fn of(stands: &[Standing]) -> Self {
        let mut held: BTreeMap<String, Vec<(Date, usize)>> = BTreeMap::new();
        for (at, standing) in stands.iter().enumerate() {
            let entry = &standing.entry;
            held.entry(canonical(entry)).or_default().push((entry.happened, at));
        }
        Self { held, used: BTreeSet::new(), described: BTreeMap::new() }
    }

    /// Whether the entry of a row is held; it is from now on.
    pub(super) fn has(&mut self, entry: &Entry, is_dated: bool, row: usize) -> Held {
        let text = canonical(entry);
        let day = is_dated.then_some(entry.happened);
        let all = self.held.get(&text).map_or(&[] as &[_], Vec::as_slice);
        let mut alike = all.iter().filter(|(own, _)| day.is_none_or(|day| day == *own));
        if entry.body.kind().is_named() {
            if alike.next().is_some() {
                return Held::Stands;
            }
            let first = *self.described.entry((text, day)).or_insert(row);
            return if first == row { Held::Not } else { Held::Row(first) };
        }
        let free = alike.map(|(_, at)| *at).find(|at| !self.used.contains(at));
        match free {
            Some(at) => {
                self.used.insert(at);
                Held::Stands
            }
            None => Held::Not,
        }
    }
}

/// What stands, by what it is about: the last word on each record that has an id, and on each thing of which
/// the last word counts.
pub(super) struct Latest<'a>(BTreeMap<String, &'a Standing>);

impl<'a> Latest<'a> {
    pub(super) fn of(stands: &'a [Standing]) -> Self {
        let mut last: BTreeMap<String, &Standing> = BTreeMap::new();
        for own in stands {
            let keys = [own.entry.id.as_deref().map(by_id), about(&own.entry.body)];
            for key in keys.into_iter().flatten() {
                let held = last.entry(within(&own.entry, &key)).or_insert(own);
                if (held.entry.happened, held.sequence) <= (own.entry.happened, own.sequence) {
                    *held = own;
                }
            }
        }
        Self(last)
    }

    pub(super) fn like(&self, entry: &Entry) -> Option<&'a Standing> {
        let key = entry.id.as_deref().map(by_id).or_else(|| about(&entry.body))?;
        self.0.get(&within(entry, &key)).copied()
    }
}

fn by_id(id: &str) -> String {
    format!("#{id}")
}

/// A key among those of a region and a kind.
fn within(entry: &Entry, key: &str) -> String {
    format!("{}\n{}\n{key}", entry.region, entry.body.kind().word())
}

/// What an entry is about, of the kinds whose last word on one thing counts.
fn about(body: &Body) -> Option<String> {
    match body {
        Body::Money(own) => Some(format!("{}\n{}", own.subject, own.quarter)),
        Body::Link(own) => Some(format!("{}\n{}\n{}", own.a, own.b, own.kind.word())),
        Body::Goal(_) => Some(String::new()),
        _ => None,
    }
}

/// What a body says, with its texts in one form.
pub(super) fn settled(body: &Body) -> Value {
    let mut value = serde_json::to_value(body).unwrap_or_default();
    settle(&mut value);
    value
}
