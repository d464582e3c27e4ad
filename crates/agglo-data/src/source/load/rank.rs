//! How coarse a row is, so that no row is added to one that it is a part of.

use agglo::base::id::IndustryId;

/// How coarse a row is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::source) struct Rank {
    /// Dimensions of which it holds a part only.
    pub(in crate::source) parts: usize,
    /// Level of the industry: 0 for all of them, else its digits.
    pub(in crate::source) level: usize,
}

/// Names of all regions together in tables with codes of their own.
const TOTALS: [&str; 9] =
    ["total", "all", "sum", "gesamt", "insgesamt", "totale", "totaal", "ensemble", "totalt"];

/// Whether a region's name says that it is all of them.
pub(super) fn is_total(region: &str) -> bool {
    TOTALS.iter().any(|total| region.eq_ignore_ascii_case(total))
}

/// Digits of an industry's code, 0 for all industries.
pub(super) fn level(industry: &str) -> usize {
    match industry {
        IndustryId::TOTAL => 0,
        code => code.split('-').next().map_or(0, str::len),
    }
}
