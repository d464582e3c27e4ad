//! Necessary conditions: how much room above the points of a scatter no point ever enters.
//!
//! Where a high outcome never stands above a low condition, the upper left corner of their scatter is empty. Its size
//! as a share of all the room that the points span is the effect size of necessity. A regression line through the
//! middle cannot see it.

use crate::random::permuted;

/// The ceiling over a scatter: the least step function that never falls and lies on or above every point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ceiling {
    /// Area between the ceiling and the highest outcome.
    pub zone: f64,
    /// Area between the least and the most of condition and outcome.
    pub scope: f64,
}

impl Ceiling {
    /// The effect size `d`, from 0 (nothing is empty) to below 1.
    pub fn effect(self) -> f64 {
        self.zone / self.scope
    }
}

/// How necessary a condition is for an outcome.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Necessity {
    /// The ceiling over the points as they are.
    pub ceiling: Ceiling,
    /// Share of deals of the outcomes whose effect is at least as large, the outcomes as they are among them.
    pub p: f64,
}

/// The ceiling over points by free disposal hull (CE-FDH).
///
/// # Returns
///
/// `None` where lengths differ, a number is not finite, or one of the two does not vary: there is no scope.
///
/// # Source
///
/// Dul 2016, Organizational Research Methods 19(1), 10-52: ceiling envelopment with free disposal hull, empirical
/// scope, upper left corner.
pub fn ceiling(condition: &[f64], outcome: &[f64]) -> Option<Ceiling> {
    let order = order(condition, outcome)?;
    ceiling_in(&order, condition, outcome)
}

/// The same for several conditions of one outcome, each with the chance that outcomes dealt at random to the same
/// conditions leave as much room. Every condition meets the same deals.
///
/// # Returns
///
/// One answer a condition; `None` as [`ceiling`].
///
/// # How to read it
///
/// Dul calls `d` below 0.1 small, and asks of a necessary condition a `d` of at least that, a small `p`, and a reason.
/// The ceiling rests on the few points that carry it: one wrong point moves it.
///
/// # Source
///
/// Dul, van der Laan and Kuik 2020, Organizational Research Methods 23(2), 385-395 (the test); the points as they are
/// count as one of the deals, so that `p` is never 0.
pub fn necessity(
    conditions: &[Vec<f64>],
    outcome: &[f64],
    draws: u32,
    seed: u64,
) -> Vec<Option<Necessity>> {
    let mut found: Vec<Option<(Vec<usize>, Ceiling, u32)>> = conditions
        .iter()
        .map(|condition| {
            let order = order(condition, outcome)?;
            let ceiling = ceiling_in(&order, condition, outcome)?;
            Some((order, ceiling, 0))
        })
        .collect();
    for draw in 0..draws {
        let dealt = permuted(outcome, seed, u64::from(draw));
        for (condition, found) in conditions.iter().zip(&mut found) {
            let Some((order, ceiling, reached)) = found else { continue };
            let drawn = ceiling_in(order, condition, &dealt).map_or(0.0, Ceiling::effect);
            // Sums in another order differ in their last bits.
            *reached += u32::from(drawn >= ceiling.effect() - 1e-12);
        }
    }
    let answer = |(_, ceiling, reached): (Vec<usize>, Ceiling, u32)| Necessity {
        ceiling,
        p: (f64::from(reached) + 1.0) / (f64::from(draws) + 1.0),
    };
    found.into_iter().map(|found| found.map(answer)).collect()
}

/// Points in ascending order of the condition.
fn order(condition: &[f64], outcome: &[f64]) -> Option<Vec<usize>> {
    let all_finite = condition.iter().chain(outcome).all(|value| value.is_finite());
    if condition.len() != outcome.len() || !all_finite {
        return None;
    }
    let mut order: Vec<usize> = (0..condition.len()).collect();
    order.sort_by(|&a, &b| condition[a].total_cmp(&condition[b]));
    Some(order)
}

fn ceiling_in(order: &[usize], condition: &[f64], outcome: &[f64]) -> Option<Ceiling> {
    let (first, last) = (*order.first()?, *order.last()?);
    let top = outcome.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let bottom = outcome.iter().copied().fold(f64::INFINITY, f64::min);
    let scope = (condition[last] - condition[first]) * (top - bottom);
    if scope <= 0.0 {
        return None;
    }
    let (mut zone, mut highest) = (0.0, outcome[first]);
    for pair in order.windows(2) {
        // Points of one condition share its step: between them there is no width.
        zone += (condition[pair[1]] - condition[pair[0]]) * (top - highest);
        highest = highest.max(outcome[pair[1]]);
    }
    Some(Ceiling { zone, scope })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reference_a_ceiling_by_hand() {
        // Steps at 0, 1, 1, 3 over widths of one: 3 + 2 + 2 of a scope of 3 times 3.
        let found = ceiling(&[0.0, 1.0, 2.0, 3.0], &[0.0, 1.0, 1.0, 3.0]).unwrap();
        assert!((found.zone - 7.0).abs() < 1e-12 && (found.scope - 9.0).abs() < 1e-12);
        // A point below the ceiling changes nothing; order does not matter; equal conditions share a step.
        let more = ceiling(&[3.0, 1.0, 0.0, 2.0, 1.0], &[3.0, 0.5, 0.0, 1.0, 1.0]).unwrap();
        assert!((more.effect() - 7.0 / 9.0).abs() < 1e-12);
        // The highest outcome at the lowest condition: nothing is empty.
        assert!(ceiling(&[0.0, 1.0], &[1.0, 0.0]).unwrap().effect().abs() < 1e-12);
    }

    #[test]
    fn reference_p_by_all_deals_of_four_outcomes() {
        // Of the 24 orders of 0, 1, 2, 3 the ascending one alone leaves 6 of 9.
        let found = necessity(&[vec![0.0, 1.0, 2.0, 3.0]], &[0.0, 1.0, 2.0, 3.0], 9_999, 1);
        let found = found[0].unwrap();
        assert!((found.ceiling.effect() - 6.0 / 9.0).abs() < 1e-12);
        // Four standard errors of 1/24 over ten thousand deals.
        assert!((found.p - 1.0 / 24.0).abs() < 0.008, "{found:?}");
    }

    #[test]
    fn law_a_planted_condition_is_rare_and_noise_is_not() {
        let level: Vec<f64> = (0..200).map(|at| f64::from(at) / 199.0).collect();
        let noise = permuted(&level, 5, 0);
        let other = permuted(&level, 5, 1);
        let outcome: Vec<f64> = level.iter().zip(&noise).map(|(l, u)| l * u).collect();
        let found = necessity(&[level, other], &outcome, 499, 3);
        let (planted, idle) = (found[0].unwrap(), found[1].unwrap());
        assert!(planted.p <= 0.002 + 1e-12 && planted.ceiling.effect() > 0.4, "{planted:?}");
        assert!(idle.p > 0.05, "{idle:?}");
    }

    #[test]
    fn edge_what_does_not_vary_has_no_scope() {
        assert_eq!(ceiling(&[1.0, 1.0], &[0.0, 1.0]), None);
        assert_eq!(ceiling(&[0.0, 1.0], &[1.0, 1.0]), None);
        assert_eq!(ceiling(&[], &[]), None);
        assert_eq!(ceiling(&[0.0], &[0.0, 1.0]), None);
        assert_eq!(ceiling(&[0.0, f64::NAN], &[0.0, 1.0]), None);
        assert_eq!(necessity(&[vec![1.0, 1.0]], &[0.0, 1.0], 9, 1), [None]);
    }

    proptest! {
        #[test]
        fn law_scale_and_place_do_not_matter_and_a_further_point_never_widens_the_zone(
            points in proptest::collection::vec((0.0..1.0_f64, 0.0..1.0_f64), 3..30),
        ) {
            let (x, y): (Vec<f64>, Vec<f64>) = points.iter().copied().unzip();
            let Some(found) = ceiling(&x, &y) else { return Ok(()) };
            prop_assert!((0.0..1.0).contains(&found.effect()));
            let far: Vec<f64> = x.iter().map(|x| 7.0 + 3.0 * x).collect();
            let tall: Vec<f64> = y.iter().map(|y| 5.0 * y - 2.0).collect();
            prop_assert!((ceiling(&far, &tall).unwrap().effect() - found.effect()).abs() < 1e-9);
            let middle = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
            let more = ceiling(&[x.as_slice(), &[middle(&x)]].concat(), &[y.as_slice(), &[middle(&y)]].concat());
            prop_assert!(more.unwrap().zone <= found.zone + 1e-12);
        }
    }
}
