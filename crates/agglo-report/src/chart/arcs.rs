//! The same blueprint on a phone: elements under each other, edges as arcs beside them.

use maud::{Markup, html};

use crate::chart::frame::{Tie, frame, text};
use crate::chart::lanes::{Lanes, Route, draw_edge, draw_node};
use crate::chart::{Label, Width};

const BOX: [f64; 2] = [196.0, 56.0];
const GAP: f64 = 16.0;
const HEAD: f64 = 26.0;

/// One column of elements with arcs at its right.
pub(super) fn svg(lanes: &Lanes, label: Label<'_>) -> Markup {
    let mut places: Vec<(&str, f64)> = Vec::new();
    let mut heads: Vec<(&str, f64)> = Vec::new();
    let mut y = 4.0;
    for lane in &lanes.lanes {
        heads.push((&lane.title, y + 14.0));
        y += HEAD;
        for node in &lane.nodes {
            places.push((&node.id, y));
            y += BOX[1] + GAP;
        }
    }
    let routes: Vec<Option<Route>> = lanes
        .edges
        .iter()
        .enumerate()
        .map(|(at, edge)| {
            let find = |id: &str| places.iter().find(|(other, _)| *other == id).map(|&(_, y)| y);
            let (from, to) = (find(&edge.from)?, find(&edge.to)?);
            Some(arc(from, to, y, at))
        })
        .collect();
    let body = html! {
        @for (words, y) in heads { (text(1.0, y, Tie::Start, "label soft", words)) }
        @for (edge, route) in lanes.edges.iter().zip(&routes) {
            @if let Some(route) = route { (draw_edge(edge, route, lanes.is_core(edge))) }
        }
        @for node in lanes.lanes.iter().flat_map(|lane| &lane.nodes) {
            @if let Some(&(_, y)) = places.iter().find(|(id, _)| *id == node.id) {
                (draw_node(node, [1.0, y], BOX))
            }
        }
    };
    frame(label, "narrow", [Width::Narrow.units(), y], &body)
}

/// An arc that reaches out as far as it spans; ports differ a little so that arcs do not lie on each other.
fn arc(from: f64, to: f64, whole: f64, at: usize) -> Route {
    let x = BOX[0] + 1.0;
    let down = to > from;
    let shift = 3.0 * (at % 4) as f64;
    let (leave, enter) =
        if down { (34.0 + shift, 10.0 + shift) } else { (10.0 + shift, 34.0 + shift) };
    let reach = 26.0 + 165.0 * ((to - from).abs() / whole).min(1.0);
    Route {
        start: [x, from + leave],
        bend: [[x + reach, from + leave], [x + reach, to + enter]],
        stop: [x, to + enter],
    }
}
