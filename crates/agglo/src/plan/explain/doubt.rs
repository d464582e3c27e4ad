//! The twin, prices, alternatives and the frontier: other plans beside the one that is proposed.

use std::collections::BTreeSet;

use crate::base::error::Error;
use crate::base::estimate::{Figure, Withheld};
use crate::plan::Gate;
use crate::plan::explain::otherwise::{Otherwise, shown};
use crate::plan::explain::solved::{Solved, Starts, beside, started};
use crate::plan::figures::exact;
use crate::plan::full::{Alternative, PointOfFrontier, PriceOf, PriceTag, TwinPlan};
use crate::plan::programme::price::{Change, changed};
use crate::plan::programme::{Found, Group, Model, Programme, frontier};

/// Budgets of the frontier, as parts of the plan's own: 20 of them up to twice as much.
const BUDGETS: u32 = 20;
/// The step of money that is priced, as a share of each year's budget.
const STEP: f64 = 0.1;
/// One point of a share.
const POINT: f64 = 0.01;
/// Rules whose price is worked out.
const RULES: usize = 12;

/// The same choice where elements add up, and what it starts.
pub(crate) fn twin(solved: &Solved<'_>) -> Result<(TwinPlan, BTreeSet<String>), Error> {
    let claim = solved.asked.reading.claim;
    let own = solved.ids();
    let programme = Programme { rho: 1.0, ..solved.instance.programme.clone() };
    let text = format!(
        "The choice is made where {}; {}.",
        match solved.asked.rho() {
            rho if rho < 0.0 => "one weak element holds the others back",
            rho if rho < 1.0 => "elements partly stand in for each other",
            _ => "elements add up",
        },
        claim.words()
    );
    let nothing = |text: &str| Figure::Withheld(Withheld::undefined(text));
    let Found::Plan(best) = solved.other(&programme)? else {
        let twin = TwinPlan {
            text,
            is_same: false,
            chosen: Vec::new(),
            only_own: solved.titles(&own),
            only_additive: Vec::new(),
            lost_if_additive: nothing("no plan was found where elements add up"),
        };
        return Ok((twin, BTreeSet::new()));
    };
    let starts = &best.selection.starts;
    let other = started(solved.instance, starts);
    let model = Model::new(&programme)?;
    let lost = best.selection.equivalent - model.equivalent(model.value(solved.starts()));
    let twin = TwinPlan {
        text,
        is_same: own == other,
        chosen: solved.named(starts),
        only_own: solved.titles(&beside(&own, &other)),
        only_additive: solved.titles(&beside(&other, &own)),
        lost_if_additive: exact(lost.max(0.0), "twin/1"),
    };
    Ok((twin, other))
}

/// What each constraint costs.
pub(crate) fn prices(solved: &Solved<'_>) -> Result<Vec<PriceTag>, Error> {
    let programme = &solved.instance.programme;
    let total = agglo_stats::float::sum(programme.budget.iter().copied());
    let more = Programme {
        budget: programme.budget.iter().map(|money| money * (1.0 + STEP)).collect(),
        ..programme.clone()
    };
    let step = crate::base::thousands::thousands(total * STEP);
    let text = format!("{step} more in all, a tenth more in each year");
    let mut tags = vec![tag(solved, PriceOf::Money, text, &more)?];
    if let Some(said) = &solved.asked.said {
        for partner in said.partners.iter().filter(|own| own.gate != Gate::Pass) {
            let Some(other) = changed(programme, &Change::Partner(partner.id.clone())) else {
                continue;
            };
            let text = format!("{} passes its four tests", partner.name);
            tags.push(tag(solved, PriceOf::Partner, text, &other)?);
        }
    }
    if let Some(phi) = programme.equity {
        let other = changed(programme, &Change::Equity { by: POINT });
        if let Some(other) = other {
            let to = (phi - POINT).max(0.0) * 100.0;
            let text = format!("one point less for underserved places: {to:.0} %");
            tags.push(tag(solved, PriceOf::Equity, text, &other)?);
        }
    }
    for group in rules(programme).into_iter().take(RULES) {
        let text = format!("giving up {}", group.in_words());
        let Some(other) = changed(programme, &Change::Without(group)) else { continue };
        tags.push(tag(solved, PriceOf::Rule, text, &other)?);
    }
    Ok(tags)
}

/// Rules that can be given up.
fn rules(programme: &Programme) -> Vec<Group> {
    let mut groups = Vec::new();
    groups.extend(programme.risk.map(|_| Group::Risk));
    groups.extend(programme.duties.iter().map(|duty| Group::Duty(duty.id.clone())));
    let forced = programme.forced_in.iter().chain(&programme.forced_out);
    groups.extend(forced.map(|id| Group::Force(id.clone())));
    groups.extend(
        programme
            .prerequisites()
            .map(|(first, then)| Group::Prerequisite(first.clone(), then.clone())),
    );
    // Sizes of one kind are no rule that anybody could give up.
    let sets = programme.exclusions.iter().filter(|set| !set.iter().all(|id| id.contains('/')));
    groups.extend(sets.map(|set| Group::Exclusion(set.clone())));
    groups
}

fn tag(
    solved: &Solved<'_>,
    of: PriceOf,
    change: String,
    other: &Programme,
) -> Result<PriceTag, Error> {
    let best = &solved.best;
    let own = solved.ids();
    let found = solved.other(other)?;
    let Some(plan) = found.plan() else {
        return Ok(PriceTag {
            of,
            change,
            gain: Figure::Withheld(Withheld::undefined("no plan was found")),
            enters: Vec::new(),
            leaves: Vec::new(),
            is_proved: false,
        });
    };
    let ids = started(solved.instance, &plan.selection.starts);
    let gain = (plan.selection.equivalent - best.selection.equivalent).max(0.0);
    Ok(PriceTag {
        of,
        change,
        gain: exact(gain, "price/1"),
        enters: solved.titles(&beside(&ids, &own)),
        leaves: solved.titles(&beside(&own, &ids)),
        is_proved: best.proof.optimal && plan.proof.optimal,
    })
}

/// Up to two other plans that start another set of kinds.
pub(crate) fn alternatives(
    solved: &Solved<'_>,
    otherwise: &std::collections::BTreeMap<String, Otherwise>,
) -> Result<Vec<Alternative>, Error> {
    let mut seen = vec![kinds(solved, solved.starts())];
    let mut found = Vec::new();
    for (title, because, starts) in candidates(solved, otherwise)? {
        let kinds = kinds(solved, &starts);
        if seen.contains(&kinds) {
            continue;
        }
        seen.push(kinds);
        found.push(alternative(solved, title, &because, &starts));
        if found.len() == 2 {
            break;
        }
    }
    Ok(found)
}

type Other = (String, String, Starts);

/// Other plans, those that give up most first.
fn candidates(
    solved: &Solved<'_>,
    otherwise: &std::collections::BTreeMap<String, Otherwise>,
) -> Result<Vec<Other>, Error> {
    let mut others = Vec::new();
    let chosen = solved.ids();
    let mut without: Vec<(&String, &Otherwise)> =
        otherwise.iter().filter(|(id, _)| chosen.contains(*id)).collect();
    let lost = |own: &Otherwise| own.regret.lost.value().unwrap_or(-1.0);
    without.sort_by(|a, b| lost(b.1).total_cmp(&lost(a.1)).then(a.0.cmp(b.0)));
    let mut push_without = |(id, own): (&String, &Otherwise)| {
        if let Some(starts) = &own.starts {
            others.push((
                format!("Without {}", solved.title(id).to_lowercase()),
                "For a board that does not trust the main bet, or cannot find who carries it."
                    .to_owned(),
                starts.clone(),
            ));
        }
    };
    let mut without = without.into_iter();
    without.next().into_iter().for_each(&mut push_without);
    let programme = &solved.instance.programme;
    let half = Programme {
        budget: programme.budget.iter().map(|money| money / 2.0).collect(),
        ..programme.clone()
    };
    let additive = Programme { rho: 1.0, ..programme.clone() };
    let mut beside: Vec<Other> = Vec::new();
    for (title, because, other) in [
        ("With half of the money", "For a board that wants to keep half in hand.", half),
        (
            "As if elements added up",
            "For a board that does not believe that one weak element holds the rest back.",
            additive,
        ),
    ] {
        if let Found::Plan(best) = solved.other(&other)? {
            beside.push((title.to_owned(), because.to_owned(), best.selection.starts));
        }
    }
    others.extend(beside);
    let mut rest: Vec<Other> = Vec::new();
    for (id, own) in without {
        if let Some(starts) = &own.starts {
            let title = format!("Without {}", solved.title(id).to_lowercase());
            let because = "For a board that would rather not do this one.".to_owned();
            rest.push((title, because, starts.clone()));
        }
    }
    others.extend(rest);
    let added = otherwise.iter().filter(|(id, _)| !chosen.contains(*id));
    for (id, own) in added {
        if let Some(starts) = &own.starts {
            let title = format!("With {}", solved.title(id).to_lowercase());
            let because = "For a board that wants this one whatever it costs the rest.".to_owned();
            others.push((title, because, starts.clone()));
        }
    }
    Ok(others)
}

/// Kinds or ids of what a plan starts, sizes aside.
fn kinds(solved: &Solved<'_>, starts: &[Option<usize>]) -> BTreeSet<String> {
    let ids = started(solved.instance, starts);
    ids.iter().map(|id| id.split('/').next().unwrap_or(id).to_owned()).collect()
}

fn alternative(solved: &Solved<'_>, title: String, because: &str, starts: &Starts) -> Alternative {
    let worth = solved.worth(starts);
    let lost = solved.best.selection.equivalent - worth;
    let chosen = solved.named(starts);
    let titles = chosen.iter().map(|(id, _)| solved.title(id)).collect();
    Alternative {
        because: format!("{because} It is worth {} less.", shown(lost.max(0.0))),
        title,
        titles,
        chosen,
        value: exact(worth, "plan_value/1"),
        lost: exact(lost.max(0.0), "plan_value/1"),
        cost: exact(solved.model.cost(starts), "plan_money/1"),
        share_underserved: crate::plan::explain::means::share_of(solved, starts),
    }
}

/// Outcome against money under each least share.
pub(crate) fn frontier_of(solved: &Solved<'_>) -> Result<Vec<PointOfFrontier>, Error> {
    let programme = &solved.instance.programme;
    let total = agglo_stats::float::sum(programme.budget.iter().copied());
    let budgets: Vec<f64> =
        (1..=BUDGETS).map(|at| 2.0 * total * f64::from(at) / f64::from(BUDGETS)).collect();
    let rule = solved.asked.rules.phi;
    let shares: Vec<f64> = match rule {
        Some(phi) if phi > 0.0 => vec![0.0, phi, (phi + 0.1).min(1.0)],
        _ => vec![0.0],
    };
    let points = frontier(programme, &budgets, &shares, solved.beside())?;
    let year = |start: usize| solved.asked.year(start).0;
    let rows = points.into_iter().map(|point| PointOfFrontier {
        phi: point.phi,
        budget: point.budget,
        value: point.equivalent,
        cost: point.cost,
        share_underserved: point.share_underserved,
        chosen: point.chosen.into_iter().map(|(id, start)| (id, year(start))).collect(),
        enters: solved.titles(&point.enters),
        leaves: solved.titles(&point.leaves),
        is_proved: point.optimal,
        gap: point.gap,
    });
    Ok(rows.collect())
}
