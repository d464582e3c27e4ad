//! Cluster definitions: which industries belong together, by whom and by what method.

use serde::Serialize;

use crate::base::error::Error;
use crate::base::id::{ClusterId, IndustryId};

/// Industries that locate together and trade with each other, under one plain name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cluster {
    /// A slug: `metal-working`.
    pub id: ClusterId,
    /// Name in plain words.
    pub title: String,
    /// Member industries by code.
    pub industries: Vec<IndustryId>,
}

/// A set of clusters over one vintage of an industry classification; no industry stands in two of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClusterDefinition {
    name: String,
    vintage: String,
    method: String,
    clusters: Vec<Cluster>,
}

impl ClusterDefinition {
    /// A definition whose clusters are sorted by id and their industries by code.
    ///
    /// # Errors
    ///
    /// `E0209` where there is no cluster, a cluster has no industry, two clusters share an id, or an
    /// industry stands twice.
    pub fn new(
        name: &str,
        vintage: &str,
        method: &str,
        mut clusters: Vec<Cluster>,
    ) -> Result<Self, Error> {
        let fault = |what: String| Error::new("E0209", what).at(format!("definition {name}"));
        clusters.sort_by(|a, b| a.id.cmp(&b.id));
        for cluster in &mut clusters {
            cluster.industries.sort();
        }
        if clusters.is_empty() {
            return Err(fault("there is no cluster".to_owned()));
        }
        if let Some(cluster) = clusters.iter().find(|cluster| cluster.industries.is_empty()) {
            return Err(fault(format!("cluster `{}` has no industry", cluster.id)));
        }
        if let Some(pair) = clusters.windows(2).find(|pair| pair[0].id == pair[1].id) {
            return Err(fault(format!("cluster `{}` stands twice", pair[0].id)));
        }
        let mut codes: Vec<&IndustryId> =
            clusters.iter().flat_map(|cluster| &cluster.industries).collect();
        codes.sort();
        if let Some([twice, _]) = codes.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(fault(format!("industry `{twice}` stands twice")));
        }
        Ok(Self {
            name: name.to_owned(),
            vintage: vintage.to_owned(),
            method: method.to_owned(),
            clusters,
        })
    }

    /// Name of the definition: `traded`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Classification and vintage that the codes belong to: `NAICS 2012`.
    pub fn vintage(&self) -> &str {
        &self.vintage
    }

    /// How the clusters were made, in one line.
    pub fn method(&self) -> &str {
        &self.method
    }

    /// All clusters by id.
    pub fn clusters(&self) -> &[Cluster] {
        &self.clusters
    }

    /// One cluster.
    pub fn get(&self, id: &str) -> Option<&Cluster> {
        self.clusters
            .binary_search_by(|cluster| cluster.id.as_str().cmp(id))
            .ok()
            .map(|at| &self.clusters[at])
    }

    /// The cluster that an industry belongs to.
    pub fn cluster_of(&self, industry: &str) -> Option<&Cluster> {
        self.clusters.iter().find(|cluster| {
            cluster.industries.binary_search_by(|code| code.as_str().cmp(industry)).is_ok()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cluster(id: &str, industries: &[&str]) -> Cluster {
        Cluster {
            id: id.into(),
            title: id.to_owned(),
            industries: industries.iter().map(|&code| code.into()).collect(),
        }
    }

    fn definition(clusters: Vec<Cluster>) -> Result<ClusterDefinition, Error> {
        ClusterDefinition::new("test", "NAICS 2012", "by hand", clusters)
    }

    #[test]
    fn clusters_and_members_are_found_whatever_their_order() {
        let set =
            definition(vec![cluster("wood", &["321920", "113310"]), cluster("fish", &["114"])])
                .unwrap();
        assert_eq!(set.clusters()[0].id.as_str(), "fish");
        assert_eq!(set.cluster_of("113310").map(|cluster| cluster.id.as_str()), Some("wood"));
        assert_eq!(set.cluster_of("999999"), None);
        assert!(set.get("wood").is_some() && set.get("stone").is_none());
    }

    #[test]
    fn an_industry_in_two_clusters_is_refused() {
        let error = definition(vec![cluster("a", &["1", "2"]), cluster("b", &["2"])]).unwrap_err();
        assert_eq!((error.code(), error.what()), ("E0209", "industry `2` stands twice"));
    }

    #[test]
    fn an_empty_definition_and_an_empty_cluster_are_refused() {
        assert!(definition(vec![]).is_err());
        assert!(definition(vec![cluster("a", &[])]).is_err());
        assert!(definition(vec![cluster("a", &["1"]), cluster("a", &["2"])]).is_err());
    }
}
