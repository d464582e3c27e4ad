//! A candidate: something that a plan could start, with what its amounts and effects rest on.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::base::id::ArchetypeId;
use crate::plan::full::{Basis, OmittedBecause};
use crate::plan::output::Losses;
use crate::plan::prior::Belief;
use crate::plan::programme::{Initiative, Prerequisite};

/// Something that a plan could start.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Candidate {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) archetype: Option<ArchetypeId>,
    pub(crate) size: Option<String>,
    pub(crate) cost: Vec<f64>,
    pub(crate) cost_from: Basis,
    /// Rises at full take-up by position of the element: stated, and with what follows along the edges.
    pub(crate) direct: BTreeMap<usize, f64>,
    pub(crate) rises: BTreeMap<usize, f64>,
    pub(crate) effect_from: Basis,
    /// Position of the element that it is meant for.
    pub(crate) aim: Option<usize>,
    pub(crate) delay: usize,
    pub(crate) benefit: Option<f64>,
    pub(crate) share: Option<f64>,
    pub(crate) carriers: Vec<String>,
    pub(crate) needs: usize,
    pub(crate) load: f64,
    pub(crate) after: Vec<String>,
    pub(crate) excludes: Vec<String>,
    /// Codes of the duties that it fulfils.
    pub(crate) duties: Vec<String>,
    pub(crate) doubt: Doubt,
    pub(crate) role: Option<String>,
    pub(crate) cites: Vec<String>,
    pub(crate) ends: Option<Date>,
    pub(crate) owner_after: Option<String>,
    pub(crate) revenue_after: Option<String>,
    pub(crate) source: String,
    pub(crate) caveats: Vec<String>,
}

/// How the take-up of a candidate is drawn.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Doubt {
    /// Stated by a programme: it does nothing with this probability; otherwise take-up and the trust in whoever
    /// carries it scale the stated rise.
    Stated {
        /// Probability that it does nothing.
        nothing: f64,
        /// Whose trust, and the belief about it.
        trust: Option<(String, (f64, f64))>,
    },
    /// A belief from studies, in percent; the rise is the expected one.
    Believed(Belief),
    /// Counted: a share of the count is additional, takes nobody's trade, and lasts.
    Opened(Losses),
    /// Nothing is expected to rise: nothing is drawn.
    Nothing,
}

/// Something that cannot be a candidate, and why.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Outside {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) archetype: Option<ArchetypeId>,
    pub(crate) why: OmittedBecause,
    pub(crate) reason: String,
}

impl Candidate {
    /// Benefit that the rule for underserved places may count: with a share that is known.
    pub(crate) fn counted(&self) -> (f64, f64) {
        match (self.benefit, self.share) {
            (Some(benefit), Some(share)) => (benefit, share),
            _ => (0.0, 0.0),
        }
    }

    /// Money of all years.
    pub(crate) fn total(&self) -> f64 {
        agglo_stats::float::sum(self.cost.iter().copied())
    }

    /// As the programme reads it; elements by their ids.
    pub(crate) fn initiative(&self, elements: &[String]) -> Initiative {
        let (benefit, share_underserved) = self.counted();
        // Its own days are spread over the years that it is paid for.
        let years = self.cost.len().max(1);
        Initiative {
            id: self.id.clone(),
            cost: self.cost.clone(),
            staff_days: vec![self.load / years as f64; years],
            effects: self
                .rises
                .iter()
                .map(|(&element, &rise)| (elements[element].clone(), rise))
                .collect(),
            benefit,
            share_underserved,
            prerequisites: self
                .after
                .iter()
                .map(|id| Prerequisite { id: id.clone(), lead: 0 })
                .collect(),
            delay: self.delay,
            carriers: self.carriers.clone(),
            load: self.load,
            carriers_needed: self.needs,
        }
    }
}
