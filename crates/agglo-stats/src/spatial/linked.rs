//! Values of the units that have a link, less their mean.

use crate::error::Error;
use crate::float;
use crate::spatial::Weights;

/// The linked units, their weights, and their values less the mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Linked {
    /// Weights among the linked units, numbered from 0.
    pub weights: Weights,
    /// The units, by their numbers among all.
    pub units: Vec<usize>,
    /// Values less their mean.
    pub centred: Vec<f64>,
    /// Sum of the squares of those; 0 where all values are equal.
    pub squares: f64,
    /// The mean.
    pub mean: f64,
}

impl Linked {
    /// Leaves out units that neither have a neighbour nor are one.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] where there is not one value a unit, [`Error::Range`] where one is not finite.
    pub fn of(values: &[f64], weights: &Weights) -> Result<Self, Error> {
        if values.len() != weights.units() {
            let (expected, got) = (weights.units(), values.len());
            return Err(Error::Shape { what: "the values of units", expected, got });
        }
        if let Some(&value) = values.iter().find(|value| !value.is_finite()) {
            return Err(Error::Range { what: "a value of a unit", value, range: "finite" });
        }
        let mut linked = vec![false; weights.units()];
        for unit in 0..weights.units() {
            for &other in weights.neighbours(unit) {
                linked[unit] = true;
                linked[other] = true;
            }
        }
        let units: Vec<usize> = (0..linked.len()).filter(|&unit| linked[unit]).collect();
        let own: Vec<f64> = units.iter().map(|&unit| values[unit]).collect();
        let mean = float::mean(&own).unwrap_or(0.0);
        let centred: Vec<f64> = own.iter().map(|value| value - mean).collect();
        let squares = float::sum(centred.iter().map(|value| value * value));
        let largest = own.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
        // Equal values leave the rounding of their mean behind, which is no variation.
        let varies = squares.sqrt() > 1e-14 * largest * (own.len() as f64).sqrt();
        let squares = if varies { squares } else { 0.0 };
        Ok(Self { weights: weights.among(&units), units, centred, squares, mean })
    }

    /// Number of linked units.
    pub fn count(&self) -> usize {
        self.units.len()
    }

    /// Whether a statistic can be defined: three units whose values differ.
    pub fn is_defined(&self) -> bool {
        self.count() >= 3 && self.squares > 0.0
    }

    /// `n sum z^4 / (sum z^2)^2`.
    pub(super) fn kurtosis(&self) -> f64 {
        let fourth = float::sum(self.centred.iter().map(|z| z * z * z * z));
        self.count() as f64 * fourth / (self.squares * self.squares)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_island_counts_in_no_mean_and_a_unit_that_only_others_name_does() {
        let weights = Weights::from_neighbours(&[vec![1], vec![2], vec![], vec![]]).unwrap();
        let found = Linked::of(&[1.0, 2.0, 6.0, 1e9], &weights).unwrap();
        assert_eq!(found.units, [0, 1, 2]);
        assert_eq!(found.centred, [-2.0, -1.0, 3.0]);
        assert!(found.is_defined());
    }

    #[test]
    fn edge_equal_values_do_not_vary_and_lengths_are_checked() {
        let weights = Weights::from_neighbours(&[vec![1], vec![0], vec![1]]).unwrap();
        assert!(!Linked::of(&[0.1; 3], &weights).unwrap().is_defined());
        assert!(Linked::of(&[0.1; 2], &weights).is_err());
        assert!(Linked::of(&[0.1, f64::NAN, 1.0], &weights).is_err());
    }
}
