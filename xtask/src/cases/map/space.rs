//! Cases of values at places: association, local clusters, joins.

use agglo_stats::spatial::geary::geary;
use agglo_stats::spatial::getis_ord::{LocalG, local_g, local_g_star};
use agglo_stats::spatial::join_counts::join_counts;
use agglo_stats::spatial::local_moran::{Local, LocalOptions, Scaling, local_moran};
use agglo_stats::spatial::moran::{Moran, bivariate, permuted};
use agglo_stats::spatial::{Permuted, Transform, Weights};
use serde_json::{Value, json};

use crate::cases::input::{Fault, Given, Input};
use crate::cases::map::Measure;
use crate::cases::map::read::{answers, count_or, list as numbers};
use crate::cases::map::values::{field, or_null, position};

/// The measures of this file.
pub(super) const MEASURES: &[(&str, Measure)] = &[
    ("geary", differences),
    ("getis_ord", hot_and_cold),
    ("join_counts", joins),
    ("moran", global),
    ("moran_bivariate", two_variables),
    ("moran_local", local),
    ("spatial_autocorrelation_grid", grid),
];

/// Draws at least, whatever number a case names. A case's probability is one draw of its peer's generator, and its
/// tolerance is what that many draws leave open; ours is exact where all ways can be counted and else drawn so
/// often that it adds next to nothing to the peer's error. With as many draws as the peer, two errors of one
/// size would have to share a tolerance made for one.
const DRAWS: u32 = 199_999;
const THREADS: u16 = 2;

/// The product's own seed: a case must pass with any.
fn seed() -> u64 {
    LocalOptions::default().seed
}

/// 0 asks for no probability.
fn draws(input: &Input) -> Given<u32> {
    let asked = count_or(input, "permutations", DRAWS)?;
    Ok(if asked == 0 { 0 } else { asked.max(DRAWS) })
}

/// Neighbours as they are listed.
fn listed(input: &Input) -> Given<Weights> {
    let row = |row: &Value| {
        let items =
            row.as_array().ok_or_else(|| Fault::Shape("`neighbours` are no lists".into()))?;
        items.iter().map(|item| position("neighbours", item)).collect::<Given<Vec<usize>>>()
    };
    let lists: Vec<Vec<usize>> =
        input.items("neighbours")?.iter().map(row).collect::<Given<_>>()?;
    Ok(Weights::from_neighbours(&lists)?)
}

fn transform(input: &Input, default: &str) -> Given<Transform> {
    match input.text_or("transform", default)? {
        "B" | "b" => Ok(Transform::Binary),
        "R" | "r" => Ok(Transform::RowStandardised),
        other => Err(Fault::Shape(format!("no transform `{other}`"))),
    }
}

fn weights(input: &Input) -> Given<Weights> {
    Ok(listed(input)?.transformed(transform(input, "R")?))
}

fn probability(permuted: Option<Permuted>) -> Value {
    or_null(permuted.map(|permuted| permuted.p))
}

fn global(input: &Input) -> Given<Value> {
    let (values, weights) = (numbers(input, "y")?, weights(input)?);
    let found = Moran::of(&values, &weights)?;
    let draws = draws(input)?;
    let permuted = permuted(&values, &weights, draws, seed(), THREADS)?;
    Ok(json!({
        "I": or_null(found.value),
        "EI": or_null(found.expected),
        "var_norm": or_null(found.variance_normal),
        "var_rand": or_null(found.variance_randomised),
        "z_rand": or_null(found.z_randomised()),
        "p_sim": probability(permuted),
        "p_two_sided": or_null(permuted.map(Permuted::two_sided)),
    }))
}

fn two_variables(input: &Input) -> Given<Value> {
    let found = bivariate(&numbers(input, "x")?, &numbers(input, "y")?, &weights(input)?)?;
    Ok(json!({ "I": or_null(found) }))
}

fn local(input: &Input) -> Given<Value> {
    let (values, weights) = (numbers(input, "y")?, weights(input)?);
    let draws = draws(input)?;
    let options = LocalOptions { draws, seed: seed(), threads: THREADS, ..LocalOptions::default() };
    let found = local_moran(&values, &weights, options)?;
    let islands = weights.islands();
    let alone: Vec<Option<Local>> = islands.iter().map(|&unit| found[unit]).collect();
    let linked = Moran::of(&values, &weights)?;
    Ok(json!({
        "I": field(&found, |local| Some(local.value)),
        "quadrant": field(&found, |local| Some(f64::from(local.quadrant.number()))),
        "p_sim": field(&found, |local| local.permuted.map(|permuted| permuted.p)),
        "p_adjusted": field(&found, |local| local.adjusted),
        "island": islands,
        "I_linked": or_null(linked.value),
        "local_at_islands": field(&alone, |local| Some(local.value)),
    }))
}

fn differences(input: &Input) -> Given<Value> {
    let found = geary(&numbers(input, "y")?, &weights(input)?)?;
    Ok(json!({
        "C": or_null(found.map(|geary| geary.value)),
        "var_norm": or_null(found.map(|geary| geary.variance_normal)),
        "var_rand": or_null(found.and_then(|geary| geary.variance_randomised)),
    }))
}

fn hot_and_cold(input: &Input) -> Given<Value> {
    let (values, listed) = (numbers(input, "y")?, listed(input)?);
    let transform = transform(input, "B")?;
    let found = local_g(&values, &listed.transformed(transform))?;
    let star = local_g_star(&values, &listed, transform)?;
    let (share, z) = (|local: &LocalG| local.share, |local: &LocalG| local.z);
    Ok(json!({
        "G": field(&found, share),
        "G_z": field(&found, z),
        "Gstar": field(&star, share),
        "Gstar_z": field(&star, z),
    }))
}

fn joins(input: &Input) -> Given<Value> {
    let draws = draws(input)?;
    let found = join_counts(&answers(input, "y")?, &listed(input)?, draws, seed(), THREADS)?;
    Ok(json!({
        "bb": or_null(found.map(|joins| joins.both)),
        "ww": or_null(found.map(|joins| joins.neither)),
        "bw": or_null(found.map(|joins| joins.mixed)),
        "p_bb": probability(found.and_then(|joins| joins.both_permuted)),
        "p_bw": probability(found.and_then(|joins| joins.mixed_permuted)),
    }))
}

/// All of them on one grid, as another peer scales them.
fn grid(input: &Input) -> Given<Value> {
    let (values, listed) = (numbers(input, "y")?, listed(input)?);
    let transform = transform(input, "R")?;
    let weights = listed.transformed(transform);
    let moran = Moran::of(&values, &weights)?;
    let options = LocalOptions { scaling: Scaling::All, draws: 0, ..LocalOptions::default() };
    let local = local_moran(&values, &weights, options)?;
    let z = |local: &LocalG| local.z;
    Ok(json!({
        "moran": [
            or_null(moran.value), or_null(moran.expected), or_null(moran.variance_randomised)
        ],
        "local_I": field(&local, |local| Some(local.value)),
        "G_z": field(&local_g(&values, &weights)?, z),
        "Gstar_z": field(&local_g_star(&values, &listed, transform)?, z),
    }))
}
