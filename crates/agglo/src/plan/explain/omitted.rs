//! The rows of what is left out, each with its reason.

use std::collections::BTreeMap;

use crate::base::error::Error;
use crate::base::estimate::Figure;
use crate::plan::Gate;
use crate::plan::explain::chosen::Rows;
use crate::plan::explain::otherwise::kind_of;
use crate::plan::explain::solved::{Solved, started};
use crate::plan::figures::exact;
use crate::plan::full::{Omitted, OmittedBecause, Reading};
use crate::plan::instance::Candidate;
use crate::plan::programme::{Found, Programme};

/// Larger budgets that are tried, as multiples.
const MULTIPLES: [f64; 5] = [1.25, 1.5, 2.0, 3.0, 5.0];

impl Rows<'_> {
    /// All rows: candidates first, the dearest mistake last; then what cannot be one, by the kind of reason.
    pub(crate) fn omitted(&self) -> Result<Vec<Omitted>, Error> {
        let solved = self.solved;
        let enters = self.enters()?;
        let chosen = solved.ids();
        let mut rows: Vec<Omitted> = solved
            .instance
            .candidates
            .iter()
            .filter(|own| !chosen.contains(&own.id))
            .map(|own| self.left_out(own, &enters))
            .collect();
        let lost = |row: &Omitted| row.regret.as_ref().and_then(|own| own.lost.value());
        rows.sort_by(|a, b| {
            let order = lost(a).unwrap_or(f64::MAX).total_cmp(&lost(b).unwrap_or(f64::MAX));
            order.then_with(|| a.id.cmp(&b.id))
        });
        let mut rest: Vec<Omitted> = solved
            .instance
            .outside
            .iter()
            .map(|own| Omitted {
                id: own.id.clone(),
                title: own.title.clone(),
                archetype: own.archetype.clone(),
                why: own.why,
                reason: own.reason.clone(),
                regret: None,
                enters_at: None,
                would_be_chosen: None,
                reading: Reading::Neither,
                is_marked: false,
            })
            .collect();
        rest.sort_by(|a, b| (a.why, &a.id).cmp(&(b.why, &b.id)));
        rows.extend(rest);
        Ok(rows)
    }

    /// The least of the larger budgets tried at which something enters.
    fn enters(&self) -> Result<BTreeMap<String, f64>, Error> {
        let programme = &self.solved.instance.programme;
        let mut enters = BTreeMap::new();
        if programme.initiatives.len() == self.solved.chosen().count() {
            return Ok(enters);
        }
        for multiple in MULTIPLES {
            let budget: Vec<f64> = programme.budget.iter().map(|money| money * multiple).collect();
            let all = agglo_stats::float::sum(budget.iter().copied());
            let more = Programme { budget, ..programme.clone() };
            let Found::Plan(best) = self.solved.other(&more)? else { continue };
            for id in started(self.solved.instance, &best.selection.starts) {
                enters.entry(id).or_insert(all);
            }
        }
        Ok(enters)
    }

    fn left_out(&self, own: &Candidate, enters: &BTreeMap<String, f64>) -> Omitted {
        let solved = self.solved;
        let (reading, is_marked) = self.reading(&own.id, false);
        let found = self.otherwise.get(&own.id);
        let enters_at = enters.get(&own.id).copied();
        let (why, reason) = self.why(own, enters_at);
        let would = solved.instance.programme.initiatives.len() > 1;
        Omitted {
            id: own.id.clone(),
            title: own.title.clone(),
            archetype: own.archetype.clone(),
            why,
            reason,
            regret: found.map(|own| own.regret.clone()),
            enters_at: enters_at.map(|money| exact(money, "plan_money/1")),
            would_be_chosen: would.then(|| self.stays.share(&own.id)) as Option<Figure>,
            reading,
            is_marked,
        }
    }

    fn why(&self, own: &Candidate, enters_at: Option<f64>) -> (OmittedBecause, String) {
        let rules = &self.solved.asked.rules;
        if rules.forced_out.iter().any(|id| {
            *id == own.id || own.archetype.as_ref().is_some_and(|kind| kind.as_str() == id)
        }) {
            return (OmittedBecause::LeftOut, "Left out by request.".to_owned());
        }
        if let Some(reason) = no_carrier(self.solved, own) {
            return (OmittedBecause::NoCarrier, reason);
        }
        let years = self.solved.instance.programme.budget.len();
        let paid = own.cost.iter().rposition(|&cost| cost > 0.0).map_or(0, |at| at + 1);
        if paid > years {
            let text = format!("Its costs run over {paid} years, the plan over {years}.");
            return (OmittedBecause::PastTheEnd, text);
        }
        if own.rises.values().all(|&rise| rise <= 0.0) {
            let text = if own.direct.is_empty() {
                "Nobody recorded by how much it lifts what: `--effect ELEMENT:RISE`."
            } else {
                "It lifts nothing that is scored."
            };
            return (OmittedBecause::NoEffectStated, text.to_owned());
        }
        if own.delay >= years {
            let text = format!(
                "What it lifts is seen after {} years, the plan ends after {years}.",
                own.delay
            );
            return (OmittedBecause::PastTheEnd, text);
        }
        let Some(found) = self.otherwise.get(&own.id) else {
            let text =
                "Others lift more for their money; it was not forced in to see what it costs.";
            return (OmittedBecause::Outdone, text.to_owned());
        };
        if let Some(conflict) = &found.conflict {
            return (kind_of(conflict), found.regret.text.clone());
        }
        let needs = &self.solved.asked.base.needs;
        let complete = own.rises.iter().filter(|(_, rise)| **rise > 0.0);
        if complete.clone().all(|(&at, _)| needs[at].level_for_choice() >= 1.0 - 1e-9) {
            let text = format!("What it lifts is complete already. {}", found.regret.text);
            return (OmittedBecause::LiftsNothing, text);
        }
        match enters_at {
            Some(money) => {
                let money = crate::base::thousands::thousands(money);
                let text = format!("{} It enters at {money} in all.", found.regret.text);
                (OmittedBecause::Money, text)
            }
            None => (OmittedBecause::Outdone, found.regret.text.clone()),
        }
    }
}

/// Why nobody can carry it; none where somebody can.
pub(crate) fn no_carrier(solved: &Solved<'_>, own: &Candidate) -> Option<String> {
    if own.needs == 0 {
        return None;
    }
    let said = solved.asked.said.as_ref()?;
    let partners: Vec<_> = own.carriers.iter().filter_map(|id| said.partner(id)).collect();
    let able = partners.iter().filter(|partner| partner.gate == Gate::Pass).count();
    if able >= own.needs {
        return None;
    }
    if partners.is_empty() {
        return Some(format!(
            "It needs {} to carry it and names nobody: `--carriers`.",
            crate::plan::explain::many(own.needs, "partner", "partners")
        ));
    }
    let open: Vec<String> = partners
        .iter()
        .filter(|partner| partner.gate != Gate::Pass)
        .map(|partner| format!("{}: {}", partner.name, partner.lacks))
        .collect();
    let few = if able > 0 {
        format!("Of {} that it needs {able} can carry it.", own.needs)
    } else {
        "None that may carry it passes the four tests.".to_owned()
    };
    Some(format!("{few} {}. It can be in once that is settled.", open.join(". ")))
}
