//! The map of one region: its economy and its people, what stands out, who resembles it, what is unknown.

use schemars::JsonSchema;
use serde::Serialize;

use crate::base::classification::Classification;
use crate::base::estimate::{Estimate, Figure, Provenance, Withheld};
use crate::base::id::RegionId;
use crate::base::region::Region;
use crate::base::terms::Terms;
use crate::base::year::Year;
use crate::map::change::{Change, change};
use crate::map::compare::BESIDE;
use crate::map::economy::economy;
use crate::map::fragility::{Fragile, fragile};
use crate::map::history::{History, history};
use crate::map::indicator::Indicator;
use crate::map::neighbours::{Neighbour, around};
use crate::map::peers::{Peers, Space};
use crate::map::people::nation::Nation;
use crate::map::people::underserved::{Rule, Underserved, underserved};
use crate::map::people::{People, people};
use crate::map::place::Place;
use crate::map::season::{Medians, Season, seasons};
use crate::map::specialization::lines::{Priors, lines};
use crate::map::specialization::{Ranking, Specialization};
use crate::map::unknown::{Unknown, unknowns};
use crate::panel::{Changes, Facts, Jobs, Structure};

/// What maps of a country are read from.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    /// Jobs, establishments and pay by industry in one year.
    pub structure: &'a Structure,
    /// Titles and levels of its industries.
    pub classification: &'a Classification,
    /// Facts about places and their people.
    pub facts: &'a Facts,
    /// Jobs of many years.
    pub jobs: &'a Jobs,
    /// Every base unit, sorted by id.
    pub regions: &'a [Region],
    /// Pairs of base units that share a boundary.
    pub neighbours: &'a [(RegionId, RegionId)],
    /// The rule that says which regions are underserved.
    pub underserved: &'a Rule,
    /// The country's words, and what its tables count.
    pub terms: &'a Terms,
}

/// The map of one region. Economy and people are of equal rank and never summed into one index.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Map {
    /// The region.
    pub region: Region,
    /// Year of the industry figures.
    pub year: Option<Year>,
    /// Jobs, establishments, pay and their history.
    pub economy: Vec<Indicator>,
    /// Residents, income, poverty, work, schooling, vulnerability.
    pub people: People,
    /// Every industry with its quotients, and what stands out.
    pub specialization: Specialization,
    /// The swing of jobs within a year.
    pub seasons: Vec<Season>,
    /// Jobs of many years.
    pub history: Option<History>,
    /// How the strongest and the largest industries moved in a table of some years.
    pub changes: Vec<Change>,
    /// Regions around it.
    pub neighbours: Vec<Neighbour>,
    /// Regions like it.
    pub peers: Peers,
    /// Whether it is underserved by the printed rule.
    pub underserved: Underserved,
    /// Findings that the unpublished cells could overturn.
    pub fragile: Vec<Fragile>,
    /// Every cell without a point that an answer here rests on.
    pub unknown: Vec<Unknown>,
}

/// A country made ready: what all its maps share is computed once.
#[derive(Clone, Debug)]
pub struct Atlas<'a> {
    inputs: Inputs<'a>,
    priors: Priors,
    space: Space,
    nation: Nation,
    medians: Medians,
}

impl<'a> Atlas<'a> {
    /// Spreads of quotients and coordinates of all base units.
    pub fn new(inputs: Inputs<'a>) -> Self {
        let Inputs { structure, classification, facts, regions, terms, .. } = inputs;
        Self {
            inputs,
            priors: Priors::fit(structure),
            space: Space::new(structure, classification, facts, regions, terms),
            nation: Nation::of(facts),
            medians: Medians::of(structure, classification),
        }
    }

    /// What it was made from.
    pub fn inputs(&self) -> &Inputs<'a> {
        &self.inputs
    }

    /// The map of a region: of one base unit, or of several whose counts add up and whose rates are
    /// recomputed. `changes` holds the cells of its members over some years, where they were read.
    pub fn map(&self, region: &Region, changes: Option<&Changes>) -> Map {
        let Inputs { structure, classification, facts, jobs, regions, terms, .. } = self.inputs;
        let place = Place::new(region);
        let specialization =
            Specialization::of(lines(structure, classification, &self.priors, terms, place), terms);
        let history = history(jobs, terms, place);
        let underserved = underserved(self.inputs.underserved, facts, place.members());
        let seasons = seasons(structure, classification, &self.medians, place);
        Map {
            year: structure.employment.axes().years.first().copied(),
            economy: economy(&self.inputs, history.as_ref(), place),
            people: people(facts, &self.nation, place),
            changes: changes.map(|cells| moved(cells, &specialization, place)).unwrap_or_default(),
            neighbours: self.neighbours(region),
            peers: self.space.peers(structure, facts, regions, place),
            fragile: fragile(&specialization, &underserved, terms),
            underserved,
            unknown: unknowns(&self.inputs, place),
            region: region.clone(),
            specialization,
            seasons,
            history,
        }
    }

    fn neighbours(&self, region: &Region) -> Vec<Neighbour> {
        let found = around(region, self.inputs.neighbours);
        found
            .into_iter()
            .map(|id| {
                let named = self.inputs.regions.iter().find(|other| other.id == id);
                let place = Place::unit(&id);
                let economy = economy(&self.inputs, None, place);
                let people = people(self.inputs.facts, &self.nation, place).indicators;
                let figures = economy.into_iter().chain(people);
                Neighbour {
                    title: named.map_or_else(|| id.to_string(), Region::title),
                    figures: figures
                        .filter(|indicator| BESIDE.contains(&indicator.name.as_str()))
                        .map(|indicator| (indicator.name, indicator.value))
                        .collect(),
                    region: id,
                }
            })
            .collect()
    }
}

/// How the industries that stand out moved.
fn moved(changes: &Changes, specialization: &Specialization, place: Place<'_>) -> Vec<Change> {
    let chosen = specialization.lines.iter().filter(|line| {
        let listed = |ranking: &Ranking| ranking.industries.contains(&line.industry);
        listed(&specialization.strongest)
            || listed(&specialization.possible)
            || listed(&specialization.largest)
    });
    chosen.filter_map(|line| change(changes, &line.industry, &line.title, place)).collect()
}

impl Map {
    /// The quotient of an industry that has no line: none by the complete table, or missing with it.
    pub(crate) fn absent(&self) -> Figure {
        if self.specialization.lines.is_empty() {
            return Err(Withheld::missing("no industry of this region is in the table")).into();
        }
        Estimate::exact(0.0, Provenance::new("location_quotient/1", [])).into()
    }
}

/// The nation's quotient of itself.
pub(crate) fn one() -> Figure {
    Estimate::exact(1.0, Provenance::new("location_quotient/1", [])).into()
}

#[cfg(test)]
#[path = "profile_tests.rs"]
mod tests;
