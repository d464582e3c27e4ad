//! Cases of portfolios: the choice, its frontier, its regrets, and the cover by partners.

use agglo::plan::cover::{Candidate, Cover, cover};
use agglo::plan::programme::price::named;
use agglo::plan::programme::{
    Best, Conflict, Found, Model, Programme, Relaxation, Risk, Solving, frontier, regrets, solve,
};
use serde_json::{Map, Value, json};

use crate::cases::input::{Fault, Given, Input, Outcome, finite, finites, number, text};
use crate::cases::instance::{Row, programme};

/// The measures that are answered here for every input.
#[cfg(test)]
pub(super) const MEASURES: &[&str] =
    &["plan_choice", "plan_frontier", "plan_regret", "partner_cover"];

/// The answer to a measure of this step; `None` for any other.
pub(super) fn answer(measure: &str, input: &Input) -> Option<Outcome> {
    let function = match measure {
        "plan_choice" => choice,
        "plan_frontier" => points,
        "plan_regret" => regret,
        "partner_cover" => partners,
        _ => return None,
    };
    Some(function(input).into())
}

fn solved(programme: &Programme) -> Given<Found> {
    Ok(solve(programme, Solving::default())?)
}

fn starts(model: &Model, best: &Best) -> Value {
    let chosen = named(model, &best.selection.starts);
    chosen.into_iter().map(|(id, start)| (id, json!(start))).collect::<Map<_, _>>().into()
}

fn ids(chosen: &[(String, usize)]) -> Value {
    chosen.iter().map(|(id, _)| json!(id)).collect()
}

fn choice(input: &Input) -> Given<Value> {
    let programme = programme(input, &[])?;
    let model = Model::new(&programme)?;
    match solved(&programme)? {
        Found::Plan(best) => {
            let mut answer = chosen(&programme, &model, &best);
            beside_equity(&programme, &model, &best, &mut answer)?;
            beside_risk(&programme, &model, &best, &mut answer)?;
            Ok(answer.into())
        }
        Found::Infeasible(conflict) => Ok(infeasible(&conflict)),
        Found::Interrupted(_) => Ok(json!({ "status": "interrupted" })),
    }
}

fn chosen(programme: &Programme, model: &Model, best: &Best) -> Map<String, Value> {
    let (plan, proof) = (&best.selection, &best.proof);
    let carriers = model.ids().iter().zip(&plan.carriers).filter(|(_, by)| !by.is_empty());
    let carriers = carriers.map(|(id, by)| {
        let names = by.iter().map(|&at| json!(programme.partners[at].id)).collect::<Value>();
        (id.clone(), names)
    });
    let mut answer = Map::new();
    let mut put = |key: &str, value: Value| answer.insert(key.to_owned(), value);
    put("status", json!(if proof.optimal { "optimal" } else { "feasible" }));
    put("chosen", starts(model, best));
    put("value", finite(plan.value));
    put("A_equivalent", finite(plan.equivalent));
    put("A_final_mean", finite(plan.final_mean));
    put("cost", finite(plan.cost));
    put("cost_by_year", finites(&plan.cost_by_year));
    put("carriers_one_feasible", carriers.collect::<Map<_, _>>().into());
    put("share_underserved", plan.share_underserved.map_or(Value::Null, finite));
    if let (Some(feasible), Some(tied)) = (proof.feasible, proof.tied) {
        put("n_enumerated", json!(proof.looked_at));
        put("n_feasible", json!(feasible));
        put("n_tied_at_optimum", json!(tied));
    }
    if let Some(second) = proof.second {
        put("second_best_value", finite(second));
    }
    answer
}

/// The same without the least share for underserved places.
fn beside_equity(
    programme: &Programme,
    model: &Model,
    best: &Best,
    answer: &mut Map<String, Value>,
) -> Given<()> {
    if programme.equity.is_none() {
        return Ok(());
    }
    let free = Programme { equity: None, ..programme.clone() };
    if let Found::Plan(other) = solved(&free)? {
        let equivalent = other.selection.equivalent;
        let without =
            json!({ "chosen": starts(model, &other), "A_equivalent": finite(equivalent) });
        answer.insert("without_equity".to_owned(), without);
        let price = finite(equivalent - best.selection.equivalent);
        answer.insert("price_of_equity_A".to_owned(), price);
    }
    Ok(())
}

/// The same without the floor under the bad scenarios.
fn beside_risk(
    programme: &Programme,
    model: &Model,
    best: &Best,
    answer: &mut Map<String, Value>,
) -> Given<()> {
    let (Some(Risk::Tail { alpha, .. }), Some(tail)) = (programme.risk, best.selection.tail) else {
        return Ok(());
    };
    answer.insert("cvar_value".to_owned(), finite(tail));
    answer.insert("cvar_A".to_owned(), finite(model.equivalent(tail)));
    let free = Programme { risk: None, ..programme.clone() };
    if let Found::Plan(other) = solved(&free)? {
        let without = json!({
            "chosen": starts(model, &other),
            "value": finite(other.selection.value),
            "cvar_value": finite(model.tail_of(&other.selection.starts, alpha)),
        });
        answer.insert("without_risk".to_owned(), without);
    }
    Ok(())
}

fn infeasible(conflict: &Conflict) -> Value {
    let relaxation = conflict.relaxations.iter().map(|(group, relaxation)| {
        let value = match relaxation {
            Relaxation::More(amount) | Relaxation::AtMost(amount) => finite(*amount),
            Relaxation::Words(words) => json!(words),
            Relaxation::NotAlone => Value::Null,
        };
        (group.to_string(), value)
    });
    let groups: Vec<String> = conflict.groups.iter().map(ToString::to_string).collect();
    json!({
        "status": "infeasible",
        "irreducible_groups": groups,
        "relaxation": relaxation.collect::<Map<_, _>>(),
        "in_words": conflict.in_words(),
    })
}

fn points(input: &Input) -> Given<Value> {
    let programme = programme(input, &["budget_grid", "phi"])?;
    let (budgets, shares) = (input.grid("budget_grid")?, input.grid("phi")?);
    let points = frontier(&programme, &budgets, &shares, Solving::default())?;
    let points = points.iter().map(|point| {
        json!({
            "phi": finite(point.phi),
            "budget": finite(point.budget),
            "A": finite(point.equivalent),
            "chosen": ids(&point.chosen),
            "cost": finite(point.cost),
        })
    });
    Ok(json!({ "points": points.collect::<Value>() }))
}

/// Each initiative forced to the opposite.
fn regret(input: &Input) -> Given<Value> {
    let programme = programme(input, &[])?;
    let model = Model::new(&programme)?;
    let best = match solved(&programme)? {
        Found::Plan(best) => best,
        Found::Infeasible(conflict) => return Ok(infeasible(&conflict)),
        Found::Interrupted(_) => return Ok(json!({ "status": "interrupted" })),
    };
    let rows = regrets(&programme, &best, Solving::default())?;
    let rows = rows.into_iter().map(|regret| {
        let row = json!({
            "status": if regret.is_in { "in" } else { "out" },
            "regret_value": regret.value.map_or(Value::Null, finite),
            "regret_A": regret.equivalent.map_or(Value::Null, finite),
            "instead": ids(&regret.instead),
        });
        (regret.id, row)
    });
    Ok(json!({
        "A": finite(best.selection.equivalent),
        "chosen": ids(&named(&model, &best.selection.starts)),
        "regret": rows.collect::<Map<_, _>>(),
    }))
}

fn partners(input: &Input) -> Given<Value> {
    let known = ["partners", "cells", "budget", "staff_days"];
    if let Some(key) = input.keys().find(|key| !known.contains(key)) {
        return Err(Fault::Shape(format!("`{key}` of a cover is not read")));
    }
    let candidate = |value: &Value| {
        let keys = ["id", "passes", "cost", "staff_days", "covers"];
        let row = Row::read("a partner", value, &keys)?;
        let passes = row.need("passes")?.as_bool();
        Ok(Candidate {
            id: text("id", row.need("id")?)?,
            passes: passes.ok_or_else(|| Fault::Shape("`passes` is no truth".to_owned()))?,
            cost: row.number_or("cost", 0.0)?,
            staff_days: row.number_or("staff_days", 0.0)?,
            covers: row.texts("covers")?.into_iter().collect(),
        })
    };
    let cells = input.named("cells")?;
    let cells = cells.iter().map(|(name, value)| Ok((name.clone(), number(name, value)?)));
    let asked = Cover {
        partners: input.items("partners")?.iter().map(candidate).collect::<Given<_>>()?,
        cells: cells.collect::<Given<_>>()?,
        budget: input.number_or("budget", 1e15)?,
        staff_days: input.number_or("staff_days", 1e15)?,
    };
    let found = cover(&asked)?;
    Ok(json!({
        "chosen": found.chosen,
        "value": finite(found.value),
        "cost": finite(found.cost),
        "uncovered": found.uncovered,
        "only_covered_by": found.only_covered_by,
        "next_best_value": found.next_best.map_or(Value::Null, finite),
        "n_feasible": found.feasible,
    }))
}
