//! The whole and every element, before and after.

use crate::base::estimate::{Caveat, Figure};
use crate::map::gap::aggregate::aggregate;
use crate::plan::explain::solved::{Solved, Starts, spread_of};
use crate::plan::figures::{believed, between, exact, method};
use crate::plan::full::{ElementBeforeAfter, Whole};
use crate::plan::instance::FullRequest;
use crate::plan::programme::Risk;
use crate::plan::programme::value::tail;

/// Ends of every level: as low and as high as withheld cells leave it.
pub(crate) fn ends(asked: &FullRequest<'_>) -> (Vec<f64>, Vec<f64>) {
    let needs = &asked.base.needs;
    let range = needs.iter().map(|need| {
        let point = need.level_for_choice();
        let (low, high) = need.level.range().unwrap_or((0.0, 1.0));
        (low.min(point).clamp(0.0, 1.0), high.max(point).clamp(0.0, 1.0))
    });
    range.unzip()
}

/// The aggregate as things are, with the bounds that withheld cells leave.
pub(crate) fn before(asked: &FullRequest<'_>, rho: f64) -> Figure {
    let needs = &asked.base.needs;
    let weights: Vec<f64> = needs.iter().map(|need| need.weight).collect();
    let levels: Vec<f64> = needs.iter().map(crate::plan::Need::level_for_choice).collect();
    let (low, high) = ends(asked);
    let of = |levels: &[f64]| aggregate(&weights, levels, rho);
    between(of(&levels), of(&low), of(&high), "aggregate/1").into()
}

/// The whole with a plan.
pub(crate) fn whole(solved: &Solved<'_>) -> Whole {
    let asked = solved.asked;
    let starts = solved.starts();
    let rho = asked.rho();
    let gained = |starts: &Starts| solved.worth_after(starts);
    let gain = gained(starts) - gained(&solved.nothing());
    let model = &solved.after;
    let values = model.scenario_values(starts);
    let none = model.scenario_values(&solved.nothing());
    let rises: Vec<f64> = values
        .iter()
        .zip(&none)
        .map(|(with, without)| model.equivalent(*with) - model.equivalent(*without))
        .collect();
    let (_, low, high) = spread_of(&rises);
    let bad_case = match asked.rules.risk {
        Some(Risk::Tail { alpha, .. }) => {
            let worst = model.equivalent(tail(&values, alpha));
            Some(exact(worst, "tail_of_scenarios/1"))
        }
        _ => None,
    };
    Whole {
        before: before(asked, rho),
        after: after(solved, rho),
        gain: believed(gain, (low, high), method("plan_value/1")).into(),
        additive_before: before(asked, 1.0),
        additive_after: after(solved, 1.0),
        bad_case,
    }
}

/// Mean over scenarios in the last year; the interval joins scenarios and withheld cells.
fn after(solved: &Solved<'_>, rho: f64) -> Figure {
    let starts = solved.starts();
    let of = |from: &[f64]| spread_of(&solved.aggregates(&solved.last_levels(starts, from), rho));
    let point: Vec<f64> =
        solved.asked.base.needs.iter().map(crate::plan::Need::level_for_choice).collect();
    let (low, high) = ends(solved.asked);
    let (mean, ..) = of(&point);
    believed(mean, (of(&low).1, of(&high).2), method("plan_after/1"))
        .map(|estimate| estimate.caveat(scenarios()))
        .into()
}

fn scenarios() -> Caveat {
    Caveat::new(
        "scenarios",
        "Mean over scenarios; the interval holds nine in ten of them and what withheld cells leave open.",
    )
}

/// Every scored element.
pub(crate) fn elements(solved: &Solved<'_>) -> Vec<ElementBeforeAfter> {
    let needs = &solved.asked.base.needs;
    let starts = solved.starts();
    let (low, high) = ends(solved.asked);
    let point: Vec<f64> = needs.iter().map(crate::plan::Need::level_for_choice).collect();
    let [low, point, high] = [low, point, high].map(|from| solved.last_levels(starts, &from));
    let mut by = solved.lifted_by();
    let means = solved.mean_levels(starts);
    let rows = needs.iter().zip(means).enumerate();
    rows.map(|(at, (need, by_year))| {
        let of = |levels: &[Vec<f64>]| {
            spread_of(&levels.iter().map(|levels| levels[at]).collect::<Vec<_>>())
        };
        let after = believed(of(&point).0, (of(&low).1, of(&high).2), method("plan_level/1"));
        ElementBeforeAfter {
            id: need.element.clone(),
            title: need.title.clone(),
            weight: need.weight,
            is_mutable: need.mutable,
            may_bind: need.mutable && need.complementary.possible,
            before: need.level.clone(),
            after: after.map(|estimate| estimate.caveat(scenarios())).into(),
            by_year,
            lifted_by: by.remove(&at).unwrap_or_default(),
        }
    })
    .collect()
}

/// The same where nothing is started.
pub(crate) fn elements_as_they_are(asked: &FullRequest<'_>) -> Vec<ElementBeforeAfter> {
    let years = asked.base.budget.years().len();
    let row = |need: &crate::plan::Need| ElementBeforeAfter {
        id: need.element.clone(),
        title: need.title.clone(),
        weight: need.weight,
        is_mutable: need.mutable,
        may_bind: need.mutable && need.complementary.possible,
        before: need.level.clone(),
        after: need.level.clone(),
        by_year: vec![need.level_for_choice(); years],
        lifted_by: Vec::new(),
    };
    asked.base.needs.iter().map(row).collect()
}
