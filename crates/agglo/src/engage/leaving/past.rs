//! What was told before of the same thing: before it was corrected, described anew, or taken out and entered again.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::engage::event::{Body, Correct, Event};

/// What was told of each thing before what is told of it today, by the event that tells it today.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Past(BTreeMap<u64, Vec<Body>>);

/// Things of which more than one event may tell.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Thing {
    /// What is described anew: each description tells of the same.
    Described(String, String, String),
    /// What happened on a day, wherever: two of them are two, unless one was taken out.
    Happened(String, &'static str, Date),
}

/// A time at which something was told.
struct Telling<'a> {
    /// When: the place in the chain of who told it.
    at: u64,
    /// The event that tells it, or that it corrects.
    event: u64,
    body: &'a Body,
}

impl Past {
    /// The past of all that events tell.
    pub fn of<'a>(events: impl Iterator<Item = &'a Event> + Clone) -> Self {
        Self::made(events, |_| true)
    }

    /// The past of gatherings and of who was asked, which is all that a fold needs.
    pub fn of_gatherings<'a>(events: impl Iterator<Item = &'a Event> + Clone) -> Self {
        let is_one =
            |body: &Body| matches!(body, Body::Listening(_) | Body::Engagement(_) | Body::Vouch(_));
        Self::made(events, is_one)
    }

    fn made<'a>(
        events: impl Iterator<Item = &'a Event> + Clone,
        is_asked: impl Fn(&Body) -> bool,
    ) -> Self {
        let amended = Amended::of(events.clone());
        let mut things: BTreeMap<Thing, Vec<&Event>> = BTreeMap::new();
        let mut past = Self::default();
        for event in events.filter(|own| is_asked(&own.entry.body)) {
            for thing in amended.things(event) {
                things.entry(thing).or_default().push(event);
            }
            if amended.corrected.contains_key(&event.sequence) {
                past.hold(std::slice::from_ref(&event), &amended, true);
            }
        }
        for (thing, all) in things.iter().filter(|(_, all)| all.len() > 1) {
            past.hold(all, &amended, matches!(thing, Thing::Described(..)));
        }
        past
    }

    /// What was told before of what an event tells.
    pub fn before(&self, event: u64) -> &[Body] {
        self.0.get(&event).map_or(&[], Vec::as_slice)
    }

    /// Holds what events that tell of one thing told of it; of what happened on a day, only if it is the same again.
    fn hold(&mut self, all: &[&Event], amended: &Amended<'_>, is_same: bool) {
        let tellings: Vec<Telling<'_>> =
            all.iter().flat_map(|event| amended.tellings(event)).collect();
        for event in all {
            let own = event.sequence;
            let last = amended.last(own);
            let is_before = |telling: &&Telling<'_>| {
                if telling.event == own {
                    // A correction that was taken out again was read once.
                    return telling.at != last;
                }
                let is_out = amended.retracted.contains_key(&telling.event);
                telling.at < last && (is_same || is_out)
            };
            let before: Vec<Body> =
                tellings.iter().filter(is_before).map(|telling| telling.body.clone()).collect();
            if !before.is_empty() {
                self.0.entry(own).or_default().extend(before);
            }
        }
    }
}

/// What later events did to earlier ones.
struct Amended<'a> {
    /// Events that were taken out, and when.
    retracted: BTreeMap<u64, u64>,
    /// Corrections of an event, those that were taken out too.
    corrected: BTreeMap<u64, Vec<(u64, &'a Correct)>>,
    /// Days of which something may have been taken out.
    days: BTreeSet<Date>,
}

impl<'a> Amended<'a> {
    fn of(events: impl Iterator<Item = &'a Event> + Clone) -> Self {
        let mut own =
            Self { retracted: BTreeMap::new(), corrected: BTreeMap::new(), days: BTreeSet::new() };
        for event in events.clone() {
            match &event.entry.body {
                Body::Retract(retract) => {
                    own.retracted.insert(retract.event, event.sequence);
                }
                Body::Correct(correct) => {
                    own.corrected.entry(correct.event).or_default().push((event.sequence, correct));
                }
                _ => {}
            }
        }
        if !own.retracted.is_empty() {
            let out = events.filter(|event| own.retracted.contains_key(&event.sequence));
            own.days = out.flat_map(|event| own.days_of(event)).collect();
        }
        own
    }

    /// The days on which an event was said to have happened.
    fn days_of(&self, event: &Event) -> Vec<Date> {
        let later = self.corrected.get(&event.sequence).into_iter().flatten();
        let later = later.filter_map(|(_, own)| own.happened_on);
        std::iter::once(event.entry.happened).chain(later).collect()
    }

    /// Things of which an event tells or told, where another may tell of them too.
    fn things(&self, event: &'a Event) -> BTreeSet<Thing> {
        let (region, id) = (|| event.entry.region.clone(), event.entry.id.as_deref());
        if let Some(what) = happened(&event.entry.body) {
            let days = self.days_of(event).into_iter().filter(|day| self.days.contains(day));
            return days.map(|day| Thing::Happened(region(), what, day)).collect();
        }
        // A correction may say that it was another subject's.
        let tellings = self.tellings(event);
        let all = tellings.iter().filter_map(|telling| described(id, telling.body));
        all.map(|(what, of)| Thing::Described(region(), what.to_owned(), of.to_owned())).collect()
    }

    fn tellings(&self, event: &'a Event) -> Vec<Telling<'a>> {
        let sequence = event.sequence;
        let first = Telling { at: sequence, event: sequence, body: &event.entry.body };
        let later = self.corrected.get(&sequence).into_iter().flatten();
        let later = later.map(|(at, own)| Telling { at: *at, event: sequence, body: &own.instead });
        std::iter::once(first).chain(later).collect()
    }

    /// When what stands of an event was told.
    fn last(&self, event: u64) -> u64 {
        let all = self.corrected.get(&event).into_iter().flatten();
        all.map(|(at, _)| *at).rfind(|at| !self.retracted.contains_key(at)).unwrap_or(event)
    }
}

/// What of a day an entry counts.
fn happened(body: &Body) -> Option<&'static str> {
    match body {
        Body::Listening(_) | Body::Engagement(_) => Some("gathering"),
        Body::Vouch(_) => Some("vouch"),
        _ => None,
    }
}

/// What an entry describes, and by which word, where it may be described anew.
fn described<'a>(id: Option<&'a str>, body: &'a Body) -> Option<(&'a str, &'a str)> {
    match body {
        Body::Partner(_) => Some(("reach", id?)),
        Body::Innovation(own) => Some(("users", id.unwrap_or(&own.text))),
        Body::Venture(_) => Some(("jobs", id?)),
        Body::Outcome(own) => Some((&own.measure, &own.subject)),
        _ => None,
    }
}
