//! How many came how far: a bar for each stage.

use agglo::Figure;
use maud::{Markup, html};

use crate::chart::frame::{Tie, frame, hatched, rect, text};
use crate::chart::{Label, Width};
use crate::document::{Column, Entry, Row, Table, words};
use crate::words::Unit;

/// Stages from first to last.
#[derive(Clone, Debug)]
pub struct Funnel {
    /// The stages.
    pub rungs: Vec<Rung>,
}

/// A stage.
#[derive(Clone, Debug)]
pub struct Rung {
    /// Its name.
    pub name: String,
    /// How many came so far.
    pub reached: Figure,
    /// How many could have.
    pub could: Figure,
}

impl Funnel {
    pub(in crate::chart) fn svg(&self, label: Label<'_>, width: Width) -> Markup {
        let wide = width == Width::Wide;
        let across = width.units();
        let (left, step, right) = if wide { (150.0, 38.0, 90.0) } else { (118.0, 36.0, 58.0) };
        let room = across - left - right;
        let values =
            || self.rungs.iter().flat_map(|rung| [rung.reached.value(), rung.could.value()]);
        let most = values().flatten().fold(1.0, f64::max);
        let is_any = values().flatten().any(|value| value > 0.0);
        let size = [across, step * self.rungs.len() as f64 + 16.0];
        let body = html! {
            @for (at, rung) in self.rungs.iter().enumerate() {
                @let y = 8.0 + step * at as f64;
                @let could = rung.could.value().unwrap_or(0.0);
                (text(left - 10.0, y + 18.0, Tie::End, if wide { "label" } else { "small" }, &rung.name))
                @if could > 0.0 { (rect([left, y + 3.0], [room * could / most, 22.0], 2.0, "hidden")) }
                @match rung.reached.value() {
                    Some(reached) => {
                        @if reached > 0.0 {
                            (rect([left, y + 3.0], [room * reached / most, 22.0], 2.0, "bar part-c"))
                        }
                        (text(left + room * reached.max(could) / most + 8.0, y + 18.0, Tie::Start, "label",
                            &beside(reached, could, is_any)))
                    },
                    None => {
                        (hatched([left, y + 3.0], [30.0, 22.0]))
                        (text(left + 38.0, y + 18.0, Tie::Start, "label soft", "withheld"))
                    },
                }
            }
        };
        frame(label, if wide { "wide" } else { "narrow" }, size, &body)
    }

    pub(in crate::chart) fn table(&self, id: &str) -> Table {
        let row = |rung: &Rung| {
            let figures = [&rung.reached, &rung.could];
            Row::new(
                rung.name.as_str(),
                figures.map(|own| Entry::number(own, Unit::Count)).to_vec(),
            )
        };
        Table {
            id: id.to_owned(),
            caption: words("How many came how far"),
            columns: vec![
                Column::words("Stage"),
                Column::number("Came so far"),
                Column::number("Could have"),
            ],
            rows: self.rungs.iter().map(row).collect(),
        }
    }
}

/// `2`, or `1 of 2` where not all that could came so far.
fn beside(reached: f64, could: f64, is_any: bool) -> String {
    let print = |value: f64| Unit::Count.print(value);
    if could == 0.0 && reached == 0.0 && is_any {
        "0, none opened so long ago".to_owned()
    } else if could > reached {
        format!("{} of {}", print(reached), print(could))
    } else {
        print(reached)
    }
}
