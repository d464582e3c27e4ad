//! Which sectors of the yearly panel an element of a blueprint stands in, and how much of them it is.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::blueprint::{Blueprint, Element, Measure};
use crate::base::classification::Classification;
use crate::base::estimate::Provenance;
use crate::base::id::{ElementId, IndustryId, RegionId};
use crate::base::region::Region;
use crate::map::cluster::likely;
use crate::map::place::Place;
use crate::map::specialization::Counts;
use crate::panel::{Cell, Jobs, Structure};
use crate::simulate::from_plan::Reached;

/// The line of the panel that each industry of the classification lies in: `72` in `1800`.
pub type Sectors = BTreeMap<IndustryId, IndustryId>;

/// Where the jobs of every element are simulated; an element without industries is left out.
pub fn reached(
    blueprint: &Blueprint,
    tree: &Classification,
    sectors: &Sectors,
    (structure, jobs): (&Structure, &Jobs),
    region: &Region,
) -> BTreeMap<ElementId, Reached> {
    let place = |element: &Element| {
        let codes: BTreeSet<&IndustryId> = element
            .body
            .measures()
            .iter()
            .flat_map(|measure| match measure {
                Measure::Industries(counted) => counted.codes.as_slice(),
                _ => &[],
            })
            .collect();
        let lines: BTreeSet<IndustryId> =
            codes.iter().filter_map(|code| line(code, tree, sectors)).collect();
        if lines.is_empty() {
            return None;
        }
        let whole = sectors.iter().filter(|(_, line)| lines.contains(*line)).map(|(code, _)| code);
        let share = share(structure, region, codes.into_iter(), whole);
        let sectors: Vec<IndustryId> = lines.iter().cloned().collect();
        let jobs = jobs_now(&sectors, jobs, region);
        Some((element.id.clone(), Reached { sectors, jobs, share }))
    };
    blueprint.elements.iter().filter_map(place).collect()
}

/// Share of the likely private jobs of some industries that lies in a part of them; 1 where neither is known.
fn share<'a>(
    structure: &Structure,
    region: &Region,
    part: impl Iterator<Item = &'a IndustryId>,
    whole: impl Iterator<Item = &'a IndustryId>,
) -> f64 {
    let jobs = |codes: &mut dyn Iterator<Item = &'a IndustryId>| -> f64 {
        codes.filter_map(|code| likely_jobs(structure, region, code.as_str())).sum()
    };
    let (part, whole) = (jobs(&mut { part }), jobs(&mut { whole }));
    if whole > 0.0 { (part / whole).min(1.0) } else { 1.0 }
}

/// Private jobs of an industry as published, else its establishments at the nation's mean size.
fn likely_jobs(structure: &Structure, region: &Region, code: &str) -> Option<f64> {
    let nation = RegionId::from(RegionId::NATION);
    let counts = |panel| {
        let cell = |place: Place<'_>, code: &str| place.cell(panel, 0, code);
        let (here, nation) = (Place::new(region), Place::unit(&nation));
        Counts {
            x: cell(here, code),
            region: cell(here, IndustryId::TOTAL),
            industry: cell(nation, code),
            reference: cell(nation, IndustryId::TOTAL),
        }
    };
    let (jobs, doors) = (counts(&structure.employment), counts(&structure.establishments));
    likely::jobs(&jobs, &doors, Provenance::default()).ok().map(|jobs| jobs.value())
}

/// The line of an industry or of the nearest industry above it.
fn line(code: &IndustryId, tree: &Classification, sectors: &Sectors) -> Option<IndustryId> {
    let mut at = Some(code);
    while let Some(id) = at {
        if let Some(line) = sectors.get(id) {
            return Some(line.clone());
        }
        at = tree.get(id.as_str()).and_then(|industry| industry.parent.as_ref());
    }
    None
}

/// Jobs of some lines in the region's areas in the last year; none where one is not published.
fn jobs_now(lines: &[IndustryId], jobs: &Jobs, region: &Region) -> Option<f64> {
    let year = jobs.panel.axes().years.len().checked_sub(1)?;
    let areas: BTreeSet<&RegionId> =
        region.members.iter().map(|member| jobs.area_of.get(member).unwrap_or(member)).collect();
    let cells = areas.into_iter().flat_map(|area| {
        lines.iter().map(move |line| {
            let at = jobs.panel.region(area.as_str()).zip(jobs.panel.industry(line.as_str()));
            at.map_or(Cell::MISSING, |(region, line)| jobs.panel.cell([year, region, line]))
        })
    });
    Cell::sum(cells).point().ok()
}
