//! What a close says of promises, ratings and gates: before, after, and what moved them.

use jiff::civil::date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::*;
use crate::engage::event::{
    Answer, Body, Entry, Event, Idea, Item, Origin, Partner, PersonKey, Promise, Rating, Retract,
    Stage, State,
};
use crate::engage::record::{Cut, fold};

const FROM: Date = date(2026, 3, 31);
const TO: Date = date(2026, 6, 30);

fn partner() -> Entry {
    let body = Partner {
        name: "College".to_owned(),
        kind: None,
        reach: Some(900),
        reach_of: None,
        programmes: Some(2),
        areas: vec!["north".to_owned()],
        cost: None,
        staff_days: None,
        red_line: None,
    };
    Entry::new("gulf", date(2026, 1, 10), Body::Partner(body)).named("college")
}

fn rating(rater: u32, on: Date) -> Entry {
    let body = Rating {
        partner: "college".to_owned(),
        side: Side::Community,
        rater: format!("r{rater}").parse::<PersonKey>().unwrap(),
        area: None,
        item: Item::Reliability,
        score: 4,
        consent: true,
        staff: false,
    };
    Entry::new("gulf", on, Body::Rating(body)).from_source("survey")
}

fn promise(text: &str, due: Date) -> Entry {
    let (text, to) = (text.to_owned(), "north".to_owned());
    Entry::new("gulf", date(2026, 2, 1), Body::Promise(Promise { text, to, due }))
}

fn done(number: u32, on: Date) -> Entry {
    let to = Reference::Number(Counted::Promise, number);
    Entry::new("gulf", on, Body::Answer(Answer { to, outcome: Outcome::Done { on } }))
}

fn shuttle() -> [Entry; 2] {
    let body = Idea {
        text: "An evening shuttle".to_owned(),
        origin: Origin::Community,
        area: None,
        input: None,
        element: None,
        owner: Some("c17".parse().unwrap()),
        owner_group: None,
        state: None,
    };
    let of = Reference::Named("shuttle".to_owned());
    let stage = Body::Stage(Stage { of, state: State::Shaped });
    [
        Entry::new("gulf", date(2026, 2, 1), Body::Idea(body)).named("shuttle"),
        Entry::new("gulf", date(2026, 5, 1), stage),
    ]
}

fn entries(raters: u32) -> Vec<Entry> {
    let mut all = vec![partner()];
    // Two years old in May 2026, and in August.
    all.extend((1..=raters).map(|own| rating(own, date(2024, 5, 15))));
    all.push(rating(90, date(2024, 8, 15)));
    all.push(promise("a pilot", date(2026, 4, 30)));
    all.push(promise("a light", date(2026, 5, 31)));
    all.push(promise("a bench", date(2026, 6, 10)));
    all.push(promise("a pier", date(2026, 9, 1)));
    all.push(done(1, date(2026, 4, 20)));
    all.push(done(2, date(2026, 6, 5)));
    all.extend(shuttle());
    all
}

fn midnight(day: Date) -> Timestamp {
    day.to_zoned(TimeZone::UTC).unwrap().timestamp()
}

/// The first twenty entered on a day, the others forty days later.
fn chain(entries: Vec<Entry>, day: Date) -> Vec<Event> {
    let event = |(entry, sequence): (Entry, u64)| {
        let days = if sequence <= 20 { 0 } else { 40 };
        let entered = midnight(day.checked_add(days.days()).unwrap());
        Event { sequence, entered, entry }
    };
    entries.into_iter().zip(1..).map(event).collect()
}

fn moved(events: &[Event], entered_by: Option<Timestamp>) -> RegionMoved {
    let was = fold(events.to_vec(), &Cut { as_of: FROM, entered_by });
    let is = fold(events.to_vec(), &Cut { as_of: TO, entered_by });
    let region =
        Region { id: "gulf", residents: Some(3000.0), firms: None, underserved_share: None };
    let (was, is) = (At { day: FROM, record: &was }, At { day: TO, record: &is });
    region_moved(was, is, &region, &Rules::default()).unwrap()
}

#[test]
fn promises_ratings_and_gates_between_two_days() {
    let own = moved(&chain(entries(6), date(2026, 7, 1)), None);
    let states: Vec<(&str, PromiseState)> =
        own.promises.iter().map(|own| (own.text.as_str(), own.state)).collect();
    let expected = [
        ("a pilot", PromiseState::Kept),
        ("a light", PromiseState::Late),
        ("a bench", PromiseState::Overdue),
    ];
    assert_eq!(states, expected, "the pier is not due yet");
    let [ratings] = own.ratings.as_slice() else { panic!("{:?}", own.ratings) };
    assert_eq!((ratings.lapsed, ratings.lapsing), (Some(6), Some(1)));
    assert_eq!(ratings.ruling, "unknown");
    assert!(ratings.more_raters > 0);
    let of = |word: &str| own.gates.iter().find(|own| own.gate == word).unwrap();
    assert_eq!((of("E1").was, of("E1").is), ("fail", "pass"));
    assert_eq!(of("E1").moved_by.len(), 1, "{:?}", of("E1"));
    let trust = of("P1").moved_by.iter().find(|own| own.test == Some("trust"));
    assert!(trust.is_none_or(|own| own.was != own.is));
    let still = of("F1");
    assert!(still.was == still.is && still.moved_by.is_empty());
}

#[test]
fn of_few_raters_only_the_verdict_and_what_is_needed_are_told() {
    let own = moved(&chain(entries(2), date(2026, 7, 1)), None);
    let [ratings] = own.ratings.as_slice() else { panic!("{:?}", own.ratings) };
    assert_eq!((ratings.lapsed, ratings.lapsing), (None, None));
    assert_eq!(ratings.ruling, "unknown");
}

#[test]
fn what_is_entered_after_the_close_and_the_order_of_reading_change_nothing() {
    let first = entries(6);
    let until = midnight(date(2026, 7, 5));
    let before = moved(&chain(first.clone(), date(2026, 7, 1)), Some(until));
    let mut more = first;
    while more.len() < 20 {
        more.push(promise("filler", date(2027, 1, 1)));
    }
    more.push(done(3, date(2026, 6, 9)));
    more.push(Entry::new(
        "gulf",
        date(2026, 6, 1),
        Body::Retract(Retract { event: 1, because: "gone".to_owned() }),
    ));
    let mut events = chain(more, date(2026, 7, 1));
    assert_eq!(moved(&events, Some(until)), before);
    events.reverse();
    assert_eq!(moved(&events, Some(until)), before);
    assert_ne!(moved(&events, None), before, "today it is known otherwise");
}
