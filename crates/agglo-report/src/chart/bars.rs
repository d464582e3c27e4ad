//! Bars to both sides of nothing: parts that add up to a change.

use agglo::Figure;
use maud::{Markup, html};

use crate::chart::frame::{Tie, frame, hatched, line, path, px, rect, text, text_width, wrap};
use crate::chart::scale::Scale;
use crate::chart::{Label, Width};
use crate::document::{Column, Entry, Row, Table, words};
use crate::words::Unit;

/// Changes and their parts.
#[derive(Clone, Debug)]
pub struct Bars {
    /// Names of the parts, in their order; at most four.
    pub parts: Vec<String>,
    /// What the parts add up to.
    pub whole: String,
    /// How all are printed.
    pub unit: Unit,
    /// The rows.
    pub rows: Vec<Bar>,
}

/// One change.
#[derive(Clone, Debug)]
pub struct Bar {
    /// What changes.
    pub title: String,
    /// Its parts, in the order of their names.
    pub parts: Vec<Figure>,
    /// What they add up to.
    pub whole: Figure,
}

/// A part from one value to another.
struct Piece {
    ends: [f64; 2],
    series: usize,
}

/// Size that letters are measured with: some fonts run wider than others.
const LETTERS: f64 = 15.0;

const CLASSES: [&str; 4] = ["bar part-a", "bar part-b", "bar part-c", "bar part-d"];

impl Bars {
    pub(super) fn svg(&self, label: Label<'_>, width: Width) -> Markup {
        let wide = width == Width::Wide;
        let (left, step) = if wide { (300.0, 26.0) } else { (8.0, 44.0) };
        let right = width.units() - 16.0;
        let top = 34.0;
        let bottom = top + step * self.rows.len() as f64;
        let size = [width.units(), bottom + 46.0];
        let x = Scale::linear(self.ends(), [left, right]);
        let body = html! {
            @for tick in x.ticks(if wide { 6 } else { 3 }) {
                (line([x.at(tick), top - 6.0], [x.at(tick), bottom], "grid"))
                (text(x.at(tick), bottom + 16.0, Tie::Middle, "tick", &self.unit.print(tick)))
            }
            @for (at, row) in self.rows.iter().enumerate() {
                @let y = top + step * at as f64;
                (Self::row(row, &x, [left, y], wide))
            }
            (line([x.at(0.0), top - 6.0], [x.at(0.0), bottom], "axis"))
            (self.key([8.0, 16.0], width.units()))
            (text(right, bottom + 36.0, Tie::End, "label soft", &format!("diamond: {}", self.whole)))
        };
        frame(label, if wide { "wide" } else { "narrow" }, size, &body)
    }

    fn row(row: &Bar, x: &Scale, [left, y]: [f64; 2], wide: bool) -> Markup {
        let (bar, title) = if wide {
            (y, (left - 10.0, y + 13.0, Tie::End, left - 30.0))
        } else {
            (y + 18.0, (left, y + 12.0, Tie::Start, 330.0))
        };
        let name = wrap(&row.title, title.3, LETTERS, 1).pop().unwrap_or_default();
        html! {
            (text(title.0, title.1, title.2, "label", &name))
            @for piece in pieces(row) {
                @let [low, high] = piece.ends.map(|end| x.at(end));
                (rect([low, bar], [high - low, 16.0], 0.0, CLASSES[piece.series.min(3)]))
            }
            @if row.parts.iter().any(|part| part.value().is_none()) {
                (hatched([x.at(0.0) - 7.0, bar + 2.0], [14.0, 12.0]))
            }
            @if let Some(whole) = row.whole.value() {
                @let at = x.at(whole);
                (path(&format!("M{} {}l5 8l-5 8l-5 -8Z", px(at), px(bar)), "whole"))
            }
        }
    }

    fn key(&self, [left, y]: [f64; 2], width: f64) -> Markup {
        let mut x = left;
        let places: Vec<f64> = self
            .parts
            .iter()
            .map(|part| {
                let at = x;
                x += (34.0 + text_width(part, LETTERS)).min(width / self.parts.len() as f64);
                at
            })
            .collect();
        html! {
            @for (at, (part, x)) in self.parts.iter().zip(places).enumerate() {
                (rect([x, y - 11.0], [14.0, 14.0], 0.0, CLASSES[at.min(3)]))
                (text(x + 19.0, y, Tie::Start, "label", part))
            }
        }
    }

    /// From the least to the most that any row reaches, nothing included.
    fn ends(&self) -> [f64; 2] {
        let pieces = self.rows.iter().flat_map(pieces).flat_map(|piece| piece.ends);
        let wholes = self.rows.iter().filter_map(|row| row.whole.value());
        pieces
            .chain(wholes)
            .fold([0.0, 0.0], |[low, high]: [f64; 2], value| [low.min(value), high.max(value)])
    }

    pub(super) fn table(&self, id: &str) -> Table {
        let mut columns = vec![Column::words("What changed")];
        columns.extend(self.parts.iter().map(|part| Column::number(part)));
        columns.push(Column::number(&self.whole));
        let row = |row: &Bar| {
            let figures = row.parts.iter().chain([&row.whole]);
            let entries = figures.map(|figure| Entry::number(figure, self.unit)).collect();
            Row::new(row.title.as_str(), entries)
        };
        let rows = self.rows.iter().map(row).collect();
        Table { id: id.to_owned(), caption: words("The data of the drawing"), columns, rows }
    }
}

/// What adds lies to the right of nothing, what takes away to the left, one after the other.
fn pieces(row: &Bar) -> Vec<Piece> {
    let mut reached = [0.0, 0.0];
    let known = row.parts.iter().enumerate().filter_map(|(at, part)| Some((at, part.value()?)));
    known
        .map(|(series, value)| {
            let side = usize::from(value > 0.0);
            let from = reached[side];
            reached[side] += value;
            let ends = [from.min(reached[side]), from.max(reached[side])];
            Piece { ends, series }
        })
        .collect()
}
