//! What to do first under a budget.

use agglo::base::region::Region;
use agglo::plan::{Budget, Plan, Setting, plan};

use crate::desk::{Asked, Desk, PLAN_YEARS, Reads};
use crate::failure::Failure;

impl Desk<'_> {
    /// The plan for what the leading reading found; none where the blueprint is not one for the region.
    pub(super) fn plan(
        &self,
        region: &Region,
        reads: &Reads<'_>,
        asked: &Asked,
    ) -> Result<Option<Plan>, Failure> {
        let budget = Budget::spread(asked.budget_cents, asked.first, PLAN_YEARS)?;
        if reads.reading.score().is_none() {
            return Ok(None);
        }
        let tables = &self.country.tables;
        let setting = Setting {
            blueprint: reads.blueprint(),
            classification: &tables.classification,
            structure: &tables.structure,
            facts: &tables.facts,
        };
        let request = setting.request(&reads.reading, region, budget);
        Ok(Some(plan(&request, &self.definitions.catalogue, &self.priors)?))
    }
}
