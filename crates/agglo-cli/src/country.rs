//! The country that every verb reads: the starter pack, loaded once, and the definitions beside it.

use std::thread;

use agglo::Error;
use agglo::base::classification::Classification;
use agglo::base::id::RegionId;
use agglo::base::region::Region;
use agglo::map::cluster::{Field, Portfolio};
use agglo::map::people::derive::with_yearly;
use agglo::map::{Atlas, Inputs, Map, Place};
use agglo::panel::{ClusterStructure, Facts, Jobs, Structure};
use agglo_data::{Starter, definitions};

use crate::args::Global;

/// Figures and names of all regions.
pub(crate) struct Country {
    pub(crate) starter: Starter,
    pub(crate) structure: Structure,
    pub(crate) classification: Classification,
    pub(crate) facts: Facts,
    pub(crate) jobs: Jobs,
    pub(crate) clusters: ClusterStructure,
    pub(crate) regions: Vec<Region>,
    pub(crate) neighbours: Vec<(RegionId, RegionId)>,
}

impl Country {
    /// Opens the pack that is built in, or the one named.
    pub(crate) fn open(global: &Global) -> Result<Starter, Error> {
        match &global.pack {
            Some(folder) => Starter::at(folder),
            None => Starter::embedded(),
        }
    }

    /// Reads all tables, on as many threads as there are tables or as were asked for.
    pub(crate) fn load(global: &Global) -> Result<Self, Error> {
        let starter = Self::open(global)?;
        let pack = &starter;
        let alone = global.threads == Some(1);
        let (structure, rest) = if alone {
            (pack.structure(), Rest::load(pack))
        } else {
            thread::scope(|scope| {
                let rest = scope.spawn(|| Rest::load(pack));
                let structure = pack.structure();
                let rest = rest.join().unwrap_or_else(|_| Err(broken()));
                (structure, rest)
            })
        };
        let (structure, rest) = (structure?, rest?);
        Ok(Self {
            structure,
            classification: rest.classification,
            facts: rest.facts,
            jobs: rest.jobs,
            clusters: rest.clusters,
            regions: rest.regions,
            neighbours: rest.neighbours,
            starter,
        })
    }

    /// The maps of some regions, read from one atlas.
    pub(crate) fn maps(&self, regions: &[Region]) -> Result<Vec<Map>, Error> {
        let rule = definitions::underserved::default()?;
        let atlas = Atlas::new(Inputs {
            structure: &self.structure,
            classification: &self.classification,
            facts: &self.facts,
            jobs: &self.jobs,
            regions: &self.regions,
            neighbours: &self.neighbours,
            underserved: &rule,
        });
        regions
            .iter()
            .map(|region| Ok(atlas.map(region, Some(&self.starter.changes(&region.members)?))))
            .collect()
    }

    /// The map of one region.
    pub(crate) fn map(&self, region: &Region) -> Result<Map, Error> {
        let maps = self.maps(std::slice::from_ref(region))?;
        maps.into_iter().next().ok_or_else(broken)
    }

    /// The traded clusters of a region, by the definition in use.
    pub(crate) fn portfolio(&self, region: &Region) -> Result<Portfolio, Error> {
        let definition = definitions::clusters::traded()?;
        let rule = definitions::clusters::strong_rule()?;
        let field = Field::new(&definition, &self.clusters, &self.structure, rule);
        Ok(field.portfolio(Place::new(region)))
    }

    /// The region that a person means.
    pub(crate) fn region(&self, text: &str) -> Result<Region, Error> {
        agglo_data::region::resolve(&self.regions, text)
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
}

impl Rest {
    fn load(pack: &Starter) -> Result<Self, Error> {
        Ok(Self {
            classification: pack.classification()?,
            facts: with_yearly(pack.facts()?, &pack.people()?)?,
            jobs: pack.jobs()?,
            clusters: pack.clusters()?,
            regions: pack.regions()?,
            neighbours: pack.neighbours()?,
        })
    }
}

fn broken() -> Error {
    Error::new("E0901", "a reading thread stopped unexpectedly")
        .hint("run again with --threads 1, and report it if it happens again")
}
