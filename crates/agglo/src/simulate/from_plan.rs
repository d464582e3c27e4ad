//! What a plan is believed to add to jobs: the effects of those purchases whose outcome is jobs.
//!
//! Sales of firms, earnings of people, prices and safety move no jobs here, and a pilot claims nothing:
//! a plan of such purchases has no effect on the forecast, which is what is known.

use std::collections::BTreeMap;

use agglo_stats::distribution::normal::Z90;
use agglo_stats::float;

use crate::base::archetype::{Archetype, Lasting, OutcomeClass};
use crate::base::catalogue::Catalogue;
use crate::base::error::Error;
use crate::base::id::{ElementId, IndustryId};
use crate::base::year::Year;
use crate::plan::{Chosen, Plan, PriorBasis, Purpose};
use crate::simulate::effect::{Basis, Effect, Share, Size};

/// Observations that a share by kind is worth: it is a printed assumption, not an estimate.
const SHARE_WEIGHT: f64 = 4.0;

/// Where the jobs of an element are simulated.
#[derive(Clone, Debug, PartialEq)]
pub struct Reached {
    /// Sectors of the panel.
    pub sectors: Vec<IndustryId>,
    /// Jobs of those sectors now, where they are known: no effect may cost less for each job than the
    /// lowest credible cost.
    pub jobs: Option<f64>,
    /// Share of those jobs that is the element's: an effect on the element moves no more than that.
    pub share: f64,
}

/// The effects of a plan on jobs, in the order of its purchases.
///
/// # Errors
///
/// `E0104` for an initiative that is not in the catalogue.
pub fn effects(
    plan: &Plan,
    catalogue: &Catalogue,
    reached: &BTreeMap<ElementId, Reached>,
) -> Result<Vec<Effect>, Error> {
    let mut effects = Vec::new();
    for row in plan.chosen.iter().filter(|row| claims_jobs(row)) {
        let archetype = catalogue.archetype(row.initiative.as_str()).ok_or_else(|| {
            Error::new("E0104", format!("no kind of initiative `{}`", row.initiative))
        })?;
        let place = row.element.as_ref().and_then(|element| reached.get(element));
        if let Some(place) = place.filter(|place| !place.sectors.is_empty()) {
            effects.extend(effect(row, archetype, place));
        }
    }
    Ok(effects)
}

/// Only jobs of an area move jobs of a sector; what is bought to learn claims nothing.
fn claims_jobs(row: &Chosen) -> bool {
    row.purpose != Purpose::Pilot && row.prior.class == OutcomeClass::AreaJobs
}

/// `None` where nothing is believed or no year has money.
fn effect(row: &Chosen, archetype: &Archetype, place: &Reached) -> Option<Effect> {
    let (mean, (low, high)) = (row.prior.if_it_works.value()?, row.prior.if_it_works.range()?);
    let paid =
        || row.cost_by_year.iter().filter(|cost| cost.usd.value().is_some_and(|usd| usd > 0.0));
    let (first, last) = (paid().next()?.year, paid().next_back()?.year);
    let sd = (high - low) / (2.0 * Z90) / 100.0;
    let (mean, sd) = (diluted(mean / 100.0, place.share), place.share * sd);
    let share = credible(mean, row.jobs_at_most.value(), place.jobs);
    Some(Effect {
        initiative: row.initiative.clone(),
        title: row.title.clone(),
        sectors: place.sectors.clone(),
        size: Size::Log { mean: share * mean, sd: share * sd },
        pi0: row.prior.does_nothing.value()?,
        start: Year(first.0.saturating_add(whole_years(archetype.lead.from))),
        ramp_years: whole_years(archetype.lead.to - archetype.lead.from),
        funded_from: first,
        funded_until: last,
        kappa: Share { mean: outlives(archetype.lasts), weight: SHARE_WEIGHT },
        displacement: Share { mean: archetype.market.displacement(), weight: SHARE_WEIGHT },
        basis: match row.prior.basis {
            PriorBasis::Studies { .. } => Basis::Studies,
            PriorBasis::WideDefault { .. } | PriorBasis::NoUsableEvidence => Basis::Assumed,
        },
    })
}

/// Log points that a part's log points are of the whole that it is a share of.
fn diluted(log: f64, share: f64) -> f64 {
    float::ln_1p(share * (float::exp(log) - 1.0))
}

/// Share of an effect whose jobs would cost no less than the lowest credible cost.
fn credible(log: f64, most: Option<f64>, jobs: Option<f64>) -> f64 {
    match (most, jobs) {
        (Some(most), Some(jobs)) if jobs > 0.0 && jobs * (float::exp(log) - 1.0) > most => {
            float::ln_1p(most / jobs) / log
        }
        _ => 1.0,
    }
}

/// Full years, rounded up.
fn whole_years(years: f64) -> u16 {
    (0..=100_u16).find(|&whole| f64::from(whole) >= years).unwrap_or(100)
}

/// Share that outlives each year without money: assumed by kind.
fn outlives(lasts: Lasting) -> f64 {
    match lasts {
        Lasting::SeenToLast | Lasting::ThingStays => 0.9,
        Lasting::Unknown => 0.5,
        Lasting::FadesWithinAYear | Lasting::WhilePaid => 0.1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jobs_are_cut_at_the_lowest_credible_cost() {
        assert!((credible(0.1, Some(1_000.0), Some(100.0)) - 1.0).abs() < 1e-12);
        let share = credible(0.1, Some(2.0), Some(100.0));
        assert!((100.0 * (float::exp(0.1 * share) - 1.0) - 2.0).abs() < 1e-9);
        assert!((credible(0.1, Some(2.0), None) - 1.0).abs() < 1e-12, "unknown jobs are not cut");
    }

    #[test]
    fn an_element_moves_no_more_jobs_of_its_sector_than_its_own() {
        let sector = 400.0 * (float::exp(diluted(0.1, 0.25)) - 1.0);
        assert!((sector - 100.0 * (float::exp(0.1) - 1.0)).abs() < 1e-9);
        assert!(diluted(0.1, 0.0).abs() < 1e-15);
    }

    #[test]
    fn years_round_up() {
        assert_eq!([0.0, 0.5, 1.0, 2.5].map(whole_years), [0, 1, 1, 3]);
    }
}
