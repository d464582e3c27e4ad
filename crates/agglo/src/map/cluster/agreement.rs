//! How far two definitions put the same industries together.

use std::collections::BTreeMap;

use agglo_stats::partition::adjusted_rand;
use schemars::JsonSchema;
use serde::Serialize;

use crate::base::cluster_definition::ClusterDefinition;

/// Agreement of two definitions on the industries that both hold.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Agreement {
    /// Name of the other definition.
    pub with: String,
    /// Industries compared.
    pub industries: usize,
    /// Adjusted Rand index: 1 where they are the same, 0 on average where chance alone would agree.
    pub adjusted_rand: f64,
}

/// Compares a definition with another; where the other is finer, each industry of the first stands in the
/// cluster of the other that holds most of the codes below it. `None` where no two industries are in both.
///
/// # Source
///
/// Hubert and Arabie 1985, Journal of Classification 2.
pub fn agreement(own: &ClusterDefinition, other: &ClusterDefinition) -> Option<Agreement> {
    let mut pairs = Vec::new();
    for cluster in own.clusters() {
        for code in &cluster.industries {
            if let Some(theirs) = home(other, code.as_str()) {
                pairs.push((cluster.id.as_str(), theirs));
            }
        }
    }
    let (ours, theirs): (Vec<&str>, Vec<String>) = pairs.into_iter().unzip();
    let adjusted_rand = adjusted_rand(&ours, &theirs).ok().filter(|_| ours.len() > 1)?;
    Some(Agreement { with: other.name().to_owned(), industries: ours.len(), adjusted_rand })
}

/// The cluster that holds a code, or most of the codes below it; of equal ones the first by id.
fn home(definition: &ClusterDefinition, code: &str) -> Option<String> {
    if let Some(cluster) = definition.cluster_of(code) {
        return Some(cluster.id.to_string());
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for cluster in definition.clusters() {
        let below = cluster.industries.iter().filter(|own| own.as_str().starts_with(code)).count();
        if below > 0 {
            counts.insert(cluster.id.as_str(), below);
        }
    }
    let most = counts.values().copied().max()?;
    counts.into_iter().find(|(_, count)| *count == most).map(|(id, _)| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::cluster_definition::Cluster;

    fn definition(name: &str, clusters: &[(&str, &[&str])]) -> ClusterDefinition {
        let cluster = |(id, codes): &(&str, &[&str])| Cluster {
            id: (*id).into(),
            title: (*id).to_owned(),
            industries: codes.iter().map(|&code| code.into()).collect(),
        };
        ClusterDefinition::new(name, "2012", "by hand", clusters.iter().map(cluster).collect())
            .unwrap()
    }

    #[test]
    fn a_coarser_definition_is_held_against_the_finer_codes_below_it() {
        let coarse = definition("mine", &[("wood", &["11", "12"]), ("metal", &["21", "22"])]);
        let fine =
            definition("theirs", &[("w", &["111", "112", "121"]), ("m", &["211", "221", "113"])]);
        let found = agreement(&coarse, &fine).unwrap();
        assert_eq!((found.industries, found.with.as_str()), (4, "theirs"));
        assert!((found.adjusted_rand - 1.0).abs() < 1e-12);
        let strangers = definition("none", &[("x", &["9"])]);
        assert_eq!(agreement(&coarse, &strangers), None);
    }
}
