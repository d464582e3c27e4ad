//! Proximity: how often two industries stand in the same regions.
//!
//! `phi_ij = sum_r M_ri M_rj / max(k_i, k_j)`, the smaller of the two shares of one industry's regions that
//! have the other; from 0 to 1.

use agglo_stats::Error;
use agglo_stats::correlation::correlations;
use agglo_stats::matrix::{Matrix, mirror_lower};

use crate::map::presence::Presence;
use crate::map::table::Table;

/// What shared regions are counted against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The larger ubiquity: the smaller of the two conditional probabilities.
    Larger,
    /// The geometric mean of both ubiquities: the cosine of the two columns.
    GeometricMean,
}

/// What an industry's proximity to itself is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Diagonal {
    /// 0: only other industries make a region close to one. Right for reading gaps.
    Zero,
    /// 1: having the industry counts as being close to it.
    One,
}

/// Proximity of every pair of industries.
///
/// # Returns
///
/// A symmetric table in `[0, 1]`. An industry of no region is close to nothing, itself included: 0.
///
/// # Errors
///
/// Those of [`Matrix::new`], which cannot come.
///
/// # How to read it
///
/// A habit of the table's regions, for whatever reason: links, skills, a port. A common industry is close to
/// many.
///
/// # Source
///
/// Hidalgo, Klinger, Barabási and Hausmann 2007, Science 317(5837).
pub fn proximity(presence: &Presence, form: Form, diagonal: Diagonal) -> Result<Matrix, Error> {
    let ubiquity: Vec<f64> = presence.ubiquity().into_iter().map(f64::from).collect();
    let size = ubiquity.len();
    let own = match diagonal {
        Diagonal::Zero => 0.0,
        Diagonal::One => 1.0,
    };
    let against = |a: f64, b: f64| match form {
        Form::Larger => a.max(b),
        Form::GeometricMean => (a * b).sqrt(),
    };
    let mut values: Vec<f64> = presence.shared_by_pair().into_iter().map(f64::from).collect();
    for (a, row) in values.chunks_exact_mut(size.max(1)).enumerate() {
        for (value, &other) in row[..a].iter_mut().zip(&ubiquity) {
            let against = against(ubiquity[a], other);
            *value = if against > 0.0 { *value / against } else { 0.0 };
        }
        row[a] = if ubiquity[a] > 0.0 { own } else { 0.0 };
    }
    mirror_lower(&mut values, size);
    Matrix::new(size, size, values)
}

/// Proximity without a threshold: `(1 + r) / 2`, with `r` the correlation over regions of the two
/// industries' location quotients.
///
/// # Inputs
///
/// Counts, regions in rows; a region of nothing is left out.
///
/// # Returns
///
/// A symmetric table in `[0, 1]`; `None` where an industry's quotient does not vary.
///
/// # Errors
///
/// Those of [`correlations`], which cannot come.
///
/// # Source
///
/// Hausmann et al. 2014, The Atlas of Economic Complexity.
pub fn continuous_proximity(counts: &Table) -> Result<Vec<Vec<Option<f64>>>, Error> {
    let totals = counts.region_totals();
    let filled: Vec<usize> = (0..totals.len()).filter(|&region| totals[region] > 0.0).collect();
    let table = Matrix::from_fn(filled.len(), counts.industry_totals().len(), |row, industry| {
        counts.quotient(filled[row], industry).unwrap_or(0.0)
    })?;
    let mut found = correlations(&table, None)?;
    for value in found.iter_mut().flatten().flatten() {
        *value = f64::midpoint(1.0, *value);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn table() -> Presence {
        let rows = [[1, 1, 0, 0], [1, 1, 1, 0], [1, 0, 1, 0]];
        Presence::from_fn(3, 4, |r, i| rows[r][i] == 1)
    }

    #[test]
    fn reference_by_hand() {
        let found = proximity(&table(), Form::Larger, Diagonal::One).unwrap();
        assert!((found.at(0, 1) - 2.0 / 3.0).abs() < 1e-15);
        assert!((found.at(1, 2) - 0.5).abs() < 1e-15);
        let found = proximity(&table(), Form::GeometricMean, Diagonal::Zero).unwrap();
        assert!((found.at(0, 1) - 2.0 / 6.0_f64.sqrt()).abs() < 1e-15);
    }

    proptest! {
        #[test]
        fn law_the_smaller_conditional_share_is_never_above_the_cosine(
            cells in prop::collection::vec(any::<bool>(), 60)
        ) {
            let presence = Presence::from_fn(10, 6, |r, i| cells[r * 6 + i]);
            let least = proximity(&presence, Form::Larger, Diagonal::One).unwrap();
            let cosine = proximity(&presence, Form::GeometricMean, Diagonal::One).unwrap();
            for a in 0..6 {
                for b in 0..6 {
                    prop_assert!((least.at(a, b) - least.at(b, a)).abs() < 1e-15);
                    prop_assert!(least.at(a, b) <= cosine.at(a, b) + 1e-15);
                    prop_assert!((0.0..=1.0).contains(&least.at(a, b)));
                }
            }
        }
    }

    #[test]
    fn edge_an_industry_of_nowhere_has_no_neighbour_and_a_steady_quotient_no_correlation() {
        let found = proximity(&table(), Form::Larger, Diagonal::One).unwrap();
        assert!(found.row(3).iter().all(|value| *value <= 0.0));
        let counts = Table::of(&[&[1.0, 2.0], &[2.0, 4.0], &[0.0, 0.0]]);
        assert_eq!(continuous_proximity(&counts).unwrap(), vec![vec![None; 2]; 2]);
    }
}
