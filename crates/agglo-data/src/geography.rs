//! Tables whose rows are places, as `GeoJSON` (RFC 7946): a feature a row, its columns as properties.

use agglo::Error;
use agglo::base::id::RegionId;
use agglo::base::region::Polygons;
use geojson::feature::Id;
use geojson::{Feature, FeatureCollection, GeometryValue, JsonObject, JsonValue};

use crate::table::{Column, Table};

/// The base units that a row is about.
pub type Members = Vec<RegionId>;

/// A feature for each row, in the order of the rows; a place without a shape has a null geometry.
///
/// # Errors
///
/// `E0205` where there are not as many places as rows.
pub fn collection(
    table: &Table,
    places: &[(RegionId, Members)],
    shapes: &[Polygons],
) -> Result<String, Error> {
    if places.len() != table.rows() {
        let what = format!("{} places stand beside {} rows", places.len(), table.rows());
        return Err(Error::new("E0205", what).at(table.name()));
    }
    let feature = |(row, (id, members)): (usize, &(RegionId, Members))| Feature {
        bbox: None,
        geometry: geometry(members, shapes).map(Into::into),
        id: Some(Id::String(id.to_string())),
        properties: Some(properties(table, row)),
        foreign_members: None,
    };
    let features: FeatureCollection = places.iter().enumerate().map(feature).collect();
    Ok(features.to_string() + "\n")
}

/// A row's cells by column; an empty cell is null.
fn properties(table: &Table, row: usize) -> JsonObject {
    let cell = |column: &Column| match column {
        Column::Integers(values) => JsonValue::from(values[row]),
        Column::Numbers(values) => JsonValue::from(values[row]),
        Column::Texts(values) => JsonValue::from(values[row].clone()),
    };
    table.columns().iter().map(|(name, column)| (name.clone(), cell(column))).collect()
}

/// The polygons of the members, one after the other.
fn geometry(members: &[RegionId], shapes: &[Polygons]) -> Option<GeometryValue> {
    let of = |member: &RegionId| shapes.binary_search_by(|shape| shape.id.cmp(member)).ok();
    let mut polygons: Vec<Vec<Vec<[f64; 2]>>> = members
        .iter()
        .filter_map(of)
        .flat_map(|at| &shapes[at].polygons)
        .map(|polygon| polygon.iter().enumerate().map(|(at, ring)| wound(ring, at == 0)).collect())
        .collect();
    match polygons.len() {
        0 => None,
        1 => polygons.pop().map(GeometryValue::new_polygon),
        _ => Some(GeometryValue::new_multi_polygon(polygons)),
    }
}

/// A ring closed and turned as the format asks: counterclockwise around an area, clockwise around a hole.
fn wound(ring: &[[f64; 2]], is_around: bool) -> Vec<[f64; 2]> {
    let next = ring.iter().skip(1).chain(ring.first());
    let twice: f64 = ring.iter().zip(next).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum();
    let mut wound = ring.to_vec();
    if (twice > 0.0) != is_around {
        wound.reverse();
    }
    wound.extend(wound.first().copied());
    wound
}

#[cfg(test)]
mod tests {
    use super::*;
    use geojson::GeoJson;

    fn square(from: f64, to: f64) -> Vec<[f64; 2]> {
        vec![[from, from], [from, to], [to, to], [to, from]]
    }

    fn found() -> FeatureCollection {
        let shapes = [
            Polygons { id: "a".into(), polygons: vec![vec![square(0.0, 9.0), square(1.0, 2.0)]] },
            Polygons { id: "b".into(), polygons: vec![vec![square(10.0, 12.0)]] },
        ];
        let table = Table::new(
            "rates",
            vec![
                ("value".into(), Column::Numbers(vec![Some(1.5), None, Some(2.0)])),
                ("status".into(), Column::texts(["known", "withheld", "known"])),
            ],
        );
        let places =
            [("a", vec!["a"]), ("c", vec!["c"]), ("a,b", vec!["a", "b"])].map(|(id, members)| {
                (RegionId::from(id), members.into_iter().map(RegionId::from).collect())
            });
        let text = collection(&table.unwrap(), &places, &shapes).unwrap();
        FeatureCollection::try_from(text.parse::<GeoJson>().unwrap()).unwrap()
    }

    #[test]
    fn rows_become_features_and_what_is_not_known_is_null() {
        let found = found();
        let [one, none, both] = found.features.as_slice() else { panic!("three features") };
        assert_eq!(one.id, Some(Id::String("a".into())));
        assert_eq!(one.property("value"), Some(&JsonValue::from(1.5)));
        assert!(none.geometry.is_none() && none.property("value") == Some(&JsonValue::Null));
        let value = |feature: &Feature| feature.geometry.clone().unwrap().value;
        assert_eq!(value(one).type_name(), "Polygon");
        assert_eq!(value(both).type_name(), "MultiPolygon");
    }

    #[test]
    fn rings_are_closed_and_turn_as_the_format_asks() {
        let found = found();
        let Some(GeometryValue::Polygon { coordinates }) =
            found.features[0].geometry.as_ref().map(|geometry| geometry.value.clone())
        else {
            panic!("a polygon")
        };
        let turn = |ring: &[geojson::Position]| -> f64 {
            ring.windows(2).map(|pair| pair[0][0] * pair[1][1] - pair[1][0] * pair[0][1]).sum()
        };
        assert!(turn(&coordinates[0]) > 0.0 && turn(&coordinates[1]) < 0.0);
        assert!(coordinates.iter().all(|ring| ring.first() == ring.last() && ring.len() == 5));
    }

    #[test]
    fn as_many_places_as_rows_are_needed() {
        let table = Table::new("t", vec![("v".into(), Column::Numbers(vec![None]))]).unwrap();
        assert_eq!(collection(&table, &[], &[]).unwrap_err().code(), "E0205");
    }
}
