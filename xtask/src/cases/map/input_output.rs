//! Cases of input-output tables.

use agglo::map::input_output::{
    Areas, Coefficients, Extraction, Ghosh, Households, Leontief, Method, RegionalCoefficients,
    hypothetical_extraction, key_sectors, multipliers,
};
use agglo_stats::matrix::Matrix;
use serde_json::{Value, json};

use crate::cases::input::{Given, Input, finite, finites};
use crate::cases::map::Measure;
use crate::cases::map::read::{list as numbers, table};
use crate::cases::map::values::list;

/// The measures of this file.
pub(super) const MEASURES: &[(&str, Measure)] = &[
    ("ghosh", forward),
    ("hypothetical_extraction", extracted),
    ("key_sectors", keys),
    ("leontief", backward),
    ("lq_regionalisation", regional),
    ("multipliers", multiplied),
];

fn matrix(table: &Matrix) -> Value {
    (0..table.rows()).map(|row| finites(table.row(row))).collect()
}

fn backward(input: &Input) -> Given<Value> {
    let demand = numbers(input, "final_demand")?;
    let economy = Coefficients::of(&table(input, "Z")?, &demand)?;
    let leontief = Leontief::of(&economy.a)?;
    Ok(json!({
        "x": finites(&leontief.output(&demand)?),
        "A": matrix(&economy.a),
        "L": matrix(&leontief.inverse),
        "output_multiplier": finites(&leontief.output_multipliers()),
        "inactive": economy.inactive,
    }))
}

fn forward(input: &Input) -> Given<Value> {
    let flows = table(input, "Z")?;
    let economy = Coefficients::of(&flows, &numbers(input, "final_demand")?)?;
    let found = Ghosh::of(&flows, &economy.output)?;
    Ok(json!({
        "B": matrix(&found.allocation),
        "G": matrix(&found.inverse),
        "forward": finites(&found.forward()),
    }))
}

fn multiplied(input: &Input) -> Given<Value> {
    let households = Households {
        income: numbers(input, "household_income")?,
        consumption: numbers(input, "household_consumption")?,
    };
    let found = multipliers(&table(input, "A")?, &households, &numbers(input, "jobs_per_output")?)?;
    let closed = found.with_households;
    // Where households spend more than the economy can bear, type II has no number.
    let none = || Value::Array(vec![Value::Null; found.output_1.len()]);
    let of = |values: Option<&Vec<f64>>| values.map_or_else(none, |values| finites(values));
    Ok(json!({
        "output_1": finites(&found.output_1),
        "output_2_truncated": of(closed.as_ref().map(|closed| &closed.output_truncated)),
        "output_2_total": of(closed.as_ref().map(|closed| &closed.output_total)),
        "income_1": finites(&found.income_1),
        "employment_1": finites(&found.jobs_1),
        "employment_1_ratio": list(&found.jobs_1_ratio),
        "employment_2": of(closed.as_ref().map(|closed| &closed.jobs)),
    }))
}

fn keys(input: &Input) -> Given<Value> {
    let found = key_sectors(&table(input, "A")?, &numbers(input, "x")?)?;
    Ok(json!({
        "backward": finites(&found.backward),
        "forward": finites(&found.forward),
        "cv": list(&found.variation),
        "key": found.is_key,
        "forward_ghosh": finites(&found.forward_ghosh),
    }))
}

fn extracted(input: &Input) -> Given<Value> {
    let demand = numbers(input, "final_demand")?;
    let loss = hypothetical_extraction(&table(input, "A")?, &demand, Extraction::Total)?;
    Ok(json!({ "loss": finites(&loss) }))
}

fn regional(input: &Input) -> Given<Value> {
    let areas = Areas::of(&numbers(input, "region_jobs")?, &numbers(input, "national_jobs")?)?;
    let (national, delta) = (table(input, "A_national")?, input.number("delta")?);
    let found = RegionalCoefficients::new(&national, &areas, delta)?;
    let flegg = found.capped(Method::Flegg)?;
    let sums = Leontief::of(&flegg).map(|leontief| leontief.output_multipliers());
    Ok(json!({
        "slq": list(&areas.quotients),
        "lambda": finite(areas.lambda(delta)),
        "A_slq": matrix(&found.capped(Method::Simple)?),
        "A_cilq": matrix(&found.capped(Method::CrossIndustry)?),
        "A_flq": matrix(&flegg),
        "A_aflq_capped": matrix(&found.capped(Method::FleggAugmented)?),
        "A_aflq": matrix(&found.uncapped(Method::FleggAugmented)?),
        "multiplier_flq": sums.map_or(Value::Null, |sums| finites(&sums)),
    }))
}
