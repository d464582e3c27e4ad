//! What it costs to decide otherwise, choice by choice, by solving again.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::error::Error;
use crate::base::estimate::{Figure, Withheld};
use crate::plan::explain::solved::{Solved, beside, started};
use crate::plan::figures::exact;
use crate::plan::full::{OmittedBecause, Regret};
use crate::plan::instance::Candidate;
use crate::plan::programme::{Conflict, Found, Group, Programme};

/// Candidates outside the plan that are forced in one by one.
const FORCED: usize = 40;

/// What was found by deciding otherwise about one candidate.
#[derive(Clone, Debug)]
pub(crate) struct Otherwise {
    pub(crate) regret: Regret,
    /// The other plan; none where no plan fits.
    pub(crate) starts: Option<Vec<Option<usize>>>,
    /// Why no plan fits.
    pub(crate) conflict: Option<Box<Conflict>>,
}

/// Every choice forced out, and the most promising of the others forced in, by id.
pub(crate) fn otherwise(solved: &Solved<'_>) -> Result<BTreeMap<String, Otherwise>, Error> {
    let chosen = solved.ids();
    let mut found = BTreeMap::new();
    for id in &chosen {
        found.insert(id.clone(), decide(solved, id, true, &chosen)?);
    }
    let mut rest: Vec<(f64, &Candidate)> = solved
        .instance
        .candidates
        .iter()
        .enumerate()
        .filter(|(_, own)| !chosen.contains(&own.id))
        .map(|(at, own)| (promise(solved, at), own))
        .collect();
    rest.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.id.cmp(&b.1.id)));
    for (_, own) in rest.into_iter().take(FORCED) {
        found.insert(own.id.clone(), decide(solved, &own.id, false, &chosen)?);
    }
    Ok(found)
}

/// What one alone would add for its money, were it free to start at once.
pub(crate) fn promise(solved: &Solved<'_>, at: usize) -> f64 {
    let mut starts = solved.nothing();
    starts[at] = Some(0);
    let rise = solved.model.value(&starts) - solved.model.value(&solved.nothing());
    rise / solved.instance.candidates[at].total().max(1.0)
}

/// A programme with one decision turned round.
pub(crate) fn turned(programme: &Programme, id: &str, is_in: bool) -> Programme {
    let mut other = programme.clone();
    other.forced_in.retain(|forced| forced != id);
    other.forced_out.retain(|forced| forced != id);
    if is_in {
        other.forced_out.push(id.to_owned());
    } else {
        other.forced_in.push(id.to_owned());
    }
    other
}

fn decide(
    solved: &Solved<'_>,
    id: &str,
    is_in: bool,
    chosen: &BTreeSet<String>,
) -> Result<Otherwise, Error> {
    let found = solved.other(&turned(&solved.instance.programme, id, is_in))?;
    let best = &solved.best;
    Ok(match found {
        Found::Plan(other) => {
            let ids = started(solved.instance, &other.selection.starts);
            // Never below 0: beyond a proof the other search may have found the better plan.
            let lost = (best.selection.equivalent - other.selection.equivalent).max(0.0);
            let instead = beside(&ids, chosen);
            let falls_out: Vec<String> =
                beside(chosen, &ids).into_iter().filter(|own| own != id).collect();
            let regret = Regret {
                lost: exact(lost, "regret/1"),
                text: words(solved, is_in, lost, &instead, &falls_out, id),
                instead: instead.into_iter().filter(|own| own != id).collect(),
                falls_out,
                is_proved: best.proof.optimal && other.proof.optimal,
            };
            Otherwise { regret, starts: Some(other.selection.starts.clone()), conflict: None }
        }
        Found::Infeasible(conflict) => none(
            if is_in {
                format!("It cannot be left out. {}", conflict.in_words())
            } else {
                format!("It cannot be in. {}", conflict.in_words())
            },
            conflict.proved,
            Some(conflict),
        ),
        Found::Interrupted(_) => none(
            "Nobody knows: the search ended at its number of nodes before it found another plan."
                .to_owned(),
            false,
            None,
        ),
    })
}

fn none(text: String, is_proved: bool, conflict: Option<Box<Conflict>>) -> Otherwise {
    let lost = Figure::Withheld(Withheld::undefined("no other plan fits"));
    let (instead, falls_out) = (Vec::new(), Vec::new());
    let regret = Regret { lost, instead, falls_out, text, is_proved };
    Otherwise { regret, starts: None, conflict }
}

fn words(
    solved: &Solved<'_>,
    is_in: bool,
    lost: f64,
    instead: &[String],
    falls_out: &[String],
    id: &str,
) -> String {
    let list = |ids: &[String]| solved.titles(ids.iter().filter(|own| *own != id)).join(", ");
    let lost = shown(lost);
    if is_in {
        let then = match list(instead) {
            titles if titles.is_empty() => ", and nothing takes its place".to_owned(),
            titles => format!(", and {titles} would take its place"),
        };
        return format!("Without it the whole is worth {lost} less{then}.");
    }
    let pushes = match list(falls_out) {
        titles if titles.is_empty() => String::new(),
        titles => format!("; it would push out {titles}"),
    };
    format!("Forcing it in costs {lost} of the whole{pushes}.")
}

/// A small number of an aggregate: as many places as it needs.
pub(crate) fn shown(value: f64) -> String {
    if value.abs() < 5e-7 {
        return "nothing".to_owned();
    }
    if value.abs() < 5e-4 { format!("{value:.6}") } else { format!("{value:.4}") }
}

/// The kind of reason that a conflict gives for something that cannot be in.
pub(crate) fn kind_of(conflict: &Conflict) -> OmittedBecause {
    let has = |of: fn(&Group) -> bool| conflict.groups.iter().any(of);
    if has(|group| matches!(group, Group::Partner(_))) {
        OmittedBecause::NoCarrier
    } else if has(|group| matches!(group, Group::Prerequisite(..))) {
        OmittedBecause::Prerequisite
    } else if has(|group| matches!(group, Group::Exclusion(_) | Group::Duty(_))) {
        OmittedBecause::Excluded
    } else if has(|group| matches!(group, Group::Budget(_) | Group::Staff(_))) {
        OmittedBecause::Money
    } else if has(|group| matches!(group, Group::Equity | Group::Risk)) {
        OmittedBecause::Rule
    } else {
        OmittedBecause::PastTheEnd
    }
}
