//! Cases of priors: pools of findings, worth of a study.

use agglo::base::catalogue::PriorRules;
use agglo::plan::prior::{Finding, combine};
use agglo_stats::value_of_information::normal_worth;
use serde_json::{Value, json};

use crate::cases::input::{Fault, Given, Input, Outcome, finite, finites, number, numbers};

/// The measures that are answered here for every input.
#[cfg(test)]
pub(super) const MEASURES: &[&str] = &["evidence_pool", "evsi_normal"];

/// The answer to a measure of this step; `None` for any other.
pub(super) fn answer(measure: &str, input: &Input) -> Option<Outcome> {
    let function = match measure {
        "evidence_pool" => pool,
        "evsi_normal" => worth,
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
