//! Cases of the binding gap, of points and of ranges.

use agglo::map::gap::aggregate::Scored;
use agglo::map::gap::binding::{self, Binding};
use serde_json::{Value, json};

use crate::cases::gap::level_box;
use crate::cases::input::{Given, Input, finite, finites};

pub(super) fn binding_gap(input: &Input) -> Given<Value> {
    let scored = Scored::new(&input.numbers("weights")?, &input.numbers("levels")?)?;
    let n = scored.levels().len();
    let names = input.names("elements", n)?;
    let (rho, step) = (input.number_or("rho", -1.0)?, input.number_or("step", binding::STEP)?);
    binding::check_step(step)?;
    let mutable = mutable(input, &names)?;
    let gains = scored.gains(rho, step);
    let d = binding::scores(scored.weights(), scored.levels(), rho, step);
    let order: Vec<&str> = binding::order(&scored, &names, rho, step)
        .into_iter()
        .map(|at| names[at].as_str())
        .collect();
    let bound = binding::binding(&scored, &names, &mutable, rho, step);
    let mut answer = json!({
        "A": finite(scored.aggregate(rho)),
        "gain": finites(&gains),
        "order": order,
        "binding": binding_word(&bound, &names),
        "d_score": finites(&d),
    });
    if let Binding::Together(zeros) = &bound {
        answer["together"] = zeros.iter().map(|&at| names[at].as_str()).collect();
    }
    if input.get("cost_of_step").is_some() {
        let costs = input.numbers("cost_of_step")?;
        let dollars = input.number_or("dollars", 100_000.0)?;
        let steps = binding::steps_for(dollars, &costs, step, n)?;
        let per_dollar = scored.gains_of(rho, &steps)?;
        answer["gain_per_100k"] = finites(&per_dollar);
        let best = binding::greatest(&per_dollar, &names, &mutable);
        answer["binding_per_dollar"] = best.map_or(json!("none"), |at| json!(names[at]));
    }
    Ok(answer)
}

fn binding_word(bound: &Binding, names: &[String]) -> Value {
    match bound {
        Binding::None => json!("none"),
        Binding::One(at) => json!(names[*at]),
        Binding::Together(_) => Value::Null,
    }
}

/// Which elements may be the gap: all but those listed as `immutable`.
fn mutable(input: &Input, names: &[String]) -> Given<Vec<bool>> {
    let fixed = if input.get("immutable").is_some() { input.texts("immutable")? } else { vec![] };
    Ok(names.iter().map(|name| !fixed.contains(name)).collect())
}

pub(super) fn binding_gap_interval(input: &Input) -> Given<Value> {
    let levels = level_box(input)?;
    let names = input.names("elements", levels.len())?;
    let (rho, step) = (input.number_or("rho", -1.0)?, input.number_or("step", binding::STEP)?);
    let mutable = mutable(input, &names)?;
    let set = binding::possible(&input.numbers("weights")?, &levels, &mutable, rho, step)?;
    let list = |positions: &[usize], none: bool| {
        let mut list: Vec<&str> = positions.iter().map(|&at| names[at].as_str()).collect();
        if none {
            list.push("none");
        }
        list
    };
    Ok(json!({
        "d_at_low": finites(&set.d_at_low),
        "d_at_high": finites(&set.d_at_high),
        "necessarily": list(&set.necessarily, set.none_necessarily),
        "possibly": list(&set.possibly, set.none_possibly),
    }))
}
