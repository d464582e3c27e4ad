//! Probabilities by giving the same values other places: all ways there are where they are few, draws where
//! they are many.

use schemars::JsonSchema;
use serde::Serialize;

use crate::parallel::each;
use crate::random::Words;
use crate::spatial::Linked;
use crate::spatial::enumeration::{LISTED, arrangements, orders, sums, weighted};
use crate::spatial::places::Places;

/// Where a probability comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// All ways to place the values were counted: no seed, no error.
    Exact,
    /// As many ways as were asked for were drawn.
    Simulated,
}

/// What other places of the same values said of a statistic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Permuted {
    /// Probability of one at least as far out on the side that it lies on; never 0, and never below one over
    /// the draws plus one where it is simulated.
    pub p: f64,
    /// Whether it is exact.
    pub basis: Basis,
    /// Ways that were counted, or draws.
    pub ways: u64,
}

impl Permuted {
    /// On both sides: twice the one side, at most 1.
    pub fn two_sided(self) -> f64 {
        (2.0 * self.p).min(1.0)
    }

    /// From how many draws came out at least as far on the side that is asked about.
    pub(super) fn drawn(further: u64, draws: u32) -> Self {
        let p = (further as f64 + 1.0) / (f64::from(draws) + 1.0);
        Self { p, basis: Basis::Simulated, ways: u64::from(draws) }
    }

    /// From how many of all ways, what was seen among them, come out at least as far.
    pub(super) fn listed(further: u64, all: u64) -> Self {
        // What was seen is one of them, whatever rounding says.
        let p = further.max(1) as f64 / all.max(1) as f64;
        Self { p, basis: Basis::Exact, ways: all }
    }
}

/// Ways at least as large, and at least as small, as what was seen; within rounding they tie.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    larger: u64,
    smaller: u64,
    all: u64,
}

impl Tally {
    #[inline]
    fn count(&mut self, found: f64, seen: f64, rounding: f64) {
        self.larger += u64::from(found >= seen - rounding);
        self.smaller += u64::from(found <= seen + rounding);
        self.all += 1;
    }

    /// The rarer side counts. Ties count on both, so that a statistic that no order can change is not rare.
    fn drawn(self, draws: u32) -> Permuted {
        Permuted::drawn(self.larger.min(self.smaller), draws)
    }

    fn listed(self) -> Permuted {
        Permuted::listed(self.larger.min(self.smaller), self.all)
    }
}

/// How other places are come by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Draws {
    /// How many where not all can be listed; 0 for no probability at all.
    pub(super) count: u32,
    pub(super) seed: u64,
    /// Keeps the draws of one statistic apart from others of one seed.
    pub(super) purpose: u32,
    pub(super) threads: u16,
}

impl Draws {
    /// Probability of a statistic of all linked values by orders of them; `None` where nothing is drawn.
    pub(super) fn of_all(
        self,
        linked: &Linked,
        rounding: f64,
        statistic: impl Fn(&[f64]) -> f64 + Sync,
    ) -> Option<Permuted> {
        if self.count == 0 {
            return None;
        }
        let (count, seen) = (linked.count(), statistic(&linked.centred));
        let mut tally = Tally::default();
        if arrangements(count, count).is_some_and(|all| all <= LISTED) {
            orders(&linked.centred, &mut |order| tally.count(statistic(order), seen, rounding));
            return Some(tally.listed());
        }
        let drawn = each(self.count as usize, self.threads, |draw| {
            let mut order = linked.centred.clone();
            Words::new(self.seed, self.purpose, draw as u64).draw(&mut order, count);
            statistic(&order)
        });
        for &drawn in &drawn {
            tally.count(drawn, seen, rounding);
        }
        Some(tally.drawn(self.count))
    }

    /// Places among the other units that all units read their draws from.
    pub(super) fn places(self, linked: &Linked) -> Places {
        let neighbours = |unit| linked.weights.neighbours(unit).len();
        let most = (0..linked.count()).map(neighbours).max().unwrap_or(0);
        // Past the numbers of all units, whose own draws are apart from these.
        let words = Words::new(self.seed, self.purpose, u64::MAX);
        Places::drawn(self.count, words, linked.count().saturating_sub(1), most)
    }

    /// Keeps a linked unit, gives it other neighbours from all linked units but itself, and compares `factor`
    /// times their weighted sum with what was `seen`; `None` where nothing is drawn.
    pub(super) fn of_unit(
        self,
        (linked, places): (&Linked, &Places),
        unit: usize,
        factor: f64,
        seen: f64,
    ) -> Option<Permuted> {
        if self.count == 0 {
            return None;
        }
        let mut pool: Vec<f64> = Vec::with_capacity(linked.count() - 1);
        pool.extend_from_slice(&linked.centred[..unit]);
        pool.extend_from_slice(&linked.centred[unit + 1..]);
        let weights = linked.weights.of(unit);
        let total: f64 = weights.iter().sum();
        let rounding = 1e-12 * factor.abs() * total * linked.squares.sqrt();
        let all = listed(&pool, weights, factor, seen, rounding);
        if all.is_some() {
            return all;
        }
        let Some(draws) = places.of(weights.len()) else {
            return Some(self.own(pool, weights, linked.units[unit], factor, seen, rounding));
        };
        let mut tally = Tally::default();
        for draw in draws {
            let lag: f64 = weights.iter().zip(draw).map(|(w, &at)| w * pool[at as usize]).sum();
            tally.count(factor * lag, seen, rounding);
        }
        Some(tally.drawn(self.count))
    }

    /// Draws of a unit by itself. The pool stays shuffled from draw to draw: any order of it is as good a start
    /// as another, so a draw costs no more than its neighbours.
    fn own(
        self,
        mut pool: Vec<f64>,
        weights: &[f64],
        place: usize,
        factor: f64,
        seen: f64,
        rounding: f64,
    ) -> Permuted {
        let mut words = Words::new(self.seed, self.purpose, place as u64);
        let mut tally = Tally::default();
        for _ in 0..self.count {
            words.draw(&mut pool, weights.len());
            let lag: f64 = weights.iter().zip(&pool).map(|(w, z)| w * z).sum();
            tally.count(factor * lag, seen, rounding);
        }
        tally.drawn(self.count)
    }
}

/// All neighbour sets where weights are equal, all orders of neighbours where they are not; `None` of too many.
fn listed(
    pool: &[f64],
    weights: &[f64],
    factor: f64,
    seen: f64,
    rounding: f64,
) -> Option<Permuted> {
    let first = *weights.first()?;
    let scale = factor * first;
    if weights.iter().all(|weight| (weight - first).abs() <= 1e-15 * first) {
        if scale.abs() < f64::MIN_POSITIVE {
            // Nothing times any sum: all ways tie.
            return Some(Permuted::listed(1, 1));
        }
        let sides = sums(pool, weights.len(), seen / scale, rounding / scale.abs())?;
        // A negative factor turns the sides around, and the rarer of the two is asked for.
        return Some(Permuted::listed(sides.larger.min(sides.smaller), sides.all));
    }
    arrangements(pool.len(), weights.len()).filter(|all| *all <= LISTED)?;
    let mut tally = Tally::default();
    weighted(pool, weights, &mut |lag| tally.count(factor * lag, seen, rounding));
    Some(tally.listed())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spatial::{Transform, Weights};

    #[test]
    fn law_the_rarer_side_counts_and_no_probability_is_zero() {
        let tally = |larger, smaller| Tally { larger, smaller, all: 999 };
        assert!((tally(0, 999).drawn(999).p - 0.001).abs() < 1e-15);
        assert!((tally(990, 9).drawn(999).two_sided() - 0.02).abs() < 1e-15);
        assert!((tally(999, 999).drawn(999).two_sided() - 1.0).abs() < 1e-15);
        assert!((tally(0, 999).listed().p - 1.0 / 999.0).abs() < 1e-15);
    }

    #[test]
    fn ties_count_on_both_sides() {
        let mut tally = Tally::default();
        tally.count(1.0, 1.0 + 1e-15, 1e-12);
        assert_eq!((tally.larger, tally.smaller), (1, 1));
    }

    /// Forty units in a ring, each with the two on either side.
    fn ring() -> Linked {
        let lists: Vec<Vec<usize>> = (0..40)
            .map(|at| [1, 2, 38, 39].iter().map(|step| (at + step) % 40).collect())
            .collect();
        let weights = Weights::from_neighbours(&lists).unwrap();
        let values: Vec<f64> = (0..40).map(|at| f64::from((at * 37 + 11) % 41)).collect();
        Linked::of(&values, &weights.transformed(Transform::RowStandardised)).unwrap()
    }

    #[test]
    fn law_draws_estimate_what_counting_all_sets_gives() {
        let linked = ring();
        let by = Draws { count: 4_999, seed: 1, purpose: 1, threads: 1 };
        let places = by.places(&linked);
        for unit in 0..40 {
            let own = linked.centred[unit];
            let lag: f64 =
                linked.weights.row(unit).map(|(other, w)| w * linked.centred[other]).sum();
            let exact = by.of_unit((&linked, &places), unit, own, own * lag).unwrap();
            assert_eq!((exact.basis, exact.ways), (Basis::Exact, 82_251));
            let mut pool = linked.centred.clone();
            pool.remove(unit);
            let weights = linked.weights.of(unit);
            let mut shared = Tally::default();
            for draw in places.of(4).unwrap() {
                let sum: f64 = draw.iter().map(|&at| pool[at as usize] * weights[0]).sum();
                shared.count(own * sum, own * lag, 1e-12);
            }
            let drawn = by.own(pool, weights, unit, own, own * lag, 1e-12);
            assert_eq!((drawn.basis, drawn.ways), (Basis::Simulated, 4_999));
            // Eighty comparisons: five standard errors leave one false alarm in 20,000 runs.
            let error = (exact.p * (1.0 - exact.p) / 4_999.0).sqrt();
            for drawn in [drawn, shared.drawn(4_999)] {
                assert!((drawn.p - exact.p).abs() < 5.0 * error + 2e-4, "{unit}");
            }
        }
    }

    #[test]
    fn law_unequal_weights_are_listed_by_order() {
        let weights = Weights::from_rows(vec![
            vec![(1, 1.0), (2, 3.0)],
            vec![(0, 1.0)],
            vec![(0, 1.0)],
            vec![(0, 1.0)],
        ])
        .unwrap();
        let linked = Linked::of(&[0.0, 1.0, 2.0, 5.0], &weights).unwrap();
        let by = Draws { count: 9, seed: 1, purpose: 1, threads: 1 };
        // Sums w . y of orders of two of 1, 2, 5: 7, 16, 5, 17, 8, 11; seen is 7, above 5 only.
        let seen = linked.centred[1] + 3.0 * linked.centred[2];
        let found = by.of_unit((&linked, &by.places(&linked)), 0, 1.0, seen).unwrap();
        assert_eq!((found.basis, found.ways), (Basis::Exact, 6));
        assert!((found.p - 2.0 / 6.0).abs() < 1e-15);
    }

    #[test]
    fn edge_few_units_are_listed_for_any_seed_and_no_draws_say_nothing() {
        let chain = Weights::from_neighbours(&[vec![1], vec![0, 2], vec![1]]).unwrap();
        let linked = Linked::of(&[1.0, 2.0, 4.0], &chain).unwrap();
        let first = |order: &[f64]| order[0];
        let by = |count, seed| Draws { count, seed, purpose: 1, threads: 1 };
        let found = by(99, 1).of_all(&linked, 1e-12, first).unwrap();
        assert!((found.p - 1.0 / 3.0).abs() < 1e-15 && found.basis == Basis::Exact);
        assert_eq!(by(99, 2).of_all(&linked, 1e-12, first), Some(found));
        assert_eq!(by(0, 1).of_all(&linked, 1e-12, first), None);
    }
}
