//! Places for the knots of a network: ties pull, knots push, and what moves cools down.
//!
//! Only sums, products and roots in a fixed order: the same network lies in the same place everywhere.

/// Rounds of moving.
const ROUNDS: usize = 500;

/// A place for each knot inside the unit square; `ties` name both ends.
///
/// # Source
///
/// Fruchterman and Reingold 1991, Software: Practice and Experience 21(11), with a pull to the middle that
/// keeps parts without a tie on the page.
pub(super) fn places(knots: usize, ties: &[[usize; 2]]) -> Vec<[f64; 2]> {
    let mut at: Vec<[f64; 2]> = (0..knots).map(start).collect();
    let ideal = (1.0 / knots.max(1) as f64).sqrt();
    let weights = weights(knots, ties);
    for round in 0..ROUNDS {
        let heat = 0.1 * (1.0 - round as f64 / ROUNDS as f64);
        let mut moves = pushes(&at, &weights, ideal);
        for &[a, b] in ties {
            let (away, distance) = apart(at[a], at[b]);
            let pull = distance / ideal;
            for axis in 0..2 {
                moves[a][axis] -= pull * away[axis];
                moves[b][axis] += pull * away[axis];
            }
        }
        for (place, step) in at.iter_mut().zip(&moves) {
            let step = [step[0] + 0.9 * (0.5 - place[0]), step[1] + 0.9 * (0.5 - place[1])];
            let length = (step[0] * step[0] + step[1] * step[1]).sqrt().max(1e-12);
            let by = length.min(heat) / length;
            *place = [place[0] + by * step[0], place[1] + by * step[1]];
        }
    }
    spread(&at)
}

/// Scattered starting places that no two knots share.
fn start(knot: usize) -> [f64; 2] {
    // Steps of the golden ratio and of the plastic number fill the square evenly.
    let step = |by: f64| {
        let along = by * (knot + 1) as f64;
        along - along.floor()
    };
    [step(0.618_033_988_749_895), step(0.754_877_666_246_693)]
}

/// From one place to the other, and how far.
fn apart(a: [f64; 2], b: [f64; 2]) -> ([f64; 2], f64) {
    let away = [a[0] - b[0], a[1] - b[1]];
    (away, (away[0] * away[0] + away[1] * away[1]).sqrt().max(1e-9))
}

/// Knots of many ties push harder, so that what they hold does not pile up on them; 1 on average.
fn weights(knots: usize, ties: &[[usize; 2]]) -> Vec<f64> {
    let mut weights = vec![1.0; knots];
    for &end in ties.iter().flatten() {
        weights[end] += 1.0;
    }
    let mean = weights.iter().sum::<f64>() / knots.max(1) as f64;
    weights.into_iter().map(|weight| weight / mean).collect()
}

fn pushes(at: &[[f64; 2]], weights: &[f64], ideal: f64) -> Vec<[f64; 2]> {
    let mut moves = vec![[0.0; 2]; at.len()];
    for a in 0..at.len() {
        for b in a + 1..at.len() {
            let (away, distance) = apart(at[a], at[b]);
            let push = weights[a] * weights[b] * ideal * ideal / (distance * distance);
            for axis in 0..2 {
                moves[a][axis] += push * away[axis];
                moves[b][axis] -= push * away[axis];
            }
        }
    }
    moves
}

/// The same places over the whole unit square.
fn spread(at: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let ends = |axis: usize| {
        let values = at.iter().map(|place| place[axis]);
        values.fold([f64::MAX, f64::MIN], |[low, high], value| [low.min(value), high.max(value)])
    };
    let ends = [ends(0), ends(1)];
    let unit = |place: &[f64; 2], axis: usize| {
        let [low, high] = ends[axis];
        if high > low { (place[axis] - low) / (high - low) } else { 0.5 }
    };
    at.iter().map(|place| [unit(place, 0), unit(place, 1)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tied_knots_lie_nearer_than_strangers_and_all_inside() {
        let ties = [[0, 1], [1, 2], [0, 2], [3, 4], [4, 5], [3, 5]];
        let at = places(6, &ties);
        assert!(at.iter().flatten().all(|value| (0.0..=1.0).contains(value)));
        let far = |a: usize, b: usize| apart(at[a], at[b]).1;
        let near = ties.iter().map(|&[a, b]| far(a, b)).fold(0.0, f64::max);
        let strange = (0..3).flat_map(|a| (3..6).map(move |b| (a, b)));
        let strange = strange.map(|(a, b)| far(a, b)).fold(f64::MAX, f64::min);
        assert!(near < strange, "{near} {strange}");
    }

    #[test]
    fn one_knot_lies_in_the_middle_and_none_nowhere() {
        assert_eq!(places(1, &[]), [[0.5, 0.5]]);
        assert!(places(0, &[]).is_empty());
    }
}
