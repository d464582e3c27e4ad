//! A straight line through points by least squares.

use crate::distribution::student;
use crate::float;

/// `y = intercept + slope x` and what the points say of the slope.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// Value at `x = 0`.
    pub intercept: f64,
    /// Rise per unit of `x`.
    pub slope: f64,
    /// Standard error of the slope under equal variance; `None` of fewer than three points.
    pub slope_error: Option<f64>,
    /// Slope over its standard error; `None` where the points lie on the line.
    pub t: Option<f64>,
    /// Two-sided probability of such a `t`, with two degrees of freedom less than points.
    pub p: Option<f64>,
    /// Share of the variance of `y` on the line; `None` where `y` does not vary.
    pub r_squared: Option<f64>,
}

/// The line of least squares.
///
/// `None` where the lengths differ, a number is not finite, or `x` does not vary.
pub fn line(x: &[f64], y: &[f64]) -> Option<Line> {
    let finite = x.iter().chain(y).all(|value| value.is_finite());
    if x.len() != y.len() || !finite {
        return None;
    }
    let (mean_x, mean_y) = (float::mean(x)?, float::mean(y)?);
    let about = |values: &[f64], mean: f64| values.iter().map(|value| value - mean).collect();
    let (dx, dy): (Vec<f64>, Vec<f64>) = (about(x, mean_x), about(y, mean_y));
    let dot = |a: &[f64], b: &[f64]| float::sum(a.iter().zip(b).map(|(a, b)| a * b));
    let (xx, yy) = (dot(&dx, &dx), dot(&dy, &dy));
    if xx <= rounding(x) {
        return None;
    }
    let slope = dot(&dx, &dy) / xx;
    let left: Vec<f64> = dx.iter().zip(&dy).map(|(x, y)| y - slope * x).collect();
    let rest = dot(&left, &left);
    let degrees = x.len() as f64 - 2.0;
    let slope_error = (degrees > 0.0).then(|| (rest / degrees / xx).sqrt());
    let t = slope_error.filter(|error| *error > 0.0).map(|error| slope / error);
    Some(Line {
        intercept: mean_y - slope * mean_x,
        slope,
        slope_error,
        t,
        p: t.and_then(|t| student::two_sided(t, degrees)),
        r_squared: (yy > rounding(y)).then(|| 1.0 - rest / yy),
    })
}

/// Sum of squares about the mean that rounding leaves of equal values.
fn rounding(values: &[f64]) -> f64 {
    let largest = values.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
    values.len() as f64 * (1e-14 * largest) * (1e-14 * largest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_four_points_by_hand() {
        // Means 2.5 and 3.5; Sxx 5, Sxy 6; residuals 0.3, 0.1, -1.1, 0.7, squares 1.8.
        let found = line(&[1.0, 2.0, 3.0, 4.0], &[2.0, 3.0, 3.0, 6.0]).unwrap();
        assert!((found.slope - 1.2).abs() < 1e-14 && (found.intercept - 0.5).abs() < 1e-14);
        assert!((found.slope_error.unwrap() - (0.9_f64 / 5.0).sqrt()).abs() < 1e-14);
        assert!((found.r_squared.unwrap() - 0.8).abs() < 1e-14);
    }

    #[test]
    fn law_shifting_and_scaling_moves_the_line_along() {
        let (x, y) = ([1.0, 4.0, 2.0, 8.0], [3.0, 1.0, 4.0, 1.0]);
        let (plain, moved) = (line(&x, &y).unwrap(), line(&x.map(|x| 2.0 * x + 5.0), &y).unwrap());
        assert!((plain.slope - 2.0 * moved.slope).abs() < 1e-12);
        assert!((plain.t.unwrap() - moved.t.unwrap()).abs() < 1e-9);
    }

    #[test]
    fn edge_points_on_a_line_two_points_and_no_spread() {
        let two = line(&[0.0, 1.0], &[1.0, 3.0]).unwrap();
        assert_eq!((two.slope_error, two.t, two.p), (None, None, None));
        assert_eq!(line(&[1.0, 2.0, 3.0], &[5.0; 3]).unwrap().r_squared, None);
        assert_eq!(line(&[0.1; 3], &[1.0, 2.0, 3.0]), None);
        assert_eq!(line(&[], &[]), None);
        assert_eq!(line(&[1.0, f64::NAN], &[1.0, 2.0]), None);
    }
}
