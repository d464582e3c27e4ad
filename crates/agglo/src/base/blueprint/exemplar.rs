//! The printed rule that names exemplar regions, and the tests that it is made of.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::id::{ClusterId, IndustryId};

/// Which regions serve as exemplars of which others.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ExemplarRule {
    /// Every region of the pool passes all of these.
    pub pool: Vec<Test>,
    /// Fact by which regions are put into classes: residents.
    pub class_fact: String,
    /// Where one class ends and the next begins, ascending.
    pub classes: Vec<f64>,
    /// How many of the region's own class are taken.
    pub take: usize,
    /// By what they are ranked, highest first.
    pub rank: Ranking,
    /// Quantile of the exemplars that is level 1.
    pub tau: f64,
    /// Other rules, each differing in one thing, tried for the stability of the gap.
    pub alternatives: Vec<ExemplarAlternative>,
}

/// How exemplars are ranked within a class.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ranking {
    /// Lower bound of the location quotient of these industries' jobs, base all owners.
    EmploymentQuotient(Vec<IndustryId>),
    /// Lower bound of the location quotient of a cluster's jobs.
    ClusterQuotient(ClusterId),
}

/// A rule that differs from the blueprint's in one thing.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ExemplarAlternative {
    /// Another number of exemplars.
    #[serde(default)]
    pub take: Option<usize>,
    /// Another quantile.
    #[serde(default)]
    pub tau: Option<f64>,
}

/// A condition on a region.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Test {
    /// A fact against a bound.
    Fact {
        /// Name of the fact.
        fact: String,
        /// How it is compared.
        comparison: Comparison,
        /// With what.
        bound: f64,
    },
    /// Not in a state or country.
    NotWithin(String),
}

/// How a number is compared with a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// `>=`
    AtLeast,
    /// `<=`
    AtMost,
    /// `>`
    Above,
    /// `<`
    Below,
    /// `=`
    Equal,
}

impl Comparison {
    /// Whether a number passes against a bound.
    pub fn passes(self, value: f64, bound: f64) -> bool {
        match self {
            Self::AtLeast => value >= bound,
            Self::AtMost => value <= bound,
            Self::Above => value > bound,
            Self::Below => value < bound,
            Self::Equal => (value - bound).abs() <= f64::EPSILON * bound.abs().max(1.0),
        }
    }

    fn sign(self) -> &'static str {
        match self {
            Self::AtLeast => ">=",
            Self::AtMost => "<=",
            Self::Above => ">",
            Self::Below => "<",
            Self::Equal => "=",
        }
    }
}

impl Test {
    /// `shore_open_km >= 20`, `recreation_county = 1`, `not in Alaska`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split_whitespace().collect();
        if let ["not", "in", place @ ..] = words.as_slice() {
            return (!place.is_empty()).then(|| Self::NotWithin(place.join(" ")));
        }
        let [fact, sign, bound] = words.as_slice() else { return None };
        let comparison = match *sign {
            ">=" => Comparison::AtLeast,
            "<=" => Comparison::AtMost,
            ">" => Comparison::Above,
            "<" => Comparison::Below,
            "=" | "==" => Comparison::Equal,
            _ => return None,
        };
        let bound = bound.parse::<f64>().ok().filter(|bound| bound.is_finite())?;
        Some(Self::Fact { fact: (*fact).to_owned(), comparison, bound })
    }
}

impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fact { fact, comparison, bound } => {
                write!(f, "{fact} {} {bound}", comparison.sign())
            }
            Self::NotWithin(place) => write!(f, "not in {place}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_reads_as_it_prints() {
        for text in ["shore_open_km >= 20", "coast_ocean = 1", "not in New York", "x < -2.5"] {
            assert_eq!(Test::parse(text).unwrap().to_string(), text);
        }
        for text in ["", "not in", "x ~ 3", "x >= many", "x >=", "x >= inf"] {
            assert_eq!(Test::parse(text), None, "{text}");
        }
    }
}
