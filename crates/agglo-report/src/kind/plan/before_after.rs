//! The blueprint before and after: levels as bars, what the plan lifts marked.

use agglo::base::blueprint::Blueprint;
use agglo::plan::full::{ElementBeforeAfter, FullPlan};

use crate::chart::Drawing;
use crate::document::{Block, Chart, Column, Entry, Mark, Row, Section, Table, words};
use crate::plot;
use crate::words::{Unit, and};

/// A rise that shows.
const SHOWS: f64 = 0.005;

/// The section.
pub(super) fn section(plan: &FullPlan, blueprint: &Blueprint) -> Section {
    let lead = "Each element as it is and as it is expected to be in the last year of the plan.";
    Section::new("elements", "What changes in the whole", words(lead))
        .with(Block::Chart(drawn(plan, blueprint)))
        .with(table(plan))
}

fn is_lifted(own: &ElementBeforeAfter) -> bool {
    let rise = own.after.value().zip(own.before.value()).map(|(after, before)| after - before);
    !own.lifted_by.is_empty() && rise.is_some_and(|rise| rise > SHOWS)
}

/// The drawing of the blueprint with the levels of the plan.
fn drawn(plan: &FullPlan, blueprint: &Blueprint) -> Chart {
    let mut chart = plot::blueprint(blueprint);
    if let Drawing::Lanes(lanes) = &mut chart.drawing {
        for node in lanes.lanes.iter_mut().flat_map(|lane| &mut lane.nodes) {
            let Some(own) = plan.elements.iter().find(|own| own.id.as_str() == node.id) else {
                continue;
            };
            node.level = Some(own.before.clone());
            node.lifted = is_lifted(own).then(|| own.after.clone());
            node.is_gap = own.may_bind;
            node.remark = String::new();
        }
    }
    let lifted = plan.elements.iter().filter(|own| is_lifted(own)).count();
    "elements-graph".clone_into(&mut chart.id);
    chart.title = format!("{}: before and after the plan", plan.blueprint.title);
    chart.summary = format!(
        "Elements with a bar for their level; {lifted} of {} are lifted: their bars carry an outlined part, a triangle, \
         and both numbers.",
        plan.elements.len()
    );
    chart.note = words(
        "Filled: the level as it is. Outlined with a triangle: what the plan is expected to add. Solid arrows rest on \
         evidence; dotted ones are assumed.",
    );
    chart
}

fn table(plan: &FullPlan) -> Block {
    let name = |id: &String| {
        let choice = plan.chosen.iter().find(|choice| choice.id == *id);
        choice.map_or_else(|| id.clone(), |choice| choice.title.clone())
    };
    let row = |own: &ElementBeforeAfter| {
        let by: Vec<String> = own.lifted_by.iter().map(name).collect();
        let mut head = words(own.title.as_str());
        if own.may_bind {
            head.push(" ".into());
            head.push(Mark::Gap("may bind".to_owned()).into());
        }
        Row {
            head,
            entries: vec![
                Entry::words(Unit::Share.print(own.weight)),
                Entry::number(&own.before, Unit::Level),
                Entry::number(&own.after, Unit::Level),
                Entry::words(if by.is_empty() { "–".to_owned() } else { and(&by) }),
            ],
            is_part: false,
        }
    };
    Block::Table(Table {
        id: "elements-levels".to_owned(),
        caption: words("Levels before and after, 0 nothing, 1 as in exemplary places"),
        columns: vec![
            Column::words("Element"),
            Column::words("Weight"),
            Column::number("Before"),
            Column::number("After"),
            Column::words("Lifted by"),
        ],
        rows: plan.elements.iter().map(row).collect(),
    })
}
