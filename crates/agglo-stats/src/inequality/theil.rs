//! Theil's two indices, and how much of the first lies between groups and how much within.
//!
//! `T = sum s ln(s / x)` and `L = sum x ln(x / s)`, with `s` the shares of the whole and `x` the shares of
//! the base, in nats; 0 where both are alike.
//!
//! Source: Theil 1967, Economics and Information Theory; Bourguignon 1979, Econometrica 47(4).

use std::collections::BTreeMap;

use crate::float;
use crate::inequality::shares;

/// A total with its two exact parts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Decomposition {
    /// The index over all units.
    pub total: f64,
    /// What remains when every unit holds its group's mean.
    pub between: f64,
    /// The groups' own indices, weighted by the groups' shares of the whole.
    pub within: f64,
}

/// Theil T of values, every unit counted alike, from 0 to `ln n`. `None` as [`shares`].
pub fn theil_t(values: &[f64]) -> Option<f64> {
    theil_t_against(values, &vec![1.0; values.len()])
}

/// Theil L (mean logarithmic deviation) of values, every unit counted alike. `None` as [`shares`] and where
/// a value is 0.
pub fn theil_l(values: &[f64]) -> Option<f64> {
    theil_t_against(&vec![1.0; values.len()], values)
}

/// Theil T of how parts are spread over a base, from 0. A part of 0 adds nothing.
///
/// # Returns
///
/// `None` as [`shares`] of either, where the lengths differ, or where a part stands on a base of nothing.
pub fn theil_t_against(parts: &[f64], base: &[f64]) -> Option<f64> {
    let (s, x) = (shares(parts)?, shares(base)?);
    divergence(&s, &x)
}

/// As [`theil_t_against`], split by groups; `group[i]` is the group of unit `i`.
///
/// # Returns
///
/// `total = between + within` up to rounding. `None` also where a unit has no group.
pub fn theil_decomposed(parts: &[f64], base: &[f64], group: &[usize]) -> Option<Decomposition> {
    let (s, x) = (shares(parts)?, shares(base)?);
    let total = divergence(&s, &x)?;
    let members = members(group);
    if group.len() != s.len() {
        return None;
    }
    let pooled = |shares: &[f64]| -> Vec<f64> {
        members.values().map(|units| float::sum(units.iter().map(|&at| shares[at]))).collect()
    };
    let (held, based) = (pooled(&s), pooled(&x));
    let between = divergence(&held, &based)?;
    let own = |units: &[usize], of: &[f64]| units.iter().map(|&at| of[at]).collect::<Vec<f64>>();
    let inside = members.values().zip(&held).filter(|(_, held)| **held > 0.0);
    let terms: Option<Vec<f64>> = inside
        .map(|(units, held)| Some(held * theil_t_against(&own(units, &s), &own(units, &x))?))
        .collect();
    Some(Decomposition { total, between, within: float::sum(terms?) })
}

fn members(group: &[usize]) -> BTreeMap<usize, Vec<usize>> {
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, &group) in group.iter().enumerate() {
        members.entry(group).or_default().push(at);
    }
    members
}

/// `sum s ln(s / x)` of shares; not below 0 by rounding.
fn divergence(s: &[f64], x: &[f64]) -> Option<f64> {
    let off = s.iter().zip(x).any(|(s, x)| *s > 0.0 && *x <= 0.0);
    if s.len() != x.len() || off {
        return None;
    }
    let held = s.iter().zip(x).filter(|(s, _)| **s > 0.0);
    Some(float::sum(held.map(|(s, x)| s * float::ln(s / x))).max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reference_two_values_by_hand() {
        // Shares 1/4 and 3/4 over 1/2 each.
        let t = 0.25 * float::ln(0.5) + 0.75 * float::ln(1.5);
        let l = 0.5 * float::ln(2.0) + 0.5 * float::ln(2.0 / 3.0);
        assert!((theil_t(&[1.0, 3.0]).unwrap() - t).abs() < 1e-15);
        assert!((theil_l(&[1.0, 3.0]).unwrap() - l).abs() < 1e-15);
    }

    #[test]
    fn edge_a_value_of_nothing_has_a_t_and_no_l() {
        assert!((theil_t(&[0.0, 1.0]).unwrap() - float::ln(2.0)).abs() < 1e-15);
        assert_eq!(theil_l(&[0.0, 1.0]), None);
        assert_eq!(theil_t(&[7.0; 10]), Some(0.0));
        assert_eq!(theil_t_against(&[1.0, 1.0], &[1.0, 0.0]), None);
        assert_eq!(theil_t_against(&[1.0], &[1.0, 1.0]), None);
        assert_eq!(theil_decomposed(&[1.0, 2.0], &[1.0, 1.0], &[0]), None);
    }

    proptest! {
        #[test]
        fn law_between_and_within_add_up(
            units in prop::collection::vec((0.0_f64..1e4, 0.1_f64..1e4, 0_usize..4), 1..40),
        ) {
            let parts: Vec<f64> = units.iter().map(|unit| unit.0).collect();
            let base: Vec<f64> = units.iter().map(|unit| unit.1).collect();
            let group: Vec<usize> = units.iter().map(|unit| unit.2).collect();
            prop_assume!(parts.iter().sum::<f64>() > 1.0);
            let found = theil_decomposed(&parts, &base, &group).unwrap();
            prop_assert!((found.total - found.between - found.within).abs() < 1e-12);
            prop_assert!(found.between >= 0.0 && found.within >= 0.0);
        }
    }
}
