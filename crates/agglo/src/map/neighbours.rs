//! The regions around one: who they are and a few figures beside its own.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::base::estimate::Figure;
use crate::base::id::RegionId;
use crate::base::region::Region;

/// A region next to another, with the figures of a profile's first lines.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Neighbour {
    /// Code.
    pub region: RegionId,
    /// `Gulf County, Florida`.
    pub title: String,
    /// The figures, in the order of [`crate::map::compare::BESIDE`], by name.
    pub figures: BTreeMap<String, Figure>,
}

/// Base units that share a boundary with a member and are no member themselves, sorted.
pub fn around(region: &Region, neighbours: &BTreeMap<RegionId, Vec<RegionId>>) -> Vec<RegionId> {
    let mut found: Vec<RegionId> = region
        .members
        .iter()
        .filter_map(|member| neighbours.get(member))
        .flatten()
        .filter(|near| !region.members.contains(near))
        .cloned()
        .collect();
    found.sort();
    found.dedup();
    found
}
