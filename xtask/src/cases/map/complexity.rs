//! Cases of economic complexity.

use agglo::map::complexity::{
    FitnessOptions, Level, economic_complexity, economic_complexity_plus, fitness, prody_expy,
    ranks, reflections, subnational_complexity,
};
use agglo_stats::moments::Divisor;
use serde_json::{Value, json};

use crate::cases::input::{Given, Input};
use crate::cases::map::Measure;
use crate::cases::map::read::{count_or, list as numbers, presence, scores};
use crate::cases::map::values::{field, list, or_null, table};

/// The measures of this file.
pub(super) const MEASURES: &[(&str, Measure)] = &[
    ("diversity_ubiquity", counts),
    ("eci_external_pci", external),
    ("eci_pci", eigenvector),
    ("eci_plus", plus),
    ("fitness_complexity", rounds_of_fitness),
    ("method_of_reflections", reflected),
    ("prody_expy", sophistication),
];

/// Rounds of fitness where a case asks for a tolerance only.
const ROUNDS: u32 = 20_000;

fn counts(input: &Input) -> Given<Value> {
    let presence = presence(input)?;
    Ok(json!({ "diversity": presence.diversity(), "ubiquity": presence.ubiquity() }))
}

fn eigenvector(input: &Input) -> Given<Value> {
    let presence = presence(input)?;
    let found = economic_complexity(&presence)?;
    let (regions, industries) = match found.scores {
        Ok(scores) => (scores.regions, scores.industries),
        Err(_) => (vec![None; presence.regions()], vec![None; presence.industries()]),
    };
    Ok(json!({
        "eci": list(&regions),
        "pci": list(&industries),
        "lambda2": or_null(found.second),
        "lambda3": or_null(found.third),
        "blocks": found.parts,
    }))
}

/// One peer counts `iterations` from 1, ends industries a round earlier than that and regions two.
fn reflected(input: &Input) -> Given<Value> {
    let rounds = count_or(input, "iterations", 20)?;
    let found = reflections(
        &presence(input)?,
        rounds.saturating_sub(2),
        rounds.saturating_sub(1),
        Divisor::Sample,
    );
    let score = |level: &Level| level.score;
    Ok(json!({ "geo": field(&found.regions, score), "prod": field(&found.industries, score) }))
}

fn external(input: &Input) -> Given<Value> {
    let found = subnational_complexity(&presence(input)?, &scores(input, "pci")?)?;
    Ok(json!({ "eci": list(&found) }))
}

fn rounds_of_fitness(input: &Input) -> Given<Value> {
    let tolerance = input.number_if("tol")?;
    let options = match (input.get("iterations"), tolerance) {
        (Some(_), _) => FitnessOptions { rounds: count_or(input, "iterations", 0)?, tolerance },
        (None, Some(_)) => FitnessOptions { rounds: ROUNDS, tolerance },
        (None, None) => FitnessOptions::default(),
    };
    let found = fitness(&presence(input)?, options);
    Ok(json!({
        "F": list(&found.regions),
        "Q": list(&found.industries),
        "converged_positive": found.converged_positive(),
        "rank": ranks(&found.regions),
    }))
}

fn plus(input: &Input) -> Given<Value> {
    Ok(json!({ "eci_plus": list(&economic_complexity_plus(&table(input, "X")?).regions) }))
}

fn sophistication(input: &Input) -> Given<Value> {
    let found = prody_expy(&table(input, "X")?, &numbers(input, "income")?)?;
    Ok(json!({ "prody": list(&found.industries), "expy": list(&found.regions) }))
}
