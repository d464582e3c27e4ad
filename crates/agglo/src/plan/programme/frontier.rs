//! The frontier: what each budget reaches under each least share for underserved places.
//!
//! The outcome is made as large as it gets under a budget and a share, one after the other (the method of
//! constraints, Mavrotas 2009). A point is listed when what is chosen changes.

use crate::base::error::Error;
use crate::plan::programme::Programme;
use crate::plan::programme::model::Model;
use crate::plan::programme::price::named;
use crate::plan::programme::solve::{Found, Solving, solve};

/// A point of the frontier.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Least share of the benefit to underserved places.
    pub phi: f64,
    /// Money of all years.
    pub budget: f64,
    /// The level that, everywhere and always, is worth as much.
    pub equivalent: f64,
    /// What starts, and when.
    pub chosen: Vec<(String, usize)>,
    /// What it costs.
    pub cost: f64,
    /// Share of the benefit that reaches underserved places; none without benefit.
    pub share_underserved: Option<f64>,
    /// What enters beside the point before.
    pub enters: Vec<String>,
    /// What leaves beside the point before.
    pub leaves: Vec<String>,
    /// Whether no better plan exists.
    pub optimal: bool,
    /// Distance to the bound, relative to the value.
    pub gap: f64,
}

/// The frontier over total budgets, ascending, for each share in turn. A budget is spread over the years
/// as the programme's own is.
///
/// # Errors
///
/// As [`solve`].
pub fn frontier(
    programme: &Programme,
    budgets: &[f64],
    shares: &[f64],
    solving: Solving,
) -> Result<Vec<Point>, Error> {
    let mut budgets = budgets.to_vec();
    budgets.sort_by(f64::total_cmp);
    let ids = Model::new(programme)?;
    let mut points: Vec<Point> = Vec::new();
    for &phi in shares {
        let first = points.len();
        for &budget in &budgets {
            let asked = Programme {
                budget: spread(&programme.budget, budget),
                equity: if phi > 0.0 { Some(phi) } else { None },
                ..programme.clone()
            };
            let Found::Plan(best) = solve(&asked, solving)? else { continue };
            let chosen = named(&ids, &best.selection.starts);
            let before = points[first..].last().map(|point| point.chosen.as_slice());
            if before.is_some_and(|before| same_ids(before, &chosen)) {
                continue;
            }
            let before = before.unwrap_or_default();
            points.push(Point {
                phi,
                budget,
                equivalent: best.selection.equivalent,
                enters: beside(&chosen, before),
                leaves: beside(before, &chosen),
                cost: best.selection.cost,
                share_underserved: best.selection.share_underserved,
                optimal: best.proof.optimal,
                gap: best.proof.gap,
                chosen,
            });
        }
    }
    Ok(points)
}

/// A total over years in the proportions of a budget; evenly where that is nothing.
fn spread(like: &[f64], total: f64) -> Vec<f64> {
    let all = agglo_stats::float::sum(like.iter().copied());
    let even = 1.0 / like.len() as f64;
    like.iter().map(|money| total * if all > 0.0 { money / all } else { even }).collect()
}

fn same_ids(a: &[(String, usize)], b: &[(String, usize)]) -> bool {
    a.iter().map(|(id, _)| id).eq(b.iter().map(|(id, _)| id))
}

/// Ids of the first that the second has not.
fn beside(these: &[(String, usize)], those: &[(String, usize)]) -> Vec<String> {
    let known = |id: &String| those.iter().any(|(other, _)| other == id);
    these.iter().filter(|(id, _)| !known(id)).map(|(id, _)| id.clone()).collect()
}
