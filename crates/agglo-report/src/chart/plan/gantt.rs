//! Who does what in which year: years of spending, then the wait until something should be seen.

use agglo::Figure;
use maud::{Markup, html};

use crate::chart::frame::{Tie, frame, line, path, px, rect, text, wrap};
use crate::chart::{Label, Width};
use crate::document::{Column, Entry, Row, Table, words};
use crate::words::{Unit, short};

/// Initiatives by year.
#[derive(Clone, Debug)]
pub struct Gantt {
    /// First and last year on the page.
    pub years: [u16; 2],
    /// How money is printed.
    pub money: Unit,
    /// One row for each initiative, first start first.
    pub rows: Vec<Task>,
}

/// One initiative.
#[derive(Clone, Debug)]
pub struct Task {
    /// Its name.
    pub title: String,
    /// Who carries it, in words.
    pub carriers: String,
    /// Year of its start.
    pub start: u16,
    /// Money of each year in which there is some.
    pub spend: Vec<(u16, Figure)>,
    /// First year in which something should be seen; none where nothing is expected to rise.
    pub effect: Option<u16>,
}

const LETTERS: f64 = 14.5;

struct Plane {
    left: f64,
    column: f64,
    first: u16,
}

impl Plane {
    fn x(&self, year: u16) -> f64 {
        self.left + self.column * f64::from(year.saturating_sub(self.first))
    }
}

impl Gantt {
    pub(in crate::chart) fn svg(&self, label: Label<'_>, width: Width) -> Markup {
        let wide = width == Width::Wide;
        let (left, step, top) = if wide { (300.0, 46.0, 52.0) } else { (10.0, 86.0, 92.0) };
        let years = f64::from(self.years[1].saturating_sub(self.years[0]) + 1);
        let plane =
            Plane { left, column: (width.units() - left - 12.0) / years, first: self.years[0] };
        let bottom = top + step * self.rows.len() as f64;
        let size = [width.units(), bottom + 12.0];
        // A year is named where there is room for it.
        let every = (38.0 / plane.column).ceil().max(1.0);
        let body = html! {
            (key(wide))
            @for year in self.years[0]..=self.years[1] {
                (line([plane.x(year), top - 6.0], [plane.x(year), bottom], "grid"))
                @if (f64::from(year - self.years[0]) % every).abs() < 0.5 {
                    (text(plane.x(year) + plane.column.min(38.0) / 2.0, top - 12.0, Tie::Middle, "tick", &year.to_string()))
                }
            }
            @for (at, task) in self.rows.iter().enumerate() {
                (self.row(task, &plane, top + step * at as f64, width))
            }
            (line([left, bottom], [width.units() - 12.0, bottom], "axis"))
        };
        frame(label, if wide { "wide" } else { "narrow" }, size, &body)
    }

    fn row(&self, task: &Task, plane: &Plane, y: f64, width: Width) -> Markup {
        let wide = width == Width::Wide;
        let room = if wide { plane.left - 24.0 } else { width.units() - 24.0 };
        let fit = |words: &str| wrap(words, room, LETTERS, 1).pop().unwrap_or_default();
        let bar = if wide { y + 12.0 } else { y + 46.0 };
        let last = task.spend.iter().map(|(year, _)| year + 1).max().unwrap_or(task.start);
        let inside = |year: u16| plane.x(year.min(self.years[1].saturating_add(1)));
        html! {
            (text(8.0, y + 17.0, Tie::Start, "label", &fit(&task.title)))
            (text(8.0, y + 33.0, Tie::Start, "small soft", &fit(&task.carriers)))
            @for (year, amount) in &task.spend {
                @if (self.years[0]..=self.years[1]).contains(year) {
                    (rect([plane.x(*year) + 1.5, bar], [plane.column - 3.0, 18.0], 2.0, "dot economy"))
                    @if plane.column > 86.0 {
                        (text(plane.x(*year) + plane.column / 2.0, bar + 13.0, Tie::Middle, "flag-word", &short(amount, self.money)))
                    }
                }
            }
            @if let Some(effect) = task.effect {
                @if effect > last && last <= self.years[1] {
                    (line([inside(last), bar + 9.0], [inside(effect), bar + 9.0], "whisker dashed"))
                }
                @if effect <= self.years[1] {
                    (line([inside(effect), bar + 24.0], [inside(self.years[1] + 1), bar + 24.0], "median arm-b"))
                    (path(&diamond(inside(effect).max(plane.left + 6.0), bar + 24.0), "whole"))
                }
            }
        }
    }

    pub(in crate::chart) fn table(&self, id: &str) -> Table {
        let row = |task: &Task| {
            let spend = task
                .spend
                .iter()
                .map(|(year, amount)| format!("{year}: {}", short(amount, self.money)))
                .collect::<Vec<_>>()
                .join("; ");
            let effect = task
                .effect
                .map_or_else(|| "nothing is expected to rise".to_owned(), |year| year.to_string());
            Row::new(
                task.title.as_str(),
                vec![
                    Entry::words(task.carriers.as_str()),
                    Entry::words(task.start.to_string()),
                    Entry::words(spend),
                    Entry::words(effect),
                ],
            )
        };
        Table {
            id: id.to_owned(),
            caption: words("Starts, money and first effect of each"),
            columns: vec![
                Column::words("What"),
                Column::words("Who carries it"),
                Column::words("Start"),
                Column::words("Money by year"),
                Column::words("First effect"),
            ],
            rows: self.rows.iter().map(row).collect(),
        }
    }
}

fn diamond(x: f64, y: f64) -> String {
    format!("M{} {}l6 6l-6 6l-6 -6Z", px(x), px(y - 6.0))
}

fn key(wide: bool) -> Markup {
    let names = ["money is spent", "money is over, nothing seen yet", "first effect, and on"];
    let place = |at: usize| {
        if wide { [8.0 + 270.0 * at as f64, 16.0] } else { [8.0, 16.0 + 19.0 * at as f64] }
    };
    html! {
        @for (at, name) in names.into_iter().enumerate() {
            @let [x, y] = place(at);
            @match at {
                0 => (rect([x, y - 11.0], [22.0, 13.0], 2.0, "dot economy")),
                1 => (line([x, y - 4.0], [x + 22.0, y - 4.0], "whisker dashed")),
                _ => {
                    (line([x + 6.0, y - 4.0], [x + 24.0, y - 4.0], "median arm-b"))
                    (path(&diamond(x + 6.0, y - 4.0), "whole"))
                }
            }
            (text(x + 30.0, y, Tie::Start, "small", name))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::Drawing;
    use crate::chart::inside::hold;
    use agglo::base::estimate::{Estimate, Provenance};

    fn gantt(years: [u16; 2]) -> Gantt {
        let usd = |value: f64| Figure::from(Estimate::exact(value, Provenance::new("test/1", [])));
        let task = |start: u16, effect| Task {
            title: "Evening bus for people who work late shifts at the harbour and in hotels"
                .to_owned(),
            carriers: "Transit co-operative, County library, Workers’ association of the coast"
                .to_owned(),
            start,
            spend: (start..start + 3).map(|year| (year, usd(120_000.0))).collect(),
            effect,
        };
        Gantt {
            years,
            money: Unit::Dollars,
            rows: vec![
                task(years[0], Some(years[0] + 1)),
                task(years[1], Some(years[1] + 4)),
                task(years[0], None),
            ],
        }
    }

    #[test]
    fn rows_stand_inside_whatever_the_years() {
        for years in [[2026, 2028], [2026, 2026], [2026, 2045]] {
            hold(&Drawing::Gantt(gantt(years)));
        }
    }

    #[test]
    fn what_is_not_expected_to_rise_has_no_diamond_of_its_own() {
        let count = |rows: usize| {
            let mut own = gantt([2026, 2028]);
            own.rows = own.rows.split_off(rows);
            hold(&Drawing::Gantt(own))[0].matches("class=\"whole\"").count()
        };
        assert_eq!(count(2), 1, "the key alone");
        assert!(gantt([2026, 2028]).table("it").rows.len() == 3);
    }
}
