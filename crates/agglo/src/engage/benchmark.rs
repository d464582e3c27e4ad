//! Ventures against what is published of ventures like them: closures seen and closures expected.

use agglo_stats::distribution::gamma::Gamma;
use agglo_stats::float;
use schemars::JsonSchema;
use serde::Serialize;

use crate::base::error::Error;

/// Closures seen against closures expected.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Closures {
    /// Closures that the benchmark expects.
    pub expected: f64,
    /// Closures seen over those expected.
    pub ratio: f64,
    /// Its exact interval.
    pub interval: (f64, f64),
    /// Whether the whole interval lies below 1.
    pub better: bool,
}

/// What is believed of yearly survival.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Survival {
    /// First parameter of the Beta belief.
    pub a: f64,
    /// Second parameter.
    pub b: f64,
    /// Its mean.
    pub mean: f64,
}

/// Closures against a benchmark. `hazards`: for each venture the benchmark's cumulative hazard of closing over
/// the venture's own time; a venture that still trades counts up to today.
///
/// # Returns
///
/// The ratio with an exact Poisson interval of level `confidence`. An interval that holds 1 cannot tell.
///
/// # Errors
///
/// `E0506` where a hazard is negative, all are 0, or the level is not between 0 and 1.
///
/// # Source
///
/// Garwood 1936, Biometrika 28(3-4): the interval of a Poisson count.
pub fn closures_against_benchmark(
    closed: u32,
    hazards: &[f64],
    confidence: f64,
) -> Result<Closures, Error> {
    let refuse = |what: String| Err(Error::new("E0506", what));
    if let Some(hazard) = hazards.iter().find(|hazard| !(**hazard >= 0.0 && hazard.is_finite())) {
        return refuse(format!("a cumulative hazard of {hazard}"));
    }
    if !(confidence > 0.0 && confidence < 1.0) {
        return refuse(format!("a level of {confidence} is not between 0 and 1"));
    }
    let expected = float::sum(hazards.iter().copied());
    if expected <= 0.0 {
        return refuse(
            "the benchmark expects no closure: there is nothing to compare with".to_owned(),
        );
    }
    let tail = 0.5 * (1.0 - confidence);
    let count = f64::from(closed);
    let end = |shape: f64, p: f64| -> Result<f64, Error> {
        let belief = Gamma::new(shape, 1.0).map_err(|e| Error::new("E0506", e.to_string()))?;
        Ok(belief.quantile(p) / expected)
    };
    let low = if closed == 0 { 0.0 } else { end(count, tail)? };
    let high = end(count + 1.0, 1.0 - tail)?;
    let (ratio, interval) = (count / expected, (low, high));
    Ok(Closures { expected, ratio, interval, better: high < 1.0 })
}

/// Yearly survival from ventures seen, starting from a benchmark's rate as if from `weight` ventures.
///
/// # Errors
///
/// `E0506` where the rate is not between 0 and 1, the weight not positive, or more survived than were there.
pub fn survival_posterior(
    (weight, rate): (f64, f64),
    survived: u32,
    at_risk: u32,
) -> Result<Survival, Error> {
    let sound = weight > 0.0 && weight.is_finite() && rate > 0.0 && rate < 1.0;
    if !sound || survived > at_risk {
        let what = format!("{survived} of {at_risk} from {weight} ventures at {rate} is no belief");
        return Err(Error::new("E0506", what));
    }
    let a = weight * rate + f64::from(survived);
    let b = weight * (1.0 - rate) + f64::from(at_risk - survived);
    Ok(Survival { a, b, mean: a / (a + b) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_garwood_of_ten_and_of_none() {
        // Ten seen of ten expected at 95 %: 4.795 to 18.390 over ten; none: 0 to 3.689.
        let ten = closures_against_benchmark(10, &[1.0; 10], 0.95).unwrap();
        assert!(
            (ten.interval.0 - 0.479_54).abs() < 1e-5 && (ten.interval.1 - 1.839_04).abs() < 1e-5
        );
        assert!(!ten.better, "an interval that holds 1 cannot tell");
        let none = closures_against_benchmark(0, &[1.0], 0.95).unwrap();
        assert!(none.interval.0.abs() < 1e-15 && (none.interval.1 - 3.688_88).abs() < 1e-5);
    }

    #[test]
    fn law_no_closure_is_better_only_once_enough_were_expected() {
        // The upper end of none at 90 % is -ln 0.05, 2.996 closures.
        assert!(!closures_against_benchmark(0, &[0.5; 5], 0.9).unwrap().better);
        assert!(closures_against_benchmark(0, &[0.5; 6], 0.9).unwrap().better);
    }

    #[test]
    fn edge_nothing_expected_and_impossible_counts_are_refused() {
        assert!(closures_against_benchmark(1, &[], 0.9).is_err());
        assert!(closures_against_benchmark(1, &[-0.1, 0.4], 0.9).is_err());
        assert!(closures_against_benchmark(1, &[0.4], 1.0).is_err());
        assert!(survival_posterior((20.0, 0.8), 11, 10).is_err());
        assert!(survival_posterior((0.0, 0.8), 1, 10).is_err());
    }
}
