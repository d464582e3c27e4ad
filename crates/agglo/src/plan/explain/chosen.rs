//! The rows of what is started, each with its reasons.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::estimate::{Figure, Withheld};
use crate::plan::YearCost;
use crate::plan::explain::otherwise::{Otherwise, shown};
use crate::plan::explain::robust::Stays;
use crate::plan::explain::solved::{Solved, spread_of};
use crate::plan::figures::{assumed_usd, believed, exact, method};
use crate::plan::full::{Aim, Basis, Carrier, Choice, Reading, Regret};
use crate::plan::instance::Candidate;
use crate::plan::words;

/// What every row reads.
pub(crate) struct Rows<'a> {
    pub(crate) solved: &'a Solved<'a>,
    pub(crate) otherwise: &'a BTreeMap<String, Otherwise>,
    pub(crate) stays: &'a Stays,
    /// What is started where elements add up.
    pub(crate) additive: &'a BTreeSet<String>,
}

impl Rows<'_> {
    /// Under which readings something is chosen, and whether that has to be marked.
    pub(crate) fn reading(&self, id: &str, is_in: bool) -> (Reading, bool) {
        let reading = match (is_in, self.additive.contains(id)) {
            (true, true) => Reading::Both,
            (true, false) => Reading::OnlyOwn,
            (false, true) => Reading::OnlyAdditive,
            (false, false) => Reading::Neither,
        };
        let one = matches!(reading, Reading::OnlyOwn | Reading::OnlyAdditive);
        (reading, one && !self.solved.asked.reading.claim.is_supported())
    }

    /// All rows, first start first.
    pub(crate) fn chosen(&self) -> Vec<Choice> {
        let mut rows: Vec<Choice> =
            self.solved.chosen().map(|(at, own, start)| self.row(at, own, start)).collect();
        rows.sort_by(|a, b| (a.start, &a.id).cmp(&(b.start, &b.id)));
        rows
    }

    fn row(&self, at: usize, own: &Candidate, start: usize) -> Choice {
        let solved = self.solved;
        let asked = solved.asked;
        let cost_by_year = own
            .cost
            .iter()
            .enumerate()
            .filter(|(_, cost)| **cost > 0.0)
            .map(|(after, &cost)| YearCost {
                year: asked.year(start + after),
                usd: money(own, cost),
            })
            .collect();
        let years = solved.instance.programme.budget.len();
        let first_effect = (!own.rises.is_empty() && start + own.delay < years)
            .then(|| asked.year(start + own.delay));
        let (reading, is_marked) = self.reading(&own.id, true);
        let closes = self.closes(at, own);
        let carriers = self.carriers(at);
        let kind = own.archetype.as_ref().and_then(|id| asked.catalogue.archetype(id.as_str()));
        let unknown = || none("nobody looked");
        let regret = self.otherwise.get(&own.id).map_or_else(unknown, |own| own.regret.clone());
        let aims = self.aims(own);
        let reasons = self.reasons(own, &closes, &carriers, &aims, &regret, start);
        Choice {
            id: own.id.clone(),
            title: own.title.clone(),
            archetype: own.archetype.clone(),
            size: own.size.clone(),
            start: asked.year(start),
            first_effect,
            cost_by_year,
            cost: money(own, own.total()),
            cost_from: own.cost_from,
            carriers,
            role: own.role.clone(),
            element: own.aim.map(|at| asked.base.needs[at].element.clone()),
            element_title: element_title(solved, own),
            aims,
            effect_from: own.effect_from,
            prior: kind.map(|kind| words::prior(asked.priors, kind)),
            closes,
            gain: self.gain(at),
            regret,
            reasons,
            stays: self.stays.share(&own.id),
            reading,
            is_marked,
            cites: own.cites.clone(),
            owner_after: own.owner_after.clone(),
            revenue_after: own.revenue_after.clone(),
            caveats: own.caveats.clone(),
        }
    }

    /// Duties that nothing else in the plan fulfils.
    fn closes(&self, at: usize, own: &Candidate) -> Vec<String> {
        let others = || self.solved.chosen().filter(|(other, ..)| *other != at);
        own.duties
            .iter()
            .filter(|duty| others().all(|(_, other, _)| !other.duties.contains(duty)))
            .cloned()
            .collect()
    }

    fn carriers(&self, at: usize) -> Vec<Carrier> {
        let by = self.solved.best.selection.carriers.get(at).cloned().unwrap_or_default();
        let partners = &self.solved.instance.programme.partners;
        let named = by.into_iter().map(|partner| {
            let id = partners[partner].id.clone();
            let said = self.solved.asked.said.as_ref().and_then(|said| said.partner(&id));
            Carrier { name: said.map_or_else(|| id.clone(), |own| own.name.clone()), id }
        });
        named.collect()
    }

    fn aims(&self, own: &Candidate) -> Vec<Aim> {
        let ups = self.solved.take_ups(own);
        let row = |(&at, &rise): (&usize, &f64)| {
            let rises: Vec<f64> = ups.iter().map(|up| up * rise).collect();
            let (mean, low, high) = spread_of(&rises);
            Aim {
                element: self.solved.asked.base.needs[at].element.clone(),
                title: self.solved.element(at).to_owned(),
                at_most: rise,
                expected: believed(mean, (low, high), method("take_up/1")).into(),
                is_spill_over: !own.direct.contains_key(&at),
            }
        };
        own.rises.iter().map(row).collect()
    }

    /// Rise of the whole that falls away without it, everything else as planned.
    pub(crate) fn gain(&self, at: usize) -> Figure {
        let solved = self.solved;
        let mut without = solved.starts().clone();
        without[at] = None;
        let model = &solved.after;
        let with = model.scenario_values(solved.starts());
        let rises: Vec<f64> = with
            .iter()
            .zip(model.scenario_values(&without))
            .map(|(with, without)| model.equivalent(*with) - model.equivalent(without))
            .collect();
        let (_, low, high) = spread_of(&rises);
        let gain = solved.worth_after(solved.starts()) - solved.worth_after(&without);
        believed(gain, (low, high), method("marginal_gain/1")).into()
    }

    fn reasons(
        &self,
        own: &Candidate,
        closes: &[String],
        carriers: &[Carrier],
        aims: &[Aim],
        regret: &Regret,
        start: usize,
    ) -> Vec<String> {
        let asked = self.solved.asked;
        let mut reasons = Vec::new();
        for rule in closes {
            reasons.push(format!(
                "{rule}: {} Nothing else in the plan provides for it.",
                gate_text(self.solved, rule)
            ));
        }
        let year = asked.year(start + own.delay);
        for aim in aims.iter().filter(|aim| !aim.is_spill_over) {
            let expected = shown(aim.expected.value().unwrap_or_default());
            // Of a count most is lost on the way: all of it is no rise that anybody has to expect.
            let full = if own.effect_from == Basis::Counted {
                String::new()
            } else {
                format!("{} at full take-up, by ", shown(aim.at_most))
            };
            reasons.push(format!(
                "It lifts {} by {full}{expected} on average over the scenarios, from {year} on.",
                aim.title.to_lowercase(),
            ));
        }
        let spills: Vec<String> = aims
            .iter()
            .filter(|aim| aim.is_spill_over)
            .map(|aim| {
                let way = if aim.at_most > 0.0 { "lifts" } else { "lowers" };
                format!("{way} {} by {}", aim.title.to_lowercase(), shown(aim.at_most.abs()))
            })
            .collect();
        if !spills.is_empty() {
            reasons.push(format!("Along the edges of the blueprint it {}.", spills.join(", ")));
        }
        if let [only] = carriers {
            reasons.push(format!("{} carries it.", only.name));
        }
        reasons.push(regret.text.clone());
        reasons
    }
}

/// What a gate asks for.
pub(crate) fn gate_text(solved: &Solved<'_>, rule: &str) -> String {
    let said = solved.asked.said.as_ref().map(|said| said.gates.clone());
    let gates = said.unwrap_or_else(|| crate::plan::keystone::checks(solved.asked.base.records));
    gates.into_iter().find(|check| check.rule == rule).map_or_else(String::new, |own| own.text)
}

/// The element that it is meant for; the gates where it lifts none.
pub(crate) fn element_title(solved: &Solved<'_>, own: &Candidate) -> String {
    own.aim.map_or_else(|| "the gates".to_owned(), |at| solved.element(at).to_owned())
}

/// An amount with what it rests on.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "amounts are not negative and far below 2^53 cents"
)]
fn money(own: &Candidate, amount: f64) -> Figure {
    match own.cost_from {
        Basis::AssumedSize | Basis::StatedUnsourced => assumed_usd((amount * 100.0).round() as u64),
        _ => exact(amount, "plan_money/1"),
    }
}

fn none(why: &str) -> Regret {
    Regret {
        lost: Figure::Withheld(Withheld::missing(why)),
        instead: Vec::new(),
        falls_out: Vec::new(),
        text: "What leaving it out costs was not worked out.".to_owned(),
        is_proved: false,
    }
}
