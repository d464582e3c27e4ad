//! From a record at two days to what moved between them.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::base::error::Error;
use crate::close::programme::{
    GateMoved, MovedBy, PromiseDue, PromiseState, RatingsStale, RegionMoved,
};
use crate::engage::event::{Counted, Outcome, Reference, Side};
use crate::engage::gates::{Finding, Ratings, Region, Rules, Subject, View, check};
use crate::engage::leaving::FEWEST;
use crate::engage::record::{Record, latest, of_region};
use crate::engage::trust;

/// A record folded to a day.
#[derive(Clone, Copy, Debug)]
pub struct At<'a> {
    /// The day.
    pub day: Date,
    /// What is known of it, folded to that day.
    pub record: &'a Record,
}

/// What moved in a region of a programme from the end of one day to the end of another.
///
/// # Errors
///
/// Those of rules that contradict themselves.
pub fn region_moved(
    from: At<'_>,
    to: At<'_>,
    region: &Region<'_>,
    rules: &Rules,
) -> Result<RegionMoved, Error> {
    let before = check(from.record, region, rules, from.day)?;
    let after = check(to.record, region, rules, to.day)?;
    let pairs = before.findings.iter().zip(&after.findings);
    Ok(RegionMoved {
        region: region.id.to_owned(),
        promises: promises(from.day, to, region.id),
        ratings: ratings(from, to, region, rules)?,
        gates: pairs.map(|(was, is)| gate(was, is)).collect(),
    })
}

fn promises(from: Date, to: At<'_>, region: &str) -> Vec<PromiseDue> {
    let mut all = Vec::new();
    for own in of_region(&to.record.promises, region) {
        let of = Reference::Number(Counted::Promise, own.number);
        let answers = to.record.answers.iter().filter(|answer| answer.what.to == of);
        let mut answers: Vec<_> = answers.collect();
        answers.sort_by_key(|answer| (answer.happened, answer.event));
        let moved = answers.iter().rev().find_map(|answer| match answer.what.outcome {
            Outcome::DoingBy { by } => Some(by),
            _ => None,
        });
        let due = moved.unwrap_or(own.what.due);
        let state = match answers.last().map(|answer| &answer.what.outcome) {
            Some(Outcome::Done { on }) if *on <= due => PromiseState::Kept,
            Some(Outcome::Done { .. }) => PromiseState::Late,
            Some(Outcome::Wont { .. }) => PromiseState::Refused,
            _ => PromiseState::Overdue,
        };
        let is_here = due > from && due <= to.day;
        // The day itself is still in time.
        let is_overdue = state == PromiseState::Overdue && due < to.day;
        if is_overdue || (is_here && state != PromiseState::Overdue) {
            let (to, text) = (own.what.to.clone(), own.what.text.clone());
            let due = due.to_string();
            all.push(PromiseDue { of: of.to_string(), to, text, due, state });
        }
    }
    all.sort_by(|a, b| (&a.due, &a.of).cmp(&(&b.due, &b.of)));
    all
}

fn ratings(
    from: At<'_>,
    to: At<'_>,
    region: &Region<'_>,
    rules: &Rules,
) -> Result<Vec<RatingsStale>, Error> {
    let rule = &rules.partner.trust;
    let at = |day: Date| View { record: to.record, region, rules, as_of: day };
    let (now, then) = (at(to.day), at(from.day));
    let own = Ratings::of(&now);
    let mut all = Vec::new();
    for (id, _) in latest(&to.record.partners, region.id) {
        for (side, word) in [(Side::Community, "community"), (Side::Partner, "partner")] {
            let voices = own.voices(&now, id, side);
            let before = own.voices(&then, id, side);
            let ages = || voices.iter().zip(&before).map(|((_, now), (_, then))| (now, then));
            let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            let is_out = |age: f64| age > rule.expiry;
            let lapsed =
                ages().filter(|(now, then)| is_out(now.age_months) && !is_out(then.age_months));
            let lapsing = ages().filter(|(now, then)| {
                let time = now.age_months - then.age_months;
                !is_out(now.age_months) && is_out(now.age_months + time)
            });
            let (lapsed, lapsing) = (count(lapsed.count()), count(lapsing.count()));
            if lapsed + lapsing == 0 {
                continue;
            }
            let raters = count(voices.len());
            let voices: Vec<_> = voices.into_iter().map(|(_, voice)| voice).collect();
            let trust = trust(&voices, rule)?;
            let is_told = raters >= FEWEST;
            all.push(RatingsStale {
                partner: id.to_owned(),
                side: word,
                ruling: trust.ruling.word(),
                lapsed: is_told.then_some(lapsed),
                lapsing: is_told.then_some(lapsing),
                more_raters: trust.more_raters,
            });
        }
    }
    Ok(all)
}

fn gate(was: &Finding, is: &Finding) -> GateMoved {
    let mut moved_by = subjects(was, is);
    if moved_by.is_empty() && was.ruling != is.ruling {
        moved_by.push(MovedBy {
            id: is.gate.word().to_owned(),
            test: None,
            was: Some(was.ruling.word()),
            is: Some(is.ruling.word()),
            found: is.found.clone(),
            events: new(&was.evidence, &is.evidence),
        });
    }
    GateMoved {
        gate: is.gate.word(),
        rule: is.rule.clone(),
        was: was.ruling.word(),
        is: is.ruling.word(),
        moved_by,
    }
}

fn new(was: &[u64], is: &[u64]) -> Vec<u64> {
    let was: BTreeSet<&u64> = was.iter().collect();
    is.iter().filter(|event| !was.contains(event)).copied().collect()
}

fn subjects(was: &Finding, is: &Finding) -> Vec<MovedBy> {
    let of = |all: &'_ [Subject], id: &str| all.iter().position(|own| own.id == id);
    let mut moved = Vec::new();
    for own in &is.subjects {
        match of(&was.subjects, &own.id) {
            Some(at) => moved.extend(legs(&was.subjects[at], own)),
            None => moved.push(whole(own, None, Some(own.ruling.word()), own.evidence.clone())),
        }
    }
    for own in was.subjects.iter().filter(|own| of(&is.subjects, &own.id).is_none()) {
        moved.push(whole(own, Some(own.ruling.word()), None, Vec::new()));
    }
    moved
}

fn whole(
    own: &Subject,
    was: Option<&'static str>,
    is: Option<&'static str>,
    events: Vec<u64>,
) -> MovedBy {
    MovedBy { id: own.id.clone(), test: None, was, is, found: own.name.clone(), events }
}

fn legs(was: &Subject, is: &Subject) -> Vec<MovedBy> {
    let pairs = was.legs.iter().zip(&is.legs).filter(|(a, b)| a.ruling != b.ruling);
    let moved = pairs.map(|(a, b)| MovedBy {
        id: is.id.clone(),
        test: Some(b.name),
        was: Some(a.ruling.word()),
        is: Some(b.ruling.word()),
        found: b.found.clone(),
        events: new(&was.evidence, &is.evidence),
    });
    let moved: Vec<MovedBy> = moved.collect();
    if moved.is_empty() && was.ruling != is.ruling {
        let events = new(&was.evidence, &is.evidence);
        return vec![whole(is, Some(was.ruling.word()), Some(is.ruling.word()), events)];
    }
    moved
}

#[cfg(test)]
#[path = "record_tests.rs"]
mod tests;
