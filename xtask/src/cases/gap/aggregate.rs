//! Cases of the aggregate, its derivatives and what spills over.

use agglo::map::gap::aggregate::{Marginal, Scored, check_weights};
use agglo::map::gap::kmenta::Unevenness;
use agglo::map::gap::spillover::{LAMBDA, edge_spillover};
use serde_json::{Map, Value, json};

use crate::cases::input::{Given, Input, finite, finites};

pub(super) fn ces_level(input: &Input) -> Given<Value> {
    let scored = Scored::new(&input.numbers("weights")?, &input.numbers("levels")?)?;
    let aggregate: Vec<f64> = input.grid("rho")?.iter().map(|&rho| scored.aggregate(rho)).collect();
    let least = scored.aggregate(f64::NEG_INFINITY);
    Ok(json!({ "A": finites(&aggregate), "min_level": finite(least) }))
}

pub(super) fn ces_marginal(input: &Input) -> Given<Value> {
    let weights = input.numbers("weights")?;
    let grid = input.grid("rho")?;
    let rows = |scored: &Scored| -> Vec<Value> {
        grid.iter().map(|&rho| marginals(scored, rho)).collect()
    };
    let mut answer = Map::new();
    if input.get("levels").is_some() {
        let scored = Scored::new(&weights, &input.numbers("levels")?)?;
        answer.insert("marginal".into(), Value::from(rows(&scored)));
        let aggregate: Vec<f64> = grid.iter().map(|&rho| scored.aggregate(rho)).collect();
        answer.insert("A".into(), finites(&aggregate));
        let euler: Vec<Value> = grid.iter().map(|&rho| euler_sum(&scored, rho)).collect();
        answer.insert("euler_sum".into(), Value::from(euler));
    }
    for name in ["one_zero", "two_zeros"] {
        if input.get(name).is_some() {
            let scored = Scored::new(&weights, &input.numbers(name)?)?;
            answer.insert(name.into(), Value::from(rows(&scored)));
            if name == "one_zero" {
                answer.insert("rho_zero_one_zero".into(), marginals(&scored, 0.0));
            }
        }
    }
    Ok(Value::Object(answer))
}

fn marginals(scored: &Scored, rho: f64) -> Value {
    let as_json = |marginal: Marginal| match marginal {
        Marginal::Finite(value) => finite(value),
        Marginal::Unbounded => json!("unbounded"),
    };
    scored.marginals(rho).into_iter().map(as_json).collect()
}

fn euler_sum(scored: &Scored, rho: f64) -> Value {
    let terms = scored.marginals(rho).into_iter().zip(scored.levels());
    let sum: Option<f64> = terms
        .map(|(marginal, level)| match marginal {
            Marginal::Finite(value) => Some(value * level),
            // The product of a level of 0 with an unbounded derivative tends to 0.
            Marginal::Unbounded => Some(0.0),
        })
        .sum();
    sum.map_or(Value::Null, finite)
}

pub(super) fn spillover(input: &Input) -> Given<Value> {
    let direct = input.numbers("direct")?;
    let lambda = match input.number_if("lam")? {
        Some(lambda) => lambda,
        None => input.number_or("lambda", LAMBDA)?,
    };
    let found = edge_spillover(&input.matrix("B")?, lambda, &direct)?;
    Ok(json!({
        "total": finites(&found.total),
        "spectral_radius": finite(found.spectral_radius),
    }))
}

pub(super) fn kmenta(input: &Input) -> Given<Value> {
    let weights = input.numbers("weights")?;
    check_weights(&weights)?;
    let scored = Scored::new(&weights, &input.numbers("levels")?)?;
    let found = Unevenness::of(&scored)?;
    let grid = input.grid("rho")?;
    let exact: Vec<Value> =
        grid.iter().map(|&rho| scored.log_aggregate(rho).map_or(Value::Null, finite)).collect();
    let approximate: Vec<f64> = grid.iter().map(|&rho| found.approximate(rho)).collect();
    Ok(json!({
        "m": finite(found.m),
        "v": finite(found.v),
        "exact": exact,
        "approx": finites(&approximate),
    }))
}
