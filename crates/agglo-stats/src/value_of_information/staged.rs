//! Scale or stop by a rule that is written down before the study: the rule, and what following it is worth.
//!
//! An effect is known by draws of what is believed of it. A study will print a figure that scatters normally about the
//! truth with a standard error that is known now. Scaling gains something in each draw. The rule that is best on
//! average scales from the figure on at which the gain that is expected after it turns from a loss (Raiffa and
//! Schlaifer 1961, chapter 5; by draws as in Ades, Lu and Claxton 2004).

use crate::distribution::normal;
use crate::error::Error;
use crate::float;

/// Steps of the search for the turning point: enough for every digit that is printed.
const STEPS: u32 = 60;
/// The figures that are looked at, in standard errors beyond the outermost draws.
const REACH: f64 = 8.0;

/// From which figure of a study on to scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cut {
    /// Whatever it prints: nothing to learn.
    Always,
    /// Never: nothing to learn either.
    Never,
    /// From this figure on.
    From(f64),
}

/// The best rule for a study with standard error `se`, where `effects` are equally likely truths and `gains` is what
/// scaling gains over stopping in each.
///
/// The expected gain after a figure `y` is the mean of `gains` weighted by the density of `y` about each effect. It is
/// taken to rise with `y`, as it does where a larger effect gains more.
///
/// # Errors
///
/// Fewer than 2 draws, lists of different length, a number that is not finite, a standard error that is not positive.
pub fn cut(effects: &[f64], gains: &[f64], se: f64) -> Result<Cut, Error> {
    checked(effects, gains, se)?;
    let least = effects.iter().copied().fold(f64::INFINITY, f64::min);
    let most = effects.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let (mut low, mut high) = (least - REACH * se, most + REACH * se);
    if expected(effects, gains, se, low) >= 0.0 {
        return Ok(Cut::Always);
    }
    if expected(effects, gains, se, high) < 0.0 {
        return Ok(Cut::Never);
    }
    for _ in 0..STEPS {
        let middle = 0.5 * (low + high);
        if expected(effects, gains, se, middle) >= 0.0 { high = middle } else { low = middle }
    }
    Ok(Cut::From(high))
}

/// In each draw the probability that the rule scales: over what the study may print where the draw is the truth.
///
/// The mean of this times `gains` is what following the rule gains over stopping; no figures need to be drawn.
///
/// # Errors
///
/// As [`cut`].
pub fn under(rule: Cut, effects: &[f64], se: f64) -> Result<Vec<f64>, Error> {
    checked(effects, effects, se)?;
    let scaled = |&effect: &f64| match rule {
        Cut::Always => 1.0,
        Cut::Never => 0.0,
        Cut::From(least) => normal::above((least - effect) / se),
    };
    Ok(effects.iter().map(scaled).collect())
}

/// Expected gain after a figure, up to a factor above 0.
fn expected(effects: &[f64], gains: &[f64], se: f64, figure: f64) -> f64 {
    let exponent = |effect: f64| -0.5 * ((figure - effect) / se) * ((figure - effect) / se);
    let most = effects.iter().map(|&effect| exponent(effect)).fold(f64::NEG_INFINITY, f64::max);
    let pairs = effects.iter().zip(gains);
    float::sum(pairs.map(|(&effect, gain)| float::exp(exponent(effect) - most) * gain))
}

fn checked(effects: &[f64], gains: &[f64], se: f64) -> Result<(), Error> {
    if !(se.is_finite() && se > 0.0) {
        return Err(Error::Range { what: "the standard error", value: se, range: "(0, ∞)" });
    }
    if effects.len() < 2 || effects.len() != gains.len() {
        let value = effects.len() as f64;
        return Err(Error::Range {
            what: "the number of draws",
            value,
            range: "2 or more, as many gains",
        });
    }
    match effects.iter().chain(gains).find(|value| !value.is_finite()) {
        Some(&value) => Err(Error::Range { what: "a draw", value, range: "finite numbers" }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Words;
    use crate::value_of_information::normal_worth;

    const DRAWS: usize = 20_000;

    /// Draws of `N(mean, sd²)` from a counted stream.
    fn drawn(mean: f64, sd: f64, seed: u64) -> Vec<f64> {
        let mut words = Words::new(seed, 0x6c65_6172, 0);
        let mut uniform = || (f64::from(words.word()) + 0.5) / 4_294_967_296.0;
        (0..DRAWS).map(|_| mean + sd * normal::quantile(uniform()).unwrap()).collect()
    }

    fn mean_and_error(values: &[f64]) -> (f64, f64) {
        let mean = float::mean(values).unwrap();
        let squares = values.iter().map(|value| (value - mean) * (value - mean));
        let variance = float::sum(squares) / (values.len() - 1) as f64;
        (mean, (variance / values.len() as f64).sqrt())
    }

    /// Two arms, a normal prior: Raiffa and Schlaifer's closed form, the rule found on other draws than it is tried on.
    #[test]
    fn reference_the_rule_is_worth_the_closed_form_within_monte_carlo_error() {
        for (mean, sd, se) in [(-0.2, 0.5, 0.3), (0.1, 0.5, 0.3), (0.0, 1.0, 1.0), (-0.5, 2.0, 3.0)]
        {
            let found = drawn(mean, sd, 7);
            let rule = cut(&found, &found, se).unwrap();
            // The posterior mean is 0 at -mean se² / sd².
            let Cut::From(least) = rule else { panic!("{rule:?}") };
            let exact = -mean * se * se / (sd * sd);
            assert!((least - exact).abs() < 0.05 * se, "{least} {exact}");
            let tried = drawn(mean, sd, 8);
            let scaled = under(rule, &tried, se).unwrap();
            let staged: Vec<f64> = scaled.iter().zip(&tried).map(|(p, gain)| p * gain).collect();
            // The choice without a study is known here: only the sign of the mean counts.
            let choose = if mean > 0.0 { 1.0 } else { 0.0 };
            let more: Vec<f64> =
                staged.iter().zip(&tried).map(|(with, gain)| with - choose * gain).collect();
            let (worth, error) = mean_and_error(&more);
            let exact = normal_worth(mean, sd, se).unwrap().sample;
            assert!(
                (worth - exact).abs() < 3.0 * error,
                "{mean} {sd} {se}: {worth} {exact} {error}"
            );
            assert!(error < 0.2 * exact, "a test that could not fail: {error} of {exact}");
        }
    }

    #[test]
    fn law_where_every_draw_agrees_there_is_nothing_to_learn() {
        let effects = [0.0, 0.5, 1.0];
        assert_eq!(cut(&effects, &[0.1, 0.2, 0.3], 1.0).unwrap(), Cut::Always);
        assert_eq!(cut(&effects, &[-0.3, -0.2, -0.1], 1.0).unwrap(), Cut::Never);
        assert_eq!(under(Cut::Always, &effects, 1.0).unwrap(), [1.0; 3]);
        assert_eq!(under(Cut::Never, &effects, 1.0).unwrap(), [0.0; 3]);
    }

    #[test]
    fn edge_what_is_no_study_is_refused() {
        assert!(cut(&[0.0, 1.0], &[0.0, 1.0], 0.0).is_err());
        assert!(cut(&[0.0], &[1.0], 1.0).is_err());
        assert!(cut(&[0.0, f64::NAN], &[0.0, 1.0], 1.0).is_err());
        assert!(cut(&[0.0, 1.0], &[0.0], 1.0).is_err());
    }
}
