//! Signs of status: a shape and a word, never a colour alone.

use maud::{Markup, html};

use crate::document::Mark;

/// A mark with its sign and its word.
pub(super) fn mark(mark: &Mark) -> Markup {
    let (class, sign, word) = parts(mark);
    html! {
        span class={ "mark " (class) } {
            span class="sign" aria-hidden="true" { (sign) }
            "\u{a0}" (word)
        }
    }
}

/// Class, sign and word of a mark.
pub(crate) fn parts(mark: &Mark) -> (&'static str, &'static str, &str) {
    match mark {
        Mark::Withheld => ("withheld", "▒", "withheld"),
        Mark::Zero => ("zero", "⌀", "zero"),
        Mark::Missing => ("missing", "○", "missing"),
        Mark::Estimated => ("estimated", "~", "estimated"),
        Mark::Undefined => ("missing", "–", "no meaning here"),
        Mark::TooThin => ("missing", "◌", "too few data"),
        Mark::Yes(word) => ("yes", "✓", word),
        Mark::No(word) => ("no", "×", word),
        Mark::Unknown(word) => ("unknown", "?", word),
        Mark::Gap(word) => ("gap", "◆", word),
        Mark::Contested(word) => ("contested", "≠", word),
    }
}
