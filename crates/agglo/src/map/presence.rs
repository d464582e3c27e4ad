//! Presence: which industries a region has, yes or no.
//!
//! A type of its own, so that a table of counts cannot be read as one of presence by mistake. Kept as bits,
//! by region and by industry: what two industries share is counted 64 regions at a time.

use agglo_stats::bits::Bits;
use agglo_stats::matrix::Matrix;

use crate::base::error::Error;
use crate::map::table::Table;

/// Regions by industries, present or absent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presence {
    regions: Bits,
    industries: Bits,
}

/// The part of a table in which every region has something and every industry stands somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Presence of those that stay.
    pub presence: Presence,
    /// Positions of the regions that stay.
    pub regions: Vec<usize>,
    /// Positions of the industries that stay.
    pub industries: Vec<usize>,
}

impl Presence {
    /// Presence from a function of region and industry.
    pub fn from_fn(
        regions: usize,
        industries: usize,
        holds: impl Fn(usize, usize) -> bool,
    ) -> Self {
        Self::of(Bits::from_fn(regions, industries, holds))
    }

    fn of(regions: Bits) -> Self {
        Self { industries: regions.transposed(), regions }
    }

    /// Presence from a table of 0 and 1.
    ///
    /// # Errors
    ///
    /// `E0301` where a value is neither.
    pub fn from_table(table: &Matrix) -> Result<Self, Error> {
        for row in 0..table.rows() {
            let other = table.row(row).iter().find(|&&value| !(is(value, 0.0) || is(value, 1.0)));
            if let Some(value) = other {
                let what = format!("presence in region {row} is {value}, neither 0 nor 1");
                return Err(Error::new("E0301", what));
            }
        }
        Ok(Self::from_fn(table.rows(), table.columns(), |row, column| table.at(row, column) > 0.5))
    }

    /// Presence where the location quotient of a table of counts reaches a threshold, usually 1; a region or
    /// an industry of nothing has none.
    pub fn of_counts(counts: &Table, threshold: f64) -> Self {
        let (regions, industries) = (counts.region_totals(), counts.industry_totals());
        // An industry of nothing is out of reach.
        let there = |total: &f64| if *total > 0.0 { *total } else { f64::INFINITY };
        let there: Vec<f64> = industries.iter().map(there).collect();
        // Multiplied out: a quotient of exactly 1 stays 1 for whole numbers, where a division may not.
        let write = |region: usize, places: &mut [bool]| {
            let (here, row) = (regions[region], counts.region(region));
            let needed = threshold * here;
            for (place, (count, there)) in places.iter_mut().zip(row.iter().zip(&there)) {
                *place = count * counts.total() >= needed * there;
            }
            if here <= 0.0 {
                places.fill(false);
            }
        };
        Self::of(Bits::from_lines(regions.len(), industries.len(), write))
    }

    /// Presence that noise around a threshold does not switch: an industry is there once its quotient
    /// reaches `enters`, and stays while it reaches `leaves`, where it was there `before`. 1.25 and 0.75 are
    /// usual.
    pub fn steady(before: &Self, counts: &Table, enters: f64, leaves: f64) -> Self {
        let (high, low) = (Self::of_counts(counts, enters), Self::of_counts(counts, leaves));
        Self::from_fn(high.regions(), high.industries(), |region, industry| {
            let known = region < before.regions() && industry < before.industries();
            let was = known && before.holds(region, industry);
            high.holds(region, industry) || (was && low.holds(region, industry))
        })
    }

    /// Number of regions.
    pub fn regions(&self) -> usize {
        self.regions.lines()
    }

    /// Number of industries.
    pub fn industries(&self) -> usize {
        self.industries.lines()
    }

    /// Whether a region has an industry.
    pub fn holds(&self, region: usize, industry: usize) -> bool {
        self.regions.get(region, industry)
    }

    /// The industries of a region, in order.
    pub fn of_region(&self, region: usize) -> impl Iterator<Item = usize> + '_ {
        self.regions.ones(region)
    }

    /// The regions of an industry, in order.
    pub fn of_industry(&self, industry: usize) -> impl Iterator<Item = usize> + '_ {
        self.industries.ones(industry)
    }

    /// How many industries each region has.
    ///
    /// # Source
    ///
    /// Hidalgo and Hausmann 2009, Proceedings of the National Academy of Sciences 106(26).
    pub fn diversity(&self) -> Vec<u32> {
        (0..self.regions()).map(|region| self.regions.count(region)).collect()
    }

    /// How many regions have each industry.
    ///
    /// # Source
    ///
    /// As [`Presence::diversity`].
    pub fn ubiquity(&self) -> Vec<u32> {
        (0..self.industries()).map(|industry| self.industries.count(industry)).collect()
    }

    /// How many regions have both industries.
    pub fn shared(&self, a: usize, b: usize) -> u32 {
        self.industries.common(a, b)
    }

    /// How many regions each pair of industries shares, and each industry has: the lower half of a square
    /// table, row after row in full length, its upper half 0.
    pub fn shared_by_pair(&self) -> Vec<u32> {
        self.industries.common_counts()
    }

    /// For each region and each row of a table, the sum of the row's entries of the region's industries.
    ///
    /// # Errors
    ///
    /// As [`Bits::sums_in_rows`].
    pub fn sums_over_present(&self, table: &Matrix) -> Result<Matrix, agglo_stats::Error> {
        self.regions.sums_in_rows(table)
    }

    /// As [`Presence::sums_over_present`], each over what its row is set against.
    ///
    /// # Errors
    ///
    /// As [`Bits::shares_in_rows`].
    pub fn shares_over_present(
        &self,
        table: &Matrix,
        wholes: &[f64],
    ) -> Result<Matrix, agglo_stats::Error> {
        self.regions.shares_in_rows(table, wholes)
    }

    /// Without regions that have nothing and industries that stand nowhere. Taking one away empties no
    /// other: an empty line holds nothing of the lines that it crosses.
    pub fn kept(&self) -> Kept {
        let filled = |counts: Vec<u32>| -> Vec<usize> {
            (0..counts.len()).filter(|&at| counts[at] > 0).collect()
        };
        let (regions, industries) = (filled(self.diversity()), filled(self.ubiquity()));
        if (regions.len(), industries.len()) == (self.regions(), self.industries()) {
            return Kept { presence: self.clone(), regions, industries };
        }
        let presence = Self::from_fn(regions.len(), industries.len(), |region, industry| {
            self.holds(regions[region], industries[industry])
        });
        Kept { presence, regions, industries }
    }

    /// Connected parts: the number of the part that each region and each industry belongs to, from 0 by
    /// first region; an industry of no region is a part of its own, after those.
    pub fn parts(&self) -> Parts {
        let mut found = Parts {
            regions: vec![usize::MAX; self.regions()],
            industries: vec![usize::MAX; self.industries()],
            count: 0,
        };
        for region in 0..self.regions() {
            if found.regions[region] == usize::MAX {
                self.spread(region, &mut found);
                found.count += 1;
            }
        }
        for part in found.industries.iter_mut().filter(|part| **part == usize::MAX) {
            *part = found.count;
            found.count += 1;
        }
        found
    }

    /// Marks all that hangs together with a region as part `found.count`.
    fn spread(&self, region: usize, found: &mut Parts) {
        let mut open = vec![region];
        found.regions[region] = found.count;
        while let Some(region) = open.pop() {
            for industry in self.of_region(region) {
                if found.industries[industry] != usize::MAX {
                    continue;
                }
                found.industries[industry] = found.count;
                for other in self.of_industry(industry) {
                    if found.regions[other] == usize::MAX {
                        found.regions[other] = found.count;
                        open.push(other);
                    }
                }
            }
        }
    }
}

/// Connected parts of a table of presence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// The part of each region.
    pub regions: Vec<usize>,
    /// The part of each industry.
    pub industries: Vec<usize>,
    /// How many parts there are.
    pub count: usize,
}

impl Kept {
    /// Values of the regions that stay, at their places among all `regions`.
    pub fn by_region(&self, regions: usize, values: &[f64]) -> Vec<Option<f64>> {
        spread_over(regions, &self.regions, values)
    }

    /// Values of the industries that stay, at their places among all `industries`.
    pub fn by_industry(&self, industries: usize, values: &[f64]) -> Vec<Option<f64>> {
        spread_over(industries, &self.industries, values)
    }
}

fn spread_over(size: usize, places: &[usize], values: &[f64]) -> Vec<Option<f64>> {
    let mut all = vec![None; size];
    for (&place, &value) in places.iter().zip(values) {
        all[place] = Some(value);
    }
    all
}

fn is(value: f64, whole: f64) -> bool {
    (value - whole).abs() < f64::EPSILON
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reference_shares_by_hand() {
        let counts = Table::of(&[&[8.0, 2.0, 0.0], &[2.0, 8.0, 0.0]]);
        let presence = Presence::of_counts(&counts, 1.0);
        assert!(presence.holds(0, 0) && !presence.holds(0, 1) && !presence.holds(0, 2));
        assert_eq!((presence.diversity(), presence.ubiquity()), (vec![1, 1], vec![1, 1, 0]));
        let equal = Table::of(&[&[1.0, 2.0], &[2.0, 4.0]]);
        assert_eq!(Presence::of_counts(&equal, 1.0).diversity(), [2, 2], "exactly 1 counts");
    }

    #[test]
    fn a_quotient_between_both_thresholds_changes_nothing() {
        // Quotients 1.1 and 0.9.
        let counts = Table::of(&[&[11.0, 9.0], &[9.0, 11.0]]);
        for was in [true, false] {
            let before = Presence::from_fn(2, 2, |_, _| was);
            assert_eq!(Presence::steady(&before, &counts, 1.25, 0.75), before);
        }
    }

    proptest! {
        #[test]
        fn law_bits_say_what_the_table_says(
            table in prop::collection::vec(prop::collection::vec(any::<bool>(), 70), 1..90)
        ) {
            let presence = Presence::from_fn(table.len(), 70, |row, column| table[row][column]);
            let both = |a: usize, b: usize| table.iter().filter(|row| row[a] && row[b]).count();
            for a in 0..70 {
                prop_assert_eq!(presence.shared(a, (a * 7) % 70) as usize, both(a, (a * 7) % 70));
                prop_assert_eq!(presence.of_industry(a).count(), both(a, a));
                prop_assert!(presence.of_industry(a).all(|row| presence.holds(row, a)));
            }
            for (row, line) in table.iter().enumerate() {
                let own: Vec<usize> = presence.of_region(row).collect();
                prop_assert!(own.windows(2).all(|pair| pair[0] < pair[1]));
                prop_assert_eq!(own.len(), line.iter().filter(|&&held| held).count());
            }
        }
    }

    #[test]
    fn edge_empty_lines_are_dropped_and_parts_counted() {
        let rows = [vec![1.0, 0.0, 0.0], vec![0.0, 0.0, 0.0], vec![0.0, 0.0, 1.0]];
        let presence = Presence::from_table(&Matrix::from_rows(&rows).unwrap()).unwrap();
        let kept = presence.kept();
        assert_eq!((kept.regions, kept.industries), (vec![0, 2], vec![0, 2]));
        assert_eq!(kept.presence.parts().count, 2);
        assert_eq!(presence.parts().count, 4, "an empty region and an empty industry stand alone");
        let half = Matrix::from_rows(&[vec![0.5]]).unwrap();
        assert!(Presence::from_table(&half).is_err());
        assert_eq!(Presence::from_fn(0, 0, |_, _| true).parts().count, 0);
    }
}
