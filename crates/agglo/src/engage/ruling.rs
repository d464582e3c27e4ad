//! The outcome of a test: passed, failed, or not known.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The outcome of a test, in the order in which one outweighs another.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Ruling {
    /// It holds.
    Pass,
    /// What is recorded cannot tell; never a pass.
    Unknown,
    /// It does not hold.
    Fail,
}

impl Ruling {
    /// Of several tests that must all hold: the worst. Nothing to test passes.
    pub fn all(tests: impl IntoIterator<Item = Self>) -> Self {
        tests.into_iter().max().unwrap_or(Self::Pass)
    }

    /// Of several of which one must hold: the best. Nothing to test fails.
    pub fn any(tests: impl IntoIterator<Item = Self>) -> Self {
        tests.into_iter().min().unwrap_or(Self::Fail)
    }

    /// Of a statement that is known.
    pub fn known(holds: bool) -> Self {
        if holds { Self::Pass } else { Self::Fail }
    }

    /// Of a statement that may not be known.
    pub fn of(holds: Option<bool>) -> Self {
        holds.map_or(Self::Unknown, Self::known)
    }

    /// `pass`, `fail` or `unknown`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Unknown => "unknown",
            Self::Fail => "fail",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_the_worst_and_the_best_are_kleenes_and_and_or() {
        use Ruling::{Fail, Pass, Unknown};
        for (a, b, both, either) in [
            (Pass, Pass, Pass, Pass),
            (Pass, Unknown, Unknown, Pass),
            (Pass, Fail, Fail, Pass),
            (Unknown, Unknown, Unknown, Unknown),
            (Unknown, Fail, Fail, Unknown),
            (Fail, Fail, Fail, Fail),
        ] {
            assert_eq!((Ruling::all([a, b]), Ruling::all([b, a])), (both, both));
            assert_eq!((Ruling::any([a, b]), Ruling::any([b, a])), (either, either));
        }
        assert_eq!((Ruling::all([]), Ruling::any([])), (Pass, Fail));
        assert_eq!(Ruling::of(None), Unknown);
    }
}
