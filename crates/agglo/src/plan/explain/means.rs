//! Money, equity and partners of a plan.

use std::collections::BTreeSet;

use agglo_stats::distribution::beta;

use crate::base::error::Error;
use crate::base::estimate::{Figure, Interval, Reason, Withheld};
use crate::base::id::ElementId;
use crate::plan::cover::{Candidate as Covering, Cover, Covered, cover};
use crate::plan::explain::chosen::element_title;
use crate::plan::explain::many;
use crate::plan::explain::solved::Solved;
use crate::plan::figures::exact;
use crate::plan::full::{
    ElementMoney, Equity, FullMoney, PartnerLeftOut, PartnerSet, PartnerUsed, PriceTag,
};
use crate::plan::instance::{FullRequest, SCENARIOS_AFTER, strata};
use crate::plan::{Gate, YearMoney};

/// No limit of money or staff for a cover.
const PLENTY: f64 = 1e12;

/// The budget and what becomes of it.
pub(crate) fn money(asked: &FullRequest<'_>, solved: Option<&Solved<'_>>) -> FullMoney {
    let budget = asked.budget();
    let total = agglo_stats::float::sum(budget.iter().copied());
    let by_year = solved
        .map_or_else(|| vec![0.0; budget.len()], |own| own.best.selection.cost_by_year.clone());
    let placed = agglo_stats::float::sum(by_year.iter().copied());
    let rest = (total - placed).max(0.0);
    let rows = budget.iter().zip(&by_year).enumerate();
    FullMoney {
        currency: asked.currency.clone(),
        budget: exact(total, "plan_money/1"),
        placed: exact(placed, "plan_money/1"),
        not_placed: exact(rest, "plan_money/1"),
        because: because(solved, rest),
        carry_over: asked.carry_over,
        by_year: rows
            .map(|(at, (&budget, &placed))| YearMoney {
                year: asked.year(at),
                budget: exact(budget, "plan_money/1"),
                placed: exact(placed, "plan_money/1"),
            })
            .collect(),
        by_element: solved.map(by_element).unwrap_or_default(),
    }
}

fn because(solved: Option<&Solved<'_>>, rest: f64) -> String {
    let Some(solved) = solved else { return "Nothing is placed: no plan fits.".to_owned() };
    if rest <= 0.005 {
        return "All of it has a use.".to_owned();
    }
    let left = solved.instance.candidates.len() - solved.chosen().count();
    if left == 0 {
        return "Everything that could be started is started.".to_owned();
    }
    "Nothing else that fits the rest of the money and the rules is expected to lift the whole; a rest that is not \
     placed is a correct answer."
        .to_owned()
}

fn by_element(solved: &Solved<'_>) -> Vec<ElementMoney> {
    let years = solved.instance.programme.budget.len();
    let mut rows: Vec<ElementMoney> = Vec::new();
    for (_, own, start) in solved.chosen() {
        let element: Option<ElementId> =
            own.aim.map(|at| solved.asked.base.needs[at].element.clone());
        let at = rows.iter().position(|row| row.element == element).unwrap_or_else(|| {
            rows.push(ElementMoney {
                element: element.clone(),
                title: element_title(solved, own),
                placed: exact(0.0, "plan_money/1"),
                by_year: vec![0.0; years],
            });
            rows.len() - 1
        });
        for (after, cost) in own.cost.iter().enumerate() {
            if let Some(year) = rows[at].by_year.get_mut(start + after) {
                *year += cost;
            }
        }
    }
    for row in &mut rows {
        row.placed = exact(agglo_stats::float::sum(row.by_year.iter().copied()), "plan_money/1");
    }
    rows
}

/// Share of the benefit that reaches underserved places: bounds where a share is not recorded.
pub(crate) fn share_of(solved: &Solved<'_>, starts: &[Option<usize>]) -> Figure {
    let all = solved.instance.candidates.iter().zip(starts).filter(|(_, start)| start.is_some());
    let (mut benefit, mut known, mut open) = (0.0, 0.0, 0.0);
    let mut is_silent = false;
    for (own, _) in all {
        match (own.benefit, own.share) {
            (Some(gain), Some(share)) => {
                benefit += gain;
                known += gain * share;
            }
            (Some(gain), None) => {
                benefit += gain;
                open += gain;
            }
            (None, _) => is_silent = true,
        }
    }
    if is_silent {
        return Figure::Withheld(Withheld {
            reason: Reason::Missing,
            text: "the benefit of a choice, or who gets it, is not recorded".to_owned(),
            bounds: Interval::bounds(0.0, 1.0),
        });
    }
    if benefit <= 0.0 {
        return Figure::Withheld(Withheld::undefined("nothing with a benefit is started"));
    }
    if open > 0.0 {
        return Figure::Withheld(Withheld {
            reason: Reason::Missing,
            text: "the share of a choice that reaches underserved places is not recorded"
                .to_owned(),
            bounds: Interval::bounds(known / benefit, (known + open) / benefit),
        });
    }
    exact(known / benefit, "share_underserved/1")
}

/// The least share, and whether it is met.
pub(crate) fn equity(asked: &FullRequest<'_>, solved: Option<&Solved<'_>>) -> Equity {
    let phi = asked.rules.phi;
    let nothing = || Figure::Withheld(Withheld::undefined("nothing is started"));
    let share = solved.map_or_else(nothing, |own| share_of(own, own.starts()));
    let started = solved.is_some_and(|own| own.chosen().next().is_some());
    let gate = match (phi, share.range()) {
        (Some(_), _) if !started => Gate::Pass,
        (Some(phi), Some((low, _))) if low >= phi - 1e-9 => Gate::Pass,
        (Some(phi), Some((_, high))) if high < phi - 1e-9 => Gate::Fail,
        _ => Gate::Unknown,
    };
    let rule = phi.map_or_else(
        || "No least share for underserved places was asked for.".to_owned(),
        |phi| {
            format!("At least {:.0} % of the benefit has to reach underserved places.", phi * 100.0)
        },
    );
    let silent: Vec<String> = solved
        .into_iter()
        .flat_map(Solved::chosen)
        .filter(|(_, own, _)| own.benefit.is_none() || own.share.is_none())
        .map(|(_, own, _)| own.title.clone())
        .collect();
    let text = if silent.is_empty() {
        rule
    } else {
        format!(
            "{rule} Nobody recorded the benefit or its share for: {}. What is not known is not counted, \
             and is not 0.",
            silent.join("; ")
        )
    };
    Equity { phi, share, gate, text }
}

/// Who carries it, who covers what, and who is left out; none outside a programme.
///
/// # Errors
///
/// As [`cover`].
pub(crate) fn partners(
    solved: &Solved<'_>,
    prices: &[PriceTag],
) -> Result<Option<PartnerSet>, Error> {
    let Some(said) = &solved.asked.said else { return Ok(None) };
    if said.partners.is_empty() {
        return Ok(None);
    }
    let programme = &solved.instance.programme;
    let covered = covered(solved)?;
    let mut rows = Vec::new();
    let mut left_out = Vec::new();
    for partner in &said.partners {
        let at = programme.partners.iter().position(|own| own.id == partner.id);
        let carried: Vec<_> = solved
            .chosen()
            .filter(|(own, ..)| {
                let by = solved.best.selection.carriers.get(*own);
                at.is_some_and(|at| by.is_some_and(|by| by.contains(&at)))
            })
            .collect();
        let is_in = !carried.is_empty() || covered.chosen.contains(&partner.id);
        if is_in {
            rows.push(PartnerUsed {
                id: partner.id.clone(),
                name: partner.name.clone(),
                carries: carried.iter().map(|(_, own, _)| own.title.clone()).collect(),
                load: agglo_stats::float::sum(carried.iter().map(|(_, own, _)| own.load)),
                capacity: partner.staff_days.map(|days| days * programme.budget.len() as f64),
                only_covers: covered.only_covered_by.get(&partner.id).cloned().unwrap_or_default(),
            });
        } else {
            let price = prices.iter().find(|tag| tag.change.starts_with(&partner.name));
            left_out.push(PartnerLeftOut {
                id: partner.id.clone(),
                name: partner.name.clone(),
                gate: partner.gate,
                reason: why_out(partner, &covered),
                worth: price.map_or_else(
                    || Figure::Withheld(Withheld::undefined("nothing would change")),
                    |tag| tag.gain.clone(),
                ),
            });
        }
    }
    let used: BTreeSet<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    let cost = said.partners.iter().filter(|own| used.contains(own.id.as_str()));
    let costs: Option<Vec<f64>> = cost.map(|own| own.cost).collect();
    Ok(Some(PartnerSet {
        uncovered: covered.uncovered,
        stays: stays(solved, &used),
        cost_a_year: costs.map_or_else(
            || Figure::Withheld(Withheld::missing("what a partner costs is not recorded")),
            |costs| exact(agglo_stats::float::sum(costs), "plan_money/1"),
        ),
        used: rows,
        left_out,
    }))
}

/// The set of partners that covers most areas and places under the days of staff.
fn covered(solved: &Solved<'_>) -> Result<Covered, Error> {
    let said = solved.asked.said.as_ref();
    let partners = said.map(|said| said.partners.as_slice()).unwrap_or_default();
    let cells = said.map(|said| said.cells.iter().map(|cell| (cell.clone(), 1.0)).collect());
    cover(&Cover {
        partners: partners
            .iter()
            .map(|own| Covering {
                id: own.id.clone(),
                passes: own.gate == Gate::Pass,
                cost: own.cost.unwrap_or(0.0),
                staff_days: own.staff_days.unwrap_or(0.0),
                covers: own.covers.clone(),
            })
            .collect(),
        cells: cells.unwrap_or_default(),
        budget: PLENTY,
        staff_days: solved.asked.rules.staff_days.unwrap_or(PLENTY),
    })
}

fn why_out(partner: &crate::plan::instance::SaidPartner, covered: &Covered) -> String {
    if partner.gate != Gate::Pass {
        return format!("{}.", partner.lacks);
    }
    match covered.left_out.iter().find(|own| own.id == partner.id) {
        Some(own) if own.would_add.is_empty() => {
            "It passes, carries nothing that is started, and covers nothing that others do not."
                .to_owned()
        }
        Some(own) => format!(
            "It passes and would add {}; the days of staff do not reach for it.",
            many(own.would_add.len(), "area or place", "areas and places")
        ),
        None => "It passes and is not needed.".to_owned(),
    }
}

/// Share of draws of trust in which everybody still passes on both sides.
fn stays(solved: &Solved<'_>, used: &BTreeSet<&str>) -> Figure {
    let Some(said) = &solved.asked.said else {
        return Figure::Withheld(Withheld::undefined("no partner is recorded"));
    };
    if used.is_empty() {
        return Figure::Withheld(Withheld::undefined("no partner is in the set"));
    }
    let seed = solved.asked.rules.seed;
    let mut passes = [true; SCENARIOS_AFTER];
    for partner in said.partners.iter().filter(|own| used.contains(own.id.as_str())) {
        for (side, (a, b)) in [("trust", partner.trusted), ("returned", partner.returned)] {
            let draws = strata(seed, side, &partner.id, SCENARIOS_AFTER);
            for (passes, u) in passes.iter_mut().zip(draws) {
                *passes &= beta::quantile(u, a, b).is_some_and(|share| share >= said.trust);
            }
        }
    }
    let count = passes.iter().filter(|own| **own).count();
    exact(count as f64 / SCENARIOS_AFTER as f64, "partners_stay/1")
}
