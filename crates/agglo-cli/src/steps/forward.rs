//! What may come, without the plan and with it.

use agglo::base::blueprint::Blueprint;
use agglo::base::catalogue::Catalogue;
use agglo::base::region::Region;
use agglo::plan::Plan;
use agglo::simulate::{Effect, Forecast, Options, effects, forecast, reached};
use agglo_data::definitions;

use crate::country::Country;
use crate::failure::Failure;

/// The forecast of a region's jobs; none where its publisher shows no jobs to start from.
pub(crate) fn forward(
    country: &Country,
    region: &Region,
    plan: Option<(&Plan, &Blueprint, &Catalogue)>,
    options: &Options,
) -> Result<Option<Forecast>, Failure> {
    let model = definitions::simulation::model()?;
    let effects = match plan {
        Some((plan, blueprint, catalogue)) => added(country, region, plan, blueprint, catalogue)?,
        None => Vec::new(),
    };
    Ok(forecast(&model, &country.tables.jobs, region, &effects, options)?.ok())
}

fn added(
    country: &Country,
    region: &Region,
    plan: &Plan,
    blueprint: &Blueprint,
    catalogue: &Catalogue,
) -> Result<Vec<Effect>, Failure> {
    let sectors = definitions::sectors()?;
    let tables = &country.tables;
    let reached = reached(blueprint, &tables.classification, &sectors, &tables.jobs, region);
    Ok(effects(plan, catalogue, &reached)?)
}
