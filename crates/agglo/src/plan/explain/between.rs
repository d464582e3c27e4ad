//! Plans of several budgets beside each other: what the larger keeps, replaces and adds, and why.

use std::collections::BTreeSet;

use crate::base::error::Error;
use crate::base::estimate::{Figure, Withheld};
use crate::plan::explain::otherwise::shown;
use crate::plan::explain::solved::{beside, started};
use crate::plan::explain::told::{Told, full_plan};
use crate::plan::figures::exact;
use crate::plan::full::{Between, Budgets, Kept};
use crate::plan::instance::{FullRequest, Instance};
use crate::plan::programme::{Found, Model, Solving, solve};

/// Plans of requests that differ in their budget alone, ascending, and what happens between neighbours.
///
/// # Errors
///
/// As [`full_plan`].
pub fn budgets(requests: &[FullRequest<'_>]) -> Result<(Budgets, Vec<Told>), Error> {
    let mut order: Vec<&FullRequest<'_>> = requests.iter().collect();
    order.sort_by_key(|asked| asked.base.budget.total());
    let told = order.iter().map(|asked| full_plan(asked)).collect::<Result<Vec<_>, _>>()?;
    let mut steps = Vec::new();
    for (pair, asked) in told.windows(2).zip(order.windows(2)) {
        steps.push(between((asked[0], &pair[0]), (asked[1], &pair[1]))?);
    }
    let plans = told.iter().map(|told| told.plan.clone()).collect();
    Ok((Budgets { plans, steps }, told))
}

type Side<'a, 'r> = (&'a FullRequest<'r>, &'a Told);

fn between(small: Side<'_, '_>, large: Side<'_, '_>) -> Result<Between, Error> {
    let (less, more) = (Instance::new(small.0)?, Instance::new(large.0)?);
    let had = started(&less, &small.1.starts);
    let has = started(&more, &large.1.starts);
    let model = Model::new(&more.programme)?;
    let worth = model.equivalent(model.value(&large.1.starts));
    // What the smaller plan is worth with the larger budget at hand: the same initiatives, started as is best.
    let held = hold(&more, &had, large.0.rules.nodes)?;
    let regret = held.as_ref().map(|(_, value)| (worth - value).max(0.0));
    let smaller = Model::new(&less.programme)?;
    let before = smaller.equivalent(smaller.value(&small.1.starts));
    let adds = beside(&has, &had);
    let title = |id: &String| {
        let own = more.candidate(id).or_else(|| less.candidate(id));
        own.map_or_else(|| id.clone(), |own| own.title.clone())
    };
    let mut replacing: BTreeSet<String> = BTreeSet::new();
    let mut kept = Vec::new();
    for id in &had {
        let row = became(id, &more, &has, &adds, &had, worth, large.0.rules.nodes)?;
        replacing.extend(row.1.iter().cloned());
        let replaced_by = row.1.iter().map(title).collect();
        kept.push(Kept {
            id: id.clone(),
            title: title(id),
            is_kept: has.contains(id),
            replaced_by,
            because: row.0,
        });
    }
    let total = |asked: &FullRequest<'_>| asked.base.budget.total() as f64 / 100.0;
    let none = || Figure::Withheld(Withheld::undefined("the smaller plan does not fit the larger"));
    Ok(Between {
        smaller: exact(total(small.0), "plan_money/1"),
        larger: exact(total(large.0), "plan_money/1"),
        gain: exact((worth - before).max(0.0), "plan_value/1"),
        regret_of_smaller: regret.map_or_else(none, |regret| exact(regret, "regret/1")),
        kept,
        adds: adds.iter().filter(|id| !replacing.contains(*id)).map(title).collect(),
    })
}

/// Starts of a plan and what it is worth.
type Held = (Vec<Option<usize>>, f64);

/// The best plan that starts just these.
fn hold(instance: &Instance, ids: &BTreeSet<String>, nodes: u64) -> Result<Option<Held>, Error> {
    let mut held = instance.programme.clone();
    let all = instance.candidates.iter().map(|own| own.id.clone());
    let (inside, out): (Vec<String>, Vec<String>) = all.partition(|id| ids.contains(id));
    (held.forced_in, held.forced_out) = (inside, out);
    let found = solve(&held, Solving { nodes, gap: 0.0 })?;
    Ok(match found {
        Found::Plan(best) => Some((best.selection.starts, best.selection.equivalent)),
        Found::Infeasible(_) | Found::Interrupted(_) => None,
    })
}

/// What became of one choice of the smaller budget: why, and what stands in its place.
fn became(
    id: &String,
    more: &Instance,
    has: &BTreeSet<String>,
    adds: &[String],
    had: &BTreeSet<String>,
    worth: f64,
    nodes: u64,
) -> Result<(String, Vec<String>), Error> {
    if has.contains(id) {
        return Ok(("The larger budget keeps it.".to_owned(), Vec::new()));
    }
    let Some(own) = more.candidate(id) else {
        return Ok(("It is no candidate under the larger budget.".to_owned(), Vec::new()));
    };
    let same_kind = |other: &&String| {
        more.candidate(other)
            .is_some_and(|other| own.size.is_some() && other.archetype == own.archetype)
    };
    if let Some(size) = adds.iter().find(same_kind) {
        let text = "The larger size of the same kind lifts more, and the money now reaches for it.";
        return Ok((text.to_owned(), vec![size.clone()]));
    }
    // What the larger plan would lose with it: forced in, everything else free.
    let mut with = more.programme.clone();
    with.forced_in.push(id.clone());
    let lost = match solve(&with, Solving { nodes, gap: 0.0 })? {
        Found::Plan(best) => Some((worth - best.selection.equivalent).max(0.0)),
        Found::Infeasible(_) | Found::Interrupted(_) => None,
    };
    let shares = |other: &&String| {
        more.candidate(other).is_some_and(|other| {
            other.aim == own.aim
                || other.rises.keys().any(|at| own.rises.contains_key(at))
                || other.duties.iter().any(|duty| own.duties.contains(duty))
        })
    };
    let instead: Vec<String> = adds.iter().filter(shares).cloned().collect();
    let instead = if instead.is_empty() { adds.to_vec() } else { instead };
    let dropped = beside(had, has).len();
    let cost = lost.map_or_else(
        || "it does not fit beside the rest".to_owned(),
        |lost| format!("keeping it would cost {} of the whole", shown(lost)),
    );
    let text = if instead.is_empty() {
        format!("It falls away with {dropped} in all: {cost}.")
    } else {
        format!("What takes its place does more with the money: {cost}.")
    };
    Ok((text, instead))
}
