//! The record of a region as a plan reads it: initiatives, partners with their tests, areas, gates.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::base::error::Error;
use crate::base::year::Year;
use crate::engage::Ruling;
use crate::engage::event;
use crate::engage::event::Cents;
use crate::engage::gates::{Region, Rules, Stands, check, stands};
use crate::engage::record::{Record, Told, latest, of_region};
use crate::plan::full::{GoalAim, GoalOfPlan, SideOfGoal};
use crate::plan::instance::said::{Said, SaidInitiative, SaidPartner};
use crate::plan::{Check, Gate};

/// What a record says of one region as of a day.
///
/// # Errors
///
/// Those of rules that contradict themselves.
pub fn said(
    record: &Record,
    region: &Region<'_>,
    rules: &Rules,
    as_of: Date,
) -> Result<Said, Error> {
    let checked = check(record, region, rules, as_of)?;
    let gates = checked.findings.iter().map(|finding| Check {
        rule: finding.gate.word().to_owned(),
        text: format!("{}.", sentence(&finding.rule)),
        gate: gate(finding.ruling),
        found: finding.found.clone(),
        to_pass: finding.next.clone().unwrap_or_default(),
    });
    let areas = latest(&record.areas, region.id);
    let cells = areas
        .iter()
        .flat_map(|(id, told)| told.what.places.iter().map(move |place| format!("{id}/{place}")));
    let initiatives = latest(&record.initiatives, region.id);
    let cells: BTreeSet<String> = cells.collect();
    let partners = stands(record, region, rules, as_of)?;
    Ok(Said {
        initiatives: initiatives.into_iter().map(|(id, told)| initiative(id, told)).collect(),
        partners: partners.into_iter().map(|own| partner(own, &cells)).collect(),
        cells,
        gates: gates.collect(),
        goal: goal(record, region.id),
        trust: rules.partner.trust.share,
    })
}

/// The goal of a region as it was last recorded.
pub fn goal(record: &Record, region: &str) -> Option<GoalOfPlan> {
    let told = of_region(&record.goals, region).max_by_key(|told| (told.happened, told.event))?;
    let aim = |side: SideOfGoal, own: &event::Aim| GoalAim {
        side,
        measure: own.measure.clone(),
        change: own.change,
        unit: own.unit.clone(),
        year: Year(own.year),
        baseline: own.baseline.map(|was| (was.value, Year(was.year))),
    };
    let economy = told.what.economy.iter().map(|own| aim(SideOfGoal::Economy, own));
    let people = told.what.people.iter().map(|own| aim(SideOfGoal::People, own));
    Some(GoalOfPlan {
        mission: told.what.mission.clone(),
        aims: economy.chain(people).collect(),
        since: told.happened.to_string(),
    })
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn gate(ruling: Ruling) -> Gate {
    match ruling {
        Ruling::Pass => Gate::Pass,
        Ruling::Unknown => Gate::Unknown,
        Ruling::Fail => Gate::Fail,
    }
}

fn units(cents: Cents) -> f64 {
    cents.0 as f64 / 100.0
}

fn initiative(id: &str, told: &Told<event::Initiative>) -> SaidInitiative {
    let own = &told.what;
    let years = own.costs.iter().map(|cost| usize::from(cost.year) + 1).max().unwrap_or(0);
    let mut costs = vec![0.0; years];
    for cost in &own.costs {
        costs[usize::from(cost.year)] += units(cost.amount);
    }
    let needs = own.needs.map(|needs| usize::try_from(needs).unwrap_or(usize::MAX));
    SaidInitiative {
        id: id.to_owned(),
        name: own.name.clone(),
        archetype: own.archetype.clone(),
        element: own.element.clone(),
        costs,
        effects: own.effects.iter().map(|own| (own.element.clone(), own.level)).collect(),
        cites: own.cites.iter().map(ToString::to_string).collect(),
        carriers: own.carriers.clone(),
        needs: needs.unwrap_or_else(|| usize::from(!own.carriers.is_empty())),
        load: own.load,
        after: own.after.clone(),
        excludes: own.excludes.clone(),
        ends: own.ends,
        owner_after: own.owner_after.clone(),
        revenue_after: own.revenue_after.clone(),
        benefit: own.benefit,
        share_underserved: own.share_underserved,
        source: told.source.clone(),
        event: told.event,
    }
}

fn partner(own: Stands, cells: &BTreeSet<String>) -> SaidPartner {
    let covers = cells.iter().filter(|cell| {
        let area = cell.split('/').next().unwrap_or_default();
        own.areas.iter().any(|own| own == area)
    });
    SaidPartner {
        covers: covers.cloned().collect(),
        gate: gate(own.ruling),
        id: own.id,
        name: own.name,
        lacks: own.lacks,
        trusted: own.trusted,
        returned: own.returned,
        staff_days: own.staff_days,
        cost: own.cost.map(units),
    }
}
