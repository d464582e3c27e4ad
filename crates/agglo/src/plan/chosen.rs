//! The rows of what is bought: cost, partner, prior, rise, reason, and what it would have to show.

use crate::base::archetype::{Archetype, Keystone};
use crate::base::estimate::{Answer, Caveat, Estimate, Figure, Provenance};
use crate::plan::figures::{
    assumed_usd, believed, between, displacement, exact, lead_years, method, nobody_measured,
    sources,
};
use crate::plan::need::Need;
use crate::plan::offer::{DUTIES, Offer, Scene, Under, duties, jobs_at_most};
use crate::plan::pilot::{Pilot, worth_of_knowing};
use crate::plan::portfolio::Choice;
use crate::plan::prior::median_cost_per_job;
use crate::plan::reasons::Picked;
use crate::plan::words;
use crate::plan::{Chosen, Purpose, Reach, YearCost};

/// What the best set buys: gates first, then gains; each in the order of preference.
pub(crate) fn bought(
    scene: &Scene<'_>,
    picked: &Picked<'_>,
    also: &dyn Fn(&Archetype) -> bool,
) -> Vec<Chosen> {
    let choice = scene.choice(&picked.offers, Under::Own, Vec::new());
    let rows = picked.choosing.bought.iter().map(|&at| {
        let offer = &picked.offers[at];
        let keystones = closes(picked, at);
        let also = also(offer.archetype);
        row(scene, &choice, picked, at, &keystones, also)
    });
    let mut rows: Vec<Chosen> = rows.collect();
    rows.sort_by_key(|row| row.purpose);
    rows
}

/// Keystones that nothing else in the set provides for.
fn closes(picked: &Picked<'_>, at: usize) -> Vec<Keystone> {
    let others = || picked.choosing.bought.iter().filter(|&&other| other != at);
    duties(picked.offers[at].archetype)
        .into_iter()
        .filter(|duty| {
            others().all(|&other| !duties(picked.offers[other].archetype).contains(duty))
        })
        .map(|duty| DUTIES[duty])
        .collect()
}

fn row(
    scene: &Scene<'_>,
    choice: &Choice,
    picked: &Picked<'_>,
    at: usize,
    closes: &[Keystone],
    also: bool,
) -> Chosen {
    let offer = &picked.offers[at];
    let archetype = offer.archetype;
    let needs = &scene.request.needs;
    let main = offer.rises.iter().max_by(|a, b| {
        let worth = |need: usize, rise: f64| choice.weights[need] * rise;
        worth(a.need, a.expected).total_cmp(&worth(b.need, b.expected)).then(b.need.cmp(&a.need))
    });
    let keystones: Vec<Keystone> = duties(archetype).into_iter().map(|duty| DUTIES[duty]).collect();
    let called = |need: &&Need| keystones.iter().any(|keystone| need.is_called(keystone.word()));
    let need = main.map(|rise| &needs[rise.need]).or_else(|| needs.iter().find(called));
    let stated = need.and_then(|need| {
        let all = scene.request.quantities.iter();
        all.clone().find(|q| q.initiative == archetype.id && q.element == need.element)
    });
    let purpose = if closes.is_empty() { Purpose::Gain } else { Purpose::Gate };
    let reason = match (purpose, need) {
        (Purpose::Gain, Some(need)) => {
            words::gain_reason(need, offer, stated.map(|quantity| quantity.of.as_str()))
        }
        _ => words::gate_reason(scene, offer, closes),
    };
    let rises = Rises { scene, choice, bought: &picked.choosing.bought, at, offer };
    Chosen {
        purpose,
        element: need.map(|need| need.element.clone()),
        element_title: need.map_or_else(|| "the gates".to_owned(), |need| need.title.clone()),
        keystones,
        reason,
        level_rise: main
            .map_or_else(|| words::no_rise(archetype, need), |main| rises.level(main.need)),
        gain: if main.is_some() { rises.whole() } else { words::no_rise(archetype, need) },
        would_have_to_show: words::must_show(scene, archetype),
        also_when_additive: also,
        ..common(scene, archetype, &offer.size.name, &offer.cents, offer.reach)
    }
}

/// The rises that one purchase brings, with the interval of its prior.
struct Rises<'a> {
    scene: &'a Scene<'a>,
    choice: &'a Choice,
    bought: &'a [usize],
    at: usize,
    offer: &'a Offer<'a>,
}

impl Rises<'_> {
    /// Rise of the whole: with everything bought, less without this.
    fn whole(&self) -> Figure {
        let others: Vec<usize> =
            self.bought.iter().copied().filter(|&other| other != self.at).collect();
        let without = self.choice.aggregate_with(&others);
        let with = |percent: Option<f64>| {
            let mut choice = self.choice.clone();
            choice.purchases[self.at].rises = self.rises(percent);
            choice.aggregate_with(self.bought) - without
        };
        self.figure(with)
    }

    /// Rise of one level, cut at 1.
    fn level(&self, need: usize) -> Figure {
        let level = self.choice.levels[need];
        let with = |percent: Option<f64>| {
            let rises = self.rises(percent).into_iter().filter(|(at, _)| *at == need);
            let rise: f64 = rises.map(|(_, rise)| rise).sum();
            (level + rise).clamp(0.0, 1.0) - level
        };
        self.figure(with)
    }

    fn rises(&self, percent: Option<f64>) -> Vec<(usize, f64)> {
        let of = |rise: &crate::plan::offer::Rise| match (percent, rise.per_percent) {
            (Some(percent), Some(each)) => percent * each,
            _ => rise.expected,
        };
        self.offer.rises.iter().map(|rise| (rise.need, of(rise))).collect()
    }

    fn figure(&self, with: impl Fn(Option<f64>) -> f64) -> Figure {
        let archetype = self.offer.archetype;
        let ends = self
            .scene
            .priors
            .belief(archetype)
            .filter(|_| self.offer.rises.iter().any(|rise| rise.per_percent.is_some()))
            .map(|belief| (belief.quantile(0.05), belief.quantile(0.95)));
        let value = with(None);
        let provenance = Provenance::new("plan_rise/1", sources(archetype));
        let answer: Answer = match ends {
            Some((low, high)) => believed(value, (with(Some(low)), with(Some(high))), provenance)
                .map(|estimate| self.with_assumed_cost(estimate)),
            None => between(value, value.min(0.0), value, "plan_rise/1").map(|estimate| {
                estimate.caveat(Caveat::new(
                    "stated-quantity",
                    "A stated quantity: that it exists, nothing about jobs or income.",
                ))
            }),
        };
        answer.into()
    }
}

impl Rises<'_> {
    /// Where the number of firms rests on an assumed cost of each, the figure says so.
    fn with_assumed_cost(&self, estimate: Estimate) -> Estimate {
        match &self.offer.archetype.unit {
            Some(unit) if unit.assumed => estimate.caveat(Caveat::new(
                "assumed-unit-cost",
                format!("How many {} it reaches rests on an assumed cost of each.", unit.of),
            )),
            _ => estimate,
        }
    }
}

/// The row of a pilot.
pub(crate) fn pilot_row(scene: &Scene<'_>, pilot: &Pilot<'_>, also: bool) -> Chosen {
    let need = &scene.request.needs[pilot.need];
    let unit = pilot.archetype.unit.as_ref();
    let reach = unit.map(|unit| pilot.cents[0] as f64 / 100.0 / unit.usd);
    Chosen {
        purpose: Purpose::Pilot,
        element: Some(need.element.clone()),
        element_title: need.title.clone(),
        keystones: duties(pilot.archetype).into_iter().map(|duty| DUTIES[duty]).collect(),
        reason: words::pilot_reason(pilot, need, &worth_of_knowing(scene, pilot)),
        level_rise: nobody_measured("no usable evidence: bought to learn"),
        gain: nobody_measured("no usable evidence: bought to learn"),
        would_have_to_show: words::pilot_must_show(
            need,
            &pilot.cents,
            median_cost_per_job(scene.catalogue),
        ),
        also_when_additive: also,
        ..common(scene, pilot.archetype, pilot.size, &pilot.cents, reach)
    }
}

/// What every row says of its kind, size and cost.
fn common(
    scene: &Scene<'_>,
    archetype: &Archetype,
    size: &str,
    cents: &[u64],
    reach: Option<f64>,
) -> Chosen {
    let total: u64 = cents.iter().sum();
    let years = scene.request.budget.years().iter().zip(cents);
    let most = jobs_at_most(scene.catalogue, total);
    Chosen {
        initiative: archetype.id.clone(),
        title: archetype.title.clone(),
        purpose: Purpose::Gate,
        element: None,
        element_title: String::new(),
        keystones: Vec::new(),
        size: size.to_owned(),
        cost_by_year: years
            .map(|(&(year, _), &cents)| YearCost { year, usd: assumed_usd(cents) })
            .collect(),
        cost: assumed_usd(total),
        published_cost: archetype.cost.clone(),
        published_cost_per_job: archetype.cost_per_job.clone(),
        lead_years: lead_years(archetype),
        partner: archetype.partner.clone(),
        reason: String::new(),
        prior: words::prior(scene.priors, archetype),
        reaches: archetype.unit.as_ref().zip(reach).map(|(unit, reach)| Reach {
            units: if unit.assumed {
                let assumed = Caveat::new("assumed", "The cost of one is assumed.");
                let answer = between(reach, 0.0, reach, &method("reach/1").method);
                answer.map(|estimate| estimate.caveat(assumed)).into()
            } else {
                exact(reach, "reach/1")
            },
            of: format!("{} a year", unit.of),
            from: unit.from.clone(),
        }),
        level_rise: nobody_measured("nothing is claimed"),
        gain: nobody_measured("nothing is claimed"),
        jobs_at_most: between(most, 0.0, most, "cost_over_least_cost_per_job/1").into(),
        would_have_to_show: String::new(),
        displacement: displacement(archetype),
        after_the_money: words::after_the_money(archetype.lasts).to_owned(),
        who_gains: archetype.gains.clone(),
        also_when_additive: false,
        caveats: archetype.caveats.clone(),
    }
}
