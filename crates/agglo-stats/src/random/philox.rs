//! Addressed random numbers: the same (seed, address) gives the same number on any thread.
//!
//! Philox4x32-10 of Salmon, Moraes, Dror and Shaw 2011 (Parallel random numbers: as easy as 1, 2, 3).

const MULTIPLIER: [u32; 2] = [0xD251_1F53, 0xCD9E_8D57];
const WEYL: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];
const ROUNDS: usize = 10;

/// One block of four 32-bit words for a counter and a key.
pub fn philox4x32_10(counter: [u32; 4], key: [u32; 2]) -> [u32; 4] {
    let (mut c, mut k) = (counter, key);
    for _ in 0..ROUNDS {
        let [high0, low0] = wide(MULTIPLIER[0], c[0]);
        let [high1, low1] = wide(MULTIPLIER[1], c[2]);
        c = [high1 ^ c[1] ^ k[0], low1, high0 ^ c[3] ^ k[1], low0];
        k = [k[0].wrapping_add(WEYL[0]), k[1].wrapping_add(WEYL[1])];
    }
    c
}

/// High and low word of the product.
fn wide(a: u32, b: u32) -> [u32; 2] {
    let product = u64::from(a) * u64::from(b);
    #[expect(clippy::cast_possible_truncation, reason = "the two halves of the product")]
    let halves = [(product >> 32) as u32, product as u32];
    halves
}

/// Two uniforms in the open interval (0, 1) with 53 random bits each, for an address of four words.
pub fn uniform(seed: u64, address: [u32; 4]) -> [f64; 2] {
    #[expect(clippy::cast_possible_truncation, reason = "the two halves of the seed")]
    let key = [seed as u32, (seed >> 32) as u32];
    let block = philox4x32_10(address, key);
    let unit = |high: u32, low: u32| {
        let bits = (u64::from(high) << 32 | u64::from(low)) >> 11;
        (bits as f64 + 0.5) / 9_007_199_254_740_992.0
    };
    [unit(block[0], block[1]), unit(block[2], block[3])]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Known answers of the authors' own library (Random123, `kat_vectors`).
    #[test]
    fn published_known_answers() {
        let ones = u32::MAX;
        assert_eq!(
            philox4x32_10([0; 4], [0; 2]),
            [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]
        );
        assert_eq!(
            philox4x32_10([ones; 4], [ones; 2]),
            [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
        );
        assert_eq!(
            philox4x32_10(
                [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
                [0xa409_3822, 0x299f_31d0]
            ),
            [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
        );
    }
}
