//! Key sectors: whose demand pulls, and who is pulled by all, more than the mean industry.
//!
//! Power of dispersion `n sum_i l_ij / sum_ij l_ij`, sensitivity `n sum_j l_ij / sum_ij l_ij`; ratios of mean 1.

use agglo_stats::float;
use agglo_stats::matrix::Matrix;

use crate::base::error::Error;
use crate::map::input_output::coefficients::{numbers, sized, square};
use crate::map::input_output::{Ghosh, Leontief};

/// Linkages of each industry over the mean one's.
#[derive(Clone, Debug, PartialEq)]
pub struct KeySectors {
    /// Power of dispersion: what a unit of demand for it sets in motion.
    pub backward: Vec<f64>,
    /// Sensitivity of dispersion: what a unit of demand for each industry asks of it.
    pub forward: Vec<f64>,
    /// Forward linkage by the Ghosh inverse: without the fiction of equal demand for all; the better one.
    pub forward_ghosh: Vec<f64>,
    /// Sample coefficient of variation of each column: low where the pull is spread; `None` of one industry.
    pub variation: Vec<Option<f64>>,
    /// Whether both of the first two exceed 1.
    pub is_key: Vec<bool>,
}

/// Linkages of technical coefficients and outputs.
///
/// # Errors
///
/// `E0302` where shapes do not fit or the economy is not productive.
///
/// # How to read it
///
/// A ranking of links, not of worth: a large network of purchases is no reason to favour an industry.
///
/// # Source
///
/// Rasmussen 1956, Studies in Inter-Sectoral Relations; Jones 1976, Quarterly Journal of Economics 90(2), for
/// the forward linkage.
pub fn key_sectors(a: &Matrix, output: &[f64]) -> Result<KeySectors, Error> {
    let size = square(a)?;
    sized("output", size, output)?;
    let inverse = Leontief::of(a)?.inverse;
    let flows = Matrix::from_fn(size, size, |row, column| a.at(row, column) * output[column])
        .map_err(numbers)?;
    let ghosh = Ghosh::of(&flows, output)?;
    let backward = over_mean((0..size).map(|at| float::sum(inverse.column(at))).collect());
    let forward =
        over_mean((0..size).map(|at| float::sum(inverse.row(at).iter().copied())).collect());
    let is_key = backward.iter().zip(&forward).map(|(b, f)| *b > 1.0 && *f > 1.0).collect();
    let variation =
        (0..size).map(|at| variation(&inverse.column(at).collect::<Vec<_>>())).collect();
    Ok(KeySectors {
        forward_ghosh: over_mean(ghosh.forward()),
        backward,
        forward,
        variation,
        is_key,
    })
}

fn over_mean(sums: Vec<f64>) -> Vec<f64> {
    let mean = float::mean(&sums).unwrap_or(1.0);
    sums.into_iter().map(|sum| sum / mean).collect()
}

fn variation(values: &[f64]) -> Option<f64> {
    let mean = float::mean(values)?;
    let squares = float::sum(values.iter().map(|value| (value - mean) * (value - mean)));
    (values.len() > 1).then(|| (squares / (values.len() as f64 - 1.0)).sqrt() / mean)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a() -> Matrix {
        Matrix::from_rows(&[vec![0.15, 0.25], vec![0.2, 0.05]]).unwrap()
    }

    #[test]
    fn reference_two_industries_by_hand() {
        let found = key_sectors(&a(), &[1000.0, 2000.0]).unwrap();
        // The inverse is [[0.95, 0.25], [0.2, 0.85]] / 0.7575: columns 1.15 and 1.1 of 2.25.
        assert!((found.backward[0] - 2.0 * 1.15 / 2.25).abs() < 1e-12);
        assert!((found.forward[0] - 2.0 * 1.2 / 2.25).abs() < 1e-12);
        let column: f64 = (0.95 - 0.2) / 2.0_f64.sqrt() / 0.575;
        assert!((found.variation[0].unwrap() - column).abs() < 1e-12);
        assert_eq!(found.is_key, [true, false]);
    }

    #[test]
    fn law_every_linkage_has_mean_one() {
        let found = key_sectors(&a(), &[1000.0, 2000.0]).unwrap();
        for linkage in [&found.backward, &found.forward, &found.forward_ghosh] {
            assert!((linkage.iter().sum::<f64>() - 2.0).abs() < 1e-12);
        }
    }

    #[test]
    fn edge_one_industry_has_no_variation_and_is_not_key() {
        let found = key_sectors(&Matrix::new(1, 1, vec![0.5]).unwrap(), &[10.0]).unwrap();
        assert_eq!((found.variation, found.is_key), (vec![None], vec![false]));
        assert!(key_sectors(&a(), &[1.0]).is_err());
    }
}
