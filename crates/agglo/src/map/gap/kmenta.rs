//! Kmenta's approximation: the logarithm of the aggregate from the mean and the unevenness of levels.
//!
//! `ln A ~ m + (rho / 2) v`, `m = sum w ln l`, `v = sum w (ln l)^2 - m^2`; second order around equal
//! levels (Kmenta 1967, International Economic Review 8(2)).

use agglo_stats::float;

use crate::base::error::Error;
use crate::map::gap::aggregate::Scored;

/// Mean and variance of the logarithms of levels, by weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unevenness {
    /// `sum w ln l`: the logarithm of the geometric mean.
    pub m: f64,
    /// `sum w (ln l)^2 - m^2`: 0 when all levels are equal.
    pub v: f64,
}

impl Unevenness {
    /// Mean and variance of logarithms.
    ///
    /// # Errors
    ///
    /// `E0307` when a level is 0: its logarithm has no value.
    pub fn of(scored: &Scored) -> Result<Self, Error> {
        if scored.levels().iter().any(|&level| level <= 0.0) {
            let what = "a level is 0, whose logarithm has no value";
            return Err(Error::new("E0307", what).hint("lift levels to a printed floor first"));
        }
        let mean = |f: fn(f64) -> f64| {
            let pairs = scored.weights().iter().zip(scored.levels());
            pairs.map(|(w, l)| w * f(float::ln(*l))).sum::<f64>()
        };
        let m = mean(|ln| ln);
        Ok(Self { m, v: (mean(|ln| ln * ln) - m * m).max(0.0) })
    }

    /// The approximate logarithm of the aggregate.
    pub fn approximate(&self, rho: f64) -> f64 {
        self.m + 0.5 * rho * self.v
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_it_is_exact_where_levels_are_equal_and_close_where_they_are_near() {
        let equal = Scored::new(&[0.4, 0.6], &[0.7, 0.7]).unwrap();
        let near = Scored::new(&[0.4, 0.6], &[0.70, 0.72]).unwrap();
        for rho in [-2.0, -1.0, 0.5, 1.0] {
            for (scored, within) in [(&equal, 1e-12), (&near, 1e-5)] {
                let gap = Unevenness::of(scored).unwrap().approximate(rho)
                    - float::ln(scored.aggregate(rho));
                assert!(gap.abs() < within);
            }
        }
    }

    #[test]
    fn edge_a_zero_has_no_logarithm() {
        let zero = Scored::new(&[0.4, 0.6], &[0.0, 1.0]).unwrap();
        assert_eq!(Unevenness::of(&zero).unwrap_err().code(), "E0307");
    }
}
