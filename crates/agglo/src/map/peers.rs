//! Structural peers: the base units with the most similar industry mix and the most similar people.
//!
//! Industry mix: Hellinger distance between shares of establishments by three-digit industry, which are
//! published in every cell, `sqrt(1 - sum sqrt(p q))`, from 0 (the same mix) to 1 (nothing in common).
//! People: root mean square of differences in standard deviations over the facts of the rule.

use agglo_stats::float;
use schemars::JsonSchema;
use serde::Serialize;

use crate::base::classification::Classification;
use crate::base::estimate::{Estimate, Figure, Provenance, Withheld};
use crate::base::id::{RegionId, SourceId};
use crate::base::region::Region;
use crate::base::terms::{Alike, Scale, Terms};
use crate::map::place::Place;
use crate::panel::{Cell, Facts, Panel, Structure};

/// Peers of a region.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Peers {
    /// How peers are found, in plain words.
    pub rule: String,
    /// Nearest by industry mix.
    pub by_industry: Vec<Peer>,
    /// Nearest by people.
    pub by_people: Vec<Peer>,
    /// Nearest by both.
    pub by_both: Vec<Peer>,
}

/// A region that resembles another.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Peer {
    /// Code.
    pub region: RegionId,
    /// `Gulf County, Florida`.
    pub title: String,
    /// Hellinger distance of the industry mix, 0 to 1.
    pub industry_distance: Figure,
    /// Distance of the people, in standard deviations.
    pub people_distance: Figure,
    /// Mean of both, each in units of its median over all base units.
    pub distance: Figure,
}

/// How many peers a list holds.
pub const LISTED: usize = 10;

/// Coordinates of every base unit: computed once, read for each region.
#[derive(Clone, Debug)]
pub struct Space {
    units: Vec<RegionId>,
    mixes: Vec<Option<Vec<f64>>>,
    people: Vec<Option<Vec<f64>>>,
    scales: Vec<(f64, f64)>,
    facts: Vec<Alike>,
    industries: Vec<usize>,
    /// What the mix is taken over, in words.
    mixed: String,
    has_establishments: bool,
    sources: Vec<SourceId>,
}

impl Space {
    /// Coordinates of all base units of the list.
    pub fn new(
        structure: &Structure,
        classification: &Classification,
        facts: &Facts,
        regions: &[Region],
        terms: &Terms,
    ) -> Self {
        let has_establishments = terms.counted.has_establishments;
        let panel = of_mix(structure, has_establishments);
        let axis = panel.axes().industries.iter().enumerate();
        let industries: Vec<usize> = axis
            .filter(|(_, id)| {
                classification
                    .get(id.as_str())
                    .is_some_and(|industry| industry.level == terms.detail.group)
            })
            .map(|(at, _)| at)
            .collect();
        let known = |alike: &&Alike| facts.fact(&alike.fact).is_some();
        let used: Vec<Alike> = terms.alike.iter().filter(known).cloned().collect();
        let mut units: Vec<RegionId> =
            regions.iter().flat_map(|region| region.members.iter().cloned()).collect();
        units.sort();
        units.dedup();
        let mixes = units.iter().map(|unit| mix(panel, &industries, Place::unit(unit))).collect();
        let raw: Vec<Option<Vec<f64>>> =
            units.iter().map(|unit| coordinates(facts, &used, Place::unit(unit))).collect();
        let scales = scales(&raw, used.len());
        let people =
            raw.into_iter().map(|row| row.map(|row| standardised(&row, &scales))).collect();
        let mut sources: Vec<SourceId> = used
            .iter()
            .filter_map(|alike| facts.fact(&alike.fact).map(|fact| fact.source.clone()))
            .collect();
        sources.push(panel.axes().source.clone());
        let mixed = if has_establishments {
            "private establishments by three-digit industry".to_owned()
        } else {
            format!(
                "{} over {}; a hidden figure stands at the middle of what it can be, a negative one at 0",
                terms.counted.noun, terms.detail.group_words
            )
        };
        Self {
            units,
            mixes,
            people,
            scales,
            facts: used,
            industries,
            mixed,
            has_establishments,
            sources,
        }
    }

    /// Peers of a place among the base units that are no part of it; ties by code.
    pub fn peers(
        &self,
        structure: &Structure,
        facts: &Facts,
        regions: &[Region],
        place: Place<'_>,
    ) -> Peers {
        let mix = mix(of_mix(structure, self.has_establishments), &self.industries, place);
        let people =
            coordinates(facts, &self.facts, place).map(|row| standardised(&row, &self.scales));
        let others = (0..self.units.len()).filter(|&at| !place.members().contains(&self.units[at]));
        let distances: Vec<Distances> = others
            .map(|at| Distances {
                at,
                industry: both(mix.as_ref(), self.mixes[at].as_ref(), hellinger),
                people: both(people.as_ref(), self.people[at].as_ref(), root_mean_square),
                joined: None,
            })
            .collect();
        let distances = joined(distances);
        let nearest = |by: fn(&Distances) -> Option<f64>| self.nearest(&distances, regions, by);
        Peers {
            rule: self.rule(),
            by_industry: nearest(|distances| distances.industry),
            by_people: nearest(|distances| distances.people),
            by_both: nearest(|distances| distances.joined),
        }
    }

    fn rule(&self) -> String {
        let names: Vec<&str> = self.facts.iter().map(|alike| alike.fact.as_str()).collect();
        if names.is_empty() {
            return format!(
                "Industry mix: Hellinger distance of shares of {}. The {LISTED} nearest base units \
                 outside the region, ties by code.",
                self.mixed
            );
        }
        format!(
            "Industry mix: Hellinger distance of shares of {}. People: root mean square of differences in standard deviations over {}. Both: \
             mean of the two, each over its median. The {LISTED} nearest base units outside the region, \
             ties by code.",
            self.mixed,
            names.join(", ")
        )
    }

    fn nearest(
        &self,
        distances: &[Distances],
        regions: &[Region],
        by: fn(&Distances) -> Option<f64>,
    ) -> Vec<Peer> {
        let mut known: Vec<(f64, &Distances)> =
            distances.iter().filter_map(|item| by(item).map(|value| (value, item))).collect();
        // Units stand in order of their codes, so a position breaks ties as its code would.
        known.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.at.cmp(&b.1.at)));
        known.into_iter().take(LISTED).map(|(_, item)| self.peer(item, regions)).collect()
    }

    fn peer(&self, distances: &Distances, regions: &[Region]) -> Peer {
        let id = &self.units[distances.at];
        let named = regions.iter().find(|region| region.id == *id);
        let figure = |value: Option<f64>| -> Figure {
            value
                .ok_or_else(|| Withheld::missing("a coordinate is not known"))
                .and_then(|value| {
                    Estimate::exact(value, Provenance::new("peers/1", self.sources.clone()))
                })
                .into()
        };
        Peer {
            region: id.clone(),
            title: named.map_or_else(|| id.to_string(), Region::title),
            industry_distance: figure(distances.industry),
            people_distance: figure(distances.people),
            distance: figure(distances.joined),
        }
    }
}

struct Distances {
    at: usize,
    industry: Option<f64>,
    people: Option<f64>,
    joined: Option<f64>,
}

fn both(
    a: Option<&Vec<f64>>,
    b: Option<&Vec<f64>>,
    distance: fn(&[f64], &[f64]) -> f64,
) -> Option<f64> {
    a.zip(b).map(|(a, b)| distance(a, b))
}

/// Adds the mean of both distances, each over its median.
fn joined(mut distances: Vec<Distances>) -> Vec<Distances> {
    let median = |of: fn(&Distances) -> Option<f64>| {
        let known: Vec<f64> = distances.iter().filter_map(of).collect();
        float::median(&known).filter(|median| *median > 0.0)
    };
    let (industry, people) = (median(|item| item.industry), median(|item| item.people));
    for item in &mut distances {
        let part = |value: Option<f64>, median: Option<f64>| Some(value? / median?);
        item.joined = part(item.industry, industry)
            .zip(part(item.people, people))
            .map(|(industry, people)| f64::midpoint(industry, people));
    }
    distances
}

/// The counts that mixes are taken over: establishments, published in every cell, or what is counted alone.
fn of_mix(structure: &Structure, has_establishments: bool) -> &Panel {
    if has_establishments { &structure.establishments } else { &structure.employment }
}

/// A figure of a mix: the middle of what a hidden one can be; less than nothing counts as nothing.
fn middle(cell: Cell) -> Option<f64> {
    let value =
        cell.point().ok().or_else(|| cell.range().map(|(low, high)| f64::midpoint(low, high)));
    value.map(|value| value.max(0.0))
}

/// Square roots of the shares; `None` where a cell is unknown or there is nothing.
fn mix(panel: &Panel, industries: &[usize], place: Place<'_>) -> Option<Vec<f64>> {
    let rows: Vec<usize> = place
        .members()
        .iter()
        .map(|member| panel.region(member.as_str()))
        .collect::<Option<_>>()?;
    let counts: Vec<f64> = industries
        .iter()
        .map(|&industry| {
            let cells = rows.iter().map(|&row| middle(panel.cell([0, row, industry])));
            cells.sum::<Option<f64>>()
        })
        .collect::<Option<_>>()?;
    let total = float::sum(counts.iter().copied());
    (total > 0.0).then(|| counts.iter().map(|count| (count / total).sqrt()).collect())
}

fn coordinates(facts: &Facts, used: &[Alike], place: Place<'_>) -> Option<Vec<f64>> {
    let row = used.iter().map(|alike| {
        let value = facts.pooled(&alike.fact, place.members()).point().ok()?;
        match alike.scale {
            Scale::Plain => Some(value),
            Scale::Logarithm => (value > 0.0).then(|| float::ln(value)),
        }
    });
    let row: Vec<f64> = row.collect::<Option<_>>()?;
    (!row.is_empty()).then_some(row)
}

/// Mean and standard deviation of each column over the rows that are known.
fn scales(rows: &[Option<Vec<f64>>], columns: usize) -> Vec<(f64, f64)> {
    let column = |at: usize| -> Vec<f64> { rows.iter().flatten().map(|row| row[at]).collect() };
    (0..columns)
        .map(|at| {
            let values = column(at);
            let mean = float::mean(&values).unwrap_or(0.0);
            let squares = values.iter().map(|value| (value - mean) * (value - mean));
            let deviation = (float::sum(squares) / values.len().max(2) as f64).sqrt();
            (mean, if deviation > 0.0 { deviation } else { 1.0 })
        })
        .collect()
}

fn standardised(row: &[f64], scales: &[(f64, f64)]) -> Vec<f64> {
    row.iter().zip(scales).map(|(value, (mean, deviation))| (value - mean) / deviation).collect()
}

/// Distance of two vectors of square roots of shares.
fn hellinger(a: &[f64], b: &[f64]) -> f64 {
    let shared: f64 = a.iter().zip(b).map(|(a, b)| a * b).sum();
    (1.0 - shared).max(0.0).sqrt()
}

fn root_mean_square(a: &[f64], b: &[f64]) -> f64 {
    let squares: f64 = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum();
    (squares / a.len().max(1) as f64).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_hellinger_is_zero_for_the_same_mix_and_one_for_nothing_in_common() {
        let root = |shares: &[f64]| shares.iter().map(|share| share.sqrt()).collect::<Vec<_>>();
        let (a, b) = (root(&[0.5, 0.5, 0.0]), root(&[0.0, 0.0, 1.0]));
        assert!(hellinger(&a, &a) < 1e-7);
        assert!((hellinger(&a, &b) - 1.0).abs() < 1e-15);
        let c = root(&[0.2, 0.3, 0.5]);
        assert!((hellinger(&a, &c) - hellinger(&c, &a)).abs() < 1e-15);
    }

    #[test]
    fn reference_hellinger_by_hand() {
        // 1 - (sqrt(0.9 * 0.4) + sqrt(0.1 * 0.6)) = 0.155 051, root 0.393 766.
        let root = |a: f64, b: f64| vec![a.sqrt(), b.sqrt()];
        let distance = hellinger(&root(0.9, 0.1), &root(0.4, 0.6));
        assert!((distance - 0.393_766).abs() < 1e-6);
    }
}
