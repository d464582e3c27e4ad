//! How many equal industries would be as diverse as a region's: the inverse of the Herfindahl index, with what
//! hidden cells leave open.
//!
//! `(sum_i x_i)^2 / (W sum_i x_i^2 / w_i)`, with all weights and `W` 1. With the counts of a reference area as
//! weights and their sum as `W` it is the Hachman index, so both have their bounds from here.

use agglo_stats::float;

use crate::base::classification::Classification;
use crate::base::estimate::{Answer, Estimate, Interval, Provenance, Withheld};
use crate::base::terms::Terms;
use crate::map::diversity::herfindahl;
use crate::map::place::Place;
use crate::panel::{Cell, Panel, Structure};

/// The counts that a mix is taken over: establishments, published in every cell, or what is counted alone.
pub(super) fn mixed<'a>(structure: &'a Structure, terms: &Terms) -> &'a Panel {
    if terms.counted.has_establishments { &structure.establishments } else { &structure.employment }
}

/// Equal industries that would be as diverse as those of a place, at the country's group level.
///
/// # Returns
///
/// From 1, one industry alone, to the number of industries, all equal.
///
/// # Withheld when
///
/// The place has no row in the table, or holds nothing; with bounds where some of its cells are hidden. An industry
/// of less than nothing counts as nothing.
///
/// # Source
///
/// Hirschman 1945, National Power and the Structure of Foreign Trade; Herfindahl 1950.
pub fn effective_of(
    structure: &Structure,
    classification: &Classification,
    terms: &Terms,
    place: Place<'_>,
) -> Answer {
    let panel = mixed(structure, terms);
    let listed = panel.axes().industries.iter().filter(|id| {
        classification.get(id.as_str()).is_some_and(|own| own.level == terms.detail.group)
    });
    let cells: Vec<Cell> = listed.map(|id| place.cell(panel, 0, id.as_str())).collect();
    let counts = over_hidden(&cells, &vec![1.0; cells.len()], 1.0)?;
    let found = herfindahl(&counts).ok_or_else(|| Withheld::undefined("a share of nothing"))?;
    Estimate::exact(found.effective, Provenance::new("herfindahl/1", [panel.axes().source.clone()]))
}

/// Cells whose corners are tried one by one; of more, no bounds are given.
const CORNERS: usize = 10;
/// Rounds of the ascent to the greatest value; each hidden cell moves to its best once a round.
const ROUNDS: usize = 200;

/// The counts of a mix, or why there are none: hidden cells give the range of the quotient.
///
/// The root of the quotient is a sum over a norm: its least value over a box stands at a corner, and a cell that no
/// other move betters stands at the greatest.
pub(super) fn over_hidden(cells: &[Cell], weights: &[f64], scale: f64) -> Answer<Vec<f64>> {
    let mut ranges = Vec::with_capacity(cells.len());
    for cell in cells {
        match cell.range() {
            Some((low, high)) => ranges.push((low.max(0.0), high.max(0.0))),
            None => return Err(Withheld::missing("not measured")),
        }
    }
    let points: Answer<Vec<f64>> =
        cells.iter().map(|cell| cell.point().map(|value| value.max(0.0))).collect();
    points.map_err(|why| Withheld { bounds: bounds(&ranges, weights, scale), ..why })
}

fn bounds(ranges: &[(f64, f64)], weights: &[f64], scale: f64) -> Option<Interval> {
    let hidden: Vec<usize> = (0..ranges.len()).filter(|&at| ranges[at].0 < ranges[at].1).collect();
    if hidden.len() > CORNERS || weights.iter().any(|weight| *weight <= 0.0) {
        return None;
    }
    let quotient = |counts: &[f64]| {
        let total = float::sum(counts.iter().copied());
        let squares = counts.iter().zip(weights).map(|(x, weight)| x * x / weight);
        let squares = float::sum(squares) * scale;
        (squares > 0.0).then(|| total * total / squares)
    };
    let mut counts: Vec<f64> = ranges.iter().map(|range| range.0).collect();
    let mut least = f64::INFINITY;
    for corner in 0..1_usize << hidden.len() {
        for (bit, &at) in hidden.iter().enumerate() {
            counts[at] = if corner >> bit & 1 == 0 { ranges[at].0 } else { ranges[at].1 };
        }
        least = least.min(quotient(&counts)?);
    }
    for _ in 0..ROUNDS {
        for &at in &hidden {
            let others = |of: &dyn Fn(usize) -> f64| {
                float::sum((0..counts.len()).filter(|&other| other != at).map(of))
            };
            let rest = others(&|other| counts[other]);
            let squares = others(&|other| counts[other] * counts[other] / weights[other]);
            let best = if rest > 0.0 { squares * weights[at] / rest } else { ranges[at].1 };
            counts[at] = best.clamp(ranges[at].0, ranges[at].1);
        }
    }
    Interval::bounds(least, quotient(&counts)?.max(least))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(value: f64) -> Cell {
        Cell::disclosed(value).unwrap()
    }

    #[test]
    fn law_bounds_hold_every_value_that_hidden_cells_can_have() {
        let cells = [
            known(50.0),
            Cell::withheld(0.0, 30.0).unwrap(),
            known(20.0),
            Cell::withheld(5.0, 90.0).unwrap(),
        ];
        let bounds = over_hidden(&cells, &[1.0; 4], 1.0).unwrap_err().bounds.unwrap();
        let (mut least, mut most) = (f64::INFINITY, 0.0_f64);
        for a in 0..=30 {
            for b in 5..=90 {
                let found =
                    herfindahl(&[50.0, f64::from(a), 20.0, f64::from(b)]).unwrap().effective;
                assert!(bounds.lower() <= found + 1e-9 && found <= bounds.upper() + 1e-9);
                (least, most) = (least.min(found), most.max(found));
            }
        }
        assert!((bounds.lower() - least).abs() < 1e-9 && bounds.upper() - most < 1e-3);
    }

    #[test]
    fn edge_less_than_nothing_counts_as_nothing_and_missing_stays_missing() {
        assert_eq!(over_hidden(&[known(-25.0), known(4.0)], &[1.0; 2], 1.0), Ok(vec![0.0, 4.0]));
        assert!(over_hidden(&[Cell::MISSING], &[1.0], 1.0).is_err());
    }
}
