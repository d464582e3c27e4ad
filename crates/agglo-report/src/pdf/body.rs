//! A document as calls of the template: every word travels as a quoted string, never as markup.

use std::collections::BTreeMap;

use agglo::Figure;
use agglo::base::estimate::{Estimate, Withheld};
use agglo::base::id::SourceId;
use maud::Markup;

use crate::chart::{Label, Width};
use crate::document::{
    Block, Callout, Chart, Column, ColumnKind, Detail, Document, Entry, Mark, Number, Row, Section,
    Side, Span, Table, Text, Tone, sources_of, table_numbers,
};
use crate::html::status;
use crate::notes::{Notes, numbered, sources_in};
use crate::palette;
use crate::picture;
use crate::words::{self, Unit};

const TEMPLATE: &str = include_str!("template.typ");

/// Tables up to this many rows are never split over pages.
const WHOLE: usize = 14;

/// The source of a document, and its drawings by name.
pub(super) fn source(document: &Document) -> (String, BTreeMap<String, String>) {
    let sources = numbered(document);
    let mut writer = Writer { drawings: BTreeMap::new(), css: palette::drawing_css() };
    let mut out = format!(
        "#set document(title: {})\n#set text(lang: {})\n{TEMPLATE}\n",
        quoted(&format!("{}: {}", document.kicker, document.title)),
        quoted(document.language)
    );
    let mut notes = Notes::new(&sources, "opening");
    call(&mut out, "kicker", &[quoted(&document.kicker)]);
    call(&mut out, "title", &[quoted(&document.title)]);
    call(&mut out, "headline", &[cited(&document.headline, &mut notes)]);
    for (name, body) in &document.facts {
        let body = text(body, &mut notes);
        call(&mut out, "fact", &[quoted(name), body]);
    }
    if let Some(banner) = &document.banner {
        let block = writer.callout(banner, &mut notes);
        call(&mut out, "", &[block]);
    }
    for section in &document.sections {
        let body = writer.section(section, &sources);
        call(&mut out, "", &[body]);
    }
    call(&mut out, "heading", &["level: 1".to_owned(), quoted("Sources")]);
    for (at, source) in document.sources.iter().enumerate() {
        let line =
            format!("{}, {}, {}. {}", source.agency, source.table, source.vintage, source.notice);
        call(&mut out, "source", &[(at + 1).to_string(), quoted(line.trim())]);
    }
    (out, writer.drawings)
}

/// A call in markup; without a name the argument itself is placed.
fn call(out: &mut String, name: &str, arguments: &[String]) {
    out.push('#');
    if name.is_empty() {
        out.push_str(&arguments.concat());
    } else {
        out.push_str(&expression(name, arguments));
    }
    out.push('\n');
}

/// A call in code.
fn expression(name: &str, arguments: &[String]) -> String {
    format!("{name}({})", arguments.join(", "))
}

/// A string that the typesetter takes as it is.
fn quoted(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 2);
    out.push('"');
    for letter in words.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

/// Expressions joined to one content.
fn joined(parts: &[String]) -> String {
    if parts.is_empty() { "[]".to_owned() } else { format!("{{ {} }}", parts.join("; ")) }
}

fn text(text: &Text, notes: &mut Notes<'_>) -> String {
    let parts: Vec<String> = text.iter().map(|span| self::span(span, notes)).collect();
    joined(&parts)
}

fn cited(own: &Text, notes: &mut Notes<'_>) -> String {
    let sources = sources_in(own);
    let body = text(own, notes);
    if sources.is_empty() { body } else { joined(&[body, cite(&sources, notes)]) }
}

fn cite(sources: &[SourceId], notes: &Notes<'_>) -> String {
    let numbers = notes.cited(sources).into_iter().map(|source| match source {
        Ok(number) => number.to_string(),
        Err(id) => quoted(&id),
    });
    expression("cited", &numbers.collect::<Vec<_>>())
}

fn span(span: &Span, notes: &mut Notes<'_>) -> String {
    match span {
        Span::Words(words) | Span::Link(_, words) => quoted(words),
        Span::Strong(words) => expression("strong", &[quoted(words)]),
        Span::Number(own) => number(own, notes, false),
        Span::Mark(own) => mark(own),
    }
}

fn mark(mark: &Mark) -> String {
    let (_, sign, word) = status::parts(mark);
    expression("mark", &[quoted(sign), quoted(word)])
}

fn number(own: &Number, notes: &mut Notes<'_>, in_cell: bool) -> String {
    match &own.figure {
        Figure::Known(estimate) => known(estimate, own, notes, in_cell),
        Figure::Withheld(withheld) => without(withheld, own),
    }
}

fn known(estimate: &Estimate, own: &Number, notes: &mut Notes<'_>, in_cell: bool) -> String {
    let mut parts = vec![quoted(&own.unit.print(estimate.value()))];
    let break_or_space = || if in_cell { "linebreak()".to_owned() } else { quoted(" ") };
    if in_cell && own.unit != Unit::Flag && estimate.value().abs() < f64::MIN_POSITIVE {
        parts.push(quoted(" "));
        parts.push(mark(&Mark::Zero));
    }
    let interval = words::interval(estimate.interval(), own.unit);
    if let Some(interval) = interval.filter(|_| own.detail == Detail::Full) {
        parts.push(break_or_space());
        parts.push(expression("range", &[quoted(&format!("({interval})"))]));
    }
    for caveat in estimate.caveats() {
        parts.push(expression("noted", &[quoted(&notes.letter(caveat))]));
    }
    joined(&parts)
}

fn without(withheld: &Withheld, own: &Number) -> String {
    let rest = match withheld.bounds {
        Some(bounds) => match words::ends(bounds, own.unit) {
            Some((low, high)) => format!(" between {low} and {high}"),
            None => format!(" {}", own.unit.print(bounds.lower())),
        },
        None => format!(" ({})", withheld.text),
    };
    joined(&[mark(&words::mark(withheld.reason)), expression("why", &[quoted(&rest)])])
}

/// Collects drawings while blocks are written.
struct Writer {
    drawings: BTreeMap<String, String>,
    css: String,
}

impl Writer {
    fn section(&mut self, section: &Section, sources: &BTreeMap<SourceId, usize>) -> String {
        let mut notes = Notes::new(sources, &section.id);
        let mut parts =
            vec![expression("heading", &["level: 1".to_owned(), quoted(&section.title)])];
        if !section.lead.is_empty() {
            parts.push(expression("lead", &[text(&section.lead, &mut notes)]));
        }
        parts.extend(section.blocks.iter().map(|block| self.block(block, &mut notes)));
        let caveats: Vec<String> = notes
            .caveats()
            .into_iter()
            .map(|(letter, words)| quoted(&format!("{letter}  {words}")))
            .collect();
        if !caveats.is_empty() {
            parts.push(expression("notes", &caveats));
        }
        joined(&parts)
    }

    fn blocks(&mut self, blocks: &[Block], notes: &mut Notes<'_>) -> String {
        let parts: Vec<String> = blocks.iter().map(|block| self.block(block, notes)).collect();
        joined(&parts)
    }

    fn block(&mut self, block: &Block, notes: &mut Notes<'_>) -> String {
        match block {
            Block::Paragraph(own) => expression("par", &[cited(own, notes)]),
            Block::Heading(words) => expression("heading", &["level: 2".to_owned(), quoted(words)]),
            Block::List(items) => list("list", items, notes),
            Block::Steps(items) => list("enum", items, notes),
            Block::Callout(own) => self.callout(own, notes),
            Block::Table(own) => self.table(own, notes),
            Block::Chart(own) => self.chart(own, notes),
            Block::Sides(left, right) => {
                let sides = [self.side(left, notes), self.side(right, notes)];
                expression("sides", &sides)
            }
            Block::Empty(own) => expression("nothing", &[cited(own, notes)]),
        }
    }

    fn side(&mut self, side: &Side, notes: &mut Notes<'_>) -> String {
        let body = self.blocks(&side.blocks, notes);
        expression("side", &[quoted(&side.title), body])
    }

    fn callout(&mut self, own: &Callout, notes: &mut Notes<'_>) -> String {
        let tone = match own.tone {
            Tone::Plain => "plain",
            Tone::Finding => "finding",
            Tone::Caution => "caution",
        };
        let body = self.blocks(&own.blocks, notes);
        expression("callout", &[quoted(tone), quoted(&own.title), body])
    }

    fn chart(&mut self, own: &Chart, notes: &mut Notes<'_>) -> String {
        let label = Label { id: &own.id, title: &own.title, summary: &own.summary };
        let name = self.keep(&own.id, &own.drawing.svg(label, Width::Wide));
        let note = if own.note.is_empty() { "none".to_owned() } else { text(&own.note, notes) };
        expression("drawing", &[quoted(&name), quoted(&own.summary), quoted(&own.title), note])
    }

    /// Keeps a drawing under a name, with the colours written into it.
    fn keep(&mut self, id: &str, svg: &Markup) -> String {
        let name = format!("{id}.svg");
        self.drawings.insert(name.clone(), picture::styled(svg, &self.css));
        name
    }

    fn table(&mut self, own: &Table, notes: &mut Notes<'_>) -> String {
        let sources = sources_of(table_numbers(own));
        let mut caption = vec![text(&own.caption, notes)];
        if !sources.is_empty() {
            caption.push(quoted(" "));
            caption.push(cite(&sources, notes));
        }
        let (widths, aligns): (Vec<_>, Vec<_>) = own.columns.iter().map(shape).unzip();
        let heads: Vec<String> = own.columns.iter().map(|column| quoted(&column.title)).collect();
        let array = |items: &[String]| format!("({},)", items.join(", "));
        let mut arguments = vec![
            joined(&caption),
            (own.rows.len() <= WHOLE).to_string(),
            array(&widths.into_iter().map(str::to_owned).collect::<Vec<_>>()),
            array(&aligns.into_iter().map(str::to_owned).collect::<Vec<_>>()),
            array(&heads),
        ];
        for (at, row) in own.rows.iter().enumerate() {
            arguments.push(array(&self.row(row, at, own, notes)));
        }
        expression("data", &arguments)
    }

    fn row(&mut self, row: &Row, at: usize, table: &Table, notes: &mut Notes<'_>) -> Vec<String> {
        let head = text(&row.head, notes);
        let head = if row.is_part {
            joined(&["h(3mm)".to_owned(), head])
        } else {
            expression("strong", &[head])
        };
        let mut cells = vec![head];
        for (place, entry) in row.entries.iter().enumerate() {
            cells.push(match entry {
                Entry::Words(words) => text(words, notes),
                Entry::Number(own) => number(own, notes, true),
                Entry::Blank => "[]".to_owned(),
                Entry::Strip(strip, note) => {
                    let id = format!("{}-{at}-{place}", table.id);
                    let name = self.keep(&id, &strip.svg(&id));
                    let drawn = expression("strip", &[quoted(&name), quoted(&strip.title)]);
                    if note.is_empty() {
                        drawn
                    } else {
                        let note = expression("why", &[text(note, notes)]);
                        joined(&[drawn, "linebreak()".to_owned(), note])
                    }
                }
            });
        }
        cells
    }
}

fn list(kind: &str, items: &[Text], notes: &mut Notes<'_>) -> String {
    let items: Vec<String> = items.iter().map(|item| cited(item, notes)).collect();
    expression(kind, &items)
}

/// Width and alignment of a column.
fn shape(column: &Column) -> (&'static str, &'static str) {
    match column.kind {
        ColumnKind::Words => ("1fr", "left"),
        ColumnKind::Number => ("auto", "right"),
        ColumnKind::Strip(..) => ("auto", "left"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_cannot_become_markup() {
        assert_eq!(quoted("a \"b\" \\ #c"), "\"a \\\"b\\\" \\\\ #c\"");
    }
}
