//! What must hold of a ledger, whoever keeps it.

use std::thread;

use agglo::engage::event::{
    Area, Body, Correct, Counted, Entry, Erase, Event, Idea, Listening, Origin, Partner, PersonKey,
    Reference, Retract, Said,
};
use agglo::engage::record::{Cut, fold};
use agglo_data::ledger::{Appended, Archive, Ledger, Personal};
use jiff::Timestamp;
use jiff::civil::{Date, date};

use crate::Place;

type Case = (&'static str, fn(&Place<'_>));

pub(crate) const CASES: &[Case] = &[
    ("what was added is read back, and the chain holds", what_was_added_is_read_back),
    ("an append is all or nothing, and only after the last event known", appends_are_conditional),
    ("two writers make one chain", two_writers_make_one_chain),
    ("a changed event is named", a_changed_event_is_named),
    ("a removed event and a cut end are found", a_removed_event_is_found),
    ("the store refuses to change or remove events", the_store_refuses),
    ("tables follow the events and their corrections", tables_follow),
    ("names in any script and formulas are kept as they are", names_are_kept),
    ("a person who was erased cannot be read again, and the chain holds", a_person_is_erased),
    ("a copy as text comes back as it was", a_copy_comes_back),
    ("a text that was changed or cut short is refused", a_bad_text_is_refused),
    ("two programmes in one store do not touch", programmes_are_apart),
];

const DAY: Date = date(2026, 3, 1);

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_772_400_000 + second).unwrap()
}

fn said(text: &str) -> Entry {
    let body = Said { text: text.to_owned(), listening: None, input: None, area: None };
    Entry::new("gulf", DAY, Body::Said(body))
}

fn partner(name: &str, id: &str) -> Entry {
    let body = Partner {
        name: name.to_owned(),
        kind: None,
        reach: Some(3100),
        reach_of: None,
        programmes: Some(2),
        areas: vec!["work".to_owned()],
        cost: None,
        staff_days: Some(12.5),
        red_line: None,
    };
    Entry::new("gulf", DAY, Body::Partner(body)).named(id).from_source("annual report")
}

fn add(ledger: &mut Ledger, entries: &[Entry]) -> Vec<u64> {
    ledger.append(entries, at(0)).unwrap()
}

fn what_was_added_is_read_back(place: &Place<'_>) {
    let store = place.store();
    let mut ledger = store.open();
    assert_eq!(ledger.verify().unwrap().head, None);
    let entries = [said("A late bus"), partner("Transit co-op", "transit-co-op")];
    assert_eq!(add(&mut ledger, &entries), [1, 2]);
    drop(ledger);
    let mut again = store.open();
    let events: Vec<Event> = again.events().unwrap();
    assert_eq!(events.iter().map(|event| event.entry.clone()).collect::<Vec<_>>(), entries);
    assert_eq!(events[1].entered, at(0));
    let verified = again.verify().unwrap();
    assert_eq!((verified.events, verified.broken), (2, None));
    // A clock that was set back does not turn the order round.
    again.append(&[said("earlier")], at(-500)).unwrap();
    assert_eq!(again.events().unwrap()[2].entered, at(0));
    assert_eq!(again.verify().unwrap().broken, None);
}

fn appends_are_conditional(place: &Place<'_>) {
    let store = place.store();
    let (mut one, mut two) = (store.open(), store.open());
    assert_eq!(one.append_after(0, &[said("a")], at(0)).unwrap(), Appended::Done(vec![1]));
    assert_eq!(two.append_after(0, &[said("b")], at(0)).unwrap(), Appended::Moved);
    assert_eq!(
        two.append_after(1, &[said("b"), said("c")], at(0)).unwrap(),
        Appended::Done(vec![2, 3])
    );
    assert_eq!(one.head().unwrap().unwrap().0, 3);
}

fn two_writers_make_one_chain(place: &Place<'_>) {
    const EACH: usize = 150;
    let store = place.store();
    thread::scope(|scope| {
        for writer in ["first", "second"] {
            let store = &store;
            scope.spawn(move || {
                let mut ledger = store.open();
                for number in 0..EACH {
                    ledger.append(&[said(&format!("{writer} {number}"))], at(0)).unwrap();
                }
            });
        }
    });
    let mut ledger = store.open();
    let verified = ledger.verify().unwrap();
    assert_eq!((verified.events, verified.broken), (2 * EACH as u64, None));
    // Each writer's own order is kept.
    let texts: Vec<String> = fold(ledger.events().unwrap(), &Cut::ALL)
        .saids
        .into_iter()
        .map(|said| said.what.text)
        .filter(|text| text.starts_with("first"))
        .collect();
    let expected: Vec<String> = (0..EACH).map(|number| format!("first {number}")).collect();
    assert_eq!(texts, expected);
}

fn a_changed_event_is_named(place: &Place<'_>) {
    for (change, event) in [
        ("UPDATE events SET body = '{\"text\":\"B\"}' WHERE sequence = 2", 2),
        ("UPDATE events SET happened = '2025-01-01' WHERE sequence = 3", 3),
        ("UPDATE events SET public = 1 WHERE sequence = 1", 1),
        ("UPDATE events SET hash = previous WHERE sequence = 2", 2),
        ("UPDATE events SET said_by = 'c1', source = 'x' WHERE sequence = 4", 4),
    ] {
        let store = place.store();
        let mut ledger = store.open();
        add(&mut ledger, &["a", "b", "c", "d"].map(said));
        store.unguard();
        store.sql(change).unwrap();
        let broken = ledger.verify().unwrap().broken.unwrap();
        assert_eq!(broken.event, event, "{change}: {}", broken.why);
        assert_eq!(ledger.text(false).unwrap_err().code(), "E0523", "what is broken is not copied");
    }
}

fn a_removed_event_is_found(place: &Place<'_>) {
    let store = place.store();
    let mut ledger = store.open();
    add(&mut ledger, &["a", "b", "c", "d"].map(said));
    let head = ledger.verify().unwrap().head.unwrap();
    assert!(ledger.holds(&head[..12]).unwrap());
    store.unguard();
    store.sql("DELETE FROM events WHERE sequence = 4").unwrap();
    assert_eq!(ledger.verify().unwrap().broken, None, "a chain does not know where it ended");
    assert!(!ledger.holds(&head).unwrap(), "an end that was written down does");
    store.sql("DELETE FROM events WHERE sequence = 2").unwrap();
    assert_eq!(ledger.verify().unwrap().broken.unwrap().event, 2);
}

fn the_store_refuses(place: &Place<'_>) {
    let store = place.store();
    let mut ledger = store.open();
    add(&mut ledger, &[said("a")]);
    for attempt in [
        "UPDATE events SET body = '{}'",
        "DELETE FROM events",
        "INSERT INTO events SELECT programme, sequence, entered, happened, region, said_by, source, note, id, public, kind, body, previous, hash FROM events",
    ] {
        assert!(store.sql(attempt).is_err(), "{attempt}");
    }
    assert_eq!(ledger.verify().unwrap().events, 1);
}

fn tables_follow(place: &Place<'_>) {
    let store = place.store();
    let mut ledger = store.open();
    add(&mut ledger, &[partner("Co-op", "co-op"), said("a late bus"), said("a bench")]);
    let names = || {
        store.sql("SELECT name FROM record_partner WHERE reach = 3100 AND staff_days > 12").unwrap()
    };
    assert_eq!(names(), ["Co-op"]);
    let Body::Partner(mut instead) = partner("Transit co-op", "co-op").body else { unreachable!() };
    instead.staff_days = Some(13.5);
    let correct = Correct {
        event: 1,
        instead: Box::new(Body::Partner(instead)),
        happened_on: None,
        fields: vec!["name".to_owned()],
        because: "full name".to_owned(),
    };
    add(&mut ledger, &[Entry::new("gulf", DAY, Body::Correct(correct))]);
    assert_eq!(names(), ["Transit co-op"]);
    assert_eq!(store.sql("SELECT corrected FROM record_partner").unwrap(), ["1"]);
    let retract = |event| {
        let body = Retract { event, because: "entered twice".to_owned() };
        Entry::new("gulf", DAY, Body::Retract(body))
    };
    add(&mut ledger, &[retract(2)]);
    assert_eq!(store.sql("SELECT text FROM record_said").unwrap(), ["a bench"]);
    add(&mut ledger, &[retract(4)]);
    assert_eq!(names(), ["Co-op"], "a correction that is retracted leaves what was");
    // The fold says the same as the tables, and numbers stay where they were.
    let record = fold(ledger.events().unwrap(), &Cut::ALL);
    assert_eq!(record.partners[0].what.name, "Co-op");
    assert_eq!((record.saids.len(), record.saids[0].number), (1, 2));
}

fn names_are_kept(place: &Place<'_>) {
    let names = [
        "=HYPERLINK(\"http://x\",\"y\")",
        "+1-850-555 co-op",
        "@partners; DROP TABLE events;--",
        "🦪 Oyster Kitchen 👩🏽‍🍳",
        "تعاونية الصيد \u{200f}2",
        "O'Brien \"& Sons\" \\ 50 %",
        "São João d'Água",
    ];
    let store = place.store();
    let mut ledger = store.open();
    let entries: Vec<Entry> = names.iter().map(|name| partner(name, "p1")).collect();
    add(&mut ledger, &entries);
    let record = fold(store.open().events().unwrap(), &Cut::ALL);
    let kept: Vec<&str> = record.partners.iter().map(|own| own.what.name.as_str()).collect();
    assert_eq!(kept, names);
    assert_eq!(store.sql("SELECT name FROM record_partner ORDER BY sequence").unwrap(), names);
    assert_eq!(ledger.verify().unwrap().broken, None);
}

fn a_person_is_erased(place: &Place<'_>) {
    let store = place.store();
    let mut ledger = store.open();
    let person: PersonKey = "contributor:c17".parse().unwrap();
    let personal =
        Personal { name: "Ana Lopes".to_owned(), contact: Some("ana@example.org".to_owned()) };
    let sealed = ledger.seal(&person, &personal).unwrap();
    let twice = ledger.seal(&person, &personal).unwrap();
    assert_ne!(sealed, twice, "the same name never looks the same");
    add(&mut ledger, &[Entry::new("gulf", DAY, sealed)]);
    let Body::Person(held) = &ledger.events().unwrap()[0].entry.body else { unreachable!() };
    let held = held.clone();
    assert_eq!(ledger.unseal(&held).unwrap(), Some(personal));
    let mut other = held.clone();
    other.person = "contributor:c18".parse().unwrap();
    assert_eq!(ledger.unseal(&other).unwrap(), None);
    let backup = ledger.text(true).unwrap();
    assert!(!ledger.text(false).unwrap().contains("secret") && backup.contains("secret"));
    assert!(!backup.contains("Ana") && !backup.contains("example.org"));

    let erase = Erase { person: person.clone(), because: "request".to_owned() };
    let entry = Entry::new("gulf", DAY, Body::Erase(erase));
    assert_eq!(ledger.erase(&person, &entry, at(9)).unwrap(), (2, true));
    assert_eq!(ledger.unseal(&held).unwrap(), None);
    assert_eq!(ledger.verify().unwrap().broken, None);
    assert_eq!(store.sql("SELECT person FROM person_keys").unwrap(), Vec::<String>::new());
    // A backup in which the key is there and the erasure too gives no key back.
    let key = backup.lines().last().unwrap();
    let text = ledger.text(true).unwrap() + key + "\n";
    let mut restored = place.store().open();
    let done = restored.restore(&Archive::read(&text, "coast").unwrap()).unwrap();
    assert_eq!((done.events, done.keys), (2, 0));
    assert_eq!(restored.unseal(&held).unwrap(), None);
}

fn a_copy_comes_back(place: &Place<'_>) {
    let store = place.store();
    let mut ledger = store.open();
    let listening = Listening {
        area: "work".to_owned(),
        place: Some("library".to_owned()),
        n: Some(14),
        groups: Vec::new(),
        language: None,
        heard: vec!["No late bus".to_owned(), "Nothing to do after eight".to_owned()],
    };
    let area = Area {
        holder: "Bay Works".to_owned(),
        since: date(2026, 2, 1),
        places: Vec::new(),
        group: None,
        lead: None,
        depth: None,
    };
    let idea = Idea {
        text: "Evening shuttle".to_owned(),
        origin: Origin::Community,
        area: None,
        input: Some(Reference::Number(Counted::Input, 2)),
        element: None,
        owner: None,
        owner_group: None,
        state: None,
    };
    add(
        &mut ledger,
        &[
            Entry::new("gulf", DAY, Body::Area(area)).named("work"),
            Entry::new("gulf", DAY, Body::Listening(listening)),
            Entry::new("gulf", DAY, Body::Idea(idea)),
            partner("Co-op", "co-op"),
        ],
    );
    let text = ledger.text(true).unwrap();
    let archive = Archive::read(&text, "coast").unwrap();
    assert_eq!(archive.sealed_now, 0);
    let mut copy = place.store().open();
    assert_eq!(copy.restore(&archive).unwrap().events, 4);
    assert_eq!(copy.text(true).unwrap(), text);
    assert_eq!(copy.events().unwrap(), ledger.events().unwrap());
    assert_eq!(copy.restore(&archive).unwrap_err().code(), "E0525", "it has events now");
    assert_eq!(Archive::read(&text, "other").unwrap_err()[0].code(), "E0523");
}

fn a_bad_text_is_refused(place: &Place<'_>) {
    let mut ledger = place.store().open();
    add(&mut ledger, &["a", "b", "c"].map(said));
    let text = ledger.text(false).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let refused = |text: &str| Archive::read(text, "coast").unwrap_err()[0].to_string();
    assert!(refused(&lines[..3].join("\n")).contains("2 of 3 events"));
    assert!(refused(&text.replace("\"b\"", "\"B\"")).contains("event 2"));
    assert!(refused(&[lines[0], lines[2], lines[1], lines[3]].join("\n")).contains("event 1"));
    assert!(refused(&text.replace("\"said\"", "\"sayd\"")).contains("line 2"));
    assert!(refused("not json").contains("line 1"));
    // By hand: no place, no seal.
    let by_hand =
        r#"{"happened":"2026-03-01","region":"gulf","kind":"said","body":{"text":"by hand"}}"#;
    let archive = Archive::read(by_hand, "coast").unwrap();
    assert_eq!((archive.sealed_now, archive.events().unwrap()[0].sequence), (1, 1));
    let unknown = by_hand.replace("\"text\"", "\"txt\"");
    assert!(refused(&unknown).contains("txt"));
}

fn programmes_are_apart(place: &Place<'_>) {
    let store = place.store();
    let mut coast = store.open();
    let mut valley = Ledger::open(&store.address, "valley").unwrap();
    add(&mut coast, &[said("a"), said("b")]);
    assert_eq!(add(&mut valley, &[said("c")]), [1]);
    assert_eq!(coast.events().unwrap().len(), 2);
    assert_eq!(valley.verify().unwrap().broken, None);
    assert_eq!(coast.verify().unwrap().events, 2);
}
