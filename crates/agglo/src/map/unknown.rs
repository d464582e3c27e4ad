//! What was asked of the tables and not found: each unpublished cell that an answer rests on.

use schemars::JsonSchema;
use serde::Serialize;

use crate::base::estimate::{Interval, Reason};
use crate::base::id::{IndustryId, RegionId, SourceId};
use crate::base::year::Year;
use crate::map::place::Place;
use crate::map::profile::Inputs;
use crate::map::variable::Variable;
use crate::panel::Cell;

/// A cell that has no point, and what is known of it all the same.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Unknown {
    /// The region or base unit whose cell it is.
    pub region: RegionId,
    /// Variable or fact: `employment`, `svi_percentile`.
    pub variable: String,
    /// Code of the industry or cluster; none for a fact about the place.
    pub industry: Option<String>,
    /// The year.
    pub year: Option<Year>,
    /// The dataset.
    pub source: SourceId,
    /// Why there is no point.
    pub reason: Reason,
    /// Where it must lie, if that is known.
    pub bounds: Option<Interval>,
    /// What rests on it.
    pub used_by: String,
}

/// Every cell without a point that the map of a place reads: industries, months, years, facts.
pub fn unknowns(inputs: &Inputs<'_>, place: Place<'_>) -> Vec<Unknown> {
    let mut found = Vec::new();
    for member in place.members() {
        industries(inputs, member, &mut found);
        years(inputs, member, &mut found);
        facts(inputs, member, &mut found);
    }
    found
}

/// Industries of levels 0 and 2 to 4. One entry stands for all where the region has no row at all.
fn industries(inputs: &Inputs<'_>, member: &RegionId, found: &mut Vec<Unknown>) {
    let terms = inputs.terms;
    let counted = Variable::ALL.into_iter();
    let counted = counted
        .filter(|variable| terms.counted.has_establishments || *variable == Variable::Employment);
    for variable in counted {
        let name = if terms.counts_jobs() { variable.name() } else { "value_added" };
        let panel = variable.panel(inputs.structure);
        let row = panel.region(member.as_str());
        let empty = row.is_none_or(|row| {
            let industries = 0..panel.axes().industries.len();
            industries.into_iter().all(|at| panel.cell([0, row, at]).range().is_none())
        });
        let year = panel.axes().years.first().copied();
        let source = &panel.axes().source;
        let entry = |industry: Option<&IndustryId>, cell: Cell| {
            entry(member, name, industry, year, source, cell, "location_quotient")
        };
        if empty {
            found.extend(entry(None, Cell::MISSING));
            continue;
        }
        let listed = panel.axes().industries.iter().enumerate().filter(|(_, id)| {
            let level = inputs.classification.get(id.as_str()).map(|industry| industry.level);
            let detail = &terms.detail;
            level.is_some_and(|level| level == 0 || (detail.first..=detail.finest).contains(&level))
        });
        for (at, id) in listed {
            found.extend(row.and_then(|row| entry(Some(id), panel.cell([0, row, at]))));
        }
    }
}

/// Years of the long panel in which the area's total or a sector is not published.
fn years(inputs: &Inputs<'_>, member: &RegionId, found: &mut Vec<Unknown>) {
    let panel = &inputs.jobs.panel;
    let axes = panel.axes();
    if axes.years.is_empty() {
        return;
    }
    let name = if inputs.terms.counts_jobs() { "jobs" } else { "value_added" };
    let Some(area) = inputs.jobs.area_of.get(member) else {
        found.extend(entry(member, name, None, None, &axes.source, Cell::MISSING, "history"));
        return;
    };
    let last = axes.years.len().saturating_sub(1);
    let place = Place::unit(area);
    for (at, &year) in axes.years.iter().enumerate() {
        let cell = place.cell(panel, at, inputs.jobs.total.as_str());
        let total = Some(&inputs.jobs.total);
        found.extend(entry(area, name, total, Some(year), &axes.source, cell, "history"));
        let ends = at == 0 || at == last;
        for line in inputs.jobs.sectors.iter().filter(|_| ends) {
            let cell = place.cell(panel, at, line.as_str());
            found.extend(entry(area, name, Some(line), Some(year), &axes.source, cell, "history"));
        }
    }
}

/// Facts about the residents and those that the underserved rule reads.
fn facts(inputs: &Inputs<'_>, member: &RegionId, found: &mut Vec<Unknown>) {
    let ruled = inputs.underserved.facts();
    for fact in inputs.facts.definitions() {
        let rule = ruled.contains(&fact.name.as_str());
        if rule || fact.role == crate::map::people::ROLE || fact.role == "economy" {
            let cell = inputs.facts.cell(&fact.name, member.as_str());
            let user = if rule { "underserved" } else { fact.role.as_str() };
            found.extend(entry(member, &fact.name, None, fact.year, &fact.source, cell, user));
        }
    }
}

/// An entry for a cell without a point.
fn entry(
    region: &RegionId,
    variable: &str,
    industry: Option<&IndustryId>,
    year: Option<Year>,
    source: &SourceId,
    cell: Cell,
    used_by: &str,
) -> Option<Unknown> {
    let why = cell.point().err()?;
    Some(Unknown {
        region: region.clone(),
        variable: variable.to_owned(),
        industry: industry.map(ToString::to_string),
        year,
        source: source.clone(),
        reason: why.reason,
        bounds: why.bounds,
        used_by: used_by.to_owned(),
    })
}
