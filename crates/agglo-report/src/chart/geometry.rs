//! Points, rings and boxes of a map that is projected already.

/// A ring of points.
pub(super) type Ring = Vec<[f32; 2]>;

/// A box: least x and y, most x and y.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Extent {
    pub(super) low: [f64; 2],
    pub(super) high: [f64; 2],
}

impl Extent {
    /// The box around rings; `None` where there is no point.
    pub(super) fn of<'a>(rings: impl IntoIterator<Item = &'a Ring>) -> Option<Self> {
        let mut extent: Option<Self> = None;
        for &[x, y] in rings.into_iter().flatten() {
            let (x, y) = (f64::from(x), f64::from(y));
            let own = extent.get_or_insert(Self { low: [x, y], high: [x, y] });
            own.low = [own.low[0].min(x), own.low[1].min(y)];
            own.high = [own.high[0].max(x), own.high[1].max(y)];
        }
        extent
    }

    pub(super) fn join(self, other: Self) -> Self {
        let low = [self.low[0].min(other.low[0]), self.low[1].min(other.low[1])];
        let high = [self.high[0].max(other.high[0]), self.high[1].max(other.high[1])];
        Self { low, high }
    }

    pub(super) fn meets(&self, other: &Self) -> bool {
        (0..2).all(|axis| self.low[axis] <= other.high[axis] && other.low[axis] <= self.high[axis])
    }

    pub(super) fn size(&self) -> [f64; 2] {
        [self.high[0] - self.low[0], self.high[1] - self.low[1]]
    }

    pub(super) fn centre(&self) -> [f64; 2] {
        [f64::midpoint(self.low[0], self.high[0]), f64::midpoint(self.low[1], self.high[1])]
    }
}

/// Twice the signed area of a ring.
fn area(ring: &Ring) -> f64 {
    pairs(ring).map(|([ax, ay], [bx, by])| ax * by - bx * ay).sum()
}

/// The balance point of the largest ring.
pub(super) fn centre(rings: &[Ring]) -> Option<[f64; 2]> {
    let largest = rings.iter().max_by(|a, b| area(a).abs().total_cmp(&area(b).abs()))?;
    let whole = area(largest);
    if whole.abs() < 1e-9 {
        return Extent::of([largest]).map(|extent| extent.centre());
    }
    let [mut x, mut y] = [0.0, 0.0];
    for ([ax, ay], [bx, by]) in pairs(largest) {
        let cross = ax * by - bx * ay;
        x += (ax + bx) * cross;
        y += (ay + by) * cross;
    }
    Some([x / (3.0 * whole), y / (3.0 * whole)])
}

fn pairs(ring: &Ring) -> impl Iterator<Item = ([f64; 2], [f64; 2])> {
    let next = ring.iter().cycle().skip(1);
    let wide = |[x, y]: [f32; 2]| [f64::from(x), f64::from(y)];
    ring.iter().zip(next).map(move |(&a, &b)| (wide(a), wide(b)))
}

/// From the map's units to the drawing's: one scale for both axes, centred.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fit {
    scale: f64,
    shift: [f64; 2],
}

impl Fit {
    /// Puts a box of the map into a box of the drawing.
    pub(super) fn new(map: Extent, at: [f64; 2], size: [f64; 2]) -> Self {
        let [width, height] = map.size();
        let scale = (size[0] / width.max(1e-6)).min(size[1] / height.max(1e-6));
        let centre = map.centre();
        let shift =
            [at[0] + size[0] / 2.0 - scale * centre[0], at[1] + size[1] / 2.0 - scale * centre[1]];
        Self { scale, shift }
    }

    pub(super) fn at(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        [self.scale * x + self.shift[0], self.scale * y + self.shift[1]]
    }

    /// Closed paths of rings; points nearer than `step` to the last one are left out, and rings that
    /// vanish with them.
    pub(super) fn path<'a>(&self, rings: impl IntoIterator<Item = &'a Ring>, step: f64) -> String {
        let mut out = String::new();
        for ring in rings {
            let mut kept: Vec<[f64; 2]> = Vec::new();
            for &[x, y] in ring {
                let point = self.at([f64::from(x), f64::from(y)]);
                let is_far = kept.last().is_none_or(|last: &[f64; 2]| {
                    (last[0] - point[0]).abs() + (last[1] - point[1]).abs() >= step
                });
                if is_far {
                    kept.push(point);
                }
            }
            if kept.len() < 3 {
                continue;
            }
            let mut pen = [0_i64; 2];
            for (at, point) in kept.iter().enumerate() {
                // Steps in tenths of a unit from the last point: half the bytes.
                let tenth = [tenths(point[0]), tenths(point[1])];
                let step = [tenth[0] - pen[0], tenth[1] - pen[1]];
                out.push(if at == 0 { 'M' } else { 'l' });
                out.push_str(&decimal(step[0]));
                if step[1] >= 0 {
                    out.push(' ');
                }
                out.push_str(&decimal(step[1]));
                pen = tenth;
            }
            out.push('Z');
        }
        out
    }
}

#[expect(clippy::cast_possible_truncation, reason = "places on a page are far below 2^53 tenths")]
fn tenths(value: f64) -> i64 {
    (value * 10.0).round() as i64
}

fn decimal(tenths: i64) -> String {
    let (whole, rest) = (tenths / 10, (tenths % 10).abs());
    let sign = if tenths < 0 && whole == 0 { "-" } else { "" };
    if rest == 0 { format!("{whole}") } else { format!("{sign}{whole}.{rest}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: f32, y: f32, side: f32) -> Ring {
        vec![[x, y], [x + side, y], [x + side, y + side], [x, y + side]]
    }

    #[test]
    fn the_balance_point_is_that_of_the_largest_ring() {
        let [x, y] = centre(&[square(0.0, 0.0, 1.0), square(10.0, 10.0, 4.0)]).unwrap();
        assert!((x - 12.0).abs() < 1e-9 && (y - 12.0).abs() < 1e-9);
    }

    #[test]
    fn relative_steps_lead_back_to_the_same_points() {
        let fit = Fit { scale: 1.0, shift: [0.0, 0.0] };
        assert_eq!(fit.path(&[square(1.5, 2.0, 3.0)], 0.1), "M1.5 2l3 0l0 3l-3 0Z");
    }
}
