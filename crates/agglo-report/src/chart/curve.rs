//! A curve of shares against shares, beside the line on which both are equal.

use maud::{Markup, html};

use crate::chart::frame::{Pen, Tie, frame, line, path, text};
use crate::chart::scale::Scale;
use crate::chart::{Label, Width};
use crate::document::{Column, Entry, Row, Table, words};
use crate::words::Unit;

/// Shares of the table: how much of the whole the first so many hold.
const READ_AT: [f64; 5] = [0.1, 0.25, 0.5, 0.75, 0.9];

/// A curve from (0, 0) to (1, 1).
#[derive(Clone, Debug)]
pub struct Curve {
    /// What is cumulated to the right.
    pub across: String,
    /// What is cumulated upward.
    pub up: String,
    /// The corners, both shares rising.
    pub points: Vec<[f64; 2]>,
}

impl Curve {
    pub(super) fn svg(&self, label: Label<'_>, width: Width) -> Markup {
        let wide = width == Width::Wide;
        let side = if wide { 460.0 } else { 270.0 };
        let (low, high) = ([60.0, 24.0], [60.0 + side, 24.0 + side]);
        let size = [width.units(), high[1] + 50.0];
        let x = Scale::linear([0.0, 1.0], [low[0], high[0]]);
        let y = Scale::linear([0.0, 1.0], [high[1], low[1]]);
        let mut pen = Pen::default();
        for point in self.thinned() {
            pen.to(x.at(point[0]), y.at(point[1]));
        }
        let mut field = format!("M{} {}", low[0], high[1]);
        field.push_str(&pen.commands.replacen('M', "L", 1));
        field.push('Z');
        let body = html! {
            @for tick in [0.0, 0.25, 0.5, 0.75, 1.0] {
                (line([low[0], y.at(tick)], [high[0], y.at(tick)], "grid"))
                (text(low[0] - 8.0, y.at(tick) + 4.0, Tie::End, "tick", &Unit::Share.print(tick)))
                (text(x.at(tick), high[1] + 18.0, Tie::Middle, "tick", &Unit::Share.print(tick)))
            }
            (path(&field, "between"))
            (line([low[0], high[1]], [high[0], low[1]], "mean"))
            (path(&pen.commands, "median arm-a"))
            (text(low[0], low[1] - 10.0, Tie::Start, "label soft", &self.up))
            (text(high[0], high[1] + 38.0, Tie::End, "label soft", &self.across))
            @if wide { (self.readings([high[0] + 36.0, low[1] + 60.0])) }
        };
        frame(label, if wide { "wide" } else { "narrow" }, size, &body)
    }

    /// Points of the curve in words.
    fn readings(&self, [left, top]: [f64; 2]) -> Markup {
        html! {
            (text(left, top, Tie::Start, "label soft", "The places with least of it for their size, that"))
            (text(left, top + 20.0, Tie::Start, "label soft", "together hold so much of all else:"))
            @for (at, share) in READ_AT.into_iter().enumerate() {
                @let y = top + 52.0 + 26.0 * at as f64;
                (text(left, y, Tie::Start, "label", &format!(
                    "{} of all else hold {} of it", Unit::Share.print(share), Unit::Share.print(self.at(share))
                )))
            }
        }
    }

    /// The corners that show on a page.
    fn thinned(&self) -> Vec<[f64; 2]> {
        let mut kept: Vec<[f64; 2]> = Vec::new();
        for &point in &self.points {
            let is_far =
                kept.last().is_none_or(|last| point[0] - last[0] + point[1] - last[1] > 0.002);
            if is_far {
                kept.push(point);
            }
        }
        kept.extend(self.points.last().filter(|last| kept.last() != Some(last)));
        kept
    }

    /// Height of the curve at a share, straight between corners.
    fn at(&self, share: f64) -> f64 {
        let after = self.points.partition_point(|[x, _]| *x < share);
        match (self.points.get(after.wrapping_sub(1)), self.points.get(after)) {
            (Some([x0, y0]), Some([x1, y1])) if x1 > x0 => {
                y0 + (y1 - y0) * (share - x0) / (x1 - x0)
            }
            (_, Some([_, y])) => *y,
            _ => 1.0,
        }
    }

    pub(super) fn table(&self, id: &str) -> Table {
        let columns = vec![Column::words(&self.across), Column::words(&self.up)];
        let row = |share: f64| {
            let held = Entry::words(Unit::Share.print(self.at(share)));
            Row::new(Unit::Share.print(share), vec![held])
        };
        let rows = READ_AT.into_iter().map(row).collect();
        Table { id: id.to_owned(), caption: words("Points of the curve"), columns, rows }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_is_read_between_its_corners() {
        let points = vec![[0.0, 0.0], [0.5, 0.1], [1.0, 1.0]];
        let curve = Curve { across: String::new(), up: String::new(), points };
        assert!((curve.at(0.25) - 0.05).abs() < 1e-12 && (curve.at(0.75) - 0.55).abs() < 1e-12);
        assert_eq!(curve.thinned().len(), 3);
    }
}
