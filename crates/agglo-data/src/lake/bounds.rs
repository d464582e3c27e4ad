//! Least and greatest value of a key: by them whole files and groups of rows are passed over.

use parquet::data_type::ByteArray;
use parquet::file::statistics::Statistics;

use crate::lake::block::Kind;
use crate::lake::manifest::Span;

/// Least and greatest value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Bounds {
    /// Of codes, by their bytes.
    Text(String, String),
    /// Of whole numbers.
    Whole(i64, i64),
}

impl Bounds {
    /// What a file states.
    pub(super) fn of(statistics: &Statistics) -> Option<Self> {
        match statistics {
            Statistics::Int64(range) => Some(Self::Whole(*range.min_opt()?, *range.max_opt()?)),
            Statistics::ByteArray(range) => {
                let text = |bytes: &ByteArray| bytes.as_utf8().ok().map(str::to_owned);
                Some(Self::Text(text(range.min_opt()?)?, text(range.max_opt()?)?))
            }
            _ => None,
        }
    }

    /// What a vintage states.
    pub(super) fn stated(span: &Span, kind: Kind) -> Option<Self> {
        match kind {
            Kind::Codes => Some(Self::Text(span.least.clone(), span.most.clone())),
            Kind::Whole => Some(Self::Whole(span.least.parse().ok()?, span.most.parse().ok()?)),
            Kind::Numbers => None,
        }
    }

    /// Those of two lots of rows together; a lot without values has none.
    pub(super) fn joined(one: Option<Self>, other: Option<Self>) -> Option<Self> {
        match (one, other) {
            (Some(Self::Text(a, b)), Some(Self::Text(c, d))) => {
                Some(Self::Text(a.min(c), b.max(d)))
            }
            (Some(Self::Whole(a, b)), Some(Self::Whole(c, d))) => {
                Some(Self::Whole(a.min(c), b.max(d)))
            }
            (one, other) => one.or(other),
        }
    }

    /// As a vintage states them.
    pub(super) fn span(self, column: &str, gaps: u64) -> Span {
        let (least, most) = match self {
            Self::Text(least, most) => (least, most),
            Self::Whole(least, most) => (least.to_string(), most.to_string()),
        };
        Span { column: column.to_owned(), least, most, gaps }
    }

    /// Whether a value may lie between them.
    pub(super) fn may_hold(&self, value: &str) -> bool {
        match self {
            Self::Text(least, most) => least.as_str() <= value && value <= most.as_str(),
            Self::Whole(least, most) => {
                value.parse().is_ok_and(|value: i64| *least <= value && value <= *most)
            }
        }
    }

    /// Whether no value lies in both.
    pub(super) fn are_apart(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(a, b), Self::Text(c, d)) => b < c || d < a,
            (Self::Whole(a, b), Self::Whole(c, d)) => b < c || d < a,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_join_part_and_survive_their_text() {
        let (low, high) = (Bounds::Whole(-5, 9), Bounds::Whole(10, 12));
        assert!(low.are_apart(&high) && !low.are_apart(&Bounds::Whole(9, 9)));
        assert!(low.may_hold("-5") && !low.may_hold("10") && !low.may_hold("x"));
        let joined = Bounds::joined(Some(low), Some(high)).unwrap();
        assert_eq!(joined, Bounds::Whole(-5, 12));
        assert_eq!(Bounds::stated(&joined.clone().span("year", 0), Kind::Whole), Some(joined));
    }
}
