//! Cases of where industries stand against where everything stands.

use agglo::map::concentration::{
    Plants, devereux_griffith_simpson, ellison_glaeser, hoover_localization, k_density,
    krugman_pair, locational_gini, maurel_sedillot, theil_concentration, unweighted_gini,
};
use agglo_stats::float;
use serde_json::{Value, json};

use crate::cases::input::{Fault, Given, Input, finites};
use crate::cases::map::Measure;
use crate::cases::map::values::{field, list, or_null, positions, table};

/// The measures of this file.
pub(super) const MEASURES: &[(&str, Measure)] = &[
    ("ellison_glaeser", ellison),
    ("gini_concentration_unweighted", unweighted),
    ("hoover_localisation", hoover),
    ("kdensity", density),
    ("krugman_concentration_pair", pair),
    ("locational_gini", gini),
    ("maurel_sedillot_devereux", maurel),
    ("theil_concentration", theil),
];

fn gini(input: &Input) -> Given<Value> {
    Ok(json!({ "g": list(&locational_gini(&table(input, "X")?)) }))
}

fn unweighted(input: &Input) -> Given<Value> {
    Ok(json!({ "g": list(&unweighted_gini(&table(input, "X")?)) }))
}

fn hoover(input: &Input) -> Given<Value> {
    Ok(json!({ "h": list(&hoover_localization(&table(input, "X")?)) }))
}

fn pair(input: &Input) -> Given<Value> {
    let table = table(input, "X")?;
    match positions(input, "pair")?.as_slice() {
        [one, other] => Ok(json!({ "k": or_null(krugman_pair(&table, *one, *other)) })),
        _ => Err(Fault::Refused("`pair` needs two industries".to_owned())),
    }
}

fn theil(input: &Input) -> Given<Value> {
    let (table, group) = (table(input, "X")?, positions(input, "group")?);
    if group.len() != table.counts().rows() {
        return Err(Fault::Refused("`group` needs one label a region".to_owned()));
    }
    let found = theil_concentration(&table, &group);
    Ok(json!({
        "total": field(&found, |parts| Some(parts.total)),
        "between": field(&found, |parts| Some(parts.between)),
        "within": field(&found, |parts| Some(parts.within)),
    }))
}

fn plants(input: &Input) -> Given<Option<Plants>> {
    let (region, jobs) = (positions(input, "plant_region")?, input.numbers("plant_jobs")?);
    Ok(Plants::new(&region, &jobs, &input.numbers("region_jobs")?)?)
}

fn ellison(input: &Input) -> Given<Value> {
    let found = plants(input)?.map(|plants| ellison_glaeser(&plants));
    Ok(json!({
        "gamma": or_null(found.and_then(|found| found.gamma)),
        "G": or_null(found.map(|found| found.g)),
        "H": or_null(found.map(|found| found.h)),
        "var_G": or_null(found.map(|found| found.variance)),
        "z": or_null(found.and_then(|found| found.z)),
    }))
}

fn maurel(input: &Input) -> Given<Value> {
    let plants = plants(input)?;
    let devereux = plants.as_ref().map(devereux_griffith_simpson);
    Ok(json!({
        "gamma_ms": or_null(plants.as_ref().and_then(maurel_sedillot)),
        "dgs_F": or_null(devereux.map(|found| found.f)),
        "dgs_M": or_null(devereux.map(|found| found.m)),
        "dgs_alpha": or_null(devereux.map(|found| found.alpha)),
    }))
}

fn density(input: &Input) -> Given<Value> {
    let (points, grid) = (input.matrix("points")?, input.numbers("grid")?);
    if points.iter().any(|point| point.len() != 2) {
        return Err(Fault::Refused("a point needs two coordinates".to_owned()));
    }
    let distance = |one: usize, other: usize| {
        let (a, b) = (&points[one], &points[other]);
        float::hypot(a[0] - b[0], a[1] - b[1])
    };
    let found = k_density(points.len(), distance, input.number_if("bandwidth")?, &grid);
    let nothing = || Value::Array(vec![Value::Null; grid.len()]);
    let k = found.map_or_else(nothing, |density| finites(&density));
    Ok(json!({ "k": k }))
}
