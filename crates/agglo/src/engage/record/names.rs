//! Which records there are: what an entry may refer to.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::ops::Deref;

use crate::base::error::Error;
use crate::engage::event::{Counted, Kind, Reference};
use crate::engage::record::{Record, Told};

/// Kinds whose records may be referred to by id.
const KINDS: [Kind; 8] = [
    Kind::Area,
    Kind::Piece,
    Kind::Partner,
    Kind::Venture,
    Kind::Initiative,
    Kind::Award,
    Kind::Idea,
    Kind::Listening,
];

/// A record with the ids of its records at hand, so that many entries can be held against it.
#[derive(Clone, Debug)]
pub struct Names<'a> {
    record: &'a Record,
    ids: [OnceCell<BTreeSet<&'a str>>; KINDS.len()],
}

impl<'a> Names<'a> {
    /// The ids of a record; each kind's are gathered when first asked for.
    pub fn of(record: &'a Record) -> Self {
        Self { record, ids: [const { OnceCell::new() }; KINDS.len()] }
    }

    /// Whether a kind has a record of this id.
    pub(super) fn has(&self, kind: Kind, id: &str) -> bool {
        self.known(kind).is_some_and(|ids| ids.contains(id))
    }

    /// Ids of the records of a kind.
    fn known(&self, kind: Kind) -> Option<&BTreeSet<&'a str>> {
        let at = KINDS.iter().position(|own| *own == kind)?;
        Some(self.ids.get(at)?.get_or_init(|| known(self.record, kind)))
    }
}

impl Deref for Names<'_> {
    type Target = Record;

    fn deref(&self) -> &Record {
        self.record
    }
}

fn ids<T>(told: &[Told<T>]) -> BTreeSet<&str> {
    told.iter().filter_map(|own| own.id.as_deref()).collect()
}

fn known(record: &Record, kind: Kind) -> BTreeSet<&str> {
    match kind {
        Kind::Area => ids(&record.areas),
        Kind::Piece => ids(&record.pieces),
        Kind::Partner => ids(&record.partners),
        Kind::Venture => ids(&record.ventures),
        Kind::Initiative => ids(&record.initiatives),
        Kind::Award => ids(&record.awards),
        Kind::Idea => ids(&record.ideas),
        Kind::Listening => ids(&record.listenings),
        _ => BTreeSet::new(),
    }
}

/// Refuses an id that none of the kinds has.
pub(super) fn must_be(
    names: &Names<'_>,
    kinds: &[Kind],
    id: &str,
    field: &str,
    faults: &mut Vec<Error>,
) {
    if kinds.iter().any(|kind| names.has(*kind, id)) {
        return;
    }
    let words: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
    let words = words.join(" or ");
    let mut all: Vec<&str> =
        kinds.iter().filter_map(|kind| names.known(*kind)).flatten().copied().collect();
    all.sort_unstable();
    let hint = if all.is_empty() {
        format!(
            "none is recorded yet: `agglo record {}` adds one",
            kinds.first().map_or("", |k| k.word())
        )
    } else {
        let more = if all.len() > 12 { ", …" } else { "" };
        format!("recorded: {}{more}", all.iter().take(12).copied().collect::<Vec<_>>().join(", "))
    };
    faults.push(Error::new("E0510", format!("no {words} `{id}` is recorded")).at(field).hint(hint));
}

/// Refuses a reference to nothing.
pub(super) fn must_lead(record: &Record, of: &Reference, field: &str, faults: &mut Vec<Error>) {
    let last = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let (there, most) = match of {
        Reference::Number(Counted::Listening, _) => {
            (record.listening(of).is_some(), last(record.listenings.len()))
        }
        Reference::Number(Counted::Input, _) => {
            (record.input(of).is_some(), last(record.inputs.len()))
        }
        Reference::Number(Counted::Idea, _) => {
            (record.idea(of).is_some(), last(record.ideas.len()))
        }
        Reference::Number(Counted::Said, number) => {
            let mut saids = record.saids.iter();
            (saids.any(|said| said.number == *number), last(record.saids.len()))
        }
        Reference::Number(Counted::Promise, number) => {
            let mut promises = record.promises.iter();
            (promises.any(|own| own.number == *number), last(record.promises.len()))
        }
        Reference::Number(Counted::Event, number) => {
            let number = u64::from(*number);
            let mut events = record.events.iter();
            (events.any(|(own, ..)| *own == number), last(record.events.len()))
        }
        Reference::Named(_) => return,
    };
    if !there {
        let what = format!("`{of}` is not recorded");
        faults.push(Error::new("E0510", what).at(field).hint(format!("there are {most}")));
    }
}

/// Refuses a reference, by number or id, that none of the kinds has.
pub(super) fn must_lead_to(
    names: &Names<'_>,
    of: &Reference,
    kinds: &[Kind],
    field: &str,
    faults: &mut Vec<Error>,
) {
    match of {
        Reference::Named(id) => must_be(names, kinds, id, field, faults),
        Reference::Number(counted, _) => {
            let is_kind = kinds.iter().any(|kind| match counted {
                // What was heard has the id of its session.
                Counted::Input => *kind == Kind::Listening,
                other => other.word() == kind.word(),
            });
            if is_kind {
                must_lead(names, of, field, faults);
            } else {
                let words: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
                let what = format!("`{of}` is no {}", words.join(" or "));
                faults.push(Error::new("E0510", what).at(field));
            }
        }
    }
}
