//! Where a measure stands today, read from the bundled figures for an aim whose baseline nobody gave.

use agglo::Error;
use agglo::base::id::RegionId;
use agglo::engage::event::{Baseline, Goal};
use agglo_data::Starter;
use agglo_data::measure::resolve;
use agglo_data::programme::ProgrammeRegion;
use serde::Serialize;

/// A baseline that was filled in.
#[derive(Serialize)]
pub(super) struct Filled {
    /// The measure, as the goal names it.
    measure: String,
    /// The fact that it was read from.
    fact: String,
    value: f64,
    unit: String,
    year: u16,
    source: String,
}

/// Fills in what the figures hold of a region; the measures of which they hold nothing, with the reason.
///
/// A baseline that was given stands: programmes may know better.
pub(super) fn fill(
    goal: &mut Goal,
    region: &ProgrammeRegion,
    starter: &Starter,
) -> Result<(Vec<Filled>, Vec<String>), Error> {
    let facts = starter.facts()?;
    let members: Vec<RegionId> =
        region.members.iter().map(|code| RegionId::from(code.as_str())).collect();
    let (mut filled, mut lacking) = (Vec::new(), Vec::new());
    let aims = goal.economy.iter_mut().chain(&mut goal.people);
    for aim in aims.filter(|aim| aim.baseline.is_none()) {
        let measure = &aim.measure;
        let mut lacks = |why: &str| lacking.push(format!("no baseline of `{measure}`: {why}"));
        let Ok(name) = resolve(&facts, measure) else {
            lacks("the bundled figures hold no such measure");
            continue;
        };
        let Some((fact, year)) = facts.fact(&name).and_then(|fact| Some((fact, fact.year?))) else {
            lacks("the bundled figure is of no one year");
            continue;
        };
        let Ok(value) = facts.pooled(&name, &members).point() else {
            lacks("the bundled figures do not tell it for this region");
            continue;
        };
        aim.baseline = Some(Baseline { value, year: year.0 });
        filled.push(Filled {
            measure: measure.clone(),
            unit: fact.unit.clone(),
            source: fact.source.to_string(),
            fact: name,
            value,
            year: year.0,
        });
    }
    Ok((filled, lacking))
}

impl Filled {
    /// The measure, as the goal names it.
    pub(super) fn measure(&self) -> &str {
        &self.measure
    }

    /// `poverty_rate: 17.3 percent in 2019, from poverty_percent of saipe-2019`.
    pub(super) fn words(&self) -> String {
        let Self { measure, fact, value, unit, year, source } = self;
        format!("{measure}: {value} {unit} in {year}, from {fact} of {source}")
    }
}
