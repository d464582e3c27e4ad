//! A number on the page: value, interval beside it, status in sign and word, a link to where it comes from.

use std::collections::BTreeMap;

use agglo::Figure;
use agglo::base::estimate::{Caveat, Estimate, Interval, IntervalKind, Withheld};
use agglo::base::id::SourceId;
use maud::{Markup, html};

use crate::document::{Detail, Mark, Number, Span, Text, sources_of};
use crate::html::status;
use crate::words::{self, Unit};

/// What the numbers of one section refer to: sources by their number in the document, caveats by letter.
pub(super) struct Notes<'a> {
    sources: &'a BTreeMap<SourceId, usize>,
    section: &'a str,
    caveats: Vec<Caveat>,
}

impl<'a> Notes<'a> {
    pub(super) fn new(sources: &'a BTreeMap<SourceId, usize>, section: &'a str) -> Self {
        Self { sources, section, caveats: Vec::new() }
    }

    /// The letter of a caveat, a new one if it was not met before in this section.
    fn letter(&mut self, caveat: &Caveat) -> String {
        let at = self.caveats.iter().position(|own| own == caveat).unwrap_or_else(|| {
            self.caveats.push(caveat.clone());
            self.caveats.len() - 1
        });
        letter(at)
    }

    /// The caveats met, as a list to which the letters lead.
    pub(super) fn list(&self) -> Markup {
        html! {
            @if !self.caveats.is_empty() {
                ol class="notes" aria-label="Notes to the numbers of this section" {
                    @for (at, caveat) in self.caveats.iter().enumerate() {
                        li id={ "note-" (self.section) "-" (letter(at)) } {
                            span class="letter" { (letter(at)) } " " (caveat.text)
                        }
                    }
                }
            }
        }
    }

    /// Links to the sources, each by its number.
    pub(super) fn cite(&self, sources: &[SourceId]) -> Markup {
        html! {
            @for (at, id) in sources.iter().enumerate() {
                @if at > 0 { " " }
                @if let Some(number) = self.sources.get(id) {
                    a class="cite" href={ "#source-" (number) } {
                        span class="visually-hidden" { "source " } (number)
                    }
                } @else { span class="cite" { (id) } }
            }
        }
    }

    /// Running text.
    pub(super) fn text(&mut self, text: &Text) -> Markup {
        html! { @for span in text { (self.span(span)) } }
    }

    /// Running text with the sources of its numbers after it.
    pub(super) fn cited(&mut self, text: &Text) -> Markup {
        let sources = sources_of(text.iter().filter_map(|span| match span {
            Span::Number(number) => Some(number),
            _ => None,
        }));
        html! {
            (self.text(text))
            @if !sources.is_empty() { " " sup { (self.cite(&sources)) } }
        }
    }

    fn span(&mut self, span: &Span) -> Markup {
        match span {
            Span::Words(words) => html! { (words) },
            Span::Strong(words) => html! { strong { (words) } },
            Span::Number(number) => self.number(number, Place::Prose),
            Span::Mark(mark) => status::mark(mark),
            Span::Link(to, words) => html! { a href={ "#" (to) } { (words) } },
        }
    }

    /// A number in running text or in a cell; a cell cites its sources under the table.
    pub(super) fn number(&mut self, number: &Number, place: Place) -> Markup {
        match &number.figure {
            Figure::Known(estimate) => self.known(estimate, number, place),
            Figure::Withheld(withheld) => without(withheld, number.unit, place),
        }
    }

    fn known(&mut self, estimate: &Estimate, number: &Number, place: Place) -> Markup {
        let letters: Vec<String> =
            estimate.caveats().iter().map(|caveat| self.letter(caveat)).collect();
        let is_zero = estimate.value().abs() < f64::MIN_POSITIVE;
        let full = number.detail == Detail::Full;
        html! {
            span class="number" {
                (data(estimate.value(), number.unit))
                @if is_zero && place == Place::Cell { " " (status::mark(&Mark::Zero)) }
                @if full { (range(estimate.interval(), number.unit)) }
                @for letter in &letters {
                    sup { a href={ "#note-" (self.section) "-" (letter) } {
                        span class="visually-hidden" { "note " } (letter)
                    } }
                }
            }
        }
    }
}

/// Where a number stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Prose,
    Cell,
}

/// A printed number with its full value for machines.
fn data(value: f64, unit: Unit) -> Markup {
    html! { data value=(value) { (unit.print(value)) } }
}

/// The interval beside a value.
fn range(interval: Interval, unit: Unit) -> Markup {
    let ends = || html! { (data(interval.lower(), unit)) "–" (data(interval.upper(), unit)) };
    match interval.kind() {
        IntervalKind::Exact => html! {},
        IntervalKind::Bounds if interval.width() <= 0.0 => html! {},
        IntervalKind::Bounds => html! {
            " " span class="range" { (status::mark(&Mark::Estimated)) " " (ends()) }
        },
        IntervalKind::Confidence | IntervalKind::Credible | IntervalKind::Simulated => html! {
            " " span class="range" { "(" (ends()) ", " (words::level(interval.level())) ")" }
        },
    }
}

/// No number: why, and where it must lie.
fn without(withheld: &Withheld, unit: Unit, place: Place) -> Markup {
    html! {
        span class="number" {
            (status::mark(&words::mark(withheld.reason)))
            @if let Some(bounds) = withheld.bounds {
                " " span class="range" {
                    "between " (data(bounds.lower(), unit)) " and " (data(bounds.upper(), unit))
                }
            } @else if place == Place::Prose {
                " (" (withheld.text) ")"
            } @else {
                span class="why" { (withheld.text) }
            }
        }
    }
}

fn letter(at: usize) -> String {
    let letters = b"abcdefghijklmnopqrstuvwxyz";
    let last = char::from(letters[at % letters.len()]);
    if at < letters.len() {
        last.to_string()
    } else {
        format!("{}{last}", letter(at / letters.len() - 1))
    }
}
