//! Cases of measures of specialisation.

use agglo::map::diversity::hachman;
use agglo::map::specialization::location_quotient_interval::chance_above_one;
use agglo::map::specialization::{
    Counts, Prior, base_multiplier, excess_employment, location_quotient, shrunken_quotient,
};
use agglo::panel::Cell;
use agglo::{Answer, Figure};
use serde_json::{Value, json};

use crate::cases::input::{Fault, Given, Input, finite, finites};
use crate::cases::map::Measure;

/// The measures of this file.
pub(super) const MEASURES: &[(&str, Measure)] = &[
    ("eb_rate", rates),
    ("excess_employment", excess),
    ("hachman", likeness),
    ("lq", quotients),
    ("lq_bounds", bounds),
];

fn quotients(input: &Input) -> Given<Value> {
    let rows = each_cell(&Table::read(input)?, |counts| value(location_quotient(counts)));
    Ok(json!({ "lq": rows }))
}

fn excess(input: &Input) -> Given<Value> {
    let table = Table::read(input)?;
    let rows = each_cell(&table, |counts| value(excess_employment(counts)));
    let numbers = |row: &[Value]| row.iter().filter_map(Value::as_f64).collect::<Vec<f64>>();
    let basic: Vec<f64> =
        rows.iter().map(|row| numbers(row).iter().map(|jobs| jobs.max(0.0)).sum()).collect();
    let multiplier: Vec<Value> = rows
        .iter()
        .zip(&table.regions)
        .map(|(row, jobs)| base_multiplier(*jobs, &numbers(row)).map_or(Value::Null, finite))
        .collect();
    Ok(json!({ "excess": rows, "basic": finites(&basic), "multiplier": multiplier }))
}

fn likeness(input: &Input) -> Given<Value> {
    let table = Table::read(input)?;
    let of = |row: &Vec<f64>| hachman(row, &table.industries).map_or(Value::Null, finite);
    Ok(json!({ "h": table.rows.iter().map(of).collect::<Vec<Value>>() }))
}

/// Quotients of withheld cells whose totals are published.
fn bounds(input: &Input) -> Given<Value> {
    let (low, high) = (input.matrix("lo")?, input.matrix("hi")?);
    let (regions, industries) =
        (input.numbers("region_totals")?, input.numbers("industry_totals")?);
    let total = input.number("total")?;
    let (mut lows, mut highs) = (Vec::new(), Vec::new());
    for ((low, high), region) in low.iter().zip(&high).zip(&regions) {
        let ends: Vec<Option<(f64, f64)>> = low
            .iter()
            .zip(high)
            .zip(&industries)
            .map(|((low, high), industry)| {
                let x = Cell::withheld(*low, *high).ok_or_else(crossed)?;
                let counts = Counts {
                    x,
                    region: published(*region)?,
                    industry: published(*industry)?,
                    reference: published(total)?,
                };
                Ok(Figure::from(location_quotient(&counts)).range())
            })
            .collect::<Given<_>>()?;
        let end = |of: fn((f64, f64)) -> f64| -> Value {
            ends.iter().map(|ends| ends.map_or(Value::Null, |ends| finite(of(ends)))).collect()
        };
        lows.push(end(|(low, _)| low));
        highs.push(end(|(_, high)| high));
    }
    Ok(json!({ "lq_lo": lows, "lq_hi": highs }))
}

fn rates(input: &Input) -> Given<Value> {
    let (x, m) = (input.numbers("x")?, input.numbers("m")?);
    let pairs: Vec<(f64, f64)> = x.into_iter().zip(m).collect();
    let prior = Prior::fit(&pairs)
        .ok_or_else(|| Fault::Refused("nothing is expected anywhere".to_owned()))?;
    let of = |function: &dyn Fn(f64, f64) -> Option<f64>| -> Value {
        pairs.iter().map(|&(x, m)| function(x, m).map_or(Value::Null, finite)).collect()
    };
    let end = |x: f64, m: f64| Figure::from(shrunken_quotient(x, m, &prior)).range();
    Ok(json!({
        "mu": finite(prior.mean),
        "s2": finite(prior.variance),
        "eb": of(&|x, m| Some(prior.shrunk(x, m))),
        "lo": of(&|x, m| end(x, m).map(|(low, _)| low)),
        "hi": of(&|x, m| end(x, m).map(|(_, high)| high)),
        "p_above_1": of(&|x, m| chance_above_one(x, m, &prior)),
    }))
}

/// Jobs of regions by industries with their sums.
struct Table {
    rows: Vec<Vec<f64>>,
    regions: Vec<f64>,
    industries: Vec<f64>,
    total: f64,
}

impl Table {
    fn read(input: &Input) -> Given<Self> {
        let rows = input.matrix("X")?;
        let width = rows.first().map_or(0, Vec::len);
        if rows.iter().any(|row| row.len() != width) {
            return Err(Fault::Refused("rows of different length".to_owned()));
        }
        let regions: Vec<f64> = rows.iter().map(|row| row.iter().sum()).collect();
        let industries: Vec<f64> =
            (0..width).map(|at| rows.iter().map(|row| row[at]).sum()).collect();
        let total = regions.iter().sum();
        Ok(Self { rows, regions, industries, total })
    }
}

fn each_cell(table: &Table, measure: impl Fn(&Counts) -> Value) -> Vec<Vec<Value>> {
    let cell = |count: f64| published(count).unwrap_or(Cell::MISSING);
    let rows = table.rows.iter().zip(&table.regions);
    rows.map(|(row, region)| {
        let cells = row.iter().zip(&table.industries);
        cells
            .map(|(x, industry)| {
                measure(&Counts {
                    x: cell(*x),
                    region: cell(*region),
                    industry: cell(*industry),
                    reference: cell(table.total),
                })
            })
            .collect()
    })
    .collect()
}

fn published(count: f64) -> Given<Cell> {
    let cell = (count >= 0.0).then(|| Cell::disclosed(count)).flatten();
    cell.ok_or_else(|| Fault::Refused(format!("a count is {count}")))
}

fn crossed() -> Fault {
    Fault::Refused("bounds cross".to_owned())
}

fn value(answer: Answer) -> Value {
    answer.map_or(Value::Null, |estimate| finite(estimate.value()))
}
