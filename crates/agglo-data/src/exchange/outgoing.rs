//! What may leave a programme: every writer of an export reads this and nothing else.
//!
//! Inside, all fields stand. Shared, the law of what may leave holds ([`agglo::engage::leaving`]): it is the same for
//! views and for exports. Here stands only which fields name a person and which hold free text.

use std::collections::{BTreeMap, BTreeSet};

use agglo::engage::event::{Event, Kind};
use agglo::engage::leaving::Law;
use jiff::Timestamp;
use serde_json::Value;

use crate::exchange::standing::{Standing, standing};

/// How much goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Everything but sealed names: for those who keep the programme.
    Inside,
    /// What anybody may read.
    Shared,
}

/// A record as it goes out.
#[derive(Clone, Debug, PartialEq)]
pub struct Outgoing {
    /// The event's place in the chain.
    pub sequence: u64,
    /// When it was entered.
    pub entered: Timestamp,
    /// Its kind.
    pub kind: Kind,
    /// Its fields.
    pub values: BTreeMap<String, Value>,
    /// Fields that are withheld.
    pub withheld: BTreeSet<String>,
}

impl Outgoing {
    /// The text of a field; nothing where there is none.
    pub fn text(&self, field: &str) -> Option<&str> {
        self.values.get(field).and_then(Value::as_str)
    }

    /// The texts of a list.
    pub fn texts(&self, field: &str) -> Vec<&str> {
        let all = self.values.get(field).and_then(Value::as_array);
        all.into_iter().flatten().filter_map(Value::as_str).collect()
    }

    fn withhold(&mut self, field: &str) {
        if self.values.remove(field).is_some() {
            self.withheld.insert(field.to_owned());
        }
    }
}

/// Fields that name a person.
const PERSONS: [&str; 3] = ["said_by", "rater", "owner"];

/// Texts that people write freely, by whichever kind has them.
const FREE: [&str; 17] = [
    "note",
    "source",
    "heard",
    "text",
    "because",
    "influenced",
    "problem",
    "holder",
    "red_line",
    "place",
    "places",
    "evidence",
    "owner_after",
    "revenue_after",
    "shocks",
    "group",
    "category",
];

/// Fields that are withheld where they tell of what is a person's own.
const OTHERS: [&str; 3] = ["owner_group", "idea", "to"];

/// Whether an export for outsiders may say of a field that it is withheld although it holds text.
pub(super) fn may_withhold(field: &str) -> bool {
    PERSONS.contains(&field) || FREE.contains(&field) || OTHERS.contains(&field)
}

/// What goes out of what stands of events, and what stays inside, in words.
pub fn outgoing(events: &[Event], reach: Reach) -> (Vec<Outgoing>, Vec<String>) {
    let stands = standing(events);
    let all =
        stands.iter().filter(|own| crate::exchange::field::KINDS.contains(&own.entry.body.kind()));
    if reach == Reach::Inside {
        return (all.map(flat).collect(), Vec::new());
    }
    let law = Law::of(events);
    let mut stays: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut out = Vec::new();
    for standing in all {
        if law.stays(&standing.entry) {
            *stays.entry(standing.entry.body.kind().word()).or_default() += 1;
            continue;
        }
        out.push(shared(standing, &law));
    }
    let stays = stays.into_iter().map(|(kind, count)| {
        format!("{count} of the kind {kind} stay inside: each is about one person, or few")
    });
    (out, stays.collect())
}

pub(super) fn flat(standing: &Standing) -> Outgoing {
    let entry = serde_json::to_value(&standing.entry).unwrap_or_default();
    let mut values = BTreeMap::new();
    for (name, value) in entry.as_object().into_iter().flatten() {
        match name.as_str() {
            "kind" | "body" => {}
            "happened" => drop(values.insert("date".to_owned(), value.clone())),
            _ => drop(values.insert(name.clone(), value.clone())),
        }
    }
    for (name, value) in entry.get("body").and_then(Value::as_object).into_iter().flatten() {
        values.insert(name.clone(), value.clone());
    }
    Outgoing {
        sequence: standing.sequence,
        entered: standing.entered,
        kind: standing.entry.body.kind(),
        values,
        withheld: BTreeSet::new(),
    }
}

fn shared(standing: &Standing, law: &Law) -> Outgoing {
    let mut out = flat(standing);
    for field in PERSONS {
        out.withhold(field);
    }
    out.withhold("owner_group");
    if !law.tells_words(standing.sequence, &standing.entry) {
        for field in FREE {
            out.withhold(field);
        }
        // To whom something was promised may be a person; what is answered is a number.
        if out.kind == Kind::Promise {
            out.withhold("to");
        }
    }
    let idea = out.text("idea").and_then(|text| text.parse().ok());
    if idea.is_some_and(|idea| law.is_own(&idea)) {
        out.withhold("idea");
    }
    for field in law.untold(standing.sequence, &standing.entry.body) {
        out.withhold(field);
    }
    out
}
