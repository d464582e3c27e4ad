//! Standard errors of a shift-share estimate that know which regions share their industries.
//!
//! With shares `W`, the instrument less its mean `z`, and residuals `e` of `y = b x`:
//! `se = sqrt(sum_k u_k^2 (sum_i w_ik e_i)^2) / |sum_i z_i x_i|`, `u = (W'W)^-1 W'z` the shocks that the instrument
//! is made of.

use agglo_stats::distribution::student;
use agglo_stats::float;
use agglo_stats::matrix::{Matrix, solve};

use crate::base::error::Error;

/// An estimate with two standard errors.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExposureErrors {
    /// Estimate of `y` on `x` with the instrument, a constant partialled out.
    pub estimate: f64,
    /// Its standard error where regions of like industries have like residuals.
    pub standard_error: f64,
    /// The usual robust one, which takes regions as unrelated; often far too small.
    pub robust: f64,
    /// Two-sided probability of no effect by the first, with the industries less one as degrees of freedom;
    /// `None` of one industry or an exact fit.
    pub p: Option<f64>,
}

/// Standard errors of the estimate of `y` on `x` with the instrument `shares * growth`.
///
/// # Inputs
///
/// As [`crate::map::shift_share::rotemberg`]; with other controls hand over residuals of `x`, `y` on them.
/// Industries fewer than regions, and no share a sum of others.
///
/// # Returns
///
/// `None` where the instrument does not move `x`.
///
/// # Errors
///
/// `E0301` where lengths differ, `E0303` where shares depend on each other, so that shocks cannot be told apart.
///
/// # How to read it
///
/// Trust it with many industries, none of which holds much: with fewer than some 20 effective shocks it is too
/// small itself.
///
/// # Source
///
/// Adão, Kolesár and Morales 2019, Quarterly Journal of Economics 134(4).
pub fn exposure_errors(
    shares: &Matrix,
    growth: &[f64],
    x: &[f64],
    y: &[f64],
) -> Result<Option<ExposureErrors>, Error> {
    let (regions, industries) = (shares.rows(), shares.columns());
    if growth.len() != industries || x.len() != regions || y.len() != regions {
        let what = "a growth for each industry, and an `x` and a `y` for each region";
        return Err(Error::new("E0301", what));
    }
    let centred = |values: &[f64]| -> Vec<f64> {
        let mean = float::mean(values).unwrap_or(0.0);
        values.iter().map(|value| value - mean).collect()
    };
    let (z, x, y) = (centred(&shares.apply(growth)), centred(x), centred(y));
    let dot = |a: &[f64], b: &[f64]| float::sum(a.iter().zip(b).map(|(a, b)| a * b));
    let moved = dot(&z, &x);
    if moved.abs() <= 1e-12 * (dot(&z, &z) * dot(&x, &x)).sqrt() {
        return Ok(None);
    }
    let estimate = dot(&z, &y) / moved;
    let residuals: Vec<f64> = y.iter().zip(&x).map(|(y, x)| y - estimate * x).collect();
    let transposed = shares.transposed();
    let unknown = |error: agglo_stats::Error| {
        Error::new("E0303", format!("the shocks cannot be told apart: {error}"))
            .hint("put industries together until there are fewer than regions")
    };
    let gram = transposed.times(shares).map_err(unknown)?;
    let shocks = solve(&gram, &transposed.apply(&z)).map_err(unknown)?;
    let met = transposed.apply(&residuals);
    let spread = |terms: Vec<f64>| dot(&terms, &terms).sqrt() / moved.abs();
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).collect::<Vec<_>>();
    let standard_error = spread(product(&shocks, &met));
    let robust = spread(product(&z, &residuals));
    if ![estimate, standard_error, robust].iter().all(|value| value.is_finite()) {
        return Ok(None);
    }
    let p = (standard_error > 0.0 && industries > 1)
        .then(|| student::two_sided(estimate / standard_error, industries as f64 - 1.0))
        .flatten();
    Ok(Some(ExposureErrors { estimate, standard_error, robust, p }))
}

#[cfg(test)]
mod tests {
    use agglo_stats::random::uniform;

    use super::*;

    fn shares(regions: usize, industries: usize) -> Matrix {
        Matrix::from_fn(regions, industries, |region, industry| {
            // Regions fall into kinds that hold the same industries.
            if region % industries == industry { 0.7 } else { 0.3 / (industries as f64 - 1.0) }
        })
        .unwrap()
    }

    fn drawn(seed: u64, kind: u32, count: usize) -> Vec<f64> {
        (0..count)
            .map(|at| {
                let at = u32::try_from(at).unwrap();
                (0..12).map(|k| uniform(seed, [at, kind, k, 0])[0]).sum::<f64>() - 6.0
            })
            .collect()
    }

    /// One industry a region: shocks are the regions' own and both errors are one.
    #[test]
    fn reference_with_an_industry_to_each_region_it_is_the_robust_one() {
        let own = Matrix::identity(4);
        let (growth, y) = ([1.0, 2.0, 4.0, 9.0], [1.0, 3.0, 3.0, 8.0]);
        let found = exposure_errors(&own, &growth, &growth, &y).unwrap().unwrap();
        assert!((found.standard_error - found.robust).abs() < 1e-12);
        // Least squares of y on growth: 41 / 38 of centred products 33 and squares 38 by hand.
        let z = [-3.0, -2.0, 0.0, 5.0];
        let slope = z.iter().zip(y).map(|(z, y)| z * (y - 3.75)).sum::<f64>() / 38.0;
        assert!((found.estimate - slope).abs() < 1e-12);
    }

    /// Residuals that come with industries: the robust error rejects a true nothing far too often.
    #[test]
    fn a_placebo_is_rejected_about_as_often_as_stated_and_by_the_robust_error_far_more_often() {
        let (regions, industries, rounds) = (200, 25, 200);
        let w = shares(regions, industries);
        let (mut by_exposure, mut by_robust) = (0, 0);
        for round in 0..rounds {
            let growth = drawn(round, 1, industries);
            let shock = w.apply(&drawn(round, 2, industries));
            let noise = drawn(round, 3, regions);
            let y: Vec<f64> = shock.iter().zip(&noise).map(|(s, n)| s + 0.1 * n).collect();
            let x = w.apply(&growth);
            let found = exposure_errors(&w, &growth, &x, &y).unwrap().unwrap();
            by_exposure += u32::from(found.p.unwrap() < 0.05);
            by_robust += u32::from((found.estimate / found.robust).abs() > 1.96);
        }
        assert!(by_exposure < 30, "{by_exposure} of {rounds}");
        assert!(by_robust > 3 * by_exposure, "{by_robust} against {by_exposure}");
    }

    #[test]
    fn edge_shares_that_depend_on_each_other_and_an_instrument_that_moves_nothing() {
        let twins = Matrix::from_fn(5, 2, |region, _| region as f64).unwrap();
        let y = [1.0, 2.0, 3.0, 4.0, 6.0];
        assert_eq!(exposure_errors(&twins, &[1.0, 2.0], &y, &y).unwrap_err().code(), "E0303");
        let own = Matrix::identity(5);
        assert_eq!(exposure_errors(&own, &[1.0; 5], &y, &y), Ok(None));
        assert!(exposure_errors(&own, &[1.0], &y, &y).is_err());
    }
}
