//! What to do first under a budget.

use agglo::base::region::Region;
use agglo::map::gap::Options as ReadOptions;
use agglo::plan::prior::Priors;
use agglo::plan::{Budget, Plan, Setting, plan};

use crate::desk::{Asked, Desk, PLAN_YEARS, Reads};
use crate::failure::Failure;

impl<'a> Desk<'a> {
    /// What is known of kinds of initiative.
    pub(crate) fn priors(&self) -> &Priors<'a> {
        &self.priors
    }

    /// The reading that a full plan is held against; none where no blueprint is one for the region.
    pub(crate) fn for_a_plan(
        &self,
        blueprint: Option<&str>,
        region: &Region,
        seed: u64,
    ) -> Result<Option<Reads<'a>>, Failure> {
        let Some(portfolio) = self.portfolio(region) else {
            return Err(self.no_blueprint().into());
        };
        let options = ReadOptions { seed, ..ReadOptions::default() };
        let reads = self.read(blueprint, region, &portfolio, &options)?;
        Ok(reads.into_iter().find(|reads| reads.reading.score().is_some()))
    }
}

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
