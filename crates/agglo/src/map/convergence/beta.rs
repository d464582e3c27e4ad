//! Beta convergence: whether regions that start poor grow faster.
//!
//! `(1/T) ln(y_T / y_0) = a + b ln y_0` by least squares; speed `-ln(1 + b T) / T` a year, half-life
//! `ln 2 / speed` years.

use agglo_stats::float;
use agglo_stats::regression::line::{Line, line};

/// The regression and what it says of the speed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beta {
    /// Growth a year on the logarithm of the start: `intercept` is `a`, `slope` is `b`.
    pub line: Line,
    /// Share of the gap to the long run that closes each year; `None` without convergence (`b` not below 0),
    /// and where the gap would more than close within the period.
    pub speed: Option<f64>,
    /// Years until half the gap is closed; `None` as the speed.
    pub half_life: Option<f64>,
}

/// Absolute beta convergence of values of regions at the start and `years` later.
///
/// # Returns
///
/// `None` where the lengths differ, a value is not above 0, the years are not, or regions start alike.
///
/// # How to read it
///
/// A negative slope alone proves little: errors in the first values make one too, and so does chance that
/// evens out (Galton's fallacy). Read it beside [`super::sigma_convergence`].
///
/// # Source
///
/// Barro and Sala-i-Martin 1992, Journal of Political Economy 100(2).
pub fn beta_convergence(start: &[f64], end: &[f64], years: f64) -> Option<Beta> {
    let positive = |value: &f64| value.is_finite() && *value > 0.0;
    let usable = start.iter().chain(end).chain([&years]).all(positive);
    if !usable || start.len() != end.len() {
        return None;
    }
    let logs: Vec<f64> = start.iter().map(|value| float::ln(*value)).collect();
    let growth: Vec<f64> =
        start.iter().zip(end).map(|(start, end)| float::ln(end / start) / years).collect();
    let line = line(&logs, &growth)?;
    let closes = line.slope < 0.0 && line.slope * years > -1.0;
    let speed = closes.then(|| -float::ln_1p(line.slope * years) / years);
    Some(Beta { line, speed, half_life: speed.map(|speed| std::f64::consts::LN_2 / speed) })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every region closes a share of its gap to 100 each year, in logarithms.
    fn closing(rate: f64, years: f64) -> ([f64; 4], [f64; 4]) {
        let start = [20.0, 50.0, 80.0, 140.0];
        let left = float::exp(-rate * years);
        (start, start.map(|y| 100.0 * float::powf(y / 100.0, left)))
    }

    #[test]
    fn reference_a_planted_speed_is_found() {
        let (start, end) = closing(0.02, 10.0);
        let found = beta_convergence(&start, &end, 10.0).unwrap();
        assert!((found.speed.unwrap() - 0.02).abs() < 1e-12);
        assert!((found.half_life.unwrap() - std::f64::consts::LN_2 / 0.02).abs() < 1e-9);
    }

    #[test]
    fn law_the_unit_of_money_does_not_matter_for_the_speed() {
        let (start, end) = closing(0.05, 7.0);
        let scaled =
            beta_convergence(&start.map(|y| y * 13.0), &end.map(|y| y * 13.0), 7.0).unwrap();
        assert!((scaled.speed.unwrap() - 0.05).abs() < 1e-12);
    }

    #[test]
    fn edge_divergence_has_no_speed_and_nothing_no_line() {
        let (start, end) = closing(-0.02, 10.0);
        let found = beta_convergence(&start, &end, 10.0).unwrap();
        assert!(found.line.slope > 0.0 && found.speed.is_none() && found.half_life.is_none());
        let crossed = beta_convergence(&[1.0, 2.0], &[4.0, 1.0], 1.0).unwrap();
        assert!(crossed.line.slope < -1.0 && crossed.speed.is_none());
        assert_eq!(beta_convergence(&[0.0, 2.0], &[1.0, 1.0], 1.0), None);
        assert_eq!(beta_convergence(&[3.0, 3.0], &[1.0, 2.0], 1.0), None);
        assert_eq!(beta_convergence(&[1.0, 3.0], &[1.0, 2.0], 0.0), None);
    }
}
