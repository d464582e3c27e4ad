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
pub fn around(region: &Region, pairs: &[(RegionId, RegionId)]) -> Vec<RegionId> {
    let inside = |id: &RegionId| region.members.contains(id);
    let mut found: Vec<RegionId> = pairs
        .iter()
        .filter_map(|(one, other)| match (inside(one), inside(other)) {
            (true, false) => Some(other.clone()),
            (false, true) => Some(one.clone()),
            _ => None,
        })
        .collect();
    found.sort();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_not_their_own_neighbours_and_each_stands_once() {
        let pairs = [("a", "b"), ("b", "c"), ("a", "d"), ("b", "d"), ("x", "y")]
            .map(|(one, other)| (RegionId::from(one), RegionId::from(other)));
        let region = Region {
            id: "a,b".into(),
            name: "Both".into(),
            within: String::new(),
            within_code: String::new(),
            members: vec!["a".into(), "b".into()],
        };
        assert_eq!(around(&region, &pairs), ["c".into(), "d".into()]);
    }
}
