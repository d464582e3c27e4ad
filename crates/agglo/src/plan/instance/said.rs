//! What a programme said of its initiatives and partners, as a plan reads it: free of how it was recorded.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::plan::full::GoalOfPlan;
use crate::plan::{Check, Gate};

/// Everything that a programme said of one region.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said {
    /// Initiatives, by id.
    pub initiatives: Vec<SaidInitiative>,
    /// Partners, by id, each with what its four tests say.
    pub partners: Vec<SaidPartner>,
    /// Areas of engagement with their places, `area/place`: what partners can cover.
    pub cells: BTreeSet<String>,
    /// The hard gates.
    pub gates: Vec<Check>,
    /// What the programme is for; none where it recorded none.
    pub goal: Option<GoalOfPlan>,
    /// Share of ratings in favour that counts as trust, by the programme's rule.
    pub trust: f64,
}

/// An initiative as it was recorded. Money in the programme's currency.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SaidInitiative {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its kind in the catalogue.
    pub archetype: Option<String>,
    /// The element that it serves.
    pub element: Option<String>,
    /// Cost of each year from its start; empty where nobody said.
    pub costs: Vec<f64>,
    /// Elements or members of nests, and the rise of the level at full take-up.
    pub effects: Vec<(String, f64)>,
    /// What it rests on in the record.
    pub cites: Vec<String>,
    /// Partners that can carry it.
    pub carriers: Vec<String>,
    /// How many of them it needs.
    pub needs: usize,
    /// What it takes of a carrier's capacity, in days of staff.
    pub load: Option<f64>,
    /// Initiatives that must come first.
    pub after: Vec<String>,
    /// Initiatives that it excludes.
    pub excludes: Vec<String>,
    /// When its funding ends.
    pub ends: Option<Date>,
    /// Who owns it then.
    pub owner_after: Option<String>,
    /// What it lives on then.
    pub revenue_after: Option<String>,
    /// Resident jobs that it brings.
    pub benefit: Option<f64>,
    /// Share of them in underserved places.
    pub share_underserved: Option<f64>,
    /// Where it can be looked up: a quote, an estimate.
    pub source: Option<String>,
    /// The event that holds it.
    pub event: u64,
}

/// A partner as it was recorded and tested.
#[derive(Clone, Debug, PartialEq)]
pub struct SaidPartner {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What its four tests say: unknown carries nothing, as a failure does.
    pub gate: Gate,
    /// What keeps it from passing, in words; empty where it passes.
    pub lacks: String,
    /// Beta belief about the community's trust in it.
    pub trusted: (f64, f64),
    /// Beta belief about its own trust in the programme.
    pub returned: (f64, f64),
    /// Days of its staff a year; none where nobody recorded them.
    pub staff_days: Option<f64>,
    /// What working with it costs a year.
    pub cost: Option<f64>,
    /// What it covers, `area/place`.
    pub covers: BTreeSet<String>,
}

impl Said {
    /// What a gate says; unknown where it was not read.
    pub fn gate(&self, rule: &str) -> Gate {
        self.gates.iter().find(|check| check.rule == rule).map_or(Gate::Unknown, |own| own.gate)
    }

    /// The partner of an id.
    pub fn partner(&self, id: &str) -> Option<&SaidPartner> {
        self.partners.iter().find(|partner| partner.id == id)
    }
}
