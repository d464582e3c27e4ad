//! Cluster definitions: the ones that are shipped, and any other table of clusters and codes.

use std::collections::BTreeMap;

use agglo::Error;
use agglo::base::cluster_definition::{Cluster, ClusterDefinition};
use agglo::base::id::{ClusterId, IndustryId};
use agglo::map::cluster::StrongRule;
use serde::Deserialize;

/// Members of the shipped traded clusters.
const MEMBERS: &str = include_str!("../../../../definitions/clusters/traded.csv");
/// How they were made.
const ABOUT: &str = include_str!("../../../../definitions/clusters/traded.toml");
/// The rule that calls a cluster strong.
const STRONG: &str = include_str!("../../../../definitions/clusters/strong.toml");

#[derive(Deserialize)]
struct About {
    name: String,
    vintage: String,
    method: String,
}

#[derive(Deserialize)]
struct Row {
    cluster: String,
    title: String,
    naics: String,
}

/// The traded clusters that are shipped: definitions of our own, from public figures.
///
/// # Errors
///
/// `E0209` where the files contradict themselves.
pub fn traded() -> Result<ClusterDefinition, Error> {
    let about: About = toml::from_str(ABOUT)
        .map_err(|error| Error::new("E0209", error.message()).at("clusters/traded.toml"))?;
    read(&about.name, &about.vintage, &about.method, MEMBERS, "clusters/traded.csv")
}

/// The shipped rule that calls a cluster strong in a region.
///
/// # Errors
///
/// `E0209` where the file lacks a number.
pub fn strong_rule() -> Result<StrongRule, Error> {
    toml::from_str(STRONG)
        .map_err(|error| Error::new("E0209", error.message()).at("clusters/strong.toml"))
}

/// A definition from a table with the columns `cluster`, `title` and `naics`, one industry a row.
///
/// `place` names the table in errors.
///
/// # Errors
///
/// `E0209` where a row cannot be read, a cluster has two titles, or [`ClusterDefinition::new`] refuses.
pub fn read(
    name: &str,
    vintage: &str,
    method: &str,
    table: &str,
    place: &str,
) -> Result<ClusterDefinition, Error> {
    let mut clusters: BTreeMap<ClusterId, Cluster> = BTreeMap::new();
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    for (at, row) in reader.deserialize::<Row>().enumerate() {
        let line = at + 2;
        let fault = |what: String| Error::new("E0209", what).at(format!("{place}, line {line}"));
        let row = row.map_err(|error| fault(error.to_string()))?;
        let id = ClusterId::from(row.cluster);
        let cluster = clusters.entry(id.clone()).or_insert_with(|| Cluster {
            id,
            title: row.title.clone(),
            industries: Vec::new(),
        });
        if cluster.title != row.title {
            return Err(fault(format!(
                "cluster `{}` is called `{}` and `{}`",
                cluster.id, cluster.title, row.title
            )));
        }
        cluster.industries.push(IndustryId::from(row.naics));
    }
    ClusterDefinition::new(name, vintage, method, clusters.into_values().collect())
        .map_err(|error| error.at(place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_clusters_are_readable_and_hold_hotels() {
        let traded = traded().unwrap();
        assert!((30..=60).contains(&traded.clusters().len()));
        assert!(traded.cluster_of("721110").is_some());
        assert!(traded.cluster_of("722511").is_none(), "restaurants serve those who live there");
    }

    #[test]
    fn what_is_told_of_the_clusters_is_told_of_these() {
        #[derive(Deserialize)]
        struct Told {
            clusters: usize,
            industries: usize,
            validation_score: f64,
            shuffled_labels: Shuffled,
        }
        #[derive(Deserialize)]
        struct Shuffled {
            largest: f64,
        }
        let told: Told = toml::from_str(ABOUT).unwrap();
        let clusters = traded().unwrap();
        assert_eq!(told.clusters, clusters.clusters().len());
        let industries = clusters.clusters().iter().map(|cluster| cluster.industries.len());
        assert_eq!(told.industries, industries.sum::<usize>());
        assert!(told.validation_score > told.shuffled_labels.largest);
    }

    #[test]
    fn the_shipped_rule_asks_for_the_upper_quarter() {
        assert!((strong_rule().unwrap().quantile - 0.75).abs() < f64::EPSILON);
    }

    #[test]
    fn a_cluster_with_two_titles_is_refused_with_its_line() {
        let table = "cluster,title,naics\na,Wood,1\na,Stone,2\n";
        let error = read("x", "NAICS 2012", "by hand", table, "x.csv").unwrap_err();
        assert_eq!((error.code(), error.place()), ("E0209", Some("x.csv, line 3")));
    }
}
