//! What a small number of establishments can tell of a location quotient: empirical Bayes.
//!
//! Establishments of an industry are taken as draws, `x ~ Poisson(theta m)` with `m = region * industry /
//! reference` expected ones and `theta ~ Gamma` over regions, fitted by moments. The answer is the mean of
//! `theta` given `x`, with its 95 % credible interval. The unit is the establishment and not the job,
//! because jobs come and go in whole plants.
//!
//! Source: Clayton and Kaldor 1987 (Biometrics 43), Marshall 1991 (Applied Statistics 40).

use agglo_stats::distribution::gamma::Gamma;
use agglo_stats::distribution::gamma_poisson::mixing_variance;
use agglo_stats::float;

use crate::base::estimate::{Answer, Estimate, Interval, IntervalKind, Provenance, Withheld};

/// Mean and variance of the quotient over all regions, before a region is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prior {
    /// Mean: all observed over all expected.
    pub mean: f64,
    /// Variance beyond chance; 0 where regions differ no more than chance makes them.
    pub variance: f64,
}

impl Prior {
    /// From observed and expected counts of every region; `None` where nothing is expected anywhere.
    pub fn fit(pairs: &[(f64, f64)]) -> Option<Self> {
        let used: Vec<_> = pairs.iter().filter(|(_, expected)| *expected > 0.0).collect();
        let observed = float::sum(used.iter().map(|(x, _)| *x));
        let expected = float::sum(used.iter().map(|(_, m)| *m));
        let mean = (expected > 0.0).then(|| observed / expected)?;
        let spread = used.iter().map(|(x, m)| m * (x / m - mean) * (x / m - mean));
        let per_region = expected / used.len() as f64;
        let variance = float::sum(spread) / expected - mean / per_region;
        Some(Self { mean, variance: variance.max(0.0) })
    }

    /// As [`Prior::fit`], with the variance by maximum likelihood where moments give none: where few are
    /// expected almost everywhere, the moment estimate is mostly noise.
    pub fn fit_with_likelihood(pairs: &[(f64, f64)]) -> Option<Self> {
        let moments = Self::fit(pairs)?;
        if moments.variance > 0.0 {
            return Some(moments);
        }
        Some(Self { variance: mixing_variance(pairs, moments.mean), ..moments })
    }

    /// The quotient of a region drawn towards the mean, the more so the fewer establishments are expected.
    pub fn shrunk(&self, observed: f64, expected: f64) -> f64 {
        if self.variance <= 0.0 || expected <= 0.0 {
            return self.mean;
        }
        let weight = self.variance / (self.variance + self.mean / expected);
        weight * observed / expected + (1.0 - weight) * self.mean
    }

    /// What is believed of a region's quotient once its establishments are counted; `None` without spread.
    pub fn posterior(&self, observed: f64, expected: f64) -> Option<Gamma> {
        let spread = self.variance > 0.0 && self.mean > 0.0 && expected >= 0.0 && observed >= 0.0;
        let shape = self.mean * self.mean / self.variance;
        let rate = self.mean / self.variance;
        spread.then(|| Gamma::new(shape + observed, rate + expected).ok())?
    }
}

/// Location quotient of establishments, shrunk towards the mean of all regions.
///
/// # Returns
///
/// A ratio with its 95 % credible interval.
///
/// # Withheld when
///
/// Regions differ no more than chance would make them: then nothing can be told of one of them.
pub fn shrunken_quotient(observed: f64, expected: f64, prior: &Prior) -> Answer {
    let flat = || Withheld::too_thin("regions differ no more than chance would make them");
    let posterior = prior.posterior(observed, expected).ok_or_else(flat)?;
    let (low, high) = (posterior.quantile(0.025), posterior.quantile(0.975));
    let interval = Interval::new(low, high, 0.95, IntervalKind::Credible).ok_or_else(flat)?;
    let provenance = Provenance::new("location_quotient_interval/1", []);
    Estimate::new(prior.shrunk(observed, expected), interval, provenance)
}

/// Probability that a region has more than the nation's share; `None` where it cannot be told.
pub fn chance_above_one(observed: f64, expected: f64, prior: &Prior) -> Option<f64> {
    Some(1.0 - prior.posterior(observed, expected)?.probability_below(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs() -> Vec<(f64, f64)> {
        let x = [1., 2., 15., 63., 26., 12., 9., 9., 4., 6., 9., 21., 24., 28., 29.];
        let m =
            [0.5, 29.5, 21.5, 4.5, 29.5, 21.5, 34.5, 5.5, 23.5, 46.5, 2.5, 22.5, 17.5, 16.5, 18.5];
        x.into_iter().zip(m).collect()
    }

    #[test]
    fn reference_values_of_esda_and_scipy() {
        // esda 2.8.2 Empirical_Bayes for the mean, scipy 1.17.1 gamma for the interval.
        let prior = Prior::fit(&pairs()).unwrap();
        assert!((prior.mean - 0.876_061_120_543_293_8).abs() < 1e-12);
        assert!((prior.variance - 2.993_100_143_844_907).abs() < 1e-12);
        let first = shrunken_quotient(1.0, 0.5, &prior).unwrap();
        assert!((first.value() - 1.584_997_677_965_210_6).abs() < 1e-12);
        assert!((first.interval().lower() - 0.076_173_571_719_935_59).abs() < 1e-9);
        assert!((first.interval().upper() - 5.309_417_349_033_075).abs() < 1e-8);
    }

    #[test]
    fn law_the_fewer_are_expected_the_nearer_to_the_mean() {
        let prior = Prior { mean: 1.0, variance: 0.5 };
        let distances: Vec<f64> = [1.0, 10.0, 100.0, 1e4]
            .iter()
            .map(|expected| (prior.shrunk(3.0 * expected, *expected) - 3.0).abs())
            .collect();
        assert!(distances.windows(2).all(|pair| pair[0] > pair[1]));
    }

    #[test]
    fn law_the_chance_grows_with_the_count() {
        let prior = Prior { mean: 1.0, variance: 0.5 };
        let chances: Vec<f64> = [0.0, 2.0, 5.0, 20.0]
            .iter()
            .filter_map(|&x| chance_above_one(x, 4.0, &prior))
            .collect();
        assert!(chances.len() == 4 && chances.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn edge_no_spread_shrinks_to_the_mean_and_tells_nothing() {
        let prior = Prior::fit(&[(41.0, 40.0), (58.0, 60.0), (101.0, 100.0)]).unwrap();
        assert_eq!((prior.variance, prior.shrunk(41.0, 40.0)), (0.0, 1.0));
        assert!(shrunken_quotient(41.0, 40.0, &prior).is_err());
        assert_eq!(Prior::fit(&[]), None);
    }

    #[test]
    fn one_concentration_among_many_small_places_is_seen_where_moments_see_none() {
        // 5,000 places expect a hundredth of a plant each and have none; one expects 10 and has 60.
        let mut pairs = vec![(0.0, 0.01); 5000];
        pairs.push((60.0, 10.0));
        assert!(Prior::fit(&pairs).unwrap().variance.abs() < f64::MIN_POSITIVE);
        let prior = Prior::fit_with_likelihood(&pairs).unwrap();
        let there = shrunken_quotient(60.0, 10.0, &prior).unwrap();
        assert!(there.interval().lower() > 3.0);
    }

    #[test]
    fn edge_none_observed_still_has_an_interval_above_zero() {
        let prior = Prior { mean: 1.0, variance: 0.5 };
        let none = shrunken_quotient(0.0, 2.0, &prior).unwrap();
        assert!(none.value() > 0.0 && none.interval().upper() > none.value());
    }
}
