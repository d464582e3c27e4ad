//! A network of industries: what stands in the same places lies close together.

use maud::{Markup, html};

use crate::chart::frame::{Pen, Tie, frame, path, px, text};
use crate::chart::labels::{Named, Reach, names};
use crate::chart::layout::places;
use crate::chart::{Label, Width};
use crate::document::{Column, Entry, Row, Table, words};

/// Knots and their ties.
#[derive(Clone, Debug)]
pub struct Network {
    /// What the size of a knot means.
    pub size: String,
    /// What a filled knot says, if knots are filled.
    pub filled: Option<String>,
    /// The knots.
    pub knots: Vec<Knot>,
    /// Places of both ends of each tie.
    pub ties: Vec<[usize; 2]>,
}

/// One knot.
#[derive(Clone, Debug)]
pub struct Knot {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Size, not below 0.
    pub size: f64,
    /// Whether it is filled.
    pub is_filled: bool,
    /// How much it wants its name written, the least first; none leaves it out.
    pub rank: Option<usize>,
}

impl Network {
    pub(super) fn svg(&self, label: Label<'_>, width: Width) -> Markup {
        let wide = width == Width::Wide;
        let size = [width.units(), if wide { 640.0 } else { 460.0 }];
        let (low, high) = ([16.0, 16.0], [size[0] - 16.0, size[1] - 46.0]);
        let on_page =
            |[x, y]: [f64; 2]| [low[0] + x * (high[0] - low[0]), low[1] + y * (high[1] - low[1])];
        let at: Vec<[f64; 2]> =
            places(self.knots.len(), &self.ties).into_iter().map(on_page).collect();
        let most = self.knots.iter().map(|knot| knot.size).fold(1e-9, f64::max);
        let largest = if wide { 9.0 } else { 6.0 };
        let radius = |knot: &Knot| (largest * (knot.size / most).sqrt()).max(2.2);
        let mut marks: Vec<(usize, Named<'_>)> = self
            .knots
            .iter()
            .zip(&at)
            .map(|(knot, &at)| {
                let name = knot.rank.map(|_| knot.name.as_str());
                (knot.rank.unwrap_or(usize::MAX), Named { at, radius: radius(knot), name })
            })
            .collect();
        marks.sort_by_key(|(rank, _)| *rank);
        let marks: Vec<Named<'_>> = marks.into_iter().map(|(_, mark)| mark).collect();
        let body = html! {
            (path(&self.tie_path(&at), "tie"))
            @for (knot, at) in self.knots.iter().zip(&at) {
                circle cx=(px(at[0])) cy=(px(at[1])) r=(px(radius(knot)))
                    class=(if knot.is_filled { "knot here" } else { "knot" }) {
                    title { (knot.code) " " (knot.name) }
                }
            }
            (names(&marks, low, high, Reach::Far))
            (self.key([18.0, size[1] - 16.0]))
        };
        frame(label, if wide { "wide" } else { "narrow" }, size, &body)
    }

    fn tie_path(&self, at: &[[f64; 2]]) -> String {
        let mut pen = Pen::default();
        for &[a, b] in &self.ties {
            pen.lift();
            pen.to(at[a][0], at[a][1]);
            pen.to(at[b][0], at[b][1]);
        }
        pen.commands
    }

    fn key(&self, [x, y]: [f64; 2]) -> Markup {
        html! {
            @if let Some(filled) = &self.filled {
                circle cx=(px(x)) cy=(px(y - 4.0)) r="6" class="knot here" {}
                (text(x + 12.0, y, Tie::Start, "label", filled))
            } @else {
                (text(x, y, Tie::Start, "label soft", &self.size))
            }
        }
    }

    pub(super) fn table(&self, id: &str) -> Table {
        let mut columns = vec![Column::words("Industry"), Column::words("Closest to")];
        if let Some(filled) = &self.filled {
            columns.push(Column::words(filled));
        }
        let named = |at: usize| format!("{} {}", self.knots[at].code, self.knots[at].name);
        let row = |(at, knot): (usize, &Knot)| {
            let other = |&[a, b]: &[usize; 2]| match () {
                () if a == at => Some(named(b)),
                () if b == at => Some(named(a)),
                () => None,
            };
            let others: Vec<String> = self.ties.iter().filter_map(other).collect();
            let mut entries = vec![Entry::words(others.join("; "))];
            if self.filled.is_some() {
                entries.push(Entry::words(if knot.is_filled { "yes" } else { "no" }));
            }
            Row::new(named(at), entries)
        };
        let mut ranked: Vec<(usize, &Knot)> =
            self.knots.iter().enumerate().filter(|(_, knot)| knot.rank.is_some()).collect();
        ranked.sort_by_key(|(_, knot)| knot.rank);
        let rows = ranked.into_iter().map(row).collect();
        Table {
            id: id.to_owned(),
            caption: words("The named industries and their ties"),
            columns,
            rows,
        }
    }
}
