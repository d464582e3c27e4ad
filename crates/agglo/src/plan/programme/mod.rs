//! A portfolio of initiatives, partners and years as a mixed-integer programme, and what it answers.
//!
//! The aggregate of levels is a monotone function of a sum of concave pieces, one for each element, year
//! and scenario; everything else is linear in what starts when. Three roads lead to the answer and agree:
//! looking at every plan ([`enumerate`]), the programme handed to an established solver with tangents to
//! the concave pieces ([`mixed`]), and branch and bound over the decomposed programme ([`search`]).

pub mod carry;
pub mod check;
pub mod conflict;
mod decompose;
pub mod enumerate;
pub mod frontier;
pub mod group;
mod improve;
mod lift;
pub mod mixed;
mod model;
mod order;
mod pack;
pub mod price;
mod propagate;
pub mod search;
mod shared;
pub mod solve;
pub mod value;

use std::collections::BTreeMap;

use crate::base::year::Year;

pub use conflict::{Conflict, Relaxation};
pub use frontier::{Point, frontier};
pub use group::Group;
pub use model::Model;
pub use order::{Selection, better};
pub use price::{Regret, regrets};
pub use solve::{Best, Found, Proof, Road, Solving, solve, solve_by};

/// What can be chosen and what a choice must keep. Money is in any one unit, levels and shares in `[0, 1]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Programme {
    /// Exponent of the aggregate; above 1 only by looking at every plan.
    pub rho: f64,
    /// What the aggregate is made of; weights sum to 1.
    pub elements: Vec<Element>,
    /// What can be started.
    pub initiatives: Vec<Initiative>,
    /// Money of each year: as many years as the plan has.
    pub budget: Vec<f64>,
    /// Whether money that is not spent may be spent later.
    pub carry_over: bool,
    /// Days of staff of each year, where they are limited.
    pub staff: Option<Vec<f64>>,
    /// What a level one year later is worth beside one now.
    pub discount: f64,
    /// The first year, where years have names.
    pub first_year: Option<Year>,
    /// Of each of these sets at most one is started.
    pub exclusions: Vec<Vec<String>>,
    /// Of each of these sets at least one is started.
    pub duties: Vec<Duty>,
    /// Who can carry initiatives.
    pub partners: Vec<Partner>,
    /// Least share of the benefit that reaches underserved places; a plan without benefit meets any.
    pub equity: Option<f64>,
    /// Equally likely takes-up, initiative to share; who is not named has 1. None: everything works.
    pub scenarios: Vec<BTreeMap<String, f64>>,
    /// Floor under the bad scenarios.
    pub risk: Option<Risk>,
    /// Initiatives that must be started.
    pub forced_in: Vec<String>,
    /// Initiatives that must not be.
    pub forced_out: Vec<String>,
}

/// An element of the blueprint.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// Its id.
    pub id: String,
    /// Its weight.
    pub weight: f64,
    /// Its level as it is.
    pub level: f64,
}

/// Something that can be started once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Initiative {
    /// Its id; ties are broken in the order of ids.
    pub id: String,
    /// Cost of each year from the start on; it must end within the plan.
    pub cost: Vec<f64>,
    /// Days of staff of each year from the start on.
    pub staff_days: Vec<f64>,
    /// Rises of levels at full take-up, by element.
    pub effects: BTreeMap<String, f64>,
    /// What people gain, in any one unit.
    pub benefit: f64,
    /// Share of that in underserved places.
    pub share_underserved: f64,
    /// What must have started before.
    pub prerequisites: Vec<Prerequisite>,
    /// Years from the start until levels rise.
    pub delay: usize,
    /// Partners that can carry it, in the order in which they are asked.
    pub carriers: Vec<String>,
    /// What each of them has to carry.
    pub load: f64,
    /// How many of them it needs.
    pub carriers_needed: usize,
}

/// What must have started, and how long before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prerequisite {
    /// The initiative that comes first.
    pub id: String,
    /// Least years between the two starts.
    pub lead: usize,
}

/// Something that at least one initiative of a set must do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// Its name: `E1`.
    pub id: String,
    /// Who fulfils it.
    pub members: Vec<String>,
}

/// Who can carry initiatives.
#[derive(Clone, Debug, PartialEq)]
pub struct Partner {
    /// Its id.
    pub id: String,
    /// Whether it passes all four thresholds; one that does not carries nothing, whatever its size.
    pub passes: bool,
    /// What it can carry in the whole plan.
    pub capacity: f64,
}

/// A floor under the bad scenarios.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Risk {
    /// Mean over the worst `1 - alpha` of scenarios, as an aggregate (Rockafellar and Uryasev 2000).
    Tail {
        /// Share of scenarios that are not looked at.
        alpha: f64,
        /// The least aggregate.
        floor: f64,
    },
    /// Share of scenarios whose aggregate reaches a floor.
    Chance {
        /// The least share.
        share: f64,
        /// The least aggregate.
        floor: f64,
    },
}

impl Programme {
    /// A programme of elements, initiatives and money: nothing else asked.
    pub fn new(
        rho: f64,
        elements: Vec<Element>,
        initiatives: Vec<Initiative>,
        budget: Vec<f64>,
    ) -> Self {
        Self {
            rho,
            elements,
            initiatives,
            budget,
            carry_over: false,
            staff: None,
            discount: 0.97,
            first_year: None,
            exclusions: Vec::new(),
            duties: Vec::new(),
            partners: Vec::new(),
            equity: None,
            scenarios: Vec::new(),
            risk: None,
            forced_in: Vec::new(),
            forced_out: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests;
