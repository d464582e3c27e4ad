//! Programmes made from a seed: what stands in a year's money, who carries it and what must come first is drawn.
//!
//! Costs are 10 to 50 in whole numbers, four in ten with half as much a year later. Each initiative lifts one
//! to three of the elements by 0.05 to 0.25, scaled down where initiatives are so many that all of them together
//! would lift a level by more than 2. Three in ten wait for one that comes a year before, one in five takes effect
//! a year late. Two or three partners can carry it, one in five needs two of them; all partners together can carry
//! half as much again as the money pays for. Every tenth initiative excludes its neighbour. Years are paid alike.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use agglo::plan::programme::{Element, Initiative, Partner, Prerequisite, Programme};
use agglo_stats::random::uniform;

/// What is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drawn {
    /// Initiatives.
    pub initiatives: u32,
    /// Partners.
    pub partners: u32,
    /// Years.
    pub years: usize,
    /// Elements of the blueprint.
    pub elements: u32,
    /// Share of what everything costs that the money of all years pays for.
    pub tightness: f64,
    /// Whether money may be spent later.
    pub carry_over: bool,
    /// Least share of the benefit that reaches underserved places.
    pub equity: Option<f64>,
    /// Scenarios of take-up; 0 for certain take-up.
    pub scenarios: u32,
    /// Of the draws.
    pub seed: u64,
}

impl Drawn {
    /// A size as it is asked for: all rules but no share for the underserved, and certain take-up.
    pub fn of_size(
        initiatives: u32,
        partners: u32,
        elements: u32,
        tightness: f64,
        seed: u64,
    ) -> Self {
        Self {
            initiatives,
            partners,
            years: 5,
            elements,
            tightness,
            carry_over: false,
            equity: None,
            scenarios: 0,
            seed,
        }
    }

    /// What it is called in a table.
    pub fn name(&self) -> String {
        let mut name = format!(
            "{} x {} x {}, money {:.0} %, seed {}",
            self.initiatives,
            self.partners,
            self.years,
            100.0 * self.tightness,
            self.seed
        );
        if self.carry_over {
            name.push_str(", carried over");
        }
        if let Some(share) = self.equity {
            let _ = write!(name, ", equity {share}");
        }
        if self.scenarios > 0 {
            let _ = write!(name, ", {} scenarios", self.scenarios);
        }
        name
    }

    fn draw(&self, at: u32, purpose: u32) -> f64 {
        uniform(self.seed, [at, purpose, self.initiatives, 40])[0]
    }

    /// A whole number below another.
    fn below(&self, at: u32, purpose: u32, than: u32) -> u32 {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small")]
        let whole = (self.draw(at, purpose) * f64::from(than)) as u32;
        whole.min(than - 1)
    }

    /// The programme.
    pub fn programme(&self) -> Programme {
        let all: Vec<f64> = (0..self.elements).map(|e| 0.5 + self.draw(e, 1)).collect();
        let total: f64 = all.iter().sum();
        let element = |e: u32| Element {
            id: format!("e{e:02}"),
            weight: all[e as usize] / total,
            level: 0.1 + 0.4 * self.draw(e, 2),
        };
        let initiatives: Vec<Initiative> =
            (0..self.initiatives).map(|at| self.initiative(at)).collect();
        let cost: f64 = initiatives.iter().flat_map(|i| &i.cost).sum();
        let load: f64 = initiatives.iter().map(|i| i.load * i.carriers_needed as f64).sum();
        let money = (self.tightness * cost / self.years as f64).ceil();
        let mut programme = Programme::new(
            -1.0,
            (0..self.elements).map(element).collect(),
            initiatives,
            vec![money; self.years],
        );
        let capacity = 1.5 * self.tightness * load / f64::from(self.partners);
        let partner = |at: u32| Partner {
            id: format!("p{at:02}"),
            passes: self.draw(at, 3) > 0.1,
            capacity: (capacity * (0.7 + 0.6 * self.draw(at, 4))).ceil().max(3.0),
        };
        programme.partners = (0..self.partners).map(partner).collect();
        programme.carry_over = self.carry_over;
        programme.equity = self.equity;
        let pairs = (0..self.initiatives.saturating_sub(1)).filter(|at| at % 10 == 4);
        programme.exclusions = pairs.map(|at| vec![name(at), name(at + 1)]).collect();
        let up = |at: u32, s: u32| (name(at), 0.4 + 0.6 * self.draw(at, 100 + s));
        let all = |s: u32| (0..self.initiatives).map(|at| up(at, s)).collect();
        programme.scenarios = (0..self.scenarios).map(all).collect();
        programme
    }

    fn initiative(&self, at: u32) -> Initiative {
        let many = f64::from(self.initiatives) * 2.0 * 0.15 / f64::from(self.elements);
        let effects: BTreeMap<String, f64> = (0..=self.below(at, 10, 3))
            .map(|nth| {
                let rise = (0.05 + 0.2 * self.draw(at, 14 + nth)) / (many / 2.0).max(1.0);
                (format!("e{:02}", self.below(at, 11 + nth, self.elements)), rise)
            })
            .collect();
        let first = (10.0 + 41.0 * self.draw(at, 20)).floor();
        let waits = at > 0 && self.draw(at, 22) < 0.3;
        let before = || Prerequisite { id: name(self.below(at, 23, at)), lead: 1 };
        let carrier =
            |nth: u32| format!("p{:02}", (self.below(at, 30, self.partners) + nth) % self.partners);
        Initiative {
            id: name(at),
            cost: if self.draw(at, 21) < 0.4 {
                vec![first, (first / 2.0).floor()]
            } else {
                vec![first]
            },
            staff_days: Vec::new(),
            effects,
            benefit: 1.0 + 9.0 * self.draw(at, 24),
            share_underserved: self.draw(at, 25),
            prerequisites: if waits { vec![before()] } else { Vec::new() },
            delay: usize::from(self.draw(at, 26) < 0.2),
            carriers: (0..2 + self.below(at, 31, 2)).map(carrier).collect(),
            load: f64::from(1 + self.below(at, 32, 3)),
            carriers_needed: if self.draw(at, 33) < 0.2 { 2 } else { 1 },
        }
    }
}

fn name(at: u32) -> String {
    format!("i{at:05}")
}
