//! Views as lines for a terminal and as tables.

use std::fmt::Write as _;

use agglo::Figure;
use agglo::engage::view::{Areas, Audience, KnotKind, Network, Pipeline, Said, Views};
use agglo_report::words::{Unit, line};

use crate::args::ViewOf;
use crate::table::Table;

/// The view's word.
pub(super) fn word(view: ViewOf) -> &'static str {
    match view {
        ViewOf::Network => "network",
        ViewOf::Pipeline => "pipeline",
        ViewOf::Said => "said",
        ViewOf::Areas => "areas",
    }
}

/// All views that were asked for, region by region.
pub(super) fn text(title: &str, found: &[Views], only: Option<ViewOf>) -> String {
    let mut text = String::new();
    for views in found {
        // Writing to a text cannot fail.
        let _ = writeln!(text, "{title}, {}, as of {}", views.region, views.as_of);
        for view in [ViewOf::Said, ViewOf::Areas, ViewOf::Network, ViewOf::Pipeline] {
            if only.is_none_or(|only| only == view) {
                let _ = writeln!(text, "\n{}", heading(views, view));
                text += &table(std::slice::from_ref(views), view).text();
                if view == ViewOf::Pipeline && views.audience == Audience::Programme {
                    text += &lasting(&views.pipeline);
                }
            }
        }
    }
    text
}

fn heading(views: &Views, view: ViewOf) -> String {
    match view {
        ViewOf::Network => {
            let Network { density, reciprocity, alone, .. } = &views.network;
            format!(
                "Who works with whom: {} of all pairs, {} of what is said is said by both, {alone} alone",
                line(density, Unit::Share),
                line(reciprocity, Unit::Share)
            )
        }
        ViewOf::Pipeline => "From ideas to businesses".to_owned(),
        ViewOf::Said => {
            let waits = views.said.rows.iter().filter(|row| row.answered.is_none()).count();
            format!(
                "You said, we did: {waits} of {} listed wait for an answer",
                views.said.rows.len()
            )
        }
        ViewOf::Areas => "What each area rests on".to_owned(),
    }
}

/// One view as a table.
pub(super) fn table(found: &[Views], view: ViewOf) -> Table {
    match view {
        ViewOf::Network => network(found),
        ViewOf::Pipeline => pipeline(found),
        ViewOf::Said => said(found),
        ViewOf::Areas => areas(found),
    }
}

fn print(figure: &Figure, unit: Unit) -> String {
    figure.value().map_or_else(|| line(figure, unit), |value| unit.print(value))
}

fn network(found: &[Views]) -> Table {
    let mut table = Table::new([
        "region",
        "id",
        "name",
        "kind",
        "gate",
        "live ties",
        "between",
        "constraint",
        "holds together",
    ]);
    for views in found {
        for knot in &views.network.knots {
            table.row(vec![
                views.region.clone(),
                knot.id.clone(),
                knot.name.clone(),
                if knot.kind == KnotKind::Partner { "partner" } else { "piece" }.to_owned(),
                knot.ruling.map_or("–", agglo::engage::Ruling::word).to_owned(),
                knot.ties.to_string(),
                print(&knot.betweenness, Unit::Level),
                print(&knot.constraint, Unit::Level),
                if knot.holds_together { "yes" } else { "no" }.to_owned(),
            ]);
        }
    }
    table
}

fn pipeline(found: &[Views]) -> Table {
    let mut table = Table::new(["region", "stage", "came so far", "could have"]);
    for views in found {
        let Pipeline { stages, closed, parked, .. } = &views.pipeline;
        let mut row = |name: &str, reached: &Figure, could: String| {
            table.row(vec![
                views.region.clone(),
                name.to_owned(),
                line(reached, Unit::Count),
                could,
            ]);
        };
        for stage in stages {
            row(stage.name, &stage.reached, line(&stage.could, Unit::Count));
        }
        row("closed", closed, String::new());
        row("put aside", parked, String::new());
    }
    table
}

/// How long ventures last, in lines.
fn lasting(pipeline: &Pipeline) -> String {
    let own = &pipeline.survival;
    let mut text = String::new();
    for alive in &own.alive {
        let _ = writeln!(
            text,
            "after {} years: {} of the ventures, {} of establishments of their sectors",
            alive.years,
            line(&alive.ventures, Unit::Share),
            line(&alive.benchmark, Unit::Share)
        );
    }
    let needed = own.compared.ventures_needed.map_or_else(String::new, |needed| {
        format!("; at least {needed} ventures watched as long would be needed")
    });
    text + &format!(
        "closures over those expected: {} ({}{needed})\n",
        line(&own.compared.ratio, Unit::Ratio),
        own.compared.verdict
    )
}

fn said(found: &[Views]) -> Table {
    let mut table = Table::new([
        "region",
        "ask",
        "area",
        "heard",
        "words",
        "answered",
        "done",
        "waits, days",
        "overdue",
        "answer",
    ]);
    for views in found {
        let Said { rows, .. } = &views.said;
        for row in rows {
            let day = |own: Option<(jiff::civil::Date, i32)>| {
                own.map_or_else(String::new, |(day, _)| day.to_string())
            };
            table.row(vec![
                views.region.clone(),
                row.of.as_ref().map_or_else(|| "–".to_owned(), ToString::to_string),
                row.area.clone().unwrap_or_default(),
                row.heard.to_string(),
                row.text.clone(),
                day(row.answered),
                day(row.benefited),
                row.waits.map_or_else(String::new, |days| days.to_string()),
                if row.is_overdue { "yes" } else { "no" }.to_owned(),
                row.answer.clone().unwrap_or_default(),
            ]);
        }
    }
    table
}

fn areas(found: &[Views]) -> Table {
    let mut table = Table::new([
        "region",
        "area",
        "gate",
        "partners",
        "pieces",
        "deepest",
        "promised",
        "people",
        "empty layers",
    ]);
    for views in found {
        let Areas { partners, areas, people } = &views.areas;
        for area in areas {
            let own = partners.iter().zip(&area.partners).filter(|(_, works)| **works);
            let names: Vec<&str> = own.map(|(partner, _)| partner.id.as_str()).collect();
            let all = people.rows.iter().find(|row| row.area == area.id);
            let all = all.and_then(|row| row.people.last());
            let depth = |own: Option<agglo::engage::event::Depth>| {
                own.map_or("–", agglo::engage::event::Depth::word).to_owned()
            };
            table.row(vec![
                views.region.clone(),
                area.id.clone(),
                area.ruling.map_or("–", agglo::engage::Ruling::word).to_owned(),
                names.join(" "),
                area.pieces.join(" "),
                depth(area.reached),
                depth(area.promised),
                all.map_or_else(String::new, |own| line(own, Unit::Count)),
                area.empty.join("; "),
            ]);
        }
    }
    table
}
