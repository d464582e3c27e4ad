//! Edges and the reinforcing core of a region.

use crate::base::blueprint::{CoreBase, Edge, Grade, Sign};
use crate::base::estimate::Figure;
use crate::base::id::ElementId;
use crate::map::gap::core::{Core, Link, Node, nodes, reaches, reinforcing_core};
use crate::map::gap::elements::exact;
use crate::map::gap::prepared::Prepared;
use crate::map::gap::reading::{Activity, CoreReading, EdgeReading, ElementReading, WouldWiden};

impl CoreReading {
    /// No core, where a blueprint was not read.
    pub(crate) fn none(cut: f64, base: CoreBase) -> Self {
        Self {
            elements: Vec::new(),
            share: exact(0.0, "core_share/1"),
            cut,
            base,
            reinforcing: false,
            would_widen: Vec::new(),
        }
    }
}

/// Every edge with its evidence and whether it is active here, and the core that the active ones make.
pub(crate) fn read(
    prepared: &Prepared<'_>,
    elements: &[ElementReading],
) -> (Vec<EdgeReading>, CoreReading) {
    let blueprint = &prepared.blueprint;
    let cut = blueprint.cuts.missing;
    let level = |id: &ElementId| {
        let own = elements.iter().find(|element| element.id == *id).map(|e| &e.level);
        let inside = || elements.iter().flat_map(|e| &e.members).find(|m| m.id == *id);
        own.or_else(|| inside().map(|member| &member.level)).and_then(Figure::range)
    };
    let outcome = |id: &ElementId| blueprint.outcomes.iter().any(|outcome| outcome.id == *id);
    let ends = |edge: &Edge| {
        let ends = [&edge.from, &edge.to].into_iter().filter(|id| !outcome(id));
        ends.map(|id| level(id).unwrap_or((0.0, 1.0))).collect::<Vec<_>>()
    };
    let activity = |edge: &Edge, grade: Grade| {
        let ends = ends(edge);
        if !grade.counts() || ends.iter().any(|end| end.1 < cut) {
            Activity::Inactive
        } else if ends.iter().all(|end| end.0 >= cut) {
            Activity::Active
        } else {
            Activity::Unknown
        }
    };
    let edges: Vec<EdgeReading> = blueprint
        .edges
        .iter()
        .zip(&prepared.edges)
        .map(|(edge, evidence)| EdgeReading {
            from: edge.from.clone(),
            to: edge.to.clone(),
            sign: edge.sign,
            kind: edge.kind,
            strength: edge.strength,
            stated: edge.grade,
            grade: evidence.grade,
            statistic: evidence.statistic.map(|value| exact(value, "partial_rank_correlation/1")),
            sample: evidence.statistic.map(|_| evidence.sample),
            source: edge.source.clone(),
            activity: activity(edge, evidence.grade),
        })
        .collect();
    let core = core(prepared, elements, &edges);
    (edges, core)
}

fn core(
    prepared: &Prepared<'_>,
    elements: &[ElementReading],
    edges: &[EdgeReading],
) -> CoreReading {
    let blueprint = &prepared.blueprint;
    let scored: Vec<&ElementReading> = elements.iter().filter(|e| e.scored).collect();
    let present = |at: usize| {
        let range = scored.get(at).and_then(|element| element.level.range());
        range.is_some_and(|(low, _)| low >= blueprint.cuts.missing)
    };
    let nodes = nodes(blueprint, present);
    let links = edges.iter().map(link).collect::<Vec<_>>();
    let found = reinforcing_core(&nodes, &links);
    CoreReading {
        elements: found.ids.iter().map(|id| id.as_str().into()).collect(),
        share: exact(found.share, "core_share/1"),
        cut: blueprint.cuts.core,
        base: blueprint.cuts.core_base,
        reinforcing: reaches(found.share, blueprint.cuts.core),
        would_widen: would_widen(&nodes, edges, &links, &found),
    }
}

/// The edge as the core sees it.
pub(crate) fn link(edge: &EdgeReading) -> Link<'_> {
    let (from, to) = (edge.from.as_str(), edge.to.as_str());
    Link { from, to, sign: edge.sign, grade: edge.grade }
}

/// Reinforcing edges that do not count, one or two of which would widen the core.
fn would_widen(
    nodes: &[Node<'_>],
    edges: &[EdgeReading],
    links: &[Link<'_>],
    core: &Core,
) -> Vec<WouldWiden> {
    let candidates: Vec<&EdgeReading> = edges
        .iter()
        .filter(|edge| edge.sign == Sign::Plus && edge.activity != Activity::Active)
        .collect();
    let mut found = Vec::new();
    let mut wide: Vec<usize> = Vec::new();
    let mut attempt = |set: &[usize]| -> bool {
        let mut links = links.to_vec();
        let mut nodes = nodes.to_vec();
        for &at in set {
            let edge = candidates[at];
            links.push(Link { grade: Grade::C, ..link(edge) });
            for node in &mut nodes {
                node.present |= node.id == edge.from.as_str() || node.id == edge.to.as_str();
            }
        }
        let widened = reinforcing_core(&nodes, &links);
        let wider = widened.share > core.share + 1e-9;
        if wider {
            let named = |&at: &usize| (candidates[at].from.clone(), candidates[at].to.clone());
            found.push(WouldWiden {
                edges: set.iter().map(named).collect(),
                share: exact(widened.share, "core_share/1"),
                because: because(candidates[set[0]]),
            });
        }
        wider
    };
    for at in 0..candidates.len() {
        if attempt(&[at]) {
            wide.push(at);
        }
    }
    for a in 0..candidates.len() {
        for b in a + 1..candidates.len() {
            if !wide.contains(&a) && !wide.contains(&b) {
                attempt(&[a, b]);
            }
        }
    }
    found
}

fn because(edge: &EdgeReading) -> String {
    if edge.stated == Grade::E {
        "assumed, without evidence".to_owned()
    } else if edge.grade == Grade::E {
        "its statistic lies below the cut".to_owned()
    } else {
        "an end is absent here, or may be".to_owned()
    }
}
