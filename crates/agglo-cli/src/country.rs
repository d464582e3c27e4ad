//! The country that every verb reads: the starter pack, loaded once.

use agglo::Error;
use agglo::base::region::Region;
use agglo_data::{Country as Tables, Starter};

use crate::args::Global;

/// Figures and names of all regions.
pub struct Country {
    pub(crate) starter: Starter,
    pub(crate) tables: Tables,
    /// Threads to work with; no answer depends on them.
    pub(crate) threads: u16,
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
        Self::of(Self::open(global)?, global.threads.unwrap_or(2))
    }

    /// Reads all tables of a pack; what is worked on later uses as many threads.
    ///
    /// # Errors
    ///
    /// Those of a damaged pack.
    pub fn of(starter: Starter, threads: u16) -> Result<Self, Error> {
        let tables = Tables::read(&starter, threads)?;
        Ok(Self { starter, tables, threads })
    }

    /// Every base unit, by code.
    pub fn regions(&self) -> &[Region] {
        &self.tables.regions
    }

    /// The region that a person means.
    pub(crate) fn region(&self, text: &str) -> Result<Region, Error> {
        crate::place::region(&self.starter, &self.tables.regions, text)
    }
}
