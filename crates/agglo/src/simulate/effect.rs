//! What an initiative is believed to add to the jobs of a sector, year by year, with and without money.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use agglo_stats::float;

use crate::base::id::{ArchetypeId, IndustryId};
use crate::base::year::Year;

/// One initiative's believed effect on jobs, ready to be drawn.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Effect {
    /// The kind of initiative.
    pub initiative: ArchetypeId,
    /// Its name as people say it.
    pub title: String,
    /// The sectors of the panel that it reaches, at least one; several share it by their size.
    pub sectors: Vec<IndustryId>,
    /// Size at full take-up, if it works at all.
    pub size: Size,
    /// Probability that it does nothing.
    pub pi0: f64,
    /// First year in which part of the effect is there.
    pub start: Year,
    /// Years until the effect is whole, the first counted as one part of it; 0 and 1 mean at once.
    pub ramp_years: u16,
    /// First year with money: what a year's money does shows as much later as the effect starts later.
    pub funded_from: Year,
    /// Last year with money, as planned.
    pub funded_until: Year,
    /// Share of the effect that outlives each year without money.
    pub kappa: Share,
    /// Share of the jobs that are taken from the same industry nearby.
    pub displacement: Share,
    /// What the size rests on.
    pub basis: Basis,
}

/// Size of an effect: mean and standard deviation of a normal belief, and its unit.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "unit", rename_all = "snake_case")]
pub enum Size {
    /// Jobs covered by unemployment insurance; they enter a sector by the ratio of the two counts.
    CoveredJobs {
        /// Expected jobs.
        mean: f64,
        /// Standard deviation, jobs.
        sd: f64,
    },
    /// Jobs as the panel counts them.
    Jobs {
        /// Expected jobs.
        mean: f64,
        /// Standard deviation, jobs.
        sd: f64,
    },
    /// Log points of the jobs of each sector reached.
    Log {
        /// Log of the expected jobs over those without: 0.01 is about 1 %, 0 neither gain nor loss.
        mean: f64,
        /// Standard deviation, log points.
        sd: f64,
    },
}

/// A share that is believed to follow a Beta distribution.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Share {
    /// Mean, in `[0, 1]`; at 0 and 1 the share is certain.
    pub mean: f64,
    /// Observations that the belief is worth (the two Beta parameters together), positive.
    pub weight: f64,
}

/// What the size of an effect rests on.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Measured in an evaluation of one's own.
    Evaluated,
    /// A prior pooled from published studies.
    Studies,
    /// A wide default prior, or units and costs that somebody stated.
    Assumed,
}

impl Effect {
    /// Whether its size is in covered jobs.
    pub fn is_covered(&self) -> bool {
        matches!(self.size, Size::CoveredJobs { .. })
    }
}

/// Part of the full effect that is there `years` after the start of a ramp of `ramp` years.
///
/// # Returns
///
/// A share in `[0, 1]`: `min(1, years / ramp)`; 0 before the start.
pub fn ramp(years: f64, ramp: f64) -> f64 {
    if years <= 0.0 {
        0.0
    } else if ramp <= years {
        1.0
    } else {
        years / ramp
    }
}

/// Part of the full effect that is there `years` after the start, if the money ends `end` years after it.
///
/// While money flows the effect follows its [`ramp`]; afterwards `kappa` of it outlives each year.
///
/// # Returns
///
/// A share in `[0, 1]`. An `end` before the start gives 0: what never got money does nothing.
pub fn path(years: f64, ramp_years: f64, end: f64, kappa: f64) -> f64 {
    if years <= end {
        ramp(years, ramp_years)
    } else {
        ramp(end, ramp_years) * float::powf(kappa, years - end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-9
    }

    /// 50 jobs at a take-up of 0.8, a ramp of two years, money for four years: by hand.
    #[test]
    fn reference_path_of_forty_jobs_after_the_money_stops() {
        let jobs = |year: f64, kappa| 40.0 * path(year, 2.0, 4.0, kappa);
        for (year, expected) in [(0.0, 0.0), (1.0, 20.0), (2.0, 40.0), (4.0, 40.0), (5.0, 28.0)] {
            assert!(close(jobs(year, 0.7), expected), "year {year}");
        }
        assert!(close(jobs(8.0, 0.7), 9.604));
        assert!(close(jobs(8.0, 0.95), 32.580_25));
    }

    #[test]
    fn law_nothing_is_lost_where_everything_is_earned_and_all_at_once_where_nothing_is() {
        for year in 5..30 {
            assert!(close(path(f64::from(year), 3.0, 4.0, 1.0), 1.0));
            assert!(close(path(f64::from(year), 3.0, 4.0, 0.0), 0.0));
        }
    }

    #[test]
    fn edge_money_that_ends_before_the_start_moves_nothing() {
        assert!(close(path(3.0, 2.0, -1.0, 1.0), 0.0));
    }
}
