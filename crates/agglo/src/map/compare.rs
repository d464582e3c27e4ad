//! Several regions beside each other, measure by measure.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::base::estimate::Figure;
use crate::base::id::RegionId;
use crate::map::indicator::{Better, Indicator};
use crate::map::profile::Map;

/// Names of the measures that stand beside each neighbour.
pub const BESIDE: &[&str] = &[
    "jobs_private",
    "mean_pay",
    "population",
    "income_per_head_usd",
    "poverty_percent",
    "unemployment_24_months_percent",
];

/// A table of regions by measures.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Comparison {
    /// The regions, in the order in which they were asked for.
    pub regions: Vec<Compared>,
    /// Economy and people, in the order of their cards.
    pub rows: Vec<Row>,
}

/// A region of a comparison.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Compared {
    /// Code.
    pub region: RegionId,
    /// `Gulf County, Florida`.
    pub title: String,
}

/// One measure of every region, in the order of the regions.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Row {
    /// `economy`, `people` or `industry`.
    pub card: String,
    /// Name of the measure.
    pub name: String,
    /// Title.
    pub title: String,
    /// Unit.
    pub unit: String,
    /// Which way is better.
    pub better: Better,
    /// One figure for each region.
    pub values: Vec<Figure>,
    /// The nation's.
    pub nation: Figure,
}

/// Compares regions: economy and people of equal rank, then the industries that stand out in any of them.
pub fn compare(maps: &[Map]) -> Comparison {
    let regions = maps
        .iter()
        .map(|map| Compared { region: map.region.id.clone(), title: map.region.title() });
    let mut rows = cards(maps, "economy", |map| &map.economy);
    rows.extend(cards(maps, "people", |map| &map.people.indicators));
    rows.extend(industries(maps));
    Comparison { regions: regions.collect(), rows }
}

fn cards(maps: &[Map], card: &str, of: fn(&Map) -> &[Indicator]) -> Vec<Row> {
    let Some(first) = maps.first() else { return Vec::new() };
    let row = |indicator: &Indicator| {
        let values: Option<Vec<Figure>> = maps
            .iter()
            .map(|map| {
                let found = of(map).iter().find(|other| other.name == indicator.name);
                found.map(|found| found.value.clone())
            })
            .collect();
        Some(Row {
            card: card.to_owned(),
            name: indicator.name.clone(),
            title: indicator.title.clone(),
            unit: indicator.unit.clone(),
            better: indicator.better,
            values: values?,
            nation: indicator.nation.clone(),
        })
    };
    of(first).iter().filter_map(row).collect()
}

/// Quotients of jobs of the industries that are among the strongest of any region, by code.
fn industries(maps: &[Map]) -> Vec<Row> {
    let mut names = BTreeMap::new();
    for map in maps {
        for id in &map.specialization.strongest.industries {
            if let Some(line) = map.specialization.line(id.as_str()) {
                names.insert(id.clone(), line.title.clone());
            }
        }
    }
    let quotient = |map: &Map, id: &str| {
        let line = map.specialization.line(id);
        line.map_or_else(|| map.absent(), |line| line.quotients.employment.clone())
    };
    names
        .into_iter()
        .map(|(id, title)| Row {
            card: "industry".to_owned(),
            name: id.to_string(),
            title,
            unit: "ratio".to_owned(),
            better: Better::Neither,
            values: maps.iter().map(|map| quotient(map, id.as_str())).collect(),
            nation: crate::map::profile::one(),
        })
        .collect()
}
