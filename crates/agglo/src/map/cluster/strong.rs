//! The printed rule that calls a cluster strong, and its reading under withheld cells.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// When a cluster counts as strong in a region: high among the regions that have it, and no trifle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StrongRule {
    /// Quantile of the quotient over the base units that have the cluster, type 7: 0.75 is the upper
    /// quarter. A tie with the cut counts.
    pub quantile: f64,
    /// The least quotient, whatever the cut.
    pub least_quotient: f64,
    /// The least number of jobs.
    pub least_jobs: f64,
    /// The least number of establishments.
    pub least_establishments: f64,
    /// With fewer base units that have the cluster there is no cut.
    pub least_units: usize,
}

impl StrongRule {
    /// The rule in one plain sentence.
    pub fn sentence(&self) -> String {
        format!(
            "Strong: the location quotient lies at or above the {:.0}th percentile of the counties that \
             have the cluster and is at least {}, with at least {} jobs and {} establishments; where fewer \
             than {} counties have the cluster nobody can tell.",
            self.quantile * 100.0,
            self.least_quotient,
            self.least_jobs,
            self.least_establishments,
            self.least_units
        )
    }
}

/// Whether a cluster is strong, as far as the published cells can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Strong {
    /// Whatever the withheld cells hold.
    Surely,
    /// It depends on what they hold: the verdict is fragile.
    Possibly,
    /// Not, whatever they hold.
    No,
    /// Nothing bounds it, or too few regions have the cluster.
    Unknown,
}

/// What is known of one cluster in one region: each pair holds the least and the most that it can be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    pub quotient: Option<(f64, f64)>,
    pub jobs: Option<(f64, f64)>,
    pub establishments: Option<(f64, f64)>,
    pub cut: Option<(f64, f64)>,
}

impl Strong {
    pub(super) fn of(reading: &Reading, rule: &StrongRule) -> Self {
        let known = (reading.quotient, reading.jobs, reading.establishments, reading.cut);
        let (Some(quotient), Some(jobs), Some(establishments), Some(cut)) = known else {
            return Self::Unknown;
        };
        let low_cut = cut.0.max(rule.least_quotient);
        let high_cut = cut.1.max(rule.least_quotient);
        let surely = quotient.0 >= high_cut
            && jobs.0 >= rule.least_jobs
            && establishments.0 >= rule.least_establishments;
        let possibly = quotient.1 >= low_cut
            && jobs.1 >= rule.least_jobs
            && establishments.1 >= rule.least_establishments;
        match (surely, possibly) {
            (true, _) => Self::Surely,
            (false, true) => Self::Possibly,
            (false, false) => Self::No,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule() -> StrongRule {
        StrongRule {
            quantile: 0.75,
            least_quotient: 1.0,
            least_jobs: 30.0,
            least_establishments: 3.0,
            least_units: 8,
        }
    }

    fn strong(quotient: (f64, f64), jobs: (f64, f64), establishments: f64) -> Strong {
        let reading = Reading {
            quotient: Some(quotient),
            jobs: Some(jobs),
            establishments: Some((establishments, establishments)),
            cut: Some((1.5, 1.8)),
        };
        Strong::of(&reading, &rule())
    }

    #[test]
    fn a_tie_with_the_cut_counts_and_bounds_across_it_are_fragile() {
        assert_eq!(strong((1.8, 1.8), (100.0, 100.0), 5.0), Strong::Surely);
        assert_eq!(strong((1.6, 1.6), (100.0, 100.0), 5.0), Strong::Possibly);
        assert_eq!(strong((0.1, 9.0), (0.0, 900.0), 5.0), Strong::Possibly);
        assert_eq!(strong((0.1, 1.4), (100.0, 100.0), 5.0), Strong::No);
    }

    #[test]
    fn size_is_part_of_the_rule_and_no_range_is_unknown() {
        assert_eq!(strong((9.0, 9.0), (29.0, 29.0), 5.0), Strong::No);
        assert_eq!(strong((9.0, 9.0), (100.0, 100.0), 2.75), Strong::No);
        let reading = Reading { quotient: None, jobs: None, establishments: None, cut: None };
        assert_eq!(Strong::of(&reading, &rule()), Strong::Unknown);
    }

    #[test]
    fn the_sentence_holds_every_number_of_the_rule() {
        let sentence = rule().sentence();
        assert!(
            ["75th", "at least 1,", "30 jobs", "3 est", "8 counties"]
                .iter()
                .all(|part| sentence.contains(part))
        );
    }
}
