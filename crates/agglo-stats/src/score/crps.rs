//! Continuous ranked probability score: how far a whole forecast distribution is from what happened.
//!
//! In the unit of the outcome; 0 is perfect, a point forecast scores its absolute error.

use crate::distribution::normal;
use crate::float;

/// Fair score of an ensemble of `m` draws: `mean|x - y| - sum of pairs |x_i - x_j| / (2 m (m - 1))`.
///
/// The fair form does not reward a small ensemble for being narrow. `None` with fewer than two draws.
///
/// # Source
///
/// Ferro 2014, Quarterly Journal of the Royal Meteorological Society 140(683).
pub fn fair(ensemble: &[f64], observed: f64) -> Option<f64> {
    let m = ensemble.len() as f64;
    (ensemble.len() > 1).then(|| score(ensemble, observed, m * (m - 1.0)))
}

/// Score of an ensemble as a distribution of its own, each draw with mass `1 / m`; `None` of nothing.
///
/// # Source
///
/// Gneiting and Raftery 2007, Journal of the American Statistical Association 102(477).
pub fn plain(ensemble: &[f64], observed: f64) -> Option<f64> {
    let m = ensemble.len() as f64;
    (!ensemble.is_empty()).then(|| score(ensemble, observed, m * m))
}

/// `pairs` divides the sum over ordered pairs, which in ascending order is a weighted sum.
fn score(ensemble: &[f64], observed: f64, pairs: f64) -> f64 {
    let mut sorted = ensemble.to_vec();
    sorted.sort_by(f64::total_cmp);
    let m = sorted.len() as f64;
    let error = sorted.iter().map(|x| (x - observed).abs());
    let spread = sorted.iter().enumerate().map(|(rank, x)| (2.0 * rank as f64 + 1.0 - m) * x);
    float::sum(error) / m - float::sum(spread) / pairs
}

/// Score of a normal forecast with mean `mu` and standard deviation `sigma`.
///
/// `None` unless `sigma` is positive.
///
/// # Source
///
/// Gneiting and Raftery 2007, equation 21.
pub fn gaussian(mu: f64, sigma: f64, observed: f64) -> Option<f64> {
    let z = (observed - mu) / sigma;
    (sigma > 0.0 && z.is_finite()).then(|| {
        let above_chance = 2.0 * normal::below(z) - 1.0;
        let root_pi = std::f64::consts::PI.sqrt();
        sigma * (z * above_chance + 2.0 * normal::density(z) - 1.0 / root_pi)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(got: Option<f64>, want: f64) -> bool {
        (got.unwrap() - want).abs() < 1e-12
    }

    /// Draws 1 to 5 and an outcome of 3.3, by hand: errors 7.3 / 5, ordered pairs sum to 40.
    #[test]
    fn reference_five_draws_by_hand() {
        let draws = [1.0, 2.0, 3.0, 4.0, 5.0];
        assert!(close(plain(&draws, 3.3), 1.26 - 40.0 / 50.0));
        assert!(close(fair(&draws, 3.3), 1.26 - 40.0 / 40.0));
    }

    #[test]
    fn law_a_point_forecast_scores_its_absolute_error() {
        assert!(close(fair(&[2.5; 4], 2.0), 0.5));
        assert!(close(plain(&[2.5], 2.0), 0.5));
    }

    #[test]
    fn law_many_normal_quantiles_score_like_the_normal() {
        let m = 20_000;
        let draws: Vec<f64> = (0..m)
            .map(|i| 1.0 + 0.5 * normal::quantile((f64::from(i) + 0.5) / f64::from(m)).unwrap())
            .collect();
        for y in [-1.0, 1.0, 1.7] {
            let exact = gaussian(1.0, 0.5, y).unwrap();
            assert!((plain(&draws, y).unwrap() - exact).abs() < 1e-4);
        }
    }

    #[test]
    fn edge_an_empty_ensemble_and_a_flat_normal_have_no_score() {
        assert_eq!(plain(&[], 1.0), None);
        assert_eq!(fair(&[1.0], 1.0), None);
        assert_eq!(gaussian(0.0, 0.0, 0.0), None);
    }
}
