//! Similarity of every pair of industries, made comparable by its mean and spread.

use agglo_stats::float;

/// A symmetric table of similarities; what an industry shares with itself does not count.
#[derive(Clone, Debug, PartialEq)]
pub struct Similarity {
    size: usize,
    values: Vec<f64>,
}

impl Similarity {
    /// A table from a function of two industries, asked once for each pair.
    pub fn from_fn(size: usize, value: impl Fn(usize, usize) -> f64) -> Self {
        let mut values = vec![0.0; size * size];
        for a in 0..size {
            for b in a + 1..size {
                let similarity = value(a, b);
                values[a * size + b] = similarity;
                values[b * size + a] = similarity;
            }
        }
        Self { size, values }
    }

    /// Number of industries.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Similarity of two different industries; 0 of one with itself.
    pub fn at(&self, a: usize, b: usize) -> f64 {
        self.values[a * self.size + b]
    }

    /// All similarities of one industry.
    pub fn row(&self, a: usize) -> &[f64] {
        &self.values[a * self.size..(a + 1) * self.size]
    }

    /// The same with mean 0 and standard deviation 1 over all pairs; unchanged where all are equal.
    #[must_use]
    pub fn standardised(&self) -> Self {
        let pairs: Vec<f64> = (0..self.size)
            .flat_map(|a| (a + 1..self.size).map(move |b| (a, b)))
            .map(|(a, b)| self.at(a, b))
            .collect();
        let mean = float::mean(&pairs).unwrap_or(0.0);
        let squares = float::sum(pairs.iter().map(|value| (value - mean) * (value - mean)));
        let spread = (squares / pairs.len().max(1) as f64).sqrt();
        if spread <= 0.0 {
            return self.clone();
        }
        Self::from_fn(self.size, |a, b| (self.at(a, b) - mean) / spread)
    }

    /// Mean of two tables of one size, pair by pair.
    #[must_use]
    pub fn mean_with(&self, other: &Self) -> Self {
        Self::from_fn(self.size, |a, b| f64::midpoint(self.at(a, b), other.at(a, b)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_standardised_similarities_have_mean_zero_and_spread_one() {
        let table = Similarity::from_fn(5, |a, b| (a * 7 + b * b) as f64).standardised();
        let pairs = || (0..5).flat_map(|a| (a + 1..5).map(move |b| (a, b)));
        let mean: f64 = pairs().map(|(a, b)| table.at(a, b)).sum::<f64>() / 10.0;
        let spread: f64 = pairs().map(|(a, b)| table.at(a, b) * table.at(a, b)).sum::<f64>() / 10.0;
        assert!(mean.abs() < 1e-12 && (spread - 1.0).abs() < 1e-12);
        assert!((table.at(1, 3) - table.at(3, 1)).abs() < 1e-15 && table.at(2, 2).abs() < 1e-15);
    }

    #[test]
    fn edge_equal_similarities_stay() {
        let table = Similarity::from_fn(3, |_, _| 2.0);
        assert_eq!(table.standardised(), table);
        assert_eq!(Similarity::from_fn(0, |_, _| 0.0).standardised().size(), 0);
    }
}
