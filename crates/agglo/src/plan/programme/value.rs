//! What a plan is worth: levels by year and scenario, their aggregate, its discounted mean and its tail.

use agglo_stats::float::{self, sum};

use crate::map::gap::aggregate::aggregate;
use crate::plan::programme::model::Model;

/// Where the curve is singular, levels below this are lifted to it in the objective only.
pub const FLOOR: f64 = 0.01;
/// Below this distance from 0 the exponent is the geometric limit.
const GEOMETRIC: f64 = 1e-9;

/// The start of each initiative, in the order of ids.
pub type Starts = [Option<usize>];

/// `h(l) = l^rho / rho`, `ln l` at 0: the concave curve whose weighted sum the aggregate grows with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Curve {
    rho: f64,
}

impl Curve {
    /// The curve of an exponent.
    pub fn new(rho: f64) -> Self {
        Self { rho }
    }

    /// Whether it is singular at 0, so that low levels are lifted.
    pub fn lifts(self) -> bool {
        self.rho <= GEOMETRIC
    }

    fn lifted(self, level: f64) -> f64 {
        let level = level.clamp(0.0, 1.0);
        if self.lifts() { level.max(FLOOR) } else { level }
    }

    /// Its height at a level, which is cut to `[0, 1]`.
    pub fn at(self, level: f64) -> f64 {
        let level = self.lifted(level);
        if self.rho.abs() <= GEOMETRIC {
            float::ln(level)
        } else if float_is(self.rho, -1.0) {
            -1.0 / level
        } else if float_is(self.rho, 1.0) {
            level
        } else {
            float::powf(level, self.rho) / self.rho
        }
    }

    /// Its slope at a level above 0.
    pub fn slope(self, level: f64) -> f64 {
        if float_is(self.rho, -1.0) {
            1.0 / (level * level)
        } else if float_is(self.rho, 1.0) {
            1.0
        } else {
            float::powf(level, self.rho - 1.0)
        }
    }

    /// The level that, everywhere and always, would be worth as much: the curve turned round.
    pub fn equivalent(self, height: f64) -> f64 {
        if self.rho.abs() <= GEOMETRIC {
            float::exp(height)
        } else {
            float::powf((self.rho * height).max(0.0), 1.0 / self.rho)
        }
    }

    /// The least concave function above the curve from a lowest level on.
    pub fn envelope(self, lowest: f64) -> Envelope {
        let bends = if self.lifts() { FLOOR } else { 0.0 };
        if lowest >= bends {
            return Envelope { curve: self, lowest, from: FLOOR, chord: None };
        }
        let height = self.at(lowest);
        let over = |point: f64| self.at(point) + self.slope(point) * (lowest - point) - height;
        let (mut low, mut high) = (FLOOR, 1.0);
        let chord = (over(high) < 0.0).then(|| (self.at(1.0) - height) / (1.0 - lowest));
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            if over(middle) >= 0.0 { high = middle } else { low = middle }
        }
        Envelope { curve: self, lowest, from: high, chord }
    }
}

/// A concave function that is never below the curve between a lowest level and any higher one.
///
/// Where low levels are lifted, or cut at 0, the curve is flat at first and no longer concave: there a
/// line from the lowest level to where it touches takes its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Envelope {
    curve: Curve,
    lowest: f64,
    from: f64,
    chord: Option<f64>,
}

impl Envelope {
    /// Height and slope of a line above the curve, close to it at a level, and the level it is taken at.
    pub fn line(&self, level: f64) -> (f64, f64, f64) {
        if level >= 1.0 {
            return (1.0, self.curve.at(1.0), 0.0);
        }
        if let Some(slope) = self.chord {
            return (self.lowest, self.curve.at(self.lowest), slope);
        }
        let point = level.max(self.from);
        (point, self.curve.at(point), self.curve.slope(point))
    }

    /// The lowest level that it is made for.
    pub fn lowest(&self) -> f64 {
        self.lowest
    }

    /// Its height at a level.
    pub fn at(&self, level: f64) -> f64 {
        let (point, height, slope) = self.line(level);
        height + slope * (level - point)
    }
}

#[expect(clippy::float_cmp, reason = "an exponent as it was given, to take the short way")]
fn float_is(value: f64, other: f64) -> bool {
    value == other
}

impl Model {
    /// Levels of a scenario as they would be without cut: element by element, year by year.
    pub fn raw_levels(&self, starts: &Starts, scenario: usize, into: &mut Vec<f64>) {
        into.clear();
        for &level in &self.levels {
            into.extend(std::iter::repeat_n(level, self.years));
        }
        for (act, start) in self.acts.iter().zip(starts) {
            let Some(start) = start else { continue };
            for &(element, rise) in &act.rises {
                let rise = rise * act.take_up[scenario];
                for year in (start + act.delay)..self.years {
                    into[element * self.years + year] += rise;
                }
            }
        }
    }

    /// The value of each scenario: discounted mean over years of `sum w h(l)`.
    pub fn scenario_values(&self, starts: &Starts) -> Vec<f64> {
        let mut levels = Vec::new();
        (0..self.scenarios)
            .map(|scenario| {
                self.raw_levels(starts, scenario, &mut levels);
                let rows = levels.chunks(self.years).zip(&self.weights);
                sum(rows.map(|(row, weight)| {
                    let pieces = row.iter().zip(&self.discounts);
                    weight * sum(pieces.map(|(&level, d)| d * self.curve.at(level)))
                }))
            })
            .collect()
    }

    /// Least concave functions above the curve, `[scenario][element]`.
    pub(crate) fn envelopes(&self) -> Vec<Envelope> {
        let elements = self.levels.len();
        let mut lowest: Vec<f64> = Vec::with_capacity(self.scenarios * elements);
        for _ in 0..self.scenarios {
            lowest.extend(&self.levels);
        }
        for act in &self.acts {
            for (scenario, up) in act.take_up.iter().enumerate() {
                for &(element, rise) in &act.rises {
                    lowest[scenario * elements + element] += (rise * up).min(0.0);
                }
            }
        }
        lowest.into_iter().map(|lowest| self.curve.envelope(lowest)).collect()
    }

    /// Mean over scenarios.
    pub fn value(&self, starts: &Starts) -> f64 {
        mean(&self.scenario_values(starts))
    }

    /// Mean over scenarios of the true aggregate in the last year.
    pub fn final_mean(&self, starts: &Starts) -> f64 {
        let mut levels = Vec::new();
        let each = (0..self.scenarios).map(|scenario| {
            self.raw_levels(starts, scenario, &mut levels);
            let last: Vec<f64> =
                levels.chunks(self.years).map(|row| row[self.years - 1].clamp(0.0, 1.0)).collect();
            aggregate(&self.weights, &last, self.curve.rho)
        });
        mean(&each.collect::<Vec<_>>())
    }
}

fn mean(values: &[f64]) -> f64 {
    sum(values.iter().copied()) / values.len() as f64
}

/// Weights of the scenarios in the mean of the worst `1 - alpha`: the boundary one in part.
pub fn tail_weights(values: &[f64], alpha: f64) -> Vec<f64> {
    let share = ((1.0 - alpha) * values.len() as f64).max(f64::MIN_POSITIVE);
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]).then(a.cmp(&b)));
    let mut weights = vec![0.0; values.len()];
    let mut left = share;
    for at in order {
        let take = left.min(1.0);
        weights[at] = take / share;
        left -= take;
        if left <= 1e-12 {
            break;
        }
    }
    weights
}

/// Mean of the worst `1 - alpha` of scenarios (Rockafellar and Uryasev 2000).
pub fn tail(values: &[f64], alpha: f64) -> f64 {
    let weights = tail_weights(values, alpha);
    sum(weights.iter().zip(values).filter(|(w, _)| **w > 0.0).map(|(w, v)| w * v))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_the_curve_turned_round_gives_the_level_back() {
        for rho in [-4.0, -1.0, 0.0, 0.5, 1.0] {
            let curve = Curve::new(rho);
            for level in [0.02, 0.3, 1.0] {
                assert!((curve.equivalent(curve.at(level)) - level).abs() < 1e-12, "{rho}");
            }
        }
    }

    #[test]
    fn law_every_line_of_an_envelope_lies_above_the_curve() {
        for rho in [-4.0, -1.0, 0.0, 0.5, 1.0] {
            let curve = Curve::new(rho);
            for lowest in [-0.3, 0.0, 0.004, 0.2] {
                let envelope = curve.envelope(lowest);
                for from in [lowest, 0.05, 0.3, 0.9, 1.0, 1.4] {
                    let (point, height, slope) = envelope.line(from);
                    for step in 0..=1500 {
                        let level = lowest + f64::from(step) / 1000.0;
                        let line = height + slope * (level - point);
                        assert!(line >= curve.at(level) - 1e-9, "{rho} {lowest} {from} {level}");
                    }
                }
            }
        }
    }

    /// By hand: the worst quarter of eight is the mean of the two lowest; of five, one and a quarter.
    #[test]
    fn reference_tail_by_hand() {
        assert!((tail(&[8.0, 1.0, 3.0, 4.0, 5.0, 6.0, 7.0, 2.0], 0.75) - 1.5).abs() < 1e-12);
        assert!((tail(&[5.0, 1.0, 2.0, 3.0, 4.0], 0.75) - (1.0 + 0.25 * 2.0) / 1.25).abs() < 1e-12);
        assert!((tail(&[3.0, 1.0, 2.0], 0.9) - 1.0).abs() < 1e-12, "the worst one alone");
        assert!((tail(&[3.0, 1.0, 2.0], 0.0) - 2.0).abs() < 1e-12, "all of them");
    }
}
