//! What stands beside a cluster: other clusters and local industries in the same places, or trading with it.

use agglo_stats::float;
use serde::{Deserialize, Serialize};

use crate::base::cluster_definition::ClusterDefinition;
use crate::base::error::Error;
use crate::base::id::{ClusterId, IndustryId};
use crate::map::cluster::define::Figures;
use crate::map::coagglomeration::{Form, locational_correlation};

/// What binds two of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bond {
    /// They stand in the same places: mean correlation of shares of establishments over labour markets.
    StandsWith,
    /// The other sells to the cluster: mean root of (share of the buyer's inputs x share of the seller's
    /// output).
    BuysFrom,
    /// The cluster sells to the other: the same, the other way round.
    SellsTo,
}

/// What stands beside a cluster.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Other {
    /// Another cluster.
    Cluster(ClusterId),
    /// A local industry, of no cluster.
    Industry(IndustryId),
}

/// One bond of a cluster, with its place among all of its kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The cluster.
    pub cluster: ClusterId,
    /// What stands beside it.
    pub other: Other,
    /// What binds them.
    pub bond: Bond,
    /// Strength, in the bond's own unit.
    pub value: f64,
    /// Share of all bonds of the same kind that are weaker, in percent.
    pub percentile: f64,
}

/// The strongest bonds of every cluster: those above a percentile of their kind, at most `most` of each.
///
/// Percentiles are taken over all pairs of a cluster and another cluster, or of a cluster and a local
/// industry, for each bond by itself. Sorted by cluster, bond, kind of the other, strength.
///
/// # Errors
///
/// `E0301` where the figures do not fit together.
///
/// # How to read it
///
/// A statistical neighbourhood, not a mechanism: evidence of grade C that one reinforces the other.
pub fn links(
    definition: &ClusterDefinition,
    figures: &Figures,
    percentile: f64,
    most: usize,
) -> Result<Vec<Link>, Error> {
    let parties = parties(definition, figures);
    let totals: Vec<f64> = (0..figures.establishments.rows())
        .map(|row| float::sum(figures.establishments.row(row).iter().copied()))
        .collect();
    let together = locational_correlation(&figures.establishments, Form::Shares(&totals))?;
    let flow = |seller: usize, buyer: usize| {
        let links = figures.links.as_ref()?;
        Some((links.bought.at(seller, buyer) * links.sold.at(seller, buyer)).sqrt())
    };
    let strength = |bond: Bond, a: usize, b: usize| match bond {
        Bond::StandsWith => together[a][b],
        Bond::BuysFrom => flow(b, a),
        Bond::SellsTo => flow(a, b),
    };
    let mut found = Vec::new();
    for bond in [Bond::StandsWith, Bond::BuysFrom, Bond::SellsTo] {
        for with_clusters in [true, false] {
            let pair = |a: usize, b: usize| strength(bond, a, b);
            let kind = bonds(&parties, bond, with_clusters, &pair);
            found.extend(strongest(kind, percentile, most));
        }
    }
    found.sort_by(|a, b| {
        let kind = |link: &Link| matches!(link.other, Other::Industry(_));
        (&a.cluster, a.bond, kind(a))
            .cmp(&(&b.cluster, b.bond, kind(b)))
            .then_with(|| b.value.total_cmp(&a.value))
            .then_with(|| a.other.cmp(&b.other))
    });
    Ok(found)
}

/// Every bond of one kind: of each cluster with other clusters, or with local industries.
fn bonds(
    parties: &[(Other, Vec<usize>)],
    bond: Bond,
    with_clusters: bool,
    strength: &dyn Fn(usize, usize) -> Option<f64>,
) -> Vec<Link> {
    let mut found = Vec::new();
    for (own, members) in parties {
        let Other::Cluster(cluster) = own else { continue };
        let others = parties.iter().filter(|(other, _)| {
            other != own && matches!(other, Other::Cluster(_)) == with_clusters
        });
        for (other, theirs) in others {
            let pairs = members.iter().flat_map(|&a| theirs.iter().map(move |&b| (a, b)));
            let values: Vec<f64> = pairs.filter_map(|(a, b)| strength(a, b)).collect();
            if let Some(value) = float::mean(&values) {
                let (cluster, other) = (cluster.clone(), other.clone());
                found.push(Link { cluster, other, bond, value, percentile: 0.0 });
            }
        }
    }
    found
}

/// Clusters and local industries with the columns of the figures that make them up.
fn parties(definition: &ClusterDefinition, figures: &Figures) -> Vec<(Other, Vec<usize>)> {
    let position = |id: &IndustryId| figures.industries.binary_search(id).ok();
    let clusters = definition.clusters().iter().map(|cluster| {
        let members = cluster.industries.iter().filter_map(position).collect();
        (Other::Cluster(cluster.id.clone()), members)
    });
    let local = figures
        .industries
        .iter()
        .enumerate()
        .filter(|(_, id)| definition.cluster_of(id.as_str()).is_none())
        .map(|(at, id)| (Other::Industry(id.clone()), vec![at]));
    clusters.chain(local).collect()
}

/// The bonds of one kind that lie above the percentile, at most `most` of each cluster.
fn strongest(mut kind: Vec<Link>, percentile: f64, most: usize) -> Vec<Link> {
    let mut values: Vec<f64> = kind.iter().map(|link| link.value).collect();
    values.sort_by(f64::total_cmp);
    for link in &mut kind {
        let weaker = values.partition_point(|value| *value < link.value);
        link.percentile = 100.0 * weaker as f64 / values.len() as f64;
    }
    kind.retain(|link| link.percentile >= percentile && link.value > 0.0);
    kind.sort_by(|a, b| {
        a.cluster
            .cmp(&b.cluster)
            .then_with(|| b.value.total_cmp(&a.value))
            .then_with(|| a.other.cmp(&b.other))
    });
    let mut kept: Vec<Link> = Vec::new();
    for link in kind {
        if kept.iter().filter(|other| other.cluster == link.cluster).count() < most {
            kept.push(link);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use agglo_stats::matrix::Matrix;

    use super::*;
    use crate::base::cluster_definition::Cluster;
    use crate::map::relatedness::input_output::Shares;

    #[test]
    fn the_planted_neighbour_is_found_by_place_and_by_trade_in_its_direction() {
        // Industries a and b make up two clusters; c is local, stands with a and sells to it.
        let rows: Vec<Vec<f64>> = (0..12)
            .map(|place| {
                let crowd = if place % 2 == 0 { 9.0 } else { 1.0 };
                let noise = f64::from(place * 5 % 3);
                vec![crowd, 10.0 - crowd, crowd + 0.1 * noise, 50.0 + 20.0 * noise]
            })
            .collect();
        let table = Matrix::from_rows(&rows).unwrap();
        let make: Vec<Vec<f64>> =
            (0..4).map(|a| (0..4).map(|b| if a == b { 100.0 } else { 0.0 }).collect()).collect();
        let uses: Vec<Vec<f64>> = (0..4)
            .map(|seller| {
                (0..4).map(|buyer| if (seller, buyer) == (2, 0) { 60.0 } else { 1.0 }).collect()
            })
            .collect();
        let links_of =
            Shares::of(&Matrix::from_rows(&make).unwrap(), &Matrix::from_rows(&uses).unwrap());
        let figures = Figures {
            industries: ["a", "b", "c", "d"].map(Into::into).to_vec(),
            establishments: table.clone(),
            market_jobs: table.clone(),
            state_jobs: table,
            links: Some(links_of.unwrap()),
        };
        let cluster = |id: &str| Cluster {
            id: format!("{id}s").into(),
            title: id.to_owned(),
            industries: vec![id.into()],
        };
        let definition =
            ClusterDefinition::new("t", "t", "t", vec![cluster("a"), cluster("b")]).unwrap();
        let found = links(&definition, &figures, 70.0, 1).unwrap();
        let of = |bond: Bond| -> Vec<&Link> {
            let c = Other::Industry("c".into());
            found.iter().filter(|link| link.bond == bond && link.other == c).collect()
        };
        assert_eq!(of(Bond::StandsWith)[0].cluster.as_str(), "as");
        assert_eq!(of(Bond::BuysFrom)[0].cluster.as_str(), "as");
        assert!(of(Bond::SellsTo).iter().all(|link| link.value < 0.2), "{found:?}");
        assert!(found.iter().all(|link| link.percentile >= 70.0));
    }
}
