//! Cases of random numbers, forecast scores, and what remains when the money stops.

use agglo::plan::prior::{Belief, Normal};
use agglo::simulate::Sustainability;
use agglo::simulate::effect::path;
use agglo_stats::distribution::normal::Z90;
use agglo_stats::random::philox4x32_10;
use agglo_stats::score::{Coverage, crps, event, wilson};
use serde_json::{Map, Value, json};

use crate::cases::input::{Fault, Given, Input, Outcome, finite, finites, list, numbers, text};

/// The measures that are answered here.
#[cfg(test)]
pub(super) const MEASURES: &[&str] =
    &["crps", "effect_predictive", "forecast_scores", "funding_stop", "philox"];

/// The answer to a measure of this step; `None` for any other.
pub(super) fn answer(measure: &str, input: &Input) -> Option<Outcome> {
    let function = match measure {
        "crps" => scores,
        "effect_predictive" => effect,
        "forecast_scores" => forecast_scores,
        "funding_stop" => funding_stop,
        "philox" => philox,
        _ => return None,
    };
    Some(function(input).into())
}

fn refused(what: &str) -> Fault {
    Fault::Refused(what.to_owned())
}

fn scores(input: &Input) -> Given<Value> {
    let (mut plain, mut fair, mut gaussian) = (Vec::new(), Vec::new(), Vec::new());
    for (draws, observed) in input.matrix("ensembles")?.iter().zip(input.numbers("observed")?) {
        plain.push(crps::plain(draws, observed).map_or(Value::Null, finite));
        fair.push(crps::fair(draws, observed).map_or(Value::Null, finite));
    }
    for row in input.matrix("gaussian")? {
        let [mu, sigma, observed] = row[..] else {
            return Err(Fault::Shape("a row of `gaussian` needs three numbers".to_owned()));
        };
        gaussian.push(crps::gaussian(mu, sigma, observed).map_or(Value::Null, finite));
    }
    Ok(json!({ "plain": plain, "fair": fair, "gaussian": gaussian }))
}

fn forecast_scores(input: &Input) -> Given<Value> {
    let mut coverage = Coverage::default();
    let (low, high) = (input.numbers("low")?, input.numbers("high")?);
    for ((low, high), observed) in low.iter().zip(&high).zip(input.numbers("observed")?) {
        coverage.add(*low, *high, observed);
    }
    let interval = wilson(coverage.covered as f64, coverage.n as f64, Z90)
        .ok_or_else(|| refused("nothing was scored"))?;
    let happened = input.numbers("events")?.into_iter().map(|event| event > 0.5);
    let forecasts: Vec<(f64, bool)> =
        input.numbers("probabilities")?.into_iter().zip(happened).collect();
    let skill = 1.0 - input.number("crps_model")? / input.number("crps_reference")?;
    // The convention of this measure: 30 of 100 draws are 0, the rest lie above.
    let draws: Vec<f64> = (0..100).map(|draw| f64::from(u8::from(draw >= 30))).collect();
    let at_zero = agglo_stats::score::pit::interval(&draws, 0.0);
    Ok(json!({
        "covered": coverage.covered,
        "coverage": coverage.share().map_or(Value::Null, finite),
        "wilson90": [interval.0, interval.1],
        "skill": finite(skill),
        "auc": event::area_under_curve(&forecasts).map_or(Value::Null, finite),
        "brier": event::brier(&forecasts).map_or(Value::Null, finite),
        "pit_interval_at_zero": at_zero.map_or(Value::Null, |(low, high)| json!([low, high])),
    }))
}

fn funding_stop(input: &Input) -> Given<Value> {
    let whole = input.number("theta")? * input.number("take_up")?;
    let (ramp, end) = (input.number("ramp_years")?, input.number("end_of_funding")?);
    let horizon = input.number("horizon")?;
    let years = || (0..).map(f64::from).take_while(|year| *year <= horizon);
    let jobs = |end: f64, kappa: f64| -> Vec<f64> {
        years().map(|year| whole * path(year, ramp, end, kappa)).collect()
    };
    let (mut stopped, mut retained) = (Map::new(), Map::new());
    for (kappa, name) in input.numbers("kappa")?.into_iter().zip(input.items("kappa")?) {
        let path_stopped = jobs(end, kappa);
        let kept = path(horizon, ramp, end, kappa) / path(end, ramp, end, kappa);
        stopped.insert(name.to_string(), finites(&path_stopped));
        retained.insert(name.to_string(), finite(kept));
    }
    let verdict = |row: &Vec<f64>| match row[..] {
        [kept, gain] => serde_json::to_value(Sustainability::of(kept, gain))
            .map(|word| word.as_str().map_or(Value::Null, |word| json!(word.replace('_', " "))))
            .map_err(|error| Fault::Shape(error.to_string())),
        _ => Err(Fault::Shape("a verdict needs two probabilities".to_owned())),
    };
    let verdicts = input.matrix("verdict_probabilities")?;
    Ok(json!({
        "path_funded": finites(&jobs(horizon, 1.0)),
        "path_stopped": stopped,
        "retained": retained,
        "verdicts": verdicts.iter().map(verdict).collect::<Given<Vec<_>>>()?,
    }))
}

fn effect(input: &Input) -> Given<Value> {
    let (tau, se) = (input.number("tau")?, input.number("se")?);
    let (mean, sd) = (input.number("mu")?, agglo_stats::float::hypot(tau, se));
    let nothing = input.number("pi0")?;
    let belief = Belief { otherwise: Normal { mean, sd }, nothing };
    Ok(json!({
        "sd_new_region": finite(sd),
        "mean": finite(belief.expected()),
        "sd": finite(belief.sd()),
        "p_positive": finite(belief.above_zero()),
        "median": finite(belief.quantile(0.5)),
    }))
}

fn philox(input: &Input) -> Given<Value> {
    let hexadecimal = |words: [u32; 4]| words.map(|word| format!("{word:08x}"));
    let mut known = Vec::new();
    for item in input.items("kat")? {
        let words = |key: &str| -> Given<Vec<u32>> {
            list(key, item.get(key).unwrap_or(&Value::Null))?.iter().map(|w| word(key, w)).collect()
        };
        let (Ok(counter), Ok(key)) = (words("counter")?.try_into(), words("key")?.try_into())
        else {
            return Err(Fault::Shape(
                "a known answer needs four words and a key of two".to_owned(),
            ));
        };
        known.push(hexadecimal(philox4x32_10(counter, key)));
    }
    let seed = whole("seed", input.number("seed")?)?;
    let (mut rows, mut uniforms) = (Vec::new(), Vec::new());
    for cell in input.items("cells")? {
        let address: Vec<u32> = numbers("cells", cell)?
            .into_iter()
            .map(|part| whole("cells", part))
            .collect::<Given<_>>()?;
        let Ok(counter) = address.try_into() else {
            return Err(Fault::Shape("an address needs four words".to_owned()));
        };
        let words = philox4x32_10(counter, [seed, 0]);
        rows.push(hexadecimal(words));
        uniforms.push(words.map(|word| (f64::from(word) + 0.5) / 4_294_967_296.0));
    }
    Ok(json!({ "kat": known, "words": rows, "u": uniforms }))
}

fn word(key: &str, value: &Value) -> Given<u32> {
    u32::from_str_radix(&text(key, value)?, 16)
        .map_err(|error| Fault::Shape(format!("`{key}`: {error}")))
}

fn whole(key: &str, value: f64) -> Given<u32> {
    format!("{value:.0}").parse().map_err(|_| Fault::Shape(format!("`{key}` is {value}")))
}
