//! A programme without an element: whatever serves it is taken out, and the gates are read again.

use std::collections::BTreeSet;

use crate::engage::record::Record;

/// The element that ideas and ventures are.
const ENTREPRENEURSHIP: &str = "entrepreneurship";
/// The element that partners are.
const PARTNERSHIP: &str = "partnership";

/// The record without whatever serves an element: its pieces and their agreements, its ideas, its
/// initiatives. Without `entrepreneurship` there are no ideas and ventures, without `partnership` no partners.
pub fn without(record: &Record, element: &str) -> Record {
    let mut record = record.clone();
    let is = |own: &Option<String>| own.as_deref() == Some(element);
    let mut gone: BTreeSet<String> = BTreeSet::new();
    gone.extend(
        record.pieces.iter().filter(|own| is(&own.what.element)).filter_map(|own| own.id.clone()),
    );
    record.pieces.retain(|own| !is(&own.what.element));
    record.initiatives.retain(|own| !is(&own.what.element));
    let all_ideas = element == ENTREPRENEURSHIP;
    record.ideas.retain(|own| !(all_ideas || is(&own.what.element)));
    if all_ideas {
        record.ventures.clear();
        record.stages.clear();
    }
    if element == PARTNERSHIP {
        gone.extend(record.partners.iter().filter_map(|own| own.id.clone()));
        record.partners.clear();
    }
    record.links.retain(|own| !gone.contains(&own.what.a) && !gone.contains(&own.what.b));
    record
}

/// Elements that anything recorded serves, and the two that every programme needs.
pub fn elements(record: &Record) -> BTreeSet<String> {
    let mut all: BTreeSet<String> = [ENTREPRENEURSHIP, PARTNERSHIP].map(str::to_owned).into();
    all.extend(record.pieces.iter().filter_map(|own| own.what.element.clone()));
    all.extend(record.ideas.iter().filter_map(|own| own.what.element.clone()));
    all.extend(record.initiatives.iter().filter_map(|own| own.what.element.clone()));
    all
}
