//! Candidates that a programme recorded.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::archetype::{Archetype, Keystone, PriorRule};
use crate::base::blueprint::Join;
use crate::base::error::Error;
use crate::plan::Gate;
use crate::plan::full::{Basis, OmittedBecause};
use crate::plan::instance::asked::FullRequest;
use crate::plan::instance::candidate::{Candidate, Doubt, Outside};
use crate::plan::instance::said::{Said, SaidInitiative};
use crate::plan::instance::spill::{edges, spread};
use crate::plan::need::Need;

/// Keystones with the codes of their gates.
const DUTIES: [(Keystone, &str); 2] =
    [(Keystone::Entrepreneurship, "E1"), (Keystone::Partnership, "P1")];
/// Years until something recorded without a kind can be seen: an assumption.
const DELAY: usize = 1;

/// Candidates and what cannot be one, both in the order of ids.
pub(crate) type Found = (Vec<Candidate>, Vec<Outside>);

/// What a programme recorded, as candidates.
///
/// # Errors
///
/// `E0104` for an element that the blueprint has not, `E0323` for one that nobody can change.
pub(crate) fn candidates(asked: &FullRequest<'_>, said: &Said) -> Result<Found, Error> {
    let edges = edges(asked.reading, &asked.base.needs);
    let mut candidates = Vec::new();
    let mut outside = Vec::new();
    for own in &said.initiatives {
        let place = |error: Error| error.at(format!("initiative {}, event {}", own.id, own.event));
        match candidate(asked, said, own, &edges).map_err(place)? {
            Ok(candidate) => candidates.push(candidate),
            Err((why, reason)) => outside.push(Outside {
                id: own.id.clone(),
                title: own.name.clone(),
                archetype: kind(asked, own).map(|kind| kind.id.clone()),
                why,
                reason,
            }),
        }
    }
    without_a_first(&mut candidates, &mut outside);
    // Who excludes something that is no candidate excludes nothing.
    let known: BTreeSet<String> = candidates.iter().map(|own| own.id.clone()).collect();
    for own in &mut candidates {
        own.excludes.retain(|id| known.contains(id));
    }
    Ok((candidates, outside))
}

/// What waits for something that is no candidate is none either.
fn without_a_first(candidates: &mut Vec<Candidate>, outside: &mut Vec<Outside>) {
    loop {
        let known: BTreeSet<&str> = candidates.iter().map(|own| own.id.as_str()).collect();
        let blocked = candidates
            .iter()
            .position(|own| own.after.iter().any(|id| !known.contains(id.as_str())));
        let Some(at) = blocked else { return };
        let missing: Vec<String> = candidates[at]
            .after
            .iter()
            .filter(|id| !known.contains(id.as_str()))
            .map(|id| format!("`{id}`"))
            .collect();
        let own = candidates.remove(at);
        outside.push(Outside {
            why: OmittedBecause::Prerequisite,
            reason: format!(
                "It has to come after {}, which cannot be planned.",
                missing.join(" and ")
            ),
            id: own.id,
            title: own.title,
            archetype: own.archetype,
        });
    }
}

fn kind<'a>(asked: &FullRequest<'a>, own: &SaidInitiative) -> Option<&'a Archetype> {
    own.archetype.as_deref().and_then(|id| asked.catalogue.archetype(id))
}

type Refused = (OmittedBecause, String);

fn candidate(
    asked: &FullRequest<'_>,
    said: &Said,
    own: &SaidInitiative,
    edges: &[Vec<f64>],
) -> Result<Result<Candidate, Refused>, Error> {
    let needs = &asked.base.needs;
    let mut caveats = Vec::new();
    let direct = direct(asked, own, &mut caveats)?;
    let aim = match &own.element {
        Some(id) => Some(position(needs, id)?),
        None => direct.iter().max_by(|a, b| a.1.total_cmp(b.1)).map(|(&at, _)| at),
    };
    if own.costs.iter().all(|&cost| cost <= 0.0) {
        let reason = "Nobody recorded what it costs: `--cost YEAR:AMOUNT`.".to_owned();
        return Ok(Err((OmittedBecause::NoCostStated, reason)));
    }
    let kind = kind(asked, own);
    let carrier = own
        .carriers
        .iter()
        .filter_map(|id| said.partner(id))
        .find(|partner| partner.gate == Gate::Pass);
    let trust = carrier.filter(|_| own.needs > 0).map(|own| (own.id.clone(), own.trusted));
    let nothing = kind.map_or_else(|| asked.priors.nothing_of_any(), |k| asked.priors.nothing(k));
    if direct.is_empty() {
        caveats.push(
            "Nobody recorded by how much it lifts what: nothing is counted for it.".to_owned(),
        );
    }
    if own.load.is_none() && own.needs > 0 {
        caveats.push("How much it asks of a carrier is not recorded: taken as nothing.".to_owned());
    }
    if own.archetype.is_some() && kind.is_none() {
        caveats.push(format!(
            "Its kind `{}` is none of the catalogue.",
            own.archetype.as_deref().unwrap_or_default()
        ));
    }
    let lead = kind.map_or(DELAY, |kind| whole_years(kind.lead.from));
    Ok(Ok(Candidate {
        id: own.id.clone(),
        title: own.name.clone(),
        archetype: kind.map(|kind| kind.id.clone()),
        size: None,
        cost: own.costs.clone(),
        cost_from: if own.source.is_some() { Basis::Stated } else { Basis::StatedUnsourced },
        rises: spread(edges, needs, &direct)?,
        effect_from: effect_from(own, kind, direct.is_empty()),
        direct,
        aim,
        delay: lead,
        benefit: own.benefit,
        share: own.share_underserved,
        carriers: own.carriers.clone(),
        needs: own.needs,
        load: own.load.unwrap_or(0.0),
        after: own.after.clone(),
        excludes: own.excludes.clone(),
        duties: duties(said, own, kind),
        doubt: Doubt::Stated { nothing, trust },
        role: kind.filter(|_| own.carriers.is_empty()).map(|kind| kind.partner.clone()),
        cites: own.cites.clone(),
        ends: own.ends,
        owner_after: own.owner_after.clone(),
        revenue_after: own.revenue_after.clone(),
        source: own.source.clone().unwrap_or_default(),
        caveats,
    }))
}

/// A stated effect whose kind was studied is a statement; one that nobody sourced is a default.
fn effect_from(own: &SaidInitiative, kind: Option<&Archetype>, is_empty: bool) -> Basis {
    match (is_empty, own.source.is_some()) {
        (true, _) => Basis::Nothing,
        (false, true) if kind.is_none_or(|kind| kind.prior != PriorRule::None) => Basis::Stated,
        (false, true) => Basis::WideDefault,
        (false, false) => Basis::StatedUnsourced,
    }
}

/// Open duties that it fulfils: its kind lifts the keystone, or it serves the element of that name.
fn duties(said: &Said, own: &SaidInitiative, kind: Option<&Archetype>) -> Vec<String> {
    let open = DUTIES.into_iter().filter(|(_, rule)| said.gate(rule) != Gate::Pass);
    open.filter(|(keystone, _)| {
        kind.is_some_and(|kind| kind.lifts_keystone(*keystone))
            || own.element.as_deref() == Some(keystone.word())
    })
    .map(|(_, rule)| rule.to_owned())
    .collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a lead is between 0 and a few dozen years"
)]
pub(crate) fn whole_years(years: f64) -> usize {
    years.clamp(0.0, 60.0).round() as usize
}

fn position(needs: &[Need], id: &str) -> Result<usize, Error> {
    needs.iter().position(|need| need.is_called(id)).ok_or_else(|| {
        let known: Vec<&str> = needs.iter().map(|need| need.element.as_str()).collect();
        Error::new("E0104", format!("the blueprint scores no element `{id}`"))
            .hint(format!("elements: {}", known.join(", ")))
    })
}

/// Stated rises by position; one of a nest's member counts by its rate of substitution.
fn direct(
    asked: &FullRequest<'_>,
    own: &SaidInitiative,
    caveats: &mut Vec<String>,
) -> Result<BTreeMap<usize, f64>, Error> {
    let needs = &asked.base.needs;
    let mut direct = BTreeMap::new();
    for (id, rise) in &own.effects {
        let at = position(needs, id)?;
        if !needs[at].mutable {
            let what = format!("nobody can change `{id}`: it is no element to lift");
            return Err(Error::new("E0323", what).hint("name the element that it does lift"));
        }
        let whole = needs[at].element.as_str() == id;
        let rate = if whole { Some(1.0) } else { rate(asked, at, id) };
        match rate {
            Some(rate) => *direct.entry(at).or_insert(0.0) += rate * rise,
            None => caveats.push(format!(
                "`{id}` counts only where it is the best of its kind: its rise is not counted."
            )),
        }
    }
    Ok(direct)
}

/// The rate of a member whose nest adds its members up.
fn rate(asked: &FullRequest<'_>, at: usize, member: &str) -> Option<f64> {
    let element = asked.reading.element(asked.base.needs[at].element.as_str())?;
    let adds = element.join != Some(Join::BestOf);
    let own = element.members.iter().find(|own| own.id.as_str() == member)?;
    adds.then_some(own.rate)
}
