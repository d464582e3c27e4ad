//! Orders drawn at random, each from its own stream.

use rand_chacha::rand_core::Rng;

use crate::random::stream;

/// The values in an order drawn at random: every order is equally likely, and the one of a unit does not
/// depend on the others.
///
/// # Source
///
/// Fisher and Yates 1938; Durstenfeld 1964.
pub fn permuted<T: Clone>(values: &[T], seed: u64, unit: u64) -> Vec<T> {
    let mut order = values.to_vec();
    let mut stream = stream(seed, unit);
    for last in (1..order.len()).rev() {
        // The product's upper half is uniform below `last + 1` up to 2^-64 of it.
        let draw = (u128::from(stream.next_u64()) * (last as u128 + 1)) >> 64;
        order.swap(last, usize::try_from(draw).unwrap_or(last));
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_permutation_keeps_the_values_and_repeats_with_its_seed_and_unit() {
        let values: Vec<u32> = (0..50).collect();
        let drawn = permuted(&values, 7, 3);
        let mut sorted = drawn.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, values);
        assert_eq!(drawn, permuted(&values, 7, 3));
        assert_ne!(drawn, permuted(&values, 7, 4));
    }

    #[test]
    fn each_value_stands_first_about_equally_often() {
        let mut first = [0_u32; 4];
        for unit in 0..4000 {
            first[permuted(&[0_usize, 1, 2, 3], 1, unit)[0]] += 1;
        }
        // Four standard errors of a binomial with 4,000 draws and 1/4 are 110.
        assert!(first.iter().all(|&count| count.abs_diff(1000) < 110), "{first:?}");
    }

    #[test]
    fn edge_nothing_and_one_value_stay() {
        assert!(permuted::<u8>(&[], 1, 1).is_empty());
        assert_eq!(permuted(&[9], 1, 1), [9]);
    }
}
