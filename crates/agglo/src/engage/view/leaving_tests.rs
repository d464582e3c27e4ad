//! An attacker who has every public view of every day, subtracts them from each other, and learns nothing of few people.

use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;

use crate::engage::event::{
    Answer, Area, Body, Correct, Depth, Engagement, Entry, Event, Idea, Listening, Origin, Outcome,
    Reference, Retract, Said, Stage, State, Venture, Vouch, VouchedBy,
};
use crate::engage::gates::{Region, Rules, check};
use crate::engage::record::{Cut, fold};
use crate::engage::view::{Asked, Audience, Views, views};

const START: Date = date(2025, 1, 1);
const REGIONS: [&str; 2] = ["bay", "gulf"];
const AREAS: [&str; 2] = ["north", "south"];
/// Days after the start on which views were printed.
const PRINTED: [i32; 5] = [60, 120, 180, 240, 400];

fn day(after: i32) -> Date {
    START.checked_add(after.days()).unwrap()
}

/// A random entry: its place, its day, its kind, and numbers to make it of.
type Draw = (usize, usize, i32, u8, u32);

fn draws(most: usize) -> impl Strategy<Value = Vec<Draw>> {
    prop::collection::vec((0..2_usize, 0..2_usize, 0..365_i32, 0..7_u8, 0..36_u32), 0..most)
}

fn gathering(area: &str, kind: u8, n: Option<u32>, heard: Vec<String>) -> Body {
    if kind == 0 {
        let area = area.to_owned();
        return Body::Listening(Listening {
            area,
            place: None,
            n,
            groups: Vec::new(),
            language: None,
            heard,
        });
    }
    let depth = Depth::ALL[usize::from(kind - 1) % Depth::ALL.len()];
    let (groups, influenced) = (Vec::new(), None);
    Body::Engagement(Engagement { area: area.to_owned(), depth, n, groups, influenced })
}

fn idea(text: &str) -> Body {
    Body::Idea(Idea {
        text: text.to_owned(),
        origin: Origin::Community,
        area: None,
        input: None,
        element: None,
        owner: None,
        owner_group: None,
        state: None,
    })
}

fn venture(name: &str, founded: Date) -> Body {
    let name = name.to_owned();
    Body::Venture(Venture {
        name,
        idea: None,
        founded,
        industry: None,
        jobs: None,
        owner_group: None,
    })
}

fn said(text: &str, listening: Option<&str>) -> Body {
    let listening = listening.map(|id| Reference::Named(id.to_owned()));
    Body::Said(Said { text: text.to_owned(), listening, input: None, area: None })
}

fn stage(of: &str, state: State) -> Body {
    Body::Stage(Stage { of: Reference::Named(of.to_owned()), state })
}

fn public(mut entry: Entry) -> Entry {
    entry.is_public = true;
    entry
}

/// What may leave: gatherings of five or more, and what was entered as public.
fn open(draws: &[Draw]) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (at, &(region, area, after, kind, n)) in draws.iter().enumerate() {
        let (region, area) = (REGIONS[region], AREAS[area]);
        let id = format!("open-{at}");
        let of = |body| Entry::new(region, day(after), body).named(&id);
        match n % 5 {
            0 => {
                entries.push(public(of(idea("a boat"))));
                let state = [State::Shaped, State::Parked, State::Tested][at % 3];
                entries.push(public(Entry::new(region, day(after + 9), stage(&id, state))));
            }
            1 => {
                entries.push(public(of(venture("a kiosk", day(after)))));
                let state = [State::Closed, State::Trading1][at % 2];
                entries.push(public(Entry::new(region, day(after + 20), stage(&id, state))));
            }
            _ => {
                let heard = (0..n % 3).map(|word| format!("heard {at} {word}")).collect();
                let body = gathering(area, kind, Some(5 + n), heard);
                entries.push(if n % 2 == 0 { public(of(body)) } else { of(body) });
                let answer = Answer {
                    to: Reference::Named(id.clone()),
                    outcome: Outcome::Done { on: day(after + 30) },
                };
                entries.push(Entry::new(region, day(after + 30), Body::Answer(answer)));
            }
        }
    }
    entries
}

/// What stays inside: gatherings of few or of nobody knows how many, and what was not entered as public.
fn kept(draws: &[Draw]) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (at, &(region, area, after, kind, n)) in draws.iter().enumerate() {
        let (region, area) = (REGIONS[region], AREAS[area]);
        let id = format!("kept-{at}");
        let of = |body| Entry::new(region, day(after), body).named(&id);
        match n % 6 {
            0 => entries.push(of(idea("a still"))),
            1 => {
                entries.push(of(venture("a stall", day(after))));
                entries.push(Entry::new(region, day(after + 20), stage(&id, State::Closed)));
            }
            2 => entries.push(of(said("a bus", None))),
            3 => {
                let vouch = Vouch {
                    piece: "pier".to_owned(),
                    by: VouchedBy::Residents,
                    n: n % 5,
                    reject: 0,
                    listening: None,
                };
                entries.push(of(Body::Vouch(vouch)));
            }
            _ => {
                let count = (n % 7 < 5).then_some(n % 5);
                let heard = (0..n % 3).map(|word| format!("kept {at} {word}")).collect();
                // Marked or not: few stay few.
                entries.push(public(of(gathering(area, kind, count, heard))));
                if kind == 0 {
                    let own = said("a light", Some(&id));
                    entries.push(public(Entry::new(region, day(after), own)));
                }
            }
        }
    }
    entries
}

/// Areas first, then the first list with the second strewn into it.
fn chain(open: Vec<Entry>, kept: Vec<Entry>, at: &[usize]) -> Vec<Event> {
    let area = |(region, id): (&str, &str)| {
        let body = Area {
            holder: "somebody".to_owned(),
            since: START,
            places: Vec::new(),
            group: None,
            lead: None,
            depth: None,
        };
        Entry::new(region, START, Body::Area(body)).named(id)
    };
    let pairs = REGIONS.iter().flat_map(|region| AREAS.iter().map(move |area| (*region, *area)));
    let mut entries: Vec<Entry> = pairs.map(area).collect();
    let first = entries.len();
    entries.extend(open);
    for (turn, own) in kept.into_iter().enumerate() {
        let room = entries.len() - first + 1;
        let place = first + at.get(turn).map_or(turn, |at| *at) % room;
        entries.insert(place, own);
    }
    sealed(entries)
}

fn sealed(entries: Vec<Entry>) -> Vec<Event> {
    let event = |(entry, sequence): (Entry, u64)| {
        let second = 1_800_000_000 + i64::try_from(sequence).unwrap();
        Event { sequence, entered: Timestamp::from_second(second).unwrap(), entry }
    };
    entries.into_iter().zip(1..).map(event).collect()
}

fn seen(events: &[Event], as_of: Date, id: &str, audience: Audience) -> Views {
    let record = fold(events.to_vec(), &Cut::as_of(as_of));
    let region = Region { id, residents: None, firms: None, underserved_share: None };
    let rules = Rules::default();
    let checked = check(&record, &region, &rules, as_of).unwrap();
    let asked = Asked {
        record: &record,
        region: &region,
        rules: &rules,
        checked: &checked,
        benchmarks: &[],
        as_of,
        audience,
    };
    views(&asked).unwrap()
}

/// Every count of people that was published, with its sums at the end of each row and as the last row.
fn counts(views: &Views) -> Vec<Vec<i64>> {
    #[expect(clippy::cast_possible_truncation, reason = "counts")]
    let whole = |own: &crate::base::estimate::Figure| own.value().map_or(0, |own| own as i64);
    views.areas.people.rows.iter().map(|row| row.people.iter().map(whole).collect()).collect()
}

/// What an attacker finds by subtraction: the later of two days less the earlier, cell by cell and sum by sum; and in
/// each table a sum less any of its parts.
fn differences(printed: &[Vec<Vec<i64>>]) -> Vec<i64> {
    let mut found = Vec::new();
    for (later, table) in printed.iter().enumerate() {
        for before in &printed[..later] {
            let cells = table.iter().flatten().zip(before.iter().flatten());
            found.extend(cells.map(|(now, then)| now - then));
        }
        let width = table.first().map_or(0, Vec::len);
        let down = (0..width).map(|at| table.iter().map(|row| row[at]).collect::<Vec<_>>());
        for line in table.iter().cloned().chain(down) {
            let Some((sum, parts)) = line.split_last() else { continue };
            // Every set of parts, as there are at most six.
            for set in 0..1_u32 << parts.len() {
                let own = parts.iter().enumerate().filter(|(at, _)| set & (1 << at) != 0);
                found.push(sum - own.map(|(_, part)| part).sum::<i64>());
            }
        }
    }
    found
}

fn tells_of_few(found: &[i64]) -> Option<i64> {
    found.iter().copied().find(|own| (1..5).contains(&own.abs()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn law_what_stays_inside_changes_no_public_view_of_any_day(
        draws_open in draws(14),
        draws_kept in draws(14),
        places in prop::collection::vec(0..40_usize, 28),
    ) {
        let without = chain(open(&draws_open), Vec::new(), &[]);
        let with = chain(open(&draws_open), kept(&draws_kept), &places);
        for region in REGIONS {
            for after in PRINTED {
                let of = |events: &[Event]| {
                    format!("{:?}", seen(events, day(after), region, Audience::Public))
                };
                prop_assert_eq!(of(&without), of(&with));
            }
        }
    }

    #[test]
    fn law_no_subtraction_of_public_views_gives_one_to_four_people(
        draws_open in draws(14),
        draws_kept in draws(14),
        places in prop::collection::vec(0..40_usize, 28),
    ) {
        let events = chain(open(&draws_open), kept(&draws_kept), &places);
        for region in REGIONS {
            let printed =
                PRINTED.map(|after| counts(&seen(&events, day(after), region, Audience::Public)));
            prop_assert_eq!(tells_of_few(&differences(&printed)), None);
        }
    }

    #[test]
    fn law_no_entry_moves_a_public_count_by_one_to_four(
        steps in prop::collection::vec((0..3_u8, 0..6_usize, 0..5_u8, 0..14_u32), 1..16),
    ) {
        let mut events = chain(Vec::new(), Vec::new(), &[]);
        let first = events.len();
        let mut before = counts(&seen(&events, day(400), "gulf", Audience::Public));
        for (kind, which, depth, n) in steps {
            let gatherings: Vec<u64> = events[first..]
                .iter()
                .filter(|event| matches!(event.entry.body, Body::Engagement(_)))
                .map(|event| event.sequence)
                .collect();
            let of = gatherings.get(which % gatherings.len().max(1)).copied();
            let body = gathering(AREAS[which % 2], depth + 1, (n > 0).then_some(n), Vec::new());
            let body = match (kind, of) {
                (1, Some(event)) => Body::Correct(Correct {
                    event,
                    instead: Box::new(body),
                    happened_on: None,
                    fields: vec!["n".to_owned()],
                    because: "counted again".to_owned(),
                }),
                (2, Some(event)) => {
                    // A correction may be retracted too.
                    let event = if n % 2 == 0 { event } else { events.len() as u64 };
                    Body::Retract(Retract { event, because: "entered twice".to_owned() })
                }
                _ => body,
            };
            let mut entries: Vec<Entry> = events.into_iter().map(|event| event.entry).collect();
            entries.push(Entry::new("gulf", day(10), body));
            events = sealed(entries);
            let now = counts(&seen(&events, day(400), "gulf", Audience::Public));
            let moved: Vec<i64> =
                now.iter().flatten().zip(before.iter().flatten()).map(|(now, then)| now - then).collect();
            prop_assert_eq!(tells_of_few(&moved), None, "{:?}", events.last());
            before = now;
        }
    }
}

#[test]
fn the_attacker_finds_the_few_where_nobody_hides_them() {
    let entry =
        |after, n| Entry::new("gulf", day(after), gathering("north", 1, Some(n), Vec::new()));
    let events = chain(vec![entry(10, 20), entry(90, 3), entry(200, 40)], Vec::new(), &[]);
    let printed = |audience| {
        PRINTED.map(|after| counts(&seen(&events, day(after), "gulf", audience))).to_vec()
    };
    assert_eq!(tells_of_few(&differences(&printed(Audience::Programme))), Some(3));
    assert_eq!(tells_of_few(&differences(&printed(Audience::Public))), None);
    let inside: Vec<i64> = printed(Audience::Public).iter().map(|own| own[2][6]).collect();
    assert_eq!(inside, [20, 20, 20, 60, 60], "gatherings of five or more are told in full");
}

#[test]
fn a_count_that_was_corrected_by_few_is_told_no_more() {
    let gathering = |n| gathering("north", 1, Some(n), Vec::new());
    let correct = |instead| {
        Body::Correct(Correct {
            event: 5,
            instead: Box::new(instead),
            happened_on: None,
            fields: vec!["n".to_owned()],
            because: "counted again".to_owned(),
        })
    };
    let told = |corrected: Option<u32>| {
        let mut entries = vec![Entry::new("gulf", day(10), gathering(20))];
        entries.extend(corrected.map(|n| Entry::new("gulf", day(11), correct(gathering(n)))));
        let events = chain(entries, Vec::new(), &[]);
        counts(&seen(&events, day(60), "gulf", Audience::Public))[2][6]
    };
    assert_eq!((told(None), told(Some(23)), told(Some(31))), (20, 0, 31));
}

#[test]
fn edge_ideas_that_nobody_may_tell_of_leave_no_zero_behind() {
    let entries = vec![Entry::new("gulf", day(1), idea("a still"))];
    let own = seen(&chain(entries, Vec::new(), &[]), day(60), "gulf", Audience::Public);
    assert!(own.pipeline.stages.iter().all(|stage| stage.reached.value().is_none()));
    assert!(own.pipeline.survival.alive.is_empty());
}
