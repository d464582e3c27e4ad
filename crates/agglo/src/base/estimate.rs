//! The only form in which a number leaves this crate: value, interval, caveats, provenance.
//!
//! A computation returns an [`Answer`]: an [`Estimate`], or [`Withheld`] with the reason and, where they
//! exist, bounds. `?` carries a withheld cell up to the verdict that depends on it. A [`Figure`] is an
//! answer as it is stored, printed and written to JSON.

pub use agglo_stats::{Interval, IntervalKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::id::SourceId;

/// A finite number with what is known about it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Estimate {
    value: f64,
    interval: Interval,
    caveats: Vec<Caveat>,
    provenance: Provenance,
}

/// Something a reader must know before using a number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Caveat {
    /// Stable code in kebab case: `few-jobs`.
    pub code: String,
    /// One plain sentence.
    pub text: String,
}

impl Caveat {
    /// A caveat of a code and one plain sentence.
    pub fn new(code: &str, text: impl Into<String>) -> Self {
        Self { code: code.to_owned(), text: text.into() }
    }
}

/// Where a number comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Provenance {
    /// Measure and its version: `location_quotient/1`.
    pub method: String,
    /// Datasets that were read, sorted.
    pub sources: Vec<SourceId>,
    /// Seed, where random numbers were drawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
}

impl Provenance {
    /// Provenance of a method over sources.
    pub fn new(method: &str, sources: impl IntoIterator<Item = SourceId>) -> Self {
        let mut sources: Vec<_> = sources.into_iter().collect();
        sources.sort();
        sources.dedup();
        Self { method: method.to_owned(), sources, seed: None }
    }
}

/// Why there is no number.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The publisher hides it to protect those it describes.
    Suppressed,
    /// Nobody measured it, or it is not in the data at hand.
    Missing,
    /// It has no meaning here: a share of nothing.
    Undefined,
    /// Too little data for the method.
    TooThin,
}

/// No point, and why: an answer, not an error.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Withheld {
    /// Why there is no point.
    pub reason: Reason,
    /// The same in one plain clause.
    pub text: String,
    /// Where it must lie, if that is known.
    pub bounds: Option<Interval>,
}

impl Withheld {
    /// A number that has no meaning here.
    pub fn undefined(text: impl Into<String>) -> Self {
        Self { reason: Reason::Undefined, text: text.into(), bounds: None }
    }

    /// A number that is not in the data.
    pub fn missing(text: impl Into<String>) -> Self {
        Self { reason: Reason::Missing, text: text.into(), bounds: None }
    }

    /// A number that its publisher hides.
    pub fn suppressed(text: impl Into<String>, bounds: Option<Interval>) -> Self {
        Self { reason: Reason::Suppressed, text: text.into(), bounds }
    }

    /// A number for which the data are too few.
    pub fn too_thin(text: impl Into<String>) -> Self {
        Self { reason: Reason::TooThin, text: text.into(), bounds: None }
    }
}

/// An estimate, or why there is none.
pub type Answer<T = Estimate> = Result<T, Withheld>;

impl Estimate {
    /// An estimate; withheld as undefined when the value is not finite or the interval excludes it.
    pub fn new(value: f64, interval: Interval, provenance: Provenance) -> Answer {
        let slack = 1e-9 * value.abs().max(1.0);
        let inside = interval.lower() - slack <= value && value <= interval.upper() + slack;
        if value.is_finite() && inside {
            Ok(Self { value, interval, caveats: Vec::new(), provenance })
        } else {
            Err(Withheld::undefined("the value is not a number inside its own interval"))
        }
    }

    /// A number that is arithmetic on published figures.
    pub fn exact(value: f64, provenance: Provenance) -> Answer {
        let interval = Interval::exact(value)
            .ok_or_else(|| Withheld::undefined("the value is not a finite number"))?;
        Self::new(value, interval, provenance)
    }

    /// Adds a caveat, kept sorted and once.
    #[must_use]
    pub fn caveat(mut self, caveat: Caveat) -> Self {
        if let Err(at) = self.caveats.binary_search(&caveat) {
            self.caveats.insert(at, caveat);
        }
        self
    }

    /// Adds the datasets that were read, kept sorted and once.
    #[must_use]
    pub fn from_sources(mut self, sources: impl IntoIterator<Item = SourceId>) -> Self {
        self.provenance.sources.extend(sources);
        self.provenance.sources.sort();
        self.provenance.sources.dedup();
        self
    }

    /// The value.
    pub fn value(&self) -> f64 {
        self.value
    }

    /// Its interval.
    pub fn interval(&self) -> Interval {
        self.interval
    }

    /// Its caveats, sorted by code.
    pub fn caveats(&self) -> &[Caveat] {
        &self.caveats
    }

    /// Where it comes from.
    pub fn provenance(&self) -> &Provenance {
        &self.provenance
    }
}

/// An answer as it is stored, printed and written to JSON.
///
/// `{"status": "known", "value": 4.0, "interval": {…}, "caveats": […], "provenance": {…}}` or
/// `{"status": "withheld", "reason": "suppressed", "text": "…", "bounds": {…}}`.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum Figure {
    /// There is a number.
    Known(Estimate),
    /// There is none, and why.
    Withheld(Withheld),
}

impl Figure {
    /// The value, if there is one.
    pub fn value(&self) -> Option<f64> {
        match self {
            Self::Known(estimate) => Some(estimate.value),
            Self::Withheld(_) => None,
        }
    }

    /// The ends between which the truth lies, if they are known.
    pub fn range(&self) -> Option<(f64, f64)> {
        let interval = match self {
            Self::Known(estimate) => Some(estimate.interval),
            Self::Withheld(withheld) => withheld.bounds,
        };
        interval.map(|interval| (interval.lower(), interval.upper()))
    }

    /// Back to what `?` works on.
    pub fn answer(&self) -> Answer<&Estimate> {
        match self {
            Self::Known(estimate) => Ok(estimate),
            Self::Withheld(withheld) => Err(withheld.clone()),
        }
    }
}

impl From<Answer> for Figure {
    fn from(answer: Answer) -> Self {
        match answer {
            Ok(estimate) => Self::Known(estimate),
            Err(withheld) => Self::Withheld(withheld),
        }
    }
}
