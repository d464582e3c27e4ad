//! At most one small pilot for the binding gap, where no evidence says what would close it.
//!
//! A pilot is bought to learn. What knowing would be worth is the value of perfect information about a
//! decision to fund (Raiffa and Schlaifer 1961), with a job worth the median of its published costs; it
//! is printed beside the price, so that everybody sees how many regions must use the answer.

use agglo_stats::value_of_information::normal_worth;

use crate::base::archetype::{Archetype, Checked, Decider, Direction};
use crate::base::estimate::{Answer, Caveat, Figure, Withheld};
use crate::plan::figures::{between, method};
use crate::plan::need::{Fit, Need};
use crate::plan::offer::{Scene, Under};
use crate::plan::prior::median_cost_per_job;

/// A pilot that fits the rest of the money.
#[derive(Clone, Debug)]
pub(crate) struct Pilot<'a> {
    pub(crate) archetype: &'a Archetype,
    /// The need that it is for, by position.
    pub(crate) need: usize,
    /// Name of its size.
    pub(crate) size: &'a str,
    /// Cost of each year of the budget, US cents; zero after the pilot.
    pub(crate) cents: Vec<u64>,
    /// How closely it fits.
    pub(crate) fit: Fit,
}

/// The pilot for the binding gap, or why there is none.
pub(crate) fn pilot<'a>(
    scene: &Scene<'a>,
    under: Under,
    rest: &[u64],
    bought: &[&Archetype],
) -> Result<Pilot<'a>, String> {
    let needs = &scene.request.needs;
    let Some(need) = needs.iter().position(|need| need.mutable && under.binds(need).binding) else {
        return Err("no element binds, so there is nothing to learn about a gap".to_owned());
    };
    let gap = &needs[need];
    let mut candidates: Vec<(Fit, &Archetype)> = scene
        .catalogue
        .archetypes()
        .iter()
        .filter(|kind| scene.is_on_offer(kind) && !is_known_to_do_nothing(kind))
        .filter(|kind| scene.aimed(kind) <= 0.0 && bought.iter().all(|other| other.id != kind.id))
        .filter_map(|kind| gap.fit(kind).map(|fit| (fit, kind)))
        .collect();
    candidates.sort_by(|(a_fit, a), (b_fit, b)| {
        a_fit
            .cmp(b_fit)
            .then_with(|| unknown(scene, b).total_cmp(&unknown(scene, a)))
            .then_with(|| looked_for(b).cmp(&looked_for(a)))
            .then_with(|| a.lead.from.total_cmp(&b.lead.from))
            .then_with(|| a.id.cmp(&b.id))
    });
    if candidates.is_empty() {
        return Err(none_fits(scene, gap));
    }
    let size = scene.catalogue.sizes().first().ok_or("the catalogue has no sizes")?;
    candidates
        .into_iter()
        .find_map(|(fit, archetype)| {
            let years = years(archetype, rest.len());
            let amount = |year: usize| if year < years { size.cents_a_year } else { 0 };
            let cents: Vec<u64> = (0..rest.len()).map(amount).collect();
            let fits = cents.iter().zip(rest).all(|(cents, rest)| cents <= rest);
            fits.then_some(Pilot { archetype, need, size: &size.name, cents, fit })
        })
        .ok_or_else(|| {
            format!("what is left of the budget does not reach for a pilot on {}", gap.title)
        })
}

/// Years of a pilot: until the first effect can be seen.
fn years(archetype: &Archetype, most: usize) -> usize {
    (1..=most).find(|&years| years as f64 >= archetype.lead.from).unwrap_or(most)
}

/// Evaluations that may be used found nothing or harm, and none found a gain: that is no gap in
/// knowledge.
fn is_known_to_do_nothing(archetype: &Archetype) -> bool {
    let count = |wanted: &[Direction]| {
        let usable = archetype.studies.iter().filter(|study| study.usable());
        usable.filter(|s| s.direction.is_some_and(|d| wanted.contains(&d))).count()
    };
    count(&[Direction::Null, Direction::Negative]) > 0
        && count(&[Direction::Positive, Direction::Mixed]) == 0
}

/// Findings that somebody looked up: a kind that nobody searched for comes last.
fn looked_for(archetype: &Archetype) -> usize {
    archetype.studies.iter().filter(|study| study.checked != Checked::Memory).count().min(1)
}

/// How much is not known of it: the spread of what is believed, percent.
fn unknown(scene: &Scene<'_>, archetype: &Archetype) -> f64 {
    let wide = scene.catalogue.rules().wide_sd;
    let (works, sd) = scene
        .priors
        .belief(archetype)
        .map_or((1.0 - scene.priors.nothing(archetype), wide), |belief| {
            (1.0 - belief.nothing, belief.otherwise.sd)
        });
    works * sd
}

fn none_fits(scene: &Scene<'_>, gap: &Need) -> String {
    let elsewhere: Vec<&str> = scene
        .catalogue
        .archetypes()
        .iter()
        .filter(|kind| {
            matches!(kind.decided_by, Decider::Other(_)) && gap.fit(kind) == Some(Fit::Named)
        })
        .map(|kind| kind.title.as_str())
        .collect();
    let title = &gap.title;
    if elsewhere.is_empty() {
        format!("no kind of initiative in the catalogue claims to lift {title}")
    } else {
        format!("what claims to lift {title} is decided elsewhere: {}", elsewhere.join(", "))
    }
}

/// What knowing the true effect would be worth to this region's decision, US dollars: at most this.
///
/// # Withheld when
///
/// The element is not counted in jobs, or no cost per job is published.
pub(crate) fn worth_of_knowing(scene: &Scene<'_>, pilot: &Pilot<'_>) -> Figure {
    answer(scene, pilot).into()
}

fn answer(scene: &Scene<'_>, pilot: &Pilot<'_>) -> Answer {
    let need = &scene.request.needs[pilot.need];
    let jobs = need
        .jobs
        .filter(|jobs| *jobs > 0.0)
        .ok_or_else(|| Withheld::missing("the element is not counted in jobs"))?;
    let job = median_cost_per_job(scene.catalogue)
        .ok_or_else(|| Withheld::missing("no cost per job is published"))?;
    let cost = pilot.cents.iter().sum::<u64>() as f64 / 100.0;
    let sd = jobs * unknown(scene, pilot.archetype) / 100.0 * job;
    let worth =
        normal_worth(-cost, sd, sd).map_err(|error| Withheld::undefined(error.to_string()))?;
    let most = between(worth.perfect, 0.0, worth.perfect, &method("perfect_information/1").method)?;
    Ok(most.caveat(Caveat::new(
        "assumed",
        "A job is set at the median of its published costs; the spread of effects is a default.",
    )))
}
