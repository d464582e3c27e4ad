//! Cases of verdicts, and of what becomes of them without an element.

use agglo::base::blueprint::Cuts;
use agglo::map::gap::aggregate::Scored;
use agglo::map::gap::verdict::{self, CoreShare, Ground};
use agglo::map::gap::without::without;
use serde_json::{Map, Value, json};

use crate::cases::gap::{ends_json, level_box};
use crate::cases::input::{Given, Input, finite, key};

fn cuts(input: &Input) -> Given<Cuts> {
    let own = input.nested("cuts")?;
    let given = Cuts::default();
    let Some(own) = own else { return Ok(given) };
    Ok(Cuts {
        missing: own.number_or("missing", given.missing)?,
        latent: own.number_or("latent", given.latent)?,
        cluster: own.number_or("cluster", given.cluster)?,
        core: own.number_or("core", given.core)?,
        core_base: given.core_base,
    })
}

fn ground(input: &Input) -> Given<Ground<'static>> {
    let core = CoreShare::Given(input.number("core_share")?);
    // An unknown gate does not pass.
    let gates_pass = input.truth_or("gates_pass", false)?;
    Ok(Ground { core, gates_pass, cuts: cuts(input)? })
}

pub(super) fn verdict_interval(input: &Input) -> Given<Value> {
    let levels = level_box(input)?;
    let names = input.names("elements", levels.len())?;
    let rho = input.number_or("rho", -1.0)?;
    let ground = ground(input)?;
    let found = verdict::verdict(&input.numbers("weights")?, &levels, rho, &ground)?;
    let widths: Map<String, Value> = names
        .iter()
        .zip(&found.width_if_only)
        .filter_map(|(name, width)| width.map(|width| (name.clone(), finite(width))))
        .collect();
    let deciding: Vec<&str> = found.deciding.iter().map(|&at| names[at].as_str()).collect();
    Ok(json!({
        "A": ends_json(found.aggregate),
        "verdict_low": found.low.word(),
        "verdict_high": found.high.word(),
        "robust": found.is_robust(),
        "width_if_only": widths,
        "deciding": deciding,
    }))
}

pub(super) fn removal_test(input: &Input) -> Given<Value> {
    let scored = Scored::new(&input.numbers("weights")?, &input.numbers("levels")?)?;
    let names = input.names("elements", scored.levels().len())?;
    let ground = ground(input)?;
    let grid = if input.get("rho").is_some() { input.grid("rho")? } else { vec![-1.0, 1.0] };
    let (mut aggregate, mut score_only) = (Map::new(), Map::new());
    for &rho in &grid {
        aggregate.insert(key(rho), finite(scored.aggregate(rho)));
        let mut words = Map::new();
        for (at, name) in names.iter().enumerate() {
            let gone = without(&scored, at, rho, &ground)?;
            let word = if gone.scores_as_cluster { "cluster" } else { "not cluster" };
            words.insert(name.clone(), json!(word));
        }
        score_only.insert(key(rho), Value::Object(words));
    }
    let full = verdict::class(scored.levels(), scored.aggregate(-1.0), &ground);
    let mut after = Map::new();
    for (at, name) in names.iter().enumerate() {
        after.insert(name.clone(), json!(without(&scored, at, -1.0, &ground)?.class.word()));
    }
    Ok(json!({
        "A": aggregate,
        "verdict_full": full.word(),
        "verdict_after_removal": after,
        "score_only": score_only,
    }))
}
