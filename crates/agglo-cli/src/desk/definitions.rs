//! The definitions that a desk works by, read once.

use agglo::base::blueprint::Blueprint;
use agglo::base::catalogue::Catalogue;
use agglo::base::cluster_definition::ClusterDefinition;
use agglo::base::survival::Benchmark;
use agglo::map::cluster::StrongRule;
use agglo::map::gap::DerivedRule;
use agglo::simulate::{Model, Sectors};
use agglo_data::definitions::{blueprint, clusters, initiatives, sectors, simulation, survival};

use crate::failure::Failure;

/// Blueprints, clusters, initiatives and the simulation's fit, as shipped.
pub struct Definitions {
    pub(crate) clusters: ClusterDefinition,
    pub(crate) strong: StrongRule,
    pub(crate) derived: DerivedRule,
    pub(crate) shipped: Vec<Blueprint>,
    pub(crate) catalogue: Catalogue,
    pub(crate) model: Model,
    pub(crate) sectors: Sectors,
    pub(crate) survival: Vec<Benchmark>,
}

impl Definitions {
    /// Reads all of them.
    ///
    /// # Errors
    ///
    /// Every fault of a damaged definition.
    pub fn shipped() -> Result<Self, Failure> {
        Ok(Self {
            clusters: clusters::traded()?,
            strong: clusters::strong_rule()?,
            derived: blueprint::derived_rule()?,
            shipped: blueprint::all()?,
            catalogue: initiatives::catalogue()?,
            model: simulation::model()?,
            sectors: sectors()?,
            survival: survival()?,
        })
    }
}
