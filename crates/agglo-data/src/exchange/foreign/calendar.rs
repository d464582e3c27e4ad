//! iCalendar (RFC 5545): events as meetings, those that repeat one by one.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::exchange::foreign::listed::Listed;
use crate::exchange::foreign::recurrence::days;
use crate::exchange::foreign::{Found, joined};
use crate::exchange::ical::{WITH, own_uid};
use crate::fault::{Fault, Faults};

/// One line of a calendar, unfolded, without its parameters: days are those of the clock that it names.
#[derive(Clone)]
struct Line {
    at: usize,
    name: String,
    value: String,
}

/// An event and the line on which it begins.
struct Event {
    at: usize,
    lines: Vec<Line>,
}

impl Event {
    fn all(&self, name: &str) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(move |line| line.name == name)
    }

    fn text(&self, name: &str) -> String {
        self.all(name).next().map_or_else(String::new, |line| unescaped(&line.value))
    }
}

/// The meetings of a calendar.
///
/// # Errors
///
/// All that is wrong with it: what has no end, what cannot be read.
pub(super) fn meetings(text: &str, programme: &str) -> Result<Found, Faults> {
    let mut faults = Faults::default();
    let events = events(&lines(text), &mut faults);
    let mut listed = Listed::new(&["id", "text", "on", "with", "date", "public", "source", "note"]);
    let mut passed: BTreeMap<&str, usize> = BTreeMap::new();
    let moved = moved(&events);
    for event in &events {
        let uid = event.text("UID");
        let why = match own_uid(&uid, programme) {
            Some("meeting") | None => None,
            Some(_) => Some("days that follow from promises and awards"),
        };
        let is_off = event.text("STATUS").eq_ignore_ascii_case("cancelled");
        if let Some(why) = why.or(is_off.then_some("cancelled events")) {
            *passed.entry(why).or_default() += 1;
            continue;
        }
        match on(event, moved.get(&uid)) {
            Ok(days) => days.iter().for_each(|day| {
                let place = format!("event of line {}, {day}", event.at);
                listed.row(place, row(event, &uid, *day, programme));
            }),
            Err(fault) => faults.push(fault),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    for (why, count) in passed {
        listed.note(format!("{count} passed over: {why}"));
    }
    let guests =
        events.iter().flat_map(|own| own.all("ATTENDEE").chain(own.all("ORGANIZER"))).count();
    if guests > 0 {
        listed.note(format!(
            "{guests} names of guests and hosts left out: names stay out of the ledger"
        ));
    }
    if events.iter().any(|own| own.all("DTSTART").any(|line| line.value.ends_with('Z'))) {
        listed.note("times in UTC: the day is that of UTC");
    }
    Ok(listed.found("meetings"))
}

fn row(event: &Event, uid: &str, day: Date, programme: &str) -> Vec<String> {
    let made = event.all("CREATED").next().and_then(|line| date(&line.value));
    let made = made.map_or_else(String::new, |day| day.to_string());
    let what = event.text("SUMMARY");
    let what = if what.trim().is_empty() { "Meeting".to_owned() } else { what };
    let (about, said) = (event.text("DESCRIPTION"), event.text("COMMENT"));
    if own_uid(uid, programme).is_some() {
        // What this programme wrote has its place in the chain, and no id.
        let with = event.text(WITH).replace(',', ";");
        let note = match about.split_once('\n') {
            _ if with.is_empty() => about,
            Some((_, note)) => note.to_owned(),
            None => String::new(),
        };
        let is_public = event.text("CLASS").eq_ignore_ascii_case("public");
        let public = if is_public { "yes" } else { "no" }.to_owned();
        return vec![String::new(), what, day.to_string(), with, made, public, said, note];
    }
    let id = match event.all("RRULE").next() {
        None => uid.to_owned(),
        Some(_) => format!("{uid}-{day}"),
    };
    let note = joined(&[("", about), ("", said), ("place", event.text("LOCATION"))]);
    let (with, public, source) = (String::new(), String::new(), String::new());
    vec![id, what, day.to_string(), with, made, public, source, note]
}

/// The days of an event; of one that repeats, without those that are excepted or were moved.
fn on(event: &Event, moved: Option<&BTreeSet<Date>>) -> Result<Vec<Date>, Fault> {
    let at = |line: usize| format!("line {line}");
    let Some(start) = event.all("DTSTART").next() else {
        return Err(Fault::new("an event without a beginning (DTSTART)").at(at(event.at)));
    };
    let first = date(&start.value).ok_or_else(|| {
        Fault::new("this is no day").at(at(start.at)).column("DTSTART").value(&start.value)
    })?;
    let mut found = BTreeSet::from([first]);
    for rule in event.all("RRULE") {
        let time = start.value.get(9..15).unwrap_or_default();
        let all = days(&rule.value, first, time);
        let all = all.map_err(|fault| fault.at(at(rule.at)).column("RRULE").value(&rule.value))?;
        found.extend(all);
    }
    let listed = |name: &'static str| {
        let values = event.all(name).flat_map(|line| line.value.split(','));
        values.filter_map(date).collect::<Vec<Date>>()
    };
    found.extend(listed("RDATE"));
    let is_moved = event.all("RECURRENCE-ID").next().is_some();
    let out = listed("EXDATE");
    found.retain(|day| {
        !out.contains(day) && (is_moved || !moved.is_some_and(|own| own.contains(day)))
    });
    Ok(found.into_iter().collect())
}

/// Days of repeated events that were moved, by event: another event stands for each.
fn moved(events: &[Event]) -> BTreeMap<String, BTreeSet<Date>> {
    let mut all: BTreeMap<String, BTreeSet<Date>> = BTreeMap::new();
    for event in events {
        let days = event.all("RECURRENCE-ID").filter_map(|line| date(&line.value));
        for day in days {
            all.entry(event.text("UID")).or_default().insert(day);
        }
    }
    all
}

/// The day of a date or a time.
fn date(text: &str) -> Option<Date> {
    let text = text.trim();
    let part = |from: usize, to: usize| text.get(from..to)?.parse::<i16>().ok();
    if text.len() > 8 && text.get(8..9) != Some("T") {
        return None;
    }
    let small = |own: i16| i8::try_from(own).ok();
    Date::new(part(0, 4)?, small(part(4, 6)?)?, small(part(6, 8)?)?).ok()
}

/// Lines with what was folded put together.
fn lines(text: &str) -> Vec<Line> {
    let mut whole: Vec<(usize, String)> = Vec::new();
    let text = text.trim_start_matches('\u{feff}');
    for (line, at) in text.split('\n').zip(1..) {
        let line = line.trim_end_matches('\r');
        match (line.strip_prefix([' ', '\t']), whole.last_mut()) {
            (Some(rest), Some((_, last))) => last.push_str(rest),
            _ if line.is_empty() => {}
            _ => whole.push((at, line.to_owned())),
        }
    }
    whole.into_iter().map(|(at, text)| parted(at, &text)).collect()
}

/// The name and the value of a line; a colon between quotes is part of a parameter.
fn parted(at: usize, text: &str) -> Line {
    let mut is_quoted = false;
    let colon = text.char_indices().find(|(_, sign)| {
        is_quoted ^= *sign == '"';
        *sign == ':' && !is_quoted
    });
    let (head, value) = colon.map_or((text, ""), |(place, _)| (&text[..place], &text[place + 1..]));
    let name = head.split(';').next().unwrap_or_default().to_uppercase();
    Line { at, name, value: value.to_owned() }
}

/// The events of a calendar; what begins and does not end is a fault.
fn events(lines: &[Line], faults: &mut Faults) -> Vec<Event> {
    let mut open: Vec<(&str, usize)> = Vec::new();
    let mut events: Vec<Event> = Vec::new();
    for line in lines {
        match line.name.as_str() {
            "BEGIN" => {
                if line.value.eq_ignore_ascii_case("VEVENT") {
                    events.push(Event { at: line.at, lines: Vec::new() });
                }
                open.push((line.value.as_str(), line.at));
            }
            "END" => {
                if open.last().is_some_and(|(name, _)| name.eq_ignore_ascii_case(&line.value)) {
                    open.pop();
                } else {
                    let what = format!("END:{} ends nothing that is open", line.value);
                    faults.push(Fault::new(what).at(format!("line {}", line.at)));
                }
            }
            _ if open.last().is_some_and(|(name, _)| name.eq_ignore_ascii_case("VEVENT")) => {
                events.last_mut().into_iter().for_each(|event| event.lines.push(line.clone()));
            }
            _ => {}
        }
    }
    for (name, at) in open {
        let what = format!("BEGIN:{name} has no END: the file is cut off");
        faults.push(Fault::new(what).at(format!("line {at}")));
    }
    events
}

/// The text of a value (RFC 5545, 3.3.11).
fn unescaped(value: &str) -> String {
    let mut out = String::new();
    let mut letters = value.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some('n' | 'N') => out.push('\n'),
                Some(other) => out.push(other),
                None => {}
            },
            other => out.push(other),
        }
    }
    out
}
