//! Findings one under the other with what each leaves open, and what they say together.

mod text;

use agglo::Figure;
use maud::{Markup, html};

use crate::chart::frame::{Tie, frame, line, path, px, rect, text as words_at, wrap};
use crate::chart::scale::{Scale, round_down, round_up};
use crate::chart::{Label, Width};
use crate::document::{Column, Entry, Row as TableRow, Table, words};
use crate::words::{Unit, line as in_words};

/// Findings and what they say together, on one axis.
#[derive(Clone, Debug)]
pub struct Forest {
    /// What the axis means: `percent`.
    pub quantity: String,
    /// How numbers are printed.
    pub unit: Unit,
    /// The rows, top down.
    pub rows: Vec<Row>,
}

/// One row.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its name: the key of a finding, or what is summed up.
    pub title: String,
    /// Design, place, year; or what the sum is of.
    pub about: String,
    /// What it found, in a word or two.
    pub says: String,
    /// The number with its interval; withheld where no figure is printed.
    pub figure: Figure,
    /// How it is drawn.
    pub seen: Seen,
}

/// How a number is known, told by shape before colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// A printed interval: a filled square on a solid line.
    Interval,
    /// A figure whose interval is bounded from the print: a filled square on a dashed line.
    Bounded,
    /// A figure alone, or with a printed range that is no interval: a filled square, dotted ends.
    Alone,
    /// A null without a figure that a rule counts as 0: an open circle on a dashed line.
    Imputed,
    /// No figure, or one in another unit: words, no mark.
    Untold,
    /// What the findings say together: a diamond.
    Sum,
}

impl Seen {
    /// What the mark means.
    pub fn words(self) -> &'static str {
        match self {
            Self::Interval => "interval printed",
            Self::Bounded => "interval bounded from the print",
            Self::Alone => "no interval printed",
            Self::Imputed => "no figure printed: counted as 0 by the rule",
            Self::Untold => "not drawn",
            Self::Sum => "pooled, 90% interval",
        }
    }
}

/// Where things stand across.
struct Frame {
    wide: bool,
    plot: [f64; 2],
    step: f64,
    top: f64,
}

const LETTERS: f64 = 14.0;

impl Forest {
    pub(super) fn svg(&self, label: Label<'_>, width: Width) -> Markup {
        let wide = width == Width::Wide;
        let across = width.units();
        let own = if wide {
            Frame { wide, plot: [330.0, across - 190.0], step: 44.0, top: 56.0 }
        } else {
            Frame { wide, plot: [12.0, across - 12.0], step: 84.0, top: 100.0 }
        };
        let bottom = own.top + own.step * self.rows.len() as f64;
        let size = [across, bottom + 44.0];
        let x = Scale::linear(self.ends(), own.plot);
        let body = html! {
            (self.key(&own))
            @for tick in x.ticks(if wide { 6 } else { 4 }) {
                (line([x.at(tick), own.top - 4.0], [x.at(tick), bottom], "grid"))
                (words_at(x.at(tick), bottom + 16.0, Tie::Middle, "tick", &self.unit.print(tick)))
            }
            (line([x.at(0.0), own.top - 4.0], [x.at(0.0), bottom], "axis"))
            @for (at, row) in self.rows.iter().enumerate() {
                (self.row(row, &own, &x, own.top + own.step * at as f64))
            }
            (words_at(own.plot[1], bottom + 35.0, Tie::End, "label soft", &self.quantity))
        };
        frame(label, if wide { "wide" } else { "narrow" }, size, &body)
    }

    fn row(&self, row: &Row, own: &Frame, x: &Scale, y: f64) -> Markup {
        let left = 8.0;
        let room = if own.wide { own.plot[0] - 24.0 } else { own.plot[1] - left };
        let fit = |text: &str, room: f64| wrap(text, room, LETTERS, 1).pop().unwrap_or_default();
        let mark = if own.wide { y + 20.0 } else { y + 68.0 };
        let printed = match row.seen {
            Seen::Untold => row.says.clone(),
            _ => row.figure.value().map_or_else(String::new, |value| self.unit.print(value)),
        };
        let said = match row.seen {
            Seen::Untold => String::new(),
            Seen::Sum => self.range(row),
            _ => row.says.clone(),
        };
        html! {
            (words_at(left, y + 15.0, Tie::Start, "label", &fit(&row.title, room)))
            (words_at(left, y + 31.0, Tie::Start, "small soft", &fit(&row.about, room)))
            (mark_of(row, x, mark))
            @if own.wide {
                @let (at, room) = (own.plot[1] + 14.0, 170.0);
                (words_at(at, y + 17.0, Tie::Start, "label", &fit(&printed, room)))
                (words_at(at, y + 33.0, Tie::Start, "small soft", &fit(&said, room)))
            } @else {
                @let joined = [printed, said].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ");
                (words_at(left, y + 48.0, Tie::Start, "small", &fit(&joined, room)))
            }
        }
    }

    /// The interval of a row in words.
    fn range(&self, row: &Row) -> String {
        row.figure.range().map_or_else(String::new, |(low, high)| {
            format!("{} to {}", self.unit.print(low), self.unit.print(high))
        })
    }

    /// What the marks mean: those that stand in the drawing.
    fn key(&self, own: &Frame) -> Markup {
        let all = [Seen::Interval, Seen::Bounded, Seen::Alone, Seen::Imputed, Seen::Sum];
        let present: Vec<Seen> =
            all.into_iter().filter(|seen| self.rows.iter().any(|row| row.seen == *seen)).collect();
        let place = |at: usize| {
            if own.wide {
                [8.0 + 290.0 * (at % 3) as f64, 16.0 + 20.0 * (at / 3) as f64]
            } else {
                [8.0, 16.0 + 17.0 * at as f64]
            }
        };
        html! {
            @for (at, seen) in present.into_iter().enumerate() {
                @let [x, y] = place(at);
                (marked(seen, [x + 2.0, x + 12.0, x + 22.0], y - 4.0))
                (words_at(x + 28.0, y, Tie::Start, "small", seen.words()))
            }
        }
    }

    /// From the least to the most that any row reaches, 0 included.
    fn ends(&self) -> [f64; 2] {
        let drawn = self.rows.iter().filter(|row| row.seen != Seen::Untold);
        let ranges = drawn.filter_map(|row| row.figure.range());
        let [low, high] = ranges.fold([0.0_f64, 0.0_f64], |[least, most], (low, high)| {
            [least.min(low), most.max(high)]
        });
        if high - low < f64::MIN_POSITIVE {
            return [-1.0, 1.0];
        }
        [round_down(low, high - low), if high > 0.0 { round_up(high) } else { 0.0 }]
    }

    pub(super) fn table(&self, id: &str) -> Table {
        let row = |row: &Row| {
            let number = match row.seen {
                Seen::Untold => Entry::words(in_words(&row.figure, Unit::Plain)),
                _ => Entry::number(&row.figure, self.unit),
            };
            let entries = vec![
                Entry::words(row.about.as_str()),
                number,
                Entry::words(row.says.as_str()),
                Entry::words(row.seen.words()),
            ];
            TableRow::new(row.title.as_str(), entries)
        };
        Table {
            id: id.to_owned(),
            caption: words(format!("Findings and what they say together, {}", self.quantity)),
            columns: vec![
                Column::words("Finding"),
                Column::words("Of what"),
                Column::number("Effect"),
                Column::words("Says"),
                Column::words("How it is known"),
            ],
            rows: self.rows.iter().map(row).collect(),
        }
    }
}

/// The mark of a row on the axis.
fn mark_of(row: &Row, x: &Scale, y: f64) -> Markup {
    let (Some(value), false) = (row.figure.value(), row.seen == Seen::Untold) else {
        return html! {};
    };
    let (low, high) = row.figure.range().unwrap_or((value, value));
    marked(row.seen, [x.at(low), x.at(value), x.at(high)], y)
}

/// A mark from its lower end over its middle to its upper end.
fn marked(seen: Seen, [low, at, high]: [f64; 3], y: f64) -> Markup {
    let bar = |class: &str| html! { @if high - low > 0.5 { (line([low, y], [high, y], class)) } };
    let square = || rect([at - 5.0, y - 5.0], [10.0, 10.0], 0.0, "dot economy");
    match seen {
        Seen::Interval => html! { (bar("whisker")) (square()) },
        Seen::Bounded => html! { (bar("whisker dashed")) (square()) },
        Seen::Alone => html! { (bar("whisker dotted")) (square()) },
        Seen::Imputed => html! {
            (bar("whisker dashed"))
            circle cx=(px(at)) cy=(px(y)) r="5" class="zero people" {}
        },
        Seen::Sum => {
            // A diamond as wide as its interval.
            let (left, right) = (low.min(at - 3.0), high.max(at + 3.0));
            path(
                &format!(
                    "M{} {}L{} {}L{} {}L{} {}Z",
                    px(left),
                    px(y),
                    px(at),
                    px(y - 7.0),
                    px(right),
                    px(y),
                    px(at),
                    px(y + 7.0)
                ),
                "whole",
            )
        }
        Seen::Untold => html! {},
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::Drawing;
    use crate::chart::inside::hold;
    use agglo::base::estimate::{Estimate, Interval, IntervalKind, Provenance, Withheld};

    pub(super) fn figure(value: f64, low: f64, high: f64) -> Figure {
        let interval = Interval::new(low, high, 0.95, IntervalKind::Confidence).unwrap();
        Estimate::new(value, interval, Provenance::new("test/1", [])).into()
    }

    pub(super) fn forest() -> Forest {
        let row = |title: &str, figure: Figure, seen| Row {
            title: title.to_owned(),
            about: "randomised trial, grade 5 of 5, a country with a long name, 2024".to_owned(),
            says: "it helps".to_owned(),
            figure,
            seen,
        };
        let none = Figure::Withheld(Withheld::missing("no figure in the text seen"));
        Forest {
            quantity: "percent".to_owned(),
            unit: Unit::Percent,
            rows: vec![
                row("first", figure(8.2, 0.0, 16.4), Seen::Interval),
                row("second", figure(20.0, 0.0, 40.0), Seen::Bounded),
                row("third", figure(-3.0, -3.0, -3.0), Seen::Alone),
                row("fourth", figure(0.0, -8.0, 8.0), Seen::Imputed),
                row("fifth", none, Seen::Untold),
                row("together", figure(6.9, -2.0, 16.4), Seen::Sum),
            ],
        }
    }

    #[test]
    fn every_mark_and_text_stands_inside_and_each_shape_is_named() {
        for svg in hold(&Drawing::Forest(forest())) {
            for words in [Seen::Interval, Seen::Bounded, Seen::Alone, Seen::Imputed, Seen::Sum] {
                assert!(svg.contains(words.words()), "{words:?}");
            }
        }
    }

    #[test]
    fn what_has_no_figure_has_no_mark() {
        let with = hold(&Drawing::Forest(forest()))[0].matches("dot economy").count();
        let mut without = forest();
        without.rows.remove(4);
        assert_eq!(with, hold(&Drawing::Forest(without))[0].matches("dot economy").count());
    }

    #[test]
    fn the_table_says_what_the_drawing_shows() {
        let table = forest().table("it");
        assert_eq!(table.rows.len(), 6);
        assert!(matches!(&table.rows[4].entries[1], Entry::Words(_)));
    }

    #[test]
    fn nothing_but_words_is_drawn_on_an_axis_around_nothing() {
        let mut empty = forest();
        empty.rows.retain(|row| row.seen == Seen::Untold);
        hold(&Drawing::Forest(empty));
    }
}
