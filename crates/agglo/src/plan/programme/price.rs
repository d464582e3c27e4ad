//! What it costs to decide otherwise, and what each constraint costs, by solving again.
//!
//! A programme in whole initiatives has no prices of its own: a dual value of its relaxation is none.

use std::collections::BTreeSet;

use crate::base::error::Error;
use crate::plan::programme::Programme;
use crate::plan::programme::group::Group;
use crate::plan::programme::model::Model;
use crate::plan::programme::solve::{Best, Found, Solving, solve};

/// What it costs to force an initiative to the opposite.
#[derive(Clone, Debug, PartialEq)]
pub struct Regret {
    /// The initiative.
    pub id: String,
    /// Whether the best plan starts it.
    pub is_in: bool,
    /// Value lost; none where no plan fits.
    pub value: Option<f64>,
    /// The same as an aggregate.
    pub equivalent: Option<f64>,
    /// What would be chosen then, with its start.
    pub instead: Vec<(String, usize)>,
    /// Whether both plans are proved.
    pub proved: bool,
    /// Why no plan fits then.
    pub because: Option<String>,
}

/// The regret of each initiative, in the order of ids.
///
/// # Errors
///
/// As [`solve`].
pub fn regrets(programme: &Programme, best: &Best, solving: Solving) -> Result<Vec<Regret>, Error> {
    let model = Model::new(programme)?;
    let mut regrets = Vec::new();
    for (at, id) in model.ids().iter().enumerate() {
        let is_in = best.selection.starts[at].is_some();
        let mut other = programme.clone();
        if is_in {
            other.forced_in.retain(|forced| forced != id);
            other.forced_out.push(id.clone());
        } else {
            other.forced_out.retain(|forced| forced != id);
            other.forced_in.push(id.clone());
        }
        regrets.push(regret(&model, id, best, &solve(&other, solving)?));
    }
    Ok(regrets)
}

fn regret(model: &Model, id: &str, best: &Best, found: &Found) -> Regret {
    let is_in = best.selection.starts
        [model.ids().iter().position(|known| known == id).unwrap_or(0)]
    .is_some();
    let mut regret = Regret {
        id: id.to_owned(),
        is_in,
        value: None,
        equivalent: None,
        instead: Vec::new(),
        proved: best.proof.optimal,
        because: None,
    };
    match found {
        Found::Plan(other) => {
            // Never below 0: beyond a proof the other search may have found the better plan.
            regret.value = Some((best.selection.value - other.selection.value).max(0.0));
            let lost = best.selection.equivalent - other.selection.equivalent;
            regret.equivalent = Some(lost.max(0.0));
            regret.instead = named(model, &other.selection.starts);
            regret.proved &= other.proof.optimal;
        }
        Found::Infeasible(conflict) => regret.because = Some(conflict.in_words()),
        Found::Interrupted(_) => regret.proved = false,
    }
    regret
}

/// Ids and starts of what starts.
pub fn named(model: &Model, starts: &[Option<usize>]) -> Vec<(String, usize)> {
    let chosen = model.ids().iter().zip(starts);
    chosen.filter_map(|(id, start)| Some((id.clone(), (*start)?))).collect()
}

/// What one constraint costs.
#[derive(Clone, Debug, PartialEq)]
pub struct Price {
    /// What is changed.
    pub of: Change,
    /// Gain of the aggregate; none where no plan was found.
    pub equivalent: Option<f64>,
    /// What the plan would be then, with starts.
    pub instead: Vec<(String, usize)>,
    /// Whether both plans are proved.
    pub proved: bool,
}

/// A change of one constraint.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// More money in one year.
    Money {
        /// The year from 0.
        year: usize,
        /// How much more.
        by: f64,
    },
    /// A partner that fails a threshold passes them.
    Partner(String),
    /// A lower least share of the benefit to underserved places.
    Equity {
        /// How much lower.
        by: f64,
    },
    /// A constraint given up altogether.
    Without(Group),
}

/// A programme with one constraint changed; none where there is no such constraint.
pub fn changed(programme: &Programme, change: &Change) -> Option<Programme> {
    let mut other = programme.clone();
    match change {
        Change::Money { year, by } => *other.budget.get_mut(*year)? += by,
        Change::Partner(id) => {
            let partner = other.partners.iter_mut().find(|partner| partner.id == *id)?;
            if partner.passes {
                return None;
            }
            partner.passes = true;
        }
        Change::Equity { by } => other.equity = Some((other.equity? - by).clamp(0.0, 1.0)),
        Change::Without(group) => return without(programme, group),
    }
    Some(other)
}

fn without(programme: &Programme, group: &Group) -> Option<Programme> {
    let mut other = programme.clone();
    match group {
        Group::Equity => other.equity = None,
        Group::Risk => other.risk = None,
        Group::Force(id) => {
            other.forced_in.retain(|forced| forced != id);
            other.forced_out.retain(|forced| forced != id);
        }
        Group::Duty(id) => other.duties.retain(|duty| duty.id != *id),
        Group::Exclusion(ids) => other.exclusions.retain(|set| {
            let set: BTreeSet<&String> = set.iter().collect();
            set != ids.iter().collect()
        }),
        Group::Prerequisite(first, then) => {
            let initiative = other.initiatives.iter_mut().find(|i| i.id == *then)?;
            initiative.prerequisites.retain(|before| before.id != *first);
        }
        Group::Budget(_) | Group::Staff(_) | Group::Partner(_) => return None,
    }
    (other != *programme).then_some(other)
}

/// What a change of one constraint would add to the best plan.
///
/// # Errors
///
/// As [`solve`].
pub fn price(
    programme: &Programme,
    best: &Best,
    change: Change,
    solving: Solving,
) -> Result<Option<Price>, Error> {
    let Some(other) = changed(programme, &change) else { return Ok(None) };
    let model = Model::new(&other)?;
    let found = solve(&other, solving)?;
    let plan = found.plan();
    Ok(Some(Price {
        of: change,
        equivalent: plan
            .map(|plan| (plan.selection.equivalent - best.selection.equivalent).max(0.0)),
        instead: plan.map(|plan| named(&model, &plan.selection.starts)).unwrap_or_default(),
        proved: best.proof.optimal && plan.is_some_and(|plan| plan.proof.optimal),
    }))
}
