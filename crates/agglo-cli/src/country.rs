//! The country that every verb reads: the starter pack, loaded once, and what is asked of it.

use agglo::Error;
use agglo::base::region::Region;
use agglo::map::cluster::{Field, Portfolio};
use agglo::map::{Atlas, Map, Place};
use agglo_data::{Country as Tables, Starter, definitions};

use crate::args::Global;

/// Figures and names of all regions.
pub(crate) struct Country {
    pub(crate) starter: Starter,
    pub(crate) tables: Tables,
}

impl Country {
    /// Opens the pack that is built in, or the one named.
    pub(crate) fn open(global: &Global) -> Result<Starter, Error> {
        match &global.pack {
            Some(folder) => Starter::at(folder),
            None => Starter::embedded(),
        }
    }

    /// Reads all tables, on as many threads as help or as were asked for.
    pub(crate) fn load(global: &Global) -> Result<Self, Error> {
        let starter = Self::open(global)?;
        let tables = Tables::read(&starter, global.threads.unwrap_or(2))?;
        Ok(Self { starter, tables })
    }

    /// The maps of some regions, read from one atlas.
    pub(crate) fn maps(&self, regions: &[Region]) -> Result<Vec<Map>, Error> {
        let atlas = Atlas::new(self.tables.inputs());
        regions.iter().map(|region| self.map_in(&atlas, region)).collect()
    }

    /// The map of one region.
    pub(crate) fn map(&self, region: &Region) -> Result<Map, Error> {
        self.map_in(&Atlas::new(self.tables.inputs()), region)
    }

    fn map_in(&self, atlas: &Atlas<'_>, region: &Region) -> Result<Map, Error> {
        Ok(atlas.map(region, Some(&self.starter.changes(&region.members)?)))
    }

    /// The traded clusters of a region, by the definition in use.
    pub(crate) fn portfolio(&self, region: &Region) -> Result<Portfolio, Error> {
        let definition = definitions::clusters::traded()?;
        let rule = definitions::clusters::strong_rule()?;
        let field = Field::new(&definition, &self.tables.clusters, &self.tables.structure, rule);
        Ok(field.portfolio(Place::new(region)))
    }

    /// The region that a person means.
    pub(crate) fn region(&self, text: &str) -> Result<Region, Error> {
        agglo_data::region::resolve(&self.tables.regions, text)
    }
}
