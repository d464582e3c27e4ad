//! Bounds of measures of unevenness where counts are withheld: exact where the mathematics gives them, simulated
//! bounds where it does not, each end saying which.

use agglo_stats::inequality::{entropy_bits, gini, herfindahl, share_distance};
use agglo_stats::slab::Slab;
use schemars::JsonSchema;
use serde::Serialize;

use crate::base::error::Error;
use crate::panel::Cell;

/// A measure of how unevenly a total is shared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Unevenness<'a> {
    /// Sum of squared shares.
    Herfindahl,
    /// Entropy of the shares in bits: the more, the more even.
    Entropy,
    /// Gini coefficient of the counts.
    Gini,
    /// Krugman's sum of absolute differences from the shares of these counts, one a cell.
    Krugman(&'a [f64]),
}

/// Where one end of a range comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Reached by some counts between the bounds, and passed by none.
    Exact,
    /// Passed by none; perhaps reached by none.
    Bound,
    /// The furthest of draws: simulated bounds, inside the true ones.
    Simulated,
}

/// One end of a range.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct End {
    /// The value.
    pub value: f64,
    /// Where it comes from.
    pub basis: Basis,
}

/// A range of a measure over all counts that agree with what is published.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Range {
    /// The least.
    pub low: End,
    /// The most.
    pub high: End,
    /// Draws of counts.
    pub draws: u32,
    /// Their seed.
    pub seed: u64,
}

/// Range of a measure over counts of which some are withheld, with the total as published.
///
/// # Returns
///
/// `None` where a cell is missing, so that nothing bounds it, where the total is nothing, and of no draws where an
/// end needs them.
///
/// # Errors
///
/// `E0301` where bounds cross, no counts between them have the total, a lower bound is below 0, or the reference
/// has another length or holds nothing.
///
/// # How to read it
///
/// Simulated bounds are too narrow: draws seldom reach a corner. Two regions whose simulated ranges touch are tied.
pub fn range(
    cells: &[Cell],
    total: f64,
    measure: Unevenness<'_>,
    draws: u32,
    seed: u64,
) -> Result<Option<Range>, Error> {
    if let Unevenness::Krugman(reference) = measure {
        let some = reference.iter().sum::<f64>() > 0.0;
        if reference.len() != cells.len() || !some || reference.iter().any(|count| *count < 0.0) {
            return Err(Error::new(
                "E0301",
                "the reference needs a count of at least 0 for each cell",
            ));
        }
    }
    let Some(ranges) = cells.iter().map(Cell::range).collect::<Option<Vec<_>>>() else {
        return Ok(None);
    };
    if total <= 0.0 {
        return Ok(None);
    }
    if let Some((low, _)) = ranges.iter().find(|(low, _)| *low < 0.0) {
        return Err(Error::new(
            "E0301",
            format!("a lower bound is {low}: counts are not negative"),
        ));
    }
    let (low, high) = ranges.into_iter().unzip();
    let slab = Slab::new(low, high, total)
        .map_err(|error| Error::new("E0301", format!("counts and their total: {error}")))?;
    Ok(ends(&slab, total, measure, draws, seed))
}

fn ends(slab: &Slab, total: f64, measure: Unevenness<'_>, draws: u32, seed: u64) -> Option<Range> {
    let even = of(measure, &slab.most_even())?;
    let exact = End { value: even, basis: Basis::Exact };
    let bound =
        End { value: (slab.most_squares() / (total * total)).min(1.0), basis: Basis::Bound };
    let drawn = || {
        let values = slab.draws(draws, seed).into_iter().filter_map(|counts| of(measure, &counts));
        // The known point between the bounds is one that could be too.
        let values: Vec<f64> = values.chain(of(measure, &slab.middle())).chain([even]).collect();
        let end = |value: Option<f64>| Some(End { value: value?, basis: Basis::Simulated });
        let least = end(values.iter().copied().min_by(f64::total_cmp));
        let most = end(values.iter().copied().max_by(f64::total_cmp));
        least.zip(most).filter(|_| draws > 0)
    };
    let (low, high) = match measure {
        // Rounding of shares may put two equal ends in the wrong order.
        Unevenness::Herfindahl => (exact, End { value: bound.value.max(even), ..bound }),
        Unevenness::Entropy => (drawn()?.0, exact),
        Unevenness::Gini => (exact, drawn()?.1),
        Unevenness::Krugman(_) => drawn()?,
    };
    Some(Range { low, high, draws, seed })
}

fn of(measure: Unevenness<'_>, counts: &[f64]) -> Option<f64> {
    match measure {
        Unevenness::Herfindahl => herfindahl(counts),
        Unevenness::Entropy => entropy_bits(counts),
        Unevenness::Gini => gini(counts),
        Unevenness::Krugman(reference) => share_distance(counts, reference),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cells(boxes: &[(f64, f64)]) -> Vec<Cell> {
        boxes.iter().map(|&(low, high)| Cell::withheld(low, high).unwrap()).collect()
    }

    #[test]
    fn reference_two_hidden_counts_beside_a_known_one() {
        // 50 of 100 known, the others 10 to 40 each: squares from 25^2 twice to 40^2 + 10^2.
        let mut all = cells(&[(10.0, 40.0), (10.0, 40.0)]);
        all.push(Cell::disclosed(50.0).unwrap());
        let found = range(&all, 100.0, Unevenness::Herfindahl, 0, 1).unwrap().unwrap();
        assert!((found.low.value - 0.375).abs() < 1e-12 && found.low.basis == Basis::Exact);
        assert!((found.high.value - 0.42).abs() < 1e-12 && found.high.basis == Basis::Bound);
        let found = range(&all, 100.0, Unevenness::Entropy, 99, 1).unwrap().unwrap();
        assert!((found.high.value - 1.5).abs() < 1e-12 && found.high.basis == Basis::Exact);
        assert!(found.low.basis == Basis::Simulated && found.low.value < 1.42);
    }

    proptest! {
        #[test]
        fn law_ranges_hold_the_truth_where_they_are_exact(
            truth in prop::collection::vec(0.0_f64..100.0, 2..7), wide in 0.0_f64..30.0
        ) {
            let total: f64 = truth.iter().sum();
            prop_assume!(total > 1.0);
            let boxes: Vec<(f64, f64)> = truth.iter().map(|x| ((x - wide).max(0.0), x + wide)).collect();
            let reference = vec![1.0; truth.len()];
            for measure in [
                Unevenness::Herfindahl, Unevenness::Entropy, Unevenness::Gini, Unevenness::Krugman(&reference)
            ] {
                let found = range(&cells(&boxes), total, measure, 20, 3).unwrap().unwrap();
                let value = of(measure, &truth).unwrap();
                prop_assert!(found.low.value <= found.high.value + 1e-12);
                prop_assert!(found.low.basis == Basis::Simulated || found.low.value <= value + 1e-9);
                prop_assert!(found.high.basis == Basis::Simulated || found.high.value >= value - 1e-9);
            }
        }
    }

    #[test]
    fn edge_missing_cells_nothing_and_impossible_totals() {
        let missing = [Cell::MISSING, Cell::ZERO];
        assert_eq!(range(&missing, 5.0, Unevenness::Gini, 9, 1), Ok(None));
        assert_eq!(range(&cells(&[(0.0, 5.0)]), 0.0, Unevenness::Gini, 9, 1), Ok(None));
        assert_eq!(range(&cells(&[(0.0, 5.0)]), 3.0, Unevenness::Gini, 0, 1), Ok(None));
        assert!(range(&cells(&[(0.0, 5.0)]), 9.0, Unevenness::Gini, 9, 1).is_err());
        assert!(range(&cells(&[(0.0, 5.0)]), 3.0, Unevenness::Krugman(&[]), 9, 1).is_err());
    }
}
