//! A portfolio: each thing by two measures and a size, with its bounds as whiskers.

use agglo::Figure;
use maud::{Markup, html};

use crate::chart::frame::{Tie, frame, line, px, rect, text};
use crate::chart::labels::{Named, Reach, names};
use crate::chart::scale::{Scale, round_up};
use crate::chart::{Label, Width};
use crate::document::{Column, Entry, Row, Table, words};
use crate::words::Unit;

/// Things by two measures.
#[derive(Clone, Debug)]
pub struct Bubbles {
    /// What the height means, with its unit.
    pub height: (String, Unit),
    /// What the distance to the right means, with its unit.
    pub across: (String, Unit),
    /// What the line through a disc means.
    pub whisker: String,
    /// What the size means, with its unit.
    pub size: (String, Unit),
    /// The things; the first ones are named in the drawing.
    pub bubbles: Vec<Bubble>,
    /// How many are named, if they have room.
    pub named: usize,
}

/// One thing.
#[derive(Clone, Debug)]
pub struct Bubble {
    /// Its name.
    pub title: String,
    /// Height, published where the whisker may be hidden.
    pub height: Figure,
    /// The same measured in another way, drawn as a line from its least to its most.
    pub whisker: Figure,
    /// Distance to the right, drawn in equal steps for equal ratios.
    pub across: Figure,
    /// Size.
    pub size: Figure,
    /// Whether it stands out by the rule of the text.
    pub stands_out: bool,
}

/// Least and most of a figure, or its point.
fn ends(figure: &Figure) -> Option<[f64; 2]> {
    figure.range().map(|(low, high)| [low, high])
}

fn centre(figure: &Figure) -> Option<f64> {
    figure.value().or_else(|| ends(figure).map(|[low, high]| f64::midpoint(low, high)))
}

struct Dot<'a> {
    bubble: &'a Bubble,
    at: [f64; 2],
    radius: f64,
    ends: Option<[f64; 2]>,
    is_point: bool,
}

impl Bubbles {
    pub(super) fn svg(&self, label: Label<'_>, width: Width) -> Markup {
        let wide = width == Width::Wide;
        let size = [width.units(), if wide { 430.0 } else { 380.0 }];
        let (left, right) = (52.0, size[0] - 16.0);
        let (top, bottom) = (30.0, size[1] - 46.0);
        let y = Scale::log(self.height_ends(), [bottom, top]);
        let most = round_up(self.most(|bubble| &bubble.across)).max(10.0);
        let x = Scale::log([1.0, most], [left, right]);
        let dots = self.dots(&x, &y, wide);
        let one = y.at(1.0);
        let body = html! {
            (rect([left, top], [right - left, one - top], 0.0, "above"))
            @for tick in y.ticks(5) {
                (line([left, y.at(tick)], [right, y.at(tick)], if (tick - 1.0).abs() < 1e-9 { "axis" } else { "grid" }))
                (text(left - 8.0, y.at(tick) + 4.0, Tie::End, "tick", &trim(tick)))
            }
            @for tick in x.ticks(if wide { 6 } else { 4 }) {
                (text(x.at(tick), bottom + 18.0, Tie::Middle, "tick", &self.across.1.print(tick)))
                (line([x.at(tick), bottom], [x.at(tick), bottom + 4.0], "axis"))
            }
            (line([left, bottom], [right, bottom], "axis"))
            (text(left, top - 14.0, Tie::Start, "label soft", &self.height.0))
            (text(right, bottom + 36.0, Tie::End, "label soft", &self.across.0))
            @for dot in dots.iter().rev() { (dot.whisker()) }
            @for dot in dots.iter().rev() { (dot.circle()) }
            (self.named_dots(&dots, [left, right], [top, bottom]))
        };
        frame(label, if wide { "wide" } else { "narrow" }, size, &body)
    }

    fn most(&self, pick: fn(&Bubble) -> &Figure) -> f64 {
        let highs = self.bubbles.iter().filter_map(|bubble| ends(pick(bubble)));
        highs.map(|[_, high]| high).fold(0.0, f64::max).max(1e-6)
    }

    /// From a quarter of the common share, or the lowest thing, to the highest.
    fn height_ends(&self) -> [f64; 2] {
        let high = self.most(|bubble| &bubble.height);
        [0.2, (high * 1.6).clamp(3.0, 200.0)]
    }

    fn dots<'a>(&'a self, x: &Scale, y: &Scale, wide: bool) -> Vec<Dot<'a>> {
        let largest = self.most(|bubble| &bubble.size);
        let scale = if wide { 26.0 } else { 19.0 };
        let dot = |bubble: &'a Bubble| {
            let size = bubble.size.value();
            let radius = size.map_or(5.0, |size| scale * (size.max(0.0) / largest).sqrt());
            Some(Dot {
                bubble,
                at: [x.at(centre(&bubble.across)?), y.at(centre(&bubble.height)?)],
                radius: radius.clamp(3.5, scale),
                ends: ends(&bubble.whisker).map(|[low, high]| [y.at(low), y.at(high)]),
                is_point: bubble.whisker.value().is_some(),
            })
        };
        self.bubbles.iter().filter_map(dot).collect()
    }

    /// Names beside the first dots.
    fn named_dots(
        &self,
        dots: &[Dot<'_>],
        [left, right]: [f64; 2],
        [top, bottom]: [f64; 2],
    ) -> Markup {
        let marks: Vec<Named<'_>> = dots
            .iter()
            .enumerate()
            .map(|(at, dot)| Named {
                at: dot.at,
                radius: dot.radius,
                name: (at < self.named).then_some(dot.bubble.title.as_str()),
            })
            .collect();
        names(&marks, [left, top], [right, bottom], Reach::Near)
    }

    pub(super) fn table(&self, id: &str) -> Table {
        let columns = vec![
            Column::words("Name"),
            Column::number(&self.height.0),
            Column::number(&self.whisker),
            Column::number(&self.across.0),
            Column::number(&self.size.0),
        ];
        let row = |bubble: &Bubble| {
            let entries = vec![
                Entry::number(&bubble.height, self.height.1),
                Entry::number(&bubble.whisker, self.height.1),
                Entry::number(&bubble.across, self.across.1),
                Entry::number(&bubble.size, self.size.1),
            ];
            Row::new(bubble.title.as_str(), entries)
        };
        let rows = self.bubbles.iter().map(row).collect();
        Table { id: id.to_owned(), caption: words("The data of the drawing"), columns, rows }
    }
}

impl Dot<'_> {
    /// From the least to the most of the second measure.
    fn whisker(&self) -> Markup {
        let [x, _] = self.at;
        html! {
            @if let Some([low, high]) = self.ends.filter(|[low, high]| low - high > 1.0) {
                (line([x, low], [x, high], "whisker thin"))
                (line([x - 3.5, low], [x + 3.5, low], "whisker thin"))
                (line([x - 3.5, high], [x + 3.5, high], "whisker thin"))
            }
        }
    }

    /// Filled where the numbers are known, hollow and dashed where they are withheld.
    fn circle(&self) -> Markup {
        let class = match (self.is_point, self.bubble.stands_out) {
            (false, _) => "bubble unsure",
            (true, true) => "bubble out",
            (true, false) => "bubble",
        };
        html! { circle cx=(px(self.at[0])) cy=(px(self.at[1])) r=(px(self.radius)) class=(class) {} }
    }
}

/// A tick without zeros that say nothing.
fn trim(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
