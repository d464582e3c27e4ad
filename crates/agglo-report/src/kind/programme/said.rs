//! You said, we did: asks by area, and each with what became of it.

use agglo::engage::view::{AreaSaid, Said, SaidRow};
use jiff::civil::Date;

use crate::document::{Block, Column, Entry, Mark, Row, Section, Span, Table, Text, words};
use crate::words::counted;

/// Rows of the wall table that the page shows; the JSON has all.
const LISTED: usize = 60;

const NOT_YET: &str = "not\u{a0}yet";

/// The section.
pub(super) fn section(said: &Said, is_public: bool) -> Section {
    let lead =
        "What people asked for, what was answered, and what was done. What waits stands first.";
    let mut section = Section::new("said", "You said, we did", words(lead));
    if said.areas.is_empty() {
        return section.with(Block::Empty(words("Nothing is recorded yet.")));
    }
    let row = |own: &AreaSaid| {
        let counts = [own.heard, own.answered, own.decided, own.benefited, own.overdue];
        let cell = |n: u32| Entry::words(n.to_string());
        Row::new(own.area.as_deref().unwrap_or("no area"), counts.map(cell).to_vec())
    };
    section.blocks.push(Block::Table(Table {
        id: "said-areas".to_owned(),
        caption: words(format!(
            "Asks by area. Too long: without an answer for more than {} days, or past the day that was promised",
            said.overdue_after
        )),
        columns: std::iter::once(Column::words("Area"))
            .chain(["Heard", "Answered", "Decided", "Done", "Too long"].map(Column::words))
            .collect(),
        rows: said.areas.iter().map(row).collect(),
    }));
    if said.rows.is_empty() {
        let text = "No words are shown: none were marked as public.";
        return section.with(Block::Empty(words(if is_public {
            text
        } else {
            "Nothing was asked."
        })));
    }
    section.with(Block::Table(wall(said)))
}

fn wall(said: &Said) -> Table {
    let step = |own: Option<(Date, i32)>, none: &str| {
        own.map_or_else(
            || Entry::words(none),
            |(day, after)| match after {
                0 => Entry::words(whole(day)),
                _ => Entry::words(format!(
                    "{}, {}\u{a0}later",
                    whole(day),
                    counted(usize::try_from(after).unwrap_or(0), "day", "days")
                        .replace(' ', "\u{a0}")
                )),
            },
        )
    };
    let row = |own: &SaidRow| Row {
        head: words(own.text.as_str()),
        entries: vec![
            Entry::words(own.area.as_deref().unwrap_or("–")),
            Entry::words(whole(own.heard)),
            Entry::Words(answer(own)),
            step(own.answered, NOT_YET),
            step(own.benefited, NOT_YET),
        ],
        is_part: false,
    };
    let rest = said.rows.len().saturating_sub(LISTED);
    let more = if rest > 0 { format!("; {rest} more in the JSON file") } else { String::new() };
    Table {
        id: "said-rows".to_owned(),
        caption: words(format!("Each ask, with days between{more}")),
        columns: ["You said", "Area", "Heard", "What became of it", "Answered", "Done"]
            .map(Column::words)
            .to_vec(),
        rows: said.rows.iter().take(LISTED).map(row).collect(),
    }
}

/// A day that no line break tears apart.
fn whole(day: Date) -> String {
    day.to_string().replace('-', "\u{2011}")
}

fn answer(own: &SaidRow) -> Text {
    match (&own.answer, own.waits) {
        (_, Some(days)) => {
            let waits =
                format!("waits for {}", counted(usize::try_from(days).unwrap_or(0), "day", "days"));
            let mark = if own.is_overdue {
                Mark::No(format!("{waits}: too long"))
            } else {
                Mark::Unknown(waits)
            };
            vec![Span::Mark(mark)]
        }
        (Some(words), None) if own.benefited.is_some() => {
            vec![Span::Mark(Mark::Yes(words.clone()))]
        }
        (Some(words), None) if own.is_overdue => {
            vec![Span::Mark(Mark::No(format!("{words}: that day has passed")))]
        }
        (Some(own), None) => words(own.as_str()),
        (None, None) => words("answered"),
    }
}
