//! Spatial weights: who neighbours whom, and how much.

use crate::error::Error;

/// Weights of ordered pairs of units, row by row; what is not listed is 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    starts: Vec<usize>,
    columns: Vec<usize>,
    values: Vec<f64>,
}

/// How rows are scaled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transform {
    /// 1 for each neighbour.
    Binary,
    /// Each row over its sum: the lag is a mean of the neighbours.
    RowStandardised,
}

/// Sums that the moments of spatial statistics rest on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sums {
    /// `S0 = sum_ij w_ij`.
    pub s0: f64,
    /// `S1 = sum_ij (w_ij + w_ji)^2 / 2`.
    pub s1: f64,
    /// `S2 = sum_i (w_i. + w_.i)^2`.
    pub s2: f64,
}

impl Weights {
    /// Weights from each unit's neighbours, 1 for each: contiguity by whatever list says so.
    ///
    /// # Errors
    ///
    /// As [`Weights::from_rows`].
    pub fn from_neighbours(neighbours: &[Vec<usize>]) -> Result<Self, Error> {
        let rows: Vec<Vec<(usize, f64)>> = neighbours
            .iter()
            .map(|list| list.iter().map(|&neighbour| (neighbour, 1.0)).collect())
            .collect();
        Self::from_rows(rows)
    }

    /// Weights from each unit's neighbours with theirs.
    ///
    /// # Errors
    ///
    /// [`Error::Range`] where a neighbour is no unit, the unit itself or listed twice, or a weight is not
    /// above 0 and finite.
    pub fn from_rows(rows: Vec<Vec<(usize, f64)>>) -> Result<Self, Error> {
        let size = rows.len();
        let (mut starts, mut columns, mut values) = (vec![0], Vec::new(), Vec::new());
        for (unit, mut row) in rows.into_iter().enumerate() {
            row.sort_by_key(|(neighbour, _)| *neighbour);
            let refused = |value: usize, range| {
                Err(Error::Range { what: "a neighbour", value: value as f64, range })
            };
            if let Some((other, _)) = row.iter().find(|(other, _)| *other >= size) {
                return refused(*other, "the units");
            }
            if row.iter().any(|(other, _)| *other == unit) {
                return refused(unit, "the other units");
            }
            if let Some(pair) = row.windows(2).find(|pair| pair[0].0 == pair[1].0) {
                return refused(pair[0].0, "the neighbours not listed yet");
            }
            if let Some(&(_, value)) = row.iter().find(|(_, w)| !(*w > 0.0 && w.is_finite())) {
                return Err(Error::Range { what: "a weight", value, range: "above 0 and finite" });
            }
            columns.extend(row.iter().map(|(other, _)| *other));
            values.extend(row.iter().map(|(_, value)| *value));
            starts.push(columns.len());
        }
        Ok(Self { starts, columns, values })
    }

    /// Number of units.
    pub fn units(&self) -> usize {
        self.starts.len() - 1
    }

    /// The neighbours of a unit, in order.
    pub fn neighbours(&self, unit: usize) -> &[usize] {
        &self.columns[self.starts[unit]..self.starts[unit + 1]]
    }

    /// The weights of a unit's neighbours, in their order.
    pub fn of(&self, unit: usize) -> &[f64] {
        &self.values[self.starts[unit]..self.starts[unit + 1]]
    }

    /// The neighbours of a unit with their weights.
    pub fn row(&self, unit: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        self.neighbours(unit).iter().copied().zip(self.of(unit).iter().copied())
    }

    /// Weight of a pair.
    pub fn at(&self, unit: usize, other: usize) -> f64 {
        self.neighbours(unit).binary_search(&other).map_or(0.0, |at| self.of(unit)[at])
    }

    /// The same with rows scaled.
    #[must_use]
    pub fn transformed(&self, transform: Transform) -> Self {
        let mut found = self.clone();
        for unit in 0..self.units() {
            let row = &mut found.values[self.starts[unit]..self.starts[unit + 1]];
            match transform {
                Transform::Binary => row.fill(1.0),
                Transform::RowStandardised => {
                    let sum: f64 = row.iter().sum();
                    for value in row.iter_mut() {
                        *value /= sum;
                    }
                }
            }
        }
        found
    }

    /// The same with every unit among its own neighbours, of weight 1.
    #[must_use]
    pub fn with_self(&self) -> Self {
        let mut found = Self { starts: vec![0], columns: Vec::new(), values: Vec::new() };
        for unit in 0..self.units() {
            let before = self.neighbours(unit).partition_point(|&other| other < unit);
            found.columns.extend_from_slice(&self.neighbours(unit)[..before]);
            found.values.extend_from_slice(&self.of(unit)[..before]);
            found.columns.push(unit);
            found.values.push(1.0);
            found.columns.extend_from_slice(&self.neighbours(unit)[before..]);
            found.values.extend_from_slice(&self.of(unit)[before..]);
            found.starts.push(found.columns.len());
        }
        found
    }

    /// Units without a neighbour of their own.
    pub fn islands(&self) -> Vec<usize> {
        (0..self.units()).filter(|&unit| self.neighbours(unit).is_empty()).collect()
    }

    /// Whether each pair has one weight in both directions.
    pub fn is_symmetric(&self) -> bool {
        (0..self.units()).all(|unit| {
            self.row(unit)
                .all(|(other, value)| (self.at(other, unit) - value).abs() < 1e-12 * value)
        })
    }

    /// Weighted sum of the neighbours' values, unit by unit.
    pub fn lag(&self, values: &[f64]) -> Vec<f64> {
        let of = |unit| self.row(unit).map(|(other, weight)| weight * values[other]).sum();
        (0..self.units()).map(of).collect()
    }

    /// `S0`, `S1` and `S2`.
    pub fn sums(&self) -> Sums {
        let (mut s0, mut s1) = (0.0, 0.0);
        let mut margins = vec![0.0; self.units()];
        for unit in 0..self.units() {
            for (other, value) in self.row(unit) {
                s0 += value;
                // Half of (w_ij + w_ji)^2 over both orders of a pair is w_ij^2 + w_ij w_ji over this one.
                s1 += value * value + value * self.at(other, unit);
                margins[unit] += value;
                margins[other] += value;
            }
        }
        Sums { s0, s1, s2: margins.iter().map(|margin| margin * margin).sum() }
    }

    /// The weights among some units, which are numbered anew in the order given.
    #[must_use]
    pub(super) fn among(&self, units: &[usize]) -> Self {
        let mut place = vec![usize::MAX; self.units()];
        for (at, &unit) in units.iter().enumerate() {
            place[unit] = at;
        }
        let mut found = Self { starts: vec![0], columns: Vec::new(), values: Vec::new() };
        for &unit in units {
            for (other, value) in self.row(unit).filter(|(other, _)| place[*other] != usize::MAX) {
                found.columns.push(place[other]);
                found.values.push(value);
            }
            found.starts.push(found.columns.len());
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain() -> Weights {
        Weights::from_neighbours(&[vec![1], vec![2, 0], vec![1], vec![]]).unwrap()
    }

    #[test]
    fn reference_sums_of_a_chain_by_hand() {
        let sums = chain().sums();
        assert_eq!((sums.s0, sums.s1, sums.s2), (4.0, 8.0, 4.0 + 16.0 + 4.0));
        let sums = chain().transformed(Transform::RowStandardised).sums();
        // Pairs 1 and 1/2 in both directions: half of 1.5^2, four times.
        assert!((sums.s0 - 3.0).abs() < 1e-15 && (sums.s1 - 4.5).abs() < 1e-15);
        assert!((sums.s2 - (2.25 + 9.0 + 2.25)).abs() < 1e-15);
    }

    #[test]
    fn law_a_standardised_lag_of_a_constant_is_that_constant() {
        let lag = chain().transformed(Transform::RowStandardised).lag(&[3.0; 4]);
        assert_eq!(lag[..3], [3.0; 3]);
        assert!(chain().is_symmetric());
        assert!(!chain().transformed(Transform::RowStandardised).is_symmetric());
    }

    #[test]
    fn units_can_be_their_own_neighbours_in_order() {
        let star = chain().with_self();
        assert_eq!(star.neighbours(1), [0, 1, 2]);
        assert_eq!(star.neighbours(3), [3]);
        assert_eq!(chain().among(&[2, 1]).neighbours(0), [1]);
    }

    #[test]
    fn edge_islands_are_listed_and_false_lists_refused() {
        assert_eq!(chain().islands(), [3]);
        for lists in [vec![vec![1]], vec![vec![0]], vec![vec![1, 1], vec![0]]] {
            assert!(Weights::from_neighbours(&lists).is_err());
        }
        assert!(Weights::from_rows(vec![vec![(1, f64::NAN)], vec![]]).is_err());
        assert_eq!(Weights::from_neighbours(&[]).unwrap().units(), 0);
    }
}
