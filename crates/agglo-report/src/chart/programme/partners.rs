//! Partners and pieces on a circle, tied by their agreements.

use maud::{Markup, html};

use crate::chart::frame::{Tie, frame, line, text, wrap};
use crate::chart::programme::Mark;
use crate::chart::{Label, Width};
use crate::document::{Column, Entry, Row, Table, words};

/// Knots that all carry their names; of more, those with most ties do.
const NAMED: usize = 30;
/// The same on a phone.
const NAMED_NARROW: usize = 14;

/// Partners, pieces and their agreements.
#[derive(Clone, Debug)]
pub struct Partners {
    /// The knots.
    pub knots: Vec<Partner>,
    /// Both ends of each agreement, and whether it counts.
    pub ties: Vec<([usize; 2], bool)>,
}

/// A partner or a piece.
#[derive(Clone, Debug)]
pub struct Partner {
    /// Its name.
    pub name: String,
    /// Its place on a circle of radius 1.
    pub at: [f64; 2],
    /// Whether it is a piece.
    pub is_piece: bool,
    /// How it fares.
    pub mark: Mark,
}

impl Partners {
    pub(super) fn degree(&self, at: usize) -> usize {
        self.ties.iter().filter(|(ends, is_live)| *is_live && ends.contains(&at)).count()
    }

    pub(in crate::chart) fn svg(&self, label: Label<'_>, width: Width) -> Markup {
        let wide = width == Width::Wide;
        let across = width.units();
        let (radius, disc): (f64, f64) = if wide { (190.0, 12.0) } else { (94.0, 11.0) };
        // Neighbours on the circle do not touch.
        let disc = disc.min(2.6 * radius / self.knots.len().max(1) as f64);
        let middle = [across / 2.0, radius + if wide { 56.0 } else { 50.0 }];
        let at =
            |knot: &Partner| [middle[0] + radius * knot.at[0], middle[1] + radius * knot.at[1]];
        let bottom = middle[1] + radius + if wide { 60.0 } else { 54.0 };
        let keys = self.keys();
        let size = [across, bottom + 26.0 * keys.len() as f64 + 4.0];
        let body = html! {
            @for (ends, is_live) in &self.ties {
                @if let [Some(a), Some(b)] = ends.map(|end| self.knots.get(end)) {
                    (line(at(a), at(b), if *is_live { "link core median" } else { "link assumed median" }))
                }
            }
            @for (place, knot) in self.knots.iter().enumerate() {
                (knot.mark.drawn(at(knot), disc, knot.is_piece))
                @if self.is_named(place, if wide { NAMED } else { NAMED_NARROW }) {
                    (name(knot, at(knot), disc, across))
                }
            }
            @for (row, (key, words)) in keys.into_iter().enumerate() {
                @let y = bottom + 26.0 * row as f64 + 12.0;
                (key.drawn([24.0, y - 4.0]))
                (text(48.0, y, Tie::Start, "label soft", words))
            }
        };
        frame(label, if wide { "wide" } else { "narrow" }, size, &body)
    }

    fn is_named(&self, at: usize, most: usize) -> bool {
        if self.knots.len() <= most {
            return true;
        }
        let own = self.degree(at);
        own > 0 && (0..self.knots.len()).filter(|other| self.degree(*other) > own).count() < most
    }

    /// What is seen, and what it means.
    fn keys(&self) -> Vec<(Key, &'static str)> {
        let has = |mark: Mark| self.knots.iter().any(|knot| knot.mark == mark);
        let mut keys = vec![(Key::Line(true), "agreement that both keep")];
        if self.ties.iter().any(|(_, is_live)| !is_live) {
            keys.push((Key::Line(false), "said by one alone, or asleep: does not count"));
        }
        for (mark, words) in [
            (Mark::Pass, "passes its gate"),
            (Mark::Fail, "does not pass its gate"),
            (Mark::Unknown, "not known yet"),
        ] {
            if has(mark) {
                keys.push((Key::Mark(mark, false), words));
            }
        }
        if self.knots.iter().any(|knot| knot.is_piece) {
            keys.push((Key::Mark(Mark::Untold, true), "square: a foundational piece"));
        }
        keys
    }

    pub(in crate::chart) fn table(&self, id: &str) -> Table {
        let row = |(at, knot): (usize, &Partner)| {
            let with = |is_live: bool| {
                let ties =
                    self.ties.iter().filter(|(ends, live)| *live == is_live && ends.contains(&at));
                let others = ties.flat_map(|(ends, _)| ends.iter().filter(move |end| **end != at));
                let names: Vec<&str> = others
                    .filter_map(|end| self.knots.get(*end))
                    .map(|knot| knot.name.as_str())
                    .collect();
                if names.is_empty() { "nobody".to_owned() } else { names.join(", ") }
            };
            let kind = if knot.is_piece { "piece" } else { "partner" };
            let entries = [kind.to_owned(), knot.mark.word().to_owned(), with(true), with(false)];
            Row::new(knot.name.as_str(), entries.map(Entry::words).to_vec())
        };
        Table {
            id: id.to_owned(),
            caption: words("Who works with whom"),
            columns: ["Who", "What it is", "Its gate", "Works with", "Does not count: with"]
                .map(Column::words)
                .to_vec(),
            rows: self.knots.iter().enumerate().map(row).collect(),
        }
    }
}

/// A name outside the circle, in lines that fit beside it.
fn name(knot: &Partner, [x, y]: [f64; 2], disc: f64, across: f64) -> Markup {
    let wide = across >= Width::Wide.units();
    let [right, down] = knot.at;
    let (tie, left) = match right {
        own if own > 0.35 => (Tie::Start, x + disc + 6.0),
        own if own < -0.35 => (Tie::End, x - disc - 6.0),
        _ => (Tie::Middle, x),
    };
    let room = match tie {
        Tie::Start => across - left,
        Tie::End => left,
        Tie::Middle => 0.4 * across,
    };
    let lines = wrap(&knot.name, room.min(190.0) - 4.0, if wide { 13.5 } else { 12.0 }, 3);
    let class = if wide { "label halo" } else { "small halo" };
    let count = lines.len() as f64;
    let top = match tie {
        Tie::Middle if down < 0.0 => y - disc - 6.0 - 14.0 * (count - 1.0),
        Tie::Middle => y + disc + 16.0,
        _ => y + 4.5 - 7.0 * (count - 1.0),
    };
    html! {
        @for (at, words) in lines.iter().enumerate() {
            (text(left, top + 14.0 * at as f64, tie, class, words))
        }
    }
}

/// A sign of the key.
enum Key {
    Line(bool),
    Mark(Mark, bool),
}

impl Key {
    fn drawn(&self, [x, y]: [f64; 2]) -> Markup {
        match self {
            Self::Line(true) => line([x - 12.0, y], [x + 14.0, y], "link core median"),
            Self::Line(false) => line([x - 12.0, y], [x + 14.0, y], "link assumed median"),
            Self::Mark(mark, is_square) => mark.drawn([x, y], 10.0, *is_square),
        }
    }
}
