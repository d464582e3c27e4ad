//! Whether choices stay where a scenario is known beforehand.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::error::Error;
use crate::base::estimate::Figure;
use crate::plan::explain::outcome::ends;
use crate::plan::explain::solved::{Solved, started};
use crate::plan::figures::exact;
use crate::plan::full::Robustness;
use crate::plan::instance::{SCENARIOS, strata};
use crate::plan::programme::{Found, Programme};

/// How often each candidate is chosen over the scenarios.
pub(crate) struct Stays {
    counts: BTreeMap<String, usize>,
    solved: usize,
    same: usize,
}

impl Stays {
    /// Solves each scenario as if it were known, levels drawn within what withheld cells leave.
    pub(crate) fn of(solved: &Solved<'_>) -> Result<Self, Error> {
        let programme = &solved.instance.programme;
        let (low, high) = ends(solved.asked);
        let seed = solved.asked.rules.seed;
        let places: Vec<Vec<f64>> = programme
            .elements
            .iter()
            .map(|own| strata(seed, "level", &own.id, SCENARIOS))
            .collect();
        let own = solved.ids();
        let mut stays = Self { counts: BTreeMap::new(), solved: 0, same: 0 };
        for (at, scenario) in programme.scenarios.iter().enumerate() {
            let mut one =
                Programme { scenarios: vec![scenario.clone()], risk: None, ..programme.clone() };
            for (element, level) in one.elements.iter_mut().enumerate() {
                level.level = low[element] + places[element][at] * (high[element] - low[element]);
            }
            let Found::Plan(best) = solved.other(&one)? else { continue };
            let ids: BTreeSet<String> = started(solved.instance, &best.selection.starts);
            stays.solved += 1;
            stays.same += usize::from(ids == own);
            for id in ids {
                *stays.counts.entry(id).or_insert(0) += 1;
            }
        }
        Ok(stays)
    }

    /// Share of the scenarios in which it is chosen.
    pub(crate) fn share(&self, id: &str) -> Figure {
        let count = self.counts.get(id).copied().unwrap_or(0);
        exact(count as f64 / self.solved.max(1) as f64, "robustness/1")
    }

    pub(crate) fn summary(&self) -> Robustness {
        Robustness {
            scenarios: self.solved,
            same_set: exact(self.same as f64 / self.solved.max(1) as f64, "robustness/1"),
            text: "In each scenario the best set was chosen again by somebody who knows which initiatives \
                   work, how much of each is taken up, how far its carrier is trusted, and what the withheld \
                   cells hold."
                .to_owned(),
        }
    }
}
