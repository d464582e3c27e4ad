//! What can move a figure, and which of it a changed row is.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Why a figure moved, in the order in which one after the other is swapped.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// This version computes another figure from the same data.
    Method,
    /// Regions came or went in periods that were known already.
    Boundary,
    /// Figures of known periods and regions are told otherwise.
    Revision,
    /// Periods, or whole datasets, that were not known.
    NewData,
}

impl Cause {
    /// All, in the order in which they are swapped.
    pub const ALL: [Self; 4] = [Self::Method, Self::Boundary, Self::Revision, Self::NewData];

    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Method => "method",
            Self::Boundary => "boundary",
            Self::Revision => "revision",
            Self::NewData => "new data",
        }
    }
}

/// In which of two vintages something occurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// In both.
    Both,
    /// In the earlier one alone.
    Before,
    /// In the later one alone.
    Now,
}

/// Which cause a changed row is: by whether its period, and its region, occur in both vintages.
///
/// A period that is new is new data, whatever its regions. In a period that was known, a region that occurs in
/// one of the vintages alone was made or dissolved. All else is a revision, a period that was taken back
/// included.
pub fn of_row(period: Held, region: Held) -> Cause {
    match (period, region) {
        (Held::Now, _) => Cause::NewData,
        (Held::Both, Held::Before | Held::Now) => Cause::Boundary,
        (Held::Both, Held::Both) | (Held::Before, _) => Cause::Revision,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_changed_row_has_one_cause() {
        use Held::{Before, Both, Now};
        for (period, region, expected) in [
            (Now, Both, Cause::NewData),
            (Now, Now, Cause::NewData),
            (Both, Both, Cause::Revision),
            (Both, Now, Cause::Boundary),
            (Both, Before, Cause::Boundary),
            (Before, Both, Cause::Revision),
        ] {
            assert_eq!(of_row(period, region), expected, "{period:?} {region:?}");
        }
        assert!(Cause::ALL.is_sorted(), "the order of swapping is the order of the causes");
    }
}
