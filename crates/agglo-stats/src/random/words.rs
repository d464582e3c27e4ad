//! Random words in a row, each a function of seed, purpose, unit and place: quick, and the same on any thread.

use crate::random::philox4x32_10;

/// The stream of 32-bit words of one unit of work for one purpose.
#[derive(Clone, Debug)]
pub struct Words {
    key: [u32; 2],
    counter: [u32; 4],
    block: [u32; 4],
    used: usize,
}

impl Words {
    /// The stream of a unit; purposes keep uses of one seed apart. It repeats after 2^34 words.
    pub fn new(seed: u64, purpose: u32, unit: u64) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "the two halves of each")]
        let (key, unit) = ([seed as u32, (seed >> 32) as u32], [unit as u32, (unit >> 32) as u32]);
        Self { key, counter: [0, unit[0], unit[1], purpose], block: [0; 4], used: 4 }
    }

    /// The next word.
    #[inline]
    pub fn word(&mut self) -> u32 {
        if self.used == 4 {
            self.block = philox4x32_10(self.counter, self.key);
            self.counter[0] = self.counter[0].wrapping_add(1);
            self.used = 0;
        }
        let word = self.block[self.used];
        self.used += 1;
        word
    }

    /// A whole number below `bound`, each equally likely; 0 of no bound.
    ///
    /// # Source
    ///
    /// Lemire 2019, ACM Transactions on Modeling and Computer Simulation 29(1).
    #[inline]
    pub fn below(&mut self, bound: u32) -> u32 {
        let wide = |word: u32| u64::from(word) * u64::from(bound);
        let mut product = wide(self.word());
        #[expect(clippy::cast_possible_truncation, reason = "the two halves of the product")]
        let halves = |product: u64| ((product >> 32) as u32, product as u32);
        if halves(product).1 < bound {
            // Of the products with a small lower half, some come once too often: those are drawn again.
            let surplus = bound.wrapping_neg() % bound;
            while halves(product).1 < surplus {
                product = wide(self.word());
            }
        }
        halves(product).0
    }

    /// Puts the first `count` places of a slice to values drawn from all of it without repetition, in an
    /// order that is random too; the rest keeps what is left over.
    pub fn draw<T>(&mut self, values: &mut [T], count: usize) {
        for at in 0..count.min(values.len()) {
            let left = u32::try_from(values.len() - at).unwrap_or(u32::MAX);
            values.swap(at, at + self.below(left) as usize);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_the_first_words_are_the_block_of_the_address() {
        let mut words = Words::new(0x5_0000_0003, 7, 0xd_0000_000b);
        let first = philox4x32_10([0, 11, 13, 7], [3, 5]);
        assert_eq!([words.word(), words.word(), words.word(), words.word()], first);
        assert_eq!(words.word(), philox4x32_10([1, 11, 13, 7], [3, 5])[0]);
    }

    #[test]
    fn law_numbers_below_a_bound_come_equally_often() {
        let mut words = Words::new(1, 1, 1);
        let mut counts = [0_u32; 6];
        for _ in 0..6000 {
            counts[words.below(6) as usize] += 1;
        }
        // Four standard errors of a binomial with 6,000 draws and 1/6 are 115.
        assert!(counts.iter().all(|&count| count.abs_diff(1000) < 115), "{counts:?}");
    }

    #[test]
    fn a_draw_keeps_all_values_and_draws_each_equally_often() {
        let mut words = Words::new(2, 1, 1);
        let mut values = [0_usize, 1, 2, 3, 4];
        let mut drawn = [0_u32; 5];
        for _ in 0..5000 {
            words.draw(&mut values, 2);
            for &value in &values[..2] {
                drawn[value] += 1;
            }
        }
        // Four standard errors of a binomial with 5,000 draws and 2/5 are 139.
        assert!(drawn.iter().all(|&count| count.abs_diff(2000) < 139), "{drawn:?}");
        let mut sorted = values;
        sorted.sort_unstable();
        assert_eq!(sorted, [0, 1, 2, 3, 4]);
    }

    #[test]
    fn edge_no_bound_and_nothing_to_draw_from() {
        assert_eq!(Words::new(1, 1, 1).below(0), 0);
        Words::new(1, 1, 1).draw::<u8>(&mut [], 3);
    }
}
