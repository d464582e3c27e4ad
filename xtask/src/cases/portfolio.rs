//! Cases of portfolios: the choice, its frontier, its regrets, and the cover by partners.

use std::collections::BTreeMap;

use agglo::plan::cover::{Candidate, Cover, cover};
use agglo::plan::programme::price::named;
use agglo::plan::programme::{
    Best, Conflict, Element, Found, Initiative, Model, Partner, Prerequisite, Programme,
    Relaxation, Risk, Solving, frontier, regrets, solve,
};
use serde_json::{Map, Value, json};

use crate::cases::input::{Fault, Given, Input, Outcome, finite, finites, number, numbers, text};

/// The measures that are answered here for every input.
#[cfg(test)]
pub(super) const MEASURES: &[&str] =
    &["plan_choice", "plan_frontier", "plan_regret", "partner_cover"];

/// What an instance may hold.
const INSTANCE: &[&str] = &[
    "aggregator",
    "elements",
    "initiatives",
    "budget",
    "exclusions",
    "carry_over",
    "discount",
    "partners",
    "equity",
    "scenarios",
    "risk",
    "forced_in",
    "forced_out",
];

/// What an initiative may hold.
const INITIATIVE: &[&str] = &[
    "id",
    "cost",
    "effects",
    "benefit",
    "share_underserved",
    "prereq",
    "delay",
    "carriers",
    "load",
    "carriers_needed",
];

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

/// A row by its names; nulls are absent, a name that is not known is an error.
struct Row<'a> {
    what: &'a str,
    values: &'a Map<String, Value>,
}

impl<'a> Row<'a> {
    fn read(what: &'a str, value: &'a Value, known: &[&str]) -> Given<Self> {
        let values = value.as_object();
        let values = values.ok_or_else(|| Fault::Shape(format!("{what} is not named values")))?;
        match values.keys().find(|key| !known.contains(&key.as_str())) {
            Some(key) => Err(Fault::Shape(format!("`{key}` of {what} is not read"))),
            None => Ok(Self { what, values }),
        }
    }

    fn get(&self, key: &str) -> Option<&'a Value> {
        self.values.get(key).filter(|value| !value.is_null())
    }

    fn need(&self, key: &str) -> Given<&'a Value> {
        let what = self.what;
        self.get(key).ok_or_else(|| Fault::Shape(format!("{what} has no `{key}`")))
    }

    fn number_or(&self, key: &str, default: f64) -> Given<f64> {
        self.get(key).map_or(Ok(default), |value| number(key, value))
    }

    fn count_or(&self, key: &str, default: usize) -> Given<usize> {
        match self.get(key) {
            None => Ok(default),
            Some(value) => count(key, value),
        }
    }

    fn texts(&self, key: &str) -> Given<Vec<String>> {
        self.get(key).map_or(Ok(Vec::new()), |value| texts(key, value))
    }
}

fn count(key: &str, value: &Value) -> Given<usize> {
    let whole = number(key, value)?;
    let count = (0..10_000_usize).find(|&count| (count as f64 - whole).abs() < 1e-9);
    count.ok_or_else(|| Fault::Refused(format!("`{key}` is {whole}, not a count")))
}

fn texts(key: &str, value: &Value) -> Given<Vec<String>> {
    let list = value.as_array().ok_or_else(|| Fault::Shape(format!("`{key}` is not a list")))?;
    list.iter().map(|item| text(key, item)).collect()
}

fn programme(input: &Input, more: &[&str]) -> Given<Programme> {
    if let Some(key) = input.keys().find(|key| !INSTANCE.contains(key) && !more.contains(key)) {
        return Err(Fault::Shape(format!("`{key}` of an instance is not read")));
    }
    let rho = match input.get("aggregator") {
        None => -1.0,
        Some(value) => Row::read("aggregator", value, &["rho"])?.number_or("rho", -1.0)?,
    };
    let elements = input.items("elements")?.iter().map(element).collect::<Given<_>>()?;
    let initiatives = input.items("initiatives")?.iter().map(initiative).collect::<Given<_>>()?;
    let mut programme = Programme::new(rho, elements, initiatives, input.grid("budget")?);
    programme.carry_over = input.truth_or("carry_over", false)?;
    programme.discount = input.number_or("discount", 0.97)?;
    let list = |key: &str| if input.get(key).is_some() { input.items(key) } else { Ok(&[][..]) };
    programme.exclusions =
        list("exclusions")?.iter().map(|set| texts("exclusions", set)).collect::<Given<_>>()?;
    programme.partners = list("partners")?.iter().map(partner).collect::<Given<_>>()?;
    programme.scenarios = list("scenarios")?.iter().map(scenario).collect::<Given<_>>()?;
    let ids = |key: &str| list(key)?.iter().map(|id| text(key, id)).collect::<Given<Vec<_>>>();
    programme.forced_in = ids("forced_in")?;
    programme.forced_out = ids("forced_out")?;
    if let Some(value) = input.get("equity") {
        let row = Row::read("equity", value, &["phi"])?;
        programme.equity = Some(number("phi", row.need("phi")?)?);
    }
    if let Some(value) = input.get("risk") {
        let row = Row::read("risk", value, &["alpha", "floor_A"])?;
        let alpha = number("alpha", row.need("alpha")?)?;
        programme.risk =
            Some(Risk::Tail { alpha, floor: number("floor_A", row.need("floor_A")?)? });
    }
    Ok(programme)
}

fn element(value: &Value) -> Given<Element> {
    let row = Row::read("an element", value, &["id", "weight", "level0"])?;
    Ok(Element {
        id: text("id", row.need("id")?)?,
        weight: number("weight", row.need("weight")?)?,
        level: number("level0", row.need("level0")?)?,
    })
}

fn initiative(value: &Value) -> Given<Initiative> {
    let row = Row::read("an initiative", value, INITIATIVE)?;
    let cost = row.need("cost")?;
    let cost = if cost.is_array() { numbers("cost", cost)? } else { vec![number("cost", cost)?] };
    let effects = match row.get("effects") {
        None => BTreeMap::new(),
        Some(value) => scenario(value)?,
    };
    let before = |value: &Value| {
        let row = Row::read("a prerequisite", value, &["id", "lead"])?;
        Ok(Prerequisite { id: text("id", row.need("id")?)?, lead: row.count_or("lead", 0)? })
    };
    let prerequisites = match row.get("prereq").map(Value::as_array) {
        None => Vec::new(),
        Some(Some(list)) => list.iter().map(before).collect::<Given<_>>()?,
        Some(None) => return Err(Fault::Shape("`prereq` is not a list".to_owned())),
    };
    Ok(Initiative {
        id: text("id", row.need("id")?)?,
        cost,
        staff_days: Vec::new(),
        effects,
        benefit: row.number_or("benefit", 0.0)?,
        share_underserved: row.number_or("share_underserved", 0.0)?,
        prerequisites,
        delay: row.count_or("delay", 0)?,
        carriers: row.texts("carriers")?,
        load: row.number_or("load", 0.0)?,
        carriers_needed: row.count_or("carriers_needed", 0)?,
    })
}

fn partner(value: &Value) -> Given<Partner> {
    let row = Row::read("a partner", value, &["id", "passes", "capacity"])?;
    let passes = row.need("passes")?.as_bool();
    Ok(Partner {
        id: text("id", row.need("id")?)?,
        passes: passes.ok_or_else(|| Fault::Shape("`passes` is not true or false".to_owned()))?,
        capacity: row.number_or("capacity", 1e15)?,
    })
}

/// Numbers by name.
fn scenario(value: &Value) -> Given<BTreeMap<String, f64>> {
    let named = value.as_object();
    let named = named.ok_or_else(|| Fault::Shape("numbers by name are expected".to_owned()))?;
    named.iter().map(|(name, value)| Ok((name.clone(), number(name, value)?))).collect()
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
