//! Choices too large to look at every set: branch and bound with tangents to the curve.
//!
//! Each round solves a linear programme in binaries over the tangents known so far, then adds the
//! tangent at each level found, until tangents and curve touch (Kelley 1960). What is lifted off the
//! singularity at 0 is lifted here too, by a slack that a purchase for that element takes away.

use agglo_stats::float::sum;
use agglo_stats::optimize::integer::{self, Outcome, Programme, Row, Sense, Variable};

use crate::base::error::Error;
use crate::plan::portfolio::{Choice, Choosing, FLOOR, better, groups, h, nothing_fits, slope};

/// Distance of the tangents from the curve at which refinement stops.
const CLOSE: f64 = 1e-9;
const ROUNDS: usize = 60;

/// Solves a choice by branch and bound: solve, add the tangent at each level found, until the tangents
/// touch; then the cheapest set of that value.
///
/// # Errors
///
/// As [`choose`].
pub fn branch_and_bound(choice: &Choice, nodes: u64) -> Result<Choosing, Error> {
    choice.check()?;
    let mut tangents: Vec<Vec<f64>> =
        choice.levels.iter().map(|&l| vec![l.max(FLOOR), 1.0]).collect();
    let mut looked_at = 0;
    let (mut best, mut bound, mut proved) = (None::<Choosing>, f64::INFINITY, false);
    for _ in 0..ROUNDS {
        let point = match integer::solve(&programme(choice, &tangents, None), nodes) {
            Ok(Outcome::Found(point)) => point,
            Ok(Outcome::Interrupted { looked_at: more }) => {
                looked_at += more;
                break;
            }
            Err(agglo_stats::Error::Infeasible { .. }) => return Err(nothing_fits()),
            Err(error) => return Err(Error::new("E0324", error.to_string())),
        };
        looked_at += point.looked_at;
        let bought = bought(choice, &point.values);
        bound = bound.min(point.bound);
        let found = choice.outcome(bought);
        let levels = choice.levels_with(&found.bought);
        if best.as_ref().is_none_or(|best| better(&found, best)) {
            best = Some(found);
        }
        let value = best.as_ref().map_or(f64::NEG_INFINITY, |best| best.value);
        proved = point.optimal && bound - value <= CLOSE * value.abs().max(1.0);
        if proved || !touch(&mut tangents, &levels) {
            break;
        }
    }
    let best = best.ok_or_else(nothing_fits)?;
    let cheapest = cheapest(choice, &tangents, &best, nodes)?.unwrap_or(best);
    let bound = bound.max(cheapest.value);
    Ok(Choosing { bound, optimal: proved, enumerated: false, looked_at, ..cheapest })
}

/// Adds the tangents at the levels; whether any is new.
fn touch(tangents: &mut [Vec<f64>], levels: &[f64]) -> bool {
    let mut new = false;
    for (points, &level) in tangents.iter_mut().zip(levels) {
        let level = level.max(FLOOR);
        if points.iter().all(|&point| (point - level).abs() > 1e-12) {
            points.push(level);
            new = true;
        }
    }
    new
}

/// The cheapest set whose value ties with the best one.
fn cheapest(
    choice: &Choice,
    tangents: &[Vec<f64>],
    best: &Choosing,
    nodes: u64,
) -> Result<Option<Choosing>, Error> {
    let least = best.value - CLOSE * best.value.abs().max(1.0);
    match integer::solve(&programme(choice, tangents, Some(least)), nodes) {
        Ok(Outcome::Found(point)) => {
            let found = choice.outcome(bought(choice, &point.values));
            Ok(better(&found, best).then_some(found))
        }
        Ok(Outcome::Interrupted { .. }) | Err(agglo_stats::Error::Infeasible { .. }) => Ok(None),
        Err(error) => Err(Error::new("E0324", error.to_string())),
    }
}

fn bought(choice: &Choice, values: &[f64]) -> Vec<usize> {
    (0..choice.purchases.len()).filter(|&at| values[at] > 0.5).collect()
}

/// Variables: purchases, then levels, then their `h`, then what lifts a level off 0. With `least`, the value is at least that and the
/// cost is made small instead.
fn programme(choice: &Choice, tangents: &[Vec<f64>], least: Option<f64>) -> Programme {
    let (n, m) = (choice.purchases.len(), choice.levels.len());
    let (level, worth) = (|e: usize| n + e, |e: usize| n + m + e);
    let mut variables = vec![Variable::Binary; n];
    variables.extend((0..m).map(|_| Variable::Real { low: 0.0, high: 1.0 }));
    let (low, high) = (h(0.0, choice.rho) - 1.0, h(1.0, choice.rho) + 1.0);
    variables.extend((0..m).map(|_| Variable::Real { low, high }));
    let lifts: Vec<f64> = choice.levels.iter().map(|&level| lift(level, choice.rho)).collect();
    variables.extend(lifts.iter().map(|&high| Variable::Real { low: 0.0, high }));
    let costs: Vec<f64> = choice.purchases.iter().map(|p| sum(p.cost.iter().copied())).collect();
    let scale = costs.iter().copied().fold(1.0, f64::max);
    let mut objective = vec![0.0; n + 3 * m];
    let value: Vec<(usize, f64)> = (0..m).map(|e| (worth(e), choice.weights[e])).collect();
    let mut rows = Vec::new();
    if let Some(least) = least {
        for (at, cost) in costs.iter().enumerate() {
            objective[at] = -(cost / scale + 1e-6);
        }
        rows.push(Row { terms: value, sense: Sense::AtLeast, bound: least });
    } else {
        for (at, weight) in value {
            objective[at] = weight;
        }
    }
    for e in 0..m {
        let slack = n + 2 * m + e;
        let mut terms = vec![(level(e), 1.0), (slack, -1.0)];
        for (at, purchase) in choice.purchases.iter().enumerate() {
            let rise = sum(purchase.rises.iter().filter(|(to, _)| *to == e).map(|(_, rise)| *rise));
            if rise > 0.0 {
                terms.push((at, -rise));
                if lifts[e] > 0.0 {
                    let terms = vec![(slack, 1.0), (at, rise.min(lifts[e]))];
                    rows.push(Row { terms, sense: Sense::AtMost, bound: lifts[e] });
                }
            }
        }
        rows.push(Row { terms, sense: Sense::AtMost, bound: choice.levels[e] });
        for &point in &tangents[e] {
            let (value, slope) = (h(point, choice.rho), slope(point, choice.rho));
            let terms = vec![(worth(e), 1.0), (level(e), -slope)];
            rows.push(Row { terms, sense: Sense::AtMost, bound: value - slope * point });
        }
    }
    rows.extend(duties(choice));
    Programme { variables, worth: objective, rows }
}

/// What lifts a level to the floor where `h` is singular.
fn lift(level: f64, rho: f64) -> f64 {
    if rho > 1e-9 { 0.0 } else { (FLOOR - level).max(0.0) }
}

/// Budgets, groups, duties, forced purchases.
fn duties(choice: &Choice) -> Vec<Row> {
    let every = || choice.purchases.iter().enumerate();
    let mut rows: Vec<Row> = (0..choice.budget.len())
        .map(|year| {
            let scale = choice.budget[year].max(1.0);
            let costs = every().filter(|(_, p)| p.cost[year] > 0.0);
            let terms = costs.map(|(at, p)| (at, p.cost[year] / scale)).collect();
            Row { terms, sense: Sense::AtMost, bound: choice.budget[year] / scale }
        })
        .collect();
    rows.extend(groups(choice).into_values().filter(|members| members.len() > 1).map(|members| {
        let terms = members.into_iter().map(|at| (at, 1.0)).collect();
        Row { terms, sense: Sense::AtMost, bound: 1.0 }
    }));
    rows.extend((0..choice.duties).map(|duty| {
        let terms = every().filter(|(_, p)| p.duties.contains(&duty)).map(|(at, _)| (at, 1.0));
        Row { terms: terms.collect(), sense: Sense::AtLeast, bound: 1.0 }
    }));
    let forced = choice.forced.iter();
    rows.extend(forced.map(|&at| Row { terms: vec![(at, 1.0)], sense: Sense::Equal, bound: 1.0 }));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::portfolio::enumerate;
    use crate::plan::portfolio::tests::drawn;

    #[test]
    fn law_branch_and_bound_finds_what_looking_at_every_set_finds() {
        let (mut solved, mut infeasible) = (0, 0);
        for seed in 0..120 {
            let choice = drawn(seed, 4 + u32::try_from(seed % 7).unwrap());
            match (enumerate(&choice), branch_and_bound(&choice, 100_000)) {
                (Ok(every), Ok(found)) => {
                    let slack = 1e-7 * every.value.abs().max(1.0);
                    assert!((every.value - found.value).abs() <= slack, "seed {seed}");
                    assert!(
                        (every.cost - found.cost).abs() < 1e-6,
                        "seed {seed}: cheapest of ties"
                    );
                    assert!(found.bound >= every.value - slack, "seed {seed}: a true bound");
                    solved += 1;
                }
                (Err(a), Err(b)) => {
                    assert_eq!(a.code(), b.code());
                    infeasible += 1;
                }
                (a, b) => panic!("seed {seed}: {a:?} against {b:?}"),
            }
        }
        assert!(solved > 80 && infeasible > 0, "{solved} solved, {infeasible} infeasible");
    }

    #[test]
    fn edge_a_node_limit_leaves_a_true_bound() {
        for seed in 0..20 {
            let choice = drawn(seed, 10);
            let (Ok(every), Ok(found)) = (enumerate(&choice), branch_and_bound(&choice, 1)) else {
                continue;
            };
            assert!(found.bound >= every.value - 1e-7 * every.value.abs().max(1.0));
        }
    }
}
