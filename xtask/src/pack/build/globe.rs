//! Where counties lie on the globe: a point for each, and its polygons for other people's maps.

use agglo::Error;
use agglo_data::table::{Column, Table};

use super::Axis;
use super::files::Pack;
use super::shapes::{Polygon, Topology};

/// Stored whole numbers per degree: a step of 11 metres to the north.
const PER_DEGREE: f64 = 10_000.0;
/// A corner of an outline nearer than this to the line past it is left out, in degrees.
const TOLERANCE: f64 = 0.004;

/// Longitude and latitude in degrees of each region of the axis; the nation and what has no shape have none.
pub(super) fn middles(globe: &Topology, axis: &Axis) -> (Vec<Option<f64>>, Vec<Option<f64>>) {
    let polygons = globe.polygons("counties", 0.0);
    let middle = |id: &String| polygons.get(id.as_str()).and_then(|polygons| middle(polygons));
    let rounded = |value: f64| (value * PER_DEGREE).round() / PER_DEGREE;
    axis.ids
        .iter()
        .map(middle)
        .map(|at| (at.map(|at| rounded(at[0])), at.map(|at| rounded(at[1]))))
        .unzip()
}

/// Writes the polygons of the counties on the axis.
pub(super) fn write(globe: &Topology, axis: &Axis, pack: &mut Pack) -> Result<(), Error> {
    let (mut regions, mut numbers, mut rings) = (vec![], vec![], vec![]);
    let (mut longitudes, mut latitudes) = (vec![], vec![]);
    let whole = globe.polygons("counties", 0.0);
    for (id, polygons) in globe.polygons("counties", TOLERANCE) {
        let Ok(region) = axis.position(id) else { continue };
        let kept = polygons.iter().zip(&whole[id]).map(|(simple, whole)| rings_of(simple, whole));
        for (number, polygon) in (0..).zip(kept.filter(|rings| !rings.is_empty())) {
            for (ring, points) in (0..).zip(&polygon) {
                for point in points {
                    regions.push(region);
                    numbers.push(number);
                    rings.push(ring);
                    longitudes.push(point[0]);
                    latitudes.push(point[1]);
                }
            }
        }
    }
    let table = Table::new(
        "shapes.parquet",
        vec![
            ("region".into(), Column::whole(regions)),
            ("polygon".into(), Column::whole(numbers)),
            ("ring".into(), Column::whole(rings)),
            ("longitude".into(), Column::whole(longitudes)),
            ("latitude".into(), Column::whole(latitudes)),
        ],
    )?;
    let holds = "a point of a county's outline in ten thousandths of a degree; ring 0 of a polygon lies around it, the others are holes";
    pack.add(&table, &[0], holds, None)
}

/// The rings of a polygon that hold an area, the one around it first; none where it has none. A ring that fewer
/// points would flatten keeps them all: a small island stays one.
fn rings_of(simple: &Polygon, whole: &Polygon) -> Vec<Vec<[i64; 2]>> {
    let ring = |(simple, whole): (&Vec<[f64; 2]>, &Vec<[f64; 2]>)| {
        [simple, whole].into_iter().map(|points| stored(points)).find(|points| is_area(points))
    };
    let mut rings = simple.iter().zip(whole).map(ring);
    let Some(Some(around)) = rings.next() else { return Vec::new() };
    std::iter::once(around).chain(rings.flatten()).collect()
}

fn is_area(points: &[[i64; 2]]) -> bool {
    let next = points.iter().skip(1).chain(points.first());
    points.len() > 2
        && points.iter().zip(next).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum::<i64>() != 0
}

/// Points in whole steps, without those that fall together.
fn stored(points: &[[f64; 2]]) -> Vec<[i64; 2]> {
    #[expect(clippy::cast_possible_truncation, reason = "degrees are small")]
    let whole = |value: f64| (value * PER_DEGREE).round() as i64;
    let mut points: Vec<[i64; 2]> = points.iter().map(|point| point.map(whole)).collect();
    points.dedup();
    if points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    points
}

/// The centre of the area of some polygons, in degrees; that of their corners where they have no area.
///
/// It is taken in the cylinder of Lambert, in which areas are those of the globe: longitude across, sine of
/// latitude up. Polygons on both sides of the antimeridian are brought to one side first.
fn middle(polygons: &[Polygon]) -> Option<[f64; 2]> {
    let corners = || polygons.iter().flatten().flatten();
    let (west, east) = corners()
        .fold((f64::MAX, f64::MIN), |(low, high), point| (low.min(point[0]), high.max(point[0])));
    let is_cut = east - west > 180.0;
    let flat = |point: &[f64; 2]| {
        let turned = if is_cut && point[0] < 0.0 { 360.0 } else { 0.0 };
        [(point[0] + turned).to_radians(), point[1].to_radians().sin()]
    };
    let (mut area, mut sum) = (0.0, [0.0, 0.0]);
    for polygon in polygons {
        for (number, ring) in polygon.iter().enumerate() {
            let ring: Vec<[f64; 2]> = ring.iter().map(flat).collect();
            let (size, centre) = ring_centre(&ring);
            let signed = if number == 0 { size } else { -size };
            area += signed;
            sum = [sum[0] + signed * centre[0], sum[1] + signed * centre[1]];
        }
    }
    let centre = if area > 0.0 {
        [sum[0] / area, sum[1] / area]
    } else {
        let count = corners().count() as f64;
        let sum = corners().map(flat).fold([0.0, 0.0], |a, b| [a[0] + b[0], a[1] + b[1]]);
        if count == 0.0 {
            return None;
        }
        [sum[0] / count, sum[1] / count]
    };
    let longitude = centre[0].to_degrees();
    let longitude = if longitude > 180.0 { longitude - 360.0 } else { longitude };
    Some([longitude, centre[1].clamp(-1.0, 1.0).asin().to_degrees()])
}

/// Area of a ring, not below 0, and the centre of it.
fn ring_centre(ring: &[[f64; 2]]) -> (f64, [f64; 2]) {
    let Some(first) = ring.first() else { return (0.0, [0.0, 0.0]) };
    let (mut twice, mut sum) = (0.0, [0.0, 0.0]);
    for (at, a) in ring.iter().enumerate() {
        let b = ring.get(at + 1).unwrap_or(first);
        // Seen from the first corner, small areas far from the origin keep their digits.
        let (a, b) = ([a[0] - first[0], a[1] - first[1]], [b[0] - first[0], b[1] - first[1]]);
        let cross = a[0] * b[1] - b[0] * a[1];
        twice += cross;
        sum = [sum[0] + (a[0] + b[0]) * cross, sum[1] + (a[1] + b[1]) * cross];
    }
    if twice == 0.0 {
        return (0.0, *first);
    }
    let centre = [first[0] + sum[0] / (3.0 * twice), first[1] + sum[1] / (3.0 * twice)];
    (twice.abs() / 2.0, centre)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(west: f64, south: f64, side: f64) -> Vec<[f64; 2]> {
        vec![[west, south], [west + side, south], [west + side, south + side], [west, south + side]]
    }

    fn near(found: Option<[f64; 2]>, longitude: f64, latitude: f64) {
        let [x, y] = found.unwrap();
        assert!((x - longitude).abs() < 1e-9 && (y - latitude).abs() < 1e-9, "{x} {y}");
    }

    #[test]
    fn the_middle_of_a_square_around_the_origin_is_the_origin() {
        near(middle(&[vec![square(-1.0, -1.0, 2.0)]]), 0.0, 0.0);
    }

    #[test]
    fn a_hole_pushes_the_middle_away_and_two_sides_of_the_antimeridian_meet() {
        let [x, _] = middle(&[vec![square(-1.0, -1.0, 2.0), square(0.0, -0.5, 1.0)]]).unwrap();
        assert!(x < 0.0);
        let [x, _] =
            middle(&[vec![square(178.0, 0.0, 2.0)], vec![square(-180.0, 0.0, 2.0)]]).unwrap();
        assert!((x.abs() - 180.0).abs() < 1e-9, "{x}");
    }

    #[test]
    fn small_islands_keep_their_points_and_what_has_no_area_is_left_out() {
        let flat = vec![[0.0, 0.0], [0.001, 0.0]];
        let island = square(0.0, 0.0, 0.001);
        let found = rings_of(&vec![flat.clone()], &vec![island.clone()]);
        assert_eq!(found, [[[0, 0], [10, 0], [10, 10], [0, 10]]]);
        assert!(rings_of(&vec![flat.clone()], &vec![flat.clone()]).is_empty());
        let around = square(-1.0, -1.0, 2.0);
        let lost = rings_of(&vec![around.clone(), flat.clone()], &vec![around, flat]);
        assert_eq!(lost.len(), 1, "a hole of no area is no hole");
    }

    #[test]
    fn a_line_without_area_has_the_middle_of_its_corners() {
        near(middle(&[vec![vec![[0.0, 0.0], [2.0, 0.0]]]]), 1.0, 0.0);
        assert_eq!(middle(&[]), None);
    }
}
