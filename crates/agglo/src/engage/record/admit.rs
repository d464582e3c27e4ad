//! What may be entered: every fault of an entry at once, before it becomes an event.

use jiff::civil::Date;

use crate::base::error::Error;
use crate::engage::event::{Body, Correct, Counted, Entry, Group, Kind, Reference, Retract, slug};
use crate::engage::record::admit_dates::dates;
use crate::engage::record::admit_lock::locks;
use crate::engage::record::names::{Names, must_be, must_lead, must_lead_to};
use crate::engage::record::{Record, Standing};

/// What an entry is held against beside the record.
#[derive(Clone, Debug)]
pub struct Ground<'a> {
    /// Today, where the entry is made.
    pub today: Date,
    /// Ids of the programme's regions.
    pub regions: &'a [String],
}

/// Everything that is wrong with an entry; nothing where it may be entered. `record` must hold all that is
/// known of all days.
///
/// # Returns
///
/// `E0510` what it refers to is not recorded; `E0511` a number is out of its scale; `E0512` a date cannot
/// be; `E0513` a text is empty or holds what cannot be shown; `E0514` an id is missing or taken; `E0515` a
/// rating without its source or consent; `E0516` a correction of nothing, or that changes the kind; `E0517` a lock
/// that cannot be.
pub fn admit(entry: &Entry, record: &Record, ground: &Ground<'_>) -> Vec<Error> {
    admit_among(entry, &Names::of(record), ground)
}

/// The same for one entry of many: the ids of the record are gathered once.
pub fn admit_among(entry: &Entry, record: &Names<'_>, ground: &Ground<'_>) -> Vec<Error> {
    let mut faults = Vec::new();
    if !ground.regions.contains(&entry.region) {
        let what = format!("the programme has no region `{}`", entry.region);
        let all = ground.regions.join(", ");
        faults.push(Error::new("E0510", what).at("region").hint(format!("regions: {all}")));
    }
    id(entry, record, &mut faults);
    texts(entry, &mut faults);
    dates(entry, record, ground.today, &mut faults);
    leads(&entry.body, record, &mut faults);
    scales(&entry.body, &mut faults);
    if let Body::Rating(rating) = &entry.body {
        if entry.source.is_none() {
            faults.push(
                Error::new("E0515", "a rating needs its source")
                    .at("source")
                    .hint("--source \"survey 1\""),
            );
        }
        if !rating.consent {
            faults.push(
                Error::new("E0515", "the rater did not agree that the rating is kept")
                    .at("consent")
                    .hint("leave it out, or ask again"),
            );
        }
    }
    match &entry.body {
        Body::Correct(correct) => corrects(correct, entry, record, ground, &mut faults),
        Body::Retract(retract) => retracts(retract, record, &mut faults),
        Body::Lock(lock) => locks(lock, entry, record, &mut faults),
        _ => {}
    }
    faults
}

fn id(entry: &Entry, record: &Names<'_>, faults: &mut Vec<Error>) {
    let kind = entry.body.kind();
    let fault = match entry.id.as_deref() {
        None if kind.is_named() => Some("there is no id".to_owned()),
        Some(id) if id.is_empty() || slug(id) != id => {
            Some(format!("`{id}` is no id: lower-case letters and digits, joined by hyphens"))
        }
        Some(id) => Kind::ALL
            .iter()
            .find(|own| **own != kind && record.has(**own, id))
            .map(|own| format!("`{id}` is an id already, of the kind {}", own.word())),
        None => None,
    };
    if let Some(fault) = fault {
        faults.push(Error::new("E0514", fault).at("id").hint("give one with --id"));
    }
}

/// A text that must say something, by its field.
fn said_in(body: &Body) -> Vec<(&'static str, &str)> {
    match body {
        Body::Goal(own) => vec![("mission", &own.mission)],
        Body::Area(own) => vec![("holder", &own.holder)],
        Body::Listening(own) => own.heard.iter().map(|text| ("heard", text.as_str())).collect(),
        Body::Said(own) => vec![("text", &own.text)],
        Body::Answer(own) => match &own.outcome {
            crate::engage::event::Outcome::Wont { because } => vec![("wont", because)],
            _ => Vec::new(),
        },
        Body::Piece(own) => vec![("name", &own.name)],
        Body::Partner(own) => vec![("name", &own.name)],
        Body::Idea(own) => vec![("text", &own.text)],
        Body::Venture(own) => vec![("name", &own.name)],
        Body::Initiative(own) => vec![("name", &own.name)],
        Body::Innovation(own) => vec![("text", &own.text), ("problem", &own.problem)],
        Body::Promise(own) => vec![("text", &own.text), ("to", &own.to)],
        Body::Meeting(own) => vec![("text", &own.text)],
        Body::Award(own) => vec![("funder", &own.funder)],
        Body::Outcome(own) => vec![("measure", &own.measure), ("subject", &own.subject)],
        Body::Lock(own) => {
            let because = own.because.iter().map(|text| ("because", text.as_str()));
            [("plan", own.plan.as_str())].into_iter().chain(because).collect()
        }
        Body::Correct(own) => vec![("because", &own.because)],
        Body::Retract(own) => vec![("because", &own.because)],
        Body::Erase(own) => vec![("because", &own.because)],
        _ => Vec::new(),
    }
}

fn texts(entry: &Entry, faults: &mut Vec<Error>) {
    let head = [("source", &entry.source), ("note", &entry.note)];
    let head = head.into_iter().filter_map(|(field, text)| Some((field, text.as_deref()?)));
    for (field, text) in said_in(&entry.body).into_iter().chain(head) {
        let unseen = text.chars().find(|sign| sign.is_control() && *sign != '\n' && *sign != '\t');
        if text.trim().is_empty() {
            faults.push(Error::new("E0513", "the text is empty").at(field));
        } else if let Some(sign) = unseen {
            let what = format!("the text holds {}, which cannot be shown", sign.escape_unicode());
            faults.push(Error::new("E0513", what).at(field).hint("leave it out"));
        }
    }
}

/// Refuses what leads nowhere.
fn leads(body: &Body, record: &Names<'_>, faults: &mut Vec<Error>) {
    let mut area = |area: Option<&String>, field: &str| {
        if let Some(area) = area {
            must_be(record, &[Kind::Area], area, field, faults);
        }
    };
    match body {
        Body::Listening(own) => area(Some(&own.area), "area"),
        Body::Engagement(own) => area(Some(&own.area), "area"),
        Body::Said(own) => area(own.area.as_ref(), "area"),
        Body::Rating(own) => area(own.area.as_ref(), "area"),
        Body::Idea(own) => area(own.area.as_ref(), "area"),
        Body::Partner(own) => own.areas.iter().for_each(|own| area(Some(own), "areas")),
        _ => {}
    }
    let partners = [Kind::Partner];
    match body {
        Body::Area(own) => {
            if let Some(lead) = &own.lead {
                must_be(record, &partners, lead, "lead", faults);
            }
        }
        Body::Said(own) => {
            if let Some(of) = &own.listening {
                must_lead_to(record, of, &[Kind::Listening], "listening", faults);
            }
            input(own.input.as_ref(), record, faults);
        }
        Body::Answer(own) => match &own.to {
            Reference::Named(_) => input(Some(&own.to), record, faults),
            Reference::Number(Counted::Said | Counted::Input | Counted::Promise, _) => {
                must_lead(record, &own.to, "to", faults);
            }
            other @ Reference::Number(..) => {
                let what = format!("`{other}` wants no answer");
                faults.push(
                    Error::new("E0510", what).at("to").hint("answer said:N, input:N or promise:N"),
                );
            }
        },
        Body::Piece(own) => {
            for of in &own.named_in {
                must_lead_to(record, of, &[Kind::Listening], "named_in", faults);
            }
        }
        Body::Vouch(own) => {
            must_be(record, &[Kind::Piece], &own.piece, "piece", faults);
            if let Some(of) = &own.listening {
                must_lead_to(record, of, &[Kind::Listening], "listening", faults);
            }
        }
        Body::Link(own) => {
            for (field, party) in [("a", &own.a), ("b", &own.b)] {
                must_be(record, &[Kind::Piece, Kind::Partner], party, field, faults);
            }
            if own.a == own.b {
                faults.push(Error::new("E0510", "an agreement needs two parties").at("b"));
            }
        }
        Body::Rating(own) => must_be(record, &partners, &own.partner, "partner", faults),
        _ => leads_of_ventures(body, record, faults),
    }
}

fn leads_of_ventures(body: &Body, record: &Names<'_>, faults: &mut Vec<Error>) {
    let partners = [Kind::Partner];
    match body {
        Body::Idea(own) => input(own.input.as_ref(), record, faults),
        Body::Stage(own) => {
            must_lead_to(record, &own.of, &[Kind::Idea, Kind::Venture], "of", faults);
        }
        Body::Venture(own) => {
            if let Some(of) = &own.idea {
                must_lead_to(record, of, &[Kind::Idea], "idea", faults);
            }
        }
        Body::Money(own) => {
            let kinds = [Kind::Venture, Kind::Initiative];
            must_be(record, &kinds, &own.subject, "subject", faults);
        }
        Body::Initiative(own) => {
            for of in &own.cites {
                let kinds = [Kind::Listening, Kind::Idea, Kind::Piece];
                must_lead_to(record, of, &kinds, "cites", faults);
            }
            for carrier in &own.carriers {
                must_be(record, &partners, carrier, "carriers", faults);
            }
            for other in own.after.iter().chain(&own.excludes) {
                must_be(record, &[Kind::Initiative], other, "after or excludes", faults);
            }
        }
        Body::Spend(own) => {
            must_be(record, &[Kind::Initiative], &own.initiative, "initiative", faults);
        }
        Body::Innovation(own) => {
            if let Some(venture) = &own.venture {
                must_be(record, &[Kind::Venture], venture, "venture", faults);
            }
        }
        Body::Meeting(own) => {
            own.with.iter().for_each(|id| must_be(record, &partners, id, "with", faults));
        }
        _ => {}
    }
}

fn input(of: Option<&Reference>, record: &Record, faults: &mut Vec<Error>) {
    let Some(of) = of else { return };
    if record.input(of).is_none() {
        let what = format!("`{of}` leads to no input");
        let hint = format!(
            "there are {}; an id leads to one where its session heard one thing",
            record.inputs.len()
        );
        faults.push(Error::new("E0510", what).at("input").hint(hint));
    }
}

/// Refuses numbers out of their scale.
fn scales(body: &Body, faults: &mut Vec<Error>) {
    let mut refuse = |field: &str, what: String| faults.push(Error::new("E0511", what).at(field));
    let mut groups = |groups: &[Group], n: Option<u32>| {
        let sum = groups.iter().fold(0_u32, |sum, group| sum.saturating_add(group.n));
        if n.is_none_or(|n| sum > n) && sum > 0 {
            let n = n.map_or("nobody".to_owned(), |n| n.to_string());
            refuse("groups", format!("{sum} people in groups and {n} in all"));
        }
    };
    match body {
        Body::Listening(own) => groups(&own.groups, own.n),
        Body::Engagement(own) => groups(&own.groups, own.n),
        Body::Rating(own) if !(1..=4).contains(&own.score) => {
            refuse("score", format!("a score of {}: scores go from 1 to 4", own.score));
        }
        Body::Piece(own) => {
            for fact in own.facts.iter().filter(|fact| !fact.value.is_finite()) {
                refuse("facts", format!("{} is no number", fact.name));
            }
        }
        Body::Partner(own) if own.staff_days.is_some_and(|days| !(0.0..=1e6).contains(&days)) => {
            refuse("staff_days", "days below 0".to_owned());
        }
        Body::Venture(own) if own.jobs.is_some_and(|jobs| !(0.0..=1e7).contains(&jobs)) => {
            refuse("jobs", "jobs below 0".to_owned());
        }
        Body::Money(own) => {
            let below =
                |cents: Option<crate::engage::event::Cents>| cents.is_some_and(|own| own.0 < 0);
            if below(own.earned) || below(own.granted) {
                refuse("earned", "money below 0: enter a correction instead".to_owned());
            }
        }
        Body::Budget(own) if own.amount.0 <= 0 => refuse("amount", "no money".to_owned()),
        Body::Spend(own) if own.amount.0 == 0 => refuse("amount", "no money".to_owned()),
        Body::Outcome(own) if !own.value.is_finite() => refuse("value", "no number".to_owned()),
        Body::Goal(own) => {
            for aim in own.economy.iter().chain(&own.people) {
                let value = aim.baseline.map_or(0.0, |baseline| baseline.value);
                if !aim.change.is_finite() || !value.is_finite() {
                    refuse("economy or people", format!("{} is no number", aim.measure));
                }
            }
        }
        Body::Initiative(own) => {
            if own.share_underserved.is_some_and(|share| !(0.0..=1.0).contains(&share)) {
                refuse("share_underserved", "a share is between 0 and 1".to_owned());
            }
            if own.effects.iter().any(|effect| !(-1.0..=1.0).contains(&effect.level)) {
                refuse("effects", "a change of level is between -1 and 1".to_owned());
            }
            if own.load.is_some_and(|load| !(0.0..=1e6).contains(&load)) {
                refuse("load", "a load below 0".to_owned());
            }
        }
        _ => {}
    }
}

fn amends(kind: Kind) -> bool {
    matches!(kind, Kind::Correct | Kind::Retract | Kind::Person | Kind::Erase)
}

fn corrects(
    correct: &Correct,
    entry: &Entry,
    record: &Names<'_>,
    ground: &Ground<'_>,
    faults: &mut Vec<Error>,
) {
    let found = record.events.iter().find(|(event, ..)| *event == correct.event);
    let fault = match found {
        None => Some(format!("there is no event {}", correct.event)),
        Some((_, _, Standing::Retracted)) => Some(format!("event {} was retracted", correct.event)),
        Some((_, kind, _)) if amends(*kind) => {
            Some(format!("event {} is a {}: retract it instead", correct.event, kind.word()))
        }
        Some((_, Kind::Lock, _)) => Some(format!(
            "event {} is a lock, which is never corrected: amend it with `agglo plan amend`",
            correct.event
        )),
        Some((_, kind, _)) if *kind != correct.instead.kind() => {
            let (was, is) = (kind.word(), correct.instead.kind().word());
            Some(format!("event {} is a {was}, not a {is}", correct.event))
        }
        Some(_) => heard_as_much(correct, record),
    };
    if let Some(fault) = fault {
        faults.push(Error::new("E0516", fault).at("event"));
        return;
    }
    let instead = Entry {
        body: (*correct.instead).clone(),
        happened: correct.happened_on.unwrap_or(entry.happened),
        id: None,
        source: entry.source.clone().or_else(|| Some("correction".to_owned())),
        ..entry.clone()
    };
    // The id stays that of the corrected event.
    let found = admit_among(&instead, record, ground);
    faults.extend(found.into_iter().filter(|fault| fault.place() != Some("id")));
}

/// Inputs keep their numbers: a correction may change what was heard, not how much.
fn heard_as_much(correct: &Correct, record: &Names<'_>) -> Option<String> {
    let Body::Listening(instead) = &*correct.instead else { return None };
    let was = record.listenings.iter().find(|own| own.event == correct.event)?.what.heard.len();
    let is = instead.heard.len();
    (was != is).then(|| {
        format!("{was} things were heard, not {is}: inputs have numbers; record another session or retract this one")
    })
}

fn retracts(retract: &Retract, record: &Record, faults: &mut Vec<Error>) {
    let found = record.events.iter().find(|(event, ..)| *event == retract.event);
    let fault = match found {
        None => format!("there is no event {}", retract.event),
        Some((_, _, Standing::Retracted)) => {
            format!("event {} was retracted before", retract.event)
        }
        Some((_, Kind::Retract | Kind::Erase | Kind::Person | Kind::Lock, _)) => {
            format!("event {} cannot be retracted", retract.event)
        }
        Some(_) => return,
    };
    faults.push(Error::new("E0516", fault).at("event"));
}
