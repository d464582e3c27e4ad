//! A seekable stream of random numbers per (seed, unit).

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// The stream of one unit of work: independent of every other unit's and of their order.
///
/// `unit` numbers the permutation, the draw or the bootstrap sample.
pub fn stream(seed: u64, unit: u64) -> impl Rng {
    let mut rng = ChaCha12Rng::seed_from_u64(seed);
    rng.set_stream(unit);
    rng
}
