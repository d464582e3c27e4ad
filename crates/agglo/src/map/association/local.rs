//! Where neighbours are alike: one line a base unit, with a verdict that counts how many were asked.

use agglo_stats::Error as Numbers;
use agglo_stats::false_discovery::benjamini_hochberg;
use agglo_stats::spatial::getis_ord::{self, local_g, local_g_star};
use agglo_stats::spatial::local_moran::{LocalOptions, Quadrant, Scaling, local_moran};
use agglo_stats::spatial::{Basis, Transform, Weights};
use schemars::JsonSchema;
use serde::Serialize;

use crate::base::id::RegionId;
use crate::map::association::{Column, Options};

/// Share of false ones that is accepted among the units that are named.
pub(super) const FALSE_DISCOVERY: f64 = 0.05;

/// The local statistic of one base unit.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct LocalLine {
    /// Code.
    pub region: RegionId,
    /// `Gulf County, Florida`.
    pub title: String,
    /// Its own value of the measure.
    pub value: f64,
    /// Local Moran, or the z of G: what lies around, the unit left out. `None` of an island.
    pub statistic: Option<f64>,
    /// The z of G*, which counts the unit itself; `None` for the local Moran.
    pub star: Option<f64>,
    /// 1 high among high, 2 low among high, 3 low among low, 4 high among low; `None` for G.
    pub quadrant: Option<u8>,
    /// Probability by drawing other neighbours, on the side that it lies on.
    pub p: Option<f64>,
    /// The same adjusted for as many tests as there are units (Benjamini and Hochberg).
    pub p_adjusted: Option<f64>,
    /// Whether the probability counts all neighbour sets or draws.
    pub p_basis: Option<Basis>,
    /// What may be said of the unit.
    pub verdict: Verdict,
}

/// What may be said of a unit and what lies around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// High among high.
    HighHigh,
    /// Low among low.
    LowLow,
    /// High among low.
    HighLow,
    /// Low among high.
    LowHigh,
    /// High values lie around it.
    Hot,
    /// Low values lie around it.
    Cold,
    /// Cannot be told from chance among so many tests.
    NotSignificant,
    /// No neighbour with a value: no statistic.
    Island,
}

/// Local Moran of every unit; `None` where values do not vary.
pub(super) fn moran_lines(
    column: &Column,
    weights: &Weights,
    by: Options,
) -> Result<Option<Vec<LocalLine>>, Numbers> {
    let options = LocalOptions {
        scaling: Scaling::LessOne,
        draws: by.permutations,
        seed: by.seed,
        threads: by.threads,
    };
    let found = local_moran(&column.values, weights, options)?;
    if found.iter().all(Option::is_none) {
        return Ok(None);
    }
    let lines = found.into_iter().enumerate().map(|(at, local)| {
        let mut line = island(column, at);
        if let Some(local) = local {
            line.statistic = Some(local.value);
            line.quadrant = Some(local.quadrant.number());
            line.p = local.permuted.map(|permuted| permuted.p);
            line.p_adjusted = local.adjusted;
            line.p_basis = local.permuted.map(|permuted| permuted.basis);
            line.verdict = verdict(line.p_adjusted, quadrant(local.quadrant));
        }
        line
    });
    Ok(Some(lines.collect()))
}

/// Getis-Ord G and G* of every unit; `None` where values do not vary.
pub(super) fn g_lines(
    column: &Column,
    weights: &Weights,
    by: Options,
) -> Result<Option<Vec<LocalLine>>, Numbers> {
    let values = &column.values;
    let around = local_g(values, weights)?;
    if around.iter().all(Option::is_none) {
        return Ok(None);
    }
    let star = local_g_star(values, weights, Transform::Binary)?;
    let drawn = getis_ord::permuted(values, weights, by.permutations, by.seed, by.threads)?;
    let p: Vec<f64> = drawn.iter().flatten().map(|permuted| permuted.p).collect();
    let mut adjusted = benjamini_hochberg(&p).into_iter();
    let lines = around.into_iter().enumerate().map(|(at, g)| {
        let mut line = island(column, at);
        let Some(g) = g else { return line };
        line.statistic = g.z;
        line.star = star[at].and_then(|star| star.z);
        line.p = drawn[at].map(|permuted| permuted.p);
        line.p_adjusted = drawn[at].and_then(|_| adjusted.next());
        line.p_basis = drawn[at].map(|permuted| permuted.basis);
        let side = if g.z.unwrap_or(0.0) > 0.0 { Verdict::Hot } else { Verdict::Cold };
        line.verdict = verdict(line.p_adjusted, side);
        line
    });
    Ok(Some(lines.collect()))
}

/// A unit of which nothing is known but its value.
fn island(column: &Column, at: usize) -> LocalLine {
    LocalLine {
        region: column.units[at].region.clone(),
        title: column.units[at].title.clone(),
        value: column.values[at],
        statistic: None,
        star: None,
        quadrant: None,
        p: None,
        p_adjusted: None,
        p_basis: None,
        verdict: Verdict::Island,
    }
}

fn verdict(adjusted: Option<f64>, found: Verdict) -> Verdict {
    let stands = adjusted.is_some_and(|p| p <= FALSE_DISCOVERY);
    if stands { found } else { Verdict::NotSignificant }
}

fn quadrant(quadrant: Quadrant) -> Verdict {
    match quadrant {
        Quadrant::HighHigh => Verdict::HighHigh,
        Quadrant::LowHigh => Verdict::LowHigh,
        Quadrant::LowLow => Verdict::LowLow,
        Quadrant::HighLow => Verdict::HighLow,
    }
}
