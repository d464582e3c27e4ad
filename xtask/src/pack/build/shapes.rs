//! Shapes that share their borders: arcs are stored once, areas are rings of arcs.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use agglo::Error;
use serde::Deserialize;
use serde_json::Value;

use super::simplify;

/// Stored whole numbers per unit of the drawing.
const PER_UNIT: f64 = 100.0;

/// A file of shapes (`TopoJSON`, quantised).
#[derive(Deserialize)]
pub(super) struct Topology {
    transform: Transform,
    objects: BTreeMap<String, Collection>,
    arcs: Vec<Vec<[i64; 2]>>,
}

#[derive(Deserialize)]
struct Transform {
    scale: [f64; 2],
    translate: [f64; 2],
}

#[derive(Deserialize)]
struct Collection {
    geometries: Vec<Area>,
}

/// One area: nested lists of arc numbers, `-1 - n` for arc `n` walked backwards.
#[derive(Deserialize)]
struct Area {
    #[serde(default)]
    id: String,
    #[serde(default)]
    arcs: Value,
    #[serde(default)]
    properties: Properties,
}

#[derive(Default, Deserialize)]
struct Properties {
    #[serde(default)]
    name: String,
}

/// A ring around an area, and the rings of its holes.
pub(super) type Polygon = Vec<Vec<[f64; 2]>>;

impl Topology {
    pub(super) fn read(path: &Path) -> Result<Self, Error> {
        let place = path.display().to_string();
        let bytes = std::fs::read(path)
            .map_err(|cause| Error::new("E0401", cause.to_string()).at(&place))?;
        serde_json::from_slice(&bytes)
            .map_err(|cause| Error::new("E0402", cause.to_string()).at(&place))
    }

    fn areas(&self, object: &str) -> impl Iterator<Item = &Area> {
        self.objects.get(object).into_iter().flat_map(|collection| &collection.geometries)
    }

    /// Name of each area.
    pub(super) fn names(&self, object: &str) -> BTreeMap<&str, &str> {
        self.areas(object).map(|area| (area.id.as_str(), area.properties.name.as_str())).collect()
    }

    /// Pairs of areas with an arc in common, each once, the smaller code first.
    pub(super) fn neighbours(&self, object: &str) -> BTreeSet<(&str, &str)> {
        let mut users: BTreeMap<i64, Vec<&str>> = BTreeMap::new();
        for area in self.areas(object) {
            for ring in rings(&area.arcs) {
                for arc in ring {
                    users.entry(if arc < 0 { -1 - arc } else { arc }).or_default().push(&area.id);
                }
            }
        }
        let mut pairs = BTreeSet::new();
        for areas in users.values() {
            for (at, &one) in areas.iter().enumerate() {
                for &other in &areas[at + 1..] {
                    if one != other {
                        pairs.insert((one.min(other), one.max(other)));
                    }
                }
            }
        }
        pairs
    }

    /// Rings of each area, largest first, in whole hundredths of the drawing's unit; the first point is not
    /// repeated. Arcs are simplified before they are joined: areas that share one still share it. The
    /// drawing holds three cities as a line or a point; they stay, so that every area has its place.
    pub(super) fn outlines(&self, object: &str) -> BTreeMap<&str, Vec<Vec<[i64; 2]>>> {
        let simple = |arc: &Vec<[i64; 2]>| simplify::line(&self.points(arc), simplify::TOLERANCE);
        let arcs: Vec<Vec<[f64; 2]>> = self.arcs.iter().map(simple).collect();
        let drawn = |area: &Area| {
            let joined = rings(&area.arcs).into_iter().map(|ring| join(&arcs, &ring)).collect();
            let mut stored: Vec<_> =
                simplify::rings(joined).iter().map(|ring| hundredths(ring)).collect();
            let mut first = true;
            stored.retain(|ring| std::mem::take(&mut first) || ring.len() > 2);
            stored
        };
        self.areas(object).map(|area| (area.id.as_str(), drawn(area))).collect()
    }

    /// Polygons of each area by longitude and latitude, each a ring around and the rings of its holes; a ring
    /// is not closed twice. Arcs are simplified before they are joined, so that borders stay common.
    pub(super) fn polygons(&self, object: &str, tolerance: f64) -> BTreeMap<&str, Vec<Polygon>> {
        let simple = |arc: &Vec<[i64; 2]>| simplify::line(&self.points(arc), tolerance);
        let arcs: Vec<Vec<[f64; 2]>> = self.arcs.iter().map(simple).collect();
        let drawn = |area: &Area| -> Vec<Polygon> {
            let joined =
                |rings: Vec<Vec<i64>>| rings.iter().map(|ring| join(&arcs, ring)).collect();
            polygons(&area.arcs).into_iter().map(joined).collect()
        };
        self.areas(object).map(|area| (area.id.as_str(), drawn(area))).collect()
    }

    /// Absolute points of an arc that is stored as steps.
    fn points(&self, arc: &[[i64; 2]]) -> Vec<[f64; 2]> {
        let Transform { scale, translate } = &self.transform;
        let mut at = [0, 0];
        arc.iter()
            .map(|step| {
                at = [at[0] + step[0], at[1] + step[1]];
                let unit = |axis: usize| at[axis] as f64 * scale[axis] + translate[axis];
                [unit(0), unit(1)]
            })
            .collect()
    }
}

/// Every ring below a nest of lists: a list whose members are numbers.
fn rings(arcs: &Value) -> Vec<Vec<i64>> {
    let Value::Array(members) = arcs else { return Vec::new() };
    let numbers: Option<Vec<i64>> = members.iter().map(Value::as_i64).collect();
    match numbers {
        Some(ring) if !ring.is_empty() => vec![ring],
        _ => members.iter().flat_map(rings).collect(),
    }
}

/// The rings of each polygon, the one around it first: one polygon is a list of rings, several are a list of
/// such lists.
fn polygons(arcs: &Value) -> Vec<Vec<Vec<i64>>> {
    let Value::Array(members) = arcs else { return Vec::new() };
    let is_ring = |value: &Value| value.get(0).is_some_and(Value::is_i64);
    if members.first().is_some_and(is_ring) {
        vec![rings(arcs)]
    } else {
        members.iter().map(rings).collect()
    }
}

/// The points of a ring: its arcs one after the other, without the points at which they meet twice.
fn join(arcs: &[Vec<[f64; 2]>], ring: &[i64]) -> Vec<[f64; 2]> {
    let mut points: Vec<[f64; 2]> = Vec::new();
    for &arc in ring {
        let at = usize::try_from(if arc < 0 { -1 - arc } else { arc }).unwrap_or(usize::MAX);
        let Some(forward) = arcs.get(at) else { continue };
        // The end of one arc is the start of the next, and the end of the last is the start of the first.
        points.pop();
        if arc < 0 {
            points.extend(forward.iter().rev());
        } else {
            points.extend(forward);
        }
    }
    points.pop();
    points
}

/// Points in whole hundredths, without those that fall together.
fn hundredths(ring: &[[f64; 2]]) -> Vec<[i64; 2]> {
    #[expect(clippy::cast_possible_truncation, reason = "a drawing is small")]
    let whole = |value: f64| (value * PER_UNIT).round() as i64;
    let mut points: Vec<[i64; 2]> = ring.iter().map(|point| point.map(whole)).collect();
    points.dedup();
    if points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two unit squares side by side: one common arc.
    fn two() -> Topology {
        serde_json::from_value(serde_json::json!({
            "transform": { "scale": [1.0, 1.0], "translate": [0.0, 0.0] },
            "objects": { "squares": { "geometries": [
                { "id": "a", "arcs": [[0, 1]], "properties": { "name": "left" } },
                { "id": "b", "arcs": [[[-1, 2]]] }
            ] } },
            "arcs": [
                [[1, 0], [0, 1]],
                [[1, 1], [-1, 0], [0, -1], [1, 0]],
                [[1, 0], [1, 0], [0, 1], [-1, 0]]
            ]
        }))
        .unwrap()
    }

    #[test]
    fn areas_with_a_common_arc_are_neighbours() {
        assert_eq!(two().neighbours("squares"), BTreeSet::from([("a", "b")]));
        assert_eq!(two().names("squares")["a"], "left");
    }

    #[test]
    fn one_polygon_is_a_list_of_rings_and_several_are_lists_of_it() {
        let shapes = two();
        let found = shapes.polygons("squares", 0.0);
        assert_eq!((found["a"].len(), found["b"].len()), (1, 1));
        assert_eq!(found["a"][0], [[[1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]]);
        assert_eq!(found["b"][0][0].len(), 4);
    }

    #[test]
    fn an_area_too_small_to_have_an_inside_keeps_its_place() {
        let mut shapes = two();
        shapes.transform.scale = [0.05, 0.05];
        assert_eq!(shapes.outlines("squares")["a"], [[[5, 0], [5, 5]]]);
    }

    #[test]
    fn a_ring_walks_its_arcs_in_their_direction_and_does_not_close_twice() {
        let shapes = two();
        let outlines = shapes.outlines("squares");
        assert_eq!(outlines["a"], [[[100, 0], [100, 100], [0, 100], [0, 0]]]);
        assert_eq!(outlines["b"], [[[100, 100], [100, 0], [200, 0], [200, 100]]]);
    }
}
