//! Intervals, and what kind of ignorance each one holds.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What an interval means: the same two numbers may be a law, a sample or a belief.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum IntervalKind {
    /// No uncertainty: a published count, or arithmetic on such counts.
    Exact,
    /// The truth lies inside for certain, or by the stated rule: bounds of withheld cells.
    Bounds,
    /// Repeated samples would cover the truth at the stated level.
    Confidence,
    /// Posterior or predictive probability at the stated level.
    Credible,
    /// Quantiles of simulated draws at the stated level.
    Simulated,
}

/// A closed interval of finite numbers with its level and kind.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Raw")]
pub struct Interval {
    lower: f64,
    upper: f64,
    level: f64,
    kind: IntervalKind,
}

#[derive(Deserialize, JsonSchema)]
struct Raw {
    lower: f64,
    upper: f64,
    level: f64,
    kind: IntervalKind,
}

impl TryFrom<Raw> for Interval {
    type Error = &'static str;

    fn try_from(raw: Raw) -> Result<Self, Self::Error> {
        Self::new(raw.lower, raw.upper, raw.level, raw.kind)
            .ok_or("an interval needs finite ends in order and a level in (0, 1]")
    }
}

impl Interval {
    /// `None` unless both ends are finite and in order and the level is in `(0, 1]`.
    pub fn new(lower: f64, upper: f64, level: f64, kind: IntervalKind) -> Option<Self> {
        let ordered = lower.is_finite() && upper.is_finite() && lower <= upper;
        (ordered && level > 0.0 && level <= 1.0).then_some(Self { lower, upper, level, kind })
    }

    /// A point known without error.
    pub fn exact(value: f64) -> Option<Self> {
        Self::new(value, value, 1.0, IntervalKind::Exact)
    }

    /// Certain bounds, or bounds by a stated rule.
    pub fn bounds(lower: f64, upper: f64) -> Option<Self> {
        Self::new(lower, upper, 1.0, IntervalKind::Bounds)
    }

    /// Lower end.
    pub fn lower(&self) -> f64 {
        self.lower
    }

    /// Upper end.
    pub fn upper(&self) -> f64 {
        self.upper
    }

    /// Probability or coverage that the interval claims; 1 for exact points and bounds.
    pub fn level(&self) -> f64 {
        self.level
    }

    /// What the interval means.
    pub fn kind(&self) -> IntervalKind {
        self.kind
    }

    /// Upper less lower end.
    pub fn width(&self) -> f64 {
        self.upper - self.lower
    }

    /// Whether a number lies inside, ends included.
    pub fn contains(&self, value: f64) -> bool {
        self.lower <= value && value <= self.upper
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crossed_or_infinite_ends_are_refused() {
        assert_eq!(Interval::bounds(2.0, 1.0), None);
        assert_eq!(Interval::bounds(0.0, f64::INFINITY), None);
        assert_eq!(Interval::exact(f64::NAN), None);
    }
}
