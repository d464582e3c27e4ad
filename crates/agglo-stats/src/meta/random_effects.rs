//! Random-effects meta-analysis in closed form.
//!
//! `y_i = theta_i + e_i`, `theta_i ~ N(mu, tau²)`, `e_i ~ N(0, s_i²)`; every study is weighted by
//! `1 / (s_i² + tau²)`. Source: DerSimonian and Laird 1986, Controlled Clinical Trials 7(3).

use crate::error::Error;
use crate::float::sum;
use crate::meta::check;

/// A pooled effect and the variance between places.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pooled {
    /// Mean effect.
    pub mu: f64,
    /// Its standard error.
    pub se: f64,
    /// Variance of the effect between places.
    pub tau2: f64,
    /// Cochran's Q: weighted squares around the fixed-effect mean, `k - 1` degrees of freedom.
    pub q: f64,
    /// Studies.
    pub k: usize,
}

/// Pools effects with the moment estimate of the variance between places.
///
/// # Errors
///
/// Fewer than two studies, unequal lengths, a standard error that is not positive.
pub fn dersimonian_laird(y: &[f64], se: &[f64]) -> Result<Pooled, Error> {
    check(y, se, 2)?;
    let fixed = weighted(y, se, 0.0);
    let q = sum(y.iter().zip(se).map(|(y, se)| (y - fixed.0) * (y - fixed.0) / (se * se)));
    let weights = || se.iter().map(|se| 1.0 / (se * se));
    let total = sum(weights());
    let spread = total - sum(weights().map(|weight| weight * weight)) / total;
    let tau2 = ((q - (y.len() - 1) as f64) / spread).max(0.0);
    let (mu, precision) = weighted(y, se, tau2);
    Ok(Pooled { mu, se: 1.0 / precision.sqrt(), tau2, q, k: y.len() })
}

/// Mean weighted by inverse variances, and the sum of the weights.
fn weighted(y: &[f64], se: &[f64], tau2: f64) -> (f64, f64) {
    let weight = |se: f64| 1.0 / (se * se + tau2);
    let total = sum(se.iter().map(|&se| weight(se)));
    (sum(y.iter().zip(se).map(|(y, &se)| y * weight(se))) / total, total)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rubin 1981; value by R's metafor (method DL).
    #[test]
    fn reference_eight_schools_have_no_moment_variance() {
        let y = [28.39, 7.94, -2.75, 6.82, -0.64, 0.63, 18.01, 12.16];
        let se = [14.9, 10.2, 16.3, 11.0, 9.4, 11.4, 10.4, 17.6];
        let pooled = dersimonian_laird(&y, &se).unwrap();
        assert!(pooled.tau2.abs() < f64::EPSILON);
        assert!((pooled.mu - 7.870_545_564_661_42).abs() < 1e-9);
        assert!((pooled.q - 4.563_261_182_711_54).abs() < 1e-9);
    }

    /// Trials of a vaccine against tuberculosis (Colditz and others 1994), log risk ratios with their
    /// variances; values by R's metafor (method DL).
    #[test]
    fn reference_vaccine_trials_vary_between_places() {
        let rows = [
            (-0.889_311_333_920_205, 0.325_584_765_003_961),
            (-1.585_388_657_201_43, 0.194_581_121_398_144),
            (-1.348_073_148_299_69, 0.415_367_965_367_965),
            (-1.441_551_190_021_31, 0.020_010_031_902_247_6),
            (-0.217_547_322_211_296, 0.051_210_172_169_630_9),
            (-0.786_115_585_818_864, 0.006_905_618_455_908_76),
            (-1.620_898_223_598_39, 0.223_017_247_572_315),
            (0.011_952_333_523_840_5, 0.003_961_579_297_817_73),
            (-0.469_417_648_738_149, 0.056_434_210_463_249),
            (-1.371_344_803_472_78, 0.073_024_793_613_029),
            (-0.339_358_828_338_391, 0.012_412_213_971_559_7),
            (0.445_913_400_571_379, 0.532_505_845_200_153),
            (-0.017_313_948_216_879_8, 0.071_404_659_683_986_3),
        ];
        let y = rows.map(|row: (f64, f64)| row.0);
        let se = rows.map(|row| row.1.sqrt());
        let pooled = dersimonian_laird(&y, &se).unwrap();
        assert!((pooled.mu - -0.714_117_222_073_227).abs() < 1e-9);
        assert!((pooled.se - 0.178_742_089_535_403).abs() < 1e-9);
        assert!((pooled.tau2 - 0.308_760_262_862_376).abs() < 1e-9);
    }

    #[test]
    fn law_adding_a_constant_moves_the_mean_and_nothing_else() {
        let (y, se) = ([1.0, 5.0, -2.0, 9.0], [1.0, 2.0, 1.5, 1.0]);
        let base = dersimonian_laird(&y, &se).unwrap();
        let moved = dersimonian_laird(&y.map(|y| y + 7.0), &se).unwrap();
        assert!((moved.mu - base.mu - 7.0).abs() < 1e-12);
        assert!((moved.tau2 - base.tau2).abs() < 1e-12);
        assert!(base.tau2 > 0.0);
    }

    #[test]
    fn edge_one_study_or_a_certain_study_is_refused() {
        assert!(dersimonian_laird(&[1.0], &[1.0]).is_err());
        assert!(dersimonian_laird(&[1.0, 2.0], &[1.0, 0.0]).is_err());
        assert!(dersimonian_laird(&[1.0, 2.0], &[1.0]).is_err());
    }
}
