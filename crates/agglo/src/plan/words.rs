//! What a plan says of its choices, in whole sentences.

use crate::base::archetype::PriorRule;
use crate::base::archetype::{Archetype, Checked, Direction, Keystone, Lasting, OutcomeClass};
use crate::base::estimate::{Answer, Caveat, Estimate, Figure, Provenance, Withheld};
use crate::plan::figures::{believed, nobody_measured, sources};
use crate::plan::need::{Fit, Need};
use crate::plan::offer::{Offer, Scene};
use crate::plan::pilot::Pilot;
use crate::plan::prior::{Belief, interval90};
use crate::plan::{Findings, Prior, PriorBasis};

/// What is known about the effect of an initiative in a place where it was not tried.
pub fn prior(scene_priors: &crate::plan::prior::Priors<'_>, archetype: &Archetype) -> Prior {
    let belief = scene_priors.belief(archetype);
    let basis = basis(scene_priors, archetype);
    let flags = flags(scene_priors, archetype);
    let provenance = || Provenance::new("plan_prior/1", sources(archetype));
    let known = |of: &dyn Fn(&Belief) -> Answer| -> Figure {
        match &belief {
            Some(belief) => of(belief).map(|e| with(e, &flags)).into(),
            None => nobody_measured("no usable evidence"),
        }
    };
    let share = |value: f64| believed(value, (value, value), provenance());
    let helps = |belief: &Belief| {
        if archetype.outcome.less_is_better { belief.below_zero() } else { belief.above_zero() }
    };
    Prior {
        text: text(archetype, belief.as_ref(), &basis),
        outcome: archetype.outcome.text.clone(),
        class: archetype.outcome.class,
        if_it_works: known(&|belief| {
            believed(belief.otherwise.mean, interval90(belief.otherwise), provenance())
        }),
        does_nothing: known(&|belief| {
            share(belief.nothing).map(|estimate| {
                estimate.caveat(Caveat::new(
                    "assumed",
                    "Rests on an assumed power of 0.7 of the evaluations counted.",
                ))
            })
        }),
        expected: known(&|belief| {
            let ends = (belief.quantile(0.05), belief.quantile(0.95));
            believed(belief.expected(), ends, provenance())
        }),
        helps: known(&|belief| share(helps(belief))),
        findings: findings(archetype),
        basis,
    }
}

fn with(estimate: Estimate, flags: &[Caveat]) -> Estimate {
    flags.iter().cloned().fold(estimate, Estimate::caveat)
}

pub(crate) fn basis(priors: &crate::plan::prior::Priors<'_>, archetype: &Archetype) -> PriorBasis {
    match &archetype.prior {
        PriorRule::None => PriorBasis::NoUsableEvidence,
        PriorRule::Wide => PriorBasis::WideDefault { pool: None },
        PriorRule::WideArea(pool) => PriorBasis::WideDefault { pool: Some(pool.clone()) },
        PriorRule::Family(pool) => {
            let k = priors.pool(pool).map_or(0, |pool| pool.effects.len());
            PriorBasis::Studies { pool: pool.clone(), k }
        }
    }
}

/// The flags of the pool in plain sentences.
fn flags(priors: &crate::plan::prior::Priors<'_>, archetype: &Archetype) -> Vec<Caveat> {
    let (PriorRule::Family(pool) | PriorRule::WideArea(pool)) = &archetype.prior else {
        return match archetype.prior {
            PriorRule::Wide => vec![Caveat::new(
                "default-only",
                "A wide default of mean zero: the findings are too few or too different to pool.",
            )],
            _ => Vec::new(),
        };
    };
    let flags = priors.pool(pool).map(|pool| pool.flags.as_slice()).unwrap_or_default();
    flags.iter().map(|code| Caveat::new(code, sentence(code))).collect()
}

pub(crate) fn sentence(code: &str) -> &'static str {
    match code {
        "few-regions" => "Fewer than five findings.",
        "se-imputed" => "Some standard errors are not printed and were bounded from what is.",
        "null-imputed" => "Null findings without a figure count as 0.",
        "tau-at-zero" => "The closed form finds no spread between places, which does not prove it.",
        "not-jobs" => "The outcome is not jobs.",
        "fades-after-support" => "The effect was seen to fade when the support ended.",
        "large-cities-only" => "Large cities only.",
        "screened-applicants" => "People who passed a screening.",
        "same-city" => "All from one city.",
        "shared-control" => "Two findings share a comparison group.",
        "mixed-interventions" => "Different kinds of policy in one pool.",
        "default-only" => "Used as a wide default, not as the effect of this initiative.",
        _ => "See the rules of the priors.",
    }
}

pub(crate) fn findings(archetype: &Archetype) -> Findings {
    let checked = |how: Checked| archetype.studies.iter().filter(|s| s.checked == how).count();
    Findings {
        positive: archetype.count(Direction::Positive),
        null: archetype.count(Direction::Null),
        negative: archetype.count(Direction::Negative),
        mixed: archetype.count(Direction::Mixed),
        read: checked(Checked::Read),
        secondary: checked(Checked::Secondary),
        memory: checked(Checked::Memory),
    }
}

fn text(archetype: &Archetype, belief: Option<&Belief>, basis: &PriorBasis) -> String {
    let outcome = &archetype.outcome.text;
    match (belief, basis) {
        (Some(belief), PriorBasis::Studies { k, .. }) => {
            let (low, high) = interval90(belief.otherwise);
            format!(
                "{k} findings of its family, pooled and carried to a new place: {outcome} move by \
                 {:+.1} % if it works (90 %: {low:+.1} to {high:+.1}); with a probability of {:.2} it \
                 does nothing.",
                belief.otherwise.mean, belief.nothing
            )
        }
        (Some(belief), _) if belief.otherwise.mean.abs() < f64::MIN_POSITIVE => {
            "A wide default: the expected effect is nil, and it can be large either way.".to_owned()
        }
        (Some(belief), _) => format!(
            "A wide default from policies of many kinds: {outcome} move by {:+.1} % if it works.",
            belief.otherwise.mean
        ),
        (None, _) => "No usable evidence.".to_owned(),
    }
}

/// Why a gate is closed by this.
pub(crate) fn gate_reason(scene: &Scene<'_>, offer: &Offer<'_>, keystones: &[Keystone]) -> String {
    let what: Vec<&str> = keystones
        .iter()
        .map(|keystone| match keystone {
            Keystone::Entrepreneurship => "an entrepreneurship initiative (E1)",
            Keystone::Partnership => "a strategic partner's role (P1)",
        })
        .collect();
    let aimed = scene.aimed(offer.archetype);
    let effect = if aimed > 0.0 {
        format!(
            "Of what provides for that at this price it has the highest expected effect ({aimed:+.1} % \
             on {}).",
            offer.archetype.outcome.text
        )
    } else {
        "No effect is expected of it on average.".to_owned()
    };
    let jobs = match offer.archetype.outcome.class {
        OutcomeClass::AreaJobs => "",
        _ => " No jobs are claimed for it.",
    };
    format!("A plan needs {}. {effect}{jobs}", what.join(" and "))
}

/// Why a gain is bought.
pub(crate) fn gain_reason(need: &Need, offer: &Offer<'_>, stated: Option<&str>) -> String {
    let title = lower(&need.title);
    if let Some(of) = stated {
        return format!(
            "The gap may be {title}, and a stated quantity of {of} lifts it; that they exist says \
             nothing about jobs or income."
        );
    }
    let reached = match (offer.reach, &offer.archetype.unit) {
        (Some(reach), Some(unit)) => format!(" It reaches about {reach:.0} {} a year.", unit.of),
        _ => String::new(),
    };
    format!(
        "The gap may be {title}, and the prior on {} is positive.{reached}",
        offer.archetype.outcome.text
    )
}

/// Why a pilot is bought, and what knowing is worth.
pub(crate) fn pilot_reason(pilot: &Pilot<'_>, need: &Need, worth: &Figure) -> String {
    let archetype = pilot.archetype;
    let known = match archetype.prior {
        PriorRule::None => "nobody has compared places with and without it".to_owned(),
        _ => format!(
            "the average over evaluations is nil ({} found a gain, {} none, {} harm, {} some of each)",
            archetype.count(Direction::Positive),
            archetype.count(Direction::Null),
            archetype.count(Direction::Negative),
            archetype.count(Direction::Mixed),
        ),
    };
    let fit = match pilot.fit {
        Fit::Named => "It names this element",
        Fit::Any => "It can be aimed at any industry",
        Fit::Assumed => "That it may lift this element is our own reading",
    };
    let cost = pilot.cents.iter().sum::<u64>() as f64 / 100.0;
    let worth = match worth.value() {
        Some(worth) if worth > 0.0 && worth < cost => format!(
            " For this region alone, knowing would be worth at most about {worth:.0} US dollars: it \
             pays where {} regions or more use the answer.",
            (cost / worth).ceil()
        ),
        Some(worth) => {
            format!(" Knowing would be worth at most about {worth:.0} US dollars to this region.")
        }
        None => String::new(),
    };
    format!(
        "No usable evidence of a gain here: bought to learn. The binding gap is {}, and {known}. \
         {fit}.{worth}",
        lower(&need.title)
    )
}

/// What a pilot would have to show: the jobs that its cost buys elsewhere, and how far a step is.
pub(crate) fn pilot_must_show(need: &Need, cents: &[u64], usd_per_job: Option<f64>) -> String {
    let years = cents.iter().filter(|&&cents| cents > 0).count();
    let cost = cents.iter().sum::<u64>() as f64 / 100.0;
    let term = if years == 1 { "year".to_owned() } else { format!("{years} years") };
    let jobs = usd_per_job.map_or_else(
        || "more jobs".to_owned(),
        |usd| {
            format!(
                "at least {:.0} more jobs (its cost at {usd:.0} US dollars each, the median of what is \
                 published)",
                (cost / usd).ceil()
            )
        },
    );
    let step = need.step.as_ref().and_then(|(amount, unit)| Some((amount.range()?, unit)));
    let step = step.map_or_else(String::new, |((low, high), unit)| {
        let digits = if high < 1.0 { 2 } else { 0 };
        let (low, high) = (format!("{low:.digits$}"), format!("{high:.digits$}"));
        let amount = if low == high { low } else { format!("{low} to {high}") };
        format!(" One step of the level would take {amount} more ({unit}).")
    });
    format!(
        "Within the {term} of the pilot and the one after: {jobs} in {} than in places like this one \
         that did nothing, and not taken from neighbours.{step}",
        lower(&need.title)
    )
}

/// The title as it stands inside a sentence.
fn lower(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// What a bought initiative would have to show to be bought again.
pub(crate) fn must_show(scene: &Scene<'_>, archetype: &Archetype) -> String {
    let aimed = scene.aimed(archetype);
    let outcome = &archetype.outcome.text;
    let against = match archetype.outcome.class {
        OutcomeClass::FirmSales => "firms that asked and got no place",
        OutcomeClass::Participant => "people who asked and got no place",
        OutcomeClass::AreaJobs | OutcomeClass::HomePrices | OutcomeClass::Safety => {
            "places like this one"
        }
        OutcomeClass::Other => "those it did not reach",
    };
    if aimed > 0.0 {
        format!(
            "{outcome} better by {aimed:.1} % or more against {against}, a year after the start."
        )
    } else if outcome.is_empty() {
        format!("Any gain that can be told from chance, against {against}.")
    } else {
        format!("Any gain in {outcome} that can be told from chance, against {against}.")
    }
}

/// What is left when the money stops.
pub(crate) fn after_the_money(lasts: Lasting) -> &'static str {
    match lasts {
        Lasting::SeenToLast => "Its effect was seen to last beyond the support.",
        Lasting::ThingStays => "A thing stays; whether its effect does is not known.",
        Lasting::Unknown => "Nobody looked at what is left when the money stops.",
        Lasting::FadesWithinAYear => "Its effect was seen to fade within about a year.",
        Lasting::WhilePaid => "It is there while somebody pays.",
    }
}

/// No rise is claimed, and why.
pub(crate) fn no_rise(archetype: &Archetype, need: Option<&Need>) -> Figure {
    let class = archetype.outcome.class;
    let text = match need {
        Some(need) if need.is_absent() => {
            format!("there is nothing of {} to raise by a percentage: state a quantity", need.title)
        }
        _ if archetype.prior == PriorRule::None => "no usable evidence".to_owned(),
        _ if class == OutcomeClass::FirmSales => {
            "sales of the firms reached move no level without a count of firms".to_owned()
        }
        _ => format!("{} move no level of an element", archetype.outcome.text),
    };
    Figure::Withheld(Withheld::missing(text))
}
