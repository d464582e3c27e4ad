//! Which records there are: what an entry may refer to.

use std::collections::BTreeSet;

use crate::base::error::Error;
use crate::engage::event::{Counted, Kind, Reference};
use crate::engage::record::{Record, Told};

fn ids<T>(told: &[Told<T>]) -> impl Iterator<Item = &str> {
    told.iter().filter_map(|own| own.id.as_deref())
}

/// Ids of the records of a kind.
pub(super) fn known(record: &Record, kind: Kind) -> BTreeSet<&str> {
    match kind {
        Kind::Area => ids(&record.areas).collect(),
        Kind::Piece => ids(&record.pieces).collect(),
        Kind::Partner => ids(&record.partners).collect(),
        Kind::Venture => ids(&record.ventures).collect(),
        Kind::Initiative => ids(&record.initiatives).collect(),
        Kind::Award => ids(&record.awards).collect(),
        Kind::Idea => ids(&record.ideas).collect(),
        Kind::Listening => ids(&record.listenings).collect(),
        _ => BTreeSet::new(),
    }
}

/// Refuses an id that none of the kinds has.
pub(super) fn must_be(
    record: &Record,
    kinds: &[Kind],
    id: &str,
    field: &str,
    faults: &mut Vec<Error>,
) {
    if kinds.iter().any(|kind| known(record, *kind).contains(id)) {
        return;
    }
    let words: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
    let words = words.join(" or ");
    let mut all: Vec<&str> = kinds.iter().flat_map(|kind| known(record, *kind)).collect();
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
    record: &Record,
    of: &Reference,
    kinds: &[Kind],
    field: &str,
    faults: &mut Vec<Error>,
) {
    match of {
        Reference::Named(id) => must_be(record, kinds, id, field, faults),
        Reference::Number(counted, _) => {
            let is_kind = kinds.iter().any(|kind| match counted {
                // What was heard has the id of its session.
                Counted::Input => *kind == Kind::Listening,
                other => other.word() == kind.word(),
            });
            if is_kind {
                must_lead(record, of, field, faults);
            } else {
                let words: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
                let what = format!("`{of}` is no {}", words.join(" or "));
                faults.push(Error::new("E0510", what).at(field));
            }
        }
    }
}
