//! What differs between two blueprints, part by part.

use schemars::JsonSchema;
use serde::Serialize;

use crate::base::blueprint::{Blueprint, Edge, Element};

/// One part that is not the same in both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Change {
    /// The part: ``element `food` ``, ``edge `food` to `evening` ``, `cuts`.
    pub part: String,
    /// What became of it.
    pub kind: ChangeKind,
    /// The fields that differ, where the part stands in both.
    pub fields: Vec<String>,
}

/// What became of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// It stands in the second alone.
    Added,
    /// It stands in the first alone.
    Removed,
    /// It stands in both and is not the same.
    Changed,
}

/// Every part that is not the same in both; none of two that say the same.
///
/// Elements and outcomes are matched by id, edges by where they start and end; the order of parts does not
/// count.
pub fn differences(first: &Blueprint, second: &Blueprint) -> Vec<Change> {
    let mut found = about(first, second);
    let element = |element: &Element| format!("element `{}`", element.id);
    let ends = |edge: &Edge| format!("edge `{}` to `{}`", edge.from, edge.to);
    found.extend(parts(&first.elements, &second.elements, &element, &element_fields));
    let outcome = |outcome: &crate::base::blueprint::Outcome| format!("outcome `{}`", outcome.id);
    found.extend(parts(&first.outcomes, &second.outcomes, &outcome, &|_, _| Vec::new()));
    found.extend(parts(&first.edges, &second.edges, &ends, &edge_fields));
    found
}

fn about(first: &Blueprint, second: &Blueprint) -> Vec<Change> {
    let rows = [
        ("id", first.id == second.id),
        ("title", first.title == second.title),
        ("goal", first.goal == second.goal),
        ("status", first.status == second.status),
        ("naics_vintage", first.naics_vintage == second.naics_vintage),
        ("cluster", first.cluster == second.cluster),
        ("derived_from", first.derived_from == second.derived_from),
        ("sources", first.sources == second.sources),
        ("chosen_if", first.chosen_if == second.chosen_if),
        ("applies_if", first.applies_if == second.applies_if),
        ("aggregator", first.aggregator == second.aggregator),
        ("cuts", first.cuts == second.cuts),
        ("exemplars", first.exemplars == second.exemplars),
        ("evidence", first.evidence == second.evidence),
    ];
    let differ = rows.into_iter().filter(|(_, same)| !same);
    differ.map(|(part, _)| changed(part.to_owned(), Vec::new())).collect()
}

fn changed(part: String, fields: Vec<String>) -> Change {
    Change { part, kind: ChangeKind::Changed, fields }
}

/// Parts of two lists, matched by name.
fn parts<T: PartialEq>(
    first: &[T],
    second: &[T],
    name: &dyn Fn(&T) -> String,
    fields: &dyn Fn(&T, &T) -> Vec<String>,
) -> Vec<Change> {
    let mut found = Vec::new();
    for part in first {
        let name_of = name(part);
        match second.iter().find(|other| name(other) == name_of) {
            None => {
                found.push(Change { part: name_of, kind: ChangeKind::Removed, fields: Vec::new() });
            }
            Some(other) if other != part => found.push(changed(name_of, fields(part, other))),
            Some(_) => {}
        }
    }
    let added = second.iter().filter(|part| first.iter().all(|other| name(other) != name(part)));
    found.extend(added.map(|part| Change {
        part: name(part),
        kind: ChangeKind::Added,
        fields: Vec::new(),
    }));
    found
}

fn element_fields(a: &Element, b: &Element) -> Vec<String> {
    let mut found = Vec::new();
    if (a.weight - b.weight).abs() > f64::EPSILON {
        found.push(format!("weight {} to {}", a.weight, b.weight));
    }
    let rows = [
        ("title", a.title == b.title),
        ("kind", a.form == b.form),
        ("required", a.required == b.required),
        ("immutable", a.immutable == b.immutable),
        ("measure", a.body == b.body),
        ("alternatives", a.alternatives == b.alternatives),
        ("overlap_with", a.overlap_with == b.overlap_with),
    ];
    found.extend(rows.into_iter().filter(|(_, same)| !same).map(|(name, _)| name.to_owned()));
    found
}

fn edge_fields(a: &Edge, b: &Edge) -> Vec<String> {
    let mut found = Vec::new();
    if (a.strength - b.strength).abs() > f64::EPSILON {
        found.push(format!("b {} to {}", a.strength, b.strength));
    }
    if a.grade != b.grade {
        found.push(format!("grade {:?} to {:?}", a.grade, b.grade));
    }
    let rows = [
        ("sign", a.sign == b.sign),
        ("kind", a.kind == b.kind),
        ("source", a.source == b.source),
        ("statistic", a.statistic == b.statistic),
    ];
    found.extend(rows.into_iter().filter(|(_, same)| !same).map(|(name, _)| name.to_owned()));
    found
}
