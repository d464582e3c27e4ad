//! What may come, without the plan and with it.

use agglo::base::region::Region;
use agglo::plan::Plan;
use agglo::simulate::{Forecast, Options, effects, forecast, reached};

use crate::desk::{Desk, Reads};
use crate::failure::Failure;

impl Desk<'_> {
    /// The forecast of a region's jobs; none where its publisher shows no jobs to start from.
    pub(super) fn forward(
        &self,
        region: &Region,
        planned: Option<(&Plan, &Reads<'_>)>,
        options: &Options,
    ) -> Result<Option<Forecast>, Failure> {
        // The model was fitted to counties, on sectors that no other country's table has.
        if !self.country.has_counties() {
            return Ok(None);
        }
        let (tables, definitions) = (&self.country.tables, self.definitions);
        let effects = match planned {
            Some((plan, reads)) => {
                let tree = &tables.classification;
                let (blueprint, sectors) = (reads.blueprint(), &definitions.sectors);
                let reached =
                    reached(blueprint, tree, sectors, (&tables.structure, &tables.jobs), region);
                effects(plan, &definitions.catalogue, &reached)?
            }
            None => Vec::new(),
        };
        Ok(forecast(&definitions.model, &tables.jobs, region, &effects, options)?.ok())
    }
}
