//! Entropy: how much a draw from shares tells, in bits.
//!
//! `-sum s log2 s` with `0 log 0 = 0`, from 0 (one holds all) to `log2 n` (all equal).
//!
//! Source: Shannon 1948, Bell System Technical Journal 27.

use crate::float;
use crate::inequality::shares;

/// Entropy of the shares of values, in bits. `None` as [`shares`].
pub fn entropy_bits(values: &[f64]) -> Option<f64> {
    let shares = shares(values)?;
    let held = shares.iter().filter(|share| **share > 0.0);
    let nats = float::sum(held.map(|share| -share * float::ln(*share)));
    Some((nats / std::f64::consts::LN_2).max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_and_edges_by_hand() {
        assert!((entropy_bits(&[1.0, 1.0, 2.0, 0.0]).unwrap() - 1.5).abs() < 1e-15);
        assert_eq!(entropy_bits(&[9.0]), Some(0.0));
        assert_eq!(entropy_bits(&[]), None);
    }

    #[test]
    fn law_equal_parts_tell_the_logarithm_of_their_number() {
        for n in [2.0_f64, 8.0, 64.0] {
            let values: Vec<f64> =
                (0..64).map(|at| f64::from(u8::from(f64::from(at) < n))).collect();
            assert!((entropy_bits(&values).unwrap() - libm::log2(n)).abs() < 1e-12);
        }
    }
}
