//! The fold: from all events to what stands, with corrections applied and what came late told.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::engage::event::{Body, Correct, Entry, Event, Kind};
use crate::engage::leaving::{Past, untold};
use crate::engage::record::{Input, Late, Record, Standing, Told};

/// Days after which an entry counts as late.
const LATE: i32 = 30;

/// How much of the events is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Nothing that happened after this day.
    pub as_of: Date,
    /// Nothing that was entered after this time; all that is known today if absent.
    pub entered_by: Option<Timestamp>,
}

impl Cut {
    /// All that is known of all days.
    pub const ALL: Self = Self { as_of: Date::MAX, entered_by: None };

    /// All that is known today of what happened until a day.
    pub fn as_of(day: Date) -> Self {
        Self { as_of: day, entered_by: None }
    }
}

/// The day of a time, in UTC.
pub(super) fn day(time: Timestamp) -> Date {
    time.to_zoned(TimeZone::UTC).date()
}

/// Days of times. What is entered at once has one time: its day is looked up once.
#[derive(Default)]
struct Days(Option<(Timestamp, Date)>);

impl Days {
    fn of(&mut self, time: Timestamp) -> Date {
        match self.0 {
            Some((known, date)) if known == time => date,
            _ => self.0.insert((time, day(time))).1,
        }
    }
}

/// What stands of events, in any order.
pub fn fold(mut events: Vec<Event>, cut: &Cut) -> Record {
    events.sort_by_key(|event| event.sequence);
    let known = |event: &Event| cut.entered_by.is_none_or(|by| event.entered <= by);
    let mut record = Record::default();
    record.events.reserve_exact(events.len());
    // Few events amend others: they alone are gone through again, and of a record without them nothing is.
    let amends = |event: &&Event| matches!(event.entry.body, Body::Correct(_) | Body::Retract(_));
    let amending: Vec<&Event> = events.iter().filter(amends).filter(|own| known(own)).collect();
    let mut amended = Amended::of(amending.iter().copied());
    let past = if amending.is_empty() {
        Past::default()
    } else {
        Past::of_gatherings(events.iter().filter(|event| known(event)))
    };
    let mut days = Days::default();
    let mut numbers = Numbers::default();
    for event in events {
        let number = numbers.next(&event.entry.body);
        if known(&event) {
            let on = days.of(event.entered);
            record.hold(event, on, number, &mut amended, &past, cut);
        } else {
            record.not_yet_known += 1;
        }
    }
    record
}

/// What later events say of earlier ones.
#[derive(Default)]
struct Amended {
    retracted: BTreeSet<u64>,
    corrected: BTreeMap<u64, Correct>,
}

impl Amended {
    fn of<'a>(events: impl Iterator<Item = &'a Event> + Clone) -> Self {
        let mut own = Self::default();
        for event in events.clone() {
            if let Body::Retract(retract) = &event.entry.body {
                own.retracted.insert(retract.event);
            }
        }
        for event in events {
            let Body::Correct(correct) = &event.entry.body else { continue };
            if !own.retracted.contains(&event.sequence) {
                own.corrected.insert(correct.event, correct.clone());
            }
        }
        own
    }
}

/// Numbers of counted records, from the order of the chain: none is ever given twice.
#[derive(Default)]
struct Numbers {
    listening: u32,
    input: u32,
    said: u32,
    idea: u32,
    promise: u32,
}

/// The number of a record, and of the first thing heard in a session.
#[derive(Clone, Copy)]
struct Number {
    own: u32,
    input: u32,
}

impl Numbers {
    fn next(&mut self, body: &Body) -> Number {
        let counter = match body {
            Body::Listening(_) => &mut self.listening,
            Body::Said(_) => &mut self.said,
            Body::Idea(_) => &mut self.idea,
            Body::Promise(_) => &mut self.promise,
            _ => return Number { own: 0, input: 0 },
        };
        *counter += 1;
        let number = Number { own: *counter, input: self.input + 1 };
        if let Body::Listening(listening) = body {
            self.input += u32::try_from(listening.heard.len()).unwrap_or(u32::MAX);
        }
        number
    }
}

impl Record {
    fn hold(
        &mut self,
        event: Event,
        on: Date,
        number: Number,
        amended: &mut Amended,
        past: &Past,
        cut: &Cut,
    ) {
        let Event { sequence, entered, mut entry } = event;
        let kind = entry.body.kind();
        if amended.retracted.contains(&sequence) {
            self.events.push((sequence, kind, Standing::Retracted));
            return;
        }
        let correct = amended.corrected.remove(&sequence);
        let is_corrected = correct.is_some();
        if let Some(correct) = correct {
            entry.happened = correct.happened_on.unwrap_or(entry.happened);
            entry.body = *correct.instead;
        }
        let standing = if is_corrected { Standing::Corrected } else { Standing::Stands };
        self.events.push((sequence, kind, standing));
        let before = past.before(sequence);
        if !before.is_empty() && untold(&entry.body, before).contains("n") {
            self.recounted.insert(sequence);
        }
        if entry.happened > cut.as_of {
            self.later += 1;
            return;
        }
        self.notice(sequence, on, kind, &entry);
        self.take(Place { sequence, entered, number, is_corrected }, entry);
    }

    /// Tells of an entry that came late.
    fn notice(&mut self, event: u64, entered: Date, kind: Kind, entry: &Entry) {
        let days = (entered - entry.happened).get_days();
        if days > LATE {
            let (region, happened) = (entry.region.clone(), entry.happened);
            self.late.push(Late { event, kind: kind.word(), region, happened, entered, days });
        }
    }

    fn take(&mut self, place: Place, entry: Entry) {
        let Entry { region, happened, said_by, source, note, id, is_public, body } = entry;
        let head = Head { region, happened, said_by, source, note, id, is_public };
        match body {
            Body::Goal(what) => self.goals.push(told(place, head, what)),
            Body::Area(what) => self.areas.push(told(place, head, what)),
            Body::Listening(what) => {
                let told = told(place, head, what);
                self.inputs.extend(inputs(&told, place.number.input));
                self.listenings.push(told);
            }
            Body::Said(what) => self.saids.push(told(place, head, what)),
            Body::Answer(what) => self.answers.push(told(place, head, what)),
            Body::Engagement(what) => self.engagements.push(told(place, head, what)),
            Body::Piece(what) => self.pieces.push(told(place, head, what)),
            Body::Vouch(what) => self.vouches.push(told(place, head, what)),
            Body::Link(what) => self.links.push(told(place, head, what)),
            Body::Partner(what) => self.partners.push(told(place, head, what)),
            Body::Rating(what) => self.ratings.push(told(place, head, what)),
            Body::Idea(what) => self.ideas.push(told(place, head, what)),
            Body::Stage(what) => self.stages.push(told(place, head, what)),
            Body::Venture(what) => self.ventures.push(told(place, head, what)),
            Body::Money(what) => self.money.push(told(place, head, what)),
            Body::Initiative(what) => self.initiatives.push(told(place, head, *what)),
            Body::Budget(what) => self.budgets.push(told(place, head, what)),
            Body::Spend(what) => self.spending.push(told(place, head, what)),
            Body::Outcome(what) => self.outcomes.push(told(place, head, what)),
            Body::Innovation(what) => self.innovations.push(told(place, head, what)),
            Body::Promise(what) => self.promises.push(told(place, head, what)),
            Body::Meeting(what) => self.meetings.push(told(place, head, what)),
            Body::Award(what) => self.awards.push(told(place, head, what)),
            Body::Lock(what) => self.locks.push(told(place, head, what)),
            Body::Person(what) => self.persons.push(told(place, head, what)),
            Body::Erase(what) => self.erasures.push(told(place, head, what)),
            Body::Correct(_) | Body::Retract(_) => {}
        }
    }
}

/// Where an event stands.
#[derive(Clone, Copy)]
struct Place {
    sequence: u64,
    entered: Timestamp,
    number: Number,
    is_corrected: bool,
}

/// An entry without its body.
struct Head {
    region: String,
    happened: Date,
    said_by: Option<crate::engage::event::PersonKey>,
    source: Option<String>,
    note: Option<String>,
    id: Option<String>,
    is_public: bool,
}

fn told<T>(place: Place, head: Head, what: T) -> Told<T> {
    let Head { region, happened, said_by, source, note, id, is_public } = head;
    let Place { sequence, entered, number, is_corrected } = place;
    Told {
        event: sequence,
        number: number.own,
        id,
        region,
        happened,
        entered,
        said_by,
        source,
        note,
        is_public,
        is_corrected,
        what,
    }
}

fn inputs(session: &Told<crate::engage::event::Listening>, first: u32) -> Vec<Input> {
    let numbered = session.what.heard.iter().zip(first..);
    let input = |(text, number): (&String, u32)| Input {
        number,
        event: session.event,
        listening: session.number,
        id: session.id.clone(),
        region: session.region.clone(),
        area: session.what.area.clone(),
        heard: session.happened,
        entered: day(session.entered),
        text: text.clone(),
    };
    numbered.map(input).collect()
}
