//! Names beside marks, wherever one fits without covering another.

use maud::{Markup, html};

use crate::chart::frame::{Tie, line, text, text_width};

/// From a mark to a name beside it.
const NEAR: f64 = 5.0;
/// From a mark to names that stand apart.
const FAR: [f64; 5] = [22.0, 44.0, 72.0, 104.0, 140.0];
/// Size of a name's letters.
const LETTERS: f64 = 13.0;

/// A mark that may carry a name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named<'a> {
    /// Its middle.
    pub(super) at: [f64; 2],
    /// Half of its width.
    pub(super) radius: f64,
    /// Its name; none only keeps names away.
    pub(super) name: Option<&'a str>,
}

/// How far from its mark a name may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// Beside it.
    Near,
    /// Wherever there is room, with a line to it.
    Far,
}

/// The names that fit into a box from its least to its most corner, the first marks first.
pub(super) fn names(marks: &[Named<'_>], low: [f64; 2], high: [f64; 2], reach: Reach) -> Markup {
    let mut taken: Vec<[f64; 4]> = marks
        .iter()
        .map(|mark| {
            let ([x, y], r) = (mark.at, mark.radius * 0.8);
            [x - r, y - r, x + r, y + r]
        })
        .collect();
    let mut placed = Vec::new();
    for (mark, name) in marks.iter().filter_map(|mark| Some((mark, mark.name?))) {
        let width = text_width(name, LETTERS);
        let [x, y] = mark.at;
        let around = |far: f64| {
            let r = mark.radius + far;
            [
                [x + r, y + 4.0],
                [x - r - width, y + 4.0],
                [x - width / 2.0, y - r],
                [x - width / 2.0, y + r + 9.0],
                [x + r * 0.7, y - r * 0.8],
                [x + r * 0.7, y + r * 0.8 + 9.0],
                [x - r * 0.7 - width, y - r * 0.8],
            ]
        };
        let own = |[x, y]: [f64; 2]| [x, y - 11.0, x + width, y + 4.0];
        let fits = |place: &[f64; 2]| {
            let own = own(*place);
            let inside = own[0] >= low[0]
                && own[2] <= high[0] + 12.0
                && own[1] >= low[1] - 4.0
                && own[3] <= high[1];
            inside && taken.iter().all(|other| !overlap(own, *other))
        };
        let near = around(NEAR).into_iter().find(|place| fits(place));
        let far = || FAR.into_iter().flat_map(around).find(|place| fits(place));
        if let Some(place) = near.or_else(|| if reach == Reach::Far { far() } else { None }) {
            taken.push(own(place));
            let lead = near.is_none().then(|| nearest(mark.at, own(place)));
            placed.push((mark.at, lead, place, name));
        }
    }
    html! {
        @for (from, lead, [x, y], name) in placed {
            @if let Some(to) = lead { (line(from, to, "lead")) }
            (text(x, y, Tie::Start, "label halo", name))
        }
    }
}

/// The point of a box that lies nearest to another.
fn nearest([x, y]: [f64; 2], own: [f64; 4]) -> [f64; 2] {
    [x.clamp(own[0], own[2]), y.clamp(own[1], own[3])]
}

fn overlap(a: [f64; 4], b: [f64; 4]) -> bool {
    a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_out_of_each_other_and_inside() {
        let mark = |x, name| Named { at: [x, 50.0], radius: 4.0, name: Some(name) };
        let found = |marks: &[Named<'_>]| {
            names(marks, [0.0, 0.0], [200.0, 100.0], Reach::Near)
                .into_string()
                .matches("<text")
                .count()
        };
        assert_eq!(found(&[mark(40.0, "one"), mark(120.0, "two")]), 2);
        let crowd: Vec<Named<'_>> =
            (0..40).map(|at| mark(90.0 + 0.1 * f64::from(at), "long name")).collect();
        assert!((1..40).contains(&found(&crowd)));
        assert_eq!(found(&[mark(500.0, "outside")]), 0);
    }
}
