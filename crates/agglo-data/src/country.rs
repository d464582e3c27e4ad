//! A country as maps read it: the tables of the starter pack and the shipped rule, read once.

use agglo::Error;
use agglo::base::classification::Classification;
use agglo::base::id::RegionId;
use agglo::base::region::Region;
use agglo::map::Inputs;
use agglo::map::people::derive::with_yearly;
use agglo::map::people::underserved::Rule;
use agglo::panel::{Facts, Jobs, Structure};

use crate::definitions::underserved;
use crate::starter::Starter;

/// Tables of one country.
pub struct Country {
    /// Jobs, establishments and pay by industry in one year.
    pub structure: Structure,
    /// Its industries.
    pub classification: Classification,
    /// Facts about places and people, with those that follow from yearly figures.
    pub facts: Facts,
    /// Jobs of many years.
    pub jobs: Jobs,
    /// Every base unit by code.
    pub regions: Vec<Region>,
    /// Pairs of base units that share a boundary.
    pub neighbours: Vec<(RegionId, RegionId)>,
    /// The rule that says which regions are underserved.
    pub underserved: Rule,
}

impl Country {
    /// Reads all of it.
    ///
    /// # Errors
    ///
    /// Those of [`Starter`], and `E0203` where the yearly figures lack a measure.
    pub fn read(starter: &Starter) -> Result<Self, Error> {
        Ok(Self {
            structure: starter.structure()?,
            classification: starter.classification()?,
            facts: with_yearly(starter.facts()?, &starter.people()?)?,
            jobs: starter.jobs()?,
            regions: starter.regions()?,
            neighbours: starter.neighbours()?,
            underserved: underserved::default()?,
        })
    }

    /// What maps are made from.
    pub fn inputs(&self) -> Inputs<'_> {
        Inputs {
            structure: &self.structure,
            classification: &self.classification,
            facts: &self.facts,
            jobs: &self.jobs,
            regions: &self.regions,
            neighbours: &self.neighbours,
            underserved: &self.underserved,
        }
    }
}
