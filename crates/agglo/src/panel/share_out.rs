//! Estimates of hidden cells of a tree: what published cells leave of each whole, shared out among its hidden
//! parts.
//!
//! From the top down: a whole that is published, or has just been estimated, less its published parts, is
//! split in proportion to how large each hidden part is likely to be, and no part leaves its bounds. Every
//! published total is met.

use std::collections::BTreeMap;

use agglo_stats::biproportional::fit_line_within;
use agglo_stats::float;

use crate::base::error::Error;
use crate::panel::tighten::Sum;

/// What an empty guess counts as: a hidden cell holds something, and its share of nothing would be nothing.
const SOMETHING: f64 = 0.5;

/// Estimates of all cells, of published ones what was published.
///
/// # Inputs
///
/// `bounds`: least and most of each cell after [`super::tighten::tighten`]; equal ends where it is published.
/// `likely`: a first guess of each cell, in its own unit (establishments at a mean size, say); only ratios
/// among the parts of one whole matter, except for a cell that is part of nothing. `sums` form trees: a cell
/// is part of at most one whole.
///
/// # Returns
///
/// Positions as given; the parts of each whole add up to it. An estimate is one guess out of many that the
/// totals allow: show it with its bounds, never as if it were published.
///
/// # Errors
///
/// `E0301` where lengths differ, an identity names a cell that is not there, a guess is not a size, or a cell
/// is part of two wholes; `E0302` where the bounds contradict an identity.
///
/// # Source
///
/// The allocation step of Isserman and Westervelt 2006, International Regional Science Review 29(3), from
/// guesses of the caller's and not from the middles of ranges.
pub fn share_out(bounds: &[[f64; 2]], likely: &[f64], sums: &[Sum]) -> Result<Vec<f64>, Error> {
    check(bounds, likely, sums)?;
    let at_root = |(at, &[low, high]): (usize, &[f64; 2])| likely[at].max(low).min(high);
    let mut values: Vec<f64> = bounds.iter().enumerate().map(at_root).collect();
    for sum in top_down(bounds.len(), sums)? {
        let parts = &sum.parts;
        let seeds: Vec<f64> = parts.iter().map(|&part| likely[part].max(SOMETHING)).collect();
        let end =
            |end: usize| -> Vec<f64> { parts.iter().map(|&part| bounds[part][end]).collect() };
        let shared =
            fit_line_within(&seeds, &end(0), &end(1), values[sum.whole]).ok_or_else(|| {
                let (name, whole) = (&sum.name, values[sum.whole]);
                Error::new("E0302", format!("{name}: its parts cannot add up to {whole}"))
            })?;
        for (&part, value) in parts.iter().zip(shared) {
            values[part] = value;
        }
    }
    Ok(values)
}

fn check(bounds: &[[f64; 2]], likely: &[f64], sums: &[Sum]) -> Result<(), Error> {
    let wrong = |what: &str| Err(Error::new("E0301", what.to_owned()));
    if bounds.len() != likely.len() {
        return wrong("one guess for each cell");
    }
    if likely.iter().any(|guess| !(guess.is_finite() && *guess >= 0.0)) {
        return wrong("a guess is a number from 0 up");
    }
    let cells = sums.iter().flat_map(|sum| sum.parts.iter().chain([&sum.whole]));
    if cells.into_iter().any(|&cell| cell >= bounds.len()) {
        return wrong("an identity names a cell that is not there");
    }
    let crossed = |&[low, high]: &[f64; 2]| !(low <= high && low.is_finite());
    if bounds.iter().any(crossed) { wrong("bounds that cross") } else { Ok(()) }
}

/// Identities so that each comes after the one whose part its whole is.
fn top_down(cells: usize, sums: &[Sum]) -> Result<Vec<&Sum>, Error> {
    let mut parent: Vec<Option<usize>> = vec![None; cells];
    for (at, sum) in sums.iter().enumerate() {
        for &part in &sum.parts {
            if parent[part].replace(at).is_some() {
                let what = format!("{}: a part of it is part of another whole too", sum.name);
                return Err(Error::new("E0301", what));
            }
        }
    }
    // Steps up to the root; more of them than identities go round in a ring.
    let depth = |sum: &Sum| {
        let up = std::iter::successors(parent[sum.whole], |&at| parent[sums[at].whole]);
        up.take(sums.len() + 1).count()
    };
    let mut by_depth: BTreeMap<usize, Vec<&Sum>> = BTreeMap::new();
    for sum in sums {
        by_depth.entry(depth(sum)).or_default().push(sum);
    }
    if by_depth.last_key_value().is_some_and(|(depth, _)| *depth > sums.len()) {
        return Err(Error::new("E0301", "a whole is a part of itself"));
    }
    Ok(by_depth.into_values().flatten().collect())
}

/// How far estimates are from the truth: the sum of what they miss by, as a share of what there is.
///
/// `None` where there is nothing.
pub fn missed(estimates: &[f64], truth: &[f64]) -> Option<f64> {
    let whole = float::sum(truth.iter().copied());
    let apart = estimates.iter().zip(truth).map(|(guess, true_value)| (guess - true_value).abs());
    (whole > 0.0).then(|| float::sum(apart) / whole)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::panel::tighten::tighten;

    fn sum(whole: usize, parts: &[usize]) -> Sum {
        Sum { name: format!("cell {whole}"), whole, parts: parts.to_vec() }
    }

    const OPEN: [f64; 2] = [0.0, f64::INFINITY];

    #[test]
    fn reference_a_tree_by_hand() {
        // 100 = 40 published + two hidden, likely 20 to 10; the first of them holds two hidden, 1 to 3.
        let sums = [sum(2, &[4, 5]), sum(0, &[1, 2, 3])];
        let mut bounds = [[100.0; 2], [40.0; 2], OPEN, OPEN, OPEN, OPEN];
        assert_eq!(tighten(&mut bounds, &sums), []);
        let found = share_out(&bounds, &[0.0, 7.0, 20.0, 10.0, 1.0, 3.0], &sums).unwrap();
        for (a, b) in found.iter().zip([100.0, 40.0, 40.0, 20.0, 10.0, 30.0]) {
            assert!((a - b).abs() < 1e-9, "{found:?}");
        }
    }

    #[test]
    fn a_part_that_is_full_leaves_the_rest_to_the_others() {
        let bounds = [[10.0; 2], [0.0, 2.0], [0.0, 10.0]];
        let found = share_out(&bounds, &[0.0, 5.0, 5.0], &[sum(0, &[1, 2])]).unwrap();
        assert!((found[1] - 2.0).abs() < 1e-9 && (found[2] - 8.0).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn law_totals_are_met_and_no_cell_leaves_its_bounds(
            leaves in prop::collection::vec((0_u16..50, any::<bool>(), 0_u16..9), 9),
            middles in prop::collection::vec(any::<bool>(), 3),
        ) {
            // One root, three wholes of three leaves each.
            let mut truth: Vec<f64> = leaves.iter().map(|leaf| f64::from(leaf.0)).collect();
            let wholes: Vec<f64> = truth.chunks(3).map(|part| part.iter().sum()).collect();
            truth.extend(&wholes);
            truth.push(wholes.iter().sum());
            let hidden: Vec<bool> = leaves.iter().map(|leaf| leaf.1).chain(middles).chain([false]).collect();
            let mut sums: Vec<Sum> = (0..3).map(|at| sum(9 + at, &[3 * at, 3 * at + 1, 3 * at + 2])).collect();
            sums.push(sum(12, &[9, 10, 11]));
            let mut bounds: Vec<[f64; 2]> = truth.iter().zip(&hidden)
                .map(|(value, hidden)| if *hidden { OPEN } else { [*value; 2] }).collect();
            prop_assert_eq!(tighten(&mut bounds, &sums), []);
            let likely: Vec<f64> = leaves.iter().map(|leaf| f64::from(leaf.2)).chain([1.0; 4]).collect();
            let found = share_out(&bounds, &likely, &sums).unwrap();
            for sum in &sums {
                let parts: f64 = sum.parts.iter().map(|&part| found[part]).sum();
                prop_assert!((parts - found[sum.whole]).abs() < 1e-6, "{}: {parts}", sum.name);
            }
            for ((value, [low, high]), (published, hidden)) in found.iter().zip(&bounds).zip(truth.iter().zip(&hidden)) {
                prop_assert!(*value >= low - 1e-9 && *value <= high + 1e-9);
                prop_assert!(*hidden || (value - published).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn edge_wrong_shapes_are_refused() {
        let code = |bounds: &[[f64; 2]], likely: &[f64], sums: &[Sum]| {
            share_out(bounds, likely, sums).unwrap_err().code().to_owned()
        };
        assert_eq!(code(&[OPEN], &[], &[]), "E0301");
        assert_eq!(code(&[OPEN], &[f64::NAN], &[]), "E0301");
        assert_eq!(code(&[OPEN], &[1.0], &[sum(0, &[1])]), "E0301");
        assert_eq!(code(&[OPEN; 2], &[1.0; 2], &[sum(0, &[1]), sum(1, &[0])]), "E0301", "a ring");
        let both = [sum(0, &[2]), sum(1, &[2])];
        assert_eq!(code(&[OPEN; 3], &[1.0; 3], &both), "E0301", "part of two");
        assert_eq!(code(&[[9.0; 2], [0.0, 1.0]], &[1.0; 2], &[sum(0, &[1])]), "E0302");
    }

    #[test]
    fn edge_nothing_has_no_share_of_what_was_missed() {
        assert_eq!(missed(&[1.0], &[0.0]), None);
        assert!((missed(&[1.0, 4.0], &[2.0, 2.0]).unwrap() - 0.75).abs() < 1e-12);
        assert!(share_out(&[], &[], &[]).unwrap().is_empty());
    }
}
