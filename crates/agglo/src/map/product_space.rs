//! The product space: industries of one level, the ties that hold them together, and where a region stands.
//!
//! All industries are kept in one piece by the maximum spanning tree of their proximities; to it come the
//! strongest ties of each industry. A common threshold would draw ties among what is found everywhere alone.

use std::cmp::Ordering;

use petgraph::graph::{NodeIndex, UnGraph};
use petgraph::visit::EdgeRef;
use schemars::JsonSchema;
use serde::Serialize;

use crate::base::classification::Classification;
use crate::base::error::Error;
use crate::base::id::{IndustryId, SourceId};
use crate::base::region::Region;
use crate::base::year::Year;
use crate::map::related::Field;
use crate::panel::Structure;

/// The strongest ties of each industry that are drawn, whatever the tree holds.
const OWN_TIES: usize = 2;

/// Industries and their strongest ties.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ProductSpace {
    /// Level of the industries: 2 sector, 3 or 4 digits.
    pub level: u8,
    /// The year of the table.
    pub year: Option<Year>,
    /// Dataset.
    pub source: SourceId,
    /// Base units compared.
    pub base_units: usize,
    /// Industries by code; those that are present nowhere are left out.
    pub industries: Vec<Knot>,
    /// Ties by the places of their ends, each once.
    pub ties: Vec<Tie>,
}

/// An industry of the space.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Knot {
    /// Code.
    pub industry: IndustryId,
    /// Title.
    pub title: String,
    /// The sector above it.
    pub sector: IndustryId,
    /// Base units where it is present.
    pub present_in: u32,
    /// Whether it is present in the region asked about; `None` where none was.
    pub is_here: Option<bool>,
}

/// A tie of two industries.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Tie {
    /// Places of both in [`ProductSpace::industries`], the smaller first.
    pub ends: [usize; 2],
    /// Their proximity, 0 to 1.
    pub proximity: f64,
}

/// The product space of a country at one level, with what a region has of it.
///
/// # Errors
///
/// `E0104` where the table has no industry of that level.
///
/// # Source
///
/// Hidalgo, Klinger, Barabási and Hausmann 2007, Science 317(5837): the tree and the strongest ties.
pub fn product_space(
    structure: &Structure,
    classification: &Classification,
    regions: &[Region],
    level: u8,
    region: Option<&Region>,
) -> Result<ProductSpace, Error> {
    let field = Field::of_level(structure, classification, regions, level)?;
    let ubiquity = field.presence.ubiquity();
    let kept: Vec<usize> = (0..field.industries.len()).filter(|&at| ubiquity[at] > 0).collect();
    let here = region.map(|region| field.presence_in(region));
    let knot = |&at: &usize| Knot {
        industry: field.industries[at].id.clone(),
        title: field.industries[at].title.clone(),
        sector: classification.sector(field.industries[at].id.as_str()),
        present_in: ubiquity[at],
        is_here: here.as_ref().map(|here| here[at]),
    };
    let close = |a: usize, b: usize| field.proximity.at(kept[a], kept[b]);
    let axes = structure.establishments.axes();
    Ok(ProductSpace {
        level,
        year: axes.years.first().copied(),
        source: axes.source.clone(),
        base_units: regions.len(),
        industries: kept.iter().map(knot).collect(),
        ties: ties(kept.len(), close),
    })
}

/// The maximum spanning tree and the strongest other ties, by the places of their ends.
fn ties(count: usize, close: impl Fn(usize, usize) -> f64) -> Vec<Tie> {
    let pairs = (0..count).flat_map(|a| (a + 1..count).map(move |b| [a, b]));
    let mut all: Vec<Tie> = pairs
        .map(|ends| Tie { ends, proximity: close(ends[0], ends[1]) })
        .filter(|tie| tie.proximity > 0.0)
        .collect();
    all.sort_by(stronger);
    let mut graph = UnGraph::<(), f64>::with_capacity(count, all.len());
    for _ in 0..count {
        graph.add_node(());
    }
    for tie in &all {
        let [a, b] = tie.ends.map(NodeIndex::new);
        // The tree is of least weight: what is close weighs little.
        graph.add_edge(a, b, 1.0 - tie.proximity);
    }
    let mut drawn = vec![false; all.len()];
    for element in petgraph::algo::min_spanning_tree(&graph) {
        if let petgraph::data::Element::Edge { source, target, .. } = element {
            let [a, b] = [NodeIndex::new(source), NodeIndex::new(target)];
            let least = graph.edges_connecting(a, b).map(|edge| edge.id().index()).min();
            if let Some(at) = least {
                drawn[at] = true;
            }
        }
    }
    let mut own = vec![0; count];
    for (tie, drawn) in all.iter().zip(&mut drawn) {
        *drawn |= tie.ends.iter().any(|&end| own[end] < OWN_TIES);
        tie.ends.iter().for_each(|&end| own[end] += 1);
    }
    let mut ties: Vec<Tie> =
        all.into_iter().zip(drawn).filter(|(_, drawn)| *drawn).map(|(tie, _)| tie).collect();
    ties.sort_by_key(|tie| tie.ends);
    ties
}

fn stronger(a: &Tie, b: &Tie) -> Ordering {
    b.proximity.total_cmp(&a.proximity).then(a.ends.cmp(&b.ends))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_holds_all_together_and_the_strongest_ties_of_each_come_on_top() {
        // A chain of close neighbours, and weak ties across that are the second of the ends of the chain.
        let close = |a: usize, b: usize| match b - a {
            1 => 0.9 - 0.1 * a as f64,
            2 => 0.05,
            _ => 0.0,
        };
        let found = ties(4, close);
        let ends: Vec<[usize; 2]> = found.iter().map(|tie| tie.ends).collect();
        assert_eq!(ends, [[0, 1], [0, 2], [1, 2], [1, 3], [2, 3]]);
    }

    #[test]
    fn of_equal_ties_the_first_by_place_is_drawn_and_strangers_stay_apart() {
        let found = ties(5, |a, b| if a < 3 && b < 3 { 0.5 } else { 0.0 });
        assert_eq!(found.len(), 3);
        assert!(ties(3, |_, _| 0.0).is_empty());
        assert!(ties(0, |_, _| 1.0).is_empty());
    }
}
