//! The blueprint as lanes: the place, the industries of its core, the other industries, keystones and goals.

use agglo::Figure;
use agglo::base::blueprint::{EdgeKind, Form, Grade, Sign};
use agglo::base::estimate::{Estimate, Provenance};
use agglo::base::id::ElementId;
use agglo::map::gap::reading::{Activity, EdgeReading, ElementReading, Reading, Score};

use crate::chart;
use crate::kind::strategy::blueprint::name;

/// From this many industries on, those outside the core get a lane of their own.
const ONE_LANE: usize = 5;

/// Lanes and edges of a reading.
pub(super) fn lanes(reading: &Reading, score: &Score) -> chart::Lanes {
    let node = |element: &ElementReading| node(element, reading, score);
    let of = |wanted: fn(&ElementReading) -> bool| {
        reading.elements.iter().filter(move |element| wanted(element))
    };
    let is_place = |element: &ElementReading| element.form == Form::Piece || element.immutable;
    let is_keystone = |element: &ElementReading| element.form == Form::Keystone;
    let industries: Vec<&ElementReading> = reading
        .elements
        .iter()
        .filter(|element| !is_place(element) && !is_keystone(element))
        .collect();
    let (core, other): (Vec<&ElementReading>, Vec<&ElementReading>) =
        industries.iter().partition(|element| reading.core.elements.contains(&element.id));
    let mut lanes = vec![lane("The place", of(is_place).map(node).collect())];
    if industries.len() > ONE_LANE && !core.is_empty() && !other.is_empty() {
        lanes.push(lane("Industries in the core", core.into_iter().map(node).collect()));
        lanes.push(lane("Other industries", other.into_iter().map(node).collect()));
    } else {
        lanes.push(lane("Industries", industries.into_iter().map(node).collect()));
    }
    let goals = goals(reading);
    let title = if goals.is_empty() { "Keystones" } else { "Keystones and goals" };
    lanes.push(lane(title, of(is_keystone).map(node).chain(goals).collect()));
    lanes.retain(|lane| !lane.nodes.is_empty());
    let edges = reading.edges.iter().map(|edge| self::edge(edge, reading)).collect();
    chart::Lanes { lanes, edges }
}

fn lane(title: &str, nodes: Vec<chart::Node>) -> chart::Lane {
    chart::Lane { title: title.to_owned(), nodes }
}

fn node(element: &ElementReading, reading: &Reading, score: &Score) -> chart::Node {
    let is_gate = !element.scored && element.form == Form::Keystone;
    chart::Node {
        id: element.id.as_str().to_owned(),
        title: element.title.clone(),
        level: (!is_gate).then(|| element.level.clone()),
        lifted: None,
        remark: if is_gate { "recorded by people".to_owned() } else { String::new() },
        is_gap: score.binding.elements().contains(&element.id),
        is_core: reading.core.elements.contains(&element.id),
        is_fixed: element.immutable,
    }
}

/// Ends of edges that are no element and no member: what is wanted for residents.
fn goals(reading: &Reading) -> Vec<chart::Node> {
    let mut ids: Vec<&ElementId> = Vec::new();
    for edge in &reading.edges {
        if holder(&edge.to, reading).is_none() && !ids.contains(&&edge.to) {
            ids.push(&edge.to);
        }
    }
    ids.into_iter()
        .map(|id| chart::Node {
            id: id.as_str().to_owned(),
            title: name(reading, id),
            level: None,
            lifted: None,
            remark: "a goal for residents".to_owned(),
            is_gap: false,
            is_core: false,
            is_fixed: false,
        })
        .collect()
}

/// The element that an id names, or whose member it names.
fn holder<'a>(id: &ElementId, reading: &'a Reading) -> Option<&'a ElementReading> {
    reading
        .elements
        .iter()
        .find(|element| element.id == *id || element.members.iter().any(|member| member.id == *id))
}

fn edge(edge: &EdgeReading, reading: &Reading) -> chart::Edge {
    let drawn = |id: &ElementId| {
        holder(id, reading)
            .map_or_else(|| id.as_str().to_owned(), |element| element.id.as_str().to_owned())
    };
    let verb = if edge.sign == Sign::Plus { "raises" } else { "lowers" };
    chart::Edge {
        from: drawn(&edge.from),
        to: drawn(&edge.to),
        title: format!("{} {verb} {}", name(reading, &edge.from), name(reading, &edge.to)),
        sign: if edge.sign == Sign::Plus { chart::Sign::Plus } else { chart::Sign::Minus },
        grade: grade(edge.grade).to_owned(),
        counts: edge.activity == Activity::Active,
        acts_by: kind(edge.kind).to_owned(),
        source: edge.source.clone(),
        strength: Figure::from(Estimate::exact(edge.strength, Provenance::new("blueprint/1", []))),
    }
}

pub(crate) fn grade(grade: Grade) -> &'static str {
    match grade {
        Grade::A => "A",
        Grade::B => "B",
        Grade::C => "C",
        Grade::D => "D",
        Grade::E => "E, assumed",
    }
}

pub(crate) fn kind(kind: EdgeKind) -> &'static str {
    match kind {
        EdgeKind::Supplies => "sells to",
        EdgeKind::DrawsCustomers => "brings customers",
        EdgeKind::SharesLabour => "works with the same people",
        EdgeKind::Enables => "makes possible",
        EdgeKind::Coordinates => "keeps together",
        EdgeKind::CrowdsOut => "takes room from",
        EdgeKind::Requires => "must be there first",
    }
}
