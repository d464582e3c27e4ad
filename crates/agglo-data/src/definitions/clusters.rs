//! Cluster definitions: the ones that are shipped, and any other table of clusters and codes.

use std::collections::BTreeMap;

use agglo::Error;
use agglo::base::cluster_definition::{Cluster, ClusterDefinition};
use agglo::base::id::{ClusterId, IndustryId};
use agglo::map::cluster::StrongRule;
use agglo::map::cluster::define::Method;
use agglo::map::cluster::figures::Count;
use agglo::map::cluster::naming::Membership;
use serde::Deserialize;

use crate::delimited;

/// Members of the shipped traded clusters.
const MEMBERS: &str = include_str!("../../../../definitions/clusters/traded.csv");
/// How they were made.
const ABOUT: &str = include_str!("../../../../definitions/clusters/traded.toml");
/// The rule that calls a cluster strong.
const STRONG: &str = include_str!("../../../../definitions/clusters/strong.toml");

/// The method of the shipped definition, with every number.
const METHOD: &str = include_str!("../../../../definitions/clusters/method.toml");

/// What the method file says beside its numbers.
#[derive(Clone, Debug, Deserialize)]
pub struct Written {
    /// Name of the definition.
    pub name: String,
    /// Classification of its codes.
    pub vintage: String,
    /// The method in one sentence.
    pub sentence: String,
    /// Industries whose figures do not show what the method asks of them.
    pub set_aside: Vec<SetAside>,
    /// Industries that join the cluster of another by hand.
    pub moved: Vec<Moved>,
    /// Its numbers.
    #[serde(flatten)]
    pub method: Method,
}

/// An industry, with all below it, whose figures do not show what the method asks of them.
#[derive(Clone, Debug, Deserialize)]
pub struct SetAside {
    /// Code, or the beginning of codes.
    pub industry: String,
    /// Why.
    pub why: String,
}

/// An industry that joins the cluster of another by hand.
#[derive(Clone, Debug, Deserialize)]
pub struct Moved {
    /// Code.
    pub industry: String,
    /// Code of the other.
    pub beside: String,
    /// Why.
    pub why: String,
}

/// How the shipped definition is made.
///
/// # Errors
///
/// `E0403` where the file is not what it should be.
pub fn written() -> Result<Written, Error> {
    toml::from_str(METHOD)
        .map_err(|cause| Error::new("E0403", cause.to_string()).at("clusters/method.toml"))
}

/// A definition as a table: one industry a row, with how firmly it belongs. [`read`] takes it back.
///
/// # Errors
///
/// Never of clusters and members that were named together.
pub fn csv(
    clusters: &[Cluster],
    members: &[Membership],
    title: impl Fn(&IndustryId) -> String,
) -> Result<String, Error> {
    let titles: BTreeMap<&str, &str> =
        clusters.iter().map(|cluster| (cluster.id.as_str(), cluster.title.as_str())).collect();
    let header = ["cluster", "title", "naics", "industry", "within", "next", "next_cluster"];
    let rows: Vec<Vec<String>> = members
        .iter()
        .map(|member| {
            let cluster = member.cluster.as_str();
            vec![
                cluster.to_owned(),
                titles.get(cluster).copied().unwrap_or_default().to_owned(),
                member.industry.to_string(),
                title(&member.industry),
                format!("{:.3}", member.within),
                format!("{:.3}", member.next),
                member.next_cluster.to_string(),
            ]
        })
        .collect();
    delimited::csv(&header.map(str::to_owned), &rows)
}

/// A row of a person's own table of counts.
#[derive(Deserialize)]
struct CountRow {
    region: String,
    industry: String,
    establishments: f64,
    employment: Option<f64>,
    market: Option<String>,
    around: Option<String>,
}

/// Counts by region and industry from a table with the columns `region`, `industry` and `establishments`, and
/// where there are any `employment`, `market` (labour market) and `around` (state, province).
///
/// An empty cell of `employment` is a hidden count, not none; without a market, each region is its own, and so around it.
///
/// # Errors
///
/// `E0202` with the line of the first row that cannot be read, holds a count below 0, or stands twice.
pub fn counts(table: &str, place: &str) -> Result<Vec<Count>, Error> {
    let mut seen = BTreeMap::new();
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let rows = reader.deserialize::<CountRow>().zip(2_usize..);
    rows.map(|(row, line)| {
        let fault = |what: String| {
            Error::new("E0202", what).at(format!("{place}, line {line}")).hint(
                "columns: region, industry, establishments; if known employment, market, around",
            )
        };
        let row = row.map_err(|error| fault(error.to_string()))?;
        let jobs = row.employment;
        if let Some(bad) = [Some(row.establishments), jobs]
            .into_iter()
            .flatten()
            .find(|v| !(*v >= 0.0 && v.is_finite()))
        {
            return Err(fault(format!("{bad} is no count")));
        }
        if let Some(first) = seen.insert((row.region.clone(), row.industry.clone()), line) {
            let what = format!(
                "industry `{}` of `{}` stands here and in line {first}",
                row.industry, row.region
            );
            return Err(fault(what));
        }
        Ok(Count {
            industry: row.industry.into(),
            market: row.market.unwrap_or_else(|| row.region.clone()),
            around: row.around.unwrap_or(row.region),
            establishments: row.establishments,
            jobs,
        })
    })
    .collect()
}

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
    fn own_counts_are_read_with_what_they_leave_out_and_refused_with_their_line() {
        let table = "region,industry,establishments\nr1,a,3\nr2,a,0\n";
        let found = counts(table, "own.csv").unwrap();
        assert_eq!((found[0].market.as_str(), found[0].jobs), ("r1", None));
        let rows = [
            ("region,industry,establishments\nr1,a,3\nr1,a,4\n", "line 3"),
            ("region,industry,establishments\nr1,a,-3\n", "line 2"),
            ("region,industry,establishments\nr1,a,many\n", "line 2"),
        ];
        for (table, line) in rows {
            let error = counts(table, "own.csv").unwrap_err();
            assert_eq!(error.place(), Some(format!("own.csv, {line}").as_str()), "{table}");
        }
    }

    #[test]
    fn a_cluster_with_two_titles_is_refused_with_its_line() {
        let table = "cluster,title,naics\na,Wood,1\na,Stone,2\n";
        let error = read("x", "NAICS 2012", "by hand", table, "x.csv").unwrap_err();
        assert_eq!((error.code(), error.place()), ("E0209", Some("x.csv, line 3")));
    }
}
