//! Shapes of `GeoJSON`: their extent, rings that are open, rings that cross themselves.

use crate::fault::Fault;
use crate::sheet::json::Value;

/// What was drawn so far.
#[derive(Default)]
pub(crate) struct Drawn {
    /// West, south, east, north.
    bounds: Option<[f64; 4]>,
    /// Pointers to rings that cross themselves.
    pub(crate) crossing: Vec<String>,
}

impl Drawn {
    /// West, south, east and north end of all that was drawn.
    pub(crate) fn extent(&self) -> Option<[f64; 4]> {
        self.bounds
    }

    /// Adds a geometry; gives what is wrong with it.
    pub(crate) fn add(&mut self, geometry: &Value, place: &str) -> Vec<Fault> {
        let place = format!("{place}/geometry");
        let kind = geometry.get("type").and_then(Value::text).unwrap_or_default();
        if kind == "GeometryCollection" {
            let all = geometry.get("geometries").map_or(&[][..], Value::items).iter().enumerate();
            return all.flat_map(|(at, own)| self.add(own, &format!("{place}/{at}"))).collect();
        }
        let Some(coordinates) = geometry.get("coordinates") else {
            return vec![Fault::new("a geometry without coordinates").at(place)];
        };
        let depth = match kind {
            "Point" => 0,
            "MultiPoint" | "LineString" => 1,
            "Polygon" | "MultiLineString" => 2,
            "MultiPolygon" => 3,
            _ => return vec![Fault::new("not a kind of geometry").at(place).value(kind)],
        };
        let mut faults = Vec::new();
        self.walk(coordinates, depth, kind.ends_with("Polygon"), &place, &mut faults);
        faults
    }

    fn walk(
        &mut self,
        value: &Value,
        depth: usize,
        is_area: bool,
        place: &str,
        faults: &mut Vec<Fault>,
    ) {
        if depth > 1 {
            for (at, own) in value.items().iter().enumerate() {
                self.walk(own, depth - 1, is_area, &format!("{place}/{at}"), faults);
            }
            return;
        }
        let positions = if depth == 0 { std::slice::from_ref(value) } else { value.items() };
        let line: Option<Vec<[f64; 2]>> = positions.iter().map(position).collect();
        let Some(line) = line else {
            faults.push(Fault::new("a position that is no pair of numbers").at(place));
            return;
        };
        for [x, y] in &line {
            if x.abs() > 180.0 || y.abs() > 90.0 {
                let fault = Fault::new("no longitude and latitude").value(&format!("[{x}, {y}]"));
                faults.push(fault.at(place).cure("longitude first, in degrees (WGS 84)"));
                return;
            }
            self.reach(*x, *y);
        }
        if is_area {
            if line.len() < 4 || line.first() != line.last() {
                let what = format!("a ring of {} positions that is not closed", line.len());
                faults
                    .push(Fault::new(what).at(place).cure("repeat the first position at the end"));
            } else if crosses_itself(&line) {
                self.crossing.push(place.to_owned());
            }
        }
    }

    fn reach(&mut self, x: f64, y: f64) {
        let [west, south, east, north] = self.bounds.unwrap_or([x, y, x, y]);
        self.bounds = Some([west.min(x), south.min(y), east.max(x), north.max(y)]);
    }
}

fn position(value: &Value) -> Option<[f64; 2]> {
    let number = |at: usize| match value.items().get(at) {
        Some(Value::Number(number)) => number.as_f64().filter(|number| number.is_finite()),
        _ => None,
    };
    Some([number(0)?, number(1)?])
}

/// Whether two sides of a closed ring cross. Sides that only touch do not.
fn crosses_itself(ring: &[[f64; 2]]) -> bool {
    let mut sides: Vec<[[f64; 2]; 2]> = ring.windows(2).map(|pair| [pair[0], pair[1]]).collect();
    let west = |side: &[[f64; 2]; 2]| side[0][0].min(side[1][0]);
    let east = |side: &[[f64; 2]; 2]| side[0][0].max(side[1][0]);
    sides.sort_by(|a, b| west(a).total_cmp(&west(b)));
    sides.iter().enumerate().any(|(at, side)| {
        let beside = sides[at + 1..].iter().take_while(|other| west(other) <= east(side));
        beside.into_iter().any(|other| cross(side, other))
    })
}

fn cross([a, b]: &[[f64; 2]; 2], [c, d]: &[[f64; 2]; 2]) -> bool {
    let turn = |p: &[f64; 2], q: &[f64; 2], r: &[f64; 2]| {
        (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])
    };
    turn(a, b, c) * turn(a, b, d) < 0.0 && turn(c, d, a) * turn(c, d, b) < 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bow_tie_crosses_itself_and_a_square_does_not() {
        let square = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]];
        let tie = [[0.0, 0.0], [1.0, 1.0], [1.0, 0.0], [0.0, 1.0], [0.0, 0.0]];
        assert!(!crosses_itself(&square) && crosses_itself(&tie));
    }
}
