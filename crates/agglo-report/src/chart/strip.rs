//! A strip in a row of a table: a value with its interval, and others to hold it against.

use agglo::Figure;
use maud::{Markup, html};

use crate::chart::frame::{self, hatched, line, path, px, rect};
use crate::chart::scale::Scale;

/// A value on a scale that all rows of its column share.
#[derive(Clone, Debug)]
pub struct Strip {
    /// What is shown.
    pub figure: Figure,
    /// What it is held against, drawn as lighter marks.
    pub references: Vec<Reference>,
    /// The scale.
    pub span: Span,
    /// How it is coloured: `economy`, `people`, `gap`.
    pub class: &'static str,
    /// The row in words, for the title of the drawing.
    pub title: String,
}

/// A mark that a value is held against.
#[derive(Clone, Debug)]
pub struct Reference {
    /// Where it stands.
    pub figure: Figure,
    /// Whether a line joins it with the value.
    pub is_joined: bool,
}

/// The scale of a strip.
#[derive(Clone, Copy, Debug)]
pub enum Span {
    /// From one end to the other in equal steps.
    Linear(f64, f64),
    /// From one end to the other in equal ratios, with a line at 1.
    Ratio(f64, f64),
    /// Value over the first reference, in equal ratios around 1.
    Against(f64),
}

const WIDTH: f64 = 220.0;
const HEIGHT: f64 = 24.0;
const MIDDLE: f64 = HEIGHT / 2.0;
const PAD: f64 = 7.0;

impl Strip {
    /// The drawing.
    pub fn svg(&self, id: &str) -> Markup {
        let scale = self.scale();
        let unit = self.unit();
        let body = html! {
            (line([PAD, MIDDLE], [WIDTH - PAD, MIDDLE], "rail"))
            @if let Some(x) = self.middle(&scale) {
                (line([x, 3.0], [x, HEIGHT - 3.0], "middle"))
            }
            @if let Some(unit) = unit {
                @for reference in &self.references { (self.reference(reference, &scale, unit)) }
                (self.own(&scale, unit))
            }
        };
        let (title, desc) = (format!("{id}-title"), format!("{id}-desc"));
        html! {
            svg xmlns="http://www.w3.org/2000/svg" class="strip" role="img"
                viewBox={ "0 0 " (px(WIDTH)) " " (px(HEIGHT)) }
                aria-labelledby={ (title) " " (desc) } {
                title id=(title) { (self.title) }
                desc id=(desc) { "The numbers stand in the same row." }
                (body)
            }
        }
    }

    fn scale(&self) -> Scale {
        let units = [PAD, WIDTH - PAD];
        match self.span {
            Span::Linear(low, high) => Scale::linear([low, high], units),
            Span::Ratio(low, high) => Scale::log([low, high], units),
            Span::Against(times) => Scale::log([1.0 / times, times], units),
        }
    }

    /// Where 1 stands on a scale of ratios.
    fn middle(&self, scale: &Scale) -> Option<f64> {
        match self.span {
            Span::Linear(..) => None,
            Span::Ratio(..) | Span::Against(_) => Some(scale.at(1.0)),
        }
    }

    /// What values are divided by before they are drawn; none if that is unknown.
    fn unit(&self) -> Option<f64> {
        match self.span {
            Span::Linear(..) | Span::Ratio(..) => Some(1.0),
            Span::Against(_) => {
                self.references.first()?.figure.value().filter(|&value| value > 0.0)
            }
        }
    }

    fn reference(&self, reference: &Reference, scale: &Scale, unit: f64) -> Markup {
        let Some(value) = reference.figure.value() else { return html! {} };
        let x = scale.at(value / unit);
        let own = self.figure.value().map(|own| scale.at(own / unit));
        html! {
            @if let Some(own) = own.filter(|_| reference.is_joined) {
                (line([x, MIDDLE], [own, MIDDLE], &format!("join {}", self.class)))
            }
            circle cx=(px(x)) cy=(px(MIDDLE)) r="4" class="reference" {}
        }
    }

    fn own(&self, scale: &Scale, unit: f64) -> Markup {
        let range = self.figure.range().map(|(low, high)| [low / unit, high / unit]);
        let Some(value) = self.figure.value() else {
            return match range {
                Some([low, high]) => {
                    let (low, high) = (scale.at(low), scale.at(high));
                    hatched([low, MIDDLE - 5.0], [high - low, 10.0])
                }
                None => missing([PAD + 6.0, MIDDLE]),
            };
        };
        let x = scale.at(value / unit);
        let interval = range.filter(|[low, high]| high > low).map(|[low, high]| {
            let (low, high) = (scale.at(low), scale.at(high));
            rect([low, MIDDLE - 3.5], [high - low, 7.0], 3.5, &format!("band {}", self.class))
        });
        html! {
            @if let Some(interval) = interval { (interval) }
            @if value.abs() < f64::MIN_POSITIVE {
                circle cx=(px(x)) cy=(px(MIDDLE)) r="4.5" class={ "zero " (self.class) } {}
            } @else if scale.is_beyond(value / unit) {
                (path(&arrow(x), &format!("dot {}", self.class)))
            } @else {
                circle cx=(px(x)) cy=(px(MIDDLE)) r="5.5" class={ "dot " (self.class) } {}
            }
        }
    }
}

/// A triangle that points beyond the end of the scale.
fn arrow(x: f64) -> String {
    format!(
        "M{} {}L{} {}L{} {}Z",
        px(x - 6.0),
        px(MIDDLE - 6.0),
        px(x + 4.0),
        px(MIDDLE),
        px(x - 6.0),
        px(MIDDLE + 6.0)
    )
}

/// An empty ring: nobody measured it.
fn missing(at: [f64; 2]) -> Markup {
    frame::raw(format!(
        "<circle cx=\"{}\" cy=\"{}\" r=\"4.5\" class=\"missing\"></circle>",
        px(at[0]),
        px(at[1])
    ))
}
