//! The outer border of many shapes that share their inner ones: an edge that stands twice is inside.

use std::collections::BTreeMap;

use crate::chart::geometry::Ring;

type Key = [u32; 2];

fn key([x, y]: [f32; 2]) -> Key {
    [x.to_bits(), y.to_bits()]
}

/// The rings around all shapes together.
///
/// Shapes must share the points of common borders exactly, as shapes from one topology do.
pub(super) fn outer<'a>(rings: impl IntoIterator<Item = &'a Ring>) -> Vec<Ring> {
    let mut edges: Vec<([Key; 2], [[f32; 2]; 2])> = Vec::new();
    for ring in rings {
        for (&a, &b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
            let (from, to) = (key(a), key(b));
            if from != to {
                edges.push(([from.min(to), from.max(to)], [a, b]));
            }
        }
    }
    edges.sort_by_key(|edge| (edge.0, key(edge.1[0])));
    let mut after: BTreeMap<Key, Vec<[f32; 2]>> = BTreeMap::new();
    for same in edges.chunk_by(|a, b| a.0 == b.0) {
        if let [(_, [a, b])] = same {
            after.entry(key(*a)).or_default().push(*b);
        }
    }
    chain(after)
}

/// Edges put end to end.
fn chain(mut after: BTreeMap<Key, Vec<[f32; 2]>>) -> Vec<Ring> {
    let mut rings = Vec::new();
    while let Some((&start, _)) = after.first_key_value() {
        let mut ring: Ring = Vec::new();
        let mut at = start;
        while let Some(next) = after.get_mut(&at).and_then(Vec::pop) {
            if after.get(&at).is_some_and(Vec::is_empty) {
                after.remove(&at);
            }
            ring.push(next);
            at = key(next);
            if at == start {
                break;
            }
        }
        if ring.is_empty() {
            after.remove(&start);
        } else {
            rings.push(ring);
        }
    }
    rings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_edge_that_two_squares_share_is_not_on_the_border() {
        let left = vec![[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]];
        let right = vec![[1.0, 0.0], [2.0, 0.0], [2.0, 1.0], [1.0, 1.0]];
        let border = outer([&left, &right]);
        assert_eq!(border.len(), 1);
        assert_eq!(border[0].len(), 6);
    }
}
