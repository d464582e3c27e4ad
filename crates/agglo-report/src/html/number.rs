//! A number on the page: value, interval beside it, status in sign and word, a link to where it comes from.

use agglo::Figure;
use agglo::base::estimate::{Estimate, Interval, IntervalKind, Withheld};
use agglo::base::id::SourceId;
use maud::{Markup, html};

use crate::document::{Detail, Mark, Number, Span, Text};
use crate::html::status;
use crate::notes::{Notes, sources_in};
use crate::words::{self, Unit};

/// The caveats met in a section, as a list to which the letters lead.
pub(super) fn list(notes: &Notes<'_>) -> Markup {
    let caveats = notes.caveats();
    html! {
        @if !caveats.is_empty() {
            ol class="notes" aria-label="Notes to the numbers of this section" {
                @for (letter, text) in caveats {
                    li id={ "note-" (notes.section()) "-" (letter) } {
                        span class="letter" { (letter) } " " (text)
                    }
                }
            }
        }
    }
}

/// Links to the sources, each by its number.
pub(super) fn cite(notes: &Notes<'_>, sources: &[SourceId]) -> Markup {
    html! {
        @for (at, source) in notes.cited(sources).into_iter().enumerate() {
            @if at > 0 { " " }
            @match source {
                Ok(number) => a class="cite" href={ "#source-" (number) } {
                    span class="visually-hidden" { "source " } (number)
                },
                Err(id) => span class="cite" { (id) },
            }
        }
    }
}

/// Running text.
pub(super) fn text(text: &Text, notes: &mut Notes<'_>) -> Markup {
    html! { @for span in text { (self::span(span, notes)) } }
}

/// Running text with the sources of its numbers after it.
pub(super) fn cited(text: &Text, notes: &mut Notes<'_>) -> Markup {
    let sources = sources_in(text);
    html! {
        (self::text(text, notes))
        @if !sources.is_empty() { " " sup { (cite(notes, &sources)) } }
    }
}

fn span(span: &Span, notes: &mut Notes<'_>) -> Markup {
    match span {
        Span::Words(words) => html! { (words) },
        Span::Strong(words) => html! { strong { (words) } },
        Span::Number(own) => number(own, Place::Prose, notes),
        Span::Mark(mark) => status::mark(mark),
        Span::Link(to, words) => html! { a href={ "#" (to) } { (words) } },
    }
}

/// A number in running text or in a cell.
pub(super) fn number(number: &Number, place: Place, notes: &mut Notes<'_>) -> Markup {
    match &number.figure {
        Figure::Known(estimate) => known(estimate, number, place, notes),
        Figure::Withheld(withheld) => without(withheld, number.unit, place),
    }
}

fn known(estimate: &Estimate, number: &Number, place: Place, notes: &mut Notes<'_>) -> Markup {
    let letters: Vec<String> =
        estimate.caveats().iter().map(|caveat| notes.letter(caveat)).collect();
    let is_zero = estimate.value().abs() < f64::MIN_POSITIVE;
    html! {
        span class="number" {
            (data(estimate.value(), number.unit))
            @if is_zero && place == Place::Cell && number.unit != Unit::Flag { " " (status::mark(&Mark::Zero)) }
            @if number.detail == Detail::Full { (range(estimate.interval(), number.unit)) }
            @for letter in &letters {
                sup { a href={ "#note-" (notes.section()) "-" (letter) } {
                    span class="visually-hidden" { "note " } (letter)
                } }
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
    if words::ends(interval, unit).is_none() {
        return html! {};
    }
    let ends = || html! { (data(interval.lower(), unit)) "–" (data(interval.upper(), unit)) };
    match interval.kind() {
        IntervalKind::Exact => html! {},
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
            @if let Some(bounds) = withheld.bounds.filter(|own| words::ends(*own, unit).is_none()) {
                " " span class="range" { (data(bounds.lower(), unit)) }
            } @else if let Some(bounds) = withheld.bounds {
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
