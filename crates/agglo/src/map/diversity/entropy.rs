//! Entropy of a region's industries: how evenly its jobs are spread.
//!
//! `-sum_i s_i log2 s_i` in bits, from 0 (one industry) to `log2 I` (all equal); `2^entropy` is the number of
//! equal industries that would give the same entropy.

use agglo_stats::float;
use agglo_stats::inequality::entropy_bits;

/// Entropy and what it amounts to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entropy {
    /// Bits.
    pub bits: f64,
    /// How many equal industries would be as diverse.
    pub effective: f64,
}

/// Entropy of a region's counts by industry; `None` where it holds nothing or a count is negative.
///
/// # Source
///
/// Shannon 1948, Bell System Technical Journal 27; over industries: Attaran 1986, The Annals of Regional
/// Science 20(2).
pub fn entropy(counts: &[f64]) -> Option<Entropy> {
    let bits = entropy_bits(counts)?;
    Some(Entropy { bits, effective: float::powf(2.0, bits) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_three_industries_by_hand() {
        let found = entropy(&[1.0, 1.0, 2.0]).unwrap();
        assert!(
            (found.bits - 1.5).abs() < 1e-15 && (found.effective - 8.0_f64.sqrt()).abs() < 1e-12
        );
    }

    #[test]
    fn law_it_counts_at_least_as_many_industries_as_the_herfindahl_index() {
        for counts in [[3.0, 9.0, 1.0, 0.0], [5.0, 5.0, 5.0, 5.0], [100.0, 1.0, 1.0, 1.0]] {
            let by_index = crate::map::diversity::herfindahl(&counts).unwrap().effective;
            assert!(entropy(&counts).unwrap().effective >= by_index - 1e-12);
        }
    }

    #[test]
    fn edge_one_industry_tells_nothing_and_no_jobs_have_none() {
        assert_eq!(entropy(&[7.0]), Some(Entropy { bits: 0.0, effective: 1.0 }));
        assert_eq!(entropy(&[]), None);
    }
}
