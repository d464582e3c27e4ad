//! A blueprint by itself, as a drawing: what is needed, and what reinforces what by what evidence.

use agglo::Figure;
use agglo::base::blueprint::{Blueprint, Cuts, Edge, Element, Form, Grade, Sign};
use agglo::base::estimate::{Estimate, Provenance};
use agglo::base::id::ElementId;
use agglo::map::gap::reading::{Activity, Reading};
use agglo::map::gap::standing::{Standing, standing};

use crate::chart;
use crate::document::{Chart, words};
use crate::kind::strategy::{edge_grade, edge_kind};
use crate::words::{and, lower};

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

/// The same with a region's levels: bars for what it has, the binding gap and the core marked.
pub fn blueprint_in(blueprint: &Blueprint, reading: &Reading) -> Chart {
    let mut chart = self::blueprint(blueprint);
    let gap: Vec<&ElementId> = reading
        .scores
        .first()
        .map_or_else(Vec::new, |score| score.binding.elements().iter().collect());
    if let chart::Drawing::Lanes(lanes) = &mut chart.drawing {
        for node in lanes.lanes.iter_mut().flat_map(|lane| &mut lane.nodes) {
            let own = reading.elements.iter().find(|own| own.id.as_str() == node.id);
            let Some(own) = own.filter(|own| own.scored || own.form != Form::Keystone) else {
                continue;
            };
            node.level = Some(own.level.clone());
            node.is_gap = gap.contains(&&own.id);
            node.is_core = reading.core.elements.contains(&own.id);
            let stands = standing(own, &blueprint.cuts);
            node.remark = stands.map_or_else(String::new, |own| own.words().to_owned());
        }
        for edge in &mut lanes.edges {
            let read = reading.edges.iter().find(|own| {
                format!("{} raises {}", own.from, own.to) == edge.title
                    || format!("{} lowers {}", own.from, own.to) == edge.title
            });
            edge.counts = read.is_some_and(|own| own.activity == Activity::Active);
        }
    }
    chart.title = format!("{}: what {} has", blueprint.title, reading.region_name);
    let names: Vec<&str> = reading
        .elements
        .iter()
        .filter(|own| gap.contains(&&own.id))
        .map(|own| own.title.as_str())
        .collect();
    let gap = if names.is_empty() { "not known".to_owned() } else { names.join(", ") };
    chart.summary = format!(
        "Boxes are elements, each with a bar for its level from 0 to 1. {}. Arrows show what strengthens what. The \
         binding gap is {gap}.",
        tally(reading, &blueprint.cuts)
    );
    chart.note = words(format!(
        "Present: surely level {} or more. Weak: from {} on. Missing: below. Withheld: cells that their publisher hides \
         decide which; the level lies somewhere in the hatched part. Unknown: nothing is published or recorded. Solid \
         arrows rest on evidence and are active here; dotted ones are assumed or not active and do not count; dashed \
         ones with a minus sign work against.",
        blueprint.cuts.cluster, blueprint.cuts.missing
    ));
    chart
}

/// Which elements stand how, in words: `2 present: food, lodging; 1 unknown: training`.
pub(crate) fn tally(reading: &Reading, cuts: &Cuts) -> String {
    use Standing::{Missing, Present, Unknown, Weak, Withheld};
    let parts = [Present, Weak, Missing, Withheld, Unknown].into_iter().filter_map(|wanted| {
        let own = reading.elements.iter().filter(|own| standing(own, cuts) == Some(wanted));
        let names: Vec<String> = own.map(|own| lower(&own.title)).collect();
        (!names.is_empty()).then(|| format!("{} {}: {}", names.len(), wanted.words(), and(&names)))
    });
    parts.collect::<Vec<_>>().join("; ")
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
