//! A movement split into what caused it, by swapping one cause after the other.
//!
//! `is - saved = sum over causes of (value after the swap - value before it)`. Which part a cause gets depends on
//! the order of swapping wherever a figure is not a sum of what the causes bring; how much hangs on the order is
//! told beside the parts.

use schemars::JsonSchema;
use serde::Serialize;

use crate::base::estimate::{Answer, Estimate, Figure, Provenance, Withheld};
use crate::close::Cause;

/// A figure as it was saved, and after each swap; `None` where there is no number.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Values {
    /// As it was saved.
    pub saved: Option<f64>,
    /// After each swap, in the order of [`Cause::ALL`].
    pub after: [Option<f64>; 4],
    /// With the method and boundaries of now and the new data, without the revision; `None` where it was not
    /// asked because one of the two is absent.
    pub unrevised: Option<f64>,
}

/// One part of a movement.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Part {
    /// What caused it.
    pub cause: Cause,
    /// By how much, in the figure's own unit.
    pub change: Figure,
}

/// A movement and its parts.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Split {
    /// The whole movement: the sum of the parts in their order.
    pub total: Figure,
    /// Its parts, in the order of swapping; those that are 0 are left out.
    pub parts: Vec<Part>,
    /// How much of the parts of revision and new data would change places if new data came before the revision:
    /// 0 where the order does not matter. Absent where one of the two is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub depends_on_order: Option<Figure>,
}

/// Splits a movement.
///
/// # Returns
///
/// Parts whose sum in their order is the total to the last bit for whole numbers up to 2^53, and to
/// rounding of floating point otherwise.
///
/// # Withheld when
///
/// The figure had no number when it was saved, or has none now: then it moved between a number and none, which is
/// no amount. Where it had none only on the way, the next swap that gives one has the whole step.
pub fn split(values: &Values) -> Split {
    let [.., last] = values.after;
    let (Some(saved), Some(_)) = (values.saved, last) else {
        let none = Withheld::undefined("there is no number before, or none now");
        return Split { total: Figure::Withheld(none), parts: Vec::new(), depends_on_order: None };
    };
    let (mut before, mut total, mut parts) = (saved, 0.0, Vec::new());
    for (cause, after) in Cause::ALL.into_iter().zip(values.after) {
        let Some(after) = after else { continue };
        let change = after - before;
        before = after;
        if change != 0.0 {
            total += change;
            parts.push(Part { cause, change: Figure::from(amount(change)) });
        }
    }
    let [_, boundary, revision, new] = values.after;
    let interaction = values.unrevised.and_then(|unrevised| {
        let (boundary, revision, new) = (boundary?, revision?, new?);
        Some(Figure::from(amount((new - revision) - (unrevised - boundary))))
    });
    Split { total: Figure::from(amount(total)), parts, depends_on_order: interaction }
}

/// A difference of two figures.
fn amount(value: f64) -> Answer {
    // A zero that is the difference of two equal figures has no sign.
    Estimate::exact(value + 0.0, Provenance::new("close_split/1", []))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(saved: f64, after: [f64; 4]) -> Values {
        Values { saved: Some(saved), after: after.map(Some), unrevised: None }
    }

    fn parts(split: &Split) -> Vec<(Cause, f64)> {
        split.parts.iter().map(|part| (part.cause, part.change.value().unwrap())).collect()
    }

    #[test]
    fn each_cause_has_the_step_that_its_swap_makes() {
        let split = split(&values(100.0, [101.0, 90.0, 95.0, 130.0]));
        let expected = [
            (Cause::Method, 1.0),
            (Cause::Boundary, -11.0),
            (Cause::Revision, 5.0),
            (Cause::NewData, 35.0),
        ];
        assert_eq!((parts(&split), split.total.value()), (expected.to_vec(), Some(30.0)));
    }

    #[test]
    fn a_pure_revision_is_revision_alone() {
        let split = split(&values(7.25, [7.25, 7.25, 8.5, 8.5]));
        assert_eq!(parts(&split), [(Cause::Revision, 1.25)]);
    }

    #[test]
    fn law_parts_of_whole_numbers_sum_to_the_movement_to_the_last_bit() {
        // A fixed walk over numbers of jobs up to a nation's.
        let mut state = 1_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            ((state >> 33) % 200_000_000) as f64
        };
        for _ in 0..1_000 {
            let (saved, after) = (next(), [next(), next(), next(), next()]);
            let split = split(&values(saved, after));
            let sum: f64 = parts(&split).iter().map(|(_, change)| change).sum();
            assert_eq!(Some(sum), split.total.value());
            assert_eq!(sum.to_bits(), (after[3] - saved + 0.0).to_bits());
        }
    }

    #[test]
    fn what_hangs_on_the_order_is_told() {
        // A share: the revision doubles the part, new data doubles the whole.
        let (was, revised, unrevised, is) = (0.25, 0.5, 0.125, 0.25);
        let own = Values { unrevised: Some(unrevised), ..values(was, [was, was, revised, is]) };
        let told = split(&own).depends_on_order.unwrap();
        assert_eq!(told.value(), Some(-0.125));
        // A sum: each brings its own, whichever comes first.
        let own = Values { unrevised: Some(13.0), ..values(10.0, [10.0, 10.0, 12.0, 15.0]) };
        assert_eq!(split(&own).depends_on_order.unwrap().value(), Some(0.0));
    }

    #[test]
    fn from_a_number_to_none_is_no_amount_and_none_on_the_way_is_stepped_over() {
        let hidden = Values { after: [Some(1.0), Some(1.0), None, None], ..values(1.0, [0.0; 4]) };
        assert_eq!((split(&hidden).total.value(), split(&hidden).parts.len()), (None, 0));
        let on_the_way = Values { after: [Some(1.0), Some(1.0), None, Some(4.0)], ..hidden };
        assert_eq!(parts(&split(&on_the_way)), [(Cause::NewData, 3.0)]);
    }
}
