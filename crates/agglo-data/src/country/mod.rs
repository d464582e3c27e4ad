//! A country as maps read it: its tables, its words and its rule, read once.
//!
//! The US counties of the starter pack are read by [`Country::read`]. Every other country is described by a file
//! ([`CountryDescription`]): one that is built in by [`Country::built_in`], on datasets of the starter pack; any
//! other one by [`Country::read_from`], on datasets of a [`Lake`](crate::lake::Lake), as they stand or as they stood
//! ([`Vintages`]).

mod built_in;
mod column;
mod counts;
pub mod description;
mod facts;
mod read;
mod reading;
mod tree;
mod vintages;

use std::collections::BTreeMap;
use std::thread;

use agglo::Error;
use agglo::base::classification::Classification;
use agglo::base::id::{IndustryId, RegionId};
use agglo::base::region::Region;
use agglo::base::terms::Terms;
use agglo::map::Inputs;
use agglo::map::people::derive::with_yearly;
use agglo::map::people::underserved::Rule;
use agglo::panel::{ClusterStructure, Facts, Jobs, Structure};

pub use crate::country::built_in::{built_in, built_ins};
pub use crate::country::description::CountryDescription;
pub use crate::country::vintages::Vintages;
use crate::definitions::underserved;
use crate::starter::{SourceCard, Starter};

/// Tables of one country.
pub struct Country {
    /// Its words, and what its tables count.
    pub terms: Terms,
    /// Jobs, establishments and pay by industry in one year. Where [`Terms::counted`] says that something else is
    /// counted, that stands in the place of jobs, and the rest holds no industry.
    pub structure: Structure,
    /// Its industries.
    pub classification: Classification,
    /// Facts about places and people, with those that follow from yearly figures.
    pub facts: Facts,
    /// Jobs, or what is counted in their place, of many years.
    pub jobs: Jobs,
    /// Counts by cluster of the definition in use, in the year of the structure; none where industries are too few.
    pub clusters: Option<ClusterStructure>,
    /// Every base unit by code.
    pub regions: Vec<Region>,
    /// Pairs of base units that share a boundary.
    pub neighbours: Vec<(RegionId, RegionId)>,
    /// The rule that says which regions are underserved.
    pub underserved: Rule,
    /// Datasets that its figures come from.
    pub sources: Vec<SourceCard>,
    /// Codes of NAICS that each industry holds whole, where its classification says so.
    pub holds: BTreeMap<IndustryId, Vec<String>>,
    /// What a person should know of how its tables were read.
    pub notes: Vec<String>,
    /// By dataset of a lake, a digest of the figures that came of it into these tables; empty where they are not of
    /// a lake.
    pub read: BTreeMap<String, String>,
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
            terms: &self.terms,
        }
    }
}

/// Everything but the structure, which is about half of the work.
struct Rest {
    classification: Classification,
    facts: Facts,
    jobs: Jobs,
    clusters: Option<ClusterStructure>,
    regions: Vec<Region>,
    neighbours: Vec<(RegionId, RegionId)>,
    underserved: Rule,
    terms: Terms,
    sources: Vec<SourceCard>,
}

impl Rest {
    fn read(starter: &Starter) -> Result<Self, Error> {
        Ok(Self {
            classification: starter.classification()?,
            facts: with_yearly(starter.facts()?, &starter.people()?)?,
            jobs: starter.jobs()?,
            clusters: Some(starter.clusters()?),
            regions: starter.regions()?,
            neighbours: starter.neighbours()?,
            underserved: underserved::default()?,
            terms: built_in("us")?.terms(),
            sources: starter.sources_of_counties(),
        })
    }

    fn with(self, structure: Structure) -> Country {
        Country {
            terms: self.terms,
            structure,
            classification: self.classification,
            facts: self.facts,
            jobs: self.jobs,
            clusters: self.clusters,
            regions: self.regions,
            neighbours: self.neighbours,
            underserved: self.underserved,
            sources: self.sources,
            holds: BTreeMap::new(),
            notes: Vec::new(),
            read: BTreeMap::new(),
        }
    }
}

fn stopped() -> Error {
    Error::new("E0901", "a reading thread stopped unexpectedly")
        .hint("run again with --threads 1, and report it if it happens again")
}
