//! Cases of regional growth taken apart.

use agglo::map::shift_share::{
    Components, Effect, Industry, Totals, arcelus, bartik, classic, dynamic, esteban_marquillas,
    multiplicative, rotemberg,
};
use agglo::panel::Cell;
use agglo_stats::float;
use agglo_stats::matrix::Matrix;
use serde_json::{Value, json};

use crate::cases::input::{Fault, Given, Input, finite, finites};
use crate::cases::map::Measure;
use crate::cases::map::values::{cell_rows, cells, field, list, or_null, table};

/// The measures of this file.
pub(super) const MEASURES: &[(&str, Measure)] = &[
    ("bartik", predictor),
    ("rotemberg_weights", weights),
    ("shift_share", parts),
    ("shift_share_arcelus", eight),
    ("shift_share_dynamic", yearly),
    ("shift_share_esteban", homothetic),
    ("shift_share_multiplicative", factors),
];

fn industries(input: &Input) -> Given<Vec<Industry>> {
    let (e0, e1) = (cells(input, "e_r0")?, cells(input, "e_r1")?);
    let (n0, n1) = (cells(input, "E_0")?, cells(input, "E_1")?);
    if [&e1, &n0, &n1].iter().any(|list| list.len() != e0.len()) {
        return Err(Fault::Refused("the four lists differ in length".to_owned()));
    }
    let at = |at: usize| Industry { region: [e0[at], e1[at]], reference: [n0[at], n1[at]] };
    Ok((0..e0.len()).map(at).collect())
}

/// Totals of all industries; withheld parts leave none to build them from.
fn totals(industries: &[Industry]) -> Given<Totals> {
    Totals::of(industries)
        .ok_or_else(|| Fault::Refused("a withheld count leaves no total".to_owned()))
}

/// Published counts of the reference area at one date.
fn whole(industries: &[Industry], date: usize) -> Given<f64> {
    let points: Option<Vec<f64>> =
        industries.iter().map(|at| at.reference[date].point().ok()).collect();
    let points = points
        .ok_or_else(|| Fault::Refused("a withheld count leaves no national total".to_owned()))?;
    Ok(float::sum(points))
}

fn parts(input: &Input) -> Given<Value> {
    let industries = industries(input)?;
    let found = classic(&industries, [whole(&industries, 0)?, whole(&industries, 1)?]);
    let total = found.as_ref().map(|found| found.total);
    let of = |of: fn(&Components) -> f64| or_null(total.as_ref().map(of));
    let by_industry = found.map_or_else(Vec::new, |found| found.by_industry);
    Ok(json!({
        "change": of(|total| total.change),
        "national": of(|total| total.national),
        "mix": of(|total| total.mix),
        "regional": of(|total| total.regional),
        "new": of(|total| total.new),
        "net_shift": of(Components::net_shift),
        "regional_by_industry": field(&by_industry, |parts| Some(parts.regional)),
    }))
}

fn homothetic(input: &Input) -> Given<Value> {
    let industries = industries(input)?;
    let found = esteban_marquillas(&industries, &totals(&industries)?);
    let of = |of: fn(&Components) -> f64| or_null(found.as_ref().map(|found| of(&found.classic)));
    Ok(json!({
        "change": of(|total| total.change),
        "national": of(|total| total.national),
        "mix": of(|total| total.mix),
        "new": of(|total| total.new),
        "competitive": or_null(found.as_ref().and_then(|found| found.competitive)),
        "allocation": or_null(found.as_ref().and_then(|found| found.allocation)),
    }))
}

fn factors(input: &Input) -> Given<Value> {
    let industries = industries(input)?;
    let found = multiplicative(&industries, &totals(&industries)?);
    Ok(json!({
        "structure": or_null(found.map(|found| found.structure)),
        "location": or_null(found.map(|found| found.location)),
        "net": or_null(found.map(|found| found.net)),
    }))
}

fn eight(input: &Input) -> Given<Value> {
    let industries = industries(input)?;
    let found = arcelus(&industries, &totals(&industries)?);
    let pair = |effect: Option<Effect>| {
        list(&[effect.map(|effect| effect.expected), effect.map(|effect| effect.differential)])
    };
    Ok(json!({
        "national": pair(found.map(|found| found.national)),
        "mix": pair(found.map(|found| found.mix)),
        "regional_growth": pair(found.map(|found| found.regional_growth)),
        "regional_mix": pair(found.and_then(|found| found.regional_mix)),
        "new": or_null(found.map(|found| found.new)),
    }))
}

/// Rows are industries, columns years.
fn yearly(input: &Input) -> Given<Value> {
    let (region, nation) = (cell_rows(input, "e_r")?, cell_rows(input, "E")?);
    let years = nation.first().map_or(0, Vec::len);
    let sum = |year: usize| Cell::sum(nation.iter().map(|row| row[year])).point().ok();
    let reference: Vec<Option<f64>> = (0..years).map(sum).collect();
    let found = dynamic(&region, &nation, &reference)?;
    let row = |parts: &Components| {
        let Components { change, national, mix, regional, .. } = *parts;
        finites(&[change, national, mix, regional, parts.net_shift()])
    };
    let total = found.total;
    Ok(json!({
        "sum": {
            "change": finite(total.change),
            "national": finite(total.national),
            "mix": finite(total.mix),
            "regional": finite(total.regional),
            "new": finite(total.new),
            "net_shift": finite(total.net_shift()),
        },
        "by_year": found.by_year.iter().map(row).collect::<Vec<Value>>(),
    }))
}

fn predictor(input: &Input) -> Given<Value> {
    let found = bartik(&table(input, "X0")?, &table(input, "X1")?)?;
    Ok(json!({
        "B": list(&found.predicted),
        "dropped_share": list(&found.dropped),
        "effective_shocks": or_null(found.effective_shocks),
    }))
}

fn weights(input: &Input) -> Given<Value> {
    let shares = Matrix::from_rows(&input.matrix("shares")?)?;
    let (growth, x, y) = (input.numbers("growth")?, input.numbers("x")?, input.numbers("y")?);
    let found = rotemberg(&shares, &growth, &x, &y)?;
    let nothing = || vec![None; growth.len()];
    let weights = found
        .as_ref()
        .map_or_else(nothing, |found| found.weights.iter().copied().map(Some).collect());
    let estimates = found.as_ref().map_or_else(nothing, |found| found.estimates.clone());
    Ok(json!({
        "weights": list(&weights),
        "beta_k": list(&estimates),
        "beta_iv": or_null(found.map(|found| found.estimate)),
    }))
}
