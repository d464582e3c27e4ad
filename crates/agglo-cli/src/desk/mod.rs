//! The desk: a country's figures and the definitions laid out once, and the steps of the loop for one region
//! after another, each on what the one before found.

mod definitions;
mod forward;
mod plan;
mod read;

use std::thread;

use agglo::Error;
use agglo::base::blueprint::Overlay;
use agglo::base::region::Region;
use agglo::base::terms::{Part, Terms};
use agglo::base::year::Year;
use agglo::map::cluster::{Field, Portfolio};
use agglo::map::gap::readable::{Readable, readable};
use agglo::map::gap::{Options as ReadOptions, Reading};
use agglo::map::{Atlas, Map, Place};
use agglo::plan::Plan;
use agglo::plan::prior::Priors;
use agglo::simulate::{Forecast, Options as AheadOptions};
use agglo_report::{Shapes, Source, Strategy};

use crate::country::Country;
use crate::failure::Failure;
pub use definitions::Definitions;
pub use read::Reads;
use read::Shelf;

/// Years over which a budget is spread.
const PLAN_YEARS: u16 = 5;

/// A country laid out for the loop.
pub struct Desk<'a> {
    country: &'a Country,
    definitions: &'a Definitions,
    atlas: Atlas<'a>,
    /// Clusters; none where the country's industries are too few to tell them apart.
    field: Option<Field<'a>>,
    priors: Priors<'a>,
    shelf: Shelf<'a>,
    /// What a programme adds to the blueprint that is named.
    overlay: Option<Overlay>,
}

/// What a strategy is asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Blueprint, traded cluster or file; none leaves it to the rule.
    pub blueprint: Option<String>,
    /// Budget, US cents.
    pub budget_cents: i64,
    /// First year of the plan.
    pub first: Year,
    /// Years of the forecast.
    pub years: u16,
    /// Draws of the forecast; none for the usual number.
    pub draws: Option<u32>,
    /// Seed of every random number.
    pub seed: u64,
}

/// Everything that the loop found for one region.
pub struct Found {
    /// The country's terms, where it is not that of the starter pack's counties.
    pub(crate) terms: Option<Terms>,
    pub(crate) readable: Vec<Readable>,
    pub(crate) region: Region,
    pub(crate) map: Map,
    pub(crate) clusters: Option<Portfolio>,
    pub(crate) readings: Vec<Reading>,
    pub(crate) because: Vec<String>,
    pub(crate) plan: Option<Plan>,
    pub(crate) forecast: Option<Forecast>,
    pub(crate) seed: u64,
}

impl<'a> Desk<'a> {
    /// Lays a country out: what all its regions share is computed here.
    ///
    /// # Errors
    ///
    /// Those of a catalogue from which no prior can be computed.
    pub fn new(country: &'a Country, definitions: &'a Definitions) -> Result<Self, Failure> {
        let tables = &country.tables;
        let rule = definitions.strong.clone();
        let spread = || {
            let clusters = tables.clusters.as_ref()?;
            Some(Field::new(&definitions.clusters, clusters, &tables.structure, rule))
        };
        let (atlas, field) = if country.threads < 2 {
            (Atlas::new(tables.inputs()), Ok(spread()))
        } else {
            thread::scope(|scope| {
                let field = scope.spawn(spread);
                (Atlas::new(tables.inputs()), field.join())
            })
        };
        Ok(Self {
            country,
            definitions,
            atlas,
            field: field.map_err(|_| stopped())?,
            priors: Priors::new(&definitions.catalogue)?,
            shelf: Shelf::default(),
            overlay: None,
        })
    }

    /// The same, with what a programme adds to the blueprint that is named: as it stands in one region.
    #[must_use]
    #[cfg(feature = "ledger")]
    pub(crate) fn with_overlay(mut self, overlay: Option<Overlay>) -> Self {
        self.overlay = overlay;
        self
    }

    /// What a region has.
    pub(crate) fn map(&self, region: &Region) -> Result<Map, Error> {
        if !self.country.has_counties() {
            return Ok(self.atlas.map(region, None));
        }
        let changes = self.country.starter.changes(&region.members)?;
        Ok(self.atlas.map(region, Some(&changes)))
    }

    /// The traded clusters of a region, by the definition in use; none where they cannot be told apart.
    pub(crate) fn portfolio(&self, region: &Region) -> Option<Portfolio> {
        self.field.as_ref().map(|field| field.portfolio(Place::new(region)))
    }

    /// Map, clusters, readings, plan and forecast of one region.
    ///
    /// # Errors
    ///
    /// Those of a blueprint that cannot be read, of a budget that buys nothing, of a horizon out of range.
    pub fn work(&self, region: &Region, asked: &Asked) -> Result<Found, Failure> {
        let (map, read) = if self.country.threads < 2 {
            (self.map(region), self.stand(region, asked))
        } else {
            thread::scope(|scope| {
                let map = scope.spawn(|| self.map(region));
                let read = self.stand(region, asked);
                (map.join().unwrap_or_else(|_| Err(stopped())), read)
            })
        };
        let (map, (clusters, reads)) = (map?, read?);
        let lead = reads.first();
        let plan = lead.map(|reads| self.plan(region, reads, asked)).transpose()?.flatten();
        let usual = AheadOptions::default();
        let ahead = AheadOptions {
            horizon: asked.years,
            seed: asked.seed,
            draws: asked.draws.unwrap_or(usual.draws),
            ..usual
        };
        let planned = plan.as_ref().zip(lead);
        let forecast = self.forward(region, planned, &ahead)?;
        let (because, readings) =
            reads.into_iter().map(|reads| (reads.because, reads.reading)).unzip();
        let (region, seed) = (region.clone(), asked.seed);
        let terms = (!self.country.has_counties()).then(|| self.country.tables.terms.clone());
        let readable = self.readable();
        Ok(Found {
            terms,
            readable,
            region,
            map,
            clusters,
            readings,
            because,
            plan,
            forecast,
            seed,
        })
    }
}

impl<'a> Desk<'a> {
    /// Which elements of the shipped blueprints a country's tables can tell, where none can be read.
    fn readable(&self) -> Vec<Readable> {
        if self.country.has_counties() {
            return Vec::new();
        }
        let holds = &self.country.tables.holds;
        // One that is read without being asked for: the others are for those who name them.
        let shipped = self.definitions.shipped.iter().filter(|b| !b.chosen_if.is_empty());
        shipped.flat_map(|blueprint| readable(blueprint, holds)).collect()
    }

    /// Why no blueprint can be read in this country.
    fn no_blueprint(&self) -> Error {
        let terms = &self.country.tables.terms;
        let what = format!("no blueprint can be read against {}", terms.words.regions);
        let lack = terms.lack(Part::Blueprint);
        let why = lack.map_or("its exemplars were measured on other figures", |own| &own.because);
        Error::new("E0105", what).hint(why)
    }

    /// Clusters of a region, and the region read against its blueprints.
    fn stand(
        &self,
        region: &Region,
        asked: &Asked,
    ) -> Result<(Option<Portfolio>, Vec<Reads<'a>>), Failure> {
        let Some(clusters) = self.portfolio(region) else {
            return match asked.blueprint {
                Some(_) => Err(self.no_blueprint().into()),
                None => Ok((None, Vec::new())),
            };
        };
        let options = ReadOptions { seed: asked.seed, ..ReadOptions::default() };
        let reads = self.read(asked.blueprint.as_deref(), region, &clusters, &options)?;
        Ok((Some(clusters), reads))
    }
}

fn stopped() -> Error {
    Error::new("E0901", "a thread that read the country stopped unexpectedly")
        .hint("run again with --threads 1, and report it if it happens again")
}

impl Found {
    /// The strategy as reports read it.
    pub fn strategy<'s>(
        &'s self,
        sources: &'s [Source],
        left_out: Vec<String>,
        shapes: Shapes<'s>,
    ) -> Strategy<'s> {
        Strategy {
            country: self.terms.as_ref(),
            readable: &self.readable,
            region: &self.region,
            seed: self.seed,
            map: Some(&self.map),
            clusters: self.clusters.as_ref(),
            readings: &self.readings,
            read_because: &self.because,
            plan: self.plan.as_ref(),
            forecast: self.forecast.as_ref(),
            sources,
            left_out,
            shapes,
        }
    }
}
