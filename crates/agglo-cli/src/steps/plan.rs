//! What to do first under a budget.

use agglo::base::region::Region;
use agglo::base::year::Year;
use agglo::plan::prior::Priors;
use agglo::plan::{Budget, Plan, Setting, plan as choose};

use agglo::base::catalogue::Catalogue;

use crate::country::Country;
use crate::failure::Failure;
use crate::steps::money::Money;
use crate::steps::read::Reads;

/// Years over which a budget is spread.
const YEARS: u16 = 5;

/// The money and when it begins.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked {
    pub(crate) budget: Money,
    pub(crate) first: Year,
}

/// The plan for what the leading reading found; none where the blueprint is not one for the region.
pub(crate) fn plan(
    country: &Country,
    region: &Region,
    reads: &Reads,
    catalogue: &Catalogue,
    asked: Asked,
) -> Result<Option<Plan>, Failure> {
    if reads.reading.score().is_none() {
        return Ok(None);
    }
    let setting = Setting {
        blueprint: &reads.blueprint,
        classification: &country.tables.classification,
        structure: &country.tables.structure,
        facts: &country.tables.facts,
    };
    let budget = Budget::spread(asked.budget.0, asked.first, YEARS)?;
    let request = setting.request(&reads.reading, region, budget);
    Ok(Some(choose(&request, catalogue, &Priors::new(catalogue)?)?))
}
