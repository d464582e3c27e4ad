//! Cases of people over places: segregation, access, catchments, flows.

use agglo::map::people::segregation::{multigroup_segregation, segregation};
use agglo::map::space::{
    Band, Costs, access, band_access, cumulative, doubly_constrained, gravity_access,
    gravity_model, huff,
};
use serde_json::{Value, json};

use crate::cases::input::{Fault, Given, Input, finite, finites, number};
use crate::cases::map::Measure;
use crate::cases::map::read::{list as numbers, rows, table};
use crate::cases::map::values::or_null;

/// The measures of this file.
pub(super) const MEASURES: &[(&str, Measure)] = &[
    ("accessibility", accessible),
    ("gravity_doubly_constrained", balanced),
    ("gravity_ppml", estimated),
    ("huff", drawn),
    ("segregation", segregated),
];

/// Costs; a missing one is a way that does not exist.
fn costs(input: &Input) -> Given<Costs> {
    let cost = |value: &Value| {
        if value.is_null() { Ok(f64::INFINITY) } else { number("cost", value) }
    };
    let row = |row: &Value| {
        let items = row.as_array().ok_or_else(|| Fault::Shape("`cost` has no rows".to_owned()))?;
        items.iter().map(cost).collect::<Given<Vec<f64>>>()
    };
    let rows: Vec<Vec<f64>> = input.items("cost")?.iter().map(row).collect::<Given<_>>()?;
    Ok(Costs::new(&rows)?)
}

fn segregated(input: &Input) -> Given<Value> {
    let (a, b, c) = (numbers(input, "a")?, numbers(input, "b")?, numbers(input, "c")?);
    if b.len() != c.len() {
        return Err(Fault::Refused("`b` and `c` differ in length".to_owned()));
    }
    let others: Vec<f64> = b.iter().zip(&c).map(|(b, c)| b + c).collect();
    let one = segregation(&a, &others)?;
    let all = multigroup_segregation(&[&a, &b, &c])?;
    Ok(json!({
        "dissimilarity": or_null(one.map(|found| found.dissimilarity)),
        "gini": or_null(one.map(|found| found.gini)),
        "entropy": or_null(one.map(|found| found.information)),
        "isolation": or_null(one.map(|found| found.isolation)),
        "interaction": or_null(one.map(|found| found.interaction)),
        "multi_dissimilarity": or_null(all.map(|found| found.dissimilarity)),
        "multi_information": or_null(all.map(|found| found.information)),
    }))
}

fn accessible(input: &Input) -> Given<Value> {
    let (costs, supply) = (costs(input)?, numbers(input, "supply")?);
    let (people, limit) = (numbers(input, "population")?, input.number("threshold")?);
    let found = access(&costs, &people, &supply, limit)?;
    let mut answer = json!({
        "two_sfca": finites(&found.origins),
        "cumulative": finites(&cumulative(&costs, &supply, limit)?),
        "conserved_supply": finite(found.supply_in_reach),
    });
    if let Some(b) = input.number_if("b")? {
        answer["gravity"] = finites(&gravity_access(&costs, &supply, b)?);
    }
    if input.get("bands").is_some() {
        let pair = |pair: &Vec<f64>| match pair.as_slice() {
            [limit, weight] => Ok(Band { limit: *limit, weight: *weight }),
            _ => Err(Fault::Shape("a band is a limit and a weight".to_owned())),
        };
        let bands: Vec<Band> = rows(input, "bands")?.iter().map(pair).collect::<Given<_>>()?;
        answer["e2sfca"] = finites(&band_access(&costs, &people, &supply, &bands)?.origins);
    }
    Ok(answer)
}

fn drawn(input: &Input) -> Given<Value> {
    let exponents = (input.number("gamma")?, input.number("lambda")?);
    let (attraction, demand) = (numbers(input, "attraction")?, numbers(input, "demand")?);
    let found = huff(&costs(input)?, &attraction, &demand, exponents, input.number_if("floor")?)?;
    let row = |shares: &Option<Vec<f64>>| match shares {
        Some(shares) => finites(shares),
        None => Value::Array(vec![Value::Null; attraction.len()]),
    };
    let shares: Vec<Value> = found.shares.iter().map(row).collect();
    Ok(json!({ "p": shares, "market": finites(&found.market), "unmet": finite(found.unmet) }))
}

fn balanced(input: &Input) -> Given<Value> {
    let (origins, destinations) = (numbers(input, "origins")?, numbers(input, "destinations")?);
    let found = doubly_constrained(&costs(input)?, &origins, &destinations, input.number("b")?)?;
    Ok(json!({ "T": found.flows.iter().map(|row| finites(row)).collect::<Vec<Value>>() }))
}

fn estimated(input: &Input) -> Given<Value> {
    let found = gravity_model(&table(input, "x")?, &numbers(input, "y")?)?;
    let robust = found.errors.robust()?;
    Ok(json!({ "coef": finites(&found.coefficients), "se_hc0": finites(&robust) }))
}
