//! Cases of the test of complementarity.

use agglo::map::complementarity::unevenness::linear;
use agglo::map::complementarity::{
    Difference, Effects, HeldOut, Options, Sample, complementarity_test, held_out,
};
use serde_json::{Map, Value, json};

use crate::cases::input::{Fault, Given, Input, finite, finites, numbers, text};

/// Regions, controls that may be missing, and the group of each: numbers or names.
fn sample(input: &Input) -> Given<Sample> {
    let (levels, weights) = (input.matrix("levels")?, input.numbers("weights")?);
    let controls = match input.get("controls") {
        Some(_) => input.matrix("controls")?,
        None => Vec::new(),
    };
    let outcome = input.numbers("ln_y")?;
    let groups = input.items("state")?;
    if groups.iter().all(Value::is_number) {
        let values = numbers("state", &Value::from(groups))?;
        let mut distinct = values.clone();
        distinct.sort_by(f64::total_cmp);
        let labels: Vec<usize> =
            values.iter().map(|value| distinct.partition_point(|other| other < value)).collect();
        return Ok(Sample::new(&weights, &levels, &outcome, &controls, &labels)?);
    }
    let labels = groups.iter().map(|group| text("state", group)).collect::<Given<Vec<String>>>()?;
    Ok(Sample::new(&weights, &levels, &outcome, &controls, &labels)?)
}

/// Kmenta's regression, and errors without one state under the sum, the geometric mean and the exponent
/// that fits the others best; the whole test beside.
pub(super) fn test(input: &Input) -> Given<Value> {
    let sample = sample(input)?;
    let floor = input.number_or("floor", 0.0)?;
    let grid = input.grid("grid")?;
    if grid.is_empty() {
        return Err(Fault::Refused("the grid of exponents is empty".to_owned()));
    }
    let under = |rho: f64| -> Given<HeldOut> {
        Ok(held_out(&sample, Effects::None, Some(&sample.log_index(rho, floor)?))?)
    };
    let regression = linear(&sample, Effects::None, floor)?;
    let candidates = grid.iter().map(|&rho| under(rho)).collect::<Given<Vec<_>>>()?;
    let (best, which) = HeldOut::chosen(&candidates)?;
    let by_fold: Vec<f64> = which.iter().map(|&at| grid[at]).collect();
    let profile: Vec<f64> = candidates.iter().map(HeldOut::mean_squared).collect();
    let mut answer = Map::new();
    answer.insert(
        "kmenta".into(),
        json!({
            "coef": finites(&regression.coefficients),
            "se": regression.classical.as_deref().map_or(Value::Null, finites),
        }),
    );
    answer.insert(
        "mse".into(),
        json!({
            "additive": finite(under(1.0)?.mean_squared()),
            "geometric": finite(under(0.0)?.mean_squared()),
            "best": finite(best.mean_squared()),
        }),
    );
    answer.insert("rho_by_fold".into(), finites(&by_fold));
    answer.insert("profile".into(), finites(&profile));
    answer.extend(verdict(input, &sample, grid)?);
    Ok(Value::Object(answer))
}

/// The form with effects of states; nothing where the sample is too small for it.
fn verdict(input: &Input, sample: &Sample, grid: Vec<f64>) -> Given<Map<String, Value>> {
    let usual = Options::default();
    let floors = match input.get("floor") {
        Some(_) => vec![input.number("floor")?],
        None => usual.floors.clone(),
    };
    let options = Options { rho: input.number_or("rho", usual.rho)?, floors, grid, ..usual };
    let Ok(found) = complementarity_test(sample, &options) else { return Ok(Map::new()) };
    let ends = |difference: Difference| {
        json!({
            "share": finite(difference.share),
            "interval": finites(&[difference.low, difference.high]),
        })
    };
    let mut answer = Map::new();
    answer.insert("verdict".into(), json!(found.complementarity));
    answer.insert("describes".into(), json!(found.describes));
    if let Some(first) = found.floors.first() {
        answer.insert("own_against_additive".into(), ends(first.own_against_additive));
        answer.insert("additive_against_none".into(), ends(first.additive_against_none));
    }
    Ok(answer)
}
