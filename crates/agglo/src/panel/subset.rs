//! What a sum over some industries can be, when published totals bind them to the others.
//!
//! Adding up the ends of hidden cells one by one forgets that a published parent holds several of them:
//! what one has, another lacks. Going up the tree, each node states the least and most that its chosen
//! leaves and its other leaves can hold together.

/// Cells of a tree whose nodes are the sums of their children.
pub struct Tree<'a> {
    /// Least and most of each cell, already narrowed by [`crate::panel::tighten::tighten`].
    pub bounds: &'a [[f64; 2]],
    /// Positions of each cell's children; a cell without children is a leaf.
    pub children: &'a [Vec<usize>],
}

/// Ends of the chosen and of the other leaves below a node.
#[derive(Clone, Copy)]
struct Split {
    chosen: [f64; 2],
    other: [f64; 2],
}

impl Tree<'_> {
    /// Least and most that the leaves below `root` can add up to for which `is_chosen` holds.
    pub fn subset(&self, root: usize, is_chosen: &dyn Fn(usize) -> bool) -> [f64; 2] {
        self.split(root, is_chosen).chosen
    }

    fn split(&self, node: usize, is_chosen: &dyn Fn(usize) -> bool) -> Split {
        let [low, high] = self.bounds[node];
        if self.children[node].is_empty() {
            let (all, none) = ([low, high], [0.0, 0.0]);
            return if is_chosen(node) {
                Split { chosen: all, other: none }
            } else {
                Split { chosen: none, other: all }
            };
        }
        let (mut chosen, mut other) = ([0.0, 0.0], [0.0, 0.0]);
        for &child in &self.children[node] {
            let part = self.split(child, is_chosen);
            chosen = [chosen[0] + part.chosen[0], chosen[1] + part.chosen[1]];
            other = [other[0] + part.other[0], other[1] + part.other[1]];
        }
        // What the others cannot hold of the node's least is here; what they must hold of its most is not.
        let within = |own: [f64; 2], rest: [f64; 2]| {
            let most = own[1].min(high - rest[0]);
            [own[0].max(low - rest[1]).min(most), most]
        };
        Split { chosen: within(chosen, other), other: within(other, chosen) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn close(found: [f64; 2], expected: [f64; 2]) -> bool {
        found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-9)
    }

    #[test]
    fn hidden_parts_that_are_all_chosen_add_up_to_their_published_whole() {
        let tree = Tree {
            bounds: &[[22.5, 22.5], [0.0, 22.5], [0.0, 22.5]],
            children: &[vec![1, 2], vec![], vec![]],
        };
        assert!(close(tree.subset(0, &|_| true), [22.5, 22.5]));
        assert!(close(tree.subset(0, &|leaf| leaf == 1), [0.0, 22.5]));
        assert!(close(tree.subset(0, &|_| false), [0.0, 0.0]));
    }

    #[test]
    fn the_most_of_several_hidden_cells_is_what_their_parent_leaves() {
        // Three hidden cells of at most 10 each in a whole of 12, one published other of 2.
        let tree = Tree {
            bounds: &[[12.0, 12.0], [0.0, 10.0], [0.0, 10.0], [0.0, 10.0], [2.0, 2.0]],
            children: &[vec![1, 2, 3, 4], vec![], vec![], vec![], vec![]],
        };
        assert!(close(tree.subset(0, &|leaf| leaf < 3), [0.0, 10.0]));
        assert!(close(tree.subset(0, &|leaf| leaf < 4), [10.0, 10.0]));
    }

    proptest! {
        #[test]
        fn law_the_truth_is_inside_and_no_wider_than_the_sum_of_ends(
            leaves in prop::collection::vec((0_u32..100, 0_u32..50, 0_u32..50, any::<bool>()), 6),
        ) {
            // Two groups of three leaves below one root, published; leaves known within margins.
            let value = |at: usize| f64::from(leaves[at].0);
            let sum = |range: std::ops::Range<usize>| range.map(value).sum::<f64>();
            let exact = |value: f64| [value, value];
            let mut bounds = vec![exact(sum(0..6)), exact(sum(0..3)), exact(sum(3..6))];
            bounds.extend(leaves.iter().map(|&(value, below, above, _)| {
                [f64::from(value.saturating_sub(below)), f64::from(value + above)]
            }));
            let children: Vec<Vec<usize>> = vec![vec![1, 2], vec![3, 4, 5], vec![6, 7, 8]]
                .into_iter()
                .chain(std::iter::repeat_n(Vec::new(), 6))
                .collect();
            let chosen = |leaf: usize| leaves[leaf - 3].3;
            let truth: f64 = (0..6).filter(|&at| leaves[at].3).map(value).sum();
            let naive: f64 = (3..9).filter(|&leaf| chosen(leaf)).map(|leaf| bounds[leaf][1]).sum();
            let [low, high] = Tree { bounds: &bounds, children: &children }.subset(0, &chosen);
            prop_assert!(low - 1e-9 <= truth && truth <= high + 1e-9);
            prop_assert!(high <= naive + 1e-9);
        }
    }
}
