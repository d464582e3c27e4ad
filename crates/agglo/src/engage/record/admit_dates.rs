//! Dates that cannot be: in the future, before a thing began, or the wrong way round.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::base::error::Error;
use crate::engage::event::{Answer, Body, Entry, Link, Outcome, Piece, Reference, Stage, State};
use crate::engage::record::Record;

/// Before this year nothing that is recorded here was said or done.
const FIRST: i16 = 1900;

/// Where faults of dates gather.
struct Days<'a> {
    faults: &'a mut Vec<Error>,
}

impl Days<'_> {
    fn refuse(&mut self, field: &str, what: String) {
        self.faults.push(Error::new("E0512", what).at(field));
    }

    /// Refuses a day after the other.
    fn ordered(&mut self, field: &str, (what, day): (&str, Date), (than, other): (&str, Date)) {
        if day > other {
            self.refuse(field, format!("{what} on {day} is after {than} on {other}"));
        }
    }
}

/// Refuses dates that cannot be.
pub(super) fn dates(entry: &Entry, record: &Record, today: Date, faults: &mut Vec<Error>) {
    let happened = entry.happened;
    let mut days = Days { faults };
    if happened > today {
        days.refuse("date", format!("{happened} is in the future: today is {today}"));
    } else if happened.year() < FIRST {
        days.refuse("date", format!("{happened} is before {FIRST}"));
    }
    match &entry.body {
        Body::Area(own) => {
            days.ordered("since", ("its beginning", own.since), ("the entry", happened));
        }
        Body::Piece(own) => piece(own, happened, &mut days),
        Body::Link(own) => link(own, today, &mut days),
        Body::Answer(own) => answer(own, happened, record, &mut days),
        Body::Stage(own) => stage(own, happened, record, &mut days),
        Body::Venture(own) => {
            days.ordered("founded", ("its foundation", own.founded), ("the entry", happened));
            if let Some(idea) = own.idea.as_ref().and_then(|of| record.idea(of)) {
                days.ordered("founded", ("the idea", idea.happened), ("its venture", own.founded));
            }
        }
        Body::Money(own) => {
            let first = i16::try_from(own.quarter.year).ok();
            let month = i8::try_from(own.quarter.quarter * 3 - 2).ok();
            let start = first.zip(month).and_then(|(year, month)| Date::new(year, month, 1).ok());
            match start {
                Some(start) => {
                    days.ordered("quarter", ("the quarter begins", start), ("today", today));
                }
                None => days.refuse("quarter", format!("{} is no quarter", own.quarter)),
            }
        }
        Body::Promise(own) => days.ordered("due", ("the promise", happened), ("its day", own.due)),
        Body::Award(own) => {
            if let Some((start, end)) = own.start.zip(own.end) {
                days.ordered("end", ("its start", start), ("its end", end));
            }
        }
        Body::Rating(own) => {
            // A relation is rated once there is one: a partner that was never described has none.
            let first =
                record.partners.iter().filter(|told| told.id.as_ref() == Some(&own.partner));
            if let Some(first) = first.map(|told| told.happened.year()).min()
                && happened.year() < first - 50
            {
                days.refuse("date", format!("{happened} is long before the partner was recorded"));
            }
        }
        _ => {}
    }
}

fn piece(own: &Piece, happened: Date, days: &mut Days<'_>) {
    if let Some(since) = own.since {
        days.ordered("since", ("its beginning", since), ("the entry", happened));
    }
    for shock in &own.shocks {
        days.ordered("shock", (&shock.name, shock.on), ("the entry", happened));
        if let Some(since) = own.since {
            days.ordered("shock", ("the piece's beginning", since), (&shock.name, shock.on));
        }
    }
}

fn link(own: &Link, today: Date, days: &mut Days<'_>) {
    if let Some((start, end)) = own.start.zip(own.end)
        && start >= end
    {
        days.refuse("end", format!("the agreement ends on {end} and starts on {start}"));
    }
    if let Some(active) = own.active {
        days.ordered("active", ("the last activity", active), ("today", today));
        if let Some(start) = own.start {
            days.ordered("active", ("the agreement's start", start), ("its last activity", active));
        }
    }
}

fn answer(own: &Answer, happened: Date, record: &Record, days: &mut Days<'_>) {
    let heard = match &own.to {
        Reference::Number(crate::engage::event::Counted::Said, number) => {
            record.saids.iter().find(|said| said.number == *number).map(|said| said.happened)
        }
        Reference::Number(crate::engage::event::Counted::Promise, number) => {
            record.promises.iter().find(|own| own.number == *number).map(|own| own.happened)
        }
        of => record.input(of).map(|input| input.heard),
    };
    let Some(heard) = heard else { return };
    days.ordered("date", ("what is answered", heard), ("the answer", happened));
    match own.outcome {
        Outcome::Done { on } => {
            days.ordered("done", ("what is answered", heard), ("what was done", on));
            days.ordered("done", ("what was done", on), ("the answer", happened));
        }
        Outcome::DoingBy { by } => {
            days.ordered("doing-by", ("the answer", happened), ("its day", by));
        }
        Outcome::Wont { .. } => {}
    }
}

fn stage(own: &Stage, happened: Date, record: &Record, days: &mut Days<'_>) {
    let venture = match &own.of {
        Reference::Named(id) => record.venture(id),
        Reference::Number(..) => None,
    };
    if let Some(venture) = venture {
        let founded = venture.what.founded;
        days.ordered("date", ("the venture's foundation", founded), ("the stage", happened));
        let years = match own.state {
            State::Trading1 => 1,
            State::Trading3 => 3,
            State::Trading5 => 5,
            _ => 0,
        };
        if let Ok(due) = founded.checked_add(years.years()) {
            days.ordered("state", ("so many years of trading end", due), ("the stage", happened));
        }
    } else if let Some(idea) = record.idea(&own.of) {
        days.ordered("date", ("the idea", idea.happened), ("the stage", happened));
    }
}
