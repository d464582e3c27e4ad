//! Tables of yes and no, line by line, each in whole words of bits.
//!
//! What lines share is counted 64 places at a time, with the widest instructions that the processor has: the
//! counts are whole numbers, and sums go place by place in one order, so the answer is the same on any.

use std::ops::Range;

use pulp::{Arch, Simd, WithSimd};

use crate::error::Error;
use crate::matrix::{Matrix, finite};

/// A table of yes and no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bits {
    lines: usize,
    width: usize,
    words: usize,
    values: Vec<u64>,
}

impl Bits {
    /// A table of no.
    pub fn new(lines: usize, width: usize) -> Self {
        let words = width.div_ceil(64);
        Self { lines, width, words, values: vec![0; lines * words] }
    }

    /// A table from a function of line and place.
    pub fn from_fn(lines: usize, width: usize, is: impl Fn(usize, usize) -> bool) -> Self {
        Self::from_lines(lines, width, |line, places| {
            for (at, place) in places.iter_mut().enumerate() {
                *place = is(line, at);
            }
        })
    }

    /// A table from a function that says of a line which of its places are yes, by writing over what it is given.
    pub fn from_lines(
        lines: usize,
        width: usize,
        mut write: impl FnMut(usize, &mut [bool]),
    ) -> Self {
        let mut found = Self::new(lines, width);
        let mut places = vec![false; found.words * 64];
        for (line, words) in found.values.chunks_exact_mut(found.words.max(1)).enumerate() {
            write(line, &mut places[..width]);
            for (word, places) in words.iter_mut().zip(places.as_chunks::<64>().0) {
                *word = packed(places);
            }
        }
        found
    }

    /// Number of lines.
    pub fn lines(&self) -> usize {
        self.lines
    }

    /// Number of places in a line.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Whether a place of a line is yes.
    pub fn get(&self, line: usize, at: usize) -> bool {
        self.line(line)[at / 64] >> (at % 64) & 1 == 1
    }

    /// How many places of a line are yes.
    pub fn count(&self, line: usize) -> u32 {
        self.line(line).iter().map(|word| word.count_ones()).sum()
    }

    /// How many places two lines share.
    pub fn common(&self, a: usize, b: usize) -> u32 {
        self.line(a).iter().zip(self.line(b)).map(|(a, b)| (a & b).count_ones()).sum()
    }

    /// The places of a line that are yes, in order.
    pub fn ones(&self, line: usize) -> impl Iterator<Item = usize> + '_ {
        self.line(line).iter().enumerate().flat_map(|(at, &word)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                let bit = (rest != 0).then(|| rest.trailing_zeros() as usize)?;
                rest &= rest - 1;
                Some(at * 64 + bit)
            })
        })
    }

    /// Lines become places, 64 by 64 at a time.
    #[must_use]
    pub fn transposed(&self) -> Self {
        let mut found = Self::new(self.width, self.lines);
        for word in 0..self.words {
            for start in (0..self.lines).step_by(64) {
                let mut tile = [0; 64];
                for (row, line) in tile.iter_mut().zip(start..self.lines) {
                    *row = self.values[line * self.words + word];
                }
                turn(&mut tile);
                for (row, line) in tile.iter().zip(word * 64..self.width) {
                    found.values[line * found.words + start / 64] = *row;
                }
            }
        }
        found
    }

    /// How many places each pair of lines shares, and each line with itself: the lower half of a square table,
    /// row after row in full length, its upper half 0.
    pub fn common_counts(&self) -> Vec<u32> {
        let mut counts = vec![0; self.lines * self.lines];
        Arch::new().dispatch(Common { bits: self, counts: &mut counts });
        counts
    }

    /// For each line, and each row of a table, the sum of the row's entries at the places that are yes, in their
    /// order.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] where a row has not one entry a place, [`Error::Range`] on overflow.
    pub fn sums_in_rows(&self, table: &Matrix) -> Result<Matrix, Error> {
        self.shares_in_rows(table, &vec![1.0; table.rows()])
    }

    /// As [`Bits::sums_in_rows`], each over what its row is set against.
    ///
    /// # Errors
    ///
    /// As [`Bits::sums_in_rows`]; [`Error::Shape`] where there is not one whole a row, [`Error::Range`] where a
    /// whole is 0.
    pub fn shares_in_rows(&self, table: &Matrix, wholes: &[f64]) -> Result<Matrix, Error> {
        if table.columns() != self.width {
            let (expected, got) = (self.width, table.columns());
            return Err(Error::Shape { what: "the entries of a row to sum", expected, got });
        }
        if wholes.len() != table.rows() {
            let (expected, got) = (table.rows(), wholes.len());
            return Err(Error::Shape { what: "what rows are set against", expected, got });
        }
        let mut into = vec![0.0; self.lines * table.rows()];
        Arch::new().dispatch(SumsInRows { bits: self, table, wholes, into: &mut into })?;
        Ok(Matrix::of_finite(self.lines, table.rows(), into))
    }

    fn line(&self, line: usize) -> &[u64] {
        &self.values[line * self.words..(line + 1) * self.words]
    }
}

/// Places in a word, the first one lowest.
fn packed(places: &[bool; 64]) -> u64 {
    let byte = |eight: &[bool; 8]| {
        let ones = u64::from_le_bytes(eight.map(u8::from));
        // Each one is carried to a bit of its own in the highest byte.
        ones.wrapping_mul(0x0102_0408_1020_4080) >> 56
    };
    let (bytes, _) = places.as_chunks::<8>();
    bytes.iter().rev().fold(0, |word, eight| word << 8 | byte(eight))
}

/// Turns a square of 64 by 64 bits over its diagonal: halves change places, then their halves, and so on.
///
/// Source: Warren 2012, Hacker's Delight, section 7-3.
fn turn(tile: &mut [u64; 64]) {
    let (mut step, mut mask) = (32, 0x0000_0000_ffff_ffff_u64);
    while step > 0 {
        for at in (0..64).filter(|at| at & step == 0) {
            let swapped = (tile[at] >> step ^ tile[at + step]) & mask;
            tile[at] ^= swapped << step;
            tile[at + step] ^= swapped;
        }
        step /= 2;
        mask ^= mask << step;
    }
}

/// Counts of what pairs of lines share.
struct Common<'a> {
    bits: &'a Bits,
    counts: &'a mut [u32],
}

impl WithSimd for Common<'_> {
    type Output = ();

    /// The compiler makes wide instructions of the plain loop, as far as the processor's kind allows.
    #[expect(clippy::inline_always, reason = "what is not inlined is compiled for any processor")]
    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let size = self.bits.lines;
        for (a, row) in self.counts.chunks_exact_mut(size.max(1)).enumerate() {
            let own = self.bits.line(a);
            for (b, count) in row[..=a].iter_mut().enumerate() {
                let both = own.iter().zip(self.bits.line(b));
                *count = both.map(|(a, b)| (a & b).count_ones()).sum();
            }
        }
    }
}

/// Sums in rows, line by line.
struct SumsInRows<'a> {
    bits: &'a Bits,
    table: &'a Matrix,
    wholes: &'a [f64],
    into: &'a mut [f64],
}

/// Registers that hold the sums of one line while places pass.
const REGISTERS: usize = 8;
/// Numbers of the table that stay in the nearest cache while some lines pass.
const NEAR: usize = 3 * 1024;
/// Lines whose sums stay in the next cache while the whole table passes.
const LINES: usize = 256;

impl WithSimd for SumsInRows<'_> {
    type Output = Result<(), Error>;

    /// Some rows at a time are packed, those of a slab of places side by side. A slab stays in the nearest cache
    /// while some lines pass, and the sums of those lines in the next one while all slabs pass.
    #[expect(clippy::inline_always, reason = "what is not inlined is compiled for any processor")]
    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> Result<(), Error> {
        let (rows, lanes) = (self.table.rows(), REGISTERS * S::F64_LANES);
        let wide = (NEAR / lanes).min(1 << u8::BITS);
        let slabs = self.table.columns().div_ceil(wide);
        let held = Held::new(self.bits, wide, slabs);
        let mut packed = vec![0.0; slabs * wide * lanes];
        let mut sums = vec![0.0; LINES * lanes];
        for start in (0..rows).step_by(lanes) {
            let some = start..(start + lanes).min(rows);
            let wholes = &self.wholes[some.clone()];
            pack(self.table, some.clone(), &mut packed, lanes);
            for (part, shares) in self.into.chunks_mut(LINES * rows).enumerate() {
                sums.fill(0.0);
                let lines = shares.len() / rows;
                for (slab, near) in packed.chunks_exact(wide * lanes).enumerate() {
                    let (near, _) = S::as_simd_f64s(near);
                    let (near, _) = near.as_chunks::<REGISTERS>();
                    let (sums, _) = S::as_mut_simd_f64s(&mut sums);
                    let (sums, _) = sums.as_chunks_mut::<REGISTERS>();
                    let held = held.from(part * LINES * slabs + slab * lines);
                    for (sums, places) in sums[..lines].iter_mut().zip(held) {
                        // A copy: sums whose place in memory were read would be stored at every addition.
                        let mut own = *sums;
                        for &place in places {
                            let entries = &near[usize::from(place)];
                            for register in 0..REGISTERS {
                                own[register] = simd.add_f64s(own[register], entries[register]);
                            }
                        }
                        *sums = own;
                    }
                }
                for (line, sums) in shares.chunks_exact_mut(rows).zip(sums.chunks_exact(lanes)) {
                    let shares = &mut line[some.clone()];
                    for (share, (sum, whole)) in shares.iter_mut().zip(sums.iter().zip(wholes)) {
                        *share = sum / whole;
                    }
                    finite(shares)?;
                }
            }
        }
        Ok(())
    }
}

/// Entries of some rows, those of one place side by side.
fn pack(table: &Matrix, rows: Range<usize>, packed: &mut [f64], lanes: usize) {
    for (lane, row) in rows.enumerate() {
        for (place, entry) in packed.chunks_exact_mut(lanes).zip(table.row(row)) {
            place[lane] = *entry;
        }
    }
}

/// The places of each line that are yes, counted from the start of their slab: short numbers, in the order in which
/// they are asked for, as all of them are read once for every few rows.
struct Held {
    places: Vec<u8>,
    /// Where those of each line begin, part by part and slab by slab, and where the last end.
    starts: Vec<usize>,
}

impl Held {
    fn new(bits: &Bits, wide: usize, slabs: usize) -> Self {
        let (mut places, mut starts) = (Vec::new(), Vec::with_capacity(bits.lines * slabs + 1));
        for first in (0..bits.lines).step_by(LINES) {
            let lines = first..(first + LINES).min(bits.lines);
            let mut ones: Vec<_> = lines.map(|line| bits.ones(line).peekable()).collect();
            for slab in 0..slabs {
                for ones in &mut ones {
                    starts.push(places.len());
                    while let Some(at) = ones.next_if(|&at| at < (slab + 1) * wide) {
                        #[expect(clippy::cast_possible_truncation, reason = "no slab is wider")]
                        places.push((at - slab * wide) as u8);
                    }
                }
            }
        }
        starts.push(places.len());
        Self { places, starts }
    }

    /// The places of one line after the other, from that of a number in the order of asking on.
    fn from(&self, first: usize) -> impl Iterator<Item = &[u8]> {
        self.starts[first..].windows(2).map(|ends| &self.places[ends[0]..ends[1]])
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn table(lines: usize, width: usize) -> Bits {
        Bits::from_fn(lines, width, |line, at| (line * 31 + at * 17 + line * at) % 7 < 3)
    }

    proptest! {
        #[test]
        fn law_bits_say_what_was_put_in_and_turning_twice_changes_nothing(
            cells in prop::collection::vec(prop::collection::vec(any::<bool>(), 130), 1..80)
        ) {
            let bits = Bits::from_fn(cells.len(), 130, |line, at| cells[line][at]);
            let turned = bits.transposed();
            for (line, own) in cells.iter().enumerate() {
                let ones: Vec<usize> = bits.ones(line).collect();
                let held: Vec<usize> = (0..130).filter(|&at| own[at]).collect();
                prop_assert_eq!(&ones, &held);
                prop_assert_eq!(bits.count(line) as usize, held.len());
                prop_assert!((0..130).all(|at| turned.get(at, line) == own[at]));
            }
            prop_assert_eq!(turned.transposed(), bits);
        }
    }

    #[test]
    fn law_counts_of_all_pairs_are_those_of_each() {
        let bits = table(70, 200);
        let counts = bits.common_counts();
        for a in 0..70 {
            for b in 0..70 {
                let expected = if b <= a { bits.common(a, b) } else { 0 };
                assert_eq!(counts[a * 70 + b], expected, "{a} {b}");
            }
        }
    }

    #[test]
    fn law_sums_in_rows_are_plain_sums_in_order() {
        // More places than stay near at a time.
        let bits = table(40, 900);
        let rows = Matrix::from_fn(75, 900, |row, column| 1.0 / (1.0 + (row * 7 + column) as f64));
        let rows = rows.unwrap();
        let found = bits.sums_in_rows(&rows).unwrap();
        let halves = bits.shares_in_rows(&rows, &[2.0; 75]).unwrap();
        for line in 0..40 {
            for row in 0..75 {
                let mut plain = 0.0;
                for place in bits.ones(line) {
                    plain += rows.at(row, place);
                }
                assert_eq!(found.at(line, row).to_bits(), plain.to_bits());
                assert_eq!(halves.at(line, row).to_bits(), (plain / 2.0).to_bits());
            }
        }
    }

    #[test]
    fn edge_nothing_has_no_counts_and_shapes_are_checked() {
        let none = Bits::new(0, 5);
        assert!(none.common_counts().is_empty() && none.transposed().lines() == 5);
        let bits = table(3, 4);
        assert!(bits.sums_in_rows(&Matrix::identity(3)).is_err());
        assert!(bits.shares_in_rows(&Matrix::identity(4), &[1.0; 3]).is_err());
        assert!(bits.shares_in_rows(&Matrix::identity(4), &[0.0; 4]).is_err());
        let empty = Matrix::new(0, 4, vec![]).unwrap();
        assert_eq!(bits.sums_in_rows(&empty).unwrap().columns(), 0);
    }
}
