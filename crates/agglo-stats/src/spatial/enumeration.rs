//! All ways there are, instead of draws, where there are few: neighbour sets, orders and deals.

/// Ways that are still listed one by one; more of them are drawn from.
pub(super) const LISTED: u64 = 50_000;

/// How many sets of `size` out of `of` there are; `None` of more than fit.
pub(super) fn sets(of: usize, size: usize) -> Option<u64> {
    if size > of {
        return Some(0);
    }
    let mut found = 1_u64;
    for at in 0..size.min(of - size) {
        // Exact at each step: what stands so far is itself a number of sets.
        found = found.checked_mul((of - at) as u64)? / (at as u64 + 1);
    }
    Some(found)
}

/// Sets by where their sum lies; within rounding it counts on both sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sides {
    pub(super) larger: u64,
    pub(super) smaller: u64,
    pub(super) all: u64,
}

/// Sums of all sets of `size` values beside one sum; `None` where listing them takes too long.
///
/// The last two members of a set are not listed: over sorted values, how many of them reach a sum is a
/// difference of places, so that the sets of `size` cost as much as those of `size - 1`.
pub(super) fn sums(values: &[f64], size: usize, seen: f64, rounding: f64) -> Option<Sides> {
    let all = sets(values.len(), size).filter(|all| *all > 0)?;
    let left = values.len() - size;
    if left < size {
        // A set is known by what it leaves out, whose sum is small where its own is large.
        let around = values.iter().sum::<f64>() - seen;
        let found = sums(values, left, around, rounding)?;
        return Some(Sides { larger: found.smaller, smaller: found.larger, all });
    }
    if sets(values.len(), size.saturating_sub(1))? > LISTED {
        return None;
    }
    let mut up = values.to_vec();
    up.sort_by(f64::total_cmp);
    let down: Vec<f64> = up.iter().rev().map(|value| -value).collect();
    let larger = at_least(&up, size, seen - rounding);
    let smaller = at_least(&down, size, -seen - rounding);
    Some(Sides { larger, smaller, all })
}

/// Sets of `size` values whose sum is at least `from`; the values rise.
fn at_least(values: &[f64], size: usize, from: f64) -> u64 {
    match size {
        0 => u64::from(from <= 0.0),
        1 => (values.len() - values.partition_point(|value| *value < from)) as u64,
        2 => pairs(values, from),
        _ => (0..values.len().saturating_sub(size - 1))
            .map(|at| at_least(&values[at + 1..], size - 1, from - values[at]))
            .sum(),
    }
}

/// Pairs whose sum is at least `from`; the values rise.
fn pairs(values: &[f64], from: f64) -> u64 {
    let (mut low, mut above, mut found) = (0, values.len(), 0_u64);
    while low + 1 < above {
        if values[low] + values[above - 1] >= from {
            // So do all pairs of the upper one with what lies between.
            found += (above - 1 - low) as u64;
            above -= 1;
        } else {
            low += 1;
        }
    }
    found
}

/// Calls `visit` with every order of the values.
pub(super) fn orders<T: Clone>(values: &[T], visit: &mut impl FnMut(&[T])) {
    fn from<T>(values: &mut [T], at: usize, visit: &mut impl FnMut(&[T])) {
        if at == values.len() {
            return visit(values);
        }
        for other in at..values.len() {
            values.swap(at, other);
            from(values, at + 1, visit);
            values.swap(at, other);
        }
    }
    from(&mut values.to_vec(), 0, visit);
}

/// How many orders of `size` out of `of` there are; `None` of more than fit.
pub(super) fn arrangements(of: usize, size: usize) -> Option<u64> {
    (0..size).try_fold(1_u64, |so_far, at| so_far.checked_mul(of.saturating_sub(at) as u64))
}

/// Calls `visit` with the weighted sum of every order of as many values as there are weights.
pub(super) fn weighted(values: &[f64], weights: &[f64], visit: &mut impl FnMut(f64)) {
    fn from(values: &mut [f64], weights: &[f64], sum: f64, visit: &mut impl FnMut(f64)) {
        let Some((weight, rest)) = weights.split_first() else { return visit(sum) };
        for other in 0..values.len() {
            values.swap(0, other);
            let own = values[0];
            from(&mut values[1..], rest, sum + weight * own, visit);
            values.swap(0, other);
        }
    }
    from(&mut values.to_vec(), weights, 0.0, visit);
}

/// Calls `visit` with every deal of `yes` among `of`.
pub(super) fn deals(of: usize, yes: usize, visit: &mut impl FnMut(&[bool])) {
    fn from(dealt: &mut [bool], at: usize, left: usize, visit: &mut impl FnMut(&[bool])) {
        if left == 0 {
            return visit(dealt);
        }
        for place in at..dealt.len().saturating_sub(left - 1) {
            dealt[place] = true;
            from(dealt, place + 1, left - 1, visit);
            dealt[place] = false;
        }
    }
    from(&mut vec![false; of], 0, yes, visit);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reference_numbers_of_sets_and_orders() {
        assert_eq!((sets(29, 4), sets(48, 10)), (Some(23_751), Some(6_540_715_896)));
        assert_eq!((sets(3, 0), sets(3, 4), sets(5_000, 2_000)), (Some(1), Some(0), None));
        assert_eq!((arrangements(5, 3), arrangements(9, 0)), (Some(60), Some(1)));
        let (mut listed, mut dealt) = (0, 0);
        orders(&[1, 2, 3, 4], &mut |_| listed += 1);
        deals(6, 2, &mut |dealt_now| dealt += dealt_now.iter().filter(|yes| **yes).count());
        assert_eq!((listed, dealt), (24, 30));
    }

    proptest! {
        #[test]
        fn law_counted_sets_are_those_that_a_list_of_all_holds(
            values in prop::collection::vec(-9_i32..9, 1..11), size in 0_usize..11, seen in -20_i32..20
        ) {
            let values: Vec<f64> = values.into_iter().map(f64::from).collect();
            prop_assume!(size <= values.len());
            let (mut larger, mut smaller, mut all) = (0, 0, 0);
            deals(values.len(), size, &mut |chosen| {
                let members = values.iter().zip(chosen).filter(|(_, chosen)| **chosen);
                let sum: f64 = members.map(|(value, _)| value).sum();
                larger += u64::from(sum >= f64::from(seen));
                smaller += u64::from(sum <= f64::from(seen));
                all += 1;
            });
            let found = sums(&values, size, f64::from(seen), 1e-9).unwrap();
            prop_assert_eq!(found, Sides { larger, smaller, all });
        }

        #[test]
        fn law_with_equal_weights_orders_say_what_sets_say(
            values in prop::collection::vec(-9_i32..9, 3..7), seen in -20_i32..20
        ) {
            let values: Vec<f64> = values.into_iter().map(f64::from).collect();
            let (mut larger, mut all) = (0_u64, 0_u64);
            weighted(&values, &[1.0; 2], &mut |sum| {
                larger += u64::from(sum >= f64::from(seen));
                all += 1;
            });
            let found = sums(&values, 2, f64::from(seen), 1e-9).unwrap();
            prop_assert_eq!((2 * found.larger, 2 * found.all), (larger, all));
        }
    }

    #[test]
    fn edge_too_many_sets_are_not_listed_and_one_set_is() {
        let values: Vec<f64> = (0..49).map(f64::from).collect();
        assert_eq!(sums(&values, 6, 0.0, 0.0), None);
        assert_eq!(sums(&values, 49, 1_176.0, 1e-9), Some(Sides { larger: 1, smaller: 1, all: 1 }));
        assert_eq!(sums(&values, 50, 0.0, 0.0), None);
    }
}
