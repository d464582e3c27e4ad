//! Fewer points for a small drawing: lines without corners that no eye sees, areas without specks.

/// A corner that lies nearer than this to the straight line past it is left out, in units of the drawing.
/// A drawing 975 units wide shows a unit as one to two points of a screen.
pub(super) const TOLERANCE: f64 = 0.12;
/// Smaller islands and lakes are left out, in square units; the largest ring of an area always stays.
const SPECK: f64 = 0.35;
/// Fewer corners make no area of their own beside a larger one.
const FEWEST_CORNERS: usize = 4;

/// The points of a line that make its shape, to a tolerance in its unit; the two ends always stay, so that lines which meet still meet.
///
/// # Source
///
/// Douglas and Peucker 1973, Cartographica 10(2).
pub(super) fn line(points: &[[f64; 2]], tolerance: f64) -> Vec<[f64; 2]> {
    let Some(last) = points.len().checked_sub(1) else { return Vec::new() };
    let mut kept = vec![false; points.len()];
    (kept[0], kept[last]) = (true, true);
    let mut open = vec![[0, last]];
    while let Some([start, end]) = open.pop() {
        let mut furthest = (0.0, start);
        for at in start + 1..end {
            let distance = squared_distance(points[at], points[start], points[end]);
            if distance > furthest.0 {
                furthest = (distance, at);
            }
        }
        if furthest.0 > tolerance * tolerance {
            kept[furthest.1] = true;
            open.extend([[start, furthest.1], [furthest.1, end]]);
        }
    }
    points.iter().zip(kept).filter(|(_, kept)| *kept).map(|(point, _)| *point).collect()
}

/// The rings of an area, largest first, without specks.
pub(super) fn rings(mut rings: Vec<Vec<[f64; 2]>>) -> Vec<Vec<[f64; 2]>> {
    rings.sort_by(|one, other| size(other).total_cmp(&size(one)));
    let mut first = true;
    rings.retain(|ring| {
        let largest = std::mem::take(&mut first);
        largest || (ring.len() >= FEWEST_CORNERS && size(ring) > SPECK)
    });
    rings
}

/// Squared distance of a point from the line through two others, or from them where they are one.
fn squared_distance(point: [f64; 2], start: [f64; 2], end: [f64; 2]) -> f64 {
    let along = [end[0] - start[0], end[1] - start[1]];
    let to = [point[0] - start[0], point[1] - start[1]];
    let length = along[0] * along[0] + along[1] * along[1];
    if length > 0.0 {
        let cross = along[0] * to[1] - along[1] * to[0];
        cross * cross / length
    } else {
        to[0] * to[0] + to[1] * to[1]
    }
}

/// Area inside a ring.
fn size(ring: &[[f64; 2]]) -> f64 {
    let next = ring.iter().skip(1).chain(ring.first());
    let twice: f64 = ring.iter().zip(next).map(|(a, b)| a[0] * b[1] - a[1] * b[0]).sum();
    twice.abs() / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_keeps_its_ends_and_the_corners_that_show() {
        let points = [[0.0, 0.0], [1.0, 0.1], [2.0, 0.0], [3.0, 0.0], [3.0, 2.0]];
        assert_eq!(line(&points, TOLERANCE), [[0.0, 0.0], [3.0, 0.0], [3.0, 2.0]]);
        assert_eq!(line(&points[..1], TOLERANCE), [[0.0, 0.0]]);
        assert_eq!(line(&[], TOLERANCE), Vec::<[f64; 2]>::new());
    }

    #[test]
    fn an_island_whose_line_ends_where_it_begins_keeps_its_shape() {
        let points = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]];
        assert_eq!(line(&points, TOLERANCE), points);
    }

    #[test]
    fn specks_are_left_out_and_the_largest_ring_never_is() {
        let square = |side: f64| vec![[0.0, 0.0], [side, 0.0], [side, side], [0.0, side]];
        assert_eq!(rings(vec![square(0.1), square(2.0), square(1.0)]), [square(2.0), square(1.0)]);
        assert_eq!(rings(vec![square(0.1)]), [square(0.1)]);
    }
}
