//! Which blueprint a region is read against when nobody names one.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::blueprint::Blueprint;
use crate::base::cluster_definition::ClusterDefinition;
use crate::base::id::{BlueprintId, ClusterId, IndustryId, RegionId};
use crate::map::cluster::{ClusterLine, Portfolio, Strong};
use crate::map::gap::derived::{DerivedRule, coverage};
use crate::map::gap::evidence::Evidence;
use crate::map::place::Place;

/// The rule in words, printed beside every choice.
pub const RULE: &str = "a shipped blueprint is read where its own conditions hold; beside it, or alone where \
                        none holds, the region's strongest traded cluster is read (those that are or may be \
                        strong before the others, then by likely jobs times the logarithm of their quotient); a second \
                        one is read only if it is surely strong by jobs or by establishments; a cluster of which the \
                        table's industries show less than half gives way to one that they show better and \
                        that stands out at least half as much";

/// What a region is read against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "kind", content = "id")]
pub enum Anchor {
    /// A blueprint of the definitions.
    Blueprint(BlueprintId),
    /// A blueprint derived from a traded cluster.
    Cluster(ClusterId),
}

/// A blueprint that was chosen, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Choice {
    /// What is read.
    pub anchor: Anchor,
    /// Why, in one sentence.
    pub because: String,
}

/// What a choice is made from.
#[derive(Clone, Copy)]
pub struct Choosing<'a> {
    /// Blueprints of the definitions.
    pub shipped: &'a [Blueprint],
    /// The cluster definition in use.
    pub definition: &'a ClusterDefinition,
    /// How blueprints are derived from it.
    pub rule: &'a DerivedRule,
    /// The tables.
    pub evidence: Evidence<'a>,
}

/// The anchors of a region, the first one leading: one or two, never none where the definition has clusters.
///
/// The second stands only where a cluster is surely strong, by jobs or by establishments, is read well, and
/// is not the one that the shipped blueprint is about.
pub fn choose(from: Choosing<'_>, portfolio: &Portfolio, place: Place<'_>) -> Vec<Choice> {
    let holds = |blueprint: &&Blueprint| {
        let tests = &blueprint.chosen_if;
        !tests.is_empty()
            && tests.iter().all(|test| from.evidence.passes(test, place) == Some(true))
    };
    let lines = &portfolio.lines;
    let Some(blueprint) = from.shipped.iter().find(holds) else {
        let lead = lines.first().map(|first| from.lead(first, lines));
        return lead.map(choice).or_else(|| from.fallback()).into_iter().collect();
    };
    let tests: Vec<String> = blueprint.chosen_if.iter().map(ToString::to_string).collect();
    let own = blueprint.cluster.as_ref();
    let second = lines
        .iter()
        .find(|line| Some(&line.cluster) != own && is_sure(line) && from.is_read_well(line));
    let first = Choice {
        anchor: Anchor::Blueprint(blueprint.id.clone()),
        because: format!("its conditions hold here: {}", tests.join(", ")),
    };
    std::iter::once(first).chain(second.map(choice)).collect()
}

impl Choosing<'_> {
    /// The strongest cluster, or one that is nearly as strong and read better.
    fn lead<'l>(&self, first: &'l ClusterLine, lines: &'l [ClusterLine]) -> &'l ClusterLine {
        let nearly = |line: &&ClusterLine| {
            line.prominence > 0.0 && line.prominence >= self.rule.nearly * first.prominence
        };
        let near = lines.iter().filter(nearly);
        near.clone().find(|line| self.is_read_well(line)).unwrap_or(first)
    }

    fn is_read_well(&self, line: &ClusterLine) -> bool {
        let all = self.definition.clusters().iter();
        let cluster = all.into_iter().find(|cluster| cluster.id == line.cluster);
        cluster.is_some_and(|cluster| {
            coverage(cluster, &self.evidence, self.rule) >= self.rule.least_coverage
        })
    }

    /// The nation's largest traded cluster, for a region of whose economy nothing is known.
    fn fallback(&self) -> Option<Choice> {
        let panel = &self.evidence.clusters?.establishments;
        let nation = RegionId::from(RegionId::NATION);
        let size = |id: &IndustryId| {
            let cell = Place::unit(&nation).cell(panel, 0, id.as_str());
            cell.range().map_or(0.0, |(least, _)| least)
        };
        let ids = panel.axes().industries.iter().filter(|id| id.as_str() != IndustryId::TOTAL);
        let largest = ids.max_by(|a, b| size(a).total_cmp(&size(b)).then_with(|| b.cmp(a)))?;
        Some(Choice {
            anchor: Anchor::Cluster(largest.as_str().into()),
            because:
                "nothing is known of its economy: the nation's largest traded cluster stands in"
                    .into(),
        })
    }
}

fn choice(line: &ClusterLine) -> Choice {
    let how = match (line.strong, line.strong_by_establishments) {
        (Strong::Surely, _) => "a strong traded cluster here",
        (_, Strong::Surely) => {
            "a strong traded cluster here by establishments; its jobs are withheld"
        }
        (Strong::Possibly, _) => "the likely strongest traded cluster here; its jobs are withheld",
        _ => "the first traded cluster here, though none is known to be strong",
    };
    Choice {
        anchor: Anchor::Cluster(line.cluster.clone()),
        because: format!("{how}: {}", line.title),
    }
}

fn is_sure(line: &ClusterLine) -> bool {
    [line.strong, line.strong_by_establishments].contains(&Strong::Surely)
}
