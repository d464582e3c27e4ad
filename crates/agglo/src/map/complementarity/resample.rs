//! The difference of two errors as a share of one of them, with an interval over resampled groups.

use agglo_stats::float;
use agglo_stats::random::Words;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Tells this use of a seed from others.
const PURPOSE: u32 = 0x636f_6d70;

/// How much less one index errs than another, as a share of the other's error; below 0 it is the better one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Difference {
    /// `own / other - 1`.
    pub share: f64,
    /// Ends of the middle 90 % over resampled groups.
    pub low: f64,
    /// See `low`.
    pub high: f64,
}

impl Difference {
    /// Squared errors of each group under both; groups are drawn whole, as many as there are.
    ///
    /// `None` where there is no group, lengths differ or the other never errs.
    ///
    /// # Source
    ///
    /// Davison and Hinkley 1997, Bootstrap Methods and their Application, section 3.8 (groups drawn whole).
    pub fn of(own: &[f64], other: &[f64], draws: u32, seed: u64) -> Option<Self> {
        let groups = u32::try_from(own.len()).ok().filter(|&groups| groups > 0)?;
        let share = |own: f64, other: f64| (other > 0.0).then(|| own / other - 1.0);
        let whole = share(own.iter().sum(), other.iter().sum())?;
        if own.len() != other.len() || draws == 0 {
            return None;
        }
        let drawn: Vec<f64> = (0..draws)
            .filter_map(|draw| {
                let mut words = Words::new(seed, PURPOSE, u64::from(draw));
                let (mut a, mut b) = (0.0, 0.0);
                for _ in 0..groups {
                    let at = words.below(groups) as usize;
                    a += own[at];
                    b += other[at];
                }
                share(a, b)
            })
            .collect();
        let (low, high) = (float::quantile(&drawn, 0.05)?, float::quantile(&drawn, 0.95)?);
        Some(Self { share: whole, low, high })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_the_same_errors_differ_by_nothing_and_half_of_them_by_half() {
        let errors = [1.0, 3.0, 2.0, 5.0];
        let same = Difference::of(&errors, &errors, 200, 1).unwrap();
        assert_eq!(same, Difference { share: 0.0, low: 0.0, high: 0.0 });
        let half = errors.map(|error| error / 2.0);
        let less = Difference::of(&half, &errors, 200, 1).unwrap();
        assert!((less.share + 0.5).abs() < 1e-12 && (less.high + 0.5).abs() < 1e-12);
    }

    #[test]
    fn law_the_interval_narrows_with_groups_and_repeats_with_its_seed() {
        let wide = |n: usize| {
            let own: Vec<f64> = (0..n).map(|at| if at % 2 == 0 { 1.0 } else { 2.0 }).collect();
            let found = Difference::of(&own, &vec![1.5; n], 500, 7).unwrap();
            assert_eq!(Some(found), Difference::of(&own, &vec![1.5; n], 500, 7));
            assert!(found.low < 0.0 && found.high > 0.0);
            found.high - found.low
        };
        assert!(wide(100) < 0.5 * wide(10));
    }

    #[test]
    fn edge_nothing_to_compare_has_no_difference() {
        assert_eq!(Difference::of(&[], &[], 200, 1), None);
        assert_eq!(Difference::of(&[1.0], &[0.0], 200, 1), None);
        assert_eq!(Difference::of(&[1.0], &[1.0, 2.0], 200, 1), None);
        assert_eq!(Difference::of(&[1.0], &[1.0], 0, 1), None);
    }
}
