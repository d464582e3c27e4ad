//! Which elements of a blueprint can be told apart in the tables of a country whose industries are coarse.
//!
//! A line of such a table holds groups of the blueprint's classification whole. An element stands apart where lines
//! hold its industries and nothing else, and inside another line where they hold more.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use crate::base::blueprint::{Blueprint, Element, Measure};
use crate::base::id::{BlueprintId, ElementId, IndustryId};

/// What the tables of a country tell of an element.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Readable {
    /// The blueprint.
    pub blueprint: BlueprintId,
    /// Its title.
    pub blueprint_title: String,
    /// The element.
    pub element: ElementId,
    /// Its title.
    pub title: String,
    /// Whether its industries can be told.
    pub told: Told,
    /// Lines of the country's tables that hold them.
    pub lines: Vec<IndustryId>,
    /// What would do, in a few words.
    pub needs: String,
}

/// Whether the industries of an element can be told from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// Lines hold its industries and nothing else.
    Apart,
    /// A line holds them together with others.
    Together,
    /// No line is known to hold them, or it is no industry.
    Not,
}

/// What the tables of a country tell of each element of a blueprint. `holds` says which codes of the blueprint's
/// classification each line holds whole: every code that begins with one of them.
pub fn readable(blueprint: &Blueprint, holds: &BTreeMap<IndustryId, Vec<String>>) -> Vec<Readable> {
    let of = |element: &Element| {
        let (told, lines, needs) = told(element, holds);
        Readable {
            blueprint: blueprint.id.clone(),
            blueprint_title: blueprint.title.clone(),
            element: element.id.clone(),
            title: element.title.clone(),
            told,
            lines,
            needs: needs.to_owned(),
        }
    };
    blueprint.elements.iter().map(of).collect()
}

const ESTABLISHMENTS: &str = "establishments by industry of four digits, for every region";
const MONTHS: &str = "jobs by industry and month, for every region";
const RECORDS: &str = "a record, or a figure of it for every region";

fn told(
    element: &Element,
    holds: &BTreeMap<IndustryId, Vec<String>>,
) -> (Told, Vec<IndustryId>, &'static str) {
    let measures = element.body.measures();
    let codes: BTreeSet<&str> = measures
        .iter()
        .flat_map(|measure| match measure {
            Measure::Industries(industries) => industries.codes.as_slice(),
            Measure::Season { codes } => codes.as_slice(),
            Measure::Fact { .. }
            | Measure::Unrecorded
            | Measure::Recorded(_)
            | Measure::PassingPartners => &[],
        })
        .map(IndustryId::as_str)
        .collect();
    let needs = match measures.first() {
        Some(Measure::Season { .. }) => MONTHS,
        _ if codes.is_empty() => RECORDS,
        _ => ESTABLISHMENTS,
    };
    let around: Vec<Option<(&IndustryId, &Vec<String>)>> =
        codes.iter().map(|code| narrowest(code, holds)).collect();
    let known: BTreeMap<&IndustryId, &Vec<String>> = around.iter().flatten().copied().collect();
    let lines: Vec<IndustryId> = known.keys().map(|id| (*id).clone()).collect();
    let told = if lines.is_empty() || around.iter().any(Option::is_none) {
        Told::Not
    } else {
        let mut held = known.values().copied().flatten();
        // A group is whole where one of the element's codes is the group or stands above it.
        let is_whole = |group: &String| codes.iter().any(|code| group.starts_with(*code));
        if held.all(is_whole) { Told::Apart } else { Told::Together }
    };
    (told, lines, needs)
}

/// The line that holds a code by the longest beginning.
fn narrowest<'a>(
    code: &str,
    holds: &'a BTreeMap<IndustryId, Vec<String>>,
) -> Option<(&'a IndustryId, &'a Vec<String>)> {
    let length = |held: &Vec<String>| {
        held.iter().filter(|group| code.starts_with(group.as_str())).map(String::len).max()
    };
    let all = holds.iter().filter_map(|(id, held)| Some((length(held)?, (id, held))));
    all.max_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.0.cmp(a.1.0))).map(|(_, line)| line)
}
