//! An attacker who has every export and every public view, of every state that the record ever had, and subtracts them
//! from each other in every way: nothing is learned of fewer than five people.
#![cfg(feature = "ledger")]
#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail loudly")]

use std::collections::{BTreeMap, BTreeSet};

use agglo::base::estimate::Figure;
use agglo::engage::event::{
    Achieved, Area, Body, Correct, Depth, Engagement, Entry, Event, Group, Kind, Listening,
    Partner, Reference, Retract, Venture, Vouch, VouchedBy,
};
use agglo::engage::gates::{Region, Rules, check};
use agglo::engage::record::{Cut, fold};
use agglo::engage::view::{Asked, Audience, views};
use agglo_data::exchange::outgoing::{Outgoing, Reach, outgoing};
use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;

const AREAS: [&str; 2] = ["north", "south"];
const START: Date = date(2026, 1, 1);

/// What is entered next: its kind, whose it is, its day, two counts, and whether it is public.
type Step = (u8, usize, i32, u32, u32, bool);

/// All that goes out of one state of the record.
struct Edition {
    rows: Vec<Outgoing>,
    /// People by area and depth, with sums, as everybody sees them.
    people: Vec<Vec<i64>>,
}

fn body(step: &Step) -> (Option<String>, Body) {
    let &(kind, whose, _, n, near, _) = step;
    let area = AREAS[whose % 2].to_owned();
    let near = near.min(n);
    let mut groups = vec![Group { name: "near".to_owned(), n: near }];
    if whose % 3 == 0 {
        groups.push(Group { name: "far".to_owned(), n: n - near });
    }
    let (id, body) = match kind % 6 {
        0 => {
            let heard = vec!["a late bus".to_owned()];
            let (place, language) = (None, None);
            let body = Listening { area, place, n: Some(n), groups, language, heard };
            ("session", Body::Listening(body))
        }
        1 => {
            let depth = Depth::ALL[whose % Depth::ALL.len()];
            let body = Engagement { area, depth, n: Some(n), groups, influenced: None };
            return (None, Body::Engagement(body));
        }
        2 => {
            let body = Partner {
                name: "College".to_owned(),
                kind: None,
                reach: Some(n),
                reach_of: None,
                programmes: None,
                areas: Vec::new(),
                cost: None,
                staff_days: None,
                red_line: None,
            };
            ("partner", Body::Partner(body))
        }
        3 => {
            let (name, founded, jobs) = ("Kiosk".to_owned(), START, Some(f64::from(n)));
            let (idea, industry, owner_group) = (None, None, None);
            ("venture", Body::Venture(Venture { name, idea, founded, industry, jobs, owner_group }))
        }
        4 => {
            let subject = format!("venture-{}", whose % 2);
            let (measure, unit) = ("jobs".to_owned(), Some("persons".to_owned()));
            let (value, consent) = (f64::from(n), near % 4 > 0);
            return (None, Body::Outcome(Achieved { measure, value, unit, subject, consent }));
        }
        _ => {
            let listening =
                (near % 2 == 0).then(|| Reference::Named(format!("session-{}", whose % 2)));
            let (piece, by) = ("pier".to_owned(), VouchedBy::Residents);
            let (n, reject) = (n, near);
            return (None, Body::Vouch(Vouch { piece, by, n, reject, listening }));
        }
    };
    (Some(format!("{id}-{}", whose % 2)), body)
}

/// The events that steps lead to: one each, after two areas.
fn events(steps: &[Step]) -> Vec<Event> {
    let area = |id: &&str| {
        let (holder, since) = ("a council".to_owned(), START);
        let (places, group, lead, depth) = (Vec::new(), None, None, None);
        let body = Area { holder, since, places, group, lead, depth };
        Entry::new("gulf", START, Body::Area(body)).named(id)
    };
    let mut entries: Vec<Entry> = AREAS.iter().map(area).collect();
    for step in steps {
        let &(kind, whose, day, n, near, is_public) = step;
        let of: Vec<usize> = (AREAS.len()..entries.len())
            .filter(|at| !matches!(entries[*at].body, Body::Correct(_) | Body::Retract(_)))
            .collect();
        let earlier = (!of.is_empty()).then(|| of[whose % of.len()]);
        let entry = match (kind, earlier) {
            (6 | 7, Some(at)) => {
                let own = entries[at].body.kind();
                let like = (0..6)
                    .find(|kind| body(&(*kind, whose, day, n, near, is_public)).1.kind() == own);
                let instead = body(&(like.unwrap(), whose, day, n, near, is_public)).1;
                Entry::new(
                    "gulf",
                    START,
                    Body::Correct(Correct {
                        event: at as u64 + 1,
                        instead: Box::new(instead),
                        happened_on: None,
                        fields: Vec::new(),
                        because: "counted again".to_owned(),
                    }),
                )
            }
            (8, Some(at)) => {
                // A correction may be taken out too.
                let event = if n % 3 == 0 { entries.len() } else { at + 1 } as u64;
                let because = "entered twice".to_owned();
                Entry::new("gulf", START, Body::Retract(Retract { event, because }))
            }
            _ => {
                let (id, body) = body(step);
                let day = START.checked_add((day % 3).days()).unwrap();
                let mut entry = Entry::new("gulf", day, body);
                (entry.id, entry.is_public) = (id, is_public);
                entry
            }
        };
        entries.push(entry);
    }
    let event = |(entry, sequence): (Entry, u64)| {
        let second = 1_800_000_000 + i64::try_from(sequence).unwrap();
        Event { sequence, entered: Timestamp::from_second(second).unwrap(), entry }
    };
    entries.into_iter().zip(1..).map(event).collect()
}

fn edition(events: &[Event], is_inside: bool) -> Edition {
    let as_of = date(2026, 12, 31);
    let record = fold(events.to_vec(), &Cut::as_of(as_of));
    let region = Region { id: "gulf", residents: None, firms: None, underserved_share: None };
    let rules = Rules::default();
    let checked = check(&record, &region, &rules, as_of).unwrap();
    let audience = if is_inside { Audience::Programme } else { Audience::Public };
    let asked = Asked {
        record: &record,
        region: &region,
        rules: &rules,
        checked: &checked,
        benchmarks: &[],
        as_of,
        audience,
    };
    #[expect(clippy::cast_possible_truncation, reason = "counts")]
    let whole = |own: &Figure| own.value().map_or(0, |own| own as i64);
    let people = views(&asked).unwrap().areas.people.rows;
    let people = people.iter().map(|row| row.people.iter().map(whole).collect()).collect();
    let reach = if is_inside { Reach::Inside } else { Reach::Shared };
    Edition { rows: outgoing(events, reach).0, people }
}

fn count(own: &Outgoing, field: &str) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "counts")]
    own.values.get(field).and_then(serde_json::Value::as_f64).map(|own| own as i64)
}

/// Groups of a row, and the rest where all are told.
fn parts(own: &Outgoing) -> BTreeMap<String, i64> {
    let all = own.values.get("groups").and_then(serde_json::Value::as_array);
    let one =
        |own: &serde_json::Value| Some((own["name"].as_str()?.to_owned(), own["n"].as_i64()?));
    let mut parts: BTreeMap<String, i64> = all.into_iter().flatten().filter_map(one).collect();
    if !parts.is_empty()
        && let Some(all) = count(own, "n")
    {
        parts.insert("the rest".to_owned(), all - parts.values().sum::<i64>());
    }
    parts
}

/// What a row tells of, as whoever reads it sees: the same partner, the same subject, the same row.
fn thing(own: &Outgoing) -> String {
    match own.kind {
        Kind::Partner => format!("reach of {}", own.text("id").unwrap()),
        Kind::Venture => format!("jobs of {}", own.text("id").unwrap()),
        Kind::Outcome => {
            format!("{} of {}", own.text("measure").unwrap(), own.text("subject").unwrap())
        }
        _ => format!("row {}", own.sequence),
    }
}

/// Everything that subtraction gives.
fn found(editions: &[Edition]) -> Vec<(String, i64)> {
    let mut found = Vec::new();
    // Of each thing, each count that was ever told.
    let mut told: BTreeMap<(String, String), BTreeSet<i64>> = BTreeMap::new();
    for own in editions.iter().flat_map(|edition| &edition.rows) {
        let mut tell = |what: &str, value: i64| {
            told.entry((thing(own), what.to_owned())).or_default().insert(value);
        };
        for field in ["n", "reach", "users"] {
            if let Some(value) = count(own, field) {
                tell(field, value);
            }
        }
        for field in ["jobs", "value"] {
            if let Some(value) = count(own, field) {
                tell("value", value);
            }
        }
        // A venture's jobs are told under its name or as an outcome of it.
        if let Some(value) = count(own, "reject") {
            tell("reject", value);
        }
        let parts = parts(own);
        for (name, value) in &parts {
            tell(name, *value);
        }
        // Some parts together, and all who came less some parts.
        let values: Vec<i64> = parts.values().copied().collect();
        for some in 1..1_usize << values.len() {
            let some = (0..values.len()).filter(|at| some >> at & 1 == 1);
            let some: i64 = some.map(|at| values[at]).sum();
            found.push((format!("parts of {}", own.sequence), some));
            let rest = count(own, "n").map(|all| (format!("rest of {}", own.sequence), all - some));
            found.extend(rest);
        }
    }
    for ((thing, what), values) in &told {
        let values: Vec<i64> = values.iter().copied().collect();
        found.extend(values.iter().map(|own| (format!("{what}, {thing}"), *own)));
        for (at, one) in values.iter().enumerate() {
            let others = values[..at].iter();
            found.extend(others.map(|own| (format!("{what}, {thing}, moved"), one - own)));
        }
    }
    // A sum of a page less the rows of the export of the same day, and less the same sum of the page before.
    for edition in editions {
        let gatherings = edition
            .rows
            .iter()
            .filter(|own| matches!(own.kind, Kind::Listening | Kind::Engagement));
        let rows: i64 = gatherings.filter_map(|own| count(own, "n")).sum();
        let all = edition.people.last().and_then(|row| row.last()).copied().unwrap_or(0);
        found.push(("page less export".to_owned(), all - rows));
    }
    for pair in editions.windows(2) {
        let cells = pair[0].people.iter().flatten().zip(pair[1].people.iter().flatten());
        found.extend(cells.map(|(then, now)| ("page less page".to_owned(), now - then)));
    }
    // What was taken out and entered again on one day in one area, row by row.
    for (at, then) in editions.iter().enumerate() {
        found.extend(editions[at + 1..].iter().flat_map(|now| replaced(then, now)));
    }
    found
}

/// A gathering that is no longer there, less one of the same area and day that is there since.
fn replaced(then: &Edition, now: &Edition) -> Vec<(String, i64)> {
    let places = |edition: &Edition| -> BTreeMap<u64, (String, i64)> {
        let is = |own: &&Outgoing| matches!(own.kind, Kind::Listening | Kind::Engagement);
        let place = |own: &Outgoing| {
            let place = format!("{} {}", own.text("area")?, own.text("date")?);
            Some((own.sequence, (place, count(own, "n")?)))
        };
        edition.rows.iter().filter(is).filter_map(place).collect()
    };
    let there = |edition: &Edition| -> BTreeSet<u64> {
        edition.rows.iter().map(|own| own.sequence).collect()
    };
    let (before, after, was, is) = (places(then), places(now), there(then), there(now));
    let gone = before.iter().filter(|(at, _)| !is.contains(at));
    let mut found = Vec::new();
    for (_, (place, n)) in gone {
        let new = after.iter().filter(|(at, own)| !was.contains(at) && own.0 == *place);
        found.extend(new.map(|(_, own)| (format!("entered again at {place}"), own.1 - n)));
    }
    found
}

fn few(found: &[(String, i64)]) -> Option<&(String, i64)> {
    found.iter().find(|(_, own)| (1..5).contains(&own.abs()))
}

fn all(steps: &[Step], is_inside: bool) -> Vec<Edition> {
    let events = events(steps);
    (AREAS.len()..=events.len()).map(|until| edition(&events[..until], is_inside)).collect()
}

fn steps(most: usize) -> impl Strategy<Value = Vec<Step>> {
    let step = (0..9_u8, 0..6_usize, 0..3_i32, 0..24_u32, 0..24_u32, any::<bool>());
    prop::collection::vec(step, 1..most)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn law_nothing_of_few_leaves_in_any_output_nor_by_subtracting_two(steps in steps(18)) {
        let editions = all(&steps, false);
        let found = found(&editions);
        prop_assert_eq!(few(&found), None);
    }
}

#[test]
fn the_same_attacker_finds_few_where_nothing_is_withheld() {
    let gathering = (1, 0, 0, 20, 9, false);
    let cases: [&[Step]; 5] = [
        &[(1, 0, 0, 3, 0, false)],
        &[gathering, (6, 0, 0, 22, 9, false)],
        &[gathering, (8, 0, 0, 1, 0, false), (1, 0, 0, 23, 9, false)],
        &[(2, 0, 0, 100, 0, false), (2, 0, 0, 103, 0, false)],
        // Corrected after another gathering of that day was taken out.
        &[
            (0, 0, 0, 0, 0, false),
            (0, 2, 2, 15, 0, false),
            (0, 0, 2, 0, 0, false),
            (8, 1, 0, 1, 0, false),
            (6, 2, 0, 11, 0, false),
        ],
    ];
    for steps in cases {
        assert!(few(&found(&all(steps, true))).is_some(), "{steps:?}");
        assert_eq!(few(&found(&all(steps, false))), None, "{steps:?}");
    }
    let told = all(&[gathering, (2, 0, 0, 100, 0, false)], false);
    let rows = &told.last().unwrap().rows;
    let is_told = |field| rows.iter().any(|own| count(own, field).is_some());
    assert!(is_told("n") && is_told("reach"), "what is of many is told");
}
