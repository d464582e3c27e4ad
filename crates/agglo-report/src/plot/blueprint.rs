//! A blueprint by itself, as a drawing: what is needed, and what reinforces what by what evidence.

use agglo::Figure;
use agglo::base::blueprint::{Blueprint, Edge, Element, Form, Grade, Sign};
use agglo::base::estimate::{Estimate, Provenance};
use agglo::base::id::ElementId;

use crate::chart;
use crate::document::{Chart, words};
use crate::kind::strategy::{edge_grade, edge_kind};

/// The blueprint in lanes, free of any region: solid edges have evidence, dotted ones are assumed.
pub fn blueprint(blueprint: &Blueprint) -> Chart {
    let is_place = |element: &Element| element.form == Form::Piece || element.immutable;
    let is_keystone = |element: &Element| element.form == Form::Keystone;
    let lane = |title: &str, wanted: &dyn Fn(&Element) -> bool| chart::Lane {
        title: title.to_owned(),
        nodes: blueprint.elements.iter().filter(|element| wanted(element)).map(node).collect(),
    };
    let mut keystones = lane("Keystones and goals", &is_keystone);
    keystones.nodes.extend(blueprint.outcomes.iter().map(|outcome| chart::Node {
        id: outcome.id.to_string(),
        title: outcome.title.clone(),
        level: None,
        lifted: None,
        remark: "a goal for residents".to_owned(),
        is_gap: false,
        is_core: false,
        is_fixed: false,
    }));
    let scored = |element: &Element| !is_place(element) && !is_keystone(element);
    let mut lanes = vec![
        lane("The place", &is_place),
        lane("Industries", &|element| scored(element) && element.required),
        lane("Shown beside them", &|element| scored(element) && !element.required),
        keystones,
    ];
    lanes.retain(|lane| !lane.nodes.is_empty());
    let counted = blueprint.edges.iter().filter(|edge| edge.grade != Grade::E).count();
    Chart {
        id: format!("blueprint-{}", blueprint.id),
        title: format!("{}: what it is made of", blueprint.title),
        summary: format!(
            "{} elements and {} edges, {counted} of them with evidence. Goal: {}.",
            blueprint.elements.len(),
            blueprint.edges.len(),
            blueprint.goal
        ),
        drawing: chart::Drawing::Lanes(chart::Lanes {
            lanes,
            edges: blueprint.edges.iter().map(|one| edge(one, blueprint)).collect(),
        }),
        note: words(
            "Solid arrows rest on evidence; dotted ones are assumed and never count; dashed ones with a minus \
             sign work against.",
        ),
    }
}

fn node(element: &Element) -> chart::Node {
    let remark = match (element.is_scored(), element.form) {
        (true, _) => format!("weight {:.2}", element.weight),
        (false, Form::Keystone) => "recorded by people".to_owned(),
        (false, _) => "shown, not scored".to_owned(),
    };
    chart::Node {
        id: element.id.to_string(),
        title: element.title.clone(),
        level: None,
        lifted: None,
        remark,
        is_gap: false,
        is_core: false,
        is_fixed: element.immutable,
    }
}

fn edge(edge: &Edge, blueprint: &Blueprint) -> chart::Edge {
    let drawn = |id: &ElementId| {
        blueprint.holder(id.as_str()).map_or_else(|| id.to_string(), |held| held.id.to_string())
    };
    let verb = if edge.sign == Sign::Plus { "raises" } else { "lowers" };
    chart::Edge {
        from: drawn(&edge.from),
        to: drawn(&edge.to),
        title: format!("{} {verb} {}", edge.from, edge.to),
        sign: if edge.sign == Sign::Plus { chart::Sign::Plus } else { chart::Sign::Minus },
        grade: edge_grade(edge.grade).to_owned(),
        counts: edge.grade != Grade::E,
        acts_by: edge_kind(edge.kind).to_owned(),
        source: edge.source.clone(),
        strength: Figure::from(Estimate::exact(edge.strength, Provenance::new("blueprint/1", []))),
    }
}
