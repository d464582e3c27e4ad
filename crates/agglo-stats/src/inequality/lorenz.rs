//! Lorenz curve: the share of the whole that the poorest hold, linear between one unit and the next.

use crate::float;

/// Cumulated weights and values of units, least value first, each up to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Lorenz {
    points: Vec<[f64; 2]>,
}

impl Lorenz {
    /// The curve of values per head, each held by a weight of people; equal values keep their order.
    ///
    /// # Returns
    ///
    /// `None` where the lengths differ, a number is negative or not finite, nobody is there, or nothing is
    /// held.
    pub fn new(values: &[f64], weights: &[f64]) -> Option<Self> {
        let usable = |list: &[f64]| list.iter().all(|value| value.is_finite() && *value >= 0.0);
        if values.len() != weights.len() || !usable(values) || !usable(weights) {
            return None;
        }
        let mut order: Vec<usize> = (0..values.len()).filter(|&at| weights[at] > 0.0).collect();
        order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
        let people = float::sum(order.iter().map(|&at| weights[at]));
        let held = float::sum(order.iter().map(|&at| weights[at] * values[at]));
        if people <= 0.0 || held <= 0.0 || !people.is_finite() || !held.is_finite() {
            return None;
        }
        let (mut x, mut y) = (0.0, 0.0);
        let mut points = vec![[0.0, 0.0]];
        for at in order {
            x += weights[at] / people;
            y += weights[at] * values[at] / held;
            points.push([x, y]);
        }
        Some(Self { points })
    }

    /// Corners of the curve from (0, 0) to (1, 1): cumulated weights and values.
    pub fn points(&self) -> &[[f64; 2]] {
        &self.points
    }

    /// Share of the whole held by the poorest share `p` of people.
    pub fn at(&self, p: f64) -> f64 {
        let after = self.points.partition_point(|[x, _]| *x < p);
        let (Some(&[x, y]), Some(&[before_x, before_y])) =
            (self.points.get(after), self.points.get(after.wrapping_sub(1)))
        else {
            return if after == 0 { 0.0 } else { 1.0 };
        };
        before_y + (y - before_y) * (p - before_x) / (x - before_x)
    }

    /// Twice the area between the curve and the line of equality: the Gini index.
    pub fn gini(&self) -> f64 {
        let slices = self.points.windows(2).map(|pair| {
            let [[x0, y0], [x1, y1]] = [pair[0], pair[1]];
            (x1 - x0) * (y1 + y0)
        });
        // Equality is exact up to the rounding of the cumulated shares.
        (1.0 - float::sum(slices)).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reference_two_people_by_hand() {
        let curve = Lorenz::new(&[3.0, 1.0], &[1.0, 1.0]).unwrap();
        assert!((curve.at(0.5) - 0.25).abs() < 1e-15);
        assert!((curve.at(0.25) - 0.125).abs() < 1e-15);
        assert!((curve.gini() - 0.25).abs() < 1e-15);
    }

    #[test]
    fn law_a_weight_of_two_is_two_people() {
        let weighted = Lorenz::new(&[1.0, 5.0, 2.0], &[2.0, 1.0, 1.0]).unwrap();
        let alone = Lorenz::new(&[1.0, 5.0, 2.0, 1.0], &[1.0; 4]).unwrap();
        for p in [0.0, 0.1, 0.5, 0.6, 0.9, 1.0] {
            assert!((weighted.at(p) - alone.at(p)).abs() < 1e-14);
        }
    }

    #[test]
    fn edge_ends_are_the_ends_and_nothing_has_no_curve() {
        let curve = Lorenz::new(&[4.0], &[2.0]).unwrap();
        assert!(curve.at(-1.0).abs() < 1e-300 && (curve.at(2.0) - 1.0).abs() < 1e-15);
        assert_eq!(Lorenz::new(&[], &[]), None);
        assert_eq!(Lorenz::new(&[0.0], &[1.0]), None);
        assert_eq!(Lorenz::new(&[1.0], &[0.0]), None);
        assert_eq!(Lorenz::new(&[1.0, -2.0], &[1.0, 1.0]), None);
    }
}
