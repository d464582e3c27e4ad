//! What more money brings, one line for each least share that has to reach underserved places.

use maud::{Markup, html};

use crate::chart::frame::{Pen, Tie, frame, line, path, px, text, wrap};
use crate::chart::scale::{Scale, round_up};
use crate::chart::{Label, Width};
use crate::document::{Column, Entry, Row, Table, words};
use crate::words::Unit;

/// Plans at several budgets.
#[derive(Clone, Debug)]
pub struct Frontier {
    /// What is gained: `the whole, 0 to 1`.
    pub quantity: String,
    /// How money is printed.
    pub money: Unit,
    /// One line for each least share; the first is the main one.
    pub lines: Vec<Rim>,
}

/// Plans under one least share.
#[derive(Clone, Debug)]
pub struct Rim {
    /// Its name: `at least 30% for underserved places`.
    pub title: String,
    /// The plans, smallest budget first.
    pub points: Vec<Bend>,
}

/// The plan of one budget.
#[derive(Clone, Debug)]
pub struct Bend {
    /// Money of all years.
    pub budget: f64,
    /// What it is worth.
    pub value: f64,
    /// What enters beside the budget before, by name.
    pub enters: Vec<String>,
    /// What leaves beside the budget before, by name.
    pub leaves: Vec<String>,
    /// Whether no better plan exists.
    pub is_proved: bool,
}

const STYLES: [&str; 3] = ["arm-a", "arm-b", "arm-c"];
/// Changes that are named under the drawing; the table names all.
const NAMED: usize = 8;
const LETTERS: f64 = 14.0;

impl Bend {
    /// What changes at this budget, in words; nothing where nothing does.
    fn change(&self) -> String {
        let part = |what: &str, names: &[String]| {
            (!names.is_empty()).then(|| format!("{what} {}", names.join(", ")))
        };
        let parts = [part("in:", &self.enters), part("out:", &self.leaves)];
        parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
    }
}

impl Frontier {
    pub(in crate::chart) fn svg(&self, label: Label<'_>, width: Width) -> Markup {
        let wide = width == Width::Wide;
        let (left, right) = (if wide { 70.0 } else { 52.0 }, width.units() - 16.0);
        let key = 20.0 * self.lines.len() as f64;
        let top = 34.0 + key;
        let bottom = top + if wide { 280.0 } else { 220.0 };
        let changes = self.changes(right - 30.0);
        let listed: usize = changes.iter().map(|(_, lines)| lines.len()).sum();
        let size = [width.units(), bottom + 62.0 + 18.0 * listed as f64];
        let x = Scale::linear([0.0, self.most(|bend| bend.budget)], [left, right]);
        let y = Scale::linear([0.0, self.most(|bend| bend.value)], [bottom, top]);
        let body = html! {
            (self.key(left, wide))
            (text(8.0, top - 12.0, Tie::Start, "label soft", &self.quantity))
            @for tick in y.ticks(5) {
                (line([left, y.at(tick)], [right, y.at(tick)], "grid"))
                (text(left - 8.0, y.at(tick) + 4.0, Tie::End, "tick", &Unit::Level.print(tick)))
            }
            @for tick in x.ticks(if wide { 6 } else { 3 }).into_iter().filter(|tick| x.at(*tick) < right - 34.0) {
                (line([x.at(tick), bottom], [x.at(tick), bottom + 5.0], "axis"))
                (text(x.at(tick), bottom + 20.0, Tie::Middle, "tick", &self.money.print(tick)))
            }
            (line([left, bottom], [right, bottom], "axis"))
            (text(right, bottom + 38.0, Tie::End, "label soft", "money of all years"))
            @for (at, rim) in self.lines.iter().enumerate().rev() { (rim_of(rim, at, &x, &y)) }
            (self.numbers(&x, &y, [left, top]))
            @let mut row = bottom + 58.0;
            @for (number, lines) in &changes {
                (text(left - 16.0, row, Tie::Start, "small", &number.to_string()))
                @for words in lines {
                    (text(left, row, Tie::Start, "small", words))
                    ({ row += 18.0; html! {} })
                }
            }
        };
        frame(label, if wide { "wide" } else { "narrow" }, size, &body)
    }

    /// The changes along the main line, each with its number.
    fn changes(&self, room: f64) -> Vec<(usize, Vec<String>)> {
        let points = self.lines.first().map_or(&[][..], |rim| &rim.points[..]);
        let changed = points.iter().filter(|bend| !bend.change().is_empty()).take(NAMED);
        changed
            .enumerate()
            .map(|(at, bend)| {
                let words = format!("{}: {}", self.money.print(bend.budget), bend.change());
                (at + 1, wrap(&words, room - 60.0, LETTERS, 3))
            })
            .collect()
    }

    /// Numbers beside the points of the main line at which something changes.
    fn numbers(&self, x: &Scale, y: &Scale, [left, top]: [f64; 2]) -> Markup {
        let points = self.lines.first().map_or(&[][..], |rim| &rim.points[..]);
        let changed = points.iter().filter(|bend| !bend.change().is_empty()).take(NAMED);
        html! {
            @for (at, bend) in changed.enumerate() {
                @let place = [x.at(bend.budget).max(left + 8.0), (y.at(bend.value) - 10.0).max(top + 4.0)];
                (text(place[0] - 4.0, place[1], Tie::End, "small halo", &(at + 1).to_string()))
            }
        }
    }

    fn key(&self, left: f64, wide: bool) -> Markup {
        let room = if wide { 700.0 } else { 260.0 };
        html! {
            @for (at, rim) in self.lines.iter().enumerate() {
                @let y = 16.0 + 20.0 * at as f64;
                (line([left, y - 4.0], [left + 24.0, y - 4.0], &format!("median {}", STYLES[at.min(2)])))
                (text(left + 32.0, y, Tie::Start, "label", &wrap(&rim.title, room, LETTERS, 1).pop().unwrap_or_default()))
            }
        }
    }

    fn most(&self, of: fn(&Bend) -> f64) -> f64 {
        let all = self.lines.iter().flat_map(|rim| &rim.points).map(of);
        let most = all.fold(0.0, f64::max);
        if most > 0.0 { round_up(most) } else { 1.0 }
    }

    pub(in crate::chart) fn table(&self, id: &str) -> Table {
        let rows = self.lines.iter().flat_map(|rim| {
            rim.points.iter().map(move |bend| {
                let change = bend.change();
                let proved = if bend.is_proved { "proved" } else { "not proved" };
                Row::new(
                    format!("{}, {}", self.money.print(bend.budget), rim.title),
                    vec![
                        Entry::words(Unit::Precise.print(bend.value)),
                        Entry::words(if change.is_empty() { "nothing changes" } else { &change }),
                        Entry::words(proved),
                    ],
                )
            })
        });
        Table {
            id: id.to_owned(),
            caption: words("The plan of each budget"),
            columns: vec![
                Column::words("Money"),
                Column::words(&self.quantity),
                Column::words("What changes beside the budget before"),
                Column::words("Proof"),
            ],
            rows: rows.collect(),
        }
    }
}

/// One line: filled points are proved, open ones are not.
fn rim_of(rim: &Rim, at: usize, x: &Scale, y: &Scale) -> Markup {
    let mut pen = Pen::default();
    for bend in &rim.points {
        pen.to(x.at(bend.budget), y.at(bend.value));
    }
    let class = |bend: &Bend| match (bend.is_proved, at) {
        (true, 0) => "dot economy",
        (true, 1) => "dot people",
        (true, _) => "dot gap",
        (false, 0) => "zero economy",
        (false, 1) => "zero people",
        (false, _) => "zero gap",
    };
    html! {
        (path(&pen.commands, &format!("median {}", STYLES[at.min(2)])))
        @for bend in &rim.points {
            circle cx=(px(x.at(bend.budget))) cy=(px(y.at(bend.value))) r="4" class=(class(bend)) {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::Drawing;
    use crate::chart::inside::hold;

    fn frontier() -> Frontier {
        let rim = |title: &str, lift: f64| Rim {
            title: title.to_owned(),
            points: (1..=12)
                .map(|at| Bend {
                    budget: 250_000.0 * f64::from(at),
                    value: lift * f64::from(at).sqrt() / 10.0,
                    enters: if at % 2 == 0 {
                        vec![format!("An initiative with a rather long name, number {at}")]
                    } else {
                        Vec::new()
                    },
                    leaves: if at % 4 == 0 { vec!["Another one".to_owned()] } else { Vec::new() },
                    is_proved: at < 9,
                })
                .collect(),
        };
        Frontier {
            quantity: "the whole, 0 to 1".to_owned(),
            money: Unit::Dollars,
            lines: vec![
                rim("no least share", 1.0),
                rim("at least 30% for underserved places", 0.8),
            ],
        }
    }

    #[test]
    fn lines_points_and_changes_stand_inside_and_a_new_entry_is_named() {
        for svg in hold(&Drawing::Frontier(frontier())) {
            assert!(svg.contains("number 2") && svg.contains("Another one"), "{svg}");
            assert!(svg.contains("zero economy"), "what is not proved is open");
        }
        let table = frontier().table("it");
        assert_eq!(table.rows.len(), 24);
    }

    #[test]
    fn no_plan_at_all_is_an_empty_plane() {
        hold(&Drawing::Frontier(Frontier { lines: Vec::new(), ..frontier() }));
        let mut one = frontier();
        one.lines.truncate(1);
        one.lines[0].points.truncate(1);
        one.lines[0].points[0].value = 0.0;
        hold(&Drawing::Frontier(one));
    }
}
