//! What stands of events, and what the gates read from it.
#![cfg(feature = "ledger")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's own helpers may fail loudly")]

use agglo::engage::event::{
    Answer, Area, Body, Confirmed, Correct, Counted, Depth, Engagement, Entry, Event, Idea, Item,
    Link, LinkKind, Listening, Origin, Outcome, Partner, Piece, PieceKind, Rating, Reached,
    Reference, Retract, Said, Side, State, Vouch, VouchedBy,
};
use agglo::engage::gates::{Checked, Region, Rules, Subject, check};
use agglo::engage::record::{Cut, Record, fold};
use agglo::engage::{Gate, Ruling};
use jiff::Timestamp;
use jiff::civil::{Date, date};

const DAY: Date = date(2026, 3, 1);
const TODAY: Date = date(2026, 9, 30);

/// Events in the order of their entry, each entered at noon of its day.
#[derive(Default)]
struct Book(Vec<Event>);

impl Book {
    fn add(&mut self, region: &str, happened: Date, id: Option<&str>, body: Body) -> u64 {
        let entered: Timestamp = format!("{happened}T12:00:00Z").parse().unwrap();
        let mut entry = Entry::new(region, happened, body).from_source("notes");
        entry.id = id.map(str::to_owned);
        let sequence = self.0.len() as u64 + 1;
        self.0.push(Event { sequence, entered, entry });
        sequence
    }

    fn area(&mut self, region: &str, id: &str, holder: &str, places: &[&str]) {
        let area = Area {
            holder: holder.to_owned(),
            since: DAY,
            places: places.iter().map(|own| (*own).to_owned()).collect(),
            group: None,
            lead: None,
            depth: None,
        };
        self.add(region, DAY, Some(id), Body::Area(area));
    }

    fn heard(&mut self, area: &str, day: Date, texts: &[&str]) -> u64 {
        let heard = texts.iter().map(|own| (*own).to_owned()).collect();
        let own = Listening {
            area: area.to_owned(),
            place: None,
            n: Some(20),
            groups: vec![],
            language: None,
            heard,
        };
        self.add("gulf", day, None, Body::Listening(own))
    }

    fn partner(&mut self, region: &str, reach: u32) {
        let partner = Partner {
            name: "College".to_owned(),
            kind: None,
            reach: Some(reach),
            reach_of: Some(Reached::Residents),
            programmes: Some(1),
            areas: vec!["work".to_owned(), "school".to_owned()],
            cost: None,
            staff_days: None,
            red_line: None,
        };
        self.add(region, DAY, Some("college"), Body::Partner(partner));
    }

    fn rate(&mut self, region: &str, side: Side, rater: &str, item: Item, score: u8, staff: bool) {
        let rating = Rating {
            partner: "college".to_owned(),
            side,
            rater: rater.parse().unwrap(),
            area: None,
            item,
            score,
            consent: true,
            staff,
        };
        self.add(region, DAY, None, Body::Rating(rating));
    }

    /// As many raters of both sides, wholly in favour, mission form and all.
    fn trusted(&mut self, region: &str, raters: usize) {
        for (side, letter) in [(Side::Community, 'c'), (Side::Partner, 'p')] {
            for number in 0..raters {
                let rater = format!("{letter}{number}");
                self.rate(region, side, &rater, Item::Reliability, 4, false);
                self.rate(region, side, &rater, Item::Mission(1), 3, false);
            }
        }
    }

    fn record(&self) -> Record {
        fold(self.0.clone(), &Cut::as_of(TODAY))
    }

    fn check(&self, region: &str) -> Checked {
        let ground = Region {
            id: region,
            residents: Some(10_000.0),
            firms: None,
            underserved_share: Some(0.4),
        };
        check(&self.record(), &ground, &Rules::default(), TODAY).unwrap()
    }
}

fn ruling(checked: &Checked, gate: Gate) -> Ruling {
    checked.findings.iter().find(|own| own.gate == gate).unwrap().ruling
}

fn subject<'a>(checked: &'a Checked, gate: Gate, id: &str) -> &'a Subject {
    let own = checked.findings.iter().find(|own| own.gate == gate).unwrap();
    own.subjects.iter().find(|own| own.id == id).unwrap()
}

fn leg(subject: &Subject, name: &str) -> (Ruling, String) {
    let own = subject.legs.iter().find(|own| own.name == name).unwrap();
    (own.ruling, own.found.clone())
}

fn said(text: &str, listening: Option<u32>) -> Body {
    let listening = listening.map(|number| Reference::Number(Counted::Listening, number));
    Body::Said(Said { text: text.to_owned(), listening, input: None, area: None })
}

fn answer(to: Reference, outcome: Outcome) -> Body {
    Body::Answer(Answer { to, outcome })
}

#[test]
fn law_the_order_in_which_events_are_read_does_not_matter() {
    let mut book = Book::default();
    book.area("gulf", "work", "Bay Works", &[]);
    book.heard("work", DAY, &["a", "b"]);
    book.partner("gulf", 2_000);
    book.trusted("gulf", 4);
    let expected = book.record();
    book.0.reverse();
    assert_eq!(book.record(), expected);
    book.0.rotate_left(7);
    assert_eq!(book.record(), expected);
}

#[test]
fn numbers_are_never_given_twice_and_corrections_and_retractions_are_applied() {
    let mut book = Book::default();
    book.area("gulf", "work", "Bay Works", &[]);
    let first = book.heard("work", DAY, &["a", "b"]);
    book.heard("work", DAY, &["c"]);
    let Body::Listening(mut instead) = book.0[1].entry.body.clone() else { panic!() };
    instead.heard[1] = "B".to_owned();
    let correct = |because: &str, instead: Listening| {
        Body::Correct(Correct {
            event: first,
            instead: Box::new(Body::Listening(instead)),
            happened_on: Some(date(2026, 2, 1)),
            fields: vec!["heard".to_owned()],
            because: because.to_owned(),
        })
    };
    let correction = book.add("gulf", DAY, None, correct("misheard", instead.clone()));
    let record = book.record();
    let inputs: Vec<(u32, &str)> =
        record.inputs.iter().map(|own| (own.number, own.text.as_str())).collect();
    assert_eq!(inputs, [(1, "a"), (2, "B"), (3, "c")]);
    assert_eq!(
        (record.listenings[0].happened, record.listenings[0].is_corrected),
        (date(2026, 2, 1), true)
    );
    // The last correction counts; one that is retracted does not.
    instead.heard[1] = "BB".to_owned();
    let second = book.add("gulf", DAY, None, correct("again", instead));
    assert_eq!(book.record().inputs[1].text, "BB");
    let retract = |event| Body::Retract(Retract { event, because: "wrong".to_owned() });
    book.add("gulf", DAY, None, retract(second));
    assert_eq!(book.record().inputs[1].text, "B");
    book.add("gulf", DAY, None, retract(correction));
    assert_eq!(book.record().inputs[1].text, "b");
    book.add("gulf", DAY, None, retract(first));
    let record = book.record();
    assert_eq!(record.inputs.iter().map(|own| own.number).collect::<Vec<_>>(), [3]);
}

#[test]
fn what_came_late_is_listed_and_what_was_not_known_yet_left_aside() {
    let mut book = Book::default();
    book.area("gulf", "work", "Bay Works", &[]);
    book.heard("work", date(2026, 3, 10), &["a"]);
    book.0[1].entered = "2026-04-09T12:00:00Z".parse().unwrap();
    assert!(book.record().late.is_empty(), "thirty days are not late");
    book.0[1].entered = "2026-04-10T00:00:00Z".parse().unwrap();
    let late = book.record().late;
    assert_eq!((late.len(), late[0].event, late[0].days), (1, 2, 31));
    let cut = Cut { as_of: TODAY, entered_by: Some("2026-04-09T23:59:59Z".parse().unwrap()) };
    let record = fold(book.0.clone(), &cut);
    assert_eq!((record.inputs.len(), record.not_yet_known), (0, 1));
    let record = fold(book.0.clone(), &Cut::as_of(date(2026, 3, 9)));
    assert_eq!((record.inputs.len(), record.later), (0, 1));
}

#[test]
fn an_ask_has_four_days_and_one_that_repeats_an_input_answers_it() {
    let mut book = Book::default();
    book.area("gulf", "work", "Bay Works", &[]);
    book.heard("work", DAY, &["A late bus", "A bench"]);
    book.add("gulf", date(2026, 3, 5), None, said("A late bus", Some(1)));
    book.add("gulf", date(2026, 3, 5), None, said("Longer hours", Some(1)));
    let of = |number| Reference::Number(Counted::Said, number);
    book.add(
        "gulf",
        date(2026, 4, 1),
        None,
        answer(of(1), Outcome::DoingBy { by: date(2026, 6, 1) }),
    );
    book.add("gulf", date(2026, 6, 2), None, answer(of(1), Outcome::Done { on: date(2026, 6, 1) }));
    let input = Reference::Number(Counted::Input, 2);
    book.add(
        "gulf",
        date(2026, 5, 1),
        None,
        answer(input, Outcome::Wont { because: "no room".to_owned() }),
    );
    let asks = book.record().asks();
    assert_eq!(asks.len(), 3, "the first ask is the first input");
    assert_eq!(
        (asks[0].heard, asks[0].answered, asks[0].decided, asks[0].benefited),
        (DAY, Some(date(2026, 4, 1)), Some(date(2026, 4, 1)), Some(date(2026, 6, 1)))
    );
    assert_eq!((asks[1].decided, asks[1].benefited), (Some(date(2026, 5, 1)), None));
    assert_eq!(
        (asks[2].text.as_str(), asks[2].heard, asks[2].answered),
        ("Longer hours", DAY, None)
    );
    assert_eq!(asks[2].area.as_deref(), Some("work"));
}

#[test]
fn the_same_partner_passes_in_one_region_and_fails_in_another() {
    let mut book = Book::default();
    for (region, reach) in [("gulf", 2_000), ("bay", 200)] {
        book.area(region, "work", "Bay Works", &["north"]);
        book.partner(region, reach);
        book.trusted(region, 5);
    }
    assert_eq!(ruling(&book.check("gulf"), Gate::P1), Ruling::Pass);
    let bay = book.check("bay");
    assert_eq!(ruling(&bay, Gate::P1), Ruling::Fail);
    assert_eq!(leg(subject(&bay, Gate::P1, "college"), "scale").0, Ruling::Fail);
    assert!(bay.warnings.iter().any(|own| own.contains("too small")), "{:?}", bay.warnings);
}

#[test]
fn one_rater_is_one_vote_the_last_word_counts_and_staff_do_not_speak_for_residents() {
    let mut book = Book::default();
    book.area("gulf", "work", "Bay Works", &[]);
    book.partner("gulf", 2_000);
    book.trusted("gulf", 5);
    // The same five again, and five who work there: nothing is added.
    book.trusted("gulf", 5);
    for number in 0..5 {
        book.rate("gulf", Side::Community, &format!("s{number}"), Item::Reliability, 1, true);
    }
    let trust = |book: &Book| leg(subject(&book.check("gulf"), Gate::P1, "college"), "trust");
    assert!(trust(&book).1.contains("5 raters"), "{}", trust(&book).1);
    assert_eq!(trust(&book).0, Ruling::Pass);
    // Value items enter no gate.
    book.rate("gulf", Side::Community, "c9", Item::PowerInfluence, 1, false);
    assert!(trust(&book).1.contains("5 raters"));
    // They change their minds.
    for number in 0..5 {
        book.rate("gulf", Side::Community, &format!("c{number}"), Item::Reliability, 1, false);
    }
    assert_eq!(trust(&book).0, Ruling::Fail);
}

#[test]
fn of_fewer_than_five_raters_nothing_but_the_verdict_is_shown() {
    for raters in 0..7 {
        let mut book = Book::default();
        book.area("gulf", "work", "Bay Works", &[]);
        book.partner("gulf", 2_000);
        book.trusted("gulf", raters);
        let found = leg(subject(&book.check("gulf"), Gate::P1, "college"), "trust").1;
        assert_eq!(found.contains("P 0."), raters >= 5, "{raters}: {found}");
        assert_eq!(found.contains(" raters)"), raters >= 5, "{raters}: {found}");
    }
}

#[test]
fn areas_of_one_holder_for_the_same_people_are_one_and_claims_without_a_decision_count_less() {
    let mut book = Book::default();
    book.area("gulf", "work", "Bay Works", &["north"]);
    book.area("gulf", "school", "bay works ", &["north"]);
    book.partner("gulf", 2_000);
    book.trusted("gulf", 5);
    let done = |area: &str, depth, influenced: Option<&str>| {
        let influenced = influenced.map(str::to_owned);
        Body::Engagement(Engagement {
            area: area.to_owned(),
            depth,
            n: Some(30),
            groups: vec![],
            influenced,
        })
    };
    book.add("gulf", date(2026, 8, 1), None, done("work", Depth::Collaborate, None));
    book.add("gulf", date(2026, 8, 1), None, done("school", Depth::Involve, Some("hours")));
    for (area, day) in [("work", date(2026, 8, 1)), ("school", date(2026, 8, 1))] {
        book.heard(area, day, &["heard"]);
    }
    for number in 1..=2 {
        let of = Reference::Number(Counted::Input, number);
        book.add(
            "gulf",
            date(2026, 8, 9),
            None,
            answer(of, Outcome::Done { on: date(2026, 8, 8) }),
        );
    }
    let checked = book.check("gulf");
    let work = subject(&checked, Gate::A1, "work");
    assert_eq!(work.ruling, Ruling::Pass, "{work:?}");
    assert!(leg(work, "deep").1.starts_with("involve, entered as collaborate"));
    assert_eq!(ruling(&checked, Gate::A1), Ruling::Fail, "two names of one area");
    book.area("gulf", "school", "School families", &["north"]);
    assert_eq!(ruling(&book.check("gulf"), Gate::A1), Ruling::Pass);
}

#[test]
fn a_holder_cannot_vouch_and_an_agreement_of_one_side_does_not_count() {
    let mut book = Book::default();
    book.area("gulf", "work", "Bay Works", &[]);
    book.area("gulf", "school", "School families", &[]);
    book.partner("gulf", 2_000);
    let piece = |since| {
        Body::Piece(Piece {
            name: "Band".to_owned(),
            kind: PieceKind::Organisation,
            holder: Some("its members".to_owned()),
            element: None,
            since,
            shocks: vec![],
            facts: vec![],
            named_in: vec![],
        })
    };
    book.add("gulf", DAY, Some("band"), piece(Some(date(1990, 1, 1))));
    book.add("gulf", DAY, Some("hall"), piece(None));
    let vouch = |by, n, listening| {
        let listening = Some(Reference::Number(Counted::Listening, listening));
        Body::Vouch(Vouch { piece: "band".to_owned(), by, n, reject: 0, listening })
    };
    book.heard("work", DAY, &["a"]);
    book.heard("school", DAY, &["b"]);
    book.add("gulf", DAY, None, vouch(VouchedBy::Holder, 40, 1));
    let authentic =
        |book: &Book| leg(subject(&book.check("gulf"), Gate::F1, "band"), "authentic").0;
    assert_eq!(authentic(&book), Ruling::Unknown, "nobody but the holder spoke");
    book.add("gulf", DAY, None, vouch(VouchedBy::Residents, 40, 1));
    assert_eq!(authentic(&book), Ruling::Unknown, "one area");
    book.add("gulf", DAY, None, vouch(VouchedBy::Residents, 1, 2));
    assert_eq!(authentic(&book), Ruling::Pass);
    let link = |b: &str, confirmed| {
        Body::Link(Link {
            a: "band".to_owned(),
            b: b.to_owned(),
            kind: LinkKind::Referral,
            start: Some(date(2026, 1, 1)),
            end: Some(date(2028, 1, 1)),
            active: Some(DAY),
            confirmed,
        })
    };
    book.add("gulf", DAY, None, link("college", Confirmed::Both));
    book.add("gulf", DAY, None, link("hall", Confirmed::A));
    let band = |book: &Book| subject(&book.check("gulf"), Gate::F1, "band").clone();
    assert_eq!(leg(&band(&book), "coordinates"), (Ruling::Fail, "1 live agreement".to_owned()));
    book.add("gulf", DAY, None, link("hall", Confirmed::Both));
    assert_eq!(band(&book).ruling, Ruling::Pass);
    let checked = book.check("gulf");
    assert_eq!(leg(subject(&checked, Gate::F1, "hall"), "time-tested").0, Ruling::Unknown);
}

#[test]
fn an_idea_counts_for_two_years_from_its_last_step_and_not_once_it_has_closed() {
    let idea = |owner: Option<&str>, state| {
        Body::Idea(Idea {
            text: "Evening shuttle".to_owned(),
            origin: Origin::Community,
            area: None,
            input: None,
            element: None,
            owner: owner.map(|key| key.parse().unwrap()),
            owner_group: None,
            state: Some(state),
        })
    };
    let of = |happened: Date, owner, state| {
        let mut book = Book::default();
        book.add("gulf", happened, None, idea(owner, state));
        ruling(&book.check("gulf"), Gate::E1)
    };
    let owner = Some("contributor:c17");
    assert_eq!(of(date(2024, 9, 30), owner, State::Shaped), Ruling::Pass);
    assert_eq!(of(date(2024, 9, 29), owner, State::Shaped), Ruling::Fail);
    assert_eq!(of(DAY, None, State::Shaped), Ruling::Fail);
    for state in [State::Raised, State::Parked, State::Closed] {
        assert_eq!(of(DAY, owner, state), Ruling::Fail, "{}", state.word());
    }
}
