//! Aggregate of levels with constant elasticity of substitution, and what one more step is worth.
//!
//! `A = (sum w l^rho)^(1/rho)`, weights positive with sum 1, levels in `[0, 1]`, without unit. `rho = 1`
//! is the weighted mean, `rho -> 0` the weighted geometric mean, `rho -> -inf` the minimum; the
//! elasticity of substitution is `1 / (1 - rho)` (Arrow, Chenery, Minhas and Solow 1961).

use agglo_stats::float;

use crate::base::error::Error;

/// Below this distance from 0, `rho` is the geometric limit.
const GEOMETRIC: f64 = 1e-9;

/// How far weights may sum beside 1 before they are refused.
const WEIGHT_SLACK: f64 = 1e-6;

/// A derivative of the aggregate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Marginal {
    /// `dA/dl`, or its limit.
    Finite(f64),
    /// It grows without bound: the step gain says more.
    Unbounded,
}

/// Weights and levels that belong together, checked once.
#[derive(Clone, Debug, PartialEq)]
pub struct Scored {
    weights: Vec<f64>,
    levels: Vec<f64>,
}

impl Scored {
    /// Weights are positive and sum to 1, levels lie in `[0, 1]`, as many of each.
    ///
    /// # Errors
    ///
    /// `E0302` when the numbers of weights and levels differ or there are none, `E0303` for weights,
    /// `E0304` for levels.
    pub fn new(weights: &[f64], levels: &[f64]) -> Result<Self, Error> {
        if weights.is_empty() || weights.len() != levels.len() {
            let (w, l) = (weights.len(), levels.len());
            return Err(Error::new("E0302", format!("{w} weights for {l} levels")));
        }
        check_weights(weights)?;
        check_levels(levels)?;
        Ok(Self { weights: weights.to_vec(), levels: levels.to_vec() })
    }

    /// The weights.
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// The levels.
    pub fn levels(&self) -> &[f64] {
        &self.levels
    }

    /// The aggregate, in `[0, 1]`.
    pub fn aggregate(&self, rho: f64) -> f64 {
        aggregate(&self.weights, &self.levels, rho)
    }

    /// Its natural logarithm; none where the aggregate is 0.
    pub fn log_aggregate(&self, rho: f64) -> Option<f64> {
        let a = self.aggregate(rho);
        (a > 0.0).then(|| float::ln(a))
    }

    /// Derivative by each level, with its limits where levels are 0.
    ///
    /// For `rho < 0` a single zero has the finite limit `w^(1/rho)` and hides all others; with two zeros
    /// no single element helps.
    pub fn marginals(&self, rho: f64) -> Vec<Marginal> {
        let a = self.aggregate(rho);
        let zeros = self.levels.iter().filter(|&&level| level <= 0.0).count();
        let pairs = self.weights.iter().zip(&self.levels);
        pairs.map(|(&w, &l)| self.marginal(w, l, a, zeros, rho)).collect()
    }

    fn marginal(&self, w: f64, l: f64, a: f64, zeros: usize, rho: f64) -> Marginal {
        let others_zero = zeros - usize::from(l <= 0.0);
        if self.weights.len() == 1 {
            return Marginal::Finite(1.0);
        }
        if l > 0.0 {
            if a <= 0.0 {
                return Marginal::Finite(0.0);
            }
            return Marginal::Finite(w * float::exp((1.0 - rho) * (float::ln(a) - float::ln(l))));
        }
        let alone = others_zero == if rho > GEOMETRIC { self.weights.len() - 1 } else { 0 };
        if rho.abs() < GEOMETRIC {
            if alone { Marginal::Unbounded } else { Marginal::Finite(0.0) }
        } else if alone {
            Marginal::Finite(float::exp(float::ln(w) / rho))
        } else if !(0.0..=1.0).contains(&rho) {
            Marginal::Finite(0.0)
        } else if rho < 1.0 {
            Marginal::Unbounded
        } else {
            Marginal::Finite(w)
        }
    }

    /// What the aggregate gains when one level alone rises by `step`, cut at 1; always finite.
    pub fn gains(&self, rho: f64, step: f64) -> Vec<f64> {
        self.gains_by(rho, |_| step)
    }

    /// As [`Scored::gains`], with a step of its own for each element.
    ///
    /// # Errors
    ///
    /// `E0302` when there are not as many steps as levels.
    pub fn gains_of(&self, rho: f64, steps: &[f64]) -> Result<Vec<f64>, Error> {
        if steps.len() != self.levels.len() {
            let (s, l) = (steps.len(), self.levels.len());
            return Err(Error::new("E0302", format!("{s} steps for {l} levels")));
        }
        Ok(self.gains_by(rho, |at| steps[at]))
    }

    fn gains_by(&self, rho: f64, step: impl Fn(usize) -> f64) -> Vec<f64> {
        let before = self.aggregate(rho);
        let mut levels = self.levels.clone();
        (0..levels.len())
            .map(|at| {
                let own = levels[at];
                levels[at] = (own + step(at)).min(1.0);
                let rises = levels[at] > own;
                let after = if rises { aggregate(&self.weights, &levels, rho) } else { before };
                levels[at] = own;
                (after - before).max(0.0)
            })
            .collect()
    }
}

/// The aggregate of weights that sum to 1 (rounding is divided out) and levels in `[0, 1]`: unchecked,
/// for inner loops.
pub(crate) fn aggregate(weights: &[f64], levels: &[f64], rho: f64) -> f64 {
    if rho <= GEOMETRIC && levels.iter().any(|&level| level <= 0.0) {
        return 0.0;
    }
    let pairs = || weights.iter().zip(levels);
    if rho.is_infinite() {
        return if rho < 0.0 {
            levels.iter().copied().fold(1.0, f64::min)
        } else {
            levels.iter().copied().fold(0.0, f64::max)
        };
    }
    if rho.abs() < GEOMETRIC {
        return float::exp(pairs().map(|(w, l)| w * float::ln(*l)).sum());
    }
    let total: f64 = weights.iter().sum();
    let widest = pairs().map(|(_, l)| (rho * float::ln(*l)).abs()).fold(0.0, f64::max);
    let inside = if widest < 0.5 {
        // Near rho = 0 the mean is 1 plus something small, which a logarithm would lose.
        let excess: f64 = pairs().map(|(w, l)| w * float::exp_m1(rho * float::ln(*l))).sum();
        float::ln_1p(excess / total)
    } else {
        log_sum_exp(pairs().map(|(w, l)| float::ln(*w / total) + rho * float::ln(*l)))
    };
    float::exp(inside / rho).clamp(0.0, 1.0)
}

/// `ln(sum exp(x))` without overflow; minus infinity where every term is.
fn log_sum_exp(terms: impl Iterator<Item = f64> + Clone) -> f64 {
    let most = terms.clone().fold(f64::NEG_INFINITY, f64::max);
    if most.is_infinite() {
        return most;
    }
    most + float::ln(terms.map(|term| float::exp(term - most)).sum())
}

/// Weights must be positive and sum to 1.
///
/// # Errors
///
/// `E0303`.
pub fn check_weights(weights: &[f64]) -> Result<(), Error> {
    if let Some(weight) = weights.iter().find(|weight| !(weight.is_finite() && **weight > 0.0)) {
        return Err(Error::new("E0303", format!("a weight is {weight}, not above 0")));
    }
    let total = float::sum(weights.iter().copied());
    if (total - 1.0).abs() > WEIGHT_SLACK {
        return Err(Error::new("E0303", format!("weights sum to {total}, not to 1")));
    }
    Ok(())
}

/// Levels must lie in `[0, 1]`.
///
/// # Errors
///
/// `E0304`.
pub fn check_levels(levels: &[f64]) -> Result<(), Error> {
    match levels.iter().find(|level| !(0.0..=1.0).contains(*level)) {
        Some(level) => Err(Error::new("E0304", format!("a level is {level}, outside 0 to 1"))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const GRID: [f64; 9] = [-8.0, -2.0, -1.0, -0.5, -1e-7, 0.0, 1e-7, 0.5, 1.0];

    fn scored() -> impl Strategy<Value = Scored> {
        prop::collection::vec((0.01..1.0_f64, 0.0..=1.0_f64), 1..8).prop_map(|pairs| {
            let total: f64 = pairs.iter().map(|pair| pair.0).sum();
            let weights: Vec<f64> = pairs.iter().map(|pair| pair.0 / total).collect();
            let levels: Vec<f64> = pairs.iter().map(|pair| pair.1).collect();
            Scored::new(&weights, &levels).unwrap()
        })
    }

    proptest! {
        #[test]
        fn law_the_aggregate_lies_between_the_least_and_the_greatest_level(s in scored()) {
            let least = s.levels.iter().copied().fold(1.0, f64::min);
            let most = s.levels.iter().copied().fold(0.0, f64::max);
            for rho in GRID {
                let a = s.aggregate(rho);
                prop_assert!(least - 1e-9 <= a && a <= most + 1e-9, "{least} {a} {most} at {rho}");
            }
        }

        #[test]
        fn law_the_aggregate_never_falls_with_rho_nor_with_a_level(s in scored()) {
            for pair in GRID.windows(2) {
                prop_assert!(s.aggregate(pair[0]) <= s.aggregate(pair[1]) + 1e-9);
            }
            for rho in GRID {
                prop_assert!(s.gains(rho, 0.1).iter().all(|&gain| (0.0..=1.0).contains(&gain)));
            }
        }

        #[test]
        fn law_levels_times_their_marginals_sum_to_the_aggregate(s in scored()) {
            prop_assume!(s.levels.iter().all(|&level| level > 1e-3));
            for rho in GRID {
                let sum: f64 = s.marginals(rho).iter().zip(&s.levels).map(|(m, l)| match m {
                    Marginal::Finite(m) => m * l,
                    Marginal::Unbounded => f64::NAN,
                }).sum();
                prop_assert!((sum - s.aggregate(rho)).abs() < 1e-9);
            }
        }

        #[test]
        fn law_splitting_an_element_changes_nothing(s in scored()) {
            let (mut weights, mut levels) = (s.weights.clone(), s.levels.clone());
            weights.push(weights[0] * 0.25);
            levels.push(levels[0]);
            weights[0] *= 0.75;
            let split = Scored::new(&weights, &levels).unwrap();
            for rho in GRID {
                prop_assert!((split.aggregate(rho) - s.aggregate(rho)).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn edge_one_zero_closes_everything_unless_elements_substitute() {
        let s = Scored::new(&[0.5, 0.5], &[0.0, 1.0]).unwrap();
        assert!(s.aggregate(-1.0).abs() < f64::MIN_POSITIVE);
        assert!((s.aggregate(1.0) - 0.5).abs() < 1e-12);
        assert_eq!(s.marginals(0.0)[0], Marginal::Unbounded);
        assert!((s.aggregate(f64::NEG_INFINITY)).abs() < f64::MIN_POSITIVE);
    }

    #[test]
    fn edge_weights_and_levels_outside_their_range_are_refused() {
        assert_eq!(Scored::new(&[0.5, 0.4], &[1.0, 1.0]).unwrap_err().code(), "E0303");
        assert_eq!(Scored::new(&[1.0, 0.0], &[1.0, 1.0]).unwrap_err().code(), "E0303");
        assert_eq!(Scored::new(&[1.0], &[1.1]).unwrap_err().code(), "E0304");
        assert_eq!(Scored::new(&[1.0], &[f64::NAN]).unwrap_err().code(), "E0304");
        assert_eq!(Scored::new(&[], &[]).unwrap_err().code(), "E0302");
    }
}
