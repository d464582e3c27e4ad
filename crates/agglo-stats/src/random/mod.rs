//! Random numbers that depend on an address and a seed, never on who asked first.

mod permutation;
mod philox;
mod poisson;
mod stream;
mod words;

pub use permutation::permuted;
pub use philox::{philox4x32_10, uniform};
pub use poisson::poisson;
pub use stream::stream;
pub use words::Words;
