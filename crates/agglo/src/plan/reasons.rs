//! Why something is not bought, and what forcing it in would cost.

use crate::base::archetype::{Archetype, Decider, PriorRule};
use crate::base::error::Error;
use crate::plan::figures::{exact, usd};
use crate::plan::full::OmittedBecause;
use crate::plan::offer::{Offer, Scene, Under, duties, undominated};
use crate::plan::portfolio::{Choosing, choose};
use crate::plan::{NotChosen, Why};

/// The best set, and what was on offer.
#[derive(Clone, Debug)]
pub(crate) struct Picked<'a> {
    pub(crate) offers: Vec<Offer<'a>>,
    pub(crate) choosing: Choosing,
}

impl<'a> Picked<'a> {
    /// What is bought.
    pub(crate) fn bought(&self) -> impl Iterator<Item = &Offer<'a>> {
        self.choosing.bought.iter().map(|&at| &self.offers[at])
    }
}

/// The best set under a reading, with one kind of initiative forced in where asked.
pub(crate) fn pick<'a>(
    scene: &Scene<'a>,
    under: Under,
    force: Option<&Archetype>,
) -> Result<Picked<'a>, Error> {
    pick_from(scene, under, &scene.offers(under)?, force)
}

fn pick_from<'a>(
    scene: &Scene<'a>,
    under: Under,
    all: &[Offer<'a>],
    force: Option<&Archetype>,
) -> Result<Picked<'a>, Error> {
    let offers = undominated(all, force);
    let smallest = force.and_then(|kind| {
        let of_kind = offers.iter().enumerate().filter(|(_, o)| o.archetype.id == kind.id);
        of_kind.min_by_key(|(_, offer)| offer.size.cents_a_year).map(|(at, _)| at)
    });
    let choice = scene.choice(&offers, under, smallest.into_iter().collect());
    let choosing = choose(&choice, scene.request.nodes)?;
    Ok(Picked { offers, choosing })
}

/// Everything of the catalogue that is not bought, by the kind of reason, then by id.
pub(crate) fn not_chosen(
    scene: &Scene<'_>,
    under: Under,
    picked: &Picked<'_>,
    chosen: &[&Archetype],
) -> Result<Vec<NotChosen>, Error> {
    let mut rows = Vec::new();
    let all = scene.offers(under)?;
    for archetype in scene.catalogue.archetypes() {
        if !chosen.iter().any(|other| other.id == archetype.id) {
            rows.push(row(scene, under, (picked, &all), archetype)?);
        }
    }
    rows.sort_by(|a, b| (a.why, &a.initiative).cmp(&(b.why, &b.initiative)));
    Ok(rows)
}

fn row(
    scene: &Scene<'_>,
    under: Under,
    (picked, all): (&Picked<'_>, &[Offer<'_>]),
    archetype: &Archetype,
) -> Result<NotChosen, Error> {
    let plain = |why: Why, reason: String| NotChosen {
        initiative: archetype.id.clone(),
        title: archetype.title.clone(),
        why,
        reason,
        forced_gain: None,
        forced_cost: None,
        pushes_out: Vec::new(),
    };
    match &archetype.decided_by {
        Decider::Nobody(what) => return Ok(plain(Why::NotAnInitiative, format!("It is {what}."))),
        Decider::Other(who) => {
            let text = format!("Decided by {who}: to ask for, not to buy.");
            return Ok(plain(Why::DecidedElsewhere, text));
        }
        Decider::Programme => {}
    }
    if scene.request.left_out.contains(&archetype.id) {
        return Ok(plain(Why::LeftOut, "Left out by request.".to_owned()));
    }
    let forced = match pick_from(scene, under, all, Some(archetype)) {
        Ok(forced) => forced,
        Err(error) if error.code() == "E0324" => {
            let text = "The budget does not reach for it beside what closes the gates.";
            return Ok(plain(Why::Budget, text.to_owned()));
        }
        Err(error) => return Err(error),
    };
    let (why, reason) = why(scene, under, archetype, &forced);
    let lost = (picked.choosing.aggregate - forced.choosing.aggregate).max(0.0);
    let more = cents(&forced).saturating_sub(cents(picked));
    let kept: Vec<_> = forced.bought().map(|offer| &offer.archetype.id).collect();
    let pushed = picked.bought().map(|offer| &offer.archetype.id);
    Ok(NotChosen {
        forced_gain: Some(exact(lost, "forced_in/1")),
        forced_cost: Some(usd(more)),
        pushes_out: pushed.filter(|id| !kept.contains(id)).cloned().collect(),
        ..plain(why, reason)
    })
}

/// Cost of a set, US cents.
pub(crate) fn cents(picked: &Picked<'_>) -> u64 {
    picked.bought().flat_map(|offer| &offer.cents).sum()
}

fn why(
    scene: &Scene<'_>,
    under: Under,
    archetype: &Archetype,
    forced: &Picked<'_>,
) -> (Why, String) {
    let of_kind = |o: &Offer<'_>| o.archetype.id == archetype.id && !o.rises.is_empty();
    why_of(scene, under, archetype, forced.offers.iter().any(of_kind))
}

/// Why a kind that the programme may buy is no candidate of a full plan.
pub(crate) fn why_not(
    scene: &Scene<'_>,
    under: Under,
    archetype: &Archetype,
) -> (OmittedBecause, String) {
    let (why, reason) = why_of(scene, under, archetype, false);
    let why = match why {
        Why::LiftsNothingThatBinds => OmittedBecause::LiftsNothing,
        Why::NoExpectedGain => OmittedBecause::NoExpectedGain,
        Why::NoQuantity => OmittedBecause::NoEffectStated,
        Why::DecidedElsewhere => OmittedBecause::DecidedElsewhere,
        Why::NotAnInitiative => OmittedBecause::NotAnInitiative,
        Why::LeftOut => OmittedBecause::LeftOut,
        Why::Budget => OmittedBecause::Money,
        Why::Dominated => OmittedBecause::Outdone,
    };
    (why, reason)
}

fn why_of(scene: &Scene<'_>, under: Under, archetype: &Archetype, rises: bool) -> (Why, String) {
    let needs = &scene.request.needs;
    if rises {
        let text = "It would lift what may bind; the same money does more elsewhere, or the budget \
                    ends before it.";
        return (Why::Dominated, text.to_owned());
    }
    if !duties(archetype).is_empty() {
        let aimed = scene.aimed(archetype);
        let text = if aimed > 0.0 {
            "It provides for a keystone too; what is chosen does so with a higher or longer-lasting \
             effect, or provides for both."
        } else {
            "It provides for a keystone too, and no effect is expected of it on average."
        };
        return (Why::Dominated, text.to_owned());
    }
    let may_bind = needs.iter().filter(|need| need.mutable && under.binds(need).possible);
    let fits: Vec<_> = may_bind.filter(|need| need.fit(archetype).is_some()).collect();
    let names: Vec<&str> = fits.iter().map(|need| need.title.as_str()).collect();
    if fits.is_empty() {
        return (Why::LiftsNothingThatBinds, "It lifts no element that may bind here.".to_owned());
    }
    if fits.iter().all(|need| need.is_absent()) {
        let text = format!(
            "There is nothing of {} to raise by a percentage: state what it puts there (rooms, \
             establishments, kilometres).",
            names.join(" and ")
        );
        return (Why::NoQuantity, text);
    }
    let text = match archetype.prior {
        PriorRule::None => {
            format!("It may lift {}; there is no usable evidence.", names.join(", "))
        }
        PriorRule::Wide | PriorRule::WideArea(_) => {
            format!("It may lift {}; the expected effect is nil on average.", names.join(", "))
        }
        PriorRule::Family(_) => format!(
            "It may lift {}; what was measured is {}, which moves no level.",
            names.join(", "),
            archetype.outcome.text
        ),
    };
    (Why::NoExpectedGain, text)
}
