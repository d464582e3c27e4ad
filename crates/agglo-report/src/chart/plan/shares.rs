//! Shares as bars: in how many scenarios something stays chosen.

use agglo::Figure;
use maud::{Markup, html};

use crate::chart::frame::{Tie, frame, line, rect, text, wrap};
use crate::chart::scale::Scale;
use crate::chart::{Label, Width};
use crate::document::{Column, Entry, Row, Table, words};
use crate::words::{Unit, short};

/// Shares of one whole.
#[derive(Clone, Debug)]
pub struct Shares {
    /// What they are shares of: `share of scenarios`.
    pub of: String,
    /// What a filled bar means: `in the plan`.
    pub filled: String,
    /// What an open bar means: `not in it`.
    pub open: String,
    /// The rows.
    pub rows: Vec<Share>,
}

/// One share.
#[derive(Clone, Debug)]
pub struct Share {
    /// Its name.
    pub title: String,
    /// The share, 0 to 1.
    pub share: Figure,
    /// Whether its bar is filled.
    pub is_filled: bool,
}

const LETTERS: f64 = 14.5;

impl Shares {
    pub(in crate::chart) fn svg(&self, label: Label<'_>, width: Width) -> Markup {
        let wide = width == Width::Wide;
        let (left, step, top) = if wide { (330.0, 28.0, 40.0) } else { (10.0, 46.0, 40.0) };
        let right = width.units() - 92.0;
        let bottom = top + step * self.rows.len() as f64;
        let size = [width.units(), bottom + 46.0];
        let x = Scale::linear([0.0, 1.0], [left, right]);
        let body = html! {
            (rect([8.0, 6.0], [18.0, 12.0], 0.0, "dot economy"))
            (text(32.0, 17.0, Tie::Start, "small", &self.filled))
            (rect([width.units() / 2.0, 6.0], [18.0, 12.0], 0.0, "unsure"))
            (text(width.units() / 2.0 + 24.0, 17.0, Tie::Start, "small", &self.open))
            @for tick in [0.0, 0.25, 0.5, 0.75, 1.0] {
                (line([x.at(tick), top - 6.0], [x.at(tick), bottom], "grid"))
                @let tie = if wide || tick > 0.0 { Tie::Middle } else { Tie::Start };
                (text(x.at(tick), bottom + 16.0, tie, "tick", &Unit::Share.print(tick)))
            }
            @for (at, row) in self.rows.iter().enumerate() {
                @let y = top + step * at as f64;
                @let bar = if wide { y + 5.0 } else { y + 22.0 };
                @let room = if wide { left - 24.0 } else { width.units() - 24.0 };
                @let name = wrap(&row.title, room, LETTERS, 1).pop().unwrap_or_default();
                @if wide { (text(left - 10.0, y + 18.0, Tie::End, "label", &name)) }
                @else { (text(10.0, y + 16.0, Tie::Start, "label", &name)) }
                @if let Some(share) = row.share.value() {
                    @let end = x.at(share);
                    (rect([left, bar], [(end - left).max(1.5), 16.0], 0.0, if row.is_filled { "dot economy" } else { "unsure" }))
                    (text(end + 8.0, bar + 12.5, Tie::Start, "small", &Unit::Share.print(share)))
                } @else {
                    (text(left + 4.0, bar + 12.5, Tie::Start, "small", &wrap(&short(&row.share, Unit::Share), 120.0, LETTERS, 1).pop().unwrap_or_default()))
                }
            }
            (line([left, top - 6.0], [left, bottom], "axis"))
            (text(width.units() - 12.0, bottom + 36.0, Tie::End, "label soft", &self.of))
        };
        frame(label, if wide { "wide" } else { "narrow" }, size, &body)
    }

    pub(in crate::chart) fn table(&self, id: &str) -> Table {
        let row = |row: &Share| {
            let state = if row.is_filled { &self.filled } else { &self.open };
            Row::new(
                row.title.as_str(),
                vec![Entry::words(state.as_str()), Entry::number(&row.share, Unit::Share)],
            )
        };
        Table {
            id: id.to_owned(),
            caption: words("The data of the drawing"),
            columns: vec![Column::words("What"), Column::words("State"), Column::number(&self.of)],
            rows: self.rows.iter().map(row).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::Drawing;
    use crate::chart::inside::hold;
    use agglo::base::estimate::{Estimate, Provenance, Withheld};

    #[test]
    fn bars_stand_inside_and_open_ones_are_told_by_shape() {
        let share =
            |value: f64| Figure::from(Estimate::exact(value, Provenance::new("test/1", [])));
        let row = |figure: Figure, is_filled| Share {
            title: "Evening bus for people who work late shifts at the harbour and in hotels"
                .to_owned(),
            share: figure,
            is_filled,
        };
        let shares = Shares {
            of: "share of scenarios".to_owned(),
            filled: "in the plan".to_owned(),
            open: "not in it".to_owned(),
            rows: vec![
                row(share(1.0), true),
                row(share(0.0), false),
                row(share(0.41), false),
                row(Figure::Withheld(Withheld::missing("no scenario was solved")), true),
            ],
        };
        for svg in hold(&Drawing::Shares(shares.clone())) {
            assert!(svg.contains("unsure") && svg.contains("41%"));
        }
        assert_eq!(shares.table("it").rows.len(), 4);
    }
}
