//! Which partners to work with: the most value of areas, places and gaps covered, under money and staff.
//!
//! A weighted cover: what two partners both cover counts once. Up to 20 partners every set is looked at;
//! beyond that an established solver finds the set and says how far it can be from the best.

use std::collections::{BTreeMap, BTreeSet};

use agglo_stats::float::sum;
use agglo_stats::optimize::integer::{self, Outcome, Programme, Row, Sense, Variable};

use crate::base::error::Error;

/// Partners up to which every set is looked at.
const ENUMERATED: usize = 20;
/// Values this close, relative, are ties.
const TIE: f64 = 1e-9;

/// A partner that could be worked with.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Its id.
    pub id: String,
    /// Whether it passes all four thresholds; one that does not is never chosen.
    pub passes: bool,
    /// Money that working with it takes.
    pub cost: f64,
    /// Days of staff that it takes.
    pub staff_days: f64,
    /// Cells that it covers.
    pub covers: BTreeSet<String>,
}

/// Partners, what there is to cover, and what there is to spend.
#[derive(Clone, Debug, PartialEq)]
pub struct Cover {
    /// Who could be worked with.
    pub partners: Vec<Candidate>,
    /// What is to be covered, with its value.
    pub cells: BTreeMap<String, f64>,
    /// Money.
    pub budget: f64,
    /// Days of staff.
    pub staff_days: f64,
}

/// A set of partners and what it covers.
#[derive(Clone, Debug, PartialEq)]
pub struct Covered {
    /// Ids of the partners, sorted.
    pub chosen: Vec<String>,
    /// Value of the cells covered.
    pub value: f64,
    /// Money.
    pub cost: f64,
    /// Days of staff.
    pub staff_days: f64,
    /// Cells that nobody covers, sorted.
    pub uncovered: Vec<String>,
    /// Cells that fall without a partner, by partner.
    pub only_covered_by: BTreeMap<String, Vec<String>>,
    /// No set covers more than this.
    pub bound: f64,
    /// Whether no better set exists.
    pub optimal: bool,
    /// Value of the second set in the order of ties, where all sets were looked at.
    pub next_best: Option<f64>,
    /// Sets within money and staff, where all were looked at.
    pub feasible: Option<u64>,
    /// What each partner that is left out would add alone to the set, and why it is not in.
    pub left_out: Vec<LeftOut>,
}

/// A partner that is not in the set.
#[derive(Clone, Debug, PartialEq)]
pub struct LeftOut {
    /// Its id.
    pub id: String,
    /// Whether it fails a threshold.
    pub fails: bool,
    /// Cells that it would add to the set.
    pub would_add: Vec<String>,
    /// Value lost by the best set that has it; none where no set with it is affordable.
    pub regret: Option<f64>,
}

/// The set of partners that covers most, ties to the cheaper, then the smaller, then ids in order.
///
/// # Errors
///
/// `E0323` for a number out of its range, `E0326` for two partners of one id, `E0104` for a cell that
/// has no value, `E0328` where a solver fails.
pub fn cover(asked: &Cover) -> Result<Covered, Error> {
    asked.check()?;
    let mut order: Vec<&Candidate> = asked.partners.iter().filter(|p| p.passes).collect();
    order.sort_by(|a, b| a.id.cmp(&b.id));
    let sets = Sets { asked, order };
    let mut found =
        if sets.order.len() <= ENUMERATED { sets.enumerated() } else { sets.solved(None)? };
    found.left_out = sets.left_out(&found)?;
    Ok(found)
}

impl Cover {
    fn check(&self) -> Result<(), Error> {
        let fine = |value: f64| value.is_finite() && value >= 0.0;
        let mut ids = BTreeSet::new();
        for partner in &self.partners {
            let place = || format!("partner {}", partner.id);
            if !ids.insert(&partner.id) {
                let what = format!("two partners are called `{}`", partner.id);
                return Err(Error::new("E0326", what));
            }
            if !(fine(partner.cost) && fine(partner.staff_days)) {
                let what = "cost and days of staff are finite and not negative";
                return Err(Error::new("E0323", what).at(place()));
            }
            if let Some(cell) = partner.covers.iter().find(|cell| !self.cells.contains_key(*cell)) {
                return Err(Error::new("E0104", format!("no cell `{cell}`")).at(place()));
            }
        }
        let numbers = self.cells.values().chain([&self.budget, &self.staff_days]);
        if numbers.into_iter().all(|&value| fine(value)) {
            Ok(())
        } else {
            Err(Error::new("E0323", "values, money and staff are finite and not negative"))
        }
    }

    fn fits(&self, cost: f64, staff: f64) -> bool {
        let within = |taken: f64, most: f64| taken <= most + 1e-9 * most.max(1e-3);
        within(cost, self.budget) && within(staff, self.staff_days)
    }
}

/// Sets of the partners that pass, by position.
struct Sets<'a> {
    asked: &'a Cover,
    order: Vec<&'a Candidate>,
}

/// What is compared of a set.
#[derive(Clone, Debug)]
struct Set {
    members: Vec<usize>,
    value: f64,
    cost: f64,
}

impl Sets<'_> {
    fn set(&self, members: Vec<usize>) -> Set {
        let covered: BTreeSet<&String> =
            members.iter().flat_map(|&at| &self.order[at].covers).collect();
        let value = sum(covered.iter().map(|cell| self.asked.cells[*cell]));
        let cost = sum(members.iter().map(|&at| self.order[at].cost));
        Set { members, value, cost }
    }

    fn staff(&self, members: &[usize]) -> f64 {
        sum(members.iter().map(|&at| self.order[at].staff_days))
    }

    fn enumerated(&self) -> Covered {
        let mut best = self.set(Vec::new());
        let (mut next, mut feasible) = (None::<Set>, 1);
        for bits in 1_u32..1 << self.order.len() {
            let members: Vec<usize> =
                (0..self.order.len()).filter(|at| bits >> at & 1 == 1).collect();
            let cost = sum(members.iter().map(|&at| self.order[at].cost));
            if !self.asked.fits(cost, self.staff(&members)) {
                continue;
            }
            feasible += 1;
            let set = self.set(members);
            if ranks(&set, &best) {
                next = Some(std::mem::replace(&mut best, set));
            } else if next.as_ref().is_none_or(|next| ranks(&set, next)) {
                next = Some(set);
            }
        }
        Covered {
            next_best: next.map(|next| next.value),
            feasible: Some(feasible),
            ..self.covered(&best, best.value, true)
        }
    }

    /// The best set by an established solver, with one partner in where asked.
    fn solved(&self, with: Option<usize>) -> Result<Covered, Error> {
        let found = integer::solve(&self.programme(with), 20_000);
        let failed = |error: &dyn std::fmt::Display| Error::new("E0328", error.to_string());
        match found.map_err(|error| failed(&error))? {
            Outcome::Found(point) => {
                let members = (0..self.order.len()).filter(|&at| point.values[at] > 0.5).collect();
                let set = self.pruned(self.set(members), with);
                Ok(self.covered(&set, point.bound.max(set.value), point.optimal))
            }
            Outcome::Interrupted { .. } => {
                let all = sum(self.asked.cells.values().copied());
                Ok(self.covered(&self.set(Vec::new()), all, false))
            }
        }
    }

    /// Without members that cover nothing of their own.
    fn pruned(&self, mut set: Set, keep: Option<usize>) -> Set {
        let mut at = set.members.len();
        while at > 0 {
            at -= 1;
            let mut fewer = set.members.clone();
            if Some(fewer.remove(at)) != keep {
                let fewer = self.set(fewer);
                if ranks(&fewer, &set) {
                    set = fewer;
                }
            }
        }
        set
    }

    fn programme(&self, with: Option<usize>) -> Programme {
        let (n, cells) = (self.order.len(), self.asked.cells.len());
        let mut worth = vec![0.0; n];
        worth.extend(self.asked.cells.values());
        let mut variables = vec![Variable::Binary; n];
        variables.extend(vec![Variable::Real { low: 0.0, high: 1.0 }; cells]);
        let mut rows = Vec::new();
        for (cell, name) in self.asked.cells.keys().enumerate() {
            let mut terms = vec![(n + cell, 1.0)];
            let covering = self.order.iter().enumerate().filter(|(_, p)| p.covers.contains(name));
            terms.extend(covering.map(|(at, _)| (at, -1.0)));
            rows.push(Row { terms, sense: Sense::AtMost, bound: 0.0 });
        }
        let mut limit = |of: &dyn Fn(&Candidate) -> f64, most: f64| {
            let scale = most.max(1e-3);
            let terms = self.order.iter().enumerate().map(|(at, p)| (at, of(p) / scale)).collect();
            rows.push(Row { terms, sense: Sense::AtMost, bound: most / scale });
        };
        limit(&|partner| partner.cost, self.asked.budget);
        limit(&|partner| partner.staff_days, self.asked.staff_days);
        let with = with.map(|at| Row { terms: vec![(at, 1.0)], sense: Sense::Equal, bound: 1.0 });
        rows.extend(with);
        Programme { variables, worth, rows }
    }

    fn covered(&self, set: &Set, bound: f64, optimal: bool) -> Covered {
        let mut many: BTreeMap<&String, usize> = BTreeMap::new();
        for cell in set.members.iter().flat_map(|&at| &self.order[at].covers) {
            *many.entry(cell).or_default() += 1;
        }
        let alone = |at: usize| {
            let cells = self.order[at].covers.iter().filter(|cell| many[cell] == 1);
            (self.order[at].id.clone(), cells.cloned().collect::<Vec<_>>())
        };
        let uncovered = self.asked.cells.keys().filter(|cell| !many.contains_key(cell));
        Covered {
            chosen: set.members.iter().map(|&at| self.order[at].id.clone()).collect(),
            value: set.value,
            cost: set.cost,
            staff_days: self.staff(&set.members),
            uncovered: uncovered.cloned().collect(),
            only_covered_by: set.members.iter().map(|&at| alone(at)).collect(),
            bound,
            optimal,
            next_best: None,
            feasible: None,
            left_out: Vec::new(),
        }
    }

    fn left_out(&self, found: &Covered) -> Result<Vec<LeftOut>, Error> {
        let mut rows = Vec::new();
        for partner in &self.asked.partners {
            if found.chosen.contains(&partner.id) {
                continue;
            }
            let would_add = partner.covers.iter().filter(|cell| found.uncovered.contains(cell));
            let at = self.order.iter().position(|other| other.id == partner.id);
            let affordable = self.asked.fits(partner.cost, partner.staff_days);
            let regret = match at.filter(|_| affordable) {
                Some(at) => Some((found.value - self.solved(Some(at))?.value).max(0.0)),
                None => None,
            };
            rows.push(LeftOut {
                id: partner.id.clone(),
                fails: !partner.passes,
                would_add: would_add.cloned().collect(),
                regret,
            });
        }
        rows.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(rows)
    }
}

/// Higher value beyond ties, then cheaper, then fewer, then ids in order.
fn ranks(a: &Set, b: &Set) -> bool {
    if (a.value - b.value).abs() > TIE * a.value.abs().max(b.value.abs()) {
        return a.value > b.value;
    }
    if (a.cost - b.cost).abs() > TIE * a.cost.abs().max(b.cost.abs()) {
        return a.cost < b.cost;
    }
    (a.members.len(), &a.members) < (b.members.len(), &b.members)
}

#[cfg(test)]
mod tests {
    use super::*;
    use agglo_stats::random::uniform;

    fn drawn(seed: u64, partners: u32) -> Cover {
        let draw = |at: u32, purpose: u32| uniform(seed, [at, purpose, 0, 0])[0];
        let cells = (0..9).map(|cell| (format!("c{cell}"), 1.0 + (draw(cell, 1) * 40.0).floor()));
        let candidate = |at: u32| Candidate {
            id: format!("p{at:02}"),
            passes: draw(at, 2) > 0.2,
            cost: 10.0 + (draw(at, 3) * 50.0).floor(),
            staff_days: 5.0 + (draw(at, 4) * 20.0).floor(),
            covers: (0..9).filter(|c| draw(at, 10 + c) < 0.3).map(|c| format!("c{c}")).collect(),
        };
        Cover {
            partners: (0..partners).map(candidate).collect(),
            cells: cells.collect(),
            budget: 90.0,
            staff_days: 45.0,
        }
    }

    #[test]
    fn law_the_solver_finds_what_looking_at_every_set_finds() {
        for seed in 0..25 {
            let asked = drawn(seed, 10);
            let mut order: Vec<&Candidate> = asked.partners.iter().filter(|p| p.passes).collect();
            order.sort_by(|a, b| a.id.cmp(&b.id));
            let sets = Sets { asked: &asked, order };
            let (every, solved) = (sets.enumerated(), sets.solved(None).unwrap());
            assert!((every.value - solved.value).abs() < 1e-6, "seed {seed}");
            assert!(solved.optimal && solved.bound >= every.value - 1e-6);
        }
    }

    /// The gain of a partner never grows as the set grows.
    #[test]
    fn law_cover_is_submodular() {
        for seed in 0..20 {
            let asked = drawn(seed, 6);
            let sets = Sets { asked: &asked, order: asked.partners.iter().collect() };
            let value = |members: &[usize]| sets.set(members.to_vec()).value;
            for at in 2..6 {
                let small = value(&[0, at]) - value(&[0]);
                let large = value(&[0, 1, at]) - value(&[0, 1]);
                assert!(large <= small + 1e-9);
            }
        }
    }

    #[test]
    fn law_a_partner_that_fails_is_never_chosen_and_no_set_with_a_left_out_one_is_better() {
        for seed in 0..20 {
            let asked = drawn(seed, 9);
            let found = cover(&asked).unwrap();
            assert!(found.cost <= asked.budget && found.staff_days <= asked.staff_days);
            for partner in asked.partners.iter().filter(|partner| !partner.passes) {
                assert!(!found.chosen.contains(&partner.id));
            }
            assert!(found.left_out.iter().all(|left| left.regret.is_none_or(|lost| lost >= 0.0)));
            assert_eq!(found.chosen.len() + found.left_out.len(), asked.partners.len());
        }
    }

    #[test]
    fn edge_nobody_passes_and_nothing_is_to_spend() {
        let mut asked = drawn(1, 5);
        asked.budget = 0.0;
        assert!(cover(&asked).unwrap().chosen.is_empty());
        asked.partners.iter_mut().for_each(|partner| partner.passes = false);
        let found = cover(&asked).unwrap();
        assert_eq!((found.chosen.len(), found.feasible), (0, Some(1)));
        asked.partners[0].covers.insert("nowhere".to_owned());
        assert_eq!(cover(&asked).unwrap_err().code(), "E0104");
    }
}
