//! Cases of plans: pools of findings, worth of a study, the choice of one period.

use std::collections::BTreeMap;

use agglo::base::catalogue::PriorRules;
use agglo::plan::portfolio::{Choice, Choosing, Purchase, choose};
use agglo::plan::prior::{Finding, combine};
use agglo_stats::value_of_information::normal_worth;
use serde_json::{Map, Value, json};

use crate::cases::input::{Fault, Given, Input, Outcome, finite, finites, number, numbers, text};

/// The measures that are answered here for every input.
#[cfg(test)]
pub(super) const MEASURES: &[&str] = &["evidence_pool", "evsi_normal"];

/// Nodes after which a search stops.
const NODES: u64 = 200_000;

/// The answer to a measure of this step; `None` for any other.
pub(super) fn answer(measure: &str, input: &Input) -> Option<Outcome> {
    let function = match measure {
        "evidence_pool" => pool,
        "evsi_normal" => worth,
        "plan_choice" => choice,
        "plan_regret" => regret,
        _ => return None,
    };
    Some(function(input).into())
}

fn pool(input: &Input) -> Given<Value> {
    let findings = input.items("members")?.iter().map(finding).collect::<Given<Vec<_>>>()?;
    let four = |key: &str, default: [f64; 4]| match input.get(key) {
        None => Ok(default),
        Some(_) => <[f64; 4]>::try_from(input.numbers(key)?)
            .map_err(|_| Fault::Shape(format!("`{key}` needs four numbers"))),
    };
    let rules = PriorRules {
        least: 3,
        tau_scale: input.number_or("tau_scale", 10.0)?,
        mean_sd: input.number_or("mean_sd", 50.0)?,
        widening: four("widening", [1.5, 1.3, 1.15, 1.0])?,
        shrink: four("shrink", [0.2, 0.3, 0.45, 0.6])?,
        wide_sd: 10.0,
        power: 0.7,
        false_positives: 0.025,
        vote_weight: 20.0,
        least_usd_per_job: 2_200.0,
        least_rise: 0.01,
    };
    let pool = combine(&findings, &rules)?;
    let pair = |(low, high): (f64, f64)| finites(&[low, high]);
    Ok(json!({
        "errors": finites(&pool.errors),
        "closed": {
            "mu": finite(pool.closed.mu),
            "se": finite(pool.closed.se),
            "tau2": finite(pool.closed.tau2),
            "q": finite(pool.closed.q),
        },
        "mean": finite(pool.mean),
        "mean90": pair(pool.mean90),
        "tau_mean": finite(pool.tau_mean),
        "new_sd": finite(pool.new_sd),
        "new90": pair(pool.new90),
        "shrink": finite(pool.shrink),
        "null_share": finite(pool.null_share),
        "place": { "mean": finite(pool.place.mean), "sd": finite(pool.place.sd) },
    }))
}

fn finding(row: &Value) -> Given<Finding> {
    let pair = |key: &str| match row.get(key).filter(|value| !value.is_null()) {
        None => Ok(None),
        Some(value) => match numbers(key, value)?.as_slice() {
            [low, high] => Ok(Some((*low, *high))),
            _ => Err(Fault::Shape(format!("`{key}` needs two numbers"))),
        },
    };
    let effect = row.get("effect").filter(|value| !value.is_null());
    let grade = row.get("grade").and_then(Value::as_u64).and_then(|grade| u8::try_from(grade).ok());
    Ok(Finding {
        effect: effect.map(|value| number("effect", value)).transpose()?,
        interval95: pair("interval95")?,
        range: pair("range")?,
        grade: grade.ok_or_else(|| Fault::Shape("a member needs a `grade`".to_owned()))?,
    })
}

fn worth(input: &Input) -> Given<Value> {
    let answer = |row: &Vec<f64>| match row.as_slice() {
        [mean, sd, se] => {
            let worth = normal_worth(*mean, *sd, *se);
            let worth = worth.map_err(|error| Fault::Refused(error.to_string()))?;
            Ok(json!({
                "sd_preposterior": finite(worth.preposterior_sd),
                "evsi": finite(worth.sample),
                "evpi": finite(worth.perfect),
            }))
        }
        _ => Err(Fault::Shape("a row needs mean, sd and standard error".to_owned())),
    };
    let rows = input.matrix("rows")?.iter().map(answer).collect::<Given<Vec<_>>>()?;
    Ok(json!({ "rows": rows }))
}

/// An instance of one period: elements, initiatives, money.
struct Instance {
    ids: Vec<String>,
    choice: Choice,
}

/// Rules of an instance that need more than one period, partners or scenarios.
const LATER: [&str; 8] = [
    "partners",
    "equity",
    "scenarios",
    "risk",
    "exclusions",
    "carry_over",
    "forced_in",
    "forced_out",
];

impl Instance {
    /// Initiatives in the order of their ids, by which ties are broken.
    fn read(input: &Input) -> Given<Self> {
        if let Some(key) = LATER.iter().find(|key| input.get(key).is_some()) {
            return Err(Fault::Shape(format!("`{key}` is not read yet")));
        }
        let budget = input.numbers("budget")?;
        if budget.len() != 1 {
            return Err(Fault::Shape("more than one period is not read yet".to_owned()));
        }
        let elements = input.items("elements")?;
        let column = |key: &str| -> Given<Vec<f64>> {
            elements.iter().map(|row| number(key, &row[key])).collect()
        };
        let names = elements.iter().map(|row| text("id", &row["id"])).collect::<Given<Vec<_>>>()?;
        let aggregator = input.nested("aggregator")?;
        let rho = aggregator.map_or(Ok(-1.0), |aggregator| aggregator.number_or("rho", -1.0))?;
        let mut rows = BTreeMap::new();
        for row in input.items("initiatives")? {
            rows.insert(text("id", &row["id"])?, row);
        }
        let purchases = rows.values().enumerate();
        let purchases = purchases.map(|(group, row)| purchase(row, group, &names));
        let choice = Choice {
            weights: column("weight")?,
            levels: column("level0")?,
            rho,
            purchases: purchases.collect::<Given<_>>()?,
            budget,
            duties: 0,
            forced: Vec::new(),
        };
        Ok(Self { ids: rows.into_keys().collect(), choice })
    }

    fn named(&self, best: &Choosing) -> Vec<&str> {
        best.bought.iter().map(|&at| self.ids[at].as_str()).collect()
    }

    /// The level that, everywhere, would be worth as much: `h` turned round.
    fn equivalent(&self, value: f64) -> f64 {
        let rho = self.choice.rho;
        if rho.abs() < 1e-9 { value.exp() } else { (rho * value).powf(1.0 / rho) }
    }
}

fn purchase(row: &Value, group: usize, names: &[String]) -> Given<Purchase> {
    for key in ["prereq", "delay", "carriers"] {
        if row.get(key).is_some() {
            return Err(Fault::Shape(format!("`{key}` of an initiative is not read yet")));
        }
    }
    let cost = numbers("cost", &row["cost"])?;
    if cost.len() != 1 {
        return Err(Fault::Shape("costs of more than one period are not read yet".to_owned()));
    }
    let effects = row["effects"].as_object().cloned().unwrap_or_default();
    let rise = |(element, rise): (&String, &Value)| {
        let at = names
            .iter()
            .position(|name| name == element)
            .ok_or_else(|| Fault::Refused(format!("no element `{element}`")))?;
        Ok((at, number("effects", rise)?))
    };
    let rises = effects.iter().map(rise).collect::<Given<_>>()?;
    Ok(Purchase { cost, rises, group, duties: Vec::new() })
}

fn choice(input: &Input) -> Given<Value> {
    let instance = Instance::read(input)?;
    let best = choose(&instance.choice, NODES)?;
    let chosen: Map<String, Value> =
        instance.named(&best).into_iter().map(|id| (id.to_owned(), json!(0))).collect();
    Ok(json!({
        "status": if best.optimal { "optimal" } else { "feasible" },
        "chosen": chosen,
        "value": finite(best.value),
        "A_equivalent": finite(instance.equivalent(best.value)),
        "A_final_mean": finite(best.aggregate),
        "cost": finite(best.cost),
        "cost_by_year": finites(&[best.cost]),
        "carriers_one_feasible": {},
    }))
}

/// Each initiative forced to the opposite.
fn regret(input: &Input) -> Given<Value> {
    let instance = Instance::read(input)?;
    let best = choose(&instance.choice, NODES)?;
    let equivalent = |found: &Choosing| instance.equivalent(found.value);
    let mut regrets = Map::new();
    for (at, id) in instance.ids.iter().enumerate() {
        let mut other = instance.choice.clone();
        let is_in = best.bought.contains(&at);
        if is_in {
            other.purchases[at].cost = vec![f64::MAX];
        } else {
            other.forced = vec![at];
        }
        let row = match choose(&other, NODES) {
            Ok(found) => json!({
                "status": if is_in { "in" } else { "out" },
                "regret_value": finite(best.value - found.value),
                "regret_A": finite(equivalent(&best) - equivalent(&found)),
                "instead": instance.named(&found),
            }),
            Err(_) => json!({
                "status": if is_in { "in" } else { "out" },
                "regret_value": null,
                "regret_A": null,
                "instead": [],
            }),
        };
        regrets.insert(id.clone(), row);
    }
    Ok(json!({
        "A": finite(equivalent(&best)),
        "chosen": instance.named(&best),
        "regret": regrets,
    }))
}
