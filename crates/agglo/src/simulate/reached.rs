//! Which sectors of the yearly panel an element of a blueprint stands in.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::blueprint::{Blueprint, Element, Measure};
use crate::base::classification::Classification;
use crate::base::id::{ElementId, IndustryId, RegionId};
use crate::base::region::Region;
use crate::panel::{Cell, Jobs};
use crate::simulate::from_plan::Reached;

/// The line of the panel that each industry of the classification lies in: `72` in `1800`.
pub type Sectors = BTreeMap<IndustryId, IndustryId>;

/// Where the jobs of every element are simulated; an element without industries is left out.
pub fn reached(
    blueprint: &Blueprint,
    tree: &Classification,
    sectors: &Sectors,
    jobs: &Jobs,
    region: &Region,
) -> BTreeMap<ElementId, Reached> {
    let place = |element: &Element| {
        let lines: BTreeSet<IndustryId> = element
            .body
            .measures()
            .iter()
            .flat_map(|measure| match measure {
                Measure::Industries(counted) => counted.codes.as_slice(),
                _ => &[],
            })
            .filter_map(|code| line(code, tree, sectors))
            .collect();
        let lines: Vec<IndustryId> = lines.into_iter().collect();
        if lines.is_empty() {
            return None;
        }
        let jobs = jobs_now(&lines, jobs, region);
        Some((element.id.clone(), Reached { sectors: lines, jobs }))
    };
    blueprint.elements.iter().filter_map(place).collect()
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
