//! By which outcomes a blueprint's claim is tested, and what is held fixed: the rule that all blueprints share.

use agglo_stats::float;
use serde::Deserialize;

use crate::base::id::{IndustryId, RegionId};
use crate::base::year::Year;
use crate::map::gap::Evidence;
use crate::map::place::Place;
use crate::panel::Jobs;

/// The rule that all blueprints share.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FitRule {
    /// Fact that counts residents.
    pub residents_fact: String,
    /// Levels are lifted to each of these in turn.
    pub floors: Vec<f64>,
    /// Exponents of the profile.
    pub grid: Vec<f64>,
    /// Resamples of states.
    pub draws: u32,
    /// Seed of the resamples.
    pub seed: u64,
    /// Fewer regions than this are not tested.
    pub least_regions: usize,
    /// What is held fixed.
    pub held_fixed: Vec<Control>,
    /// Outcomes, the one that leads first.
    #[serde(rename = "outcome")]
    pub outcomes: Vec<Outcome>,
}

/// A fact that is held fixed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Control {
    /// Name of the fact.
    pub fact: String,
    /// Whether its logarithm is taken.
    #[serde(default)]
    pub log: bool,
}

/// What regions are better or worse off by; its logarithm is explained.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// Slug.
    pub id: String,
    /// In plain words.
    pub title: String,
    /// Where it comes from.
    pub from: Source,
}

/// Where an outcome comes from.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum Source {
    /// A fact about places.
    Fact(String),
    /// Wages of all owners and industries for each resident, in the year of the levels.
    PayPerResident,
    /// All jobs of one year over those of an earlier one.
    JobsGrowth([Year; 2]),
}

impl Outcome {
    /// Natural logarithm of the outcome in a base unit; none where it is hidden, missing or not above 0.
    pub(super) fn log(
        &self,
        evidence: &Evidence<'_>,
        jobs: Option<&Jobs>,
        residents: &str,
        unit: &RegionId,
    ) -> Option<f64> {
        let place = Place::unit(unit);
        let fact = |name: &str| evidence.facts.pooled(name, place.members()).point().ok();
        let value = match &self.from {
            Source::Fact(name) => fact(name)?,
            Source::PayPerResident => {
                let pay = place.cell(&evidence.structure.base.pay, 0, IndustryId::TOTAL);
                ratio(pay.point().ok()?, fact(residents)?)?
            }
            Source::JobsGrowth([from, to]) => {
                let jobs = jobs?;
                // A combination of several counties is none of them.
                if jobs.area_of.get(unit).is_some_and(|area| area != unit) {
                    return None;
                }
                let of = |year: Year| {
                    let year = jobs.panel.year(year)?;
                    place.cell(&jobs.panel, year, jobs.total.as_str()).point().ok()
                };
                ratio(of(*to)?, of(*from)?)?
            }
        };
        (value > 0.0).then(|| float::ln(value))
    }
}

fn ratio(top: f64, bottom: f64) -> Option<f64> {
    (bottom > 0.0).then(|| top / bottom)
}

impl Control {
    /// What is held fixed of a base unit; none where it is missing, or not above 0 under a logarithm.
    pub(super) fn value(&self, evidence: &Evidence<'_>, unit: &RegionId) -> Option<f64> {
        let place = Place::unit(unit);
        let value = evidence.facts.pooled(&self.fact, place.members()).point().ok()?;
        if self.log { (value > 0.0).then(|| float::ln(value)) } else { Some(value) }
    }

    /// As printed: `ln population_2020`.
    pub fn words(&self) -> String {
        if self.log { format!("ln {}", self.fact) } else { self.fact.clone() }
    }
}
