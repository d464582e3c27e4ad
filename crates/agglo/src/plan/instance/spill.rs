//! What follows from a stated rise along the edges of the blueprint.

use std::collections::BTreeMap;

use crate::base::blueprint::Sign;
use crate::base::error::Error;
use crate::map::gap::reading::Reading;
use crate::map::gap::spillover::{LAMBDA, edge_spillover};
use crate::plan::need::Need;

/// Rises below this are rounding, no effect.
const LEAST: f64 = 1e-6;

/// Signed strengths between elements, `[from][to]`: only edges whose evidence counts.
pub(crate) fn edges(reading: &Reading, needs: &[Need]) -> Vec<Vec<f64>> {
    let at = |id: &str| needs.iter().position(|need| need.is_called(id));
    let mut strengths = vec![vec![0.0; needs.len()]; needs.len()];
    for edge in reading.edges.iter().filter(|edge| edge.grade.counts()) {
        let ends = (at(edge.from.as_str()), at(edge.to.as_str()));
        if let (Some(from), Some(to)) = ends
            && from != to
        {
            let sign = if edge.sign == Sign::Plus { 1.0 } else { -1.0 };
            strengths[from][to] += sign * edge.strength;
        }
    }
    strengths
}

/// Direct rises with all that follows from them; what nobody can change stays as it is.
///
/// # Errors
///
/// `E0308` where effects along the edges would grow for ever.
pub(crate) fn spread(
    edges: &[Vec<f64>],
    needs: &[Need],
    direct: &BTreeMap<usize, f64>,
) -> Result<BTreeMap<usize, f64>, Error> {
    let mut start = vec![0.0; needs.len()];
    for (&element, &rise) in direct {
        start[element] = rise;
    }
    let total = edge_spillover(edges, LAMBDA, &start)?.total;
    let rises = total.into_iter().enumerate();
    Ok(rises.filter(|(at, rise)| needs[*at].mutable && rise.abs() > LEAST).collect())
}
