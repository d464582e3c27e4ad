//! The best set of options under a budget, proved.
//!
//! Maximises the aggregate of the levels that the options bring about. The aggregate is a monotone
//! function of `sum w h(l)`, `h(l) = l^rho / rho`, which is separable and concave: few sets are looked at
//! one by one, many go to branch and bound with tangents to `h` (Kelley 1960). Ties go to the cheaper
//! set, then to fewer options, then to those that stand first.

use agglo_stats::float::{self, sum};

use crate::base::error::Error;
use crate::map::gap::aggregate::aggregate;
use crate::plan::branch::branch_and_bound;

/// Where `h` is singular, levels below this are lifted to it in the objective only.
pub(crate) const FLOOR: f64 = 0.01;
/// Sets up to which every one is looked at.
const ENUMERATED: u64 = 1 << 16;
/// Values this close, relative, are ties.
const TIE: f64 = 1e-9;

/// One thing that can be bought.
#[derive(Clone, Debug, PartialEq)]
pub struct Purchase {
    /// Cost of each year, in the unit of the budget.
    pub cost: Vec<f64>,
    /// Rises of levels: position of the element, rise.
    pub rises: Vec<(usize, f64)>,
    /// Of one group at most one is bought.
    pub group: usize,
    /// Duties that it fulfils, by position.
    pub duties: Vec<usize>,
}

/// A choice to be made.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Weights of the elements, sum 1.
    pub weights: Vec<f64>,
    /// Their levels, 0 to 1.
    pub levels: Vec<f64>,
    /// Exponent of the aggregate, at most 1.
    pub rho: f64,
    /// What can be bought; earlier ones win ties.
    pub purchases: Vec<Purchase>,
    /// Money of each year.
    pub budget: Vec<f64>,
    /// Number of duties that must be fulfilled.
    pub duties: usize,
    /// Purchases that must be made, by position.
    pub forced: Vec<usize>,
}

/// A set of purchases.
#[derive(Clone, Debug, PartialEq)]
pub struct Choosing {
    /// What is bought, by position, ascending.
    pub bought: Vec<usize>,
    /// The aggregate with it.
    pub aggregate: f64,
    /// The objective: `sum w h(l)`, levels lifted off the singularity.
    pub value: f64,
    /// Total cost.
    pub cost: f64,
    /// No set has a higher objective than this.
    pub bound: f64,
    /// Whether no better set exists.
    pub optimal: bool,
    /// Whether every set was looked at.
    pub enumerated: bool,
    /// Sets or nodes that were looked at.
    pub looked_at: u64,
}

impl Choice {
    /// Levels with a set of purchases, cut at 1.
    pub fn levels_with(&self, bought: &[usize]) -> Vec<f64> {
        let mut levels = self.levels.clone();
        for &(element, rise) in bought.iter().flat_map(|&at| &self.purchases[at].rises) {
            levels[element] += rise;
        }
        levels.iter().map(|level| level.clamp(0.0, 1.0)).collect()
    }

    /// The aggregate with a set of purchases.
    pub fn aggregate_with(&self, bought: &[usize]) -> f64 {
        aggregate(&self.weights, &self.levels_with(bought), self.rho)
    }

    fn value_with(&self, bought: &[usize]) -> f64 {
        let levels = self.levels_with(bought);
        sum(self.weights.iter().zip(&levels).map(|(w, &l)| w * h(l, self.rho)))
    }

    fn cost_of(&self, bought: &[usize]) -> f64 {
        sum(bought.iter().flat_map(|&at| self.purchases[at].cost.iter().copied()))
    }

    fn fits(&self, bought: &[usize]) -> bool {
        (0..self.budget.len()).all(|year| {
            let spent = sum(bought.iter().map(|&at| self.purchases[at].cost[year]));
            spent <= self.budget[year] * (1.0 + 1e-12)
        })
    }

    fn complete(&self, bought: &[usize]) -> bool {
        self.forced.iter().all(|at| bought.contains(at))
            && (0..self.duties)
                .all(|duty| bought.iter().any(|&at| self.purchases[at].duties.contains(&duty)))
    }

    pub(crate) fn outcome(&self, bought: Vec<usize>) -> Choosing {
        let value = self.value_with(&bought);
        Choosing {
            aggregate: self.aggregate_with(&bought),
            cost: self.cost_of(&bought),
            bound: value,
            value,
            bought,
            optimal: true,
            enumerated: true,
            looked_at: 0,
        }
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        let wrong = |what: &str| Err(Error::new("E0323", what.to_owned()));
        let years = self.budget.len();
        let finite = |values: &[f64]| values.iter().all(|v| v.is_finite() && *v >= 0.0);
        if self.weights.len() != self.levels.len() || self.weights.is_empty() {
            return wrong("as many weights as levels are needed, and at least one");
        }
        if self.rho.is_nan() || self.rho > 1.0 {
            return wrong("above 1 the aggregate is not concave and no optimum can be proved");
        }
        if self.levels.iter().any(|level| !(0.0..=1.0).contains(level)) || !finite(&self.weights) {
            return wrong("levels lie between 0 and 1, weights above 0");
        }
        let fine = |p: &Purchase| {
            p.cost.len() == years
                && finite(&p.cost)
                && p.rises.iter().all(|(e, r)| *e < self.levels.len() && r.is_finite() && *r >= 0.0)
        };
        if !finite(&self.budget) || !self.purchases.iter().all(fine) {
            return wrong("costs, rises and budgets are finite, not negative, one for each year");
        }
        if self.forced.iter().any(|&at| at >= self.purchases.len()) {
            return wrong("a forced purchase is not on offer");
        }
        Ok(())
    }
}

/// `h(l) = l^rho / rho`, `ln l` at 0; levels are lifted where `h` is singular.
pub(crate) fn h(level: f64, rho: f64) -> f64 {
    if rho > 1e-9 {
        return float::powf(level, rho) / rho;
    }
    let level = level.max(FLOOR);
    if rho.abs() <= 1e-9 { float::ln(level) } else { float::powf(level, rho) / rho }
}

/// Slope of `h`; between 0 and 1 it is taken no nearer to 0 than the floor.
pub(crate) fn slope(level: f64, rho: f64) -> f64 {
    float::powf(level.max(FLOOR), rho - 1.0)
}

/// The best set of purchases, looking at no more than `nodes` nodes where not every set is looked at.
///
/// # Errors
///
/// `E0323` for input out of its range; `E0324` where no set keeps the budget, makes the forced
/// purchases and fulfils the duties, or where the limit came before any set was found.
pub fn choose(choice: &Choice, nodes: u64) -> Result<Choosing, Error> {
    choice.check()?;
    let sets = groups(choice).iter().try_fold(1_u64, |sets, (_, members)| {
        sets.checked_mul(members.len() as u64 + 1).filter(|&sets| sets <= ENUMERATED)
    });
    if sets.is_some() { enumerate(choice) } else { branch_and_bound(choice, nodes) }
}

/// Purchases by group, groups in ascending order.
pub(crate) fn groups(choice: &Choice) -> std::collections::BTreeMap<usize, Vec<usize>> {
    let mut groups = std::collections::BTreeMap::<usize, Vec<usize>>::new();
    for (at, purchase) in choice.purchases.iter().enumerate() {
        groups.entry(purchase.group).or_default().push(at);
    }
    groups
}

/// Proves a choice by looking at every set.
///
/// # Errors
///
/// As [`choose`].
pub fn enumerate(choice: &Choice) -> Result<Choosing, Error> {
    choice.check()?;
    let groups: Vec<Vec<usize>> = groups(choice).into_values().collect();
    let mut search = Search { choice, groups: &groups, best: None, looked_at: 0 };
    search.descend(0, &mut Vec::new());
    let (best, looked_at) = (search.best, search.looked_at);
    best.map(|best| Choosing { looked_at, ..best }).ok_or_else(nothing_fits)
}

pub(crate) fn nothing_fits() -> Error {
    Error::new("E0324", "no set of initiatives keeps the budget and fulfils every duty")
}

struct Search<'a> {
    choice: &'a Choice,
    groups: &'a [Vec<usize>],
    best: Option<Choosing>,
    looked_at: u64,
}

impl Search<'_> {
    fn descend(&mut self, group: usize, bought: &mut Vec<usize>) {
        if !self.choice.fits(bought) {
            return;
        }
        let Some(members) = self.groups.get(group) else {
            self.looked_at += 1;
            let mut set = bought.clone();
            set.sort_unstable();
            if self.choice.complete(&set) {
                let found = self.choice.outcome(set);
                if self.best.as_ref().is_none_or(|best| better(&found, best)) {
                    self.best = Some(found);
                }
            }
            return;
        };
        self.descend(group + 1, bought);
        for &at in members {
            bought.push(at);
            self.descend(group + 1, bought);
            bought.pop();
        }
    }
}

/// Higher value beyond ties, then cheaper, then fewer, then earlier.
pub(crate) fn better(a: &Choosing, b: &Choosing) -> bool {
    let slack = TIE * a.value.abs().max(b.value.abs()).max(1e-3);
    if (a.value - b.value).abs() > slack {
        return a.value > b.value;
    }
    let cheap = 1e-9 * a.cost.abs().max(b.cost.abs()).max(1.0);
    if (a.cost - b.cost).abs() > cheap {
        return a.cost < b.cost;
    }
    (a.bought.len(), &a.bought) < (b.bought.len(), &b.bought)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use agglo_stats::random::uniform;

    /// A small choice drawn by a seed: five elements, some of them absent, two years, one duty.
    pub(crate) fn drawn(seed: u64, purchases: u32) -> Choice {
        let draw = |at: u32, purpose: u32| uniform(seed, [at, purpose, 0, 0])[0];
        let whole =
            |unit: f64, n: usize| (0..n).rev().find(|&k| unit * n as f64 >= k as f64).unwrap_or(0);
        let purchase = |at: u32| Purchase {
            cost: vec![1.0 + (draw(at, 1) * 9.0).floor(), (draw(at, 2) * 6.0).floor()],
            rises: vec![
                (whole(draw(at, 3), 5), (draw(at, 4) * 30.0).floor() / 100.0),
                (whole(draw(at, 5), 5), (draw(at, 6) * 20.0).floor() / 100.0),
            ],
            group: whole(draw(at, 7), 5) + if at > 5 { 5 } else { 0 },
            duties: if draw(at, 8) < 0.4 { vec![0] } else { Vec::new() },
        };
        let level = |at: u32| if draw(at, 9) < 0.2 { 0.0 } else { draw(at, 10) };
        Choice {
            weights: vec![0.3, 0.25, 0.2, 0.15, 0.1],
            levels: (0..5).map(level).collect(),
            rho: [-1.0, 0.0, 0.5, 1.0][whole(draw(0, 11), 4)],
            purchases: (0..purchases).map(purchase).collect(),
            budget: vec![12.0, 9.0],
            duties: usize::from(draw(0, 12) < 0.5),
            forced: Vec::new(),
        }
    }

    /// Four elements, seven initiatives, 140 of money: optimum proved by enumeration in Python.
    #[test]
    fn reference_complementarity_changes_the_choice() {
        let rows: [(f64, &[(usize, f64)]); 7] = [
            (40.0, &[(0, 0.15), (1, 0.05)]),
            (55.0, &[(2, 0.25)]),
            (70.0, &[(0, 0.1), (1, 0.2)]),
            (35.0, &[(1, 0.12), (3, 0.15)]),
            (30.0, &[(3, 0.25)]),
            (60.0, &[(1, 0.1), (2, 0.1), (0, 0.05)]),
            (15.0, &[(2, 0.06)]),
        ];
        let mut purchases = Vec::new();
        for (group, (cost, rises)) in rows.iter().enumerate() {
            let (cost, rises) = (vec![*cost], rises.to_vec());
            purchases.push(Purchase { cost, rises, group, duties: Vec::new() });
        }
        let choice = Choice {
            weights: vec![0.3, 0.3, 0.2, 0.2],
            levels: vec![0.35, 0.5, 0.25, 0.1],
            rho: -1.0,
            purchases,
            budget: vec![140.0],
            duties: 0,
            forced: Vec::new(),
        };
        let best = choose(&choice, 1_000).unwrap();
        assert_eq!(best.bought, [3, 4, 5, 6]);
        assert!((best.aggregate - 0.486_743_173_723_783_2).abs() < 1e-12);
        let additive = choose(&Choice { rho: 1.0, ..choice }, 1_000).unwrap();
        assert_ne!(additive.bought, best.bought, "adding up chooses otherwise");
    }

    #[test]
    fn law_more_money_never_buys_less() {
        for seed in 0..60 {
            let mut last = f64::NEG_INFINITY;
            for step in 0..8 {
                let choice = drawn(seed, 8);
                let more = f64::from(step) * 0.25;
                let budget = choice.budget.iter().map(|money| money * more).collect();
                if let Ok(best) = choose(&Choice { budget, ..choice }, 1_000) {
                    assert!(best.value >= last - 1e-12, "seed {seed}");
                    last = best.value;
                }
            }
        }
    }

    #[test]
    fn law_a_forced_purchase_never_raises_the_value() {
        for seed in 0..40 {
            let choice = drawn(seed, 7);
            let Ok(best) = choose(&choice, 1_000) else { continue };
            for at in 0..7 {
                if let Ok(forced) = choose(&Choice { forced: vec![at], ..choice.clone() }, 1_000) {
                    assert!(forced.value <= best.value + 1e-9);
                    assert!(forced.bought.contains(&at));
                }
            }
        }
    }

    #[test]
    fn edge_a_duty_nobody_fulfils_is_refused() {
        let mut choice = drawn(1, 5);
        choice.duties = 1;
        for purchase in &mut choice.purchases {
            purchase.duties.clear();
        }
        assert_eq!(choose(&choice, 1_000).unwrap_err().code(), "E0324");
        assert_eq!(branch_and_bound(&choice, 1_000).unwrap_err().code(), "E0324");
    }

    #[test]
    fn edge_numbers_out_of_range_are_refused() {
        let bad = |change: fn(&mut Choice)| {
            let mut choice = drawn(2, 4);
            change(&mut choice);
            choose(&choice, 10).unwrap_err().code()
        };
        assert_eq!(bad(|c| c.rho = 2.0), "E0323");
        assert_eq!(bad(|c| c.levels[0] = 1.2), "E0323");
        assert_eq!(bad(|c| c.budget[0] = f64::NAN), "E0323");
        assert_eq!(bad(|c| c.purchases[0].cost = vec![1.0]), "E0323");
        assert_eq!(bad(|c| c.forced = vec![9]), "E0323");
    }

    #[test]
    fn edge_nothing_on_offer_buys_nothing() {
        let choice = Choice { purchases: Vec::new(), duties: 0, ..drawn(3, 0) };
        assert!(choose(&choice, 10).unwrap().bought.is_empty());
    }
}
