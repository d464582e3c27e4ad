//! What is not known: every hidden or missing cell that an answer rests on, and what nobody measured.

use agglo::Figure;
use agglo::base::estimate::Withheld;
use agglo::map::unknown::Unknown;

use crate::document::{Block, Column, Entry, Row, Section, Table, words};
use crate::strategy::Strategy;
use crate::words::{Unit, counted};

/// How many cells the page lists; the JSON lists all.
const LISTED: usize = 15;

/// The section.
pub(super) fn section(strategy: &Strategy<'_>) -> Section {
    let lead = "Hidden, missing and zero are three things. What is hidden keeps its bounds, and bounds \
                travel into every verdict above.";
    let mut section = Section::new("unknown", "What is not known", words(lead));
    let cells = crate::wire::unknown(strategy);
    section.blocks.push(Block::Heading("Cells that were used and have no number".to_owned()));
    section.blocks.push(table(&cells, strategy));
    section
}

fn table(cells: &[Unknown], strategy: &Strategy<'_>) -> Block {
    if cells.is_empty() {
        return Block::Empty(words("None: every cell that was used is published."));
    }
    let rows = cells.iter().take(LISTED).map(|cell| {
        let industry =
            cell.industry.as_ref().map_or(String::new(), |code| format!(" of industry {code}"));
        let year = cell.year.map_or(String::new(), |year| format!(", {year}"));
        let unit = match cell.variable.as_str() {
            "pay" => Unit::Dollars,
            "value_added" => Unit::named(&strategy.terms().counted.unit),
            _ => Unit::Count,
        };
        let figure = Figure::Withheld(Withheld {
            reason: cell.reason,
            text: "no bounds are known".to_owned(),
            bounds: cell.bounds,
        });
        Row::new(
            format!("{}{industry}{year}", cell.variable.replace('_', " ")),
            vec![
                Entry::number(&figure, unit),
                Entry::words(cell.source.as_str()),
                Entry::words(cell.used_by.replace('_', " ")),
            ],
        )
    });
    let rest = cells.len().saturating_sub(LISTED);
    let more = if rest > 0 {
        format!(" {} in the JSON file.", counted(rest, "cell stands", "cells stand"))
    } else {
        String::new()
    };
    Block::Table(Table {
        id: "unknown-cells".to_owned(),
        caption: words(format!(
            "{} without a number.{more}",
            counted(cells.len(), "cell", "cells")
        )),
        columns: vec![
            Column::words("Cell"),
            Column::number("What is known of it"),
            Column::words("Dataset"),
            Column::words("Used by"),
        ],
        rows: rows.collect(),
    })
}
