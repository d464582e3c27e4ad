//! Which blueprint a region is read against when nobody names one.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::base::blueprint::Blueprint;
use crate::base::id::{BlueprintId, ClusterId, IndustryId, RegionId};
use crate::map::cluster::{ClusterLine, Portfolio, Strong};
use crate::map::gap::evidence::Evidence;
use crate::map::place::Place;
use crate::panel::ClusterStructure;

/// The rule in words, printed beside every choice.
pub const RULE: &str = "a shipped blueprint is read where its own conditions hold; beside it, or alone where \
                        none holds, the region's strongest traded cluster is read (those that are or may be \
                        strong before the others, then by likely jobs times the logarithm of their quotient); a second \
                        one is read only if it is surely strong by jobs or by establishments";

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

/// The anchors of a region, the first one leading: one or two, never none.
///
/// The second stands only where the strongest cluster is surely strong, by jobs or by establishments, and
/// is not the one that the shipped blueprint is about.
pub fn choose(
    shipped: &[Blueprint],
    portfolio: &Portfolio,
    evidence: &Evidence<'_>,
    clusters: &ClusterStructure,
    place: Place<'_>,
) -> Vec<Choice> {
    let holds = |blueprint: &&Blueprint| {
        let tests = &blueprint.chosen_if;
        !tests.is_empty() && tests.iter().all(|test| evidence.passes(test, place) == Some(true))
    };
    let mut chosen: Vec<Choice> = Vec::new();
    let found = shipped.iter().find(holds);
    if let Some(blueprint) = found {
        let tests: Vec<String> = blueprint.chosen_if.iter().map(ToString::to_string).collect();
        chosen.push(Choice {
            anchor: Anchor::Blueprint(blueprint.id.clone()),
            because: format!("its conditions hold here: {}", tests.join(", ")),
        });
    }
    let own = found.and_then(|blueprint| blueprint.cluster.as_ref());
    let strongest = portfolio.lines.iter().find(|line| Some(&line.cluster) != own);
    match strongest {
        Some(line) if chosen.is_empty() || is_sure(line) => {
            let how = match (line.strong, line.strong_by_establishments) {
                (Strong::Surely, _) => "the strongest traded cluster here",
                (_, Strong::Surely) => {
                    "the strongest traded cluster here by establishments; its jobs are withheld"
                }
                (Strong::Possibly, _) => {
                    "the strongest traded cluster here, if what is withheld allows"
                }
                _ => "the first traded cluster here, though none is known to be strong",
            };
            chosen.push(Choice {
                anchor: Anchor::Cluster(line.cluster.clone()),
                because: format!("{how}: {}", line.title),
            });
        }
        None if chosen.is_empty() => chosen.extend(fallback(clusters)),
        Some(_) | None => {}
    }
    chosen
}

fn is_sure(line: &ClusterLine) -> bool {
    [line.strong, line.strong_by_establishments].contains(&Strong::Surely)
}

/// The nation's largest traded cluster, for a region of whose economy nothing is known.
fn fallback(clusters: &ClusterStructure) -> Option<Choice> {
    let panel = &clusters.establishments;
    let nation = RegionId::from(RegionId::NATION);
    let size = |id: &IndustryId| {
        let cell = Place::unit(&nation).cell(panel, 0, id.as_str());
        cell.range().map_or(0.0, |(least, _)| least)
    };
    let ids = panel.axes().industries.iter().filter(|id| id.as_str() != IndustryId::TOTAL);
    let largest = ids.max_by(|a, b| size(a).total_cmp(&size(b)).then_with(|| b.cmp(a)))?;
    Some(Choice {
        anchor: Anchor::Cluster(largest.as_str().into()),
        because: "nothing is known of its economy: the nation's largest traded cluster stands in"
            .into(),
    })
}
