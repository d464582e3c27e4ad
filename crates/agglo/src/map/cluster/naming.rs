//! Names for groups of industries: in plain words where somebody wrote them, else after their core.

use crate::base::cluster_definition::Cluster;
use crate::base::id::{ClusterId, IndustryId};
use crate::map::cluster::similarity::Similarity;
use crate::map::cluster::validation::relatedness;

/// A name that somebody wrote, and the industry whose group bears it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The industry.
    pub industry: IndustryId,
    /// Id of its cluster.
    pub cluster: ClusterId,
    /// Name of its cluster in plain words.
    pub title: String,
}

/// How firmly an industry belongs to its cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct Membership {
    /// The industry.
    pub industry: IndustryId,
    /// Its cluster.
    pub cluster: ClusterId,
    /// Mean similarity to the others of its cluster.
    pub within: f64,
    /// Mean similarity to the cluster that is next closest.
    pub next: f64,
    /// That cluster.
    pub next_cluster: ClusterId,
}

/// Groups with names, and how firmly each industry belongs: clusters by id, memberships by cluster and code.
///
/// A group bears the name of the anchor that it holds; of several anchors the one closest to the rest of the
/// group wins; a group without one is named after its most central industry, by `title`.
pub fn named(
    industries: &[IndustryId],
    labels: &[usize],
    similarity: &Similarity,
    anchors: &[Anchor],
    title: impl Fn(&IndustryId) -> String,
) -> (Vec<Cluster>, Vec<Membership>) {
    let found = relatedness(similarity, labels);
    let closeness = |at: usize| found.own[at].unwrap_or(0.0);
    let mut clusters: Vec<Cluster> = (0..found.within.len())
        .map(|group| {
            let members: Vec<usize> = (0..labels.len()).filter(|&at| labels[at] == group).collect();
            let anchor = |at: usize| anchors.iter().find(|a| a.industry == industries[at]);
            let by_closeness = |a: &usize, b: &usize| {
                closeness(*a).total_cmp(&closeness(*b)).then_with(|| b.cmp(a))
            };
            let held = members.iter().copied().filter(|&at| anchor(at).is_some());
            let written = held.max_by(by_closeness).and_then(anchor);
            let core = members.iter().copied().max_by(by_closeness);
            let core = core.map(|at| title(&industries[at])).unwrap_or_default();
            let (id, title) = match written {
                Some(anchor) => (anchor.cluster.clone(), anchor.title.clone()),
                None => (ClusterId::from(slug(&core)), core),
            };
            let industries = members.iter().map(|&at| industries[at].clone()).collect();
            Cluster { id, title, industries }
        })
        .collect();
    let mut memberships: Vec<Membership> = (0..labels.len())
        .filter_map(|at| {
            let others = found.to[at].iter().enumerate().filter(|(group, _)| *group != labels[at]);
            let next = others
                .filter_map(|(group, value)| value.map(|value| (group, value)))
                .max_by(|a, b| a.1.total_cmp(&b.1).then_with(|| b.0.cmp(&a.0)))?;
            Some(Membership {
                industry: industries[at].clone(),
                cluster: clusters[labels[at]].id.clone(),
                within: closeness(at),
                next: next.1,
                next_cluster: clusters[next.0].id.clone(),
            })
        })
        .collect();
    clusters.sort_by(|a, b| a.id.cmp(&b.id));
    memberships.sort_by(|a, b| (&a.cluster, &a.industry).cmp(&(&b.cluster, &b.industry)));
    (clusters, memberships)
}

/// Lower-case words joined by hyphens; what stands in brackets is left out.
fn slug(title: &str) -> String {
    let plain = title.split('(').next().unwrap_or(title).to_lowercase();
    let words = plain.split(|letter: char| !letter.is_ascii_alphanumeric());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_bear_their_anchors_name_or_that_of_their_core() {
        let similarity =
            Similarity::from_fn(5, |a, b| if a / 3 == b / 3 { 1.0 + (a + b) as f64 } else { 0.5 });
        let industries: Vec<IndustryId> = ["a", "b", "c", "d", "e"].map(Into::into).to_vec();
        let anchor = |industry: &str, id: &str| Anchor {
            industry: industry.into(),
            cluster: id.into(),
            title: id.to_uppercase(),
        };
        let anchors = [anchor("a", "weak"), anchor("c", "wood")];
        let title = |id: &IndustryId| format!("Mills of {id} (except f)");
        let (clusters, members) =
            named(&industries, &[0, 0, 0, 1, 1], &similarity, &anchors, title);
        let ids: Vec<&str> = clusters.iter().map(|cluster| cluster.id.as_str()).collect();
        assert_eq!(ids, ["mills-of-d", "wood"], "c is closer to its group than a");
        assert_eq!(clusters[1].title, "WOOD");
        assert_eq!(members.len(), 5);
        assert!((members[0].within - 8.0).abs() < 1e-12 && (members[0].next - 0.5).abs() < 1e-12);
    }
}
