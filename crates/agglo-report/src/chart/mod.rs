//! Drawings as accessible SVG: a title, a description, and the same data as a table.
//!
//! Each is drawn for two widths, so that its letters are as large on a phone as on a desk.

mod arcs;
mod bars;
mod border;
mod bubble;
mod choropleth;
mod curve;
mod fan;
mod forest;
pub(crate) mod frame;
mod geometry;
#[cfg(test)]
mod inside;
mod labels;
mod lanes;
mod layout;
mod map;
mod network;
mod plan;
#[cfg(feature = "ledger")]
mod programme;
mod scale;
mod scatter;
mod strip;

use maud::Markup;

use crate::document::Table;

pub use bars::{Bar, Bars};
pub use bubble::{Bubble, Bubbles};
pub use choropleth::{Choropleth, Key, Shade, Shaded};
pub use curve::Curve;
pub use fan::{Arm, Band, Fan, Past};
pub use forest::{Forest, Row as ForestRow, Seen};
pub use lanes::{Edge, Lane, Lanes, Node, Sign};
pub use map::{Map, Place, Role};
pub use network::{Knot, Network};
pub use plan::{Bend, Frontier, Gantt, Rim, Share, Shares, Stack, Stacks, Task};
#[cfg(feature = "ledger")]
pub use programme::{Decline, Funnel, Layers, Mark, Partner, Partners, Rung, Tread};
pub use scatter::{Dot, Scatter};
pub use strip::{Reference, Span, Strip};

/// A drawing with its data.
#[derive(Clone, Debug)]
pub enum Drawing {
    /// A region among its neighbours, and its peers in the country.
    Map(Map),
    /// Things by two measures and a size.
    Bubbles(Bubbles),
    /// Elements in lanes with what connects them.
    Lanes(Lanes),
    /// What may come, with its spread.
    Fan(Fan),
    /// A country shaded by a measure.
    Choropleth(Choropleth),
    /// Findings beside each other and pooled.
    Forest(Forest),
    /// What more money brings.
    Frontier(Frontier),
    /// Who does what when.
    Gantt(Gantt),
    /// Where money goes.
    Stacks(Stacks),
    /// Shares of one whole.
    Shares(Shares),
    /// Units by two measures.
    Scatter(Scatter),
    /// Industries and their ties.
    Network(Network),
    /// Changes and their parts.
    Bars(Bars),
    /// Shares against shares.
    Curve(Curve),
    /// Partners and their agreements.
    #[cfg(feature = "ledger")]
    Partners(Partners),
    /// How many came how far.
    #[cfg(feature = "ledger")]
    Funnel(Funnel),
    /// How many last how long.
    #[cfg(feature = "ledger")]
    Decline(Decline),
    /// What rests on what.
    #[cfg(feature = "ledger")]
    Layers(Layers),
}

/// For which width a drawing is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// A page on a desk or on paper: 860 units.
    Wide,
    /// A phone: 350 units.
    Narrow,
}

impl Width {
    /// Units across; one unit is about one pixel.
    pub fn units(self) -> f64 {
        match self {
            Self::Wide => 860.0,
            Self::Narrow => 350.0,
        }
    }
}

/// What every drawing is labelled with.
#[derive(Clone, Copy, Debug)]
pub struct Label<'a> {
    /// Anchor, unique in the document.
    pub id: &'a str,
    /// What it shows, as a sentence.
    pub title: &'a str,
    /// What a person who cannot see it should know.
    pub summary: &'a str,
}

impl Drawing {
    /// The drawing for one width.
    pub fn svg(&self, label: Label<'_>, width: Width) -> Markup {
        match self {
            Self::Map(map) => map.svg(label, width),
            Self::Bubbles(bubbles) => bubbles.svg(label, width),
            Self::Lanes(lanes) => match width {
                Width::Wide => lanes.svg(label),
                Width::Narrow => arcs::svg(lanes, label),
            },
            Self::Fan(fan) => fan.svg(label, width),
            Self::Choropleth(map) => map.svg(label, width),
            Self::Forest(forest) => forest.svg(label, width),
            Self::Frontier(frontier) => frontier.svg(label, width),
            Self::Gantt(gantt) => gantt.svg(label, width),
            Self::Stacks(stacks) => stacks.svg(label, width),
            Self::Shares(shares) => shares.svg(label, width),
            Self::Scatter(scatter) => scatter.svg(label, width),
            Self::Network(network) => network.svg(label, width),
            Self::Bars(bars) => bars.svg(label, width),
            Self::Curve(curve) => curve.svg(label, width),
            #[cfg(feature = "ledger")]
            Self::Partners(partners) => partners.svg(label, width),
            #[cfg(feature = "ledger")]
            Self::Funnel(funnel) => funnel.svg(label, width),
            #[cfg(feature = "ledger")]
            Self::Decline(decline) => decline.svg(label, width),
            #[cfg(feature = "ledger")]
            Self::Layers(layers) => layers.svg(label, width),
        }
    }

    /// The data of the drawing.
    pub fn table(&self, id: &str) -> Table {
        match self {
            Self::Map(map) => map.table(id),
            Self::Bubbles(bubbles) => bubbles.table(id),
            Self::Lanes(lanes) => lanes.table(id),
            Self::Fan(fan) => fan.table(id),
            Self::Choropleth(map) => map.table(id),
            Self::Forest(forest) => forest.table(id),
            Self::Frontier(frontier) => frontier.table(id),
            Self::Gantt(gantt) => gantt.table(id),
            Self::Stacks(stacks) => stacks.table(id),
            Self::Shares(shares) => shares.table(id),
            Self::Scatter(scatter) => scatter.table(id),
            Self::Network(network) => network.table(id),
            Self::Bars(bars) => bars.table(id),
            Self::Curve(curve) => curve.table(id),
            #[cfg(feature = "ledger")]
            Self::Partners(partners) => partners.table(id),
            #[cfg(feature = "ledger")]
            Self::Funnel(funnel) => funnel.table(id),
            #[cfg(feature = "ledger")]
            Self::Decline(decline) => decline.table(id),
            #[cfg(feature = "ledger")]
            Self::Layers(layers) => layers.table(id),
        }
    }
}
