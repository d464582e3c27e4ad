//! A blueprint in lanes: elements as boxes with a level, edges as arrows with a sign.

use agglo::Figure;
use maud::{Markup, html};

use crate::chart::Label;
use crate::chart::frame::{Tie, frame, hatched, line, path, px, rect, text, wrap};
use crate::document::{Column, Entry, Row, Span, Table, words};
use crate::words::{Unit, reason};

/// Elements in lanes and what connects them.
#[derive(Clone, Debug)]
pub struct Lanes {
    /// Lanes from left to right.
    pub lanes: Vec<Lane>,
    /// Edges between elements.
    pub edges: Vec<Edge>,
}

/// A lane: elements of one kind.
#[derive(Clone, Debug)]
pub struct Lane {
    /// Its heading.
    pub title: String,
    /// Its elements.
    pub nodes: Vec<Node>,
}

/// An element.
#[derive(Clone, Debug)]
pub struct Node {
    /// Id that edges name.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Its level; none where it is a test or a goal and has no level.
    pub level: Option<Figure>,
    /// Its level afterwards, where something lifts it.
    pub lifted: Option<Figure>,
    /// A word under the name, such as `recorded by people`.
    pub remark: String,
    /// Whether it binds.
    pub is_gap: bool,
    /// Whether it belongs to the reinforcing core.
    pub is_core: bool,
    /// Whether nobody can move it.
    pub is_fixed: bool,
}

/// An edge.
#[derive(Clone, Debug)]
pub struct Edge {
    /// The element that acts.
    pub from: String,
    /// The element that is acted on.
    pub to: String,
    /// What acts on what, in words.
    pub title: String,
    /// Whether more of one means more of the other.
    pub sign: Sign,
    /// Evidence grade, `A` to `E`.
    pub grade: String,
    /// Whether it counts: graded A to D and both ends there.
    pub counts: bool,
    /// How it acts, in words.
    pub acts_by: String,
    /// Where the evidence comes from.
    pub source: String,
    /// Strength.
    pub strength: Figure,
}

/// The sign of an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// More of one, more of the other.
    Plus,
    /// More of one, less of the other.
    Minus,
}

pub(super) const NODE: [f64; 2] = [152.0, 62.0];
const GAP: f64 = 26.0;
const HEAD: f64 = 34.0;

/// Which side of a box an edge touches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

/// A box on the page.
#[derive(Clone, Copy, Debug)]
struct Place {
    lane: usize,
    rank: usize,
    at: [f64; 2],
}

impl Lanes {
    pub(super) fn svg(&self, label: Label<'_>) -> Markup {
        let width = super::Width::Wide.units();
        let order = self.order();
        let rows = order.iter().map(Vec::len).max().unwrap_or(0) as f64;
        let height = HEAD + rows * NODE[1] + (rows - 1.0).max(0.0) * GAP + 12.0;
        let places = self.places(&order, width, height);
        let routes = self.routes(&places);
        let body = html! {
            @for (at, lane) in self.lanes.iter().enumerate() {
                @let x = self.lane_x(at, width);
                (text(x + NODE[0] / 2.0, 14.0, Tie::Middle, "label soft", &lane.title))
                (line([x, 22.0], [x + NODE[0], 22.0], "grid"))
            }
            @for (edge, route) in self.edges.iter().zip(&routes) {
                @if let Some(route) = route { (draw_edge(edge, route, self.is_core(edge))) }
            }
            @for (lane, order) in self.lanes.iter().zip(&order) {
                @for &at in order {
                    @if let Some(place) = places.iter().find(|(id, _)| *id == lane.nodes[at].id) {
                        (draw_node(&lane.nodes[at], place.1.at, NODE))
                    }
                }
            }
        };
        frame(label, "wide", [width, height], &body)
    }

    /// Whether both ends of a counted positive edge lie in the core.
    pub(super) fn is_core(&self, edge: &Edge) -> bool {
        let in_core = |id: &str| self.node(id).is_some_and(|node| node.is_core);
        edge.counts && edge.sign == Sign::Plus && in_core(&edge.from) && in_core(&edge.to)
    }

    pub(super) fn node(&self, id: &str) -> Option<&Node> {
        self.lanes.iter().flat_map(|lane| &lane.nodes).find(|node| node.id == id)
    }

    fn lane_x(&self, at: usize, width: f64) -> f64 {
        let lanes = self.lanes.len().max(1) as f64;
        let pitch = if lanes > 1.0 { (width - NODE[0] - 30.0) / (lanes - 1.0) } else { 0.0 };
        15.0 + pitch.min(280.0) * at as f64
    }

    /// The order of the elements in each lane: neighbours are swapped while that shortens the edges.
    fn order(&self) -> Vec<Vec<usize>> {
        let mut order: Vec<Vec<usize>> =
            self.lanes.iter().map(|lane| (0..lane.nodes.len()).collect()).collect();
        let mut best = self.length(&order);
        for _ in 0..24 {
            let mut improved = false;
            for lane in 0..order.len() {
                for at in 1..order[lane].len() {
                    order[lane].swap(at - 1, at);
                    let length = self.length(&order);
                    if length < best - 1e-9 {
                        best = length;
                        improved = true;
                    } else {
                        order[lane].swap(at - 1, at);
                    }
                }
            }
            if !improved {
                break;
            }
        }
        order
    }

    /// Total height that the edges span, in ranks; a little more for those that count.
    fn length(&self, order: &[Vec<usize>]) -> f64 {
        let rank = |id: &str| {
            self.lanes.iter().zip(order).enumerate().find_map(|(lane, (nodes, order))| {
                let at = order.iter().position(|&at| nodes.nodes[at].id == id)?;
                Some((lane, at as f64 - order.len() as f64 / 2.0))
            })
        };
        let one = |edge: &Edge| {
            let (Some(from), Some(to)) = (rank(&edge.from), rank(&edge.to)) else { return 0.0 };
            let span = (from.1 - to.1).abs();
            let weight = if edge.counts { 1.0 } else { 0.6 };
            weight * if from.0 == to.0 { span * span } else { 1.5 * span }
        };
        self.edges.iter().map(one).sum()
    }

    fn places(&self, order: &[Vec<usize>], width: f64, height: f64) -> Vec<(String, Place)> {
        let mut places = Vec::new();
        for (lane, order) in order.iter().enumerate() {
            let own = order.len() as f64 * NODE[1] + (order.len() as f64 - 1.0).max(0.0) * GAP;
            let top = HEAD + (height - HEAD - 12.0 - own) / 2.0;
            for (rank, &at) in order.iter().enumerate() {
                let y = top + rank as f64 * (NODE[1] + GAP);
                let place = Place { lane, rank, at: [self.lane_x(lane, width), y] };
                places.push((self.lanes[lane].nodes[at].id.clone(), place));
            }
        }
        places
    }

    /// The curve of each edge; none where an end is not drawn.
    fn routes(&self, places: &[(String, Place)]) -> Vec<Option<Route>> {
        let find = |id: &str| places.iter().find(|(other, _)| other == id).map(|&(_, place)| place);
        let ends: Vec<_> = self
            .edges
            .iter()
            .map(|edge| Some((find(&edge.from)?, find(&edge.to)?)))
            .map(|ends| ends.map(|(from, to)| (from, to, sides(from, to))))
            .collect();
        ends.iter()
            .enumerate()
            .map(|(at, end)| {
                let &(from, to, (leave, enter)) = end.as_ref()?;
                let start = port(&ends, at, from, leave, true);
                let stop = port(&ends, at, to, enter, false);
                Some(Route::new(start, stop, leave, enter, from.rank.abs_diff(to.rank)))
            })
            .collect()
    }

    pub(super) fn table(&self, id: &str) -> Table {
        let columns = vec![
            Column::words("Edge"),
            Column::words("How it acts"),
            Column::number("Strength, of one"),
            Column::words("Evidence"),
        ];
        let row = |edge: &Edge| {
            let counts = if edge.counts { "counts" } else { "does not count" };
            let entries = vec![
                Entry::words(&edge.acts_by),
                Entry::number(&edge.strength, Unit::Level),
                Entry::Words(vec![
                    Span::Strong(format!("grade {}, {counts}", edge.grade)),
                    Span::Words(format!(": {}", edge.source)),
                ]),
            ];
            Row::new(edge.title.as_str(), entries)
        };
        let rows = self.edges.iter().map(row).collect();
        Table {
            id: id.to_owned(),
            caption: words("Every edge of the blueprint, with its evidence"),
            columns,
            rows,
        }
    }
}

/// Which sides an edge leaves and enters by.
fn sides(from: Place, to: Place) -> (Side, Side) {
    match from.lane.cmp(&to.lane) {
        std::cmp::Ordering::Less => (Side::Right, Side::Left),
        std::cmp::Ordering::Greater => (Side::Left, Side::Right),
        std::cmp::Ordering::Equal if from.rank < to.rank => (Side::Right, Side::Right),
        std::cmp::Ordering::Equal => (Side::Left, Side::Left),
    }
}

type End = Option<(Place, Place, (Side, Side))>;

/// Where an edge touches a box: all edges of a side share its height, in the order of their other ends.
fn port(ends: &[End], own: usize, place: Place, side: Side, leaves: bool) -> [f64; 2] {
    let same = |other: Place| other.lane == place.lane && other.rank == place.rank;
    let mut others: Vec<(f64, usize, bool)> = Vec::new();
    for (at, end) in ends.iter().enumerate() {
        let Some((from, to, (leave, enter))) = end else { continue };
        if same(*from) && *leave == side {
            others.push((to.at[1], at, true));
        }
        if same(*to) && *enter == side {
            others.push((from.at[1], at, false));
        }
    }
    others.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let rank = others.iter().position(|&(_, at, out)| at == own && out == leaves).unwrap_or(0);
    let share = (rank as f64 + 1.0) / (others.len() as f64 + 1.0);
    let x = if side == Side::Left { place.at[0] } else { place.at[0] + NODE[0] };
    [x, place.at[1] + share * NODE[1]]
}

/// A cubic curve from one point to another.
pub(super) struct Route {
    pub(super) start: [f64; 2],
    pub(super) bend: [[f64; 2]; 2],
    pub(super) stop: [f64; 2],
}

impl Route {
    fn new(start: [f64; 2], stop: [f64; 2], leave: Side, enter: Side, span: usize) -> Self {
        let reach = if leave == enter {
            22.0 + 13.0 * span as f64
        } else {
            (0.5 * (stop[0] - start[0]).abs()).max(24.0)
        };
        let away = |side| if side == Side::Right { reach } else { -reach };
        Self {
            start,
            bend: [[start[0] + away(leave), start[1]], [stop[0] + away(enter), stop[1]]],
            stop,
        }
    }

    fn middle(&self) -> [f64; 2] {
        let along = |axis: usize| {
            (self.start[axis] + 3.0 * (self.bend[0][axis] + self.bend[1][axis]) + self.stop[axis])
                / 8.0
        };
        [along(0), along(1)]
    }

    fn commands(&self) -> String {
        let [a, b] = self.bend;
        // The line ends where the head of the arrow begins.
        let [dx, dy] = self.heading();
        let end = [self.stop[0] - 7.0 * dx, self.stop[1] - 7.0 * dy];
        format!(
            "M{} {}C{} {} {} {} {} {}",
            px(self.start[0]),
            px(self.start[1]),
            px(a[0]),
            px(a[1]),
            px(b[0]),
            px(b[1]),
            px(end[0]),
            px(end[1])
        )
    }

    fn heading(&self) -> [f64; 2] {
        let (dx, dy) = (self.stop[0] - self.bend[1][0], self.stop[1] - self.bend[1][1]);
        let length = (dx * dx + dy * dy).sqrt().max(1e-9);
        [dx / length, dy / length]
    }

    fn head(&self) -> String {
        let [dx, dy] = self.heading();
        let [x, y] = self.stop;
        let corner = |side: f64| {
            format!("{} {}", px(x - 9.0 * dx - side * 4.5 * dy), px(y - 9.0 * dy + side * 4.5 * dx))
        };
        format!("M{} {}L{}L{}Z", px(x), px(y), corner(1.0), corner(-1.0))
    }
}

/// An edge: solid where it counts, dotted where not, dashed with a minus where it works against.
pub(super) fn draw_edge(edge: &Edge, route: &Route, is_core: bool) -> Markup {
    let class = match (edge.sign, edge.counts) {
        (Sign::Minus, true) => "against",
        (Sign::Minus, false) => "against assumed",
        (Sign::Plus, true) if is_core => "core",
        (Sign::Plus, true) => "with",
        (Sign::Plus, false) => "assumed",
    };
    let strength = edge.strength.value().unwrap_or(0.3).clamp(0.1, 1.0);
    let stroke = format!("{:.1}", 1.0 + 2.0 * strength);
    let [x, y] = route.middle();
    html! {
        path d=(route.commands()) class={ "link " (class) } stroke-width=(stroke) {}
        path d=(route.head()) class={ "head " (class) } {}
        @if edge.sign == Sign::Minus {
            circle cx=(px(x)) cy=(px(y)) r="8" class="minus" {}
            (line([x - 4.0, y], [x + 4.0, y], "minus-sign"))
        }
    }
}

/// An element: its name, a bar for its level, and a mark with a word where it binds.
pub(super) fn draw_node(node: &Node, [x, y]: [f64; 2], [width, height]: [f64; 2]) -> Markup {
    let class = match (node.is_gap, node.is_core, node.level.is_some()) {
        (true, ..) => "node gap",
        (_, true, _) => "node core",
        (_, _, false) => "node open",
        _ => "node",
    };
    let lines = wrap(&node.title, width - 22.0, 13.5, if node.remark.is_empty() { 2 } else { 1 });
    let bar = [x + 10.0, y + height - 16.0];
    let bar_width = width - 70.0;
    html! {
        (rect([x, y], [width, height], 7.0, class))
        @for (at, words) in lines.iter().enumerate() {
            (text(x + 10.0, y + 19.0 + 15.0 * at as f64, Tie::Start, "label", words))
        }
        @if !node.remark.is_empty() {
            (text(x + 10.0, y + 34.0, Tie::Start, "small soft", &node.remark))
        }
        @match (&node.level, &node.lifted) {
            (Some(level), Some(after)) => (draw_lift(level, after, bar, width - 104.0)),
            (Some(level), None) => (draw_level(level, bar, bar_width)),
            (None, _) => {}
        }
        @if node.is_fixed {
            (text(x + width - 10.0, y + 19.0, Tie::End, "small soft", "given"))
        }
        @if node.is_gap { (flag([x + width - 8.0, y], "binding gap")) }
    }
}

/// A bar from 0 to 1 with the number after it; hatched from low to high where it is withheld.
fn draw_level(level: &Figure, at: [f64; 2], width: f64) -> Markup {
    let words = match level {
        Figure::Known(estimate) => Unit::Level.print(estimate.value()),
        Figure::Withheld(withheld) => match withheld.bounds {
            Some(bounds) => format!("{:.1}–{:.1}", bounds.lower(), bounds.upper()),
            None => reason(withheld.reason).to_owned(),
        },
    };
    html! {
        (rect(at, [width, 6.0], 3.0, "level-rail"))
        @if let Some(value) = level.value() {
            @if value > 0.0 { (rect(at, [width * value.clamp(0.0, 1.0), 6.0], 3.0, "level")) }
            @if let Some((low, high)) = level.range().filter(|(low, high)| high - low > 0.005) {
                (line([at[0] + width * low, at[1] + 3.0], [at[0] + width * high, at[1] + 3.0], "whisker"))
            }
        } @else if let Some((low, high)) = level.range() {
            (hatched([at[0] + width * low, at[1] - 1.0], [width * (high - low), 8.0]))
        }
        (text(at[0] + width + 7.0, at[1] + 7.0, Tie::Start, "digits", &words))
    }
}

/// A bar with what is added to it outlined, a triangle, and both numbers.
fn draw_lift(before: &Figure, after: &Figure, at: [f64; 2], width: f64) -> Markup {
    let (Some(low), Some(high)) = (before.value(), after.value()) else {
        return draw_level(before, at, width + 34.0);
    };
    let x = |level: f64| at[0] + width * level.clamp(0.0, 1.0);
    let end = x(high).max(x(low));
    let words = format!("{} → {}", Unit::Level.print(low), Unit::Level.print(high));
    html! {
        (rect(at, [width, 6.0], 3.0, "level-rail"))
        @if low > 0.0 { (rect(at, [x(low) - at[0], 6.0], 3.0, "level")) }
        (rect([x(low), at[1] - 2.0], [(end - x(low)).max(2.0), 10.0], 1.0, "lift"))
        (path(&format!("M{} {}l4 -6l4 6Z", px(end - 4.0), px(at[1] - 4.0)), "lift-mark"))
        (text(at[0] + width + 7.0, at[1] + 7.0, Tie::Start, "digits", &words))
    }
}

/// A small flag with a word, hung on the upper right corner of a box.
fn flag([x, y]: [f64; 2], words: &str) -> Markup {
    let width = 104.0;
    let diamond = format!("M{} {}l5 5l-5 5l-5 -5Z", px(x - width + 13.0), px(y - 11.0));
    html! {
        (rect([x - width, y - 15.0], [width, 18.0], 9.0, "flag"))
        (path(&diamond, "flag-mark"))
        (text(x - width + 22.0, y - 2.0, Tie::Start, "flag-word", words))
    }
}
