//! Candidates from the shipped catalogue, in its sizes, where nobody recorded any.

use std::collections::BTreeMap;

use crate::base::archetype::{Archetype, Decider, Keystone, OutcomeClass, PriorRule};
use crate::base::error::Error;
use crate::plan::Gate;
use crate::plan::full::{Basis, OmittedBecause};
use crate::plan::instance::asked::FullRequest;
use crate::plan::instance::candidate::{Candidate, Doubt, Outside};
use crate::plan::instance::of_record::{Found, whole_years};
use crate::plan::offer::{Offer, Scene, Under, undominated};
use crate::plan::output::{Opened, opened};
use crate::plan::reasons::why_not;

/// Codes of the duties in the order of keystones.
const RULES: [(Keystone, &str); 2] =
    [(Keystone::Entrepreneurship, "E1"), (Keystone::Partnership, "P1")];

/// Everything of the catalogue that opens or is expected to lift something, and what fulfils the open duties cheapest.
///
/// Kinds that are forced in come in all their sizes.
///
/// # Errors
///
/// `E0322` for a stated quantity that is none.
pub(crate) fn candidates(asked: &FullRequest<'_>) -> Result<Found, Error> {
    let scene = Scene { request: &asked.base, catalogue: asked.catalogue, priors: asked.priors };
    let all = scene.offers(Under::Any)?;
    let mut offers = undominated(&all, None);
    let is_forced = |offer: &Offer<'_>| {
        let (kind, id) = (offer.archetype.id.as_str(), id(offer));
        asked.rules.forced_in.iter().any(|forced| forced == kind || *forced == id)
    };
    for offer in &all {
        let known = offers.iter().any(|own| id(own) == id(offer));
        if is_forced(offer) && !known {
            offers.push(offer.clone());
        }
    }
    let mut candidates = Vec::new();
    for kind in asked.catalogue.archetypes().iter().filter(|kind| scene.is_on_offer(kind)) {
        let aimed: Vec<Candidate> =
            opened(asked, kind).iter().map(|own| with_aim(asked, kind, own)).collect();
        if !aimed.is_empty() {
            offers.retain(|offer| offer.archetype.id != kind.id);
        }
        candidates.extend(aimed);
    }
    candidates.extend(offers.iter().map(|offer| candidate(asked, &scene, offer)));
    let mut outside = Vec::new();
    for kind in asked.catalogue.archetypes() {
        if !candidates.iter().any(|own| own.archetype.as_ref() == Some(&kind.id)) {
            let (why, reason) = refused(asked, &scene, kind);
            outside.push(Outside {
                id: kind.id.to_string(),
                title: kind.title.clone(),
                archetype: Some(kind.id.clone()),
                why,
                reason,
            });
        }
    }
    Ok((candidates, outside))
}

fn id(offer: &Offer<'_>) -> String {
    format!("{}/{}", offer.archetype.id, offer.size.name)
}

fn refused(
    asked: &FullRequest<'_>,
    scene: &Scene<'_>,
    kind: &Archetype,
) -> (OmittedBecause, String) {
    match &kind.decided_by {
        Decider::Nobody(what) => (OmittedBecause::NotAnInitiative, format!("It is {what}.")),
        Decider::Other(who) => {
            (OmittedBecause::DecidedElsewhere, format!("Decided by {who}: to ask for, not to buy."))
        }
        Decider::Programme if asked.base.left_out.contains(&kind.id) => {
            (OmittedBecause::LeftOut, "Left out by request.".to_owned())
        }
        Decider::Programme => why_not(scene, Under::Any, kind),
    }
}

/// Codes of the open duties that a kind provides for.
fn duties(asked: &FullRequest<'_>, kind: &Archetype) -> Vec<String> {
    let open = |rule: &str| asked.said.as_ref().is_none_or(|said| said.gate(rule) != Gate::Pass);
    let own = RULES.into_iter().filter(|(keystone, _)| kind.lifts_keystone(*keystone));
    own.map(|(_, rule)| rule).filter(|rule| open(rule)).map(str::to_owned).collect()
}

/// A kind of initiative aimed at one element, in one size, by what the money itself opens there.
fn with_aim(asked: &FullRequest<'_>, kind: &Archetype, own: &Opened<'_>) -> Candidate {
    let need = &asked.base.needs[own.need];
    let years = asked.base.budget.years().len();
    let mut caveats = vec![own.text.clone()];
    caveats.push("It says that firms are there, nothing about jobs or income.".to_owned());
    caveats.extend(kind.caveats.iter().cloned());
    Candidate {
        id: format!("{}/{}/{}", kind.id, need.element, own.size.name),
        title: format!("{} in {}, {}", kind.title, need.title.to_lowercase(), own.size.name),
        cost: vec![own.cents_a_year as f64 / 100.0; years],
        direct: BTreeMap::from([(own.need, own.rise)]),
        rises: BTreeMap::from([(own.need, own.rise)]),
        effect_from: Basis::Counted,
        aim: Some(own.need),
        delay: own.delay,
        doubt: Doubt::Opened(own.losses),
        caveats,
        ..of_kind(asked, kind, &own.size.name)
    }
}

/// What every candidate of a kind has in common; it costs and lifts nothing.
fn of_kind(asked: &FullRequest<'_>, kind: &Archetype, size: &str) -> Candidate {
    Candidate {
        id: String::new(),
        title: String::new(),
        archetype: Some(kind.id.clone()),
        size: Some(size.to_owned()),
        cost: Vec::new(),
        cost_from: Basis::AssumedSize,
        direct: BTreeMap::new(),
        rises: BTreeMap::new(),
        effect_from: Basis::Nothing,
        aim: None,
        delay: whole_years(kind.lead.from),
        benefit: None,
        share: None,
        carriers: Vec::new(),
        needs: 0,
        load: 0.0,
        after: Vec::new(),
        excludes: Vec::new(),
        duties: duties(asked, kind),
        doubt: Doubt::Nothing,
        role: Some(kind.partner.clone()),
        cites: Vec::new(),
        ends: None,
        owner_after: None,
        revenue_after: None,
        source: String::new(),
        caveats: Vec::new(),
    }
}

fn candidate(asked: &FullRequest<'_>, scene: &Scene<'_>, offer: &Offer<'_>) -> Candidate {
    let kind = offer.archetype;
    let needs = &asked.base.needs;
    let rises: BTreeMap<usize, f64> =
        offer.rises.iter().map(|rise| (rise.need, rise.expected)).collect();
    let heaviest = |(at, rise): &(&usize, &f64)| needs[**at].weight * **rise;
    let aim = rises.iter().max_by(|a, b| heaviest(a).total_cmp(&heaviest(b))).map(|(&at, _)| at);
    let called = |keystone: Keystone| needs.iter().position(|need| need.is_called(keystone.word()));
    let keystone = RULES.into_iter().map(|(keystone, _)| keystone);
    let meant = keystone.filter(|keystone| kind.lifts_keystone(*keystone)).find_map(called);
    let effect_from = match (&kind.prior, rises.is_empty()) {
        (_, true) | (PriorRule::None, _) => Basis::Nothing,
        (PriorRule::Family(_), false) => Basis::Studies,
        (PriorRule::Wide | PriorRule::WideArea(_), false) => Basis::WideDefault,
    };
    let belief = scene.priors.belief(kind).filter(|_| !rises.is_empty());
    let doubt = belief.map_or(Doubt::Nothing, Doubt::Believed);
    let mut caveats = kind.caveats.clone();
    if kind.outcome.class == OutcomeClass::FirmSales && !rises.is_empty() {
        caveats.push("Sales of the firms reached stand for the level: an assumption.".to_owned());
    }
    Candidate {
        id: id(offer),
        title: format!("{}, {}", kind.title, offer.size.name),
        cost: offer.cents.iter().map(|&cents| cents as f64 / 100.0).collect(),
        direct: rises.clone(),
        rises,
        effect_from,
        aim: aim.or(meant),
        doubt,
        caveats,
        ..of_kind(asked, kind, &offer.size.name)
    }
}
