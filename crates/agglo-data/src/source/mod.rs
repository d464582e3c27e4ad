//! From a file of anybody's to figures: what its columns mean, which codes they hold, what is wrong with it.
//!
//! A source is a small file that says which column is what: [`Description`]. Known agencies' files have theirs
//! in `definitions/sources`; for any other file one is proposed by [`guess`], and a person confirms it.

mod cells;
pub mod codes;
pub mod description;
mod doubts;
mod editions;
mod fetching;
mod guess;
mod keys;
pub(crate) mod legend;
mod load;
mod measures;
pub mod number;
pub mod period;
mod recognise;
mod summary;

pub use cells::{Figure, Status};
pub use description::Description;
pub use guess::{Guess, guess};
pub use load::{Codes, HIGH, INDUSTRY, LINE, LOW, Loaded, Options, PERIOD, REGION, STATUS, load};
pub use recognise::{flags_of, recognised, sources};
pub use summary::Summary;
