//! What published totals say about hidden cells: a whole is the sum of its parts.
//!
//! A hidden cell lies between `whole - (most that the other parts can be)` and
//! `whole - (least that they can be)`; a hidden whole lies between the sums of its parts' ends. Applied
//! equation by equation until nothing moves. The bounds are valid, not always the tightest possible:
//! that takes a linear programme per cell (Isserman and Westervelt 2006 iterate in the same way).

use std::fmt;

/// Ends that move by less than this are at rest. Figures are counts, so nothing real is lost.
const REST: f64 = 1e-6;
/// Trees come to rest in two sweeps; equations that cross may take more. What is left then is valid.
const MOST_SWEEPS: usize = 100;

/// One published identity: the cell at `whole` is the sum of the cells at `parts`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// How the identity is called in a message.
    pub name: String,
    /// Position of the whole.
    pub whole: usize,
    /// Positions of the parts.
    pub parts: Vec<usize>,
}

/// An identity that no values inside the bounds can fulfil.
#[derive(Clone, Debug, PartialEq)]
pub struct Contradiction {
    /// Name of the identity.
    pub name: String,
    /// Ends of the whole.
    pub whole: [f64; 2],
    /// Sums of the ends of the parts.
    pub parts: [f64; 2],
}

impl fmt::Display for Contradiction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ([a, b], [c, d]) = (self.whole, self.parts);
        write!(f, "{}: the whole is in [{a}, {b}], its parts add up to [{c}, {d}]", self.name)
    }
}

/// Narrows `bounds`, pairs of least and most, by `sums`; a published cell has equal ends, an unknown end
/// is infinite.
///
/// # Returns
///
/// The identities that contradict the bounds, once each; their cells keep the ends that they had. The
/// truth stays inside the bounds wherever it was inside before and the identities hold.
///
/// # Source
///
/// Isserman and Westervelt 2006, International Regional Science Review 29(3).
pub fn tighten(bounds: &mut [[f64; 2]], sums: &[Sum]) -> Vec<Contradiction> {
    let mut contradictions: Vec<(usize, Contradiction)> = Vec::new();
    for _ in 0..MOST_SWEEPS {
        let mut moved = false;
        // Parts before wholes going up, wholes before parts going down: whatever the order given, one of
        // the two directions carries each piece of knowledge all the way.
        for index in (0..sums.len()).chain((0..sums.len()).rev()) {
            if contradictions.iter().any(|(known, _)| *known == index) {
                continue;
            }
            match apply(bounds, &sums[index]) {
                Ok(changed) => moved |= changed,
                Err(found) => contradictions.push((index, found)),
            }
        }
        if !moved {
            break;
        }
    }
    contradictions.sort_by_key(|(index, _)| *index);
    contradictions.into_iter().map(|(_, found)| found).collect()
}

/// Narrows the cells of one identity; whether one moved.
fn apply(bounds: &mut [[f64; 2]], sum: &Sum) -> Result<bool, Contradiction> {
    let low: f64 = sum.parts.iter().map(|&part| bounds[part][0]).sum();
    let open = sum.parts.iter().filter(|&&part| bounds[part][1].is_infinite()).count();
    let finite = |&&part: &&usize| bounds[part][1].is_finite();
    let high: f64 = sum.parts.iter().filter(finite).map(|&part| bounds[part][1]).sum();
    let parts = [low, if open > 0 { f64::INFINITY } else { high }];
    let whole = bounds[sum.whole];
    if parts[0] > whole[1] + REST || parts[1] < whole[0] - REST {
        return Err(Contradiction { name: sum.name.clone(), whole, parts });
    }
    let mut moved = narrow(&mut bounds[sum.whole], parts);
    let whole = bounds[sum.whole];
    for &part in &sum.parts {
        let [own_low, own_high] = bounds[part];
        let others_low = low - own_low;
        let others_high = match (open, own_high.is_infinite()) {
            (0, _) => high - own_high,
            (1, true) => high,
            _ => f64::INFINITY,
        };
        moved |= narrow(&mut bounds[part], [whole[0] - others_high, whole[1] - others_low]);
    }
    Ok(moved)
}

/// Moves the ends of a cell inwards; ends that would cross by rounding meet instead.
fn narrow(cell: &mut [f64; 2], [low, high]: [f64; 2]) -> bool {
    let before = *cell;
    if low > cell[0] + REST {
        cell[0] = low.min(cell[1]);
    }
    if high < cell[1] - REST {
        cell[1] = high.max(cell[0]);
    }
    (cell[0] - before[0]).abs() > REST || cell[1] < before[1] - REST
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HIDDEN: [f64; 2] = [0.0, f64::INFINITY];

    fn known(value: f64) -> [f64; 2] {
        [value, value]
    }

    fn sum(name: &str, whole: usize, parts: &[usize]) -> Sum {
        Sum { name: name.into(), whole, parts: parts.to_vec() }
    }

    fn same(found: &[[f64; 2]], expected: &[[f64; 2]]) -> bool {
        found.iter().flatten().zip(expected.iter().flatten()).all(|(a, b)| (a - b).abs() < 1e-9)
    }

    #[test]
    fn two_hidden_parts_of_a_known_whole_lie_between_nothing_and_the_whole() {
        // Gulf County 2016, jobs of 71 and its parts 711 and 713.
        let mut bounds = [known(22.5), HIDDEN, HIDDEN];
        assert_eq!(tighten(&mut bounds, &[sum("71", 0, &[1, 2])]), []);
        assert!(same(&bounds, &[known(22.5), [0.0, 22.5], [0.0, 22.5]]));
    }

    #[test]
    fn what_the_known_parts_leave_is_shared_by_the_hidden_ones() {
        // Gulf County 2016: 722 less 7225 leaves 37.83 jobs for 7223 and 7224.
        let mut bounds = [known(425.58), HIDDEN, HIDDEN, known(387.75)];
        tighten(&mut bounds, &[sum("722", 0, &[1, 2, 3])]);
        assert!(same(&bounds[1..3], &[[0.0, 37.83], [0.0, 37.83]]));
    }

    #[test]
    fn knowledge_travels_up_and_down_whatever_the_order_of_identities() {
        let tree = [sum("top", 0, &[1, 2]), sum("left", 1, &[3, 4]), sum("right", 2, &[5, 6])];
        let start = [known(100.0), HIDDEN, HIDDEN, known(30.0), HIDDEN, known(50.0), HIDDEN];
        let expected = [
            known(100.0),
            [30.0, 50.0],
            [50.0, 70.0],
            known(30.0),
            [0.0, 20.0],
            known(50.0),
            [0.0, 20.0],
        ];
        for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
            let mut bounds = start;
            let sums: Vec<Sum> = order.iter().map(|&at| tree[at].clone()).collect();
            assert_eq!(tighten(&mut bounds, &sums), []);
            assert!(same(&bounds, &expected), "{bounds:?}");
        }
    }

    #[test]
    fn an_identity_that_cannot_hold_is_named_and_moves_nothing() {
        let mut bounds = [known(10.0), known(7.0), known(4.0), HIDDEN];
        let found = tighten(&mut bounds, &[sum("72 = 721 + 722", 0, &[1, 2, 3])]);
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].to_string(),
            "72 = 721 + 722: the whole is in [10, 10], its parts add up to [11, inf]"
        );
        assert!(same(&bounds[..3], &[known(10.0), known(7.0), known(4.0)]));
        assert!(bounds[3][1].is_infinite());
    }

    #[test]
    fn no_identity_and_no_part_leave_all_as_it_was() {
        let mut bounds = [HIDDEN];
        assert_eq!(tighten(&mut bounds, &[]), []);
        assert!(bounds[0][1].is_infinite());
        assert_eq!(tighten(&mut bounds, &[sum("empty", 0, &[])]), []);
        assert!(same(&bounds, &[known(0.0)]), "the sum of nothing is zero");
    }

    proptest! {
        #[test]
        fn law_the_truth_stays_inside_and_bounds_never_widen(
            leaves in prop::collection::vec((0_u32..500, any::<bool>()), 12),
            hidden in prop::collection::vec(any::<bool>(), 5),
        ) {
            // Twelve leaves, four groups of three, one whole: five wholes at 0..5, leaves at 5..17.
            let mut truth = [0.0; 17];
            for (at, (value, _)) in leaves.iter().enumerate() {
                truth[5 + at] = f64::from(*value);
                truth[1 + at / 3] += f64::from(*value);
                truth[0] += f64::from(*value);
            }
            let mut sums = vec![sum("all", 0, &[1, 2, 3, 4])];
            sums.extend((0..4).map(|group| {
                let first = 5 + 3 * group;
                sum("group", 1 + group, &[first, first + 1, first + 2])
            }));
            let is_hidden = |at: usize| if at < 5 { hidden[at] } else { leaves[at - 5].1 };
            let start: Vec<[f64; 2]> = (0..17)
                .map(|at| if is_hidden(at) { HIDDEN } else { known(truth[at]) })
                .collect();
            let mut bounds = start.clone();
            prop_assert_eq!(tighten(&mut bounds, &sums), vec![]);
            for at in 0..17 {
                let [low, high] = bounds[at];
                prop_assert!(low - 1e-9 <= truth[at] && truth[at] <= high + 1e-9);
                prop_assert!(low >= start[at][0] && high <= start[at][1]);
            }
            let again = bounds.clone();
            tighten(&mut bounds, &sums);
            prop_assert_eq!(bounds, again);
        }
    }
}
