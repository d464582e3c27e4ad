//! The full plan, put together.

use std::collections::BTreeSet;

use crate::base::error::Error;
use crate::base::estimate::{Figure, Withheld};
use crate::plan::choose::comparators;
use crate::plan::explain::chosen::Rows;
use crate::plan::explain::course::{calendar, first_90_days};
use crate::plan::explain::doubt::{alternatives, frontier_of, prices, twin};
use crate::plan::explain::information::find_out;
use crate::plan::explain::learn::learn_first;
use crate::plan::explain::many;
use crate::plan::explain::means::{equity, money, partners};
use crate::plan::explain::otherwise::{otherwise, shown};
use crate::plan::explain::outcome::{before, elements, elements_as_they_are, whole};
use crate::plan::explain::rests::{assumptions, caveats, on_nothing, rests_on};
use crate::plan::explain::robust::Stays;
use crate::plan::explain::solved::Solved;
use crate::plan::figures::exact;
use crate::plan::full::{
    Contradiction, Frame, FullPlan, FullProof, Ground, Relaxed, Robustness, TwinPlan, Whole,
};
use crate::plan::instance::{FullRequest, Instance, SCENARIOS, SCENARIOS_AFTER};
use crate::plan::keystone;
use crate::plan::programme::{
    Best, Conflict, Found, Model, Proof, Relaxation, Road, Solving, solve,
};
use crate::plan::{Check, Standing};

/// What came of asking for a plan.
#[derive(Clone, Debug)]
pub struct Told {
    /// The plan; one that starts nothing where nothing fits.
    pub plan: FullPlan,
    /// Whether a plan was found, nothing fits, or nobody knows.
    pub outcome: Outcome,
    /// What is started, by position of the candidates in the order of their ids.
    pub(crate) starts: Vec<Option<usize>>,
}

/// Whether a plan was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was.
    Found,
    /// The constraints contradict each other.
    Contradiction,
    /// The search ended before it found one.
    Unknown,
}

/// Chooses initiatives, partners and years under a budget, and explains the choice.
///
/// # Errors
///
/// `E0104` for an id that nothing has, `E0323` for a number out of its range, `E0326` for two things of one id,
/// `E0327` for prerequisites that wait for each other, `E0325` where nothing is scored.
pub fn full_plan(asked: &FullRequest<'_>) -> Result<Told, Error> {
    if asked.base.needs.iter().all(|need| need.weight <= 0.0) {
        return Err(Error::new("E0325", "the blueprint has no scored element to plan for")
            .hint("a plan needs a reading of the region against a blueprint"));
    }
    let instance = Instance::new(asked)?;
    let solving = Solving { nodes: asked.rules.nodes, gap: 0.0 };
    match solve(&instance.programme, solving)? {
        Found::Plan(best) => found(asked, &instance, *best),
        Found::Infeasible(conflict) => {
            let text = conflict.in_words();
            let contradiction = contradiction(&conflict);
            let mut plan = without(asked, &instance, vec![text]);
            plan.conflict = Some(contradiction);
            plan.headline = format!("No plan fits. {}", plan.standing_because.join(" "));
            let starts = vec![None; instance.candidates.len()];
            Ok(Told { plan, outcome: Outcome::Contradiction, starts })
        }
        Found::Interrupted(proof) => {
            let text = format!(
                "The search ended after {} nodes before it found any plan: allow more with `--nodes`.",
                proof.looked_at
            );
            let mut plan = without(asked, &instance, vec![text.clone()]);
            plan.headline = text;
            let starts = vec![None; instance.candidates.len()];
            Ok(Told { plan, outcome: Outcome::Unknown, starts })
        }
    }
}

fn found(asked: &FullRequest<'_>, instance: &Instance, best: Best) -> Result<Told, Error> {
    let solved = Solved::new(asked, instance, best)?;
    let otherwise = otherwise(&solved)?;
    let stays = Stays::of(&solved)?;
    let (twin, additive) = twin(&solved)?;
    let rows = Rows { solved: &solved, otherwise: &otherwise, stays: &stays, additive: &additive };
    let chosen = rows.chosen();
    let gates = gates(asked);
    let (standing, standing_because) = standing(instance, &gates);
    let find_out = find_out(&solved)?;
    let prices = prices(&solved)?;
    let whole = whole(&solved);
    let rests_on = rests_on(&rows);
    let mut plan = FullPlan {
        place: asked.locus.clone(),
        as_of: asked.as_of.to_string(),
        goal: asked.said.as_ref().and_then(|said| said.goal.clone()),
        registered: None,
        blueprint: frame(asked),
        ground: instance.ground,
        headline: headline(&solved, standing, &whole),
        standing,
        standing_because,
        elements: elements(&solved),
        not_chosen: rows.omitted()?,
        money: money(asked, Some(&solved)),
        equity: equity(asked, Some(&solved)),
        partners: partners(&solved, &prices)?,
        first_90_days: first_90_days(asked, &gates, &chosen, &find_out),
        calendar: Vec::new(),
        comparators: comparators(&asked.base),
        alternatives: alternatives(&solved, &otherwise)?,
        frontier: if asked.rules.frontier { frontier_of(&solved)? } else { Vec::new() },
        robustness: stays.summary(),
        learn_first: learn_first(&solved)?,
        twin,
        rests_on,
        conflict: None,
        proof: proof(&solved),
        gates,
        assumptions: assumptions(instance.ground),
        caveats: caveats(&solved),
        sources: sources(asked, &solved),
        seed: asked.rules.seed,
        whole,
        chosen,
        prices,
        find_out,
    };
    plan.calendar = calendar(asked, &plan);
    let starts = solved.starts().clone();
    Ok(Told { plan, outcome: Outcome::Found, starts })
}

/// A plan that starts nothing, and why.
fn without(asked: &FullRequest<'_>, instance: &Instance, because: Vec<String>) -> FullPlan {
    let nothing = |text: &str| Figure::Withheld(Withheld::undefined(text));
    let gates = gates(asked);
    let mut plan = FullPlan {
        place: asked.locus.clone(),
        as_of: asked.as_of.to_string(),
        goal: asked.said.as_ref().and_then(|said| said.goal.clone()),
        registered: None,
        blueprint: frame(asked),
        ground: instance.ground,
        standing: Standing::Refused,
        headline: String::new(),
        standing_because: because,
        whole: Whole {
            before: before(asked, asked.rho()),
            after: before(asked, asked.rho()),
            gain: nothing("nothing is started"),
            additive_before: before(asked, 1.0),
            additive_after: before(asked, 1.0),
            bad_case: None,
        },
        elements: elements_as_they_are(asked),
        chosen: Vec::new(),
        not_chosen: Vec::new(),
        money: money(asked, None),
        equity: equity(asked, None),
        partners: None,
        first_90_days: first_90_days(asked, &gates, &[], &[]),
        calendar: Vec::new(),
        comparators: comparators(&asked.base),
        alternatives: Vec::new(),
        prices: Vec::new(),
        frontier: Vec::new(),
        robustness: Robustness {
            scenarios: 0,
            same_set: nothing("nothing is started"),
            text: "Nothing is started.".to_owned(),
        },
        find_out: Vec::new(),
        learn_first: None,
        twin: TwinPlan {
            text: asked.reading.claim.words().to_owned(),
            is_same: true,
            chosen: Vec::new(),
            only_own: Vec::new(),
            only_additive: Vec::new(),
            lost_if_additive: nothing("nothing is started"),
        },
        rests_on: on_nothing(),
        conflict: None,
        proof: FullProof {
            text: "No plan was found.".to_owned(),
            is_optimal: false,
            looked_at: 0,
            node_limit: asked.rules.nodes,
            bound: nothing("no plan was found"),
            gap: 0.0,
            scenarios: SCENARIOS,
            scenarios_after: 0,
        },
        gates,
        assumptions: assumptions(instance.ground),
        caveats: Vec::new(),
        sources: asked.reading.sources.clone(),
        seed: asked.rules.seed,
    };
    plan.calendar = calendar(asked, &plan);
    plan
}

fn frame(asked: &FullRequest<'_>) -> Frame {
    Frame {
        id: asked.reading.blueprint.clone(),
        title: asked.reading.title.clone(),
        rho: asked.rho(),
        claim: asked.reading.claim.words().to_owned(),
        is_supported: asked.reading.claim.is_supported(),
    }
}

fn gates(asked: &FullRequest<'_>) -> Vec<Check> {
    let said = asked.said.as_ref().map(|said| said.gates.clone());
    said.unwrap_or_else(|| keystone::checks(asked.base.records))
}

fn standing(instance: &Instance, gates: &[Check]) -> (Standing, Vec<String>) {
    let lacks = instance.ground == Ground::Catalogue && !instance.without_means.is_empty();
    let (standing, mut because) = keystone::standing(gates);
    if lacks {
        because.insert(
            0,
            format!(
                "Nothing that can be started provides for {}.",
                instance.without_means.join(" and ")
            ),
        );
    }
    (standing, because)
}

fn headline(solved: &Solved<'_>, standing: Standing, whole: &Whole) -> String {
    let name = match standing {
        Standing::Refused => "Refused",
        Standing::Draft => "Draft: not every hard gate passes",
        Standing::Ready => "Plan",
    };
    let count = solved.chosen().count();
    let placed = solved.best.selection.cost;
    let budget = agglo_stats::float::sum(solved.instance.programme.budget.iter().copied());
    let share = if budget > 0.0 { 100.0 * placed / budget } else { 0.0 };
    let gain = whole.gain.value().unwrap_or_default();
    let gain = if gain > 1e-6 {
        format!("The whole is expected to be worth {} more", shown(gain))
    } else {
        "No gain on the whole is expected from what evidence and record say".to_owned()
    };
    format!(
        "{name}. {} for {share:.0} % of the money. {gain}.",
        many(count, "initiative is started", "initiatives are started")
    )
}

fn proof(solved: &Solved<'_>) -> FullProof {
    let Proof { road, optimal, bound, gap, looked_at, .. } = solved.best.proof;
    let way = match road {
        Road::Enumeration => "by looking at every plan",
        Road::Mixed => "by a mixed-integer programme with tangents",
        Road::Decomposition => "by branch and bound over the programme taken apart",
    };
    let text = if optimal {
        format!("Proved {way}: no better plan exists among the candidates.")
    } else {
        format!(
            "Not proved: the search stopped at its number of nodes; a better plan may lie up to {:.2} % \
             above.",
            100.0 * gap
        )
    };
    let bound = if bound.is_finite() {
        let model: &Model = &solved.model;
        exact(model.equivalent(bound), "plan_bound/1")
    } else {
        Figure::Withheld(Withheld::undefined("no bound"))
    };
    FullProof {
        text,
        is_optimal: optimal && solved.instance.unread == 0,
        looked_at,
        node_limit: solved.asked.rules.nodes,
        bound,
        gap,
        scenarios: SCENARIOS,
        scenarios_after: SCENARIOS_AFTER,
    }
}

fn sources(asked: &FullRequest<'_>, solved: &Solved<'_>) -> Vec<crate::base::id::SourceId> {
    let kinds = solved.chosen().filter_map(|(_, own, _)| own.archetype.as_ref());
    let studies = kinds
        .filter_map(|id| asked.catalogue.archetype(id.as_str()))
        .flat_map(crate::plan::figures::sources);
    let mut all: BTreeSet<_> = asked.reading.sources.iter().cloned().collect();
    all.extend(studies);
    all.into_iter().collect()
}

fn contradiction(conflict: &Conflict) -> Contradiction {
    let rows = conflict.groups.iter().map(|group| Relaxed {
        name: group.to_string(),
        words: group.in_words(),
        relaxation: conflict.relaxations.get(group).and_then(relaxation),
    });
    Contradiction {
        text: conflict.in_words(),
        constraints: rows.collect(),
        is_proved: conflict.proved,
    }
}

fn relaxation(of: &Relaxation) -> Option<String> {
    match of {
        Relaxation::More(amount) => Some(format!("{amount:.2} more")),
        Relaxation::AtMost(most) => Some(format!("at most {most:.4} can be asked for")),
        Relaxation::Words(words) => Some(words.clone()),
        Relaxation::NotAlone => None,
    }
}
