//! Tables that keep their meaning on a phone: each row becomes a card whose cells name their column.

use maud::{Markup, html};

use crate::document::{
    Column, ColumnKind, Entry, Row, Span, Table, Text, sources_of, table_numbers,
};
use crate::html::number::{self, Place};
use crate::notes::Notes;

/// A table with caption, scopes and sources.
pub(super) fn table(table: &Table, notes: &mut Notes<'_>) -> Markup {
    let sources = sources_of(table_numbers(table));
    html! {
        table id=(table.id) role="table" {
            caption {
                (number::text(&table.caption, notes))
                @if !is_closed(&table.caption) { "." }
                @if !sources.is_empty() {
                    " " span class="from" { "Source " (number::cite(notes, &sources)) }
                }
            }
            thead role="rowgroup" {
                tr role="row" { @for column in &table.columns { (head(column)) } }
            }
            tbody role="rowgroup" {
                @for (at, row) in table.rows.iter().enumerate() {
                    (body_row(row, at, table, notes))
                }
            }
        }
    }
}

fn head(column: &Column) -> Markup {
    let class = match column.kind {
        ColumnKind::Words => "words",
        ColumnKind::Number => "figure",
        ColumnKind::Strip(..) => "strip-column",
    };
    html! {
        th scope="col" role="columnheader" class=(class) {
            (column.title)
            @if let ColumnKind::Strip(low, high) = &column.kind { (ends(low, high)) }
        }
    }
}

/// What the two ends of a strip mean.
fn ends(low: &str, high: &str) -> Markup {
    html! { span class="ends" { span { (low) } span { (high) } } }
}

fn body_row(row: &Row, at: usize, table: &Table, notes: &mut Notes<'_>) -> Markup {
    let columns = table.columns.iter().skip(1);
    html! {
        tr role="row" class=[row.is_part.then_some("part")] {
            th scope="row" role="rowheader" { (number::text(&row.head, notes)) }
            @for (column, (place, entry)) in columns.zip(row.entries.iter().enumerate()) {
                (cell(entry, column, &format!("{}-{at}-{place}", table.id), notes))
            }
        }
    }
}

fn cell(entry: &Entry, column: &Column, id: &str, notes: &mut Notes<'_>) -> Markup {
    let label = column.title.as_str();
    match entry {
        Entry::Words(text) => html! {
            td role="cell" data-label=(label) { div { (number::text(text, notes)) } }
        },
        Entry::Number(own) => html! {
            td role="cell" class="figure" data-label=(label) { div { (number::number(own, Place::Cell, notes)) } }
        },
        Entry::Strip(strip, note) => html! {
            td role="cell" class="strip-column" data-label=(label) {
                div {
                    (strip.svg(id))
                    @if !note.is_empty() { div class="remark" { (number::text(note, notes)) } }
                    @if let ColumnKind::Strip(low, high) = &column.kind {
                        div class="phone" aria-hidden="true" { (ends(low, high)) }
                    }
                }
            }
        },
        Entry::Blank => html! {
            td role="cell" class="blank" data-label=(label) { span class="visually-hidden" { "not applicable" } }
        },
    }
}

/// Whether a text ends as a sentence does.
fn is_closed(text: &Text) -> bool {
    match text.last() {
        Some(Span::Words(words) | Span::Strong(words)) => {
            words.trim_end().ends_with(['.', '?', '!'])
        }
        _ => false,
    }
}
