//! Reinforcing core: the heaviest set of elements that reach one another along edges that count.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;

use crate::base::blueprint::{Blueprint, CoreBase, Grade, Sign};
use crate::base::error::Error;

/// One element as the core sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Node<'a> {
    /// Its id: ties go to the lower one.
    pub id: &'a str,
    /// Its weight in the aggregate.
    pub weight: f64,
    /// Whether its level surely reaches the cut: an edge with an end below it is not active.
    pub present: bool,
    /// Whether its weight is in the base of the share.
    pub in_base: bool,
}

/// One edge as the core sees it; ends that are no elements are passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link<'a> {
    /// Id where it starts.
    pub from: &'a str,
    /// Id where it ends.
    pub to: &'a str,
    /// Only what reinforces counts.
    pub sign: Sign,
    /// Only evidence counts.
    pub grade: Grade,
}

/// The core and its share of weight.
#[derive(Clone, Debug, PartialEq)]
pub struct Core {
    /// Ids, sorted; none where no element is present.
    pub ids: Vec<String>,
    /// Weight of the core's elements in the base over the weight of the base, in `[0, 1]`.
    pub share: f64,
}

/// The reinforcing core: the strongly connected component of most weight among present elements, along
/// positive edges of grades A to D. A single element is a component.
///
/// # How to read it
///
/// A share of 0.79 says that elements with 79 % of the weight feed one another by evidence; a small share
/// says that nothing shows it, not that they do not.
pub fn reinforcing_core(nodes: &[Node<'_>], links: &[Link<'_>]) -> Core {
    let mut graph = DiGraph::<usize, ()>::new();
    let places: Vec<_> =
        (0..nodes.len()).map(|at| nodes[at].present.then(|| graph.add_node(at))).collect();
    let place = |id: &str| nodes.iter().position(|node| node.id == id).and_then(|at| places[at]);
    for link in links.iter().filter(|link| link.sign == Sign::Plus && link.grade.counts()) {
        if let (Some(from), Some(to)) = (place(link.from), place(link.to)) {
            graph.add_edge(from, to, ());
        }
    }
    let weight = |at: &usize| if nodes[*at].in_base { nodes[*at].weight } else { 0.0 };
    let base: f64 = (0..nodes.len()).map(|at| weight(&at)).sum();
    let mut best: Option<(f64, Vec<&str>)> = None;
    for component in kosaraju_scc(&graph) {
        let mut members: Vec<usize> = component.into_iter().map(|place| graph[place]).collect();
        members.sort_unstable();
        let total: f64 = members.iter().map(weight).sum();
        let mut ids: Vec<&str> = members.iter().map(|&at| nodes[at].id).collect();
        ids.sort_unstable();
        let better = best
            .as_ref()
            .is_none_or(|(most, held)| total > most + TIE || (total > most - TIE && ids < *held));
        if better {
            best = Some((total, ids));
        }
    }
    let (total, ids) = best.unwrap_or_default();
    let share = if base > 0.0 { (total / base).clamp(0.0, 1.0) } else { 0.0 };
    Core { ids: ids.into_iter().map(str::to_owned).collect(), share }
}

/// Weights that differ by less are equal: they were added in another order.
const TIE: f64 = 1e-12;

/// Whether a share reaches a cut, rounding of sums aside.
pub fn reaches(share: f64, cut: f64) -> bool {
    share >= cut - TIE
}

/// Nodes of a blueprint's scored elements; `present` says which are there.
pub(crate) fn nodes(blueprint: &Blueprint, present: impl Fn(usize) -> bool) -> Vec<Node<'_>> {
    let base = blueprint.cuts.core_base;
    let scored = blueprint.scored().enumerate();
    scored
        .map(|(at, element)| Node {
            id: element.id.as_str(),
            weight: element.weight,
            present: present(at),
            in_base: base == CoreBase::All || !element.immutable,
        })
        .collect()
}

/// The fault of a blueprint whose core cannot reach its cut with every level at 1: it would call every
/// region a collection.
///
/// Code `E0228`.
pub fn check_reach(blueprint: &Blueprint) -> Option<Error> {
    let links: Vec<Link<'_>> = blueprint
        .edges
        .iter()
        .filter(|edge| edge.grade != Grade::D)
        .map(|edge| Link {
            from: edge.from.as_str(),
            to: edge.to.as_str(),
            sign: edge.sign,
            grade: edge.grade,
        })
        .collect();
    let core = reinforcing_core(&nodes(blueprint, |_| true), &links);
    let cut = blueprint.cuts.core;
    (!reaches(core.share, cut)).then(|| {
        let share = core.share;
        let what = format!(
            "no region can show a reinforcing core: with every level at 1 it holds {share:.3} of the \
             weight, the cut is {cut}"
        );
        Error::new("E0228", what).hint("add edges with evidence of grade A to C, or lower the cut")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(id: &str, weight: f64) -> Node<'_> {
        Node { id, weight, present: true, in_base: true }
    }

    fn link<'a>(from: &'a str, to: &'a str) -> Link<'a> {
        Link { from, to, sign: Sign::Plus, grade: Grade::C }
    }

    #[test]
    fn a_ring_is_a_core_and_a_chain_is_its_heaviest_element() {
        let nodes = [node("a", 0.5), node("b", 0.3), node("c", 0.2)];
        let chain = [link("a", "b"), link("b", "c")];
        assert_eq!(reinforcing_core(&nodes, &chain), Core { ids: vec!["a".into()], share: 0.5 });
        let ring = [link("a", "b"), link("b", "c"), link("c", "a")];
        assert!(reaches(reinforcing_core(&nodes, &ring).share, 1.0));
    }

    #[test]
    fn edges_that_are_assumed_or_negative_or_end_nowhere_do_not_count() {
        let nodes = [node("a", 0.5), node("b", 0.5)];
        for broken in [
            Link { grade: Grade::E, ..link("b", "a") },
            Link { sign: Sign::Minus, ..link("b", "a") },
            link("b", "elsewhere"),
        ] {
            assert_eq!(reinforcing_core(&nodes, &[link("a", "b"), broken]).ids, ["a"]);
        }
    }

    #[test]
    fn an_element_below_the_cut_opens_the_ring_and_an_immutable_one_is_outside_the_base() {
        let mut nodes = [node("a", 0.4), node("b", 0.3), node("c", 0.3)];
        let ring = [link("a", "b"), link("b", "a")];
        nodes[2].in_base = false;
        assert!(reaches(reinforcing_core(&nodes, &ring).share, 1.0));
        nodes[1].present = false;
        assert!((reinforcing_core(&nodes, &ring).share - 0.4 / 0.7).abs() < 1e-12);
    }

    #[test]
    fn edge_nothing_present_has_no_core_and_ties_go_to_the_lower_id() {
        let absent = Node { present: false, ..node("a", 1.0) };
        assert_eq!(reinforcing_core(&[absent], &[]), Core { ids: vec![], share: 0.0 });
        assert_eq!(reinforcing_core(&[node("b", 0.5), node("a", 0.5)], &[]).ids, ["a"]);
    }
}
