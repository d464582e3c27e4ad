//! How broad a region's economy is.

mod effective;
mod entropy;
mod hachman;
mod herfindahl;
mod related_variety;

pub use effective::effective_of;
pub use entropy::{Entropy, entropy};
pub use hachman::{hachman, hachman_of};
pub use herfindahl::{Herfindahl, herfindahl};
pub use related_variety::{Variety, related_variety};
