//! The frame of a drawing: its size, title and description, and small marks that all drawings share.

use maud::{Markup, PreEscaped, html};

use crate::chart::Label;

/// A number of the drawing in at most one decimal.
pub(crate) fn px(value: f64) -> String {
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// An SVG with its title and description.
pub(super) fn frame(label: Label<'_>, variant: &str, size: [f64; 2], body: &Markup) -> Markup {
    let title = format!("{}-{variant}-title", label.id);
    let summary = format!("{}-{variant}-desc", label.id);
    html! {
        svg xmlns="http://www.w3.org/2000/svg" class={ "drawing " (variant) } role="img"
            viewBox={ "0 0 " (px(size[0])) " " (px(size[1])) }
            aria-labelledby={ (title) " " (summary) } {
            title id=(title) { (label.title) }
            desc id=(summary) { (label.summary) }
            (body)
        }
    }
}

/// Where a piece of text is tied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tie {
    Start,
    Middle,
    End,
}

/// One line of text.
pub(crate) fn text(x: f64, y: f64, tie: Tie, class: &str, words: &str) -> Markup {
    let tie = match tie {
        Tie::Start => "start",
        Tie::Middle => "middle",
        Tie::End => "end",
    };
    html! { text x=(px(x)) y=(px(y)) text-anchor=(tie) class=(class) { (words) } }
}

/// A straight line.
pub(super) fn line(from: [f64; 2], to: [f64; 2], class: &str) -> Markup {
    html! {
        line x1=(px(from[0])) y1=(px(from[1])) x2=(px(to[0])) y2=(px(to[1])) class=(class) {}
    }
}

/// A rectangle with rounded corners.
pub(super) fn rect(at: [f64; 2], size: [f64; 2], radius: f64, class: &str) -> Markup {
    html! {
        rect x=(px(at[0])) y=(px(at[1])) width=(px(size[0].max(0.0))) height=(px(size[1].max(0.0)))
            rx=(px(radius)) class=(class) {}
    }
}

/// A path as it is drawn: from point to point, lifted between parts.
#[derive(Default)]
pub(super) struct Pen {
    pub(super) commands: String,
    is_down: bool,
}

impl Pen {
    pub(super) fn to(&mut self, x: f64, y: f64) {
        self.commands.push(if self.is_down { 'L' } else { 'M' });
        self.commands.push_str(&px(x));
        self.commands.push(' ');
        self.commands.push_str(&px(y));
        self.is_down = true;
    }

    pub(super) fn lift(&mut self) {
        self.is_down = false;
    }

    pub(super) fn close(&mut self) {
        if self.is_down {
            self.commands.push('Z');
        }
        self.lift();
    }
}

/// A path from its commands.
pub(super) fn path(commands: &str, class: &str) -> Markup {
    html! { path d=(commands) class=(class) {} }
}

/// The shape of status `withheld`: a hatched bar from low to high.
pub(super) fn hatched(at: [f64; 2], size: [f64; 2]) -> Markup {
    let (width, height) = (size[0].max(4.0), size[1]);
    let mut pen = Pen::default();
    let mut x = 0.0;
    while x < width {
        let end = (x + height).min(width);
        pen.lift();
        pen.to(at[0] + x, at[1] + height);
        pen.to(at[0] + end, at[1] + height - (end - x));
        x += 4.0;
    }
    html! { (rect(at, [width, height], 0.0, "hidden")) (path(&pen.commands, "hatch")) }
}

/// About how wide a text is at a font size, in units.
pub(super) fn text_width(words: &str, size: f64) -> f64 {
    let narrow = |c: char| matches!(c, 'i' | 'l' | 'j' | 't' | 'f' | 'r' | '.' | ',' | '\'' | ' ');
    let wide = |c: char| matches!(c, 'm' | 'w' | 'M' | 'W') || c.is_uppercase();
    let units: f64 = words
        .chars()
        .map(|c| {
            if narrow(c) {
                0.32
            } else if wide(c) {
                0.74
            } else {
                0.55
            }
        })
        .sum();
    units * size
}

/// Words broken into lines that fit a width; a word that is too long stands alone.
pub(crate) fn wrap(words: &str, width: f64, size: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        match lines.last_mut() {
            Some(last) if text_width(last, size) + text_width(word, size) + 0.3 * size <= width => {
                last.push(' ');
                last.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    lines
}

/// Markup from a string of markup that was built here.
pub(crate) fn raw(markup: String) -> Markup {
    PreEscaped(markup)
}
