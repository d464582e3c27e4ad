//! What of a record may leave its programme: the only thing that a public view is made of.
//!
//! Gatherings of five people or more, and asks, ideas, ventures and stages that were entered as public. What stays
//! inside is in no sum, no share, no order and no number of a row, so that two public views, however they are
//! subtracted from each other, tell nothing of it: with other things inside, they would be the same to the byte.

use std::collections::BTreeSet;

use crate::engage::event::{self, Reference};
use crate::engage::leaving::is_of_many;
use crate::engage::record::{Record, Told};

/// The part of a record that may leave its programme.
///
/// # Source
///
/// Noninterference: Goguen and Meseguer 1982, IEEE Symposium on Security and Privacy.
pub(super) fn leaving(record: &Record) -> Record {
    let is_told = |event: u64, n: Option<u32>| is_of_many(n) && !record.recounted.contains(&event);
    let mut left = Record {
        areas: record.areas.clone(),
        partners: record.partners.clone(),
        pieces: record.pieces.clone(),
        links: record.links.clone(),
        answers: record.answers.clone(),
        listenings: those(&record.listenings, |own| is_told(own.event, own.what.n)),
        engagements: those(&record.engagements, |own| is_told(own.event, own.what.n)),
        ideas: those(&record.ideas, |own| own.is_public),
        ventures: those(&record.ventures, |own| own.is_public),
        stages: those(&record.stages, |own| own.is_public),
        ..Record::default()
    };
    let sessions: BTreeSet<u64> = left.listenings.iter().map(|own| own.event).collect();
    let is_held = |of: &Reference| {
        record.listening(of).is_none_or(|session| sessions.contains(&session.event))
    };
    left.inputs =
        record.inputs.iter().filter(|own| sessions.contains(&own.event)).cloned().collect();
    left.saids = those(&record.saids, |own| {
        let input = own.what.input.as_ref().and_then(|of| record.input(of));
        own.is_public
            && own.what.listening.as_ref().is_none_or(is_held)
            && input.is_none_or(|input| sessions.contains(&input.event))
    });
    left.vouches = those(&record.vouches, |own: &Told<event::Vouch>| {
        is_told(own.event, Some(own.what.n)) && own.what.listening.as_ref().is_none_or(is_held)
    });
    left
}

fn those<T: Clone>(told: &[Told<T>], may: impl Fn(&Told<T>) -> bool) -> Vec<Told<T>> {
    told.iter().filter(|own| may(own)).cloned().collect()
}

#[cfg(test)]
#[path = "leaving_tests.rs"]
mod tests;
