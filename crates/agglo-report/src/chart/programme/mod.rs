//! Drawings of a programme: partners and their agreements, how many came how far, how long they last, what rests on what.

mod decline;
mod funnel;
mod layers;
mod partners;

use maud::{Markup, html};

use crate::chart::frame::{Tie, px, text};

pub use decline::{Decline, Tread};
pub use funnel::{Funnel, Rung};
pub use layers::Layers;
pub use partners::{Partner, Partners};

/// How a partner fares, told by shape before colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It passes: filled, with a tick.
    Pass,
    /// It fails: open, with a cross.
    Fail,
    /// It is not known: dashed, with a question mark.
    Unknown,
    /// Nobody is told: filled, without a sign.
    Untold,
}

impl Mark {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pass => "passes",
            Self::Fail => "does not pass",
            Self::Unknown => "not known",
            Self::Untold => "there",
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Pass | Self::Untold => "dot economy",
            Self::Fail => "zero gap",
            Self::Unknown => "unsure",
        }
    }

    fn sign(self) -> &'static str {
        match self {
            Self::Pass => "✓",
            Self::Fail => "×",
            Self::Unknown => "?",
            Self::Untold => "",
        }
    }

    /// A disc with the mark's sign in it, or a square.
    fn drawn(self, [x, y]: [f64; 2], radius: f64, is_square: bool) -> Markup {
        let sign = match self {
            Self::Pass | Self::Untold => "small flag-word",
            _ => "small",
        };
        html! {
            @if is_square {
                rect x=(px(x - radius)) y=(px(y - radius)) width=(px(2.0 * radius)) height=(px(2.0 * radius))
                    class="mark-halo" {}
                rect x=(px(x - radius)) y=(px(y - radius)) width=(px(2.0 * radius)) height=(px(2.0 * radius))
                    class=(self.class()) {}
            } @else {
                circle cx=(px(x)) cy=(px(y)) r=(px(radius)) class="mark-halo" {}
                circle cx=(px(x)) cy=(px(y)) r=(px(radius)) class=(self.class()) {}
            }
            @if !self.sign().is_empty() { (text(x, y + 4.0, Tie::Middle, sign, self.sign())) }
        }
    }
}
