//! Rank mobility: how far units change places between two dates.
//!
//! Kendall's `tau_b = (C - D) / sqrt((N - T_x)(N - T_y))` over the `N` pairs of units, with `C` pairs that keep
//! their order, `D` that change it, and `T` ties at either date; from -1 (reversed) to 1 (kept).

use std::cmp::Ordering;

use crate::distribution::normal;

/// Agreement of two orders.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kendall {
    /// `tau_b`, in `[-1, 1]`.
    pub tau: f64,
    /// Pairs in the same order at both dates.
    pub kept: u64,
    /// Pairs whose order turned round.
    pub turned: u64,
    /// Two-sided probability if the orders have nothing to do with each other, by the normal limit with ties;
    /// `None` of fewer than three units.
    pub p: Option<f64>,
}

/// Kendall's rank correlation of values at two dates.
///
/// # Returns
///
/// `None` where the lengths differ, a value is not finite, there are fewer than two units, or all are tied at
/// either date.
///
/// # How to read it
///
/// `(1 - tau) / 2` is the share of pairs that changed places, where there are no ties. 1 with wide gaps and 1 with
/// narrow ones are the same: ranks do not see distances.
///
/// # Source
///
/// Kendall 1945, Biometrika 33(3); Kendall 1970, Rank Correlation Methods, for the variance with ties.
pub fn kendall(x: &[f64], y: &[f64]) -> Option<Kendall> {
    let n = x.len();
    let finite = x.iter().chain(y).all(|value| value.is_finite());
    if n < 2 || y.len() != n || !finite {
        return None;
    }
    let (mut kept, mut turned) = (0_u64, 0_u64);
    for a in 0..n {
        for b in a + 1..n {
            // Finite values have an order, in which plus and minus nothing are one.
            let (over_x, over_y) = (x[a].partial_cmp(&x[b]), y[a].partial_cmp(&y[b]));
            let tied = [over_x, over_y].contains(&Some(Ordering::Equal));
            kept += u64::from(!tied && over_x == over_y);
            turned += u64::from(!tied && over_x != over_y);
        }
    }
    let (ties_x, ties_y) = (ties(x), ties(y));
    let pairs = |count: f64| 0.5 * count * (count - 1.0);
    let tied = |ties: &[f64]| ties.iter().map(|&count| pairs(count)).sum::<f64>();
    let all = pairs(n as f64);
    let scale = (all - tied(&ties_x)) * (all - tied(&ties_y));
    let apart = kept as f64 - turned as f64;
    (scale > 0.0).then(|| {
        let variance = variance(n as f64, &ties_x, &ties_y);
        Kendall {
            tau: (apart / scale.sqrt()).clamp(-1.0, 1.0),
            kept,
            turned,
            p: (n > 2 && variance > 0.0)
                .then(|| (2.0 * normal::above(apart.abs() / variance.sqrt())).min(1.0)),
        }
    })
}

/// Sizes of groups of equal values.
fn ties(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.chunk_by(|a, b| a >= b).map(|group| group.len() as f64).collect()
}

/// Variance of `C - D` over orders that have nothing to do with each other.
fn variance(n: f64, x: &[f64], y: &[f64]) -> f64 {
    let sum = |ties: &[f64], of: fn(f64) -> f64| ties.iter().map(|&t| of(t)).sum::<f64>();
    let spread = |t: f64| t * (t - 1.0) * (2.0 * t + 5.0);
    let triples = |t: f64| t * (t - 1.0) * (t - 2.0);
    let pairs = |t: f64| t * (t - 1.0);
    let first = (spread(n) - sum(x, spread) - sum(y, spread)) / 18.0;
    let second = if n > 2.0 { sum(x, triples) * sum(y, triples) / (9.0 * triples(n)) } else { 0.0 };
    first + second + sum(x, pairs) * sum(y, pairs) / (2.0 * pairs(n))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reference_five_units_by_hand() {
        // Of ten pairs, the two neighbours swapped turn two round.
        let found = kendall(&[1.0, 2.0, 3.0, 4.0, 5.0], &[2.0, 1.0, 3.0, 5.0, 4.0]).unwrap();
        assert_eq!((found.kept, found.turned), (8, 2));
        assert!((found.tau - 0.6).abs() < 1e-15);
        // Ties: pairs (1, 1) and (2, 2); 4 kept, 0 turned, N 6, one tie a side.
        let tied = kendall(&[1.0, 1.0, 2.0, 3.0], &[1.0, 2.0, 2.0, 3.0]).unwrap();
        assert_eq!((tied.kept, tied.turned), (4, 0));
        assert!((tied.tau - 4.0 / 5.0).abs() < 1e-15);
    }

    #[test]
    fn law_variance_is_that_over_all_orders() {
        let (x, mut y) = ([1.0, 1.0, 2.0, 3.0, 4.0], [1.0, 2.0, 2.0, 3.0, 5.0]);
        let (mut squares, mut orders) = (0.0, 0.0);
        every_order(&mut y, 0, &mut |y| {
            let found = kendall(&x, y).unwrap();
            let apart = found.kept as f64 - found.turned as f64;
            squares += apart * apart;
            orders += 1.0;
        });
        let stated = variance(5.0, &ties(&x), &ties(&y));
        assert!((squares / orders - stated).abs() < 1e-9, "{} {stated}", squares / orders);
    }

    fn every_order(values: &mut [f64; 5], at: usize, visit: &mut dyn FnMut(&[f64])) {
        if at == values.len() {
            visit(values);
        }
        for other in at..values.len() {
            values.swap(at, other);
            every_order(values, at + 1, visit);
            values.swap(at, other);
        }
    }

    proptest! {
        #[test]
        fn law_a_rising_change_of_scale_moves_nobody(values in prop::collection::vec(-9_i32..9, 2..20)) {
            let x: Vec<f64> = values.iter().map(|&value| f64::from(value)).collect();
            let y: Vec<f64> = x.iter().map(|x| x * x * x).collect();
            let (up, down) = (kendall(&x, &y), kendall(&x, &y.iter().map(|y| -y).collect::<Vec<_>>()));
            prop_assert_eq!(up.is_some(), down.is_some());
            if let (Some(up), Some(down)) = (up, down) {
                prop_assert!((up.tau - 1.0).abs() < 1e-12 && (down.tau + 1.0).abs() < 1e-12);
                prop_assert!(up.p.is_none_or(|p| (0.0..=1.0).contains(&p)));
            }
        }
    }

    #[test]
    fn edge_one_unit_and_ties_everywhere_have_none() {
        assert_eq!(kendall(&[1.0], &[1.0]), None);
        assert_eq!(kendall(&[1.0, 2.0], &[3.0, 3.0]), None);
        assert_eq!(kendall(&[1.0, 2.0], &[3.0]), None);
        assert_eq!(kendall(&[1.0, f64::NAN], &[1.0, 2.0]), None);
        // Plus and minus nothing are one value.
        assert_eq!(kendall(&[0.0, -0.0], &[1.0, 2.0]), None);
    }
}
