//! Units by two measures, with the line that runs through them and the four fields around their means.

use maud::{Markup, html};

use crate::chart::frame::{Tie, frame, line, px, text};
use crate::chart::labels::{Named, Reach, names};
use crate::chart::scale::Scale;
use crate::chart::{Label, Width};
use crate::document::{Column, Entry, Row, Table, words};
use crate::words::Unit;

/// Units by two measures.
#[derive(Clone, Debug)]
pub struct Scatter {
    /// What the distance to the right means.
    pub across: String,
    /// What the height means.
    pub up: String,
    /// How both are printed.
    pub unit: Unit,
    /// The units.
    pub dots: Vec<Dot>,
    /// Slope of the line through the means, if one is drawn.
    pub slope: Option<f64>,
}

/// One unit.
#[derive(Clone, Debug)]
pub struct Dot {
    /// Its name.
    pub name: String,
    /// To the right, and up.
    pub at: [f64; 2],
    /// Whether it is the one that the reader asked about.
    pub is_own: bool,
}

impl Scatter {
    pub(super) fn svg(&self, label: Label<'_>, width: Width) -> Markup {
        let wide = width == Width::Wide;
        let size = [width.units(), if wide { 520.0 } else { 380.0 }];
        let (low, high) = ([64.0, 26.0], [size[0] - 14.0, size[1] - 50.0]);
        let x = Scale::linear(self.ends(0), [low[0], high[0]]);
        let y = Scale::linear(self.ends(1), [high[1], low[1]]);
        let means = [self.mean(0), self.mean(1)];
        let (others, own): (Vec<&Dot>, Vec<&Dot>) = self.dots.iter().partition(|dot| !dot.is_own);
        let place = |dot: &Dot| [x.at(dot.at[0]), y.at(dot.at[1])];
        let marks: Vec<Named<'_>> = own
            .iter()
            .map(|dot| Named { at: place(dot), radius: 6.0, name: Some(dot.name.as_str()) })
            .collect();
        let body = html! {
            @for tick in y.ticks(5) {
                (line([low[0], y.at(tick)], [high[0], y.at(tick)], "grid"))
                (text(low[0] - 8.0, y.at(tick) + 4.0, Tie::End, "tick", &self.unit.print(tick)))
            }
            @for tick in x.ticks(if wide { 7 } else { 4 }) {
                (line([x.at(tick), high[1]], [x.at(tick), high[1] + 4.0], "axis"))
                (text(x.at(tick), high[1] + 18.0, Tie::Middle, "tick", &self.unit.print(tick)))
            }
            (line([low[0], high[1]], [high[0], high[1]], "axis"))
            (line([x.at(means[0]), low[1]], [x.at(means[0]), high[1]], "mean"))
            (line([low[0], y.at(means[1])], [high[0], y.at(means[1])], "mean"))
            @for dot in &others {
                @let [x, y] = place(dot);
                circle cx=(px(x)) cy=(px(y)) r="2.4" class="speck" {}
            }
            @if let Some([from, to]) = self.through(means) {
                (line([x.at(from[0]), y.at(from[1])], [x.at(to[0]), y.at(to[1])], "slope"))
            }
            @for dot in &own {
                @let [x, y] = place(dot);
                circle cx=(px(x)) cy=(px(y)) r="6" class="mark-own" {}
            }
            (names(&marks, low, high, Reach::Near))
            (text(low[0], low[1] - 10.0, Tie::Start, "label soft", &self.up))
            (text(high[0], high[1] + 38.0, Tie::End, "label soft", &self.across))
        };
        frame(label, if wide { "wide" } else { "narrow" }, size, &body)
    }

    fn ends(&self, axis: usize) -> [f64; 2] {
        let values = self.dots.iter().map(|dot| dot.at[axis]);
        values.fold([f64::MAX, f64::MIN], |[low, high], value| [low.min(value), high.max(value)])
    }

    fn mean(&self, axis: usize) -> f64 {
        let sum: f64 = self.dots.iter().map(|dot| dot.at[axis]).sum();
        sum / self.dots.len().max(1) as f64
    }

    /// Both ends of the line, held inside the drawing.
    fn through(&self, means: [f64; 2]) -> Option<[[f64; 2]; 2]> {
        let slope = self.slope?;
        let ([left, right], [low, high]) = (self.ends(0), self.ends(1));
        let held = |x: f64| {
            let y = means[1] + slope * (x - means[0]);
            let inside = y.clamp(low, high);
            let x =
                if (y - inside).abs() > 0.0 { means[0] + (inside - means[1]) / slope } else { x };
            [x, inside]
        };
        Some([held(left), held(right)])
    }

    pub(super) fn table(&self, id: &str) -> Table {
        let columns =
            vec![Column::words("Place"), Column::words(&self.across), Column::words(&self.up)];
        let entry = |value: f64| Entry::words(self.unit.print(value));
        let row = |name: &str, [x, y]: [f64; 2]| Row::new(name, vec![entry(x), entry(y)]);
        let own = self.dots.iter().filter(|dot| dot.is_own);
        let mut rows: Vec<Row> = own.map(|dot| row(&dot.name, dot.at)).collect();
        rows.push(row("Mean of all", [self.mean(0), self.mean(1)]));
        Table { id: id.to_owned(), caption: words("What stands out in the drawing"), columns, rows }
    }
}
