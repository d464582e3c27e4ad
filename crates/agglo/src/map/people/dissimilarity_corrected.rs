//! Dissimilarity with the part taken out that small places show by chance alone.
//!
//! `D_bc = 2 D - mean_b D*_b`, with `D*_b` from multinomial draws of each group over the places by their observed
//! shares: what a second draw adds to the first estimates what the first added to the truth. From 0 to 1.

use agglo_stats::float;
use agglo_stats::parallel::each;
use agglo_stats::random::Words;

use crate::base::error::Error;
use crate::map::people::segregation::segregation;

/// Keeps the draws of this statistic apart from others of one seed.
const PURPOSE: u32 = 1_401;

/// How the correction is computed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Draws; 999 by default.
    pub draws: u32,
    /// Seed of the draws.
    pub seed: u64,
    /// Threads that may share the work; the answer does not depend on it.
    pub threads: u16,
}

impl Default for Options {
    fn default() -> Self {
        Self { draws: 999, seed: 1, threads: 1 }
    }
}

/// Dissimilarity as observed and as corrected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Corrected {
    /// As observed.
    pub observed: f64,
    /// Less its bias, not below 0.
    pub corrected: f64,
    /// 2.5th and 97.5th percentile of the draws less twice the bias, cut to `[0, 1]`: where the corrected one lies
    /// with 95 %, were people draws.
    pub interval: (f64, f64),
    /// Draws.
    pub draws: u32,
    /// Their seed.
    pub seed: u64,
}

/// Dissimilarity of a group from the others, corrected for its upward bias in small places.
///
/// # Inputs
///
/// Whole people, place by place; fractions are rounded to whole ones in the draws.
///
/// # Returns
///
/// `None` as [`segregation`], where a group has more than 1,000,000 people (where the bias is of no account and
/// the draws are not worth their time), and of no draws.
///
/// # Errors
///
/// As [`segregation`].
///
/// # How to read it
///
/// Where observed and corrected are far apart, most of what is seen is smallness of the places. The correction
/// removes most of the bias, not all: an even spread over tiny places still shows a little.
///
/// # Source
///
/// Allen, Burgess, Davidson and Windmeijer 2015, The Econometrics Journal 18(1).
pub fn corrected_dissimilarity(
    group: &[f64],
    others: &[f64],
    options: Options,
) -> Result<Option<Corrected>, Error> {
    let Some(seen) = segregation(group, others)? else { return Ok(None) };
    let Options { draws, seed, threads } = options;
    let (Some(one), Some(other)) = (Dealt::of(group), Dealt::of(others)) else { return Ok(None) };
    if draws == 0 {
        return Ok(None);
    }
    let drawn = each(draws as usize, threads, |draw| {
        let draw = draw as u64;
        let found = segregation(&one.drawn(seed, 2 * draw), &other.drawn(seed, 2 * draw + 1));
        found.map(|found| found.map(|found| found.dissimilarity))
    });
    let drawn: Vec<f64> =
        drawn.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect();
    let observed = seen.dissimilarity;
    let (Some(mean), Some(low), Some(high)) =
        (float::mean(&drawn), float::quantile(&drawn, 0.025), float::quantile(&drawn, 0.975))
    else {
        return Ok(None);
    };
    let bias = mean - observed;
    let cut = |value: f64| value.clamp(0.0, 1.0);
    Ok(Some(Corrected {
        observed,
        corrected: cut(observed - bias),
        interval: (cut(low - 2.0 * bias), cut(high - 2.0 * bias)),
        draws,
        seed,
    }))
}

/// Most people of a group that are dealt one by one.
const MOST: f64 = 1e6;

/// A group's people and the shares of places that they are dealt to.
struct Dealt {
    people: u64,
    ends: Vec<f64>,
}

impl Dealt {
    fn of(group: &[f64]) -> Option<Self> {
        let total = float::sum(group.iter().copied());
        let people = total.round();
        if !(1.0..=MOST).contains(&people) {
            return None;
        }
        let mut sum = 0.0;
        let ends = group.iter().map(|count| {
            sum += count / total;
            sum
        });
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "1 to a million"
        )]
        let people = people as u64;
        Some(Self { ends: ends.collect(), people })
    }

    /// People by place in one draw, of which person `k` reads the words of the unit in turn.
    fn drawn(&self, seed: u64, unit: u64) -> Vec<f64> {
        let mut words = Words::new(seed, PURPOSE, unit);
        let mut found = vec![0.0; self.ends.len()];
        for _ in 0..self.people {
            let at = (f64::from(words.word()) + 0.5) / 4_294_967_296.0;
            let place = self.ends.partition_point(|end| *end < at);
            // Rounding may end the shares a hair below 1.
            let last = self.ends.len() - 1;
            found[place.min(last)] += 1.0;
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use agglo_stats::random::uniform;

    use super::*;

    #[test]
    fn an_even_spread_over_small_places_is_corrected_downwards() {
        // Deal 200 and 800 people evenly over 100 places: what is seen is chance alone.
        let even = |people: usize, unit: u32| -> Vec<f64> {
            let mut found = vec![0.0; 100];
            for at in 0..people {
                let at = u32::try_from(at).unwrap();
                let at = uniform(3, [at, unit, 0, 0])[0];
                let place = (1..100).take_while(|place| f64::from(*place) <= at * 100.0).count();
                found[place] += 1.0;
            }
            found
        };
        let found = corrected_dissimilarity(
            &even(200, 1),
            &even(800, 2),
            Options { draws: 199, ..Options::default() },
        )
        .unwrap()
        .unwrap();
        assert!(found.observed > 0.25, "{found:?}");
        assert!(found.corrected < 0.6 * found.observed, "{found:?}");
        assert!(found.interval.0 <= found.corrected && found.corrected <= found.interval.1);
    }

    #[test]
    fn full_segregation_stays_and_threads_do_not_matter() {
        let (group, others) = ([300.0, 0.0, 200.0, 0.0], [0.0, 500.0, 0.0, 400.0]);
        let options = Options { draws: 49, ..Options::default() };
        let found = corrected_dissimilarity(&group, &others, options).unwrap().unwrap();
        assert!((found.corrected - 1.0).abs() < 1e-12);
        let shared = corrected_dissimilarity(&group, &others, Options { threads: 3, ..options });
        assert_eq!(shared.unwrap(), Some(found));
    }

    #[test]
    fn edge_nobody_millions_and_no_draws_have_none() {
        let options = Options::default();
        assert_eq!(corrected_dissimilarity(&[0.0], &[5.0], options), Ok(None));
        assert_eq!(corrected_dissimilarity(&[1e7, 0.0], &[5.0, 5.0], options), Ok(None));
        let none = Options { draws: 0, ..options };
        assert_eq!(corrected_dissimilarity(&[5.0, 1.0], &[5.0, 5.0], none), Ok(None));
        assert!(corrected_dissimilarity(&[5.0], &[5.0, 5.0], options).is_err());
    }
}
