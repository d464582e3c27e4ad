//! What can be bought here: kinds of initiative in their sizes, with the rises that evidence allows.
//!
//! A rise needs a positive prior and an element that may bind, or a stated quantity. Jobs of an area move
//! an industry element, sales of supported firms move entrepreneurship in proportion to the firms
//! reached; nothing else moves a level. What is absent is opened by a quantity only.

use agglo_stats::float;

use crate::base::archetype::{Archetype, Decider, Keystone, Lasting, OutcomeClass};
use crate::base::catalogue::{Catalogue, Size};
use crate::base::error::Error;
use crate::plan::need::{Binds, Need};
use crate::plan::portfolio::{Choice, Purchase};
use crate::plan::prior::Priors;
use crate::plan::request::Request;

/// The keystones that no plan may lack, in the order of the duties.
pub(crate) const DUTIES: [Keystone; 2] = [Keystone::Entrepreneurship, Keystone::Partnership];

/// Whether elements need each other or add up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Under {
    /// The blueprint's own exponent.
    Own,
    /// Exponent 1.
    Additive,
    /// Whatever can be changed may be lifted: what binds is left to the choice.
    Any,
}

impl Under {
    pub(crate) fn binds(self, need: &Need) -> Binds {
        match self {
            Self::Own => need.complementary,
            Self::Additive => need.additive,
            Self::Any => Binds { possible: true, ..need.complementary },
        }
    }

    pub(crate) fn rho(self, request: &Request) -> f64 {
        match self {
            Self::Own | Self::Any => request.rho,
            Self::Additive => 1.0,
        }
    }
}

/// One kind of initiative in one size.
#[derive(Clone, Debug)]
pub(crate) struct Offer<'a> {
    pub(crate) archetype: &'a Archetype,
    pub(crate) size: &'a Size,
    /// Cost of each year of the budget, US cents.
    pub(crate) cents: Vec<u64>,
    /// Expected rises of levels.
    pub(crate) rises: Vec<Rise>,
    /// Firms, people or rooms reached in a year.
    pub(crate) reach: Option<f64>,
}

/// An expected rise of one level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rise {
    /// Position of the element.
    pub(crate) need: usize,
    /// Expected rise.
    pub(crate) expected: f64,
    /// The rise for each percent of effect; none where a quantity was stated.
    pub(crate) per_percent: Option<f64>,
}

/// Everything that a choice reads.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scene<'a> {
    pub(crate) request: &'a Request,
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) priors: &'a Priors<'a>,
}

impl<'a> Scene<'a> {
    /// Everything on offer under a reading, best for ties first: higher expected effect, longer lasting,
    /// id, size. A larger size is on offer only where it lifts a level by that much more.
    pub(crate) fn offers(&self, under: Under) -> Result<Vec<Offer<'a>>, Error> {
        let mut kinds: Vec<&Archetype> =
            self.catalogue.archetypes().iter().filter(|kind| self.is_on_offer(kind)).collect();
        kinds.sort_by(|a, b| {
            self.aimed(b)
                .total_cmp(&self.aimed(a))
                .then_with(|| stays(a.lasts).cmp(&stays(b.lasts)))
                .then_with(|| a.id.cmp(&b.id))
        });
        let mut offers = Vec::new();
        for archetype in kinds {
            let mut last = None;
            for size in self.catalogue.sizes() {
                let offer = self.offer(archetype, size, under)?;
                let rise = offer.rises.iter().map(|rise| rise.expected).fold(0.0, f64::max);
                let more = last.is_none_or(|last| rise - last >= self.catalogue.rules().least_rise);
                if more {
                    last = Some(rise);
                    offers.push(offer);
                }
            }
        }
        Ok(offers)
    }

    /// Whether the programme can buy it at all.
    pub(crate) fn is_on_offer(&self, archetype: &Archetype) -> bool {
        archetype.decided_by == Decider::Programme && !self.request.left_out.contains(&archetype.id)
    }

    fn offer(
        &self,
        archetype: &'a Archetype,
        size: &'a Size,
        under: Under,
    ) -> Result<Offer<'a>, Error> {
        let cents = vec![size.cents_a_year; self.request.budget.years().len()];
        let reach = archetype.unit.as_ref().map(|unit| size.cents_a_year as f64 / 100.0 / unit.usd);
        let mut rises = Vec::new();
        for (at, need) in self.request.needs.iter().enumerate() {
            if need.mutable && under.binds(need).possible {
                rises.extend(self.rise(archetype, at, need, size, reach)?);
            }
        }
        Ok(Offer { archetype, size, cents, rises, reach })
    }

    fn rise(
        &self,
        archetype: &Archetype,
        at: usize,
        need: &Need,
        size: &Size,
        reach: Option<f64>,
    ) -> Result<Option<Rise>, Error> {
        let stated = self.request.quantities.iter().find(|quantity| {
            quantity.initiative == archetype.id && quantity.element == need.element
        });
        if let Some(quantity) = stated {
            let expected = quantity.rise()?;
            return Ok(Some(Rise { need: at, expected, per_percent: None }));
        }
        let Some(belief) = self.priors.belief(archetype) else { return Ok(None) };
        let level = need.level_for_choice();
        if belief.expected() <= 0.0 || need.is_absent() || need.fit(archetype).is_none() {
            return Ok(None);
        }
        let per_percent = match archetype.outcome.class {
            OutcomeClass::AreaJobs if need.is_industry => {
                let years = self.request.budget.years().len() as u64;
                let cents = size.cents_a_year.saturating_mul(years);
                self.per_percent_of_jobs(need, level, belief.otherwise.mean, cents)
            }
            OutcomeClass::FirmSales if need.is_called(Keystone::Entrepreneurship.word()) => {
                let firms = self.request.establishments.value().filter(|firms| *firms > 0.0);
                match (reach, firms) {
                    (Some(reach), Some(firms)) => level * (reach / firms).min(1.0) / 100.0,
                    _ => return Ok(None),
                }
            }
            _ => return Ok(None),
        };
        let expected = per_percent * belief.expected();
        Ok((expected > 0.0).then_some(Rise { need: at, expected, per_percent: Some(per_percent) }))
    }

    /// `l (exp(theta) - 1)` for each percent of `theta`, cut where the jobs would cost too little each.
    fn per_percent_of_jobs(&self, need: &Need, level: f64, percent: f64, cents: u64) -> f64 {
        let growth = float::exp(percent / 100.0) - 1.0;
        let claimed = need.jobs.map(|jobs| jobs * growth);
        let most = jobs_at_most(self.catalogue, cents);
        let share = claimed.filter(|claimed| *claimed > most).map_or(1.0, |claimed| most / claimed);
        level * growth * share / percent
    }

    /// Expected effect in the sense of the aim, percent.
    pub(crate) fn aimed(&self, archetype: &Archetype) -> f64 {
        let expected = self.priors.belief(archetype).map_or(0.0, |belief| belief.expected());
        if archetype.outcome.less_is_better { -expected } else { expected }
    }

    /// The choice among offers, with some of them forced.
    pub(crate) fn choice(&self, offers: &[Offer<'_>], under: Under, forced: Vec<usize>) -> Choice {
        let needs = &self.request.needs;
        let total = float::sum(needs.iter().map(|need| need.weight));
        let mut groups: Vec<&str> = Vec::new();
        let purchases = offers
            .iter()
            .map(|offer| {
                let id = offer.archetype.id.as_str();
                let group = groups.iter().position(|group| *group == id).unwrap_or_else(|| {
                    groups.push(id);
                    groups.len() - 1
                });
                Purchase {
                    cost: offer.cents.iter().map(|&cents| cents as f64 / 100.0).collect(),
                    rises: offer.rises.iter().map(|rise| (rise.need, rise.expected)).collect(),
                    group,
                    duties: duties(offer.archetype),
                }
            })
            .collect();
        let years = self.request.budget.years();
        Choice {
            weights: needs.iter().map(|need| need.weight / total).collect(),
            levels: needs.iter().map(Need::level_for_choice).collect(),
            rho: under.rho(self.request),
            purchases,
            budget: years.iter().map(|(_, cents)| *cents as f64 / 100.0).collect(),
            duties: DUTIES.len(),
            forced,
        }
    }
}

/// Positions of the keystones that an archetype provides for.
pub(crate) fn duties(archetype: &Archetype) -> Vec<usize> {
    (0..DUTIES.len()).filter(|&at| archetype.lifts_keystone(DUTIES[at])).collect()
}

/// Most jobs that an amount may claim.
pub(crate) fn jobs_at_most(catalogue: &Catalogue, cents: u64) -> f64 {
    cents as f64 / 100.0 / catalogue.rules().least_usd_per_job
}

/// Only what can be part of a best set: every offer with a rise, and of those without, for each set of
/// keystones, the cheapest that stands first. `keep` stays whatever it is.
pub(crate) fn undominated<'a>(offers: &[Offer<'a>], keep: Option<&Archetype>) -> Vec<Offer<'a>> {
    let cost = |offer: &Offer<'_>| offer.cents.iter().sum::<u64>();
    let mut seen: Vec<(Vec<usize>, u64)> = Vec::new();
    for offer in offers.iter().filter(|offer| offer.rises.is_empty()) {
        let duties = duties(offer.archetype);
        match seen.iter_mut().find(|(known, _)| *known == duties) {
            Some((_, least)) => *least = (*least).min(cost(offer)),
            None => seen.push((duties, cost(offer))),
        }
    }
    let mut taken: Vec<Vec<usize>> = vec![Vec::new()];
    let mut useful = |offer: &Offer<'a>| {
        if !offer.rises.is_empty() || keep.is_some_and(|keep| keep.id == offer.archetype.id) {
            return true;
        }
        let duties = duties(offer.archetype);
        let least = seen.iter().any(|(known, least)| *known == duties && cost(offer) == *least);
        let first = least && !taken.contains(&duties);
        if first {
            taken.push(duties);
        }
        first
    };
    offers.iter().filter(|offer| useful(offer)).cloned().collect()
}

/// What lasts longer comes first.
fn stays(lasts: Lasting) -> u8 {
    match lasts {
        Lasting::SeenToLast => 0,
        Lasting::ThingStays => 1,
        Lasting::Unknown => 2,
        Lasting::FadesWithinAYear => 3,
        Lasting::WhilePaid => 4,
    }
}
