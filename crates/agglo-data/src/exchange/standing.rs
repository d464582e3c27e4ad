//! What stands of the events, an entry each.

use std::collections::{BTreeMap, BTreeSet};

use agglo::engage::event::{Body, Entry, Event, Kind};
use jiff::Timestamp;

/// An event that stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// Its place in the chain.
    pub sequence: u64,
    /// When it was entered.
    pub entered: Timestamp,
    /// What it says today.
    pub entry: Entry,
}

/// What stands of events, in the order of the chain. Corrections are applied; they, retractions, persons and
/// erasures are not among it.
pub fn standing(events: &[Event]) -> Vec<Standing> {
    let mut retracted = BTreeSet::new();
    for event in events {
        if let Body::Retract(own) = &event.entry.body {
            retracted.insert(own.event);
        }
    }
    let mut corrections: BTreeMap<u64, Vec<&Event>> = BTreeMap::new();
    for event in events {
        if let Body::Correct(own) = &event.entry.body {
            corrections.entry(own.event).or_default().push(event);
        }
    }
    let amends =
        |kind: Kind| matches!(kind, Kind::Correct | Kind::Retract | Kind::Person | Kind::Erase);
    let stands =
        |event: &&Event| !retracted.contains(&event.sequence) && !amends(event.entry.body.kind());
    events
        .iter()
        .filter(stands)
        .map(|event| {
            let mut own = Standing {
                sequence: event.sequence,
                entered: event.entered,
                entry: event.entry.clone(),
            };
            for correction in corrections.get(&event.sequence).into_iter().flatten() {
                let Body::Correct(correct) = &correction.entry.body else { continue };
                if retracted.contains(&correction.sequence) {
                    continue;
                }
                own.entry.body = (*correct.instead).clone();
                own.entry.happened = correct.happened_on.unwrap_or(own.entry.happened);
            }
            own
        })
        .collect()
}
