//! What may leave a programme: every writer of an export reads this and nothing else.
//!
//! Inside, all fields stand. Shared, nothing is said of fewer than five people: counts from 1 to 4 are
//! withheld, and with them whatever would give them back by subtraction; what one person said, owns or
//! rated stays inside, and so do keys of persons and texts that were not marked public.

use std::collections::{BTreeMap, BTreeSet};

use agglo::engage::event::{Body, Entry, Kind, Reference};
use jiff::Timestamp;
use serde_json::Value;

use crate::exchange::standing::Standing;

/// Fewest people of whom something is said outside.
pub const FEWEST: u64 = 5;

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

    fn whole(&self, field: &str) -> Option<u64> {
        self.values.get(field).and_then(Value::as_u64)
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

/// What goes out of what stands, and what stays inside, in words.
pub fn outgoing(stands: &[Standing], reach: Reach) -> (Vec<Outgoing>, Vec<String>) {
    let all =
        stands.iter().filter(|own| crate::exchange::field::KINDS.contains(&own.entry.body.kind()));
    if reach == Reach::Inside {
        return (all.map(flat).collect(), Vec::new());
    }
    let persons = Personal::of(stands);
    let mut stays: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut out = Vec::new();
    for standing in all {
        let kind = standing.entry.body.kind();
        if persons.keeps(&standing.entry) {
            *stays.entry(kind.word()).or_default() += 1;
            continue;
        }
        out.push(shared(standing, &persons));
    }
    let stays = stays.into_iter().map(|(kind, count)| {
        format!("{count} of the kind {kind} stay inside: each is about one person, or few")
    });
    (out, stays.collect())
}

fn flat(standing: &Standing) -> Outgoing {
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

/// Records that are about one person, or a few: ideas and ventures that were not marked public.
struct Personal {
    ids: BTreeSet<String>,
}

impl Personal {
    fn of(stands: &[Standing]) -> Self {
        let is_own = |entry: &&Entry| {
            !entry.is_public && matches!(entry.body, Body::Idea(_) | Body::Venture(_))
        };
        let entries = stands.iter().map(|own| &own.entry);
        Self { ids: entries.filter(is_own).filter_map(|entry| entry.id.clone()).collect() }
    }

    fn holds(&self, of: &Reference) -> bool {
        match of {
            Reference::Named(id) => self.ids.contains(id),
            // Whose idea has which number is known inside alone.
            Reference::Number(..) => true,
        }
    }

    /// Whether an entry stays inside.
    fn keeps(&self, entry: &Entry) -> bool {
        match &entry.body {
            Body::Rating(_) => true,
            Body::Idea(_) | Body::Venture(_) => !entry.is_public,
            Body::Stage(own) => !entry.is_public && self.holds(&own.of),
            Body::Money(own) => self.ids.contains(&own.subject),
            Body::Outcome(own) => !own.consent || self.ids.contains(&own.subject),
            Body::Innovation(own) => own.venture.as_ref().is_some_and(|id| self.ids.contains(id)),
            _ => false,
        }
    }
}

fn shared(standing: &Standing, persons: &Personal) -> Outgoing {
    let mut out = flat(standing);
    for field in PERSONS {
        out.withhold(field);
    }
    out.withhold("owner_group");
    if !standing.entry.is_public {
        for field in FREE {
            out.withhold(field);
        }
        // To whom something was promised may be a person; what is answered is a number.
        if out.kind == Kind::Promise {
            out.withhold("to");
        }
    }
    if let Some(idea) = out.text("idea").map(str::to_owned)
        && persons.ids.contains(&idea)
    {
        out.withhold("idea");
    }
    counts(standing, &mut out);
    out
}

/// Units of what is no count of people.
const RATES: [&str; 7] = ["%", "pt", "share", "USD", "EUR", "GBP", "years"];

/// From 1 to 4 people.
fn is_few(count: u64) -> bool {
    (1..FEWEST).contains(&count)
}

/// Groups of people by name.
fn groups(value: Option<&Value>) -> BTreeMap<String, u64> {
    let all = value.and_then(Value::as_array);
    all.into_iter()
        .flatten()
        .filter_map(|own| Some((own.get("name")?.as_str()?.to_owned(), own.get("n")?.as_u64()?)))
        .collect()
}

/// Withholds counts of few people, and what would give them back.
fn counts(standing: &Standing, out: &mut Outgoing) {
    match out.kind {
        Kind::Listening | Kind::Engagement => participants(standing, out),
        Kind::Vouch => vouches(out),
        _ => {}
    }
    let own: &[&str] = match out.kind {
        Kind::Listening | Kind::Engagement => &["n"],
        Kind::Vouch => &["n", "reject"],
        Kind::Partner => &["reach"],
        Kind::Innovation => &["users"],
        Kind::Venture => &["jobs"],
        Kind::Outcome if out.text("unit").is_none_or(|unit| !RATES.contains(&unit)) => &["value"],
        _ => &[],
    };
    for field in own {
        let value = out.values.get(*field).and_then(Value::as_f64);
        // A part of a person is a person.
        let is_small = value.is_some_and(|value| value.abs() > 0.0 && value.abs() < FEWEST as f64);
        if is_small || differs_by_few(standing, out, field) {
            out.withhold(field);
        }
    }
}

/// Whether a correction moved a count by so few that the two outputs tell of them.
fn differs_by_few(standing: &Standing, out: &Outgoing, field: &str) -> bool {
    let Some(now) = out.values.get(field).and_then(Value::as_f64) else { return false };
    standing.before.iter().any(|body| {
        let before = serde_json::to_value(body).unwrap_or_default();
        let before = before.pointer(&format!("/body/{field}")).and_then(Value::as_f64);
        before.is_some_and(|before| {
            let moved = (now - before).abs();
            moved > 0.0 && moved < FEWEST as f64
        })
    })
}

/// All groups of a session go together: any that is shown helps to find one that is not.
fn participants(standing: &Standing, out: &mut Outgoing) {
    let own = groups(out.values.get("groups"));
    let all = out.whole("n");
    let rest = all.map_or(0, |all| all.saturating_sub(own.values().sum()));
    let moved = standing.before.iter().any(|body| {
        let before = serde_json::to_value(body).unwrap_or_default();
        let before = groups(before.pointer("/body/groups"));
        let names: BTreeSet<&String> = own.keys().chain(before.keys()).collect();
        names.into_iter().any(|name| {
            let of = |all: &BTreeMap<String, u64>| all.get(name).copied().unwrap_or(0);
            !before.is_empty() && is_few(of(&own).abs_diff(of(&before)))
        })
    });
    if moved || all.is_some_and(is_few) || own.values().copied().chain([rest]).any(is_few) {
        out.withhold("groups");
    }
    if differs_by_few(standing, out, "n") {
        // Groups that add up to all would give it back.
        out.withhold("groups");
    }
}

/// Who endorses and who rejects may add up to a session whose size is known elsewhere.
fn vouches(out: &mut Outgoing) {
    let is_any_few = ["n", "reject"].iter().any(|field| out.whole(field).is_some_and(is_few));
    if out.values.contains_key("listening") || is_any_few {
        // How many of the session said nothing is a count of people too.
        out.withhold("n");
        out.withhold("reject");
    }
}
