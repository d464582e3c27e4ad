//! A country as maps read it: the tables of the starter pack and the shipped rule, read once.

use std::thread;

use agglo::Error;
use agglo::base::classification::Classification;
use agglo::base::id::RegionId;
use agglo::base::region::Region;
use agglo::map::Inputs;
use agglo::map::people::derive::with_yearly;
use agglo::map::people::underserved::Rule;
use agglo::panel::{ClusterStructure, Facts, Jobs, Structure};

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
    /// Counts by cluster of the definition in use, in the year of the structure.
    pub clusters: ClusterStructure,
    /// Every base unit by code.
    pub regions: Vec<Region>,
    /// Pairs of base units that share a boundary.
    pub neighbours: Vec<(RegionId, RegionId)>,
    /// The rule that says which regions are underserved.
    pub underserved: Rule,
}

impl Country {
    /// Reads all of it, the largest table beside the others where there is more than one thread.
    ///
    /// # Errors
    ///
    /// Those of [`Starter`], `E0203` where the yearly figures lack a measure, `E0901` where a thread stops.
    pub fn read(starter: &Starter, threads: u16) -> Result<Self, Error> {
        if threads < 2 {
            return Ok(Rest::read(starter)?.with(starter.structure()?));
        }
        thread::scope(|scope| {
            let structure = scope.spawn(|| starter.structure());
            let rest = Rest::read(starter);
            let structure = structure.join().unwrap_or_else(|_| Err(stopped()));
            Ok(rest?.with(structure?))
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

/// Everything but the structure, which is about half of the work.
struct Rest {
    classification: Classification,
    facts: Facts,
    jobs: Jobs,
    clusters: ClusterStructure,
    regions: Vec<Region>,
    neighbours: Vec<(RegionId, RegionId)>,
    underserved: Rule,
}

impl Rest {
    fn read(starter: &Starter) -> Result<Self, Error> {
        Ok(Self {
            classification: starter.classification()?,
            facts: with_yearly(starter.facts()?, &starter.people()?)?,
            jobs: starter.jobs()?,
            clusters: starter.clusters()?,
            regions: starter.regions()?,
            neighbours: starter.neighbours()?,
            underserved: underserved::default()?,
        })
    }

    fn with(self, structure: Structure) -> Country {
        let Self { classification, facts, jobs, clusters, regions, neighbours, underserved } = self;
        Country {
            structure,
            classification,
            facts,
            jobs,
            clusters,
            regions,
            neighbours,
            underserved,
        }
    }
}

fn stopped() -> Error {
    Error::new("E0901", "a reading thread stopped unexpectedly")
        .hint("run again with --threads 1, and report it if it happens again")
}
