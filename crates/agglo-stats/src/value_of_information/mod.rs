//! What a study is worth before it is made: the value of choosing better afterwards.
//!
//! The net benefit of funding is believed to be `N(m, v)`; a study with standard error `s` moves the
//! mean of that belief with the standard deviation `v / sqrt(v + s²)`. Source: Raiffa and Schlaifer
//! 1961, Applied Statistical Decision Theory.

mod staged;

use crate::distribution::normal;
use crate::error::Error;

pub use staged::{Cut, cut, under};

/// Worth of a study to one decision to fund or not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Worth {
    /// Standard deviation of the mean after the study, seen from before.
    pub preposterior_sd: f64,
    /// Expected value of the study, in the unit of the net benefit.
    pub sample: f64,
    /// Expected value of knowing the truth: no study is worth more.
    pub perfect: f64,
}

/// Worth of a study with standard error `se` where the net benefit is believed to be `N(mean, sd²)`.
///
/// # Errors
///
/// A number that is not finite, a standard deviation or standard error that is not positive.
pub fn normal_worth(mean: f64, sd: f64, se: f64) -> Result<Worth, Error> {
    for (what, value) in [("the prior sd", sd), ("the standard error", se)] {
        if !(value.is_finite() && value > 0.0) {
            return Err(Error::Range { what, value, range: "(0, ∞)" });
        }
    }
    if !mean.is_finite() {
        return Err(Error::Range { what: "the prior mean", value: mean, range: "finite numbers" });
    }
    let preposterior_sd = sd * sd / (sd * sd + se * se).sqrt();
    Ok(Worth { preposterior_sd, sample: loss(mean, preposterior_sd), perfect: loss(mean, sd) })
}

/// Unit normal loss, scaled: `s (phi(u) - u Phi(-u))`, `u = |m| / s`.
fn loss(mean: f64, sd: f64) -> f64 {
    let u = mean.abs() / sd;
    (sd * (normal::density(u) - u * normal::above(u))).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values by the closed form in R 4.2.2.
    #[test]
    fn reference_worth_of_five_studies() {
        let rows = [
            (-200_000.0, 500_000.0, 300_000.0, 89_324.544_328_056_1, 115_219.418_473_727),
            (100_000.0, 500_000.0, 300_000.0, 125_676.541_277_62, 153_447.317_931_638),
            (0.0, 1.0, 1.0, 0.282_094_791_773_878, 0.398_942_280_401_433),
            (3.0, 1.0, 0.5, 9.256_601_709_242_87e-5, 3.821_543_170_477_24e-4),
            (-0.5, 2.0, 10.0, 0.018_837_703_724_323_8, 0.572_689_396_447_16),
        ];
        for (mean, sd, se, sample, perfect) in rows {
            let worth = normal_worth(mean, sd, se).unwrap();
            assert!((worth.sample - sample).abs() <= 1e-9 + 1e-10 * sample, "{mean} {sd} {se}");
            assert!((worth.perfect - perfect).abs() <= 1e-9 + 1e-10 * perfect);
        }
    }

    #[test]
    fn law_a_worse_study_is_worth_less_and_none_more_than_the_truth() {
        let worth = |se| normal_worth(-1.0, 2.0, se).unwrap();
        assert!(worth(0.1).sample > worth(1.0).sample);
        assert!(worth(1.0).sample > worth(10.0).sample);
        assert!(worth(0.001).sample <= worth(0.001).perfect);
    }
}
