//! The two plans after a pilot: one that scales, one that stops, with one beginning.

use std::collections::BTreeMap;

use crate::base::error::Error;
use crate::plan::explain::learn::Small;
use crate::plan::explain::solved::Solved;
use crate::plan::instance::Candidate;
use crate::plan::programme::{Duty, Found, Initiative, Prerequisite, Programme};

/// So little money that no limit feels it: it marks the last year in which something may still begin.
const MARK: f64 = 1e-100;

/// What starts when, by id.
pub(crate) type Plan = BTreeMap<String, usize>;

/// What follows a pilot.
#[derive(Clone, Debug)]
pub(crate) struct Stages {
    pub(crate) scaled: Plan,
    pub(crate) stopped: Plan,
}

/// The pairs of plans that could follow a pilot: one for each way to begin. None where it does not fit, or where the
/// plan cannot do without the initiative.
pub(crate) fn stages(solved: &Solved<'_>, small: &Small) -> Result<Vec<Stages>, Error> {
    let mut found = Vec::new();
    // Begin as if it will be stopped, or as if it will be scaled; what is begun stays in the other case.
    if let Some(stopped) = after(solved, small, None, false)?
        && let Some(scaled) = after(solved, small, Some(&stopped), true)?
    {
        found.push(Stages { scaled, stopped });
    }
    if let Some(scaled) = after(solved, small, None, true)?
        && let Some(stopped) = after(solved, small, Some(&scaled), false)?
    {
        found.push(Stages { scaled, stopped });
    }
    Ok(found)
}

/// Whether one is the same thing in another size.
pub(crate) fn is_same(a: &Candidate, b: &Candidate) -> bool {
    a.id == b.id || (a.size.is_some() && a.archetype.is_some() && a.archetype == b.archetype)
}

/// The best plan that makes the pilot at once, keeps a beginning, and scales or stops when it is read.
fn after(
    solved: &Solved<'_>,
    small: &Small,
    begun: Option<&Plan>,
    is_scaled: bool,
) -> Result<Option<Plan>, Error> {
    let instance = solved.instance;
    let own = &instance.candidates[small.at];
    let same: Vec<String> = instance
        .candidates
        .iter()
        .filter(|other| is_same(own, other))
        .map(|other| other.id.clone())
        .collect();
    if !is_scaled && same.iter().any(|id| instance.programme.forced_in.contains(id)) {
        return Ok(None);
    }
    let mut programme = instance.programme.clone();
    let pilot = pilot(small, own, &programme);
    let decided = small.years();
    let years = programme.budget.len();
    for initiative in &mut programme.initiatives {
        if same.contains(&initiative.id) {
            from(initiative, &pilot.id, decided);
        } else if let Some(begun) = begun {
            match begun.get(&initiative.id) {
                Some(&start) if start < decided => {
                    from(initiative, &pilot.id, start);
                    initiative.cost = until(&initiative.cost, start, years);
                }
                _ => from(initiative, &pilot.id, decided),
            }
        }
    }
    if let Some(begun) = begun {
        let kept = begun.iter().filter(|(id, start)| **start < decided && !same.contains(id));
        programme.forced_in.extend(kept.map(|(id, _)| id.clone()));
    }
    if is_scaled {
        good_news(&mut programme, &same);
        programme.duties.push(Duty { id: format!("scale:{}", own.id), members: same });
    } else {
        programme.forced_out.extend(same);
    }
    programme.forced_in.push(pilot.id.clone());
    programme.forced_in.sort();
    programme.forced_in.dedup();
    let name = pilot.id.clone();
    programme.initiatives.push(pilot);
    let mut ids: Vec<&str> = programme.initiatives.iter().map(|own| own.id.as_str()).collect();
    ids.sort_unstable();
    let Found::Plan(best) = solved.other(&programme)? else { return Ok(None) };
    let plan = ids.iter().zip(&best.selection.starts);
    let plan = plan.filter_map(|(id, start)| Some(((*id).to_owned(), (*start)?)));
    Ok(Some(plan.filter(|(id, _)| *id != name).collect()))
}

/// The pilot as something that lifts nothing, costs its money and has to begin in the first year.
fn pilot(small: &Small, own: &Candidate, programme: &Programme) -> Initiative {
    let years = programme.budget.len();
    Initiative {
        id: format!("{}~pilot", own.id),
        cost: until(&small.cost, 0, years),
        staff_days: vec![small.share * own.load / small.years() as f64; small.years()],
        carriers: own.carriers.clone(),
        load: small.share * own.load,
        carriers_needed: own.needs,
        ..Initiative::default()
    }
}

/// Lets something begin so many years after the pilot and no sooner.
fn from(initiative: &mut Initiative, pilot: &str, lead: usize) {
    initiative.prerequisites.push(Prerequisite { id: pilot.to_owned(), lead });
}

/// The same cost, marked so that it has to begin in a year at the latest, or it would not end within the plan.
fn until(cost: &[f64], latest: usize, years: usize) -> Vec<f64> {
    let mut marked = cost.to_vec();
    marked.resize(marked.len().max(years - latest), 0.0);
    if let Some(last) = marked.get_mut(years - latest - 1)
        && *last <= 0.0
    {
        *last = MARK;
    }
    marked
}

/// The plan that scales is made for the better half of what may be: it is followed after good news alone.
fn good_news(programme: &mut Programme, same: &[String]) {
    for id in same {
        let mut ups: Vec<f64> =
            programme.scenarios.iter().filter_map(|own| own.get(id).copied()).collect();
        ups.sort_by(f64::total_cmp);
        let Some(mean) = agglo_stats::float::mean(&ups[ups.len() / 2..]) else { continue };
        for scenario in &mut programme.scenarios {
            scenario.insert(id.clone(), mean);
        }
    }
}
