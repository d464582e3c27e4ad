//! The starter pack: figures of all US counties, reduced from agencies' files, inside the binary.
//!
//! Every file's digest is checked when it is read: a damaged pack is an error, never a wrong number.

mod changes;
mod classification;
mod clusters;
mod concordances;
mod facts;
mod input_output;
mod jobs;
mod manifest;
mod people;
mod places;
mod status;
mod store;
mod structure;

use std::path::Path;

use agglo::Error;
use agglo::base::basis::Input;
use agglo::base::classification::Classification;
use agglo::base::id::RegionId;
use agglo::base::region::{Outline, Polygons, Position, Region};
use agglo::map::association::Flow;
use agglo::map::input_output::Account;
use agglo::panel::{Changes, ClusterStructure, Facts, Jobs, Panel, Structure};

pub use classification::{naics_2012, naics_2017};
pub use concordances::naics_2022;
pub use facts::fact_definitions;
pub use input_output::SOURCE as INPUT_OUTPUT;
pub use manifest::{MANIFEST, Manifest, PackedFile, PackedSource, SourceCard};
pub use status::{DISCLOSED, ESTIMATED, MISSING, WITHHELD};
pub use store::digest;

use store::Store;

/// How the names of files about other countries begin.
pub const WORLD: &str = "world-";

/// The name of the pack among the data that an answer was made from.
pub const PACK: &str = "starter-pack";

/// The starter pack, embedded or in a folder. Each method reads its own files and nothing else.
///
/// # Errors
///
/// Every method: `E0401` when a file of the pack is missing, `E0402` when its bytes are not those that
/// the list states, `E0404` when it holds something else than this version of agglo expects.
pub struct Starter {
    store: Store,
    manifest: Manifest,
}

impl Starter {
    /// The pack inside the binary.
    pub fn embedded() -> Result<Self, Error> {
        Self::of(Store::Embedded)
    }

    /// A pack in a folder.
    pub fn at(folder: &Path) -> Result<Self, Error> {
        Self::of(Store::Folder(folder.to_owned()))
    }

    fn of(store: Store) -> Result<Self, Error> {
        let manifest = Manifest::read(&store.text(MANIFEST)?)?;
        Ok(Self { store, manifest })
    }

    /// What the pack holds.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The pack as answers name it: its digest is that of the list of its files, which states theirs.
    ///
    /// # Errors
    ///
    /// `E0403` where the list cannot be written.
    pub fn input(&self) -> Result<Input, Error> {
        let digest = digest(self.manifest.text()?.as_bytes());
        let vintage = digest.get(..12).unwrap_or(&digest).to_owned();
        Ok(Input { dataset: PACK.to_owned(), vintage, digest, read: None })
    }

    /// The datasets that the pack was made of, by id.
    pub fn sources(&self) -> Vec<SourceCard> {
        self.manifest.cards()
    }

    /// The datasets that tell of US counties, without those of other countries.
    pub fn sources_of_counties(&self) -> Vec<SourceCard> {
        let of_counties =
            |card: &SourceCard| !card.files.iter().all(|file| file.starts_with(WORLD));
        self.sources().into_iter().filter(of_counties).collect()
    }

    /// All counties by code, without the nation.
    pub fn regions(&self) -> Result<Vec<Region>, Error> {
        places::regions(self)
    }

    /// Pairs of counties with a common border, each once, the smaller code first.
    pub fn neighbours(&self) -> Result<Vec<(RegionId, RegionId)>, Error> {
        places::neighbours(self)
    }

    /// Drawn shapes of all counties by code, on a map of 975 by 610 units (Albers projection).
    pub fn outlines(&self) -> Result<Vec<Outline>, Error> {
        places::outlines(self, "outlines.parquet")
    }

    /// Drawn shapes of the states by code, on the same map as [`Starter::outlines`].
    pub fn borders(&self) -> Result<Vec<Outline>, Error> {
        places::outlines(self, "borders.parquet")
    }

    /// The middle of the area of each county, in degrees, by code.
    pub fn positions(&self) -> Result<Vec<Position>, Error> {
        places::positions(self)
    }

    /// Polygons of all counties in degrees, by code.
    pub fn shapes(&self) -> Result<Vec<Polygons>, Error> {
        places::shapes(self)
    }

    /// Workers by county of residence and of work, 2009-2013; a pair that is not listed had none in the
    /// sample.
    pub fn commuting(&self) -> Result<Vec<Flow>, Error> {
        places::commuting(self)
    }

    /// All counties of the labour market area (commuting zone of 1990) that a county lies in, itself
    /// included; empty for a county that the delineation does not hold.
    pub fn labour_market(&self, county: &RegionId) -> Result<Vec<RegionId>, Error> {
        places::labour_market(self, county)
    }

    /// The labour market area of each county that has one, as pairs of county and area, by county.
    pub fn labour_markets(&self) -> Result<Vec<(RegionId, String)>, Error> {
        places::labour_markets(self)
    }

    /// Private jobs, establishments and pay by industry in 2016, with the base of all owners.
    pub fn structure(&self) -> Result<Structure, Error> {
        structure::structure(self)
    }

    /// Facts about places and people: shores, airports, homes, vulnerability.
    pub fn facts(&self) -> Result<Facts, Error> {
        facts::facts(self)
    }

    /// One of [`Starter::facts`], with what weights it where places are pooled; none where the pack does not have it.
    pub fn fact(&self, name: &str) -> Result<Facts, Error> {
        facts::fact(self, name)
    }

    /// Jobs by sector, 2001-2022, with the areas that the publisher combines.
    pub fn jobs(&self) -> Result<Jobs, Error> {
        jobs::jobs(self)
    }

    /// Population, income and unemployment by year, 2000-2018. The industry axis holds the measures
    /// `income_per_head_usd`, `labour_force`, `personal_income_kusd`, `population`, `unemployed`.
    ///
    /// Counties that the publisher reports only in combination have the combination's amounts
    /// apportioned by their residents of 2020, status estimated between 0 and the combination's total,
    /// and its income per head.
    pub fn people(&self) -> Result<Panel, Error> {
        people::people(self)
    }

    /// Jobs and establishments of some counties, 2017-2021. An absent row is missing.
    pub fn changes(&self, regions: &[RegionId]) -> Result<Changes, Error> {
        changes::changes(self, regions)
    }

    /// Private jobs, establishments and pay by traded cluster in 2016.
    pub fn clusters(&self) -> Result<ClusterStructure, Error> {
        clusters::clusters(self)
    }

    /// What the nation's sectors bought from each other at home in 2017, in millions of dollars, with its jobs
    /// from [`Starter::structure`] and its residents' income from [`Starter::people`].
    pub fn input_output(&self, structure: &Structure, people: &Panel) -> Result<Account, Error> {
        input_output::account(self, structure, people)
    }

    /// NAICS 2012 with the publisher's totals and sectors: the tree of [`Starter::structure`].
    pub fn classification(&self) -> Result<Classification, Error> {
        naics_2012()
    }

    /// NAICS 2017: the tree of [`Starter::changes`].
    pub fn classification_2017(&self) -> Result<Classification, Error> {
        naics_2017()
    }
}
