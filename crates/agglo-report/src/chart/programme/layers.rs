//! What rests on what: partners and further layers by area, with holes that show.

use maud::{Markup, html};

use crate::chart::frame::{Tie, frame, line, rect, text, wrap};
use crate::chart::programme::Mark;
use crate::chart::{Label, Width};
use crate::document::{Column, Entry, Row, Table, words};

/// Areas across, layers down.
#[derive(Clone, Debug)]
pub struct Layers {
    /// Names of the areas.
    pub areas: Vec<String>,
    /// Partners: name, and how it stands in each area, if it works there.
    pub partners: Vec<(String, Vec<Option<Mark>>)>,
    /// Further layers: name, and in words what each area has of it, if anything.
    pub layers: Vec<(String, Vec<Option<String>>)>,
}

impl Layers {
    pub(in crate::chart) fn svg(&self, label: Label<'_>, width: Width) -> Markup {
        let wide = width == Width::Wide;
        let across = width.units();
        let (left, step) = if wide { (210.0, 34.0) } else { (112.0, 38.0) };
        let column = (across - left - 8.0) / (self.areas.len().max(1) as f64);
        let middle = |at: usize| left + column * (at as f64 + 0.5);
        let top = 52.0;
        let rows = self.partners.len() + self.layers.len();
        let size = [across, top + step * rows as f64 + 14.0];
        let small = if wide { "label" } else { "small" };
        let y = |row: usize| top + step * (row as f64 + 0.5);
        let head = |words: &str, y: f64| {
            let lines = wrap(words, left - 14.0, if wide { 13.5 } else { 12.0 }, 2);
            let lift = 7.0 * (lines.len() as f64 - 1.0);
            html! { @for (at, words) in lines.iter().enumerate() {
                (text(left - 12.0, y + 4.5 - lift + 14.0 * at as f64, Tie::End, small, words))
            } }
        };
        let body = html! {
            @for (at, area) in self.areas.iter().enumerate() {
                @for (row, words) in wrap(area, column - 4.0, 13.0, 2).iter().enumerate() {
                    (text(middle(at), 22.0 + 15.0 * row as f64, Tie::Middle, if wide { "label" } else { "small" }, words))
                }
            }
            @for (row, (name, cells)) in self.partners.iter().enumerate() {
                (line([left, y(row) + step / 2.0], [across - 8.0, y(row) + step / 2.0], "grid"))
                (head(name, y(row)))
                @for (at, cell) in cells.iter().enumerate() {
                    @if let Some(mark) = cell { (mark.drawn([middle(at), y(row)], 11.0, false)) }
                    @else { (text(middle(at), y(row) + 4.5, Tie::Middle, "small soft", "·")) }
                }
            }
            @for (below, (name, cells)) in self.layers.iter().enumerate() {
                @let row = self.partners.len() + below;
                (head(name, y(row)))
                @for (at, cell) in cells.iter().enumerate() {
                    @if let Some(words) = cell {
                        (text(middle(at), y(row) + 4.5, Tie::Middle, "small", words))
                    } @else {
                        (rect([left + column * at as f64 + 3.0, y(row) - 12.0], [column - 6.0, 24.0], 3.0, "unsure"))
                        (text(middle(at), y(row) + 4.5, Tie::Middle, "small", "empty"))
                    }
                }
            }
        };
        frame(label, if wide { "wide" } else { "narrow" }, size, &body)
    }

    pub(in crate::chart) fn table(&self, id: &str) -> Table {
        let columns = std::iter::once(Column::words("Layer"))
            .chain(self.areas.iter().map(|area| Column::words(area)));
        let partners = self.partners.iter().map(|(name, cells)| {
            let entry = |cell: &Option<Mark>| Entry::words(cell.map_or("–", Mark::word));
            Row::new(name.as_str(), cells.iter().map(entry).collect())
        });
        let layers = self.layers.iter().map(|(name, cells)| {
            let entry = |cell: &Option<String>| Entry::words(cell.as_deref().unwrap_or("empty"));
            Row::new(name.as_str(), cells.iter().map(entry).collect())
        });
        Table {
            id: id.to_owned(),
            caption: words("What each area rests on"),
            columns: columns.collect(),
            rows: partners.chain(layers).collect(),
        }
    }
}
