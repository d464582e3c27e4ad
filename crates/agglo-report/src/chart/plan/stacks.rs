//! Money in stacks: what goes where, and what is left without a use.

use agglo::Figure;
use maud::{Markup, html};

use crate::chart::frame::{Tie, frame, hatched, line, rect, text, text_width, wrap};
use crate::chart::scale::{Scale, round_up};
use crate::chart::{Label, Width};
use crate::document::{Column, Entry, Row, Table, words};
use crate::words::Unit;

/// Stacks of parts with a rest.
#[derive(Clone, Debug)]
pub struct Stacks {
    /// What the rows are: `year`.
    pub of: String,
    /// Names of the parts; each also carries a letter.
    pub parts: Vec<String>,
    /// What the rest is: `not placed`.
    pub rest: String,
    /// How all are printed.
    pub unit: Unit,
    /// The rows.
    pub rows: Vec<Stack>,
}

/// One row.
#[derive(Clone, Debug)]
pub struct Stack {
    /// Its name.
    pub title: String,
    /// Its parts, in the order of their names.
    pub parts: Vec<Figure>,
    /// What is left.
    pub rest: Figure,
}

const CLASSES: [&str; 4] = ["bar part-c", "bar part-b", "bar part-d", "bar part-e"];
const SIGNS: &[u8; 26] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const LETTERS: f64 = 14.0;

/// The letter of a part.
fn sign(at: usize) -> String {
    char::from(SIGNS[at % SIGNS.len()]).to_string()
}

impl Stacks {
    pub(in crate::chart) fn svg(&self, label: Label<'_>, width: Width) -> Markup {
        let wide = width == Width::Wide;
        let names = self.rows.iter().map(|row| text_width(&row.title, LETTERS)).fold(0.0, f64::max);
        let (left, step) =
            if wide { ((names + 26.0).clamp(70.0, 260.0), 34.0) } else { (10.0, 50.0) };
        let right = width.units() - if wide { 120.0 } else { 14.0 };
        let keys = self.key_lines(width.units() - 40.0);
        let top = 16.0 + 21.0 * keys.len() as f64;
        let bottom = top + step * self.rows.len() as f64;
        let size = [width.units(), bottom + 28.0];
        let x = Scale::linear([0.0, self.most()], [left, right]);
        let ticks = x.ticks(if wide { 6 } else { 3 });
        let body = html! {
            (key(&keys))
            @for tick in ticks.into_iter().filter(|tick| x.at(*tick) < width.units() - 44.0) {
                (line([x.at(tick), top - 4.0], [x.at(tick), bottom], "grid"))
                @let tie = if x.at(tick) < 40.0 { Tie::Start } else { Tie::Middle };
                (text(x.at(tick), bottom + 18.0, tie, "tick", &self.unit.print(tick)))
            }
            (line([x.at(0.0), top - 4.0], [x.at(0.0), bottom], "axis"))
            @for (at, row) in self.rows.iter().enumerate() {
                (self.row(row, &x, [left, top + step * at as f64], wide))
            }
        };
        frame(label, if wide { "wide" } else { "narrow" }, size, &body)
    }

    fn row(&self, row: &Stack, x: &Scale, [left, y]: [f64; 2], wide: bool) -> Markup {
        let bar = if wide { y + 5.0 } else { y + 20.0 };
        let mut reached = 0.0;
        let pieces: Vec<(usize, f64, f64)> = row
            .parts
            .iter()
            .enumerate()
            .filter_map(|(at, part)| Some((at, part.value().filter(|value| *value > 0.0)?)))
            .map(|(at, value)| {
                let from = reached;
                reached += value;
                (at, x.at(from), x.at(reached))
            })
            .collect();
        let rest = row.rest.value().filter(|rest| *rest > 0.0);
        let end = x.at(reached + rest.unwrap_or(0.0));
        let total = self.unit.print(reached + rest.unwrap_or(0.0));
        html! {
            @if wide {
                (text(left - 10.0, y + 20.0, Tie::End, "label", &wrap(&row.title, left - 18.0, LETTERS, 1).pop().unwrap_or_default()))
                (text(end + 8.0, y + 20.0, Tie::Start, "small", &total))
            } @else {
                (text(10.0, y + 14.0, Tie::Start, "label", &format!("{}: {total}", row.title)))
            }
            @for (at, from, to) in &pieces {
                (rect([*from, bar], [to - from, 22.0], 0.0, CLASSES[at % CLASSES.len()]))
                @if to - from > 14.0 {
                    (text((from + to) / 2.0, bar + 15.5, Tie::Middle, "flag-word", &sign(*at)))
                }
            }
            @if rest.is_some() { (hatched([x.at(reached), bar], [(end - x.at(reached)).max(4.0), 22.0])) }
        }
    }

    /// Entries of the key in lines: letter, class, name.
    fn key_lines(&self, room: f64) -> Vec<Vec<(f64, Option<usize>, String)>> {
        let mut names: Vec<(Option<usize>, String)> =
            self.parts.iter().enumerate().map(|(at, part)| (Some(at), part.clone())).collect();
        names.push((None, self.rest.clone()));
        let mut lines: Vec<Vec<(f64, Option<usize>, String)>> = vec![Vec::new()];
        let mut x = 8.0;
        for (at, name) in names {
            let name = wrap(&name, room - 40.0, LETTERS, 1).pop().unwrap_or_default();
            let wide = 46.0 + text_width(&name, LETTERS);
            if x + wide > room + 30.0 && x > 8.0 {
                lines.push(Vec::new());
                x = 8.0;
            }
            if let Some(last) = lines.last_mut() {
                last.push((x, at, name));
            }
            x += wide;
        }
        lines
    }

    fn most(&self) -> f64 {
        let sum = |row: &Stack| {
            row.parts
                .iter()
                .chain([&row.rest])
                .filter_map(Figure::value)
                .map(|own| own.max(0.0))
                .sum::<f64>()
        };
        let most = self.rows.iter().map(sum).fold(0.0, f64::max);
        if most > 0.0 { round_up(most) } else { 1.0 }
    }

    pub(in crate::chart) fn table(&self, id: &str) -> Table {
        let mut columns = vec![Column::words(&self.of)];
        columns.extend(self.parts.iter().map(|part| Column::number(part)));
        columns.push(Column::number(&self.rest));
        let row = |row: &Stack| {
            let all = row.parts.iter().chain([&row.rest]);
            let entries = all.map(|figure| Entry::number(figure, self.unit)).collect();
            Row::new(row.title.as_str(), entries)
        };
        let rows = self.rows.iter().map(row).collect();
        Table { id: id.to_owned(), caption: words("The data of the drawing"), columns, rows }
    }
}

fn key(lines: &[Vec<(f64, Option<usize>, String)>]) -> Markup {
    html! {
        @for (row, line) in lines.iter().enumerate() {
            @let y = 16.0 + 21.0 * row as f64;
            @for (x, at, name) in line {
                @if let Some(at) = at {
                    (rect([*x, y - 12.0], [18.0, 16.0], 0.0, CLASSES[at % CLASSES.len()]))
                    (text(x + 9.0, y, Tie::Middle, "flag-word", &sign(*at)))
                } @else {
                    (hatched([*x, y - 12.0], [18.0, 16.0]))
                }
                (text(x + 25.0, y, Tie::Start, "small", name))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::Drawing;
    use crate::chart::inside::hold;
    use agglo::base::estimate::{Estimate, Provenance, Withheld};

    fn stacks(parts: usize) -> Stacks {
        let usd = |value: f64| Figure::from(Estimate::exact(value, Provenance::new("test/1", [])));
        let row = |title: &str| Stack {
            title: title.to_owned(),
            parts: (0..parts).map(|at| usd(90_000.0 / (at as f64 + 1.0))).collect(),
            rest: usd(40_000.0),
        };
        Stacks {
            of: "Year".to_owned(),
            parts: (0..parts)
                .map(|at| format!("Places to stay and to meet, number {at}"))
                .collect(),
            rest: "not placed".to_owned(),
            unit: Unit::Dollars,
            rows: vec![row("2026"), row("2027"), row("2028")],
        }
    }

    #[test]
    fn stacks_stand_inside_with_letters_and_a_hatched_rest() {
        for parts in [1, 4, 9] {
            for svg in hold(&Drawing::Stacks(stacks(parts))) {
                assert!(svg.contains("hatch"), "the rest is told by more than colour");
                assert!(svg.contains(">A<"), "each part has a letter");
            }
        }
    }

    #[test]
    fn a_part_that_is_not_known_is_not_drawn_and_stands_in_the_table() {
        let mut own = stacks(2);
        let bars =
            |own: &Stacks| hold(&Drawing::Stacks(own.clone()))[0].matches("bar part-c").count();
        let before = bars(&own);
        own.rows[0].parts[0] = Figure::Withheld(Withheld::missing("nobody said"));
        assert_eq!(bars(&own), before - 1);
        assert_eq!(own.table("it").rows[0].entries.len(), 3);
    }
}
