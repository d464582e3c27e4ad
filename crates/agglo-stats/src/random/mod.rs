//! Random numbers that depend on an address and a seed, never on who asked first.

mod philox;
mod stream;

pub use philox::{philox4x32_10, uniform};
pub use stream::stream;
