//! The law of what may leave, against records made by hand: small groups, differences, corrections.

use jiff::Timestamp;
use jiff::civil::date;

use super::*;
use crate::engage::event::{
    Achieved, Correct, Depth, Engagement, Group, Partner, Retract, Venture, Vouch, VouchedBy,
};

fn gathering(n: u32, groups: &[(&str, u32)]) -> Body {
    let group = |&(name, n): &(&str, u32)| Group { name: name.to_owned(), n };
    Body::Engagement(Engagement {
        area: "north".to_owned(),
        depth: Depth::Involve,
        n: Some(n),
        groups: groups.iter().map(group).collect(),
        influenced: None,
    })
}

fn partner(reach: u32) -> Body {
    Body::Partner(Partner {
        name: "College".to_owned(),
        kind: None,
        reach: Some(reach),
        reach_of: None,
        programmes: None,
        areas: Vec::new(),
        cost: None,
        staff_days: None,
        red_line: None,
    })
}

fn venture(jobs: f64) -> Body {
    Body::Venture(Venture {
        name: "Kiosk".to_owned(),
        idea: None,
        founded: date(2025, 1, 1),
        industry: None,
        jobs: Some(jobs),
        owner_group: None,
    })
}

fn outcome(measure: &str, value: f64, unit: &str) -> Body {
    Body::Outcome(Achieved {
        measure: measure.to_owned(),
        value,
        unit: Some(unit.to_owned()),
        subject: "kiosk".to_owned(),
        consent: true,
    })
}

fn correct(event: u64, instead: Body) -> Body {
    let (instead, because) = (Box::new(instead), "counted again".to_owned());
    Body::Correct(Correct { event, instead, happened_on: None, fields: Vec::new(), because })
}

fn retract(event: u64) -> Body {
    Body::Retract(Retract { event, because: "entered twice".to_owned() })
}

fn chain(bodies: Vec<(Option<&str>, Body)>) -> Vec<Event> {
    let event = |((id, body), sequence): ((Option<&str>, Body), u64)| {
        let mut entry = Entry::new("gulf", date(2026, 1, 1), body);
        entry.id = id.map(str::to_owned);
        entry.is_public = true;
        Event { sequence, entered: Timestamp::UNIX_EPOCH, entry }
    };
    bodies.into_iter().zip(1..).map(event).collect()
}

fn told(bodies: Vec<(Option<&str>, Body)>, event: u64, stands: &Body) -> Vec<&'static str> {
    Law::of(&chain(bodies)).untold(event, stands).into_iter().collect()
}

#[test]
fn reference_counts_of_few_and_whatever_gives_them_back_are_untold() {
    let alone = |body: Body| untold(&body, &[]).into_iter().collect::<Vec<_>>();
    assert_eq!(alone(gathering(31, &[("near", 19), ("far", 12)])), [""; 0]);
    assert_eq!(alone(gathering(3, &[])), ["n"]);
    assert_eq!(alone(gathering(0, &[])), [""; 0]);
    assert_eq!(alone(gathering(20, &[("near", 17)])), ["groups"], "three are in no group");
    assert_eq!(alone(outcome("jobs", 4.5, "persons")), ["value"]);
    assert_eq!(alone(outcome("housing", -2.0, "pt")), [""; 0]);
    let vouch = |n, reject, listening: Option<&str>| {
        Body::Vouch(Vouch {
            piece: "pier".to_owned(),
            by: VouchedBy::Residents,
            n,
            reject,
            listening: listening.map(|id| Reference::Named(id.to_owned())),
        })
    };
    assert_eq!(alone(vouch(12, 0, None)), [""; 0]);
    assert_eq!(alone(vouch(12, 2, None)), ["n", "reject"]);
    assert_eq!(alone(vouch(12, 8, Some("walk"))), ["n", "reject"]);
}

#[test]
fn a_count_that_moved_by_few_is_untold_however_it_moved() {
    let many = gathering(30, &[("near", 10), ("far", 20)]);
    let moved = gathering(35, &[("near", 13), ("far", 22)]);
    let corrected = vec![(None, many.clone()), (None, correct(1, moved.clone()))];
    assert_eq!(told(corrected, 1, &moved), ["groups"]);
    let again = vec![(None, many), (None, retract(1)), (None, gathering(33, &[]))];
    assert_eq!(told(again, 3, &gathering(33, &[])), ["n"], "taken out and entered again");
    let two = vec![(None, gathering(30, &[])), (None, gathering(33, &[]))];
    assert_eq!(told(two, 2, &gathering(33, &[])), [""; 0], "two gatherings of one day are two");
    let reach = |n| (Some("college"), partner(n));
    assert_eq!(told(vec![reach(100), reach(103)], 2, &partner(103)), ["reach"]);
    assert_eq!(told(vec![reach(100), reach(130)], 2, &partner(130)), [""; 0]);
    let jobs = vec![(Some("kiosk"), venture(6.0)), (None, outcome("jobs", 8.0, "persons"))];
    assert_eq!(told(jobs, 2, &outcome("jobs", 8.0, "persons")), ["value"]);
}

#[test]
fn what_stands_is_held_against_what_was_told_later_of_the_same() {
    let all = vec![
        (Some("college"), partner(100)),
        (Some("college"), partner(110)),
        (None, correct(1, partner(108))),
    ];
    assert_eq!(told(all.clone(), 1, &partner(108)), ["reach"]);
    assert_eq!(told(all, 2, &partner(110)), [""; 0]);
}
