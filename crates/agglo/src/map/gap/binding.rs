//! Binding gap: the element whose next step raises the aggregate most.
//!
//! For given levels the order of the step gains is the order of `d = w (min(1, l + D)^rho - l^rho) / rho`
//! (`w ln((l + D) / l)` at `rho = 0`), which depends on the element alone. `d` never rises with the
//! level for `rho <= 1`, so under intervals the corners of the box decide.

use agglo_stats::float;

use crate::base::error::Error;
use crate::map::gap::Span;
use crate::map::gap::aggregate::{Scored, check_weights};

/// Default step of a level.
pub const STEP: f64 = 0.10;

const GEOMETRIC: f64 = 1e-9;

/// What binds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Binding {
    /// Every level that can be changed is 1.
    None,
    /// One element, by its position.
    One(usize),
    /// Several elements at 0, none of which helps alone, by position.
    Together(Vec<usize>),
}

/// Which element binds, which may, and which must, when levels are spans.
#[derive(Clone, Debug, PartialEq)]
pub struct Possible {
    /// Positions that bind whatever the withheld cells hold.
    pub necessarily: Vec<usize>,
    /// Positions that bind for some content of the withheld cells.
    pub possibly: Vec<usize>,
    /// All levels are 1 whatever the withheld cells hold: nothing binds.
    pub none_necessarily: bool,
    /// All levels may be 1.
    pub none_possibly: bool,
    /// `d` at the low end of each level; infinite at 0 for `rho <= 0`.
    pub d_at_low: Vec<f64>,
    /// `d` at the high end of each level.
    pub d_at_high: Vec<f64>,
}

/// A step must lie in `(0, 1]`.
///
/// # Errors
///
/// `E0309`.
pub fn check_step(step: f64) -> Result<(), Error> {
    if step > 0.0 && step <= 1.0 {
        Ok(())
    } else {
        Err(Error::new("E0309", format!("a step is {step}, not in (0, 1]")))
    }
}

/// `d` per unit of weight: what one step of a level is worth, up to a factor common to all elements.
///
/// 0 at level 1, infinite at level 0 for `rho <= 0`.
pub fn pull(level: f64, rho: f64, step: f64) -> f64 {
    let next = (level + step).min(1.0);
    if next <= level {
        0.0
    } else if (rho - 1.0).abs() < GEOMETRIC {
        next - level
    } else if level <= 0.0 && rho < GEOMETRIC {
        f64::INFINITY
    } else if rho.abs() < GEOMETRIC {
        float::ln(next / level)
    } else if (rho + 1.0).abs() < GEOMETRIC {
        1.0 / level - 1.0 / next
    } else {
        (float::powf(next, rho) - float::powf(level, rho)) / rho
    }
}

/// Positions in the order of their step gains, highest first; ties by id.
///
/// `open` says which may be the gap at all. With several zeros and `rho <= 0` every gain is 0 and the
/// order is that of the ids.
pub fn order<T: Ord>(scored: &Scored, ids: &[T], rho: f64, step: f64) -> Vec<usize> {
    let closed = rho < GEOMETRIC && scored.levels().iter().any(|&level| level <= 0.0);
    // d is equal for equal elements to the last digit, gains need not be.
    let worth: Vec<f64> = if closed {
        scored.gains(rho, step)
    } else {
        scores(scored.weights(), scored.levels(), rho, step)
    };
    let mut order: Vec<usize> = (0..worth.len()).collect();
    order.sort_by(|&a, &b| worth[b].total_cmp(&worth[a]).then_with(|| ids[a].cmp(&ids[b])));
    order
}

/// `d` of each element.
pub fn scores(weights: &[f64], levels: &[f64], rho: f64, step: f64) -> Vec<f64> {
    weights.iter().zip(levels).map(|(w, &l)| w * pull(l, rho, step)).collect()
}

/// The binding gap among the elements that can be changed.
///
/// Ties go to the lower id; nothing binds where all their levels are 1.
pub fn binding<T: Ord>(
    scored: &Scored,
    ids: &[T],
    mutable: &[bool],
    rho: f64,
    step: f64,
) -> Binding {
    let levels = scored.levels();
    let open = |at: &usize| mutable.get(*at).copied().unwrap_or(true);
    let mut zeros: Vec<usize> = (0..levels.len()).filter(|&at| levels[at] <= 0.0).collect();
    if rho < GEOMETRIC && zeros.len() > 1 {
        zeros.retain(open);
        zeros.sort_by(|&a, &b| ids[a].cmp(&ids[b]));
        match zeros.as_slice() {
            // Only what cannot be changed is absent: the rest is ranked as if it were there.
            [] => {}
            &[only] => return Binding::One(only),
            _ => return Binding::Together(zeros),
        }
    }
    let worth = scores(scored.weights(), levels, rho, step);
    (0..levels.len())
        .filter(|at| open(at) && levels[*at] < 1.0)
        .min_by(|&a, &b| worth[b].total_cmp(&worth[a]).then_with(|| ids[a].cmp(&ids[b])))
        .map_or(Binding::None, Binding::One)
}

/// The step of each level that an amount of money buys: `step * amount / cost`, `cost` that of one step.
///
/// # Errors
///
/// `E0302` when there are not as many costs as elements, `E0309` when a cost is not above 0 or the amount
/// is negative.
pub fn steps_for(
    amount: f64,
    costs: &[f64],
    step: f64,
    elements: usize,
) -> Result<Vec<f64>, Error> {
    check_step(step)?;
    if elements != costs.len() {
        let c = costs.len();
        return Err(Error::new("E0302", format!("{c} costs for steps of {elements} elements")));
    }
    if let Some(cost) = costs.iter().find(|cost| !(cost.is_finite() && **cost > 0.0)) {
        return Err(Error::new("E0309", format!("the cost of a step is {cost}, not above 0")));
    }
    if !(amount.is_finite() && amount >= 0.0) {
        return Err(Error::new("E0309", format!("an amount of money is {amount}, below 0")));
    }
    Ok(costs.iter().map(|cost| step * amount / cost).collect())
}

/// Position of the greatest worth among the elements that can be changed; ties by id; none where nothing
/// is worth anything.
pub fn greatest<T: Ord>(worth: &[f64], ids: &[T], mutable: &[bool]) -> Option<usize> {
    (0..worth.len())
        .filter(|&at| worth[at] > 0.0 && mutable.get(at).copied().unwrap_or(true))
        .min_by(|&a, &b| worth[b].total_cmp(&worth[a]).then_with(|| ids[a].cmp(&ids[b])))
}

/// Necessarily and possibly binding elements under spans, in the order given.
///
/// An element that is surely at 1 never binds. Elements that cannot be changed are never listed and never
/// compared.
///
/// # Errors
///
/// `E0302` and `E0303` for weights and levels, `E0309` for the step, `E0310` for `rho > 1`, where `d` may
/// rise with a level and corners decide nothing.
pub fn possible(
    weights: &[f64],
    levels: &[Span],
    mutable: &[bool],
    rho: f64,
    step: f64,
) -> Result<Possible, Error> {
    if weights.is_empty() || weights.len() != levels.len() {
        let (w, l) = (weights.len(), levels.len());
        return Err(Error::new("E0302", format!("{w} weights for {l} levels")));
    }
    check_weights(weights)?;
    check_step(step)?;
    if rho > 1.0 {
        return Err(Error::new("E0310", format!("rho is {rho}: spans decide only up to rho = 1")));
    }
    let ends = |end: fn(Span) -> f64| levels.iter().map(|&level| end(level)).collect::<Vec<_>>();
    let d_at_low = scores(weights, &ends(Span::low), rho, step);
    let d_at_high = scores(weights, &ends(Span::high), rho, step);
    let open: Vec<usize> =
        (0..levels.len()).filter(|&at| mutable.get(at).copied().unwrap_or(true)).collect();
    let beats = |at: usize, mine: &[f64], theirs: &[f64]| {
        open.iter().all(|&other| other == at || mine[at] >= theirs[other])
    };
    let list = |keep: &dyn Fn(usize) -> bool| -> Vec<usize> {
        open.iter().copied().filter(|&at| levels[at].low() < 1.0 && keep(at)).collect()
    };
    // An element that may be at 1 binds of necessity only if another one keeps the gap open; then it
    // would have to beat that one from level 1, where its own step is worth nothing.
    let necessarily = list(&|at| levels[at].high() < 1.0 && beats(at, &d_at_high, &d_at_low));
    let possibly = list(&|at| beats(at, &d_at_low, &d_at_high));
    let none_necessarily = open.iter().all(|&at| levels[at].low() >= 1.0);
    let none_possibly = open.iter().all(|&at| levels[at].high() >= 1.0);
    Ok(Possible { necessarily, possibly, none_necessarily, none_possibly, d_at_low, d_at_high })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const IDS: [&str; 4] = ["a", "b", "c", "d"];

    fn spans(levels: &[(f64, f64)]) -> Vec<Span> {
        levels.iter().map(|&(low, high)| Span::new(low, high).unwrap()).collect()
    }

    proptest! {
        #[test]
        fn law_the_order_of_d_is_the_order_of_the_step_gains(
            levels in prop::collection::vec(0.01..1.0_f64, 4),
            rho in prop::sample::select(vec![-2.0, -1.0, -0.5, 0.0, 0.5, 1.0]),
        ) {
            let scored = Scored::new(&[0.4, 0.3, 0.2, 0.1], &levels).unwrap();
            let gains = scored.gains(rho, STEP);
            let ranked = order(&scored, &IDS, rho, STEP);
            for pair in ranked.windows(2) {
                prop_assert!(gains[pair[0]] >= gains[pair[1]] - 1e-12);
            }
        }

        #[test]
        fn law_a_point_inside_the_box_binds_inside_the_possible_set(
            ends in prop::collection::vec((0.01..1.0_f64, 0.0..0.4_f64), 4),
            share in prop::collection::vec(0.0..=1.0_f64, 4),
            rho in prop::sample::select(vec![-1.0, 0.0, 1.0]),
        ) {
            let weights = [0.4, 0.3, 0.2, 0.1];
            let levels: Vec<(f64, f64)> =
                ends.iter().map(|&(low, width)| (low, (low + width).min(1.0))).collect();
            let inside: Vec<f64> =
                levels.iter().zip(&share).map(|(&(low, high), s)| low + s * (high - low)).collect();
            let set = possible(&weights, &spans(&levels), &[], rho, STEP).unwrap();
            match binding(&Scored::new(&weights, &inside).unwrap(), &IDS, &[], rho, STEP) {
                Binding::One(at) => {
                    prop_assert!(set.possibly.contains(&at));
                    prop_assert!(set.necessarily.is_empty() || set.necessarily.contains(&at));
                }
                Binding::None => prop_assert!(set.none_possibly),
                Binding::Together(_) => prop_assert!(false, "no level is 0"),
            }
            prop_assert!(set.necessarily.iter().all(|at| set.possibly.contains(at)));
        }
    }

    #[test]
    fn all_levels_at_one_bind_nowhere_and_not_at_the_first_id() {
        let scored = Scored::new(&[0.5, 0.5], &[1.0, 1.0]).unwrap();
        assert_eq!(binding(&scored, &IDS[..2], &[], -1.0, STEP), Binding::None);
        let set =
            possible(&[0.5, 0.5], &spans(&[(1.0, 1.0), (0.9, 1.0)]), &[], -1.0, STEP).unwrap();
        assert!(!set.none_necessarily && set.none_possibly);
        assert_eq!((set.necessarily, set.possibly), (vec![], vec![1]));
    }

    #[test]
    fn an_element_that_cannot_be_changed_is_never_the_gap() {
        let scored = Scored::new(&[0.5, 0.5], &[0.1, 0.9]).unwrap();
        assert_eq!(binding(&scored, &IDS[..2], &[false, true], -1.0, STEP), Binding::One(1));
        let scored = Scored::new(&[0.5, 0.5], &[0.1, 1.0]).unwrap();
        assert_eq!(binding(&scored, &IDS[..2], &[false, true], -1.0, STEP), Binding::None);
    }

    #[test]
    fn two_zeros_bind_together_unless_elements_substitute() {
        let scored = Scored::new(&[0.4, 0.4, 0.2], &[0.0, 0.0, 0.5]).unwrap();
        let ids = &IDS[..3];
        assert_eq!(binding(&scored, ids, &[], -1.0, STEP), Binding::Together(vec![0, 1]));
        assert_eq!(binding(&scored, ids, &[], 0.0, STEP), Binding::Together(vec![0, 1]));
        assert_eq!(binding(&scored, ids, &[], 1.0, STEP), Binding::One(0));
    }

    #[test]
    fn an_absent_element_that_cannot_be_changed_leaves_the_others_ranked() {
        let scored = Scored::new(&[0.2, 0.2, 0.6], &[0.0, 0.9, 0.2]).unwrap();
        let mutable = [false, true, true];
        assert_eq!(binding(&scored, &IDS[..3], &mutable, -1.0, STEP), Binding::One(2));
        let scored = Scored::new(&[0.2, 0.2, 0.6], &[0.0, 0.9, 0.0]).unwrap();
        assert_eq!(binding(&scored, &IDS[..3], &mutable, -1.0, STEP), Binding::One(2));
    }

    #[test]
    fn edge_equal_elements_are_ordered_by_id_whatever_their_place() {
        let scored = Scored::new(&[0.3, 0.4, 0.3], &[0.7, 0.7, 0.7]).unwrap();
        assert_eq!(order(&scored, &["z", "m", "a"], -1.0, STEP), [1, 2, 0]);
        assert_eq!(
            possible(&[1.0], &spans(&[(0.1, 0.2)]), &[], 2.0, STEP).unwrap_err().code(),
            "E0310"
        );
    }
}
