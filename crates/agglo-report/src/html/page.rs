//! The page: landmarks, one main heading, sections in order, sources at the end.

use std::collections::BTreeMap;

use agglo::base::id::SourceId;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::chart::{Label, Width};
use crate::document::{Block, Callout, Chart, Document, Section, Side, Tone};
use crate::html::number;
use crate::html::table::table;
use crate::notes::{Notes, numbered};
use crate::palette;
use crate::source::Source;
use crate::words::sentence;

/// The document as one HTML file.
pub fn render(document: &Document) -> String {
    let numbered = numbered(document);
    let page = html! {
        (DOCTYPE)
        html lang=(document.language) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content={ "agglo " (env!("CARGO_PKG_VERSION")) };
                meta name="color-scheme" content="light dark";
                link rel="icon" href="data:,";
                title { (document.title) " – " (document.kicker) }
                style { (PreEscaped(palette::page_css())) }
            }
            body {
                a class="skip" href="#main" { "Skip to the text" }
                header class="top" { (opening(document, &numbered)) }
                nav aria-label="Sections" { (contents(document)) }
                main id="main" tabindex="-1" {
                    @for section in &document.sections { (self::section(section, &numbered)) }
                }
                footer id="sources" { (sources(&document.sources)) }
            }
        }
    };
    page.into_string()
}

fn opening(document: &Document, numbered: &BTreeMap<SourceId, usize>) -> Markup {
    let mut notes = Notes::new(numbered, "opening");
    html! {
        p class="kicker" { (document.kicker) }
        h1 { (document.title) }
        p class="headline" { (number::cited(&document.headline, &mut notes)) }
        @if !document.facts.is_empty() {
            dl class="facts" {
                @for (name, text) in &document.facts {
                    div { dt { (name) } dd { (number::text(text, &mut notes)) } }
                }
            }
        }
        @if let Some(banner) = &document.banner { (callout(banner, "h2", &mut notes)) }
        (number::list(&notes))
    }
}

fn contents(document: &Document) -> Markup {
    html! {
        ol {
            @for section in &document.sections {
                li { a href={ "#" (section.id) } { (section.title) } }
            }
            li { a href="#sources" { "Sources" } }
        }
    }
}

fn section(section: &Section, numbered: &BTreeMap<SourceId, usize>) -> Markup {
    let mut notes = Notes::new(numbered, &section.id);
    let heading = format!("{}-heading", section.id);
    html! {
        section id=(section.id) aria-labelledby=(heading) {
            h2 id=(heading) { (section.title) }
            @if !section.lead.is_empty() { p class="lead" { (number::text(&section.lead, &mut notes)) } }
            @for block in &section.blocks { (self::block(block, &mut notes)) }
            (number::list(&notes))
        }
    }
}

fn block(block: &Block, notes: &mut Notes<'_>) -> Markup {
    match block {
        Block::Paragraph(text) => html! { p { (number::cited(text, notes)) } },
        Block::Heading(words) => html! { h3 { (words) } },
        Block::List(items) => {
            html! { ul { @for item in items { li { (number::cited(item, notes)) } } } }
        }
        Block::Steps(items) => html! {
            ol class="steps" { @for item in items { li { (number::cited(item, notes)) } } }
        },
        Block::Callout(own) => callout(own, "h3", notes),
        Block::Table(own) => table(own, notes),
        Block::Chart(own) => chart(own, notes),
        Block::Sides(left, right) => html! {
            div class="sides" { (side(left, notes)) (side(right, notes)) }
        },
        Block::Empty(text) => html! { p class="empty" { (number::text(text, notes)) } },
    }
}

fn side(side: &Side, notes: &mut Notes<'_>) -> Markup {
    html! {
        div class="side" {
            h3 { (side.title) }
            @for block in &side.blocks { (self::block(block, notes)) }
        }
    }
}

fn callout(own: &Callout, level: &str, notes: &mut Notes<'_>) -> Markup {
    let class = match own.tone {
        Tone::Plain => "callout",
        Tone::Finding => "callout finding",
        Tone::Caution => "callout caution",
    };
    html! {
        div class=(class) role="note" {
            @if level == "h2" { h2 { (own.title) } } @else { h3 { (own.title) } }
            @for block in &own.blocks { (self::block(block, notes)) }
        }
    }
}

/// A drawing for each width, and its data as a table one step away.
fn chart(own: &Chart, notes: &mut Notes<'_>) -> Markup {
    let label = Label { id: &own.id, title: &own.title, summary: &own.summary };
    let data = own.drawing.table(&format!("{}-data", own.id));
    html! {
        figure id=(own.id) {
            figcaption {
                strong { (own.title) }
                @if !own.note.is_empty() { " " (number::text(&own.note, notes)) }
            }
            (own.drawing.svg(label, Width::Wide))
            (own.drawing.svg(label, Width::Narrow))
            details {
                summary { "The same as a table" }
                div class="scroll" role="region" tabindex="0" aria-label={ "Data: " (own.title) } {
                    (table(&data, notes))
                }
            }
        }
    }
}

fn sources(sources: &[Source]) -> Markup {
    html! {
        h2 { "Sources" }
        p { "Every number on this page cites one of these by its number. The same figures, with method, "
            "caveats and intervals in full, stand in the JSON file beside this page." }
        ol class="sources" {
            @for (at, source) in sources.iter().enumerate() {
                li id={ "source-" (at + 1) } tabindex="-1" {
                    strong { (source.agency) } ", " (source.table) ", " (source.vintage) "."
                    @if !source.notice.is_empty() { " " span class="notice" { (sentence(&source.notice)) } }
                    @if !source.carrier.is_empty() { " " span class="notice" { "Read from " (sentence(&source.carrier)) } }
                    " " code { (source.id) }
                }
            }
        }
        p class="colophon" { "Made by agglo " (env!("CARGO_PKG_VERSION")) ", open source under MIT or Apache 2.0. "
            "The same command with the same data and seed gives the same bytes." }
    }
}
